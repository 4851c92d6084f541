"""How JAX must be set up before its first computation."""

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jax

from optimizers import programs

# A loop whose body touches less than this becomes one compiled function: line searches run
# 5 to 8 times quicker and compile in half the time. Much larger values slow network losses down.
SMALL_LOOPS = "--xla_backend_extra_options=xla_cpu_small_while_loop_byte_threshold=16384"


LARGE = 0.25
"""Seconds that a program takes to compile for the compiler to leave much behind."""


def prepare(folder: Path | None = None) -> None:
    """Turn on 64-bit numbers and compact loops; call once, before anything is computed.

    With a `folder`, compiled programs are kept there for later processes.
    """
    flags = os.environ.get("XLA_FLAGS", "")
    if "xla_backend_extra_options" not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} {SMALL_LOOPS}".strip()
    jax.config.update("jax_enable_x64", True)
    _watch_the_compiler()
    if folder:
        programs.keep_in(folder)


@cache
def _watch_the_compiler() -> None:
    """Once: a listener cannot be told from the same one that was there before."""
    if sys.platform == "linux":
        jax.monitoring.register_event_duration_secs_listener(_trim)


def _trim(event: str, duration_secs: float, **_: Any) -> None:
    """Hand back to the system what the compiler has left to the allocator, hundreds of MB."""
    if duration_secs < LARGE or not event.endswith("backend_compile_duration"):
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    # Other C libraries than glibc hand it back by themselves.
    if trim:
        trim(0)
