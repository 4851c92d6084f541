"""Bent valleys: reaching the floor is easy, and then the way along it turns."""

import math

from jax import Array
from jax.typing import ArrayLike

from hyperparameters import Hyperparameter
from landscapes.base import CriticalPoint, Landscape


def _rosenbrock(p: Array, steepness: ArrayLike = 100.0) -> Array:
    x, y = p
    return (1 - x) ** 2 + steepness * (y - x**2) ** 2


ROSENBROCK = Landscape(
    slug="rosenbrock",
    title="Rosenbrock's banana",
    formula=r"f(x, y) = (1 - x)^2 + b\,(y - x^2)^2",
    point="Finding the valley is easy; following its bend to the minimum is not.",
    fn=_rosenbrock,
    hyperparameters=(
        Hyperparameter(
            name="steepness",
            symbol="b",
            title="Steepness",
            meaning="how steep the walls of the valley are; its floor stays as flat as it is",
            default=100.0,
            low=1.0,
            high=1000.0,
            scale="log",
        ),
    ),
    window=((-2.0, -1.0), (2.0, 3.0)),
    # Rosenbrock's own start, from which published step counts are given.
    start=(-1.2, 1.0),
    smoothness=1000.0,
    floor=0.0,
    critical_points=(CriticalPoint((1.0, 1.0), "minimum"),),
    heights="log",
    references=(
        "[Rosenbrock (1960), An automatic method for finding the greatest or least value of a "
        "function](https://doi.org/10.1093/comjnl/3.3.175)",
    ),
)


def _beale(p: Array) -> Array:
    x, y = p
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


BEALE = Landscape(
    slug="beale",
    title="Beale's function",
    formula=(
        r"f(x, y) = (1.5 - x + x y)^2 + \left(2.25 - x + x y^2\right)^2"
        r" + \left(2.625 - x + x y^3\right)^2"
    ),
    point=(
        "Past the saddle a valley sinks to the left for ever, towards a height of 0.45: whoever "
        "takes that arm never sees the minimum."
    ),
    fn=_beale,
    window=((-4.5, -4.5), (4.5, 4.5)),
    start=(-1.5, -0.1),
    smoothness=100.0,
    floor=0.0,
    critical_points=(
        CriticalPoint((3.0, 0.5), "minimum"),
        CriticalPoint((0.10053793732415835, -2.644513585023125), "saddle"),
        CriticalPoint((0.0, 1.0), "saddle"),
    ),
    heights="log",
    references=(
        "[Moré, Garbow and Hillstrom (1981), Testing unconstrained optimization software]"
        "(https://doi.org/10.1145/355934.355936)",
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Beale function]"
        "(https://www.sfu.ca/~ssurjano/beale.html)",
    ),
)


def _dixon_price(p: Array) -> Array:
    x, y = p
    return (x - 1) ** 2 + 2 * (2 * y**2 - x) ** 2


DIXON_PRICE = Landscape(
    slug="dixon-price",
    title="Dixon and Price's function",
    formula=r"f(x, y) = (x - 1)^2 + 2 \left(2 y^2 - x\right)^2",
    point=(
        "A valley bent round a saddle, with a minimum in either arm: with short steps the side of "
        "the start decides which one is found."
    ),
    fn=_dixon_price,
    # The published window reaches to ±10, where the two minima would melt into one.
    window=((-2.0, -2.0), (4.0, 2.0)),
    start=(-1.5, 0.1),
    smoothness=30.0,
    floor=0.0,
    critical_points=(
        CriticalPoint((1.0, math.sqrt(0.5)), "minimum"),
        CriticalPoint((1.0, -math.sqrt(0.5)), "minimum"),
        CriticalPoint((1 / 3, 0.0), "saddle"),
    ),
    lowest=2,
    heights="log",
    references=(
        "[Dixon and Price (1989), Truncated Newton method for sparse unconstrained optimization "
        "using automatic differentiation](https://doi.org/10.1007/BF00940007)",
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Dixon-Price function]"
        "(https://www.sfu.ca/~ssurjano/dixonpr.html)",
    ),
)

TITLE = "Valleys"
ENTRIES = (ROSENBROCK, BEALE, DIXON_PRICE)
