"""Plateaus: where the ground is all but level, and the gradient says little of the way down."""

import math

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

from hyperparameters import Hyperparameter
from landscapes.base import CriticalPoint, Landscape


def _flat_shelf(p: Array, steepness: ArrayLike = 1.0) -> Array:
    x, y = p
    return (1 - jnp.exp(-(steepness * x))) ** 2 + y**2 / 10


FLAT_SHELF = Landscape(
    slug="flat-shelf",
    title="Flat shelf",
    formula=r"f(x, y) = \left(1 - e^{-a x}\right)^2 + \tfrac{1}{10}\,y^2",
    point=(
        "Two atoms pulled apart: the slope of the shelf fades exponentially with the distance, "
        "so plain descent crawls, and Newton's method, the curvature being negative, walks away."
    ),
    fn=_flat_shelf,
    hyperparameters=(
        Hyperparameter(
            name="steepness",
            symbol="a",
            title="Steepness",
            meaning="how narrow the well is, and how soon the shelf beside it is flat",
            default=1.0,
            low=0.5,
            high=2.0,
        ),
    ),
    window=((-1.0, -3.0), (7.0, 3.0)),
    start=(5.5, 2.0),
    smoothness=2.0,
    floor=0.0,
    critical_points=(CriticalPoint((0.0, 0.0), "minimum"),),
    heights="log",
    references=(
        "[Morse (1929), Diatomic molecules according to the wave mechanics II]"
        "(https://doi.org/10.1103/PhysRev.34.57)",
    ),
)


def _staircase(p: Array, slope: ArrayLike = 0.02) -> Array:
    x, y = p
    height = jnp.sqrt(1 + x**2 + 3 * y**2) - 1
    return height + (1 - slope) / math.tau * jnp.sin(math.tau * height)


STAIRCASE = Landscape(
    slug="staircase",
    title="Staircase",
    formula=r"f(x, y) = q + \frac{1 - s}{2\pi} \sin 2\pi q, \quad q = \sqrt{1 + x^2 + 3 y^2} - 1",
    point=(
        "Each tread keeps only a trace of the slope: plain descent stops and goes, "
        "while momentum rolls from one step to the next."
    ),
    fn=_staircase,
    hyperparameters=(
        Hyperparameter(
            name="slope",
            symbol="s",
            title="Slope of the treads",
            meaning="the share of the bowl's slope that is left on a tread; at 1 there are none",
            default=0.02,
            low=0.001,
            high=1.0,
            scale="log",
        ),
    ),
    window=((-4.0, -3.0), (4.0, 3.0)),
    start=(-3.4, 2.0),
    smoothness=20.0,
    floor=0.0,
    critical_points=(CriticalPoint((0.0, 0.0), "minimum"),),
    references=(
        "De Jong (1975), An analysis of the behavior of a class of genetic adaptive systems, "
        "thesis, University of Michigan: its third function is a staircase, but without slopes",
    ),
)

TITLE = "Plateaus"
ENTRIES = (FLAT_SHELF, STAIRCASE)
