"""Narrow valleys: surfaces whose curvature differs strongly between directions."""

from jax import Array

from landscapes.base import CriticalPoint, Landscape


def _rosenbrock(p: Array) -> Array:
    x, y = p
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


ROSENBROCK = Landscape(
    slug="rosenbrock",
    title="Rosenbrock's banana",
    formula=r"f(x, y) = (1 - x)^2 + 100\,(y - x^2)^2",
    point="Finding the valley is easy; following its bend to the minimum is not.",
    fn=_rosenbrock,
    window=((-2.0, -1.0), (2.0, 3.0)),
    # Rosenbrock's own start, from which published step counts are given.
    start=(-1.2, 1.0),
    floor=0.0,
    critical_points=(CriticalPoint((1.0, 1.0), "minimum"),),
    heights="log",
    references=(
        "[Rosenbrock (1960), An automatic method for finding the greatest or least value of a "
        "function](https://doi.org/10.1093/comjnl/3.3.175)",
    ),
)

ENTRIES = (ROSENBROCK,)
