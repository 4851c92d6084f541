"""Waiting for the loss to fall, inside the compiled loop: when it does not, the rate is lowered."""

import math
from typing import NamedTuple

import jax.numpy as jnp
from jax import Array


class Patience(NamedTuple):
    """Lowering the rate when the loss stops falling; the defaults never do."""

    patience: float | Array = math.inf  # steps without a new lowest loss that are borne
    factor: float | Array = 1.0  # by which the rate is multiplied then
    threshold: float | Array = 0.0  # share of the lowest loss by which a new one must lie below it


class Wait(NamedTuple):
    """How the waiting stands."""

    best: Array  # lowest loss so far
    waited: Array  # steps since then, or since the rate was lowered
    multiplier: Array  # of the learning rate


def begun(like: Array) -> Wait:
    """Before any loss is known; `like` is a scalar of the same dtype."""
    return Wait(jnp.full_like(like, jnp.inf), jnp.zeros_like(like), jnp.ones_like(like))


def waited(terms: Patience, wait: Wait, value: Array) -> Wait:
    """After the loss `value` has been seen."""
    # A share of its size: as optax and torch have it, a negative loss may rise and count as lower.
    bound = wait.best - terms.threshold * jnp.abs(wait.best)
    # Against no loss at all, which is a bound of NaN, any is better.
    better = ~(value >= bound)
    count = jnp.where(better, 0.0, wait.waited + 1)
    give_up = count > terms.patience
    return Wait(
        jnp.where(better, value, wait.best),
        jnp.where(give_up, 0.0, count),
        wait.multiplier * jnp.where(give_up, terms.factor, 1.0),
    )
