"""The square root as surfaces with kinks need it: without an infinite slope at zero."""

import jax.numpy as jnp
from jax import Array


def root(u: Array) -> Array:
    """Square root of the absolute value of `u`; its derivatives at zero are zero."""
    zero = u == 0
    # Both branches are differentiated, so the one that is not used must be finite as well.
    return jnp.where(zero, 0.0, jnp.sqrt(jnp.where(zero, 1.0, jnp.abs(u))))
