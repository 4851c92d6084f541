"""CMA-ES: a cloud of samples whose shape is learned from the best of them."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from optimizers.parabola import spectrum
from optimizers.protocol import Number, Rule, rule


class CloudState(NamedTuple):
    """State of CMA-ES; the mean of its cloud is the point."""

    step_size: Array
    covariance: Array  # (d, d)
    size_path: Array
    shape_path: Array
    start: Array  # share of the square of the size path that its start at zero makes up


class Strategy(NamedTuple):
    """What follows from dimension and population, as Hansen's tutorial has it."""

    weights: tuple[float, ...]
    mu_eff: float
    c_sigma: float
    d_sigma: float
    c_c: float
    c_1: float
    c_mu: float
    expected: float  # length of a standard normal vector

    @classmethod
    def suited(cls, n: int, population: int) -> "Strategy":
        """To `n` dimensions."""
        raw = [math.log((population + 1) / 2 / i) for i in range(1, population // 2 + 1)]
        weights = tuple(weight / sum(raw) for weight in raw)
        mu_eff = 1 / sum(weight**2 for weight in weights)
        c_sigma = (mu_eff + 2) / (n + mu_eff + 5)
        c_1 = 2 / ((n + 1.3) ** 2 + mu_eff)
        return cls(
            weights,
            mu_eff,
            c_sigma,
            d_sigma=1 + 2 * max(0, math.sqrt((mu_eff - 1) / (n + 1)) - 1) + c_sigma,
            c_c=(4 + mu_eff / n) / (n + 4 + 2 * mu_eff / n),
            c_1=c_1,
            c_mu=min(1 - c_1, 2 * (mu_eff + 1 / mu_eff - 1.75) / ((n + 2) ** 2 + mu_eff)),
            expected=math.sqrt(2) * math.exp(math.lgamma((n + 1) / 2) - math.lgamma(n / 2)),
        )


def cma_es(step_size: Number) -> Rule:
    """Covariance matrix adaptation, without negative weights."""

    def init(params: Array) -> CloudState:
        eye, zero = jnp.eye(params.size, dtype=params.dtype), jnp.zeros(params.size, params.dtype)
        sigma, start = (jnp.asarray(number, params.dtype) for number in (step_size, 1))
        return CloudState(sigma, eye, zero, zero, start)

    def update(
        updates: Array,
        state: CloudState,
        params: Array,
        *,
        value_fn: Callable[..., Array],
        samples: Array,
        **_: Any,
    ) -> tuple[Array, CloudState]:
        del updates
        sigma, covariance, size_path, shape_path, start = state
        n, known = params.size, Strategy.suited(params.size, len(samples))
        eigenvalues, basis = spectrum(covariance)
        # The symmetric root, so that no sign of an eigenvector decides where a sample falls.
        root = basis @ jnp.diag(jnp.sqrt(jnp.maximum(eigenvalues, 0.0))) @ basis.T
        steps = samples @ root
        values = values_at(value_fn, params.ravel()[None] + sigma * steps, params)
        others = (0.0,) * (len(samples) - len(known.weights))
        weights = jnp.array(known.weights + others, params.dtype)[ranks(values)]
        weights = weights * jnp.isfinite(values)
        size_path = _followed(size_path, known.c_sigma, known.mu_eff, weights @ samples)
        start = start * (1 - known.c_sigma) ** 2
        # While steps grow quickly, the shape had better not follow them.
        steady = jnp.sum(size_path**2) / n / (1 - start) < 2 + 4 / (n + 1)
        moved = weights @ steps
        shape_path = _followed(shape_path, known.c_c, known.mu_eff, steady * moved)
        lost = (1 - steady) * known.c_c * (2 - known.c_c)
        covariance = (
            (1 - known.c_1 * (1 - lost) - known.c_mu) * covariance
            + known.c_1 * jnp.outer(shape_path, shape_path)
            + known.c_mu * steps.T @ (weights[:, None] * steps)
        )
        excess = jnp.linalg.norm(size_path) / known.expected - 1
        grown = sigma * jnp.exp(known.c_sigma / known.d_sigma * excess)
        state = CloudState(grown, covariance, size_path, shape_path, start)
        return (sigma * moved).reshape(params.shape), state

    return rule(init, update)


def _followed(path: Array, memory: float, mu_eff: float, step: Array) -> Array:
    return (1 - memory) * path + math.sqrt(memory * (2 - memory) * mu_eff) * step


def values_at(value_fn: Callable[..., Array], points: Array, like: Array) -> Array:
    """The function at each of `points`, which are flat; it takes them in the shape of `like`.

    Where numbers overflow it is infinite, so that no search ends there.
    """
    values = jax.vmap(lambda point: value_fn(point.reshape(like.shape)))(points)
    return jnp.where(jnp.isfinite(values), values, jnp.inf)


def ranks(values: Array) -> Array:
    """The place of each value among them all, from 0; sorting would take longer to compile."""
    before, own = values[:, None], values[None, :]
    place = jnp.arange(len(values))
    earlier = (before < own) | ((before == own) & (place[:, None] < place[None]))
    return jnp.sum(earlier, axis=0)
