"""Find every critical point of a window: `python -m landscapes.search eggholder`.

What it prints is what an entry lists; the tests look for the same points in another way.
"""

import math
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from landscapes.base import CriticalPoint, Kind, Point

BLOCK = 4096
"""Points evaluated at once: one shape for every call, so that each function compiles once."""

SETTLED = 1e-9
"""Gradient norm, relative to the curvature, below which Newton's method has arrived."""

APART = 1e-6
"""Share of the window below which two ends of Newton's method are one point."""

_ORDER = ("minimum", "saddle", "maximum", "degenerate")


class Derivatives(NamedTuple):
    """What is known of a function at each of n points."""

    values: np.ndarray  # (n,)
    gradients: np.ndarray  # (n, 2)
    hessians: np.ndarray  # (n, 2, 2)


def derivatives(
    fn: Callable[..., Array], points: np.ndarray, knobs: Mapping[str, float] | None = None
) -> Derivatives:
    """Value, gradient and Hessian of `fn` at points of shape (n, 2), by automatic differentiation.

    `knobs` are the further arguments of `fn`; turning them compiles nothing.
    """
    padded = np.zeros((BLOCK * max(1, math.ceil(len(points) / BLOCK)), 2))
    padded[: len(points)] = points
    blocks = [
        _derivatives(padded[first : first + BLOCK], dict(knobs or {}), fn=fn)
        for first in range(0, len(padded), BLOCK)
    ]
    joined = (np.concatenate(parts)[: len(points)] for parts in zip(*blocks, strict=True))
    return Derivatives(*joined)


@partial(jax.jit, static_argnames="fn")
def _derivatives(points: Array, knobs: dict[str, float], *, fn: Callable[..., Array]):
    value_and_gradient = jax.value_and_grad(partial(fn, **knobs))

    def at(point):
        (value, gradient), change = jax.linearize(value_and_gradient, point)
        columns = [change(jnp.array(axis))[1] for axis in ((1.0, 0.0), (0.0, 1.0))]
        return value, gradient, jnp.stack(columns)

    return jax.vmap(at)(points)


def critical_points(
    fn: Callable[..., Array],
    window: tuple[Point, Point],
    side: int = 201,
    steps: int = 60,
    knobs: Mapping[str, float] | None = None,
) -> tuple[CriticalPoint, ...]:
    """Where Newton's method ends from `side` × `side` starts, minima first; needs float64.

    Of each kind the lowest come first.
    """
    lower, upper = np.array(window)
    size = float((upper - lower).max())
    axes = [np.linspace(low, high, side) for low, high in zip(lower, upper, strict=True)]
    points = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    look = partial(derivatives, fn, knobs=knobs)
    for _ in range(steps):
        # A short leash: each start is to find the critical point beside it, not a far one.
        points = points + _newton_steps(look(points), longest=size / side)
    arrived = _distinct(points[_arrived(look(points))], APART * size)
    settled = _distinct(_polished(arrived, look), APART * size)
    inside = settled[((settled >= lower) & (settled <= upper)).all(axis=1)]
    values, _, hessians = look(inside)
    kinds: list[Kind] = [kind_of(hessian) for hessian in hessians]
    # Equal heights differ by rounding, which must not decide the order.
    ranks = [
        (_ORDER.index(kind), round(float(value), 9), *point)
        for kind, value, point in zip(kinds, values, inside, strict=True)
    ]
    order = sorted(range(len(inside)), key=ranks.__getitem__)
    return tuple(CriticalPoint((float(inside[i, 0]), float(inside[i, 1])), kinds[i]) for i in order)


def kind_at(fn: Callable[[Array], Array], point: Point) -> Kind:
    """What kind of critical point `point` is, by the signs of the Hessian's eigenvalues."""
    return kind_of(derivatives(fn, np.array([point])).hessians[0])


def kind_of(hessian: np.ndarray) -> Kind:
    """What kind of critical point has this Hessian."""
    eigenvalues = np.linalg.eigvalsh(hessian)
    if np.abs(eigenvalues).min() < 1e-8 * max(1.0, np.abs(eigenvalues).max()):
        return "degenerate"
    if (eigenvalues > 0).all():
        return "minimum"
    return "maximum" if (eigenvalues < 0).all() else "saddle"


def _newton_steps(at: Derivatives, longest: float = np.inf) -> np.ndarray:
    (a, b), (_, d) = at.hessians.transpose(1, 2, 0)
    u, v = at.gradients.T
    # A start may run off to where nothing is finite; it is dropped in the end.
    with np.errstate(all="ignore"):
        moves = np.stack([b * v - d * u, b * u - a * v], axis=1) / (a * d - b * b)[:, None]
        return moves * np.minimum(1.0, longest / np.linalg.norm(moves, axis=1))[:, None]


def _arrived(at: Derivatives) -> np.ndarray:
    """Which points have no gradient to speak of."""
    curvatures = np.maximum(np.abs(at.hessians).max(axis=(1, 2)), 1)
    # Comparisons with NaN are false, which drops the points that ran away.
    return np.isfinite(curvatures) & (np.linalg.norm(at.gradients, axis=1) < SETTLED * curvatures)


def _polished(points: np.ndarray, look: Callable[[np.ndarray], Derivatives]) -> np.ndarray:
    """Of a few free Newton steps, and of round numbers nearby, those with the least gradient."""
    trail = [points]
    for _ in range(4):
        trail.append(trail[-1] + _newton_steps(look(trail[-1])))
    trail += [np.round(trail[-1], digits) for digits in (14, 12, 9, 6, 3)]
    lengths = np.stack([np.linalg.norm(look(each).gradients, axis=1) for each in trail])
    # Among equals the last: the roundest.
    best = len(trail) - 1 - np.nan_to_num(lengths[::-1], nan=np.inf).argmin(axis=0)
    return np.stack(trail)[best, np.arange(len(points))] + 0.0  # which turns -0.0 into 0.0


def _distinct(points: np.ndarray, apart: float) -> np.ndarray:
    """The first of every group of points that lie nearer than `apart` to it."""
    left = points[np.unique(np.round(points / apart), axis=0, return_index=True)[1]]
    kept = np.empty_like(left)
    count = 0
    for point in left:
        if not count or np.hypot(*(kept[:count] - point).T).min() > apart:
            kept[count] = point
            count += 1
    return kept[:count]


def main(slugs: list[str]) -> None:
    """Print the critical points of the landscapes called `slugs`."""
    from landscapes import LANDSCAPES

    jax.config.update("jax_enable_x64", True)
    for slug in slugs:
        landscape = LANDSCAPES[slug]
        print(slug)
        found = critical_points(landscape.fn, landscape.window, knobs=landscape.settings())
        for point, kind in found:
            print(f"    CriticalPoint({point}, {kind!r}),")


if __name__ == "__main__":
    main(sys.argv[1:])
