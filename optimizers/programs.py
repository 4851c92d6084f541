"""Compiled programs: one for a function, an optimizer and a form of the loop, kept on disk.

A program from the disk skips tracing and compiling, a hundred times the cost of loading it. Its
name there is a digest of everything it depends on: sources, versions, flags and processor.
"""

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

from optimizers.base import Optimizer
from optimizers.loop import Function, descend

Program = Callable[..., Any]

_ready: dict[tuple[Any, ...], Program] = {}
_forms: set[tuple[Function, Optimizer, bool]] = set()
_compiling: dict[tuple[Any, ...], threading.Lock] = {}
_folder: list[Path] = []


def keep_in(folder: Path | None) -> None:
    """Keep programs in `folder` from now on; None: in memory only."""
    _folder[:] = []
    if folder is not None:
        # What is loaded from there is run, so nobody else may write to it.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _folder.append(folder)


def is_ready(fn: Function, optimizer: Optimizer, plain: bool) -> bool:
    """Whether there is such a program, whatever the shapes of its arguments."""
    return (fn, optimizer, plain) in _forms


def program(fn: Function, optimizer: Optimizer, plain: bool, *arguments: Any) -> Program:
    """`descend` for `fn` and `optimizer`, compiled for the shapes and dtypes of `arguments`."""
    key = _key(fn, optimizer, plain, arguments)
    if key not in _ready:
        # Two visitors who ask for the same program compile it once.
        with _compiling.setdefault(key, threading.Lock()):
            if key not in _ready:
                _ready[key] = _made(fn, optimizer, plain, arguments)
                _forms.add((fn, optimizer, plain))
    return _ready[key]


def count() -> int:
    """How many programs there are by now."""
    return len(_ready)


def forget() -> None:
    """Drop every program from memory."""
    _ready.clear()
    _forms.clear()


def _key(fn: Function, optimizer: Optimizer, plain: bool, arguments: Any) -> tuple[Any, ...]:
    # Whatever has these shapes runs in the same program.
    return fn, optimizer, plain, arguments[0].shape, arguments[1].shape, arguments[1].dtype


def _made(fn: Function, optimizer: Optimizer, plain: bool, arguments: Any) -> Program:
    path = _path(fn, optimizer, plain, arguments)
    if path and path.exists():
        try:
            return _serializer().deserialize_and_load(*pickle.loads(path.read_bytes()))
        except Exception:  # whatever is wrong with the file, compiling mends it
            path.unlink(missing_ok=True)
    work = partial(descend, fn=fn, optimizer=optimizer, plain=plain)
    compiled = jax.jit(work).lower(*arguments).compile()
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


def _path(fn: Function, optimizer: Optimizer, plain: bool, arguments: Any) -> Path | None:
    """Where the program lies; None if it is not kept, or if its function has no name to find."""
    module = sys.modules.get(getattr(fn, "__module__", ""))
    if not _folder or getattr(module, getattr(fn, "__qualname__", ""), None) is not fn:
        return None
    leaves = [str(jax.typeof(leaf)) for leaf in arguments]
    parts = (fn.__module__, fn.__qualname__, optimizer.slug, plain, leaves)
    packages = {name.partition(".")[0] for name in (fn.__module__, __name__)}
    digest = hashlib.sha256(repr((parts, _sources(*sorted(packages)), _machine())).encode())
    return _folder[0] / f"{digest.hexdigest()}.program"


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
