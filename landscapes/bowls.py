"""Bowls: quadratics, on which everything about an optimizer can be worked out by hand."""

from jax import Array
from jax.typing import ArrayLike

from hyperparameters import Hyperparameter
from landscapes.base import CriticalPoint, Landscape

CONDITION = Hyperparameter(
    name="condition",
    symbol=r"\kappa",
    title="Condition number",
    meaning="how many times more the bowl curves across its valley than along it",
    default=50.0,
    low=1.0,
    high=1000.0,
    scale="log",
)


def _round_bowl(p: Array) -> Array:
    x, y = p
    return (x**2 + y**2) / 2


ROUND_BOWL = Landscape(
    slug="round-bowl",
    title="Round bowl",
    formula=r"f(x, y) = \tfrac12 \left(x^2 + y^2\right)",
    point="Every gradient points away from the minimum, so the only question is how far to step.",
    fn=_round_bowl,
    window=((-2.0, -2.0), (2.0, 2.0)),
    start=(-1.7, 1.1),
    smoothness=1.0,
    floor=0.0,
    critical_points=(CriticalPoint((0.0, 0.0), "minimum"),),
    references=(
        "[Boyd and Vandenberghe (2004), Convex optimization, section 9.3]"
        "(https://web.stanford.edu/~boyd/cvxbook/)",
    ),
)


def stretched_bowl(p: Array, condition: ArrayLike = 50.0) -> Array:
    """Half the squares of both coordinates, the second counted `condition` times."""
    x, y = p
    return (x**2 + condition * y**2) / 2


STRETCHED_BOWL = Landscape(
    slug="stretched-bowl",
    title="Stretched bowl",
    formula=r"f(x, y) = \tfrac12 \left(x^2 + \kappa\, y^2\right)",
    point="The steep direction limits the learning rate, and the flat one pays for it in steps.",
    fn=stretched_bowl,
    hyperparameters=(CONDITION,),
    window=((-2.0, -2.0), (2.0, 2.0)),
    start=(-1.8, 0.9),
    smoothness=50.0,
    floor=0.0,
    critical_points=(CriticalPoint((0.0, 0.0), "minimum"),),
    references=(
        "[Boyd and Vandenberghe (2004), Convex optimization, section 9.3]"
        "(https://web.stanford.edu/~boyd/cvxbook/)",
        "[Goh (2017), Why momentum really works](https://doi.org/10.23915/distill.00006)",
    ),
)

TITLE = "Bowls"
ENTRIES = (ROUND_BOWL, STRETCHED_BOWL)
