"""Tilted bowls: quadratics turned off the axes, so no coordinate can be minded by itself."""

import math

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

from hyperparameters import Hyperparameter
from landscapes.base import CriticalPoint, Landscape
from landscapes.bowls import CONDITION, stretched_bowl


def _rotated_bowl(p: Array, angle: ArrayLike = 30.0, condition: ArrayLike = 50.0) -> Array:
    x, y = p
    cosine, sine = jnp.cos(angle * (math.pi / 180)), jnp.sin(angle * (math.pi / 180))
    return stretched_bowl(jnp.array([x * cosine + y * sine, y * cosine - x * sine]), condition)


ROTATED_BOWL = Landscape(
    slug="rotated-bowl",
    title="Rotated bowl",
    formula=(
        r"f(x, y) = \tfrac12 \left(u^2 + \kappa\, v^2\right), \quad"
        r" u = x \cos\theta + y \sin\theta, \quad v = y \cos\theta - x \sin\theta"
    ),
    point=(
        "Off the axes, optimizers that scale each coordinate by itself lose their edge, while "
        "gradient descent sees the same bowl as before."
    ),
    fn=_rotated_bowl,
    hyperparameters=(
        Hyperparameter(
            name="angle",
            symbol=r"\theta",
            title="Angle",
            meaning="degrees from the x-axis to the valley, anticlockwise",
            default=30.0,
            low=-90.0,
            high=90.0,
        ),
        CONDITION,
    ),
    window=((-2.0, -2.0), (2.0, 2.0)),
    start=(-1.8, 0.0),
    smoothness=50.0,
    floor=0.0,
    critical_points=(CriticalPoint((0.0, 0.0), "minimum"),),
    references=(
        "[Kingma and Ba (2015), Adam: a method for stochastic optimization]"
        "(https://arxiv.org/abs/1412.6980)",
    ),
)


def _booth(p: Array) -> Array:
    x, y = p
    return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2


BOOTH = Landscape(
    slug="booth",
    title="Booth's function",
    formula=r"f(x, y) = (x + 2y - 7)^2 + (2x + y - 5)^2",
    point=(
        "Solving two linear equations by least squares makes a bowl, tilted and nine times more "
        "curved one way than the other."
    ),
    fn=_booth,
    window=((-10.0, -10.0), (10.0, 10.0)),
    start=(-8.0, 1.0),
    smoothness=18.0,
    floor=0.0,
    critical_points=(CriticalPoint((1.0, 3.0), "minimum"),),
    heights="log",
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Booth function]"
        "(https://www.sfu.ca/~ssurjano/booth.html)",
    ),
)


def _matyas(p: Array) -> Array:
    x, y = p
    return 0.26 * (x**2 + y**2) - 0.48 * x * y


MATYAS = Landscape(
    slug="matyas",
    title="Matyas' function",
    formula=r"f(x, y) = 0.26 \left(x^2 + y^2\right) - 0.48\, x y",
    point=(
        "The diagonal is 25 times flatter than the way across it: the slope is left at once, the "
        "last stretch takes the most steps."
    ),
    fn=_matyas,
    window=((-10.0, -10.0), (10.0, 10.0)),
    start=(-9.0, -2.0),
    smoothness=1.0,
    floor=0.0,
    critical_points=(CriticalPoint((0.0, 0.0), "minimum"),),
    heights="log",
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Matyas function]"
        "(https://www.sfu.ca/~ssurjano/matya.html)",
    ),
)

TITLE = "Bowls"
ENTRIES = (ROTATED_BOWL, BOOTH, MATYAS)
