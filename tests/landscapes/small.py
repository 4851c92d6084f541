"""A perceptron small enough for its whole Hessian, in float64, and paths of descent on it."""

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
from jax.flatten_util import ravel_pytree

ACTIVATION = {"tanh": jnp.tanh, "relu": jax.nn.relu}


@cache
def examples():
    rng = np.random.default_rng(0)
    inputs = rng.standard_normal((60, 4))
    return inputs, (inputs[:, 0] * inputs[:, 1] > 0).astype(int) + (inputs[:, 2] > 1)


def params(seed, hidden=12):
    rng = np.random.default_rng(seed)
    return (
        {"b": 0.1 * rng.standard_normal(hidden), "w": 0.7 * rng.standard_normal((4, hidden))},
        {"b": 0.1 * rng.standard_normal(3), "w": 0.4 * rng.standard_normal((hidden, 3))},
    )


def vector(seed):
    return np.asarray(ravel_pytree(params(seed))[0])


@cache
def loss(activation="tanh"):
    inputs, classes = examples()
    unravel = ravel_pytree(params(0))[1]

    def fn(point):
        first, second = unravel(point)
        hidden = ACTIVATION[activation](inputs @ first["w"] + first["b"][None])
        scores = jax.nn.log_softmax(hidden @ second["w"] + second["b"][None])
        return -jnp.mean(scores[jnp.arange(60), classes])

    return fn


@cache
def hessian(activation="tanh"):
    return jax.jit(jax.hessian(loss(activation)))


@cache
def descent(seed, steps=400, rate=0.3):
    """The points of gradient descent, (steps + 1, d)."""
    slope = jax.grad(loss())

    def step(point, _):
        following = point - rate * slope(point)
        return following, following

    start = vector(seed)
    return np.concatenate([start[None], jax.lax.scan(step, start, None, steps)[1]])
