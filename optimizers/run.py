"""Run one optimizer on one function and keep everything worth drawing."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array
from jax.flatten_util import ravel_pytree
from jax.typing import ArrayLike

from optimizers.base import Optimizer

Function = Callable[[Array], Array]
Settings = Mapping[str, ArrayLike]

STRETCH = 1024
"""Steps to one call of the compiled program; longer runs go on where the last stretch ended."""


class Trajectory(NamedTuple):
    """What happened, step by step; row 0 is the start, `T` the number of steps asked for.

    Arrays are NumPy and read-only. Rows behind the first non-finite one are NaN: the run stops
    there.
    """

    points: np.ndarray  # (T + 1, d)
    values: np.ndarray  # (T + 1,)
    gradients: np.ndarray  # (T + 1, d), exact also where the optimizer was given noisy ones
    internals: dict[str, np.ndarray]  # state field -> (T + 1, ...); row k is the state at step k
    learning_rates: np.ndarray  # (T + 1,); row k is the rate of the step that led to point k
    evaluations: np.ndarray  # (T + 1,); evaluations of f with its gradient used to reach point k

    @property
    def finite(self) -> int:
        """How many leading rows are finite; fewer than `T + 1` means that numbers overflowed."""
        points = np.isfinite(self.points).reshape(len(self.values), -1).all(axis=1)
        broken = ~(points & np.isfinite(self.values))
        return int(broken.argmax()) if broken.any() else len(self.values)


def run(
    fn: Function,
    optimizer: Optimizer,
    start: ArrayLike | Sequence[float],
    *,
    steps: int,
    settings: Mapping[str, float] | None = None,
    noise: float = 0.0,
    seed: int = 0,
) -> Trajectory:
    """Take `steps` steps from `start`, whose dtype is that of the run.

    `noise` is the standard deviation of Gaussian noise added to every gradient that the optimizer
    is given; the same seed gives the same noise to every optimizer. Compiled once for a function
    and an optimizer: settings, start, noise, seed and `steps` are traced, so changing them
    compiles nothing. ValueError on a setting that the optimizer lacks or that is out of range.
    """
    point = np.asarray(start, dtype=None if isinstance(start, np.ndarray | Array) else float)
    knobs = optimizer.settings(settings)
    layout = _layout(optimizer, point.shape, point.dtype)
    carry, stretches = layout.blank, []
    for first in range(0, max(steps, 1), STRETCH):
        normal = _normal(seed, first, point.shape, point.dtype)
        rows, carry = descend(
            knobs, point, carry, first, steps, noise, normal, fn=fn, optimizer=optimizer
        )
        stretches.append(np.asarray(rows)[min(first, 1) : steps - first + 1])
    return layout.unpacked(stretches[0] if len(stretches) == 1 else np.concatenate(stretches))


class Row(NamedTuple):
    """One step of a trajectory inside the compiled program; the same parts in the same order."""

    point: Array
    value: Array
    gradient: Array
    internals: dict[str, Array]
    learning_rate: Array
    evaluations: Array


class Layout(NamedTuple):
    """How a row of a run and its carry are packed into flat vectors."""

    columns: tuple[tuple[int | slice, tuple[int, ...]], ...]  # of each part, with its shape
    structure: Any  # that of a Row
    blank: Array  # a carry of the right length, for the first stretch

    def unpacked(self, rows: np.ndarray) -> Trajectory:
        """Columns of `rows` as the parts of a trajectory, without copying."""
        parts = [
            rows[:, where] if len(shape) < 2 else rows[:, where].reshape(len(rows), *shape)
            for where, shape in self.columns
        ]
        return Trajectory(*self.structure.unflatten(parts))


@lru_cache(maxsize=1024)
def _layout(optimizer: Optimizer, shape: tuple[int, ...], dtype: np.dtype) -> Layout:
    point = jax.ShapeDtypeStruct(shape, jax.dtypes.canonicalize_dtype(dtype))
    row, state = jax.eval_shape(partial(_blank, optimizer), point)
    leaves, structure = jax.tree.flatten(row)
    ends = np.cumsum([leaf.size for leaf in leaves]).tolist()
    columns = tuple(
        (slice(end - leaf.size, end) if leaf.shape else end - 1, leaf.shape)
        for leaf, end in zip(leaves, ends, strict=True)
    )
    carry = jax.eval_shape(lambda: ravel_pytree((row, state))[0])
    return Layout(columns, structure, jnp.zeros(carry.shape, carry.dtype))


@lru_cache(maxsize=256)
def _normal(seed: int, first: int, shape: tuple[int, ...], dtype: np.dtype) -> Array:
    # NumPy draws it, since JAX would first compile its generator for 400 ms.
    generator = np.random.default_rng((seed, first))
    return jnp.asarray(generator.standard_normal((STRETCH, *shape)), dtype)


@partial(jax.jit, static_argnames=("fn", "optimizer"))
def descend(
    settings: Settings,
    start: Array | np.ndarray,
    carry: Array,
    first: Array | int,
    steps: Array | int,
    noise: Array | float,
    normal: Array,
    *,
    fn: Function,
    optimizer: Optimizer,
) -> tuple[Array, Array]:
    """One stretch of a run, compiled: from step `first` on, as far as `normal` has rows.

    Pure, so that it can be mapped over starts and settings. Returns packed rows, the first of
    them that of step `first`, and the carry for the next stretch. Rows and carry are packed
    because outside the loop each array costs more time than fifty steps inside it.
    """
    rule = optax.with_extra_args_support(optimizer.build(**settings))
    begun, unpack = ravel_pytree(_begin(fn, optimizer, settings, jnp.asarray(start)))
    width = ravel_pytree(unpack(begun)[0])[0].size
    last = jnp.minimum(steps - first, len(normal))

    def write(rows, packed, step):
        return jax.lax.dynamic_update_index_in_dim(rows, packed[:width].astype(rows.dtype), step, 0)

    def going(moving):
        step, packed, _ = moving
        row, _ = unpack(packed)
        return (step < last) & jnp.isfinite(row.value) & jnp.isfinite(row.point).all()

    def step_once(moving):
        step, packed, rows = moving
        row, state = unpack(packed)
        update, state = rule.update(
            row.gradient + noise * jax.lax.dynamic_index_in_dim(normal, step, keepdims=False),
            state,
            row.point,
            value=row.value,
            grad=row.gradient,
            value_fn=fn,
        )
        point = row.point + jnp.asarray(update, row.point.dtype)
        used = row.evaluations + optimizer.evaluations(state).astype(row.evaluations.dtype)
        row = _observe(fn, optimizer, settings, point, state, used)
        packed, _ = ravel_pytree((row, state))
        return step + 1, packed, write(rows, packed, step + 1)

    packed = jnp.where(first == 0, begun, carry)
    rows = write(jnp.full((len(normal) + 1, width), jnp.nan, normal.dtype), packed, 0)
    _, carry, rows = jax.lax.while_loop(going, step_once, (0, packed, rows))
    return rows, carry


def _blank(optimizer: Optimizer, start: Array) -> tuple[Row, optax.OptState]:
    """A row and a state of the right shapes, without the cost of differentiating a function."""
    state = optimizer.build(**optimizer.settings()).init(start)
    one = jnp.ones((), start.dtype)
    return Row(start, one, start, _internals(optimizer, state), one, one), state


def _begin(
    fn: Function, optimizer: Optimizer, settings: Settings, start: Array
) -> tuple[Row, optax.OptState]:
    state = optimizer.build(**settings).init(start)
    one = jnp.ones((), start.dtype)
    return _observe(fn, optimizer, settings, start, state, one), state


def _observe(
    fn: Function,
    optimizer: Optimizer,
    settings: Settings,
    point: Array,
    state: optax.OptState,
    used: Array,
) -> Row:
    value, gradient = jax.value_and_grad(fn)(point)
    # A line search keeps its latest rate in its state; other rules take theirs from the settings.
    rate = optax.tree.get(state, "learning_rate", settings.get("learning_rate"))
    rate = jnp.asarray(rate, point.dtype)
    return Row(point, value, gradient, _internals(optimizer, state), rate, used)


def _internals(optimizer: Optimizer, state: optax.OptState) -> dict[str, Array]:
    return {name: jnp.asarray(optax.tree.get(state, name)) for name in optimizer.shows}
