"""What became of a run: named from its numbers alone, never from what was hoped for."""

from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple

import jax
import numpy as np
from jax import Array

from optimizers.run import Trajectory

FLAT = 1e-6
"""Gradient norm below which a point counts as critical."""

Kind = Literal["converged", "saddle", "maximum", "plateau", "diverged", "escaped", "moving"]


class Outcome(NamedTuple):
    """How a run ended, and the first step from which that held; None while it still moves.

    converged: the gradient vanishes and no direction curves down; saddle, maximum, plateau: it
    vanishes elsewhere; diverged: it left for good, uphill; escaped: it left for good, downhill,
    where the function has no floor; moving: none of these within the steps taken.
    """

    kind: Kind
    step: int | None


def outcome(fn: Callable[[Array], Array], trajectory: Trajectory, *, reach: float) -> Outcome:
    """Name the end of `trajectory`; farther than `reach` from its start it is lost for good."""
    if (lost := lost_from(trajectory, reach)) is not None:
        finite = trajectory.values[: trajectory.finite]
        downhill = len(finite) > 0 and finite[-1] < finite[0]
        return Outcome("escaped" if downhill else "diverged", lost)
    if _lengths(trajectory.gradients[-1:])[0] > FLAT:
        return Outcome("moving", None)
    flat = _lengths(trajectory.gradients) <= FLAT
    # Only a run that stands still is worth the compiling of a Hessian.
    eigenvalues = np.linalg.eigvalsh(_hessian(trajectory.points[-1], fn=fn))
    return Outcome(_critical_kind(eigenvalues), _holds_from(flat))


def lost_from(trajectory: Trajectory, reach: float) -> int | None:
    """First step from which the run stays farther than `reach` from its start, or not finite."""
    last = _lengths(trajectory.points[-1:] - trajectory.points[0])[0]
    if last <= reach and np.isfinite(trajectory.values[-1]):
        return None
    distances = _lengths(trajectory.points - trajectory.points[0])
    return _holds_from(~(distances <= reach) | ~np.isfinite(trajectory.values))


def _lengths(vectors: np.ndarray) -> np.ndarray:
    # The square of a number beyond 1e154 is infinite: longer than any limit, as it should be.
    with np.errstate(over="ignore"):
        return np.linalg.norm(vectors, axis=1)


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
def _hessian(point: Array, *, fn: Callable[[Array], Array]) -> Array:
    return jax.hessian(fn)(point)
