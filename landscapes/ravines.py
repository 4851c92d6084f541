"""Ravines: straight or bent, valleys with walls too steep for the steps their floor asks for."""

import jax.numpy as jnp
from jax import Array

from landscapes.base import CriticalPoint, Landscape


def _zakharov(p: Array) -> Array:
    x, y = p
    s = x / 2 + y
    return x**2 + y**2 + s**2 + s**4


ZAKHAROV = Landscape(
    slug="zakharov",
    title="Zakharov's function",
    formula=(
        r"f(x, y) = x^2 + y^2 + \left(\tfrac{x}{2} + y\right)^2 + \left(\tfrac{x}{2} + y\right)^4"
    ),
    point=(
        "The walls curve hundreds of times more than the floor, so a learning rate that survives "
        "the first step crawls ever after."
    ),
    fn=_zakharov,
    window=((-5.0, -5.0), (10.0, 10.0)),
    start=(8.0, 7.0),
    smoothness=1900.0,
    floor=0.0,
    critical_points=(CriticalPoint((0.0, 0.0), "minimum"),),
    heights="log",
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Zakharov function]"
        "(https://www.sfu.ca/~ssurjano/zakharov.html)",
    ),
)


def _bukin(p: Array) -> Array:
    x, y = p
    # Squared last: then no rounding moves the crease off the minimum at (-10, 1).
    height = jnp.abs(y - (x / 10) ** 2)
    # The root's slope is infinite in the crease; there the gradient is to be that along it.
    creased = height == 0
    walls = jnp.where(creased, 0.0, jnp.sqrt(jnp.where(creased, 1.0, height)))
    return 100 * walls + 0.01 * jnp.abs(x + 10)


BUKIN = Landscape(
    slug="bukin",
    title="Bukin's crease",
    formula=r"f(x, y) = 100 \sqrt{\left|y - 0.01\, x^2\right|} + 0.01\, |x + 10|",
    point=(
        "Along the crease the slope is a hundredth, beside it it has no bound: descent leaps from "
        "wall to wall and hardly moves on."
    ),
    fn=_bukin,
    window=((-15.0, -3.0), (-5.0, 3.0)),
    start=(-6.0, 2.2),
    smoothness=2000.0,
    floor=0.0,
    critical_points=(CriticalPoint((-10.0, 1.0), "kink"),),
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Bukin function N. 6]"
        "(https://www.sfu.ca/~ssurjano/bukin6.html)",
    ),
)

TITLE = "Valleys"
ENTRIES = (ZAKHAROV, BUKIN)
