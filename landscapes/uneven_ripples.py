"""Uneven ripples: they swell or die away with the distance from the minimum."""

import math

import jax.numpy as jnp
from jax import Array

from landscapes.base import CriticalPoint, CriticalSet, Landscape
from landscapes.listed import listed
from landscapes.roots import root


def _levy(p: Array) -> Array:
    u, v = 1 + (p - 1) / 4
    along = jnp.sin(math.pi * u) ** 2 + (u - 1) ** 2 * (1 + 10 * jnp.sin(math.pi * u + 1) ** 2)
    return along + (v - 1) ** 2 * (1 + jnp.sin(math.tau * v) ** 2)


LEVY = Landscape(
    slug="levy",
    title="Lévy's washboard",
    formula=(
        r"f(x, y) = \sin^2 \pi u + (u - 1)^2 \left(1 + 10 \sin^2(\pi u + 1)\right)"
        r" + (v - 1)^2 \left(1 + \sin^2 2\pi v\right), \quad"
        r" u = \tfrac{x + 3}{4}, \; v = \tfrac{y + 3}{4}"
    ),
    point=(
        "The ripples grow with the distance: close to the minimum they are hardly a tremor, "
        "and the farther out a race starts, the higher are the walls in its way."
    ),
    fn=_levy,
    window=((-10.0, -10.0), (10.0, 10.0)),
    start=(-6.0, 7.5),
    smoothness=40.0,
    floor=0.0,
    critical_points=listed("levy"),
    heights="log",
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Levy function]"
        "(https://www.sfu.ca/~ssurjano/levy.html)",
    ),
)


def _drop_wave(p: Array) -> Array:
    square = p @ p
    centre = square < 1e-9
    # The cosine's own series at the centre, where the root has no slope.
    ripples = jnp.where(
        centre, 1 - 72 * square, jnp.cos(12 * jnp.sqrt(jnp.where(centre, 1.0, square)))
    )
    return -(1 + ripples) / (square / 2 + 2)


RINGS = (
    0.5202155588732144,
    1.0415100263421078,
    1.5640602821972156,
    2.087461017634675,
    2.6112929051006684,
    3.135298394059344,
)
"""Radii at which the waves of `_drop_wave` are lowest, out to the corners of its window."""


def _from_rings(p: Array) -> Array:
    return jnp.abs(root(p @ p) - jnp.array(RINGS)).min()


def _from_crests(p: Array) -> Array:
    # Crests are where the cosine is -1: odd multiples of one radius.
    return jnp.abs(root(p @ p) - math.pi / 12 * jnp.arange(1, 2 * len(RINGS) + 2, 2)).min()


DROP_WAVE = Landscape(
    slug="drop-wave",
    title="Drop wave",
    formula=r"f(x, y) = -\frac{1 + \cos\left(12 \sqrt{x^2 + y^2}\right)}{\frac12 (x^2 + y^2) + 2}",
    point=(
        "Every trough is a ring, and the crests between them are all equally high: "
        "a racer that only ever loses height can roll over none of them."
    ),
    fn=_drop_wave,
    # Published from -5.12 to 5.12; fewer rings show more.
    window=((-2.5, -2.5), (2.5, 2.5)),
    start=(-1.4, 1.13),
    smoothness=60.0,
    floor=-1.0,
    critical_points=(CriticalPoint((0.0, 0.0), "minimum"),),
    critical_sets=(
        CriticalSet("minimum", r"\tan 6r = -\frac{r}{6r^2 + 24}", _from_rings),
        CriticalSet("plateau", r"\cos 12r = -1", _from_crests),
    ),
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Drop-wave function]"
        "(https://www.sfu.ca/~ssurjano/drop.html)",
    ),
)

TITLE = "Ripples"
ENTRIES = (LEVY, DROP_WAVE)
