"""Run one optimizer on one function and keep everything worth drawing."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array
from jax.typing import ArrayLike

from optimizers.base import Optimizer

CAPACITY = 8192


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
    fn: Callable[[Array], Array],
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
    is given; the same seed gives the same noise to every optimizer. Settings, start, noise, seed
    and `steps` (up to 8,191; beyond, up to each power of two) are traced: changing them compiles
    nothing. ValueError on a setting that the optimizer lacks or that is out of its range.
    """
    point = np.asarray(start, dtype=None if isinstance(start, np.ndarray | Array) else float)
    capacity = max(CAPACITY, 1 << steps.bit_length())
    rows = descend(
        optimizer.settings(settings),
        point,
        steps,
        noise,
        _normal(seed, capacity, point.shape, point.dtype),
        fn=fn,
        build=optimizer.build,
        shows=tuple(optimizer.shows),
        evaluations=optimizer.evaluations,
    )
    return Trajectory(*jax.tree.map(lambda row: np.asarray(row)[: steps + 1], rows))


@lru_cache(maxsize=64)
def _normal(seed: int, rows: int, shape: tuple[int, ...], dtype: np.dtype) -> Array:
    return jax.random.normal(jax.random.key(seed), (rows, *shape), dtype)


@partial(jax.jit, static_argnames=("fn", "build", "shows", "evaluations"))
def descend(
    settings: dict[str, Array],
    start: Array,
    steps: Array,
    noise: Array,
    normal: Array,  # (capacity, d)
    *,
    fn: Callable[[Array], Array],
    build: Callable[..., optax.GradientTransformation],
    shows: tuple[str, ...],
    evaluations: Callable[[optax.OptState], Array],
) -> Any:
    """All rows of a run, compiled; as `run` takes them, but `normal` carries seed and capacity.

    Pure, so that it can be mapped over starts and settings. Returns a `Trajectory` of JAX arrays
    with as many rows as `normal`.
    """
    rule = optax.with_extra_args_support(build(**settings))

    def observe(point, state, used):
        value, gradient = jax.value_and_grad(fn)(point)
        rate = optax.tree.get(state, "learning_rate", settings.get("learning_rate"))
        internals = {name: optax.tree.get(state, name) for name in shows}
        return Trajectory(point, value, gradient, internals, rate, used)

    def going(carry):
        step, row, *_ = carry
        return (step < steps) & jnp.isfinite(row.values) & jnp.isfinite(row.points).all()

    def step_once(carry):
        step, row, state, rows = carry
        update, state = rule.update(
            row.gradients + noise * normal[step],
            state,
            row.points,
            value=row.values,
            grad=row.gradients,
            value_fn=fn,
        )
        point = optax.apply_updates(row.points, update)
        row = observe(point, state, row.evaluations + evaluations(state))
        step = step + 1
        return step, row, state, jax.tree.map(lambda kept, new: kept.at[step].set(new), rows, row)

    def blank_rows(new):
        return jnp.full((len(normal), *jnp.shape(new)), jnp.nan, start.dtype).at[0].set(new)

    state = rule.init(start)
    first = observe(start, state, jnp.asarray(1))
    rows = jax.tree.map(blank_rows, first)
    return jax.lax.while_loop(going, step_once, (0, first, state, rows))[-1]
