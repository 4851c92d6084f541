"""Compiled programs: one for a form of the loop and the shapes of its arguments, kept on disk.

A program from the disk skips tracing and compiling, a hundred times the cost of loading it. Its
name there is a digest of everything it depends on: sources, versions, flags and processor.
"""

import dataclasses
import hashlib
import os
import pickle
import platform
import sys
import threading
from collections.abc import Callable, Iterable
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jax

from optimizers.loop import descend
from optimizers.step import Form

Program = Callable[..., Any]

# Racers run beside each other on threads of our own, and steps are short: threads inside of them
# would spend their time waiting for each other.
ALONE: dict[str, str | bool] = {"xla_cpu_multi_thread_eigen": False}

_ready: dict[tuple[Any, ...], Program] = {}
_forms: set[Form] = set()
_compiling: dict[tuple[Any, ...], threading.Lock] = {}
_folder: list[Path] = []


def keep_in(folder: Path | None) -> None:
    """Keep programs in `folder` from now on; None: in memory only."""
    _folder[:] = []
    # Where JAX keeps what it compiles, it hands out programs that cannot be saved a second time.
    if folder is not None and not jax.config.values["jax_compilation_cache_dir"]:
        # What is loaded from there is run, so nobody else may write to it.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _folder.append(folder)


def is_ready(form: Form) -> bool:
    """Whether there is such a program, whatever the shapes of its arguments."""
    return form in _forms


def program(form: Form, *arguments: Any) -> Program:
    """`descend` in this form, compiled for the shapes and dtypes of `arguments`."""
    key = _key(form, arguments)
    if key not in _ready:
        # Two visitors who ask for the same program compile it once.
        with _compiling.setdefault(key, threading.Lock()):
            if key not in _ready:
                _ready[key] = _made(form, arguments)
                _forms.add(form)
    return _ready[key]


def count() -> int:
    """How many programs there are by now."""
    return len(_ready)


def forget() -> None:
    """Drop every program from memory."""
    _ready.clear()
    _forms.clear()


def _key(form: Form, arguments: Any) -> tuple[Any, ...]:
    # Whatever has these shapes runs in the same program.
    data = tuple((leaf.shape, leaf.dtype) for leaf in jax.tree.leaves(arguments[6:]) if leaf.shape)
    return form, arguments[0].shape, arguments[1].shape, arguments[1].dtype, data


def _made(form: Form, arguments: Any) -> Program:
    path = _path(form, arguments)
    if path and path.exists():
        try:
            return _serializer().deserialize_and_load(*pickle.loads(path.read_bytes()))
        except Exception:  # whatever is wrong with the file, compiling mends it
            path.unlink(missing_ok=True)
    compiled = jax.jit(partial(descend, form=form)).lower(*arguments).compile(ALONE)
    if path:
        _save(compiled, path)
    return compiled


def _save(compiled: jax.stages.Compiled, path: Path) -> None:
    unfinished = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
    try:
        unfinished.write_bytes(pickle.dumps(_serializer().serialize(compiled)))
        unfinished.replace(path)
    except (OSError, ValueError, NotImplementedError):
        # A full disk, or a program that holds constants: it will be compiled again next time.
        unfinished.unlink(missing_ok=True)


def _path(form: Form, arguments: Any) -> Path | None:
    """Where the program lies; None if it is not kept, or if its function has no name to find."""
    names = _name(form.fn), _name(form.sampler)
    if not _folder or None in names:
        return None
    leaves = [str(jax.typeof(leaf)) for leaf in jax.tree.leaves(arguments)]
    rest = form._replace(fn=_name, optimizer=form.optimizer.slug, sampler=None)[1:]
    packages = {name.partition(".")[0] for name in (_module(form.fn), __name__)}
    parts = (*names, repr(rest), leaves, _sources(*sorted(packages)), _machine())
    return _folder[0] / f"{hashlib.sha256(repr(parts).encode()).hexdigest()}.program"


def _module(thing: Any) -> str:
    return getattr(thing, "__module__", "")


def _name(thing: Any) -> str | None:
    """What tells a function from all others, in this process and the next; None if nothing does.

    A function by its place in its module, plain data that can be called by its representation.
    """
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        fields = [getattr(thing, field.name) for field in dataclasses.fields(thing)]
        if not _is_plain(fields):
            return None
        return f"{_module(thing)}.{thing!r}"
    module, name = sys.modules.get(_module(thing)), getattr(thing, "__qualname__", "")
    is_found = thing is None or getattr(module, name, None) is thing
    return f"{_module(thing)}.{name}" if is_found else None


def _is_plain(value: Any) -> bool:
    """Whether `value` is written in full by its representation."""
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | int | float)


@cache
def _sources(*packages: str) -> str:
    """A digest of every source file of `packages`."""
    digest = hashlib.sha256()
    for package in packages:
        file = sys.modules[package].__file__ or ""
        for path in _python_files(Path(file)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _python_files(file: Path) -> Iterable[Path]:
    return sorted(file.parent.rglob("*.py")) if file.name == "__init__.py" else [file]


@cache
def _machine() -> tuple[str, ...]:
    names = ("jax", "jaxlib", "optax")
    versions = (*map(version, names), platform.python_version())
    device = jax.devices()[0]
    flags = os.environ.get("XLA_FLAGS", "")
    return (*versions, device.platform, device.device_kind, platform.machine(), _processor(), flags)


def _processor() -> str:
    """What the processor can do: machine code made for another may not run here."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor()
    return next((line for line in text.splitlines() if line.startswith("flags")), "")


def _serializer() -> Any:
    # Not at the top: importing it takes as long as the whole catalogue.
    from jax.experimental import serialize_executable

    return serialize_executable
