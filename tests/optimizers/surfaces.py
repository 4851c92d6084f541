"""Functions with known answers, for optimizers to be held to."""

import jax.numpy as jnp


def bowl(p):
    """λ = 1 in both directions."""
    return 0.5 * jnp.sum(p**2)


def stretched(p):
    """λ = 1 and 100."""
    return 0.5 * (p[0] ** 2 + 100 * p[1] ** 2)


def rosenbrock(p):
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


def saddle(p):
    return p[0] ** 2 - p[1] ** 2


def slope(p):
    """The gradient is (3, 3) everywhere."""
    return 3 * jnp.sum(p)


def hill(p):
    return -0.5 * jnp.sum(p**2)


def flat(p):
    return 0 * jnp.sum(p)
