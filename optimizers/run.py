"""Run one optimizer on one function and keep everything worth drawing."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array

from optimizers import noise as inexactness
from optimizers.base import Optimizer
from optimizers.controls import Controls, Drive, Function, is_plain
from optimizers.loop import layout
from optimizers.modifiers import PLAIN, Modification
from optimizers.noise import EXACT, Inexactness
from optimizers.programs import program
from optimizers.schedules import STEADY, Plan
from optimizers.step import Form, Sampler
from optimizers.structure import OnVector, Structure


class Trajectory(NamedTuple):
    """What happened, step by step; row 0 is the start, `T` the number of steps asked for.

    Arrays are NumPy and read-only. Rows behind the first non-finite one are NaN: the run stops
    there. Points that are pytrees are vectors here, as `jax.flatten_util.ravel_pytree` lays them.
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


def run(fn: Function, optimizer: Optimizer, start: Any, *, steps: int, **terms: Any) -> Trajectory:
    """Take `steps` steps from `start`, an array or a pytree, whose dtype is that of the run.

    `terms` are those of `stretches`, which gives the same run piece by piece. Compiled once for a
    function and an optimizer: all numbers are traced, so changing them, the schedule, the kind of
    noise or the modifiers compiles nothing. ValueError on a setting that the optimizer lacks or
    that is out of range.
    """
    pieces = list(stretches(fn, optimizer, start, steps=steps, **terms))
    return pieces[0] if len(pieces) == 1 else Trajectory(*map(_joined, zip(*pieces, strict=True)))


def _joined(parts: Sequence[Any]) -> Any:
    if isinstance(parts[0], dict):
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return np.concatenate(parts)


def stretches(
    fn: Function,
    optimizer: Optimizer,
    start: Any,
    *,
    steps: int,
    settings: Mapping[str, float] | None = None,
    parameters: Sequence[float] = (),
    schedule: Plan = STEADY,
    noise: Inexactness = EXACT,
    modifiers: Modification = PLAIN,
    seed: int = 0,
    sampler: Sampler | None = None,
    data: Any = (),
    structure: Structure | None = None,
    internals: bool = True,
) -> Iterator[Trajectory]:
    """The run in pieces, for those too long to be kept: each continues where the last one ended.

    `parameters` are further arguments of `fn`; with a `sampler`, which shows it a part of `data`
    at every step, its last argument is that part, and noise is Gaussian. The same seed gives the
    same samples and noise to every optimizer. Without `internals` only the way is kept. With a
    `structure` a vector is to rules that know matrices what it would be as a pytree.
    """
    if tree := Structure.of(start):
        fn, start, structure = OnVector(fn, tree), tree.ravel(start), tree
    point = np.asarray(start, dtype=None if isinstance(start, np.ndarray | Array) else float)
    controls = Controls(
        optimizer.settings(settings), tuple(parameters), noise, modifiers, schedule.patience
    )
    plain = is_plain(noise, modifiers, schedule.patience) and (sampler is None or not noise.spread)
    known = structure if optimizer.matrices else None
    form = Form(fn, optimizer, plain, sampler, known, internals)
    numbers = controls.packed(point.dtype)
    plan = layout(form, point.shape, point.dtype)
    samples = optimizer.samples if sampler is None else None
    driving = _Driving(schedule, float(noise.freedom), seed, steps, samples, plan.stretch)
    source = () if sampler is None else ((data, np.uint32(seed)),)
    carry = plan.blank
    for first in range(0, steps + 1, plan.stretch):
        drive = driven(driving, first, point.shape, point.dtype)
        arguments = (numbers, point, carry, first, steps, drive, *source)
        rows, carry = program(form, *arguments)(*arguments)
        yield Trajectory(*plan.unpacked(np.asarray(rows)[: steps - first + 1]))


class _Driving(NamedTuple):
    """What decides the drive of a run."""

    schedule: Plan
    freedom: float
    seed: int
    steps: int
    samples: int | None  # None: the loop draws by itself
    stretch: int


@lru_cache(maxsize=256)
def driven(driving: _Driving, first: int, shape: tuple[int, ...], dtype: np.dtype) -> Array:
    """The drive of the stretch that begins at step `first`, on the device."""
    multipliers = driving.schedule.multipliers(first, driving.stretch, driving.steps)
    if driving.samples is None:
        return jnp.asarray(Drive.packed(multipliers), dtype)
    draw = inexactness.draws(driving.freedom, driving.seed, first, (driving.stretch, *shape))
    size = driving.samples * int(np.prod(shape))
    samples = inexactness.samples(driving.seed, first, (driving.stretch, size))
    return jnp.asarray(Drive.packed(multipliers, draw, samples), dtype)
