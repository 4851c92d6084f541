"""What a landscape is: a function of two numbers, and what is known about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from jax import Array

Point = tuple[float, float]
Kind = Literal["minimum", "saddle", "maximum", "degenerate"]


class CriticalPoint(NamedTuple):
    """Where the gradient vanishes; `kind` follows the signs of the Hessian's eigenvalues."""

    point: Point
    kind: Kind


@dataclass(frozen=True, kw_only=True)
class Landscape:
    """An analytic surface with everything that menus, pictures and tests need to know of it.

    `fn` maps an array of shape `(2,)` to a scalar and must be written with `jax.numpy`, so that
    it can be differentiated and compiled.
    """

    slug: str
    """Name in links and code; never changes once published."""
    title: str
    formula: str
    """LaTeX of f(x, y)."""
    point: str
    """The one thing this surface teaches, as a sentence."""
    fn: Callable[[Array], Array]
    window: tuple[Point, Point]
    """Lower left and upper right corner of what is shown."""
    start: Point
    floor: float | None
    """Greatest lower bound of f; None where f falls without end."""
    critical_points: tuple[CriticalPoint, ...]
    """Every point of the window where the gradient vanishes."""
    heights: Literal["linear", "log"] = "linear"
    """How height becomes colour: log where f spans many orders of magnitude above its floor."""
    references: tuple[str, ...]
    """Markdown links to the sources."""

    @property
    def minima(self) -> tuple[Point, ...]:
        """The local and global minima among the critical points."""
        return tuple(at for at, kind in self.critical_points if kind == "minimum")

    def contains(self, point: Point) -> bool:
        """Whether `point` lies in the window, its edges included."""
        lower, upper = self.window
        inside = zip(lower, point, upper, strict=True)
        return all(low <= value <= high for low, value, high in inside)
