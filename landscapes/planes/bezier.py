"""A curve of low loss between two solutions (Garipov et al. 2018), and the barrier on any curve."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array
from jax.tree_util import Partial

from landscapes.curvature import traced
from landscapes.planes.base import Loss

# Multiples of it, modulo 1, spread evenly however many are taken.
GOLDEN = (math.sqrt(5) - 1) / 2


def bezier(ends: np.ndarray, bend: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Points at 0 ≤ t ≤ 1 of the quadratic Bézier curve from one of `ends` to the other."""
    t = np.asarray(at)[:, None]
    return (1 - t) ** 2 * ends[0] + 2 * t * (1 - t) * bend + t**2 * ends[1]


def bent(loss: Loss, ends: np.ndarray, *, steps: int, rate: float, seed: int = 0) -> np.ndarray:
    """The bend (d,) for which the curve between two `ends` (2, d) has a low mean loss.

    Adam moves it, by at most `rate` of the distance of the ends in each step at first.
    """
    length = float(np.sqrt(np.mean((ends[1] - ends[0]) ** 2)))
    offset = np.random.default_rng(seed).random()
    where = jnp.asarray((offset + GOLDEN * np.arange(steps)) % 1, ends.dtype)
    return np.asarray(_descend(traced(loss), jnp.asarray(ends), where, rate * length))


@jax.jit
def _descend(loss: Partial, ends: Array, where: Array, rate: Array) -> Array:
    rule = optax.scale_by_adam()

    def at(bend, t):
        return (1 - t) ** 2 * ends[0] + 2 * t * (1 - t) * bend + t**2 * ends[1]

    def step(carry, now):
        bend, state = carry
        t, fading = now
        slope = jax.grad(lambda bend: loss(at(bend, t)))(bend)
        update, state = rule.update(slope, state)
        return (bend - rate * fading * update, state), None

    bend = ends.mean(axis=0)
    fading = (1 + jnp.cos(jnp.pi * jnp.linspace(0, 1, len(where), dtype=ends.dtype))) / 2
    (bend, _), _ = jax.lax.scan(step, (bend, rule.init(bend)), (where, fading))
    return bend


@jax.jit
def losses(loss: Partial, points: Array) -> Array:
    """The loss at each of `points` (R, d)."""
    return jax.lax.map(loss, points)


def barrier(loss: Loss, points: np.ndarray) -> float:
    """How far the loss along a curve, `points` (R, d) of it, rises above its ends.

    Above the straight line between the losses of the two ends (Frankle et al. 2020); never
    negative, since the ends are on the curve.
    """
    along = np.asarray(losses(traced(loss), jnp.asarray(points)), float)
    return float(np.max(along - np.linspace(along[0], along[-1], len(along))))
