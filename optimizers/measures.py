"""What became of a run: named from its numbers alone, never from what was hoped for."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, NamedTuple

import jax
import numpy as np
from jax import Array

from optimizers.run import Trajectory

FLAT = 1e-6
"""Gradient norm below which a point counts as critical."""
STILL = 1e-12
"""Length of a step, relative to the point's, below which a run stands still."""
STANDS = 10
"""Steps for which it must have stood still to be called at rest."""
LONGEST_PERIOD = 64
SAME = 1e-6
"""How near a cycle must return to where it was, relative to its size."""
BLOCK = 1024

Kind = Literal[
    "converged",
    "saddle",
    "maximum",
    "plateau",
    "cycling",
    "resting",
    "diverged",
    "escaped",
    "moving",
]


class Outcome(NamedTuple):
    """How a run ended, and the first step from which that held; None while it still moves.

    converged: the gradient vanishes and no direction curves down; saddle, maximum, plateau: it
    vanishes elsewhere; cycling: it visits the same points again and again; resting: it stands
    where the gradient does not vanish; diverged: it left for good, uphill; escaped: it left for
    good, downhill, where the function has no floor; moving: none of these within the steps taken.
    """

    kind: Kind
    step: int | None
    period: int | None = None  # of a cycle, in steps


def outcome(
    fn: Callable[..., Array],
    trajectory: Trajectory,
    *,
    reach: float,
    parameters: Sequence[float] = (),
) -> Outcome:
    """Name the end of `trajectory`; farther than `reach` from its start it is lost for good."""
    if (lost := lost_from(trajectory, reach)) is not None:
        finite = trajectory.values[: trajectory.finite]
        downhill = len(finite) > 0 and finite[-1] < finite[0]
        return Outcome("escaped" if downhill else "diverged", lost)
    if math.hypot(*trajectory.gradients[-1]) <= FLAT:
        flat = _lengths(trajectory.gradients) <= FLAT
        # Only a run that stands still is worth the compiling of a Hessian.
        hessian = _hessian(trajectory.points[-1], tuple(parameters), fn=fn)
        return Outcome(_critical_kind(np.linalg.eigvalsh(hessian)), _holds_from(flat))
    return _unfinished(trajectory.points)


def _unfinished(points: np.ndarray) -> Outcome:
    """What a run does that is neither lost nor at a critical point."""
    last = points[-2 * LONGEST_PERIOD - 1 :][::-1]
    away = _lengths(last - last[0])
    if period := _period(last, away):
        same = _lengths(points[period:] - points[:-period]) <= SAME * _size(points, period)
        return Outcome("cycling", _holds_from(same), period)
    if len(points) > STANDS and _still(points[-STANDS - 1 :], away[: STANDS + 1]):
        moves = _lengths(np.diff(points, axis=0))
        return Outcome("resting", _holds_from(moves <= STILL * (1 + _lengths(points[1:]))))
    return Outcome("moving", None)


def _still(points: np.ndarray, away: np.ndarray) -> bool:
    """Whether `points` are one, by how far they are `away` from the last."""
    return bool(away.max() <= STILL * (1 + np.abs(points[-1]).max()))


def _period(last: np.ndarray, away: np.ndarray) -> int | None:
    """The shortest period, at least 2, in which points return; None if they do not.

    `last` holds the latest point first, and `away` how far each is from it.
    """
    away = away[: len(last) // 2 + 1]
    widest = np.maximum.accumulate(away)
    # Twice round: once might be the turning point of a swing.
    for period in np.flatnonzero(away[2:] <= SAME * widest[1:-1]) + 2:
        returned = _lengths(last[: period + 1] - last[period : 2 * period + 1])
        if widest[period - 1] > 0 and (returned <= SAME * widest[period - 1]).all():
            return int(period)
    return None


def _size(points: np.ndarray, period: int) -> float:
    return float(_lengths(points[-period:] - points[-1]).max())


def lost_from(trajectory: Trajectory, reach: float) -> int | None:
    """First step from which the run stays farther than `reach` from its start, or not finite."""
    # Two points are measured in a tenth of the time that arrays take.
    last = math.dist(trajectory.points[-1], trajectory.points[0])
    if last <= reach and math.isfinite(trajectory.values[-1]):
        return None
    distances = _lengths(trajectory.points - trajectory.points[0])
    return _holds_from(~(distances <= reach) | ~np.isfinite(trajectory.values))


def first_within(trajectory: Trajectory, level: float) -> int | None:
    """The first step at which the value is at most `level`; None if there is none."""
    reached = np.flatnonzero(trajectory.values <= level)
    return int(reached[0]) if len(reached) else None


def path_length(points: np.ndarray) -> float:
    """How far the run has gone, bends and all; not counting what was not finite."""
    lengths = _lengths(np.diff(points, axis=0))
    return float(lengths[np.isfinite(lengths)].sum())


def zigzag(points: np.ndarray) -> float:
    """Mean angle in degrees by which a step turns from the one before: 0 straight, 180 back."""
    steps = np.diff(points, axis=0)
    lengths = _lengths(steps)
    # A step of no length has no direction.
    moved = (lengths > 0) & np.isfinite(lengths)
    directions = steps[moved] / lengths[moved, None]
    if len(directions) < 2:
        return 0.0
    cosines = (directions[1:] * directions[:-1]).sum(axis=1)
    return float(np.degrees(np.arccos(np.clip(cosines, -1, 1))).mean())


def distances(points: np.ndarray, minima: Sequence[Sequence[float]]) -> np.ndarray:
    """Distance of every point, shape (T + 1, d), to the nearest of `minima`."""
    return np.min([_lengths(points - np.array(minimum)) for minimum in minima], axis=0)


def curvature(
    fn: Callable[..., Array], points: np.ndarray, parameters: Sequence[float] = ()
) -> np.ndarray:
    """Eigenvalues of the Hessian at every point, ascending, of shape (T + 1, d)."""
    blocks = []
    for first in range(0, len(points), BLOCK):
        block = points[first : first + BLOCK]
        # Always as many points, so that no length compiles.
        padded = np.concatenate([block, np.zeros((BLOCK - len(block), *block.shape[1:]))])
        hessians = np.asarray(_hessians(padded, tuple(parameters), fn=fn))[: len(block)]
        blocks.append(hessians)
    hessians = np.concatenate(blocks)
    # At a kink there may be no Hessian, and behind an overflow there is none.
    known = np.isfinite(hessians).all(axis=(1, 2))
    eigenvalues = np.full(hessians.shape[:2], np.nan)
    eigenvalues[known] = np.linalg.eigvalsh(hessians[known])
    return eigenvalues


def _lengths(vectors: np.ndarray) -> np.ndarray:
    # The square of a number beyond 1e154 is infinite: longer than any limit, as it should be.
    with np.errstate(over="ignore", invalid="ignore"):
        return np.sqrt(np.einsum("ij,ij->i", vectors, vectors))


def _holds_from(condition: np.ndarray) -> int:
    """The first index from which `condition` holds to the end; it must hold at the end."""
    broken = np.flatnonzero(~condition)
    return int(broken[-1]) + 1 if len(broken) else 0


def _critical_kind(eigenvalues: np.ndarray) -> Kind:
    noise = FLAT * max(1.0, np.abs(eigenvalues).max())
    if np.abs(eigenvalues).max() <= FLAT:
        return "plateau"
    if eigenvalues.max() < -noise:
        return "maximum"
    return "saddle" if eigenvalues.min() < -noise else "converged"


@partial(jax.jit, static_argnames="fn")
def _hessian(point: Array, parameters: tuple[float, ...], *, fn: Callable[..., Array]) -> Array:
    return jax.hessian(fn)(point, *parameters)


@partial(jax.jit, static_argnames="fn")
def _hessians(points: Array, parameters: tuple[float, ...], *, fn: Callable[..., Array]) -> Array:
    return jax.vmap(lambda point: jax.hessian(fn)(point, *parameters))(points)
