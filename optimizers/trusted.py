"""Newton's steps, taken back when they fail: damped, or kept within a radius."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from optimizers import rates
from optimizers.inside import Steps, in_blocks
from optimizers.parabola import measured
from optimizers.protocol import Number, Rule, rule

LARGEST_GROWTH = 1000.0
"""How many times its first radius a trust region may grow to."""


class DampedState(NamedTuple):
    """State of Levenberg–Marquardt."""

    damping: Array
    growth: Array  # of the damping if the next step fails; zero before the first step
    eigenvalues: Array


def levenberg_marquardt(damping: Number) -> Rule:
    """Newton's method, damped; Nielsen's rule adapts the damping to how well steps come out."""

    def init(params: Array) -> DampedState:
        zero = jnp.zeros((), params.dtype)
        return DampedState(zero, zero, jnp.zeros(params.size, params.dtype))

    def update(
        updates: Array,
        state: DampedState,
        params: Array,
        *,
        value: Array,
        value_fn: Callable[..., Array],
        **_: Any,
    ) -> tuple[Array, DampedState]:
        parabola = measured(value_fn, params, value, updates)
        # Where nothing curves at all, the slope has to stand in for the curvature.
        flat = parabola.scale == 0
        scale = jnp.where(flat, jnp.linalg.norm(parabola.slopes), parabola.scale)
        begun = state.growth > 0
        mu = jnp.where(begun, state.damping, damping * scale)
        growth = jnp.where(begun, state.growth, 2.0)
        lift = mu + jnp.maximum(-parabola.eigenvalues[0], 0.0)
        step = parabola.over(parabola.eigenvalues + lift)
        move = parabola.move(step, params)
        gain = parabola.gain(step, value_fn(params + move))
        relief = jnp.maximum(1 - (2 * gain - 1) ** 3, 1 / 3)
        # However often steps fail, numbers stay finite.
        most = scale / jnp.finfo(params.dtype).eps
        mu = jnp.minimum(mu * jnp.where(gain > 0, relief, growth), most)
        growth = jnp.where(gain > 0, 2.0, jnp.minimum(2 * growth, 1e30))
        return jnp.where(gain > 0, move, 0.0), DampedState(mu, growth, parabola.eigenvalues)

    return rule(init, update)


class RadiusState(NamedTuple):
    """State of the trust region."""

    radius: Array
    eigenvalues: Array


def trust_region(radius: Number, acceptance: Number) -> Rule:
    """To the bottom of the parabola within a radius that adapts to how well steps come out."""

    def init(params: Array) -> RadiusState:
        first = jnp.asarray(radius, params.dtype)
        return RadiusState(first, jnp.zeros(params.size, params.dtype))

    def update(
        updates: Array,
        state: RadiusState,
        params: Array,
        *,
        value: Array,
        value_fn: Callable[..., Array],
        **_: Any,
    ) -> tuple[Array, RadiusState]:
        parabola = measured(value_fn, params, value, updates)
        step = parabola.within(state.radius)
        move = parabola.move(step, params)
        gain = parabola.gain(step, value_fn(params + move))
        at_edge = jnp.linalg.norm(step) > 0.99 * state.radius
        factor = jnp.where(gain < 0.25, 0.25, jnp.where((gain > 0.75) & at_edge, 2.0, 1.0))
        least = radius * jnp.finfo(params.dtype).eps
        now = jnp.clip(factor * state.radius, least, LARGEST_GROWTH * radius)
        return jnp.where(gain > acceptance, move, 0.0), RadiusState(now, parabola.eigenvalues)

    return rule(init, update)


def _lifts(steps: Steps, lowest: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """What Levenberg–Marquardt adds to every curvature."""
    first = steps.settings["damping"] * scale
    mu = np.where(steps.number[:, 0] == 1, first, steps.before["damping"])
    return mu + np.maximum(-lowest, 0)


def damped_inverse(steps: Steps) -> np.ndarray:
    """(H + μI)⁻¹ of Levenberg–Marquardt, (T, d, d)."""

    def inverted(eigenvalues: np.ndarray) -> np.ndarray:
        scale = np.abs(eigenvalues).max(axis=1)
        flat = scale == 0
        scale = np.where(flat, np.linalg.norm(steps.told, axis=1), scale)
        lift = _lifts(steps, eigenvalues[:, 0], scale)[:, None]
        return rates.pseudoinverse(eigenvalues + lift)

    return rates.along_axes(steps.hessians, inverted)


def damped_trials(steps: Steps) -> np.ndarray:
    """Where Levenberg–Marquardt looks at each step, (T, 1, d)."""
    step = np.einsum("tij,tj->ti", damped_inverse(steps), steps.told)
    return (steps.points - step)[:, None]


def trials_within(steps: Steps) -> np.ndarray:
    """Where the trust region looks at each step, (T, 1, d)."""
    size = steps.points.shape[1]
    rows = np.column_stack([steps.points, steps.told, steps.before["radius"]])
    place = steps.place
    found = in_blocks(partial(_lowest_within, fn=place.fn), rows, place.parameters, place.l2)
    return (steps.points + found.reshape(-1, size))[:, None]


@partial(jax.jit, static_argnames="fn")
def _lowest_within(
    rows: Array, parameters: tuple[float, ...], l2: float, *, fn: Callable[..., Array]
) -> Array:
    def value(point: Array) -> Array:
        return fn(point, *parameters) + 0.5 * l2 * jnp.sum(point**2)

    def one(row: Array) -> Array:
        point, told = jnp.split(row[:-1], 2)
        parabola = measured(value, point, value(point), told)
        return parabola.move(parabola.within(row[-1]), point)

    return jax.vmap(one)(rows)
