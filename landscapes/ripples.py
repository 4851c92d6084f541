"""Ripples on a bowl: what the slope says here is not what the surface does at large."""

import math

import jax.numpy as jnp
from jax import Array

from landscapes.base import Landscape
from landscapes.listed import listed
from landscapes.roots import root


def _rastrigin(p: Array) -> Array:
    x, y = p
    ripples = jnp.cos(math.tau * x) + jnp.cos(math.tau * y)
    return 20 + x**2 + y**2 - 10 * ripples


RASTRIGIN = Landscape(
    slug="rastrigin",
    title="Rastrigin's egg box",
    formula=r"f(x, y) = 20 + x^2 + y^2 - 10 \cos 2\pi x - 10 \cos 2\pi y",
    point=(
        "One dent in 121 is the lowest, and the slope nearly everywhere is that of the nearest "
        "dent: whoever follows it goes nowhere."
    ),
    fn=_rastrigin,
    window=((-5.12, -5.12), (5.12, 5.12)),
    start=(-3.4, 2.6),
    smoothness=400.0,
    floor=0.0,
    critical_points=listed("rastrigin"),
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Rastrigin function]"
        "(https://www.sfu.ca/~ssurjano/rastr.html)",
    ),
)


def _ackley(p: Array) -> Array:
    x, y = p
    bowl = -20 * jnp.expm1(-root(p @ p) / (5 * math.sqrt(2)))
    ripples = (jnp.cos(math.tau * x) + jnp.cos(math.tau * y)) / 2
    # Written with differences from 1, which are exactly zero at the origin.
    return bowl - math.e * jnp.expm1(ripples - 1)


ACKLEY = Landscape(
    slug="ackley",
    title="Ackley's funnel",
    formula=(
        r"f(x, y) = 20 + e - 20\,e^{-\frac15\sqrt{(x^2 + y^2)/2}}"
        r" - e^{\frac12(\cos 2\pi x + \cos 2\pi y)}"
    ),
    point=(
        "Ripples on a funnel that flattens outwards and is steepest at its tip: a kink, "
        "where the slope never fades and steps that do not shrink keep missing it."
    ),
    fn=_ackley,
    # Published from -32.768 to 32.768, with 65 ripples a side; these are the middle ones.
    window=((-4.0, -4.0), (4.0, 4.0)),
    start=(-2.6, 3.4),
    smoothness=60.0,
    floor=0.0,
    critical_points=listed("ackley"),
    references=(
        "Ackley (1987), A connectionist machine for genetic hillclimbing, Kluwer",
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Ackley function]"
        "(https://www.sfu.ca/~ssurjano/ackley.html)",
    ),
)


def _griewank(p: Array) -> Array:
    x, y = p
    return 1 + (x**2 + y**2) / 4000 - jnp.cos(x) * jnp.cos(y / math.sqrt(2))


GRIEWANK = Landscape(
    slug="griewank",
    title="Griewank's ripples",
    formula=r"f(x, y) = 1 + \frac{x^2 + y^2}{4000} - \cos x\,\cos\frac{y}{\sqrt2}",
    point=(
        "From afar a smooth bowl, from nearby a field of dents that all look alike: how far a "
        "step reaches decides which of the two is seen."
    ),
    fn=_griewank,
    # Published from -600 to 600, where only the bowl is seen.
    window=((-25.0, -25.0), (25.0, 25.0)),
    start=(-20.5, 17.0),
    smoothness=1.0,
    floor=0.0,
    critical_points=listed("griewank"),
    references=(
        "[Griewank (1981), Generalized descent for global optimization]"
        "(https://doi.org/10.1007/BF00933356)",
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Griewank function]"
        "(https://www.sfu.ca/~ssurjano/griewank.html)",
    ),
)

TITLE = "Ripples"
ENTRIES = (RASTRIGIN, ACKLEY, GRIEWANK)
