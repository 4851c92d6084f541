"""Calls as text, laid out as people lay them out: on one line if they fit, else one part a line."""

from dataclasses import dataclass

WIDTH = 100


@dataclass(frozen=True)
class Call:
    """A call: what stands before its bracket, and its arguments, named unless the name is ""."""

    head: str
    arguments: tuple[tuple[str, "str | Call"], ...] = ()

    def flat(self) -> str:
        """On one line, however long."""
        given = ", ".join(_named(name) + flat(value) for name, value in self.arguments)
        return f"{self.head}({given})"


def flat(value: str | Call) -> str:
    """A value on one line."""
    return value if isinstance(value, str) else value.flat()


def laid_out(value: str | Call, indent: int, before: int, after: int = 0) -> str:
    """A value that begins on a line `before` columns long, which is indented by `indent`.

    `after` columns follow its last line.
    """
    if isinstance(value, str) or before + len(value.flat()) + after <= WIDTH:
        return flat(value)
    deeper = indent + 4
    parts = [
        _named(name) + laid_out(part, deeper, deeper + len(_named(name)), after=1)
        for name, part in value.arguments
    ]
    # A part alone on its line has no comma behind it, as formatters have it.
    comma = "," if len(parts) > 1 else ""
    lines = "".join(f"\n{' ' * deeper}{part}{comma}" for part in parts)
    return f"{value.head}({lines}\n{' ' * indent})"


def _named(name: str) -> str:
    return f"{name}=" if name else ""
