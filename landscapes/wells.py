"""Several wells: which minimum is found depends on the start and on the way down."""

from jax import Array

from landscapes.base import CriticalPoint, Landscape


def _himmelblau(p: Array) -> Array:
    x, y = p
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


HIMMELBLAU = Landscape(
    slug="himmelblau",
    title="Himmelblau's four wells",
    formula=r"f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    point="Four equally deep minima: the start, and the optimizer, decide which one is found.",
    fn=_himmelblau,
    window=((-5.5, -5.5), (5.5, 5.5)),
    # Beside the peak, where small differences decide which well is found.
    start=(-0.5, -1.4),
    floor=0.0,
    # Newton's method from a grid of starts, to the last digit of float64.
    critical_points=(
        CriticalPoint((3.0, 2.0), "minimum"),
        CriticalPoint((-2.805118086952745, 3.131312518250573), "minimum"),
        CriticalPoint((-3.779310253377747, -3.283185991286169), "minimum"),
        CriticalPoint((3.5844283403304917, -1.8481265269644036), "minimum"),
        CriticalPoint((-3.0730257507643897, -0.08135304428796751), "saddle"),
        CriticalPoint((-0.12796134673068005, -1.9537149802445766), "saddle"),
        CriticalPoint((0.08667750455539634, 2.884254701174776), "saddle"),
        CriticalPoint((3.385154183607021, 0.07385187983774928), "saddle"),
        CriticalPoint((-0.2708445906673476, -0.9230385564799816), "maximum"),
    ),
    heights="log",
    references=("Himmelblau (1972), Applied Nonlinear Programming, McGraw-Hill",),
)

ENTRIES = (HIMMELBLAU,)
