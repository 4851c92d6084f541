"""What a plane through parameter space is, and what is lost by looking at it only.

Points are flat vectors, in the order in which `ravel_pytree` lays out the parameters.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.flatten_util import ravel_pytree

from hyperparameters import Hyperparameter, complete

Loss = Callable[[Any], Array]
"""A loss of a flat vector. Given as `jax.tree_util.Partial` of a function and its data, it is
compiled once for the function, whatever the data."""

# So many numbers are taken at once in double precision, to need no second copy of all paths.
BLOCK = 1 << 20

# Directions whose angle has a smaller sine than this span no plane worth the name.
FLAT = 1e-4


class Plane(NamedTuple):
    """All points origin + α d₁ + β d₂; `explained` and `null` are shares of the paths' variance."""

    origin: np.ndarray  # (d,)
    directions: np.ndarray  # (2, d), of any lengths and at any angle
    explained: tuple[float, float] | None = None  # by each direction; None: no variance was sought
    null: tuple[float, float] | None = None  # the same, had every step gone in a random direction
    note: str = ""
    curve: np.ndarray | None = None  # (m, 2); a line worth drawing on the plane


class View(NamedTuple):
    """What a plane may be made of: a loss, the shapes of its parameters and paths through them."""

    loss: Loss  # on all of the training data
    params: Any  # a pytree like that of one point
    paths: tuple[np.ndarray, ...]  # (T + 1, d) each; rows of NaN where a run had ended
    chosen: int = 0  # the path that is looked at
    filters: Literal["last", "first"] = "last"  # the axis along which an array's filters lie

    def point(self, step: int = -1, path: int | None = None) -> np.ndarray:
        """The point of a path at `step`; the last finite one for -1 and for steps behind it."""
        points = self.path(self.chosen if path is None else path)
        return points[step if 0 <= step < len(points) else -1]

    def path(self, index: int) -> np.ndarray:
        """The finite leading rows of a path."""
        if not 0 <= index < len(self.paths):
            raise ValueError(f"There is no racer {index}: they go from 0 to {len(self.paths) - 1}.")
        points = self.paths[index]
        broken = ~np.isfinite(points).all(axis=1)
        points = points[: int(broken.argmax())] if broken.any() else points
        if not len(points):
            raise ValueError(f"Racer {index} starts where numbers overflow: it has no path.")
        return points

    def unravel(self, vector: np.ndarray | Array) -> Any:
        """The parameters that `vector` stands for."""
        return ravel_pytree(self.params)[1](jnp.asarray(vector))


@dataclass(frozen=True, kw_only=True, eq=False)
class Cut:
    """One entry of the menu: a way to lay a plane through parameter space."""

    slug: str
    """Name in links and code; never changes once published."""
    title: str
    formula: str
    """LaTeX of the two directions, in the symbols of the hyperparameters."""
    point: str
    """What it shows and what it hides, as a sentence."""
    axes: tuple[str, str]
    """What the two axes are called."""
    build: Callable[..., Plane]
    """Takes a `View` and the hyperparameters by name."""
    reach: float = 0.0
    """Half the side of the smallest window worth showing; 0: whatever holds the paths."""
    hyperparameters: tuple[Hyperparameter, ...] = ()
    references: tuple[str, ...]
    """Markdown links to the sources."""

    def settings(self, given: Mapping[str, float] | None = None) -> dict[str, float]:
        """Defaults overridden by `given`; ValueError on an unknown name or a value out of range."""
        return complete(self.title, self.hyperparameters, given)

    def __call__(self, view: View, **given: float) -> Plane:
        """The plane through `view`; ValueError if it has none or a setting is impossible."""
        return self.build(view, **self.settings(given))


def spanned(origin: np.ndarray, first: np.ndarray, second: np.ndarray, **rest: Any) -> Plane:
    """The plane through `origin` along two directions; ValueError if they span none."""
    a, b = (np.asarray(direction, float) for direction in (first, second))
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    if not lengths or np.sqrt(max(1 - (a @ b / lengths) ** 2, 0.0)) < FLAT:
        raise ValueError("The two directions are parallel or vanish: they span no plane.")
    directions = np.stack([a, b]).astype(origin.dtype)
    return Plane(origin, directions, **rest)


def at(plane: Plane, coordinates: np.ndarray | Sequence[Sequence[float]]) -> np.ndarray:
    """The points (R, d) with these coordinates (R, 2)."""
    steps = np.asarray(coordinates, plane.origin.dtype) @ plane.directions
    return plane.origin + steps


def project(plane: Plane, points: np.ndarray) -> np.ndarray:
    """Coordinates (R, 2) of the nearest points of the plane, by least squares."""
    return np.concatenate([coordinates for coordinates, _ in _nearest(plane, points)])


def distance(plane: Plane, points: np.ndarray) -> np.ndarray:
    """How far each of the points (R, d) lies from the plane."""
    directions = plane.directions.astype(float)
    near = _nearest(plane, points)
    gaps = [np.linalg.norm(offset - found @ directions, axis=1) for found, offset in near]
    return np.concatenate(gaps)


def window(
    plane: Plane, points: np.ndarray, margin: float = 0.2, least: float = 0.0
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Corners of a rectangle that holds the projections of `points`, and a margin around them.

    Each side is at least `least` long, and at least a quarter of the other.
    """
    seen = project(plane, points)
    seen = seen[np.isfinite(seen).all(axis=1)]
    if plane.curve is not None:
        seen = np.concatenate([seen, plane.curve])
    low, high = seen.min(axis=0), seen.max(axis=0)
    sides = (high - low) * (1 + 2 * margin)
    sides = np.maximum(sides, max(sides.max() / 4, least)) if sides.any() else np.ones(2)
    (left, bottom), (right, top) = (low + high - sides) / 2, (low + high + sides) / 2
    return (float(left), float(bottom)), (float(right), float(top))


def _nearest(plane: Plane, points: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Coordinates of the nearest points, and offsets from the origin, a block of rows at a time."""
    directions = plane.directions.astype(float)
    inverse = np.linalg.inv(directions @ directions.T)
    rows = max(BLOCK // max(plane.origin.size, 1), 1)
    for first in range(0, max(len(points), 1), rows):
        offset = points[first : first + rows].astype(float) - plane.origin
        coordinates = offset @ directions.T @ inverse
        yield coordinates, offset
