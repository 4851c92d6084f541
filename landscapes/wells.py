"""Several wells: which minimum is found depends on the start and on the way down."""

import math

import jax.numpy as jnp
from jax import Array

from landscapes.base import CriticalPoint, Landscape
from landscapes.listed import listed


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
    smoothness=130.0,
    floor=0.0,
    critical_points=listed("himmelblau"),
    lowest=4,
    heights="log",
    references=("Himmelblau (1972), Applied Nonlinear Programming, McGraw-Hill",),
)


def _three_hump_camel(p: Array) -> Array:
    x, y = p
    return 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2


THREE_HUMP_CAMEL = Landscape(
    slug="three-hump-camel",
    title="Three-hump camel",
    formula=r"f(x, y) = 2x^2 - 1.05\, x^4 + \tfrac16 x^6 + x y + y^2",
    point=(
        "A shallow well lies on either side of the deep one: descent stops in the first that it "
        "meets, a heavy ball may roll on to the middle."
    ),
    fn=_three_hump_camel,
    # The published window, ±5, reaches heights beside which the three wells cannot be seen.
    window=((-2.2, -2.2), (2.2, 2.2)),
    start=(1.9, 1.9),
    smoothness=30.0,
    floor=0.0,
    critical_points=listed("three-hump-camel"),
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Three-hump camel "
        "function](https://www.sfu.ca/~ssurjano/camel3.html)",
    ),
)


def _six_hump_camel(p: Array) -> Array:
    x, y = p
    return (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2


SIX_HUMP_CAMEL = Landscape(
    slug="six-hump-camel",
    title="Six-hump camel",
    formula=r"f(x, y) = (4 - 2.1\, x^2 + \tfrac13 x^4)\, x^2 + x y + (4 y^2 - 4)\, y^2",
    point=(
        "Six wells in pairs, each the other turned by half a circle: only one pair is the deepest, "
        "and no slope tells which."
    ),
    fn=_six_hump_camel,
    # All critical points of the published window, ±3 by ±2, lie in this part of it.
    window=((-2.0, -1.2), (2.0, 1.2)),
    start=(-1.6, -1.0),
    smoothness=40.0,
    floor=-1.0316284534898774,
    critical_points=listed("six-hump-camel"),
    lowest=2,
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Six-hump camel "
        "function](https://www.sfu.ca/~ssurjano/camel6.html)",
    ),
)


def _styblinski_tang(p: Array) -> Array:
    x, y = p
    return (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2


STYBLINSKI_TANG = Landscape(
    slug="styblinski-tang",
    title="Styblinski and Tang's function",
    formula=r"f(x, y) = \tfrac12 \left(x^4 - 16 x^2 + 5x + y^4 - 16 y^2 + 5y\right)",
    point=(
        "Neither coordinate knows of the other: each falls into one of its two wells, and only one "
        "of the four ways to do so is the best."
    ),
    fn=_styblinski_tang,
    window=((-5.0, -5.0), (5.0, 5.0)),
    start=(4.5, 2.0),
    smoothness=60.0,
    floor=-78.33233140754282,
    critical_points=listed("styblinski-tang"),
    references=(
        "[Styblinski and Tang (1990), Experiments in nonconvex optimization]"
        "(https://doi.org/10.1016/0893-6080(90)90029-K)",
    ),
)


def _goldstein_price(p: Array) -> Array:
    x, y = p
    near = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    far = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    return (1 + (x + y + 1) ** 2 * near) * (30 + (2 * x - 3 * y) ** 2 * far)


GOLDSTEIN_PRICE = Landscape(
    slug="goldstein-price",
    title="Goldstein and Price's function",
    formula=(
        r"\begin{aligned} f(x, y) = {} & \left(1 + (x + y + 1)^2"
        r" \left(19 - 14x + 3x^2 - 14y + 6xy + 3y^2\right)\right) \\ & {} \cdot"
        r" \left(30 + (2x - 3y)^2 \left(18 - 32x + 12x^2 + 48y - 36xy + 27y^2\right)\right)"
        r" \end{aligned}"
    ),
    point=(
        "Heights from three to a million: a learning rate that suits the well would be thrown out "
        "by the walls, and one that suits the walls crawls in the well."
    ),
    fn=_goldstein_price,
    window=((-2.0, -2.0), (2.0, 2.0)),
    start=(-1.0, 0.5),
    smoothness=50000.0,
    floor=3.0,
    critical_points=listed("goldstein-price"),
    heights="log",
    references=(
        "[Goldstein and Price (1971), On descent from local minima]"
        "(https://doi.org/10.1090/S0025-5718-1971-0312365-X)",
    ),
)


def _branin(p: Array) -> Array:
    x, y = p
    across = y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6
    return across**2 + 10 * (1 - 1 / (8 * math.pi)) * jnp.cos(x) + 10


BRANIN = Landscape(
    slug="branin",
    title="Branin's function",
    formula=(
        r"f(x, y) = \left(y - \tfrac{5.1}{4\pi^2} x^2 + \tfrac{5}{\pi} x - 6\right)^2"
        r" + 10 \left(1 - \tfrac{1}{8\pi}\right) \cos x + 10"
    ),
    point=(
        "Three wells of one depth along one bent valley: the value reached says nothing of the "
        "place where it was found."
    ),
    fn=_branin,
    window=((-5.0, 0.0), (10.0, 15.0)),
    start=(5.8, 12.0),
    smoothness=20.0,
    floor=5 / (4 * math.pi),
    critical_points=(
        CriticalPoint((-math.pi, 12.275), "minimum"),
        CriticalPoint((math.pi, 2.275), "minimum"),
        CriticalPoint((3 * math.pi, 2.475), "minimum"),
        CriticalPoint((0.0, 6.0), "saddle"),
        CriticalPoint((2 * math.pi, 1.1), "saddle"),
    ),
    lowest=3,
    heights="log",
    references=(
        "[Branin (1972), Widely convergent method for finding multiple solutions of simultaneous "
        "nonlinear equations](https://doi.org/10.1147/rd.165.0504)",
    ),
)


def _mccormick(p: Array) -> Array:
    x, y = p
    return jnp.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1


MCCORMICK = Landscape(
    slug="mccormick",
    title="McCormick's function",
    formula=r"f(x, y) = \sin(x + y) + (x - y)^2 - 1.5\, x + 2.5\, y + 1",
    point=(
        "A staircase of wells, each π lower than the one before: descent rests in the first, a "
        "heavy ball may roll on without end."
    ),
    fn=_mccormick,
    window=((-1.5, -3.0), (4.0, 4.0)),
    start=(3.5, 3.3),
    smoothness=6.0,
    # That of the window: beyond it the stairs lead down without end.
    floor=-math.pi / 3 - math.sqrt(0.75),
    critical_points=(
        CriticalPoint((-math.pi / 3 + 0.5, -math.pi / 3 - 0.5), "minimum"),
        CriticalPoint((2 * math.pi / 3 + 0.5, 2 * math.pi / 3 - 0.5), "minimum"),
        CriticalPoint((math.pi / 3 + 0.5, math.pi / 3 - 0.5), "saddle"),
    ),
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: McCormick function]"
        "(https://www.sfu.ca/~ssurjano/mccorm.html)",
    ),
)


def _two_wells(p: Array) -> Array:
    x, y = p
    shallow = jnp.exp(-((x + 1) ** 2) - (y + 1) ** 2)
    deep = jnp.exp(-((x - 1) ** 2) - (y - 1) ** 2)
    return (x**2 + y**2) / 20 - shallow - 2 * deep


TWO_WELLS = Landscape(
    slug="two-wells",
    title="Two wells",
    formula=(
        r"f(x, y) = \tfrac{1}{20} \left(x^2 + y^2\right) - e^{-(x + 1)^2 - (y + 1)^2}"
        r" - 2\, e^{-(x - 1)^2 - (y - 1)^2}"
    ),
    point="Descent ends in the well whose slope it starts on, even if the other is twice as deep.",
    fn=_two_wells,
    window=((-3.0, -3.0), (3.0, 3.0)),
    start=(-2.6, -2.2),
    smoothness=4.0,
    floor=-1.902848426281766,
    critical_points=listed("two-wells"),
    references=(
        "[Lee, Simchowitz, Jordan and Recht (2016), Gradient descent only converges to minimizers]"
        "(https://proceedings.mlr.press/v49/lee16.html)",
    ),
)


def _sharp_and_flat(p: Array) -> Array:
    x, y = p
    sharp = 27 * ((x - 1) ** 2 + y**2) / 2
    flat = ((x + 1) ** 2 + y**2) / 2
    return sharp * flat / (sharp + flat)


SHARP_AND_FLAT = Landscape(
    slug="sharp-and-flat",
    title="Sharp and flat",
    formula=(
        r"f(x, y) = \frac{s\, r}{s + r}, \quad"
        r" s = \tfrac{27}{2} \left((x - 1)^2 + y^2\right), \quad"
        r" r = \tfrac12 \left((x + 1)^2 + y^2\right)"
    ),
    point=(
        "Two wells of one depth, one of them 27 times as sharply curved: steps too long for it are "
        "thrown out and come to rest in the flat one."
    ),
    fn=_sharp_and_flat,
    window=((-3.0, -2.5), (2.0, 2.5)),
    start=(1.65, 0.3),
    smoothness=27.0,
    floor=0.0,
    # Between two paraboloids so joined there is one pass, where the cubes of the distances to
    # the wells have the ratio of the curvatures: that 27 is a cube puts it at a round place.
    critical_points=(
        CriticalPoint((-1.0, 0.0), "minimum"),
        CriticalPoint((1.0, 0.0), "minimum"),
        CriticalPoint((0.5, 0.0), "saddle"),
    ),
    lowest=2,
    heights="log",
    references=(
        "[Hochreiter and Schmidhuber (1997), Flat minima](https://doi.org/10.1162/neco.1997.9.1.1)",
        "[Keskar et al. (2017), On large-batch training for deep learning]"
        "(https://arxiv.org/abs/1609.04836)",
    ),
)

TITLE = "Wells"
ENTRIES = (
    HIMMELBLAU,
    THREE_HUMP_CAMEL,
    SIX_HUMP_CAMEL,
    STYBLINSKI_TANG,
    GOLDSTEIN_PRICE,
    BRANIN,
    MCCORMICK,
    TWO_WELLS,
    SHARP_AND_FLAT,
)
