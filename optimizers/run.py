"""Run one optimizer on one function and keep everything worth drawing."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.typing import ArrayLike

from optimizers import noise as inexactness
from optimizers.base import Optimizer
from optimizers.loop import STRETCH, Controls, Drive, Function, is_plain, layout
from optimizers.modifiers import PLAIN, Modification
from optimizers.noise import EXACT, Inexactness
from optimizers.programs import program
from optimizers.schedules import STEADY, Plan


class Trajectory(NamedTuple):
    """What happened, step by step; row 0 is the start, `T` the number of steps asked for.

    Arrays are NumPy and read-only. Rows behind the first non-finite one are NaN: the run stops
    there.
    """

    points: np.ndarray  # (T + 1, d)
    values: np.ndarray  # (T + 1,)
    gradients: np.ndarray  # (T + 1, d), exact also where the optimizer was given inexact ones
    internals: dict[str, np.ndarray]  # state field -> (T + 1, ...); row k is the state at step k
    learning_rates: np.ndarray  # (T + 1,); row k is the rate of the step that led to point k
    evaluations: np.ndarray  # (T + 1,); evaluations of f with its gradient used to reach point k

    @property
    def finite(self) -> int:
        """How many leading rows are finite; fewer than `T + 1` means that numbers overflowed."""
        points = np.isfinite(self.points).reshape(len(self.values), -1).all(axis=1)
        broken = ~(points & np.isfinite(self.values))
        return int(broken.argmax()) if broken.any() else len(self.values)

    def until(self, budget: float) -> "Trajectory":
        """The leading rows that used at most `budget` evaluations; the start at least."""
        # Every row has used more than the one before it.
        rows = max(int(np.searchsorted(self.evaluations, budget, side="right")), 1)
        internals = {name: array[:rows] for name, array in self.internals.items()}
        return Trajectory(
            self.points[:rows],
            self.values[:rows],
            self.gradients[:rows],
            internals,
            self.learning_rates[:rows],
            self.evaluations[:rows],
        )


def run(
    fn: Function,
    optimizer: Optimizer,
    start: ArrayLike | Sequence[float],
    *,
    steps: int,
    settings: Mapping[str, float] | None = None,
    parameters: Sequence[float] = (),
    schedule: Plan = STEADY,
    noise: Inexactness = EXACT,
    modifiers: Modification = PLAIN,
    seed: int = 0,
) -> Trajectory:
    """Take `steps` steps from `start`, whose dtype is that of the run.

    `parameters` are further arguments of `fn`; the same seed gives the same noise to every
    optimizer. Compiled once for a function and an optimizer: all numbers are traced, so changing
    them, the schedule, the kind of noise or the modifiers compiles nothing. ValueError on a
    setting that the optimizer lacks or that is out of range.
    """
    point = np.asarray(start, dtype=None if isinstance(start, np.ndarray | Array) else float)
    knobs = optimizer.settings(settings)
    controls = Controls(knobs, tuple(parameters), noise, modifiers, schedule.patience)
    plain = is_plain(noise, modifiers, schedule.patience)
    numbers = controls.packed(point.dtype)
    plan = layout(optimizer, point.shape, point.dtype, plain)
    driving = _Driving(schedule, float(noise.freedom), seed, steps, optimizer.samples)
    carry, stretches = plan.blank, []
    for first in range(0, steps + 1, STRETCH):
        drive = driven(driving, first, point.shape, point.dtype)
        arguments = (numbers, point, carry, first, steps, drive)
        rows, carry = program(fn, optimizer, plain, *arguments)(*arguments)
        stretches.append(np.asarray(rows)[: steps - first + 1])
    rows = stretches[0] if len(stretches) == 1 else np.concatenate(stretches)
    return Trajectory(*plan.unpacked(rows))


class _Driving(NamedTuple):
    """What decides the drive of a run."""

    schedule: Plan
    freedom: float
    seed: int
    steps: int
    samples: int


@lru_cache(maxsize=256)
def driven(driving: _Driving, first: int, shape: tuple[int, ...], dtype: np.dtype) -> Array:
    """The drive of the stretch that begins at step `first`, on the device."""
    multipliers = driving.schedule.multipliers(first, STRETCH, driving.steps)
    draw = inexactness.draws(driving.freedom, driving.seed, first, (STRETCH, *shape))
    size = driving.samples * int(np.prod(shape))
    samples = inexactness.samples(driving.seed, first, (STRETCH, size))
    return jnp.asarray(Drive.packed(multipliers, draw, samples), dtype)
