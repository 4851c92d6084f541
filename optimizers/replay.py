"""The steps of a run as its rule saw them, from what the trajectory has kept of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from optimizers.base import Optimizer
from optimizers.controls import Function
from optimizers.inside import Place, Steps, in_blocks
from optimizers.loop import STRETCH
from optimizers.modifiers import PLAIN, Modification, clipped
from optimizers.noise import EXACT, Inexactness, draws, inexact, samples
from optimizers.run import Trajectory


def steps_of(
    trajectory: Trajectory,
    fn: Function,
    optimizer: Optimizer,
    *,
    settings: Mapping[str, float] | None = None,
    parameters: Sequence[float] = (),
    noise: Inexactness = EXACT,
    modifiers: Modification = PLAIN,
    seed: int = 0,
) -> Steps:
    """The steps between the finite rows of `trajectory`, which `run` made of the same arguments."""
    rows = slice(0, trajectory.finite)
    points, gradients = trajectory.points[rows], trajectory.gradients[rows]
    rates, evaluations = trajectory.learning_rates[rows], trajectory.evaluations[rows]
    internals = {name: array[rows] for name, array in trajectory.internals.items()}
    count, size = max(len(points) - 1, 0), points.shape[1]
    told = _told(gradients[:-1], points[:-1], noise, modifiers, seed)
    drawn = _stretched(count, (optimizer.samples * size,), partial(samples, seed))
    return Steps(
        place=Place(fn, tuple(parameters), float(modifiers.l2)),
        settings=optimizer.settings(settings),
        points=points[:-1],
        moves=np.diff(points, axis=0),
        gradients=gradients[:-1],
        told=told,
        rates=rates[1:],
        evaluations=np.diff(evaluations),
        samples=drawn.reshape(count, optimizer.samples, size),
        before={name: array[:-1] for name, array in internals.items()},
        after={name: array[1:] for name, array in internals.items()},
    )


def _stretched(count: int, shape: tuple[int, ...], draw: Callable[..., np.ndarray]) -> np.ndarray:
    """What was drawn for the first `count` steps, stretch by stretch, as a run draws it."""
    firsts = range(0, max(count, 1), STRETCH)
    return np.concatenate([draw(first, (STRETCH, *shape)) for first in firsts])[:count]


def _told(
    gradients: np.ndarray,
    points: np.ndarray,
    noise: Inexactness,
    modifiers: Modification,
    seed: int,
) -> np.ndarray:
    if (noise, modifiers) == (EXACT, PLAIN):
        return gradients
    size = gradients.shape[1]
    # Before the start there was no gradient: the first one stands for all of them.
    ages = np.maximum(np.arange(len(gradients)) - int(noise.delay), 0)
    draw = _stretched(len(gradients), (size,), partial(draws, float(noise.freedom), seed))
    rows = np.column_stack([gradients[ages], draw])
    return in_blocks(_disturbed, rows, noise, modifiers) + modifiers.l2 * points


@jax.jit
def _disturbed(rows: Array, noise: Inexactness, modifiers: Modification) -> Array:
    def one(row: Array) -> Array:
        gradient, draw = jnp.split(row, 2)
        return clipped(modifiers, inexact(noise, gradient, draw))

    return jax.vmap(one)(rows)
