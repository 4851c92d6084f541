"""Descent that averages its own path: the rule of schedule-free learning."""

from typing import Any, NamedTuple

import jax.numpy as jnp
from jax import Array

from optimizers.protocol import Number, Rule, rule


class AveragedState(NamedTuple):
    """Beside `z`, which goes ahead: the average, which is what one would keep."""

    average: Array
    z: Array
    highest: Array  # learning rate so far
    weights: Array  # sum of its squares


def schedule_free(learning_rate: Number, b1: Number) -> Rule:
    """optax's own finds the average from y and z, and so moves by rounding where nothing pulls."""

    def init(params: Array) -> AveragedState:
        zero = jnp.zeros((), params.dtype)
        return AveragedState(params, params, zero, zero)

    def update(updates: Array, state: AveragedState, params: Array, **_: Any) -> tuple[Array, Any]:
        highest = jnp.maximum(state.highest, learning_rate)
        weights = state.weights + highest**2
        share = highest**2 / jnp.where(weights > 0, weights, 1.0)
        z = state.z - learning_rate * updates
        average = state.average + share * (z - state.average)
        ahead = average + (1 - b1) * (z - average)
        return ahead - params, AveragedState(average, z, highest, weights)

    return rule(init, update)
