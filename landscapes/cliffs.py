"""Cliffs and kinks: where the gradient jumps, or explodes, and one step can undo a hundred."""

import math
from itertools import accumulate

import jax
import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

from hyperparameters import Hyperparameter
from landscapes.base import CriticalPoint, Landscape


def _absolute_value(p: Array, ratio: ArrayLike = 4.0) -> Array:
    x, y = p
    return jnp.abs(x) + ratio * jnp.abs(y)


ABSOLUTE_VALUE = Landscape(
    slug="absolute-value",
    title="Absolute values",
    formula=r"f(x, y) = |x| + \kappa\,|y|",
    point=(
        "The slope stays as steep as ever right down to the crease, "
        "so steps that do not shrink rattle across it for good."
    ),
    fn=_absolute_value,
    hyperparameters=(
        Hyperparameter(
            name="ratio",
            symbol=r"\kappa",
            title="Ratio of slopes",
            meaning="how much steeper the sides of the crease are than its floor",
            default=4.0,
            low=1.0,
            high=20.0,
            scale="log",
        ),
    ),
    window=((-4.0, -2.5), (4.0, 2.5)),
    start=(-3.3, 1.9),
    # There is no such constant at a kink: the floor takes some hundred steps at this rate.
    smoothness=30.0,
    floor=0.0,
    critical_points=(CriticalPoint((0.0, 0.0), "kink"),),
    references=(
        "[Boyd and Park (2014), Subgradient methods]"
        "(https://web.stanford.edu/class/ee364b/lectures/subgrad_method_notes.pdf)",
    ),
)


def _wolfe(p: Array) -> Array:
    x, y = p
    steep = x <= jnp.abs(y)
    # Where the root is not used it must not be taken of zero, where its slope is infinite.
    squares = jnp.maximum(9 * x**2 + 16 * y**2, jnp.finfo(p.dtype).tiny)
    root = jnp.sqrt(jnp.where(steep, 1.0, squares))
    return jnp.where(steep, 9 * x + 16 * jnp.abs(y) - jnp.minimum(x, 0) ** 9, 5 * root)


WOLFE = Landscape(
    slug="wolfe",
    title="Wolfe's trap",
    formula=(
        r"f(x, y) = \begin{cases} 5\sqrt{9x^2 + 16y^2} & x > |y| \\"
        r" 9x + 16|y| & 0 < x \le |y| \\ 9x + 16|y| - x^9 & x \le 0 \end{cases}"
    ),
    point=(
        "Steepest descent with exact line searches zigzags from one side of the crease to the "
        "other and comes to rest at the origin, though the crease leads on down to (-1, 0)."
    ),
    fn=_wolfe,
    window=((-1.6, -2.5), (4.4, 2.5)),
    start=(3.6, 1.7),
    smoothness=300.0,
    floor=-8.0,
    critical_points=(CriticalPoint((-1.0, 0.0), "kink"),),
    heights="log",
    references=(
        "[Wolfe (1975), A method of conjugate subgradients for minimizing nondifferentiable "
        "functions](https://doi.org/10.1007/BFb0120703)",
    ),
)


def _barrier(p: Array, height: ArrayLike = 0.5) -> Array:
    x, y = p
    wells = x**6 / 6 + 3 * x**5 / 10 - x**3 / 2 - x**2 / 2 + 8 / 15
    return wells + height * jnp.maximum(0, 1 - x**2) ** 3 + y**2 / 2


BARRIER = Landscape(
    slug="barrier",
    title="Barrier",
    formula=(
        r"f(x, y) = \tfrac16 x^6 + \tfrac3{10} x^5 - \tfrac12 x^3 - \tfrac12 x^2 + \tfrac8{15}"
        r" + h \max(0, 1 - x^2)^3 + \tfrac12 y^2"
    ),
    point=(
        "A wall hides the deeper well: descent in small steps stays on this side of it however "
        "high it starts, while momentum may carry a racer across."
    ),
    fn=_barrier,
    hyperparameters=(
        Hyperparameter(
            name="height",
            symbol="h",
            title="Height",
            meaning="how far the wall between the wells is raised; nothing else moves",
            default=0.5,
            low=0.0,
            high=3.0,
        ),
    ),
    window=((-2.1, -1.7), (1.7, 1.7)),
    start=(-2.0, 1.3),
    smoothness=60.0,
    floor=0.0,
    critical_points=(
        CriticalPoint((1.0, 0.0), "minimum"),
        CriticalPoint((-1.0, 0.0), "minimum"),
        CriticalPoint((0.0, 0.0), "saddle"),
    ),
    heights="log",
    references=(
        "[Kramers (1940), Brownian motion in a field of force and the diffusion model of chemical "
        "reactions](https://doi.org/10.1016/S0031-8914%2840%2990098-2)",
    ),
)

MEMORY = 1.6
"""The weight that the neuron below is to find."""

LONGEST = 12
TARGETS = tuple(accumulate(range(LONGEST), lambda h, _: math.tanh(MEMORY * h), initial=0.3))
"""What is left of the neuron's first state after each number of steps with that weight."""


def _exploding_gradient(p: Array, length: ArrayLike = 5.0) -> Array:
    weight, bias = p

    def remember(k: Array, states: Array) -> Array:
        # The length is traced, so every step is computed and only the first ones are kept.
        return jnp.where(jnp.less(k, length), jnp.tanh(weight * states + bias), states)

    plus, minus = jax.lax.fori_loop(0, LONGEST, remember, jnp.array([0.3, -0.3], p.dtype))
    target = jnp.array(TARGETS, p.dtype)[jnp.asarray(length, int)]
    return ((plus - target) ** 2 + (minus + target) ** 2) / 2


EXPLODING_GRADIENT = Landscape(
    slug="exploding-gradient",
    title="Exploding gradient",
    formula=(
        r"f(x, y) = \tfrac12 \left(h_T^+ - t\right)^2 + \tfrac12 \left(h_T^- + t\right)^2, \quad"
        r" h_{k+1}^\pm = \tanh(x\,h_k^\pm + y), \; h_0^\pm = \pm 0.3, \; t = h_T^+(1.6, 0)"
    ),
    point=(
        "A neuron is to remember a sign for T steps: where its memory tips over stands a wall, "
        "and one step taken on its face throws a racer far away, unless the gradient is clipped."
    ),
    fn=_exploding_gradient,
    hyperparameters=(
        Hyperparameter(
            name="length",
            symbol="T",
            title="Length",
            meaning="for how many steps the neuron must remember, and how steep the walls grow",
            default=5.0,
            low=1.0,
            high=float(LONGEST),
            scale="whole",
        ),
    ),
    # Less weight on the past than this and the neuron forgets: there the gradient vanishes.
    window=((0.6, -1.0), (4.0, 1.0)),
    start=(2.2, 0.6),
    # Slow enough to take the wall in small steps; at ten times this rate luck decides.
    smoothness=50.0,
    floor=0.0,
    critical_points=(CriticalPoint((MEMORY, 0.0), "minimum"),),
    heights="log",
    references=(
        "[Bengio, Simard and Frasconi (1994), Learning long-term dependencies with gradient "
        "descent is difficult](https://doi.org/10.1109/72.279181)",
        "[Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural "
        "networks](https://arxiv.org/abs/1211.5063)",
    ),
)

TITLE = "Cliffs"
ENTRIES = (ABSOLUTE_VALUE, WOLFE, BARRIER, EXPLODING_GRADIENT)
