"""How many programs XLA compiles meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from jax import monitoring

COMPILED = "/jax/core/compile/backend_compile_duration"


@contextmanager
def counted() -> Iterator[list[str]]:
    """A list that grows by one for every program that is compiled inside."""
    compiled: list[str] = []

    def listen(event: str, seconds: float, **about) -> None:
        if event == COMPILED:
            compiled.append(str(about.get("fun_name", "")))

    monitoring.register_event_duration_secs_listener(listen)
    try:
        yield compiled
    finally:
        monitoring.unregister_event_duration_listener(listen)
