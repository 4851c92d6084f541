"""Mazes: dents and ridges without a larger shape to follow."""

import math

import jax.numpy as jnp
from jax import Array

from landscapes.base import CriticalPoint, CriticalSet, Landscape
from landscapes.listed import listed
from landscapes.roots import root


def _magnitude(u: Array) -> Array:
    """Absolute value, level at its kink: also where only rounding keeps u from zero."""
    return jnp.where(jnp.abs(u) < 1e-14, 0.0, jnp.abs(u))


def _schwefel(p: Array) -> Array:
    x, y = p
    return 418.9829 * 2 - x * jnp.sin(root(x)) - y * jnp.sin(root(y))


SCHWEFEL = Landscape(
    slug="schwefel",
    title="Schwefel's maze",
    formula=r"f(x, y) = 837.9658 - x \sin\sqrt{|x|} - y \sin\sqrt{|y|}",
    point=(
        "The next best dents lie far across the window from the best, "
        "so what is learnt in one place misleads in the next."
    ),
    fn=_schwefel,
    window=((-500.0, -500.0), (500.0, 500.0)),
    start=(-185.0, 105.0),
    smoothness=0.4,
    # The lowest in the window: farther out the waves go deeper. Not zero, since the published
    # constant is rounded.
    floor=2.545513251561715e-05,
    # On the axes the slope vanishes too, but f leads down on one side and has no curvature to
    # speak of: those points are degenerate.
    critical_points=listed("schwefel"),
    references=(
        "Schwefel (1981), Numerical optimization of computer models, Wiley",
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Schwefel function]"
        "(https://www.sfu.ca/~ssurjano/schwef.html)",
    ),
)


def _eggholder(p: Array) -> Array:
    x, y = p
    raised = y + 47
    return -raised * jnp.sin(root(x / 2 + raised)) - x * jnp.sin(root(x - raised))


EGGHOLDER = Landscape(
    slug="eggholder",
    title="Eggholder",
    formula=(
        r"f(x, y) = -(y + 47) \sin\sqrt{\left|\tfrac{x}{2} + y + 47\right|}"
        r" - x \sin\sqrt{|x - y - 47|}"
    ),
    point="Waves of growing height cross at an angle, and no dent says where a deeper one may be.",
    fn=_eggholder,
    # Published from -512 to 512, where the lowest value, -959.6407, lies on the edge, at
    # (512, 404.2319), and the slope does not vanish; this quarter reaches on to the bottom.
    window=((0.0, 0.0), (550.0, 550.0)),
    start=(200.0, 400.0),
    smoothness=1.0,
    # The lowest in the window: farther out the waves go deeper.
    floor=-976.9110009971895,
    critical_points=listed("eggholder"),
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Eggholder function]"
        "(https://www.sfu.ca/~ssurjano/egg.html)",
    ),
)


def _michalewicz(p: Array) -> Array:
    x, y = p
    along = jnp.sin(x) * jnp.sin(x**2 / math.pi) ** 20
    return -along - jnp.sin(y) * jnp.sin(2 * y**2 / math.pi) ** 20


# Where the slope along one axis is below 1e-9: nothing that an optimizer could follow.
LEVEL_X = ((0.0, 0.9744750847925242), (2.982244657645995, math.pi))
LEVEL_Y = (
    (0.0, 0.6874911430811687),
    (2.1205920700667495, 2.3182629194023083),
    (3.063023056871313, math.pi),
)
TROUGH_X = 2.2029055201726093
TROUGHS_Y = (math.pi / 2, 2.7115714838430143)


def _from_levels(p: Array) -> Array:
    """Distance from where both slopes vanish, at least one of them on a whole interval."""

    def outside(u: Array, intervals: tuple[tuple[float, float], ...]) -> Array:
        gaps = [jnp.maximum(jnp.maximum(low - u, u - high), 0) for low, high in intervals]
        return jnp.stack(gaps).min()

    level_x, level_y = outside(p[0], LEVEL_X), outside(p[1], LEVEL_Y)
    x = jnp.minimum(level_x, outside(p[0], ((TROUGH_X, TROUGH_X),)))
    y = jnp.minimum(level_y, outside(p[1], tuple((trough, trough) for trough in TROUGHS_Y)))
    return root(jnp.minimum(level_x**2 + y**2, x**2 + level_y**2))


MICHALEWICZ = Landscape(
    slug="michalewicz",
    title="Michalewicz's canals",
    formula=r"f(x, y) = -\sin x \sin^{20} \frac{x^2}{\pi} - \sin y \sin^{20} \frac{2 y^2}{\pi}",
    point=(
        "Canals cross a plain whose slope is below a billionth: "
        "beside a canal there is a way down, elsewhere none that can be felt."
    ),
    fn=_michalewicz,
    window=((0.0, 0.0), (math.pi, math.pi)),
    start=(1.65, 1.2),
    smoothness=100.0,
    # The lowest in the window: farther out canals cross deeper.
    floor=-1.8013034100985528,
    critical_points=(
        CriticalPoint((TROUGH_X, TROUGHS_Y[0]), "minimum"),
        CriticalPoint((TROUGH_X, TROUGHS_Y[1]), "minimum"),
    ),
    critical_sets=(CriticalSet("plateau", r"|\nabla f(x, y)| \le 10^{-9}", _from_levels),),
    references=(
        "Michalewicz (1992), Genetic algorithms + data structures = evolution programs, Springer",
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Michalewicz function]"
        "(https://www.sfu.ca/~ssurjano/michal.html)",
    ),
)


def _cross_in_tray(p: Array) -> Array:
    x, y = p
    ridges = _magnitude(jnp.sin(x) * jnp.sin(y))
    return -1e-4 * (ridges * jnp.exp(jnp.abs(100 - root(p @ p) / math.pi)) + 1) ** 0.1


CROSS_IN_TRAY = Landscape(
    slug="cross-in-tray",
    title="Cross-in-tray",
    formula=(
        r"f(x, y) = -0.0001 \left(\left|\sin x \sin y\;"
        r" e^{\left|100 - \sqrt{x^2 + y^2} / \pi\right|}\right| + 1\right)^{0.1}"
    ),
    point=(
        "Ridges as thin as a hair part the trays: a gradient knows of its own tray only, "
        "and on the flank of a ridge it is steep beyond measure."
    ),
    fn=_cross_in_tray,
    window=((-10.0, -10.0), (10.0, 10.0)),
    start=(-3.9, 5.9),
    smoothness=1.0,
    floor=-2.062611870822738,
    # Not listed: where ridges cross, f is level only within 1e-20 of the crossing.
    critical_points=listed("cross-in-tray"),
    lowest=4,
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Cross-in-tray "
        "function](https://www.sfu.ca/~ssurjano/crossit.html)",
    ),
)


def _holder_table(p: Array) -> Array:
    x, y = p
    ridges = _magnitude(jnp.sin(x) * jnp.cos(y))
    return -ridges * jnp.exp(jnp.abs(1 - root(p @ p) / math.pi))


HOLDER_TABLE = Landscape(
    slug="holder-table",
    title="Hölder's table",
    formula=(
        r"f(x, y) = -\left|\sin x \cos y\;"
        r" e^{\left|1 - \sqrt{x^2 + y^2} / \pi\right|}\right|"
    ),
    point=(
        "The legs of the table, in its four corners, are the deepest: "
        "from the middle every way out leads over ridges, all of them at height zero."
    ),
    fn=_holder_table,
    window=((-10.0, -10.0), (10.0, 10.0)),
    start=(-7.2, 5.1),
    smoothness=15.0,
    floor=-19.208502567886732,
    # Not listed: where ridges cross, f is level, but has no curvature.
    critical_points=listed("holder-table"),
    lowest=4,
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Hölder table function]"
        "(https://www.sfu.ca/~ssurjano/holder.html)",
    ),
)

TITLE = "Mazes"
ENTRIES = (SCHWEFEL, EGGHOLDER, MICHALEWICZ, CROSS_IN_TRAY, HOLDER_TABLE)
