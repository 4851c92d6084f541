"""Random bits as a function of counters: what a compiled loop draws its batches from.

JAX's own generator is stronger than batches need, and each call of it in a program takes 0.15
seconds to compile, in every optimizer's program anew; these few multiplications take a tenth.
"""

from math import prod

import jax
import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike


def _mixed(x: Array) -> Array:
    """Each number scrambled so that every bit of it moves half the bits of the outcome."""
    # Wellons (2018), the hash "lowbias32": https://nullprogram.com/blog/2018/07/31/
    x = (x ^ (x >> 16)) * jnp.uint32(0x7FEB352D)
    x = (x ^ (x >> 15)) * jnp.uint32(0x846CA68B)
    return x ^ (x >> 16)


def stream(key: Array, *numbers: ArrayLike) -> Array:
    """A key for what is drawn under these numbers; keys are two words or JAX's own."""
    if jnp.issubdtype(key.dtype, jax.dtypes.prng_key):
        key = jax.random.key_data(key)
    first, second = key.astype(jnp.uint32)
    for number in numbers:
        # Both words depend on all that went in, so that no two streams run alongside each other.
        first = _mixed(first + jnp.asarray(number).astype(jnp.uint32))
        second = _mixed(second + first)
    return jnp.stack([first, second])


def bits(key: Array, shape: tuple[int, ...]) -> Array:
    """Independent, uniform 32-bit words."""
    counters = jnp.arange(prod(shape), dtype=jnp.uint32).reshape(shape)
    return _mixed(_mixed(counters + key[0]) + key[1])


def below(key: Array, shape: tuple[int, ...], end: int) -> Array:
    """Whole numbers from 0 to `end` - 1; of a few thousand none is likelier by over 1e-6."""
    return (bits(key, shape) % jnp.uint32(end)).astype(jnp.int32)


def uniform(key: Array, shape: tuple[int, ...]) -> Array:
    """Numbers from 0 up to 1, as float32 on a grid of 2^24."""
    return (bits(key, shape) >> 8).astype(jnp.float32) * jnp.float32(2.0**-24)
