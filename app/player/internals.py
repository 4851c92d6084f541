"""What goes on inside every step, for the picture: vectors, ellipses, trials, curvatures.

Row k of every array is the step from point k to point k + 1; the last row, from which no step is
drawn, is NaN but for gradient and Hessian.
"""

from typing import Any, Protocol

import numpy as np

from app.experiment import Experiment, Racer
from optimizers import Trajectory
from optimizers.inside import Inside, Place, Steps, matrices
from optimizers.replay import steps_of

SAME = 1e-6
"""A trial so much of the step away from where it ended is the one that was taken."""


class Sink(Protocol):
    """Where arrays go: what stands for them in the header comes back."""

    def add(self, array: np.ndarray) -> list[int]:
        """Append `array` and name it."""
        ...


def internals(
    racer: Racer, trajectory: Trajectory, rows: int, experiment: Experiment, arrays: Sink
) -> dict[str, Any]:
    """The inside of the steps that lead from the first `rows` rows of `trajectory`."""
    steps = _steps(racer, trajectory, experiment)
    inside, shown = racer.entry.inside, _Shown(rows, arrays)
    surface = experiment.surface
    place = Place(surface.fn, tuple(value for _, value in experiment.parameters))
    # Of the function itself: what is around the rule is not drawn as a part of the surface.
    hessians = place.hessians(trajectory.points[:rows])
    noisy = not np.array_equal(steps.told, steps.gradients)
    return {
        "gradients": shown.add(trajectory.gradients),
        "told": shown.add(steps.told) if noisy else None,
        "hessians": shown.add(_triangle(hessians)),
        "followed": _followed(inside, steps, shown),
        "reach": _reach(inside, steps, shown),
        "trials": _trials(racer, steps, shown),
        "corners": shown.add(_corners(inside, steps)) if inside.corners else None,
    }


def _steps(racer: Racer, trajectory: Trajectory, experiment: Experiment) -> Steps:
    return steps_of(
        trajectory,
        experiment.surface.fn,
        racer.entry,
        settings=dict(racer.settings),
        parameters=[value for _, value in experiment.parameters],
        noise=racer.inexactness,
        modifiers=racer.modification,
        seed=experiment.seed,
    )


class _Shown:
    """Arrays cut or filled up to the rows that are drawn, of which float32 can say the numbers."""

    def __init__(self, rows: int, arrays: Sink) -> None:
        self.rows = rows
        self._arrays = arrays

    def add(self, array: np.ndarray) -> list[int]:
        width = int(np.prod(array.shape[1:]))
        filled = np.full((self.rows, width), np.nan)
        known = array[: self.rows]
        filled[: len(known)] = known.reshape(len(known), width)
        return self.add_whole(filled)

    def add_whole(self, array: np.ndarray) -> list[int]:
        limit = np.finfo(np.float32).max
        return self._arrays.add(np.where(np.abs(array) < limit, array, np.nan))


def _triangle(symmetric: np.ndarray) -> np.ndarray:
    """The three numbers of each symmetric matrix, (rows, 3)."""
    return symmetric[:, [0, 0, 1], [0, 1, 1]]


def _followed(inside: Inside, steps: Steps, shown: _Shown) -> dict[str, Any] | None:
    if not inside.followed:
        return None
    vectors = shown.add(inside.follows(steps))
    return {"symbol": inside.followed.symbol, "title": inside.followed.title, "vectors": vectors}


def _reach(inside: Inside, steps: Steps, shown: _Shown) -> dict[str, Any] | None:
    """Shapes in the unit of x, and where rates say so how far beside the point they lie."""
    reach = inside.reach
    if not reach:
        return None
    found = matrices(reach.of(steps))
    sent = {"symbol": reach.symbol, "title": reach.title, "shape": reach.shape, "drifts": None}
    if reach.shape != "rates":
        return sent | {"rates": None, "shapes": shown.add(_triangle(found))}
    followed = inside.follows(steps)
    lengths = np.linalg.norm(followed, axis=1)[:, None, None]
    drifts = steps.moves + np.einsum("tij,tj->ti", found, followed)
    # A step that was taken back would drift by its whole length.
    drifts = drifts * np.any(steps.moves != 0, axis=1, keepdims=True)
    sizes = np.abs(steps.moves).max(axis=1, keepdims=True)
    drifting = (np.abs(drifts) > SAME * sizes).any()
    return sent | {
        "rates": shown.add(_triangle(found)),
        "shapes": shown.add(_triangle(lengths * found)),
        "drifts": shown.add(drifts) if drifting else None,
    }


def _trials(racer: Racer, steps: Steps, shown: _Shown) -> dict[str, Any] | None:
    """The trials that were not taken, one behind the other, and where those of each row end."""
    trials = racer.entry.inside.trials
    if not trials:
        return None
    tried = trials(steps)[: shown.rows]
    moves = steps.moves[: shown.rows, None]
    away = np.linalg.norm(tried - steps.points[: shown.rows, None] - moves, axis=2)
    left = np.isfinite(tried).all(axis=2) & (away > SAME * np.linalg.norm(moves, axis=2))
    ends = np.cumsum(left.sum(axis=1))
    ends = np.concatenate([ends, np.full(shown.rows - len(ends), ends[-1] if len(ends) else 0)])
    return {
        "ends": shown.add_whole(ends),
        "points": shown.add_whole(tried[left]),
        "lined": not racer.entry.samples,
    }


def _corners(inside: Inside, steps: Steps) -> np.ndarray:
    return steps.before[inside.corners or ""]
