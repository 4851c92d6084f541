"""What a landscape is: a function of two numbers, and what is known about it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from jax import Array

from hyperparameters import Hyperparameter, complete

Point = tuple[float, float]
Kind = Literal["minimum", "saddle", "maximum", "degenerate", "kink"]


class CriticalPoint(NamedTuple):
    """Where the gradient vanishes; `kind` follows the signs of the Hessian's eigenvalues.

    degenerate: an eigenvalue vanishes too; kink: a minimum at which f has no gradient.
    """

    point: Point
    kind: Kind


class CriticalSet(NamedTuple):
    """A whole curve or region on which the gradient vanishes, such as the floor of a valley."""

    kind: Literal["minimum", "plateau", "kink"]
    formula: str  # LaTeX of the set's equation
    distance: Callable[[Array], Array]  # of a point of shape (2,), at least to first order


@dataclass(frozen=True, kw_only=True)
class Landscape:
    """An analytic surface with everything that menus, pictures and tests need to know of it.

    `fn` maps an array of shape `(2,)`, and the landscape's hyperparameters as further scalars, to
    a scalar. It must be written with `jax.numpy`, so that it can be differentiated and compiled.
    What is said of floor and critical points holds for every setting of the hyperparameters.
    """

    slug: str
    """Name in links and code; never changes once published."""
    title: str
    formula: str
    """LaTeX of f(x, y), in the symbols of the hyperparameters."""
    point: str
    """The one thing this surface teaches, as a sentence."""
    fn: Callable[..., Array]
    hyperparameters: tuple[Hyperparameter, ...] = ()
    """Knobs of the surface; `fn` has an argument with the same name and default for each."""
    window: tuple[Point, Point]
    """Lower left and upper right corner of what is shown."""
    start: Point
    smoothness: float
    """Lipschitz constant of the gradient on the way down from the start: descent with a learning
    rate of one over it never rises. Where f has kinks, one over a rate that teaches."""
    floor: float | None
    """Greatest lower bound of f; None where f falls without end."""
    critical_points: tuple[CriticalPoint, ...] = ()
    """Every isolated point of the window where the gradient vanishes, and every kink minimum; the
    lowest minima come first."""
    lowest: int = 1
    """How many of the minima share the lowest value."""
    critical_sets: tuple[CriticalSet, ...] = ()
    heights: Literal["linear", "log"] = "linear"
    """How height becomes colour: log where f spans many orders of magnitude above its floor."""
    references: tuple[str, ...]
    """Markdown links to the sources."""

    @property
    def minima(self) -> tuple[Point, ...]:
        """The local and global minima among the critical points."""
        return tuple(at for at, kind in self.critical_points if kind in ("minimum", "kink"))

    @property
    def width(self) -> float:
        """Geometric mean of the window's sides."""
        (left, bottom), (right, top) = self.window
        return math.sqrt((right - left) * (top - bottom))

    def contains(self, point: Point) -> bool:
        """Whether `point` lies in the window, its edges included."""
        lower, upper = self.window
        inside = zip(lower, point, upper, strict=True)
        return all(low <= value <= high for low, value, high in inside)

    def settings(self, given: Mapping[str, float] | None = None) -> dict[str, float]:
        """Defaults overridden by `given`; ValueError on an unknown name or a value out of range."""
        return complete(self.title, self.hyperparameters, given)
