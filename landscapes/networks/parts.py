"""What networks are made of: affine layers and dropout, as functions of one layer's parameters."""

from math import prod

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.typing import ArrayLike

from landscapes.networks.base import Draw, Dropout
from landscapes.networks.bits import stream, uniform


def affine(
    generator: np.random.Generator, draw: Draw, inputs: int, outputs: int
) -> dict[str, np.ndarray]:
    """Parameters of a layer that takes `inputs` numbers to `outputs` weighted sums."""
    return {"bias": np.zeros(outputs), "weights": draw(generator, (inputs, outputs))}


def weighted(layer: dict[str, Array], x: Array) -> Array:
    """The weighted sums of an affine layer (outputs, n), for `x` (inputs, n)."""
    return layer["weights"].T @ x + layer["bias"][:, None]


def flat(inputs: ArrayLike) -> Array:
    """Examples as columns of numbers."""
    inputs = jnp.asarray(inputs)
    return inputs.reshape(prod(inputs.shape[:-1]), inputs.shape[-1])


def dropped(x: Array, dropout: Dropout | None, layer: int) -> Array:
    """Hidden activations with some units set to zero and the others made up for it."""
    if dropout is None:
        return x
    keep = jnp.asarray(1 - dropout.rate, x.dtype)

    def drawn() -> Array:
        kept = uniform(stream(dropout.key, layer), x.shape) >= dropout.rate
        return kept.astype(x.dtype) / keep

    # Drawing costs more than a small layer, so without dropout nothing is drawn.
    return x * jax.lax.cond(dropout.rate > 0, drawn, lambda: jnp.ones_like(x))
