"""Mazes: dents and ridges without a larger shape to follow."""

import math

import jax.numpy as jnp
from jax import Array

from landscapes.base import CriticalSet, Landscape
from landscapes.listed import listed


def _root(u: Array) -> Array:
    """Root of the absolute value, with a slope of zero where it has none."""
    zero = u == 0
    return jnp.where(zero, 0.0, jnp.sqrt(jnp.where(zero, 1.0, jnp.abs(u))))


def _magnitude(u: Array) -> Array:
    """Absolute value, level at its kink: also where only rounding keeps u from zero."""
    return jnp.where(jnp.abs(u) < 1e-14, 0.0, jnp.abs(u))


def _schwefel(p: Array) -> Array:
    x, y = p
    return 418.9829 * 2 - x * jnp.sin(_root(x)) - y * jnp.sin(_root(y))


SCHWEFEL = Landscape(
    slug="schwefel",
    title="Schwefel's maze",
    formula=r"f(x, y) = 837.9658 - x \sin\sqrt{|x|} - y \sin\sqrt{|y|}",
    point=(
        "The second best dent lies at the other end from the best: "
        "what is learnt in one corner misleads in the next."
    ),
    fn=_schwefel,
    window=((-500.0, -500.0), (500.0, 500.0)),
    start=(-100.0, 60.0),
    smoothness=0.5,
    # The lowest in the window: farther out the waves go deeper. Zero but for published digits.
    floor=0.0,
    # On the axes f has no curvature; where its slope vanishes there it still leads on downwards.
    critical_points=listed("schwefel"),
    references=(
        "Schwefel (1981), Numerical optimization of computer models, Wiley",
        "[Schwefel function, Surjanovic and Bingham, Virtual Library of Simulation Experiments]"
        "(https://www.sfu.ca/~ssurjano/schwef.html)",
    ),
)


def _eggholder(p: Array) -> Array:
    x, y = p
    raised = y + 47
    return -raised * jnp.sin(_root(x / 2 + raised)) - x * jnp.sin(_root(x - raised))


EGGHOLDER = Landscape(
    slug="eggholder",
    title="Eggholder",
    formula=(
        r"f(x, y) = -(y + 47) \sin\sqrt{\left|\tfrac{x}{2} + y + 47\right|}"
        r" - x \sin\sqrt{|x - y - 47|}"
    ),
    point=(
        "Waves of growing height cross at an angle, and no dent says where a deeper one may be."
    ),
    fn=_eggholder,
    # Published from -512 to 512, where the lowest value, -959.6407, lies on the edge, at
    # (512, 404.2319), and the slope does not vanish; this quarter reaches on to the bottom.
    window=((0.0, 0.0), (550.0, 550.0)),
    start=(150.0, 330.0),
    smoothness=10.0,
    # The lowest in the window; f falls without end as the waves grow.
    floor=-976.9,
    critical_points=listed("eggholder"),
    references=(
        "[Eggholder function, Surjanovic and Bingham, Virtual Library of Simulation Experiments]"
        "(https://www.sfu.ca/~ssurjano/egg.html)",
    ),
)


def _michalewicz(p: Array) -> Array:
    x, y = p
    along = jnp.sin(x) * jnp.sin(x**2 / math.pi) ** 20
    return -along - jnp.sin(y) * jnp.sin(2 * y**2 / math.pi) ** 20


def _cross_in_tray(p: Array) -> Array:
    x, y = p
    square = p @ p
    centre = square == 0
    radius = jnp.where(centre, 0.0, jnp.sqrt(jnp.where(centre, 1.0, square)))
    waves = _magnitude(jnp.sin(x) * jnp.sin(y)) * jnp.exp(jnp.abs(100 - radius / math.pi))
    return -1e-4 * (waves + 1) ** 0.1


def _holder_table(p: Array) -> Array:
    x, y = p
    square = p @ p
    centre = square == 0
    radius = jnp.where(centre, 0.0, jnp.sqrt(jnp.where(centre, 1.0, square)))
    waves = _magnitude(jnp.sin(x) * jnp.cos(y))
    return -waves * jnp.exp(jnp.abs(1 - radius / math.pi))


