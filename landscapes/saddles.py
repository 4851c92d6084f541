"""Saddles: points without slope that are a minimum one way and a maximum another."""

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

from hyperparameters import Hyperparameter
from landscapes.base import CriticalPoint, CriticalSet, Landscape


def _saddle(p: Array) -> Array:
    x, y = p
    return x**2 - y**2


SADDLE = Landscape(
    slug="saddle",
    title="Saddle",
    formula=r"f(x, y) = x^2 - y^2",
    point="At the saddle the gradient is zero, yet the way down is a hair's breadth to the side.",
    fn=_saddle,
    window=((-2.0, -2.0), (2.0, 2.0)),
    # A thousandth off the ridge: exactly on it, descent would end at the saddle.
    start=(-1.6, 0.001),
    smoothness=2.0,
    floor=None,
    critical_points=(CriticalPoint((0.0, 0.0), "saddle"),),
    references=(
        "[Dauphin et al. (2014), Identifying and attacking the saddle point problem]"
        "(https://arxiv.org/abs/1406.2572)",
    ),
)


def _monkey_saddle(p: Array) -> Array:
    x, y = p
    return x**3 - 3 * x * y**2


MONKEY_SADDLE = Landscape(
    slug="monkey-saddle",
    title="Monkey saddle",
    formula=r"f(x, y) = x^3 - 3 x y^2",
    point=(
        "Three ways lead down, for two legs and a tail, but in the middle the curvature vanishes "
        "too and points out none of them."
    ),
    fn=_monkey_saddle,
    window=((-2.0, -2.0), (2.0, 2.0)),
    # Beside the ridge that leads straight to the middle.
    start=(1.6, 0.02),
    smoothness=20.0,
    floor=None,
    critical_points=(CriticalPoint((0.0, 0.0), "degenerate"),),
    references=(
        "[Anandkumar and Ge (2016), Efficient approaches for escaping higher order saddle points "
        "in non-convex optimization](https://arxiv.org/abs/1602.05908)",
    ),
)


def _double_well(p: Array, height: ArrayLike = 1.0) -> Array:
    x, y = p
    return height * (x**2 - 1) ** 2 + y**2


DOUBLE_WELL = Landscape(
    slug="double-well",
    title="Double well",
    formula=r"f(x, y) = h \left(x^2 - 1\right)^2 + y^2",
    point=(
        "A pass of height h parts two equal wells: descent stays on its side, but whoever arrives "
        "with enough momentum rolls over."
    ),
    fn=_double_well,
    hyperparameters=(
        Hyperparameter(
            name="height",
            symbol="h",
            title="Height",
            meaning="how high the pass between the wells lies above them",
            default=1.0,
            low=0.1,
            high=10.0,
            scale="log",
        ),
    ),
    window=((-2.0, -2.0), (2.0, 2.0)),
    start=(-1.8, 1.2),
    smoothness=35.0,
    floor=0.0,
    critical_points=(
        CriticalPoint((-1.0, 0.0), "minimum"),
        CriticalPoint((1.0, 0.0), "minimum"),
        CriticalPoint((0.0, 0.0), "saddle"),
    ),
    lowest=2,
    references=(
        "[Kramers (1940), Brownian motion in a field of force and the diffusion model of chemical "
        "reactions](https://doi.org/10.1016/S0031-8914(40)90098-2)",
    ),
)


def _hyperbola_valley(p: Array) -> Array:
    x, y = p
    return (x * y - 1) ** 2 / 2


def _to_hyperbola(p: Array) -> Array:
    x, y = p
    height = jnp.abs(x * y - 1)
    # Height over slope, and at the saddle, where there is no slope, still the true distance.
    return height / jnp.sqrt(x**2 + y**2 + height / 2)


HYPERBOLA_VALLEY = Landscape(
    slug="hyperbola-valley",
    title="Hyperbola valley",
    formula=r"f(x, y) = \tfrac12 (x y - 1)^2",
    point=(
        "Every point of the hyperbola is a minimum, but descent with learning rate η comes to rest "
        "only where it is flat enough: where x² + y² is at most 2/η."
    ),
    fn=_hyperbola_valley,
    window=((-3.5, -3.5), (3.5, 3.5)),
    start=(3.1, 1.2),
    smoothness=14.0,
    floor=0.0,
    critical_points=(CriticalPoint((0.0, 0.0), "saddle"),),
    critical_sets=(CriticalSet("minimum", "x y = 1", _to_hyperbola),),
    heights="log",
    references=(
        "[Wang, Chen, Zhao and Tao (2022), Large learning rate tames homogeneity: convergence and "
        "balancing effect](https://arxiv.org/abs/2110.03677)",
    ),
)

TITLE = "Saddles"
ENTRIES = (SADDLE, MONKEY_SADDLE, DOUBLE_WELL, HYPERBOLA_VALLEY)
