"""Random bits as a function of counters: what a compiled loop draws its batches from.

JAX's own generator is stronger than batches need, and each call of it in a program takes 0.15
seconds to compile, in every optimizer's program anew; these few multiplications take a tenth.
"""

from math import prod

import jax
import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

ROUNDS = 32
"""Of a shuffle: what came from one place may then be anywhere, for thousands of places."""


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


def shuffled(key: Array, places: Array, count: int, *, back: bool = False) -> Array:
    """What lies at each of `places` once 0 … `count` - 1 are shuffled; `back`, where it lies now.

    Each is found by itself, in a few operations on whole numbers, so that nobody need know the
    whole order, and nothing is sorted. After Hoang, Morris and Rogaway (2012), An enciphering
    scheme based on a card shuffle, https://doi.org/10.1007/978-3-642-32009-5_1.
    """

    def swapped_or_not(turn: Array, at: Array) -> Array:
        own = stream(key, ROUNDS - 1 - turn if back else turn)
        partner = (own[0] % jnp.uint32(count)).astype(jnp.int32) - at
        partner = jnp.where(partner < 0, partner + count, partner)
        # The two partners ask the same coin, so they change places or both stay.
        coin = _mixed(_mixed(jnp.maximum(at, partner).astype(jnp.uint32) + own[0]) + own[1])
        return jnp.where(coin & 1 == 1, partner, at)

    return jax.lax.fori_loop(0, ROUNDS, swapped_or_not, places)
