"""Saddles: points without slope that are a minimum one way and a maximum another."""

from jax import Array

from landscapes.base import CriticalPoint, Landscape


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
    floor=None,
    critical_points=(CriticalPoint((0.0, 0.0), "saddle"),),
    references=(
        "[Dauphin et al. (2014), Identifying and attacking the saddle point problem]"
        "(https://arxiv.org/abs/1406.2572)",
    ),
)

ENTRIES = (SADDLE,)
