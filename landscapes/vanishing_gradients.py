"""Vanishing gradients: a little way off, hardly anything of the pull of the minimum is left."""

import math

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

from hyperparameters import Hyperparameter
from landscapes.base import CriticalPoint, Landscape
from landscapes.listed import listed

DEEPEST = 10


def _sigmoid_chain(p: Array, depth: ArrayLike = 6.0) -> Array:
    x, y = p

    def behind(u: Array, layers: ArrayLike) -> Array:
        # The depth is traced, so every layer is computed and only the first ones are kept.
        for k in range(DEEPEST):
            u = jnp.where(jnp.less(k, layers), jnp.tanh(u / 2) / 2, u)
        return u

    far = behind(x, depth) - behind(jnp.ones_like(x), depth)
    near = behind(y, 1) - behind(jnp.ones_like(y), 1)
    return (jnp.power(4.0, depth) * far**2 + 4 * near**2) / 2


SIGMOID_CHAIN = Landscape(
    slug="sigmoid-chain",
    title="Chain of sigmoids",
    formula=(
        r"f(x, y) = \tfrac12\,4^d \left(s_d(x) - s_d(1)\right)^2"
        r" + \tfrac12\,4 \left(s_1(y) - s_1(1)\right)^2, \quad"
        r" s_0(u) = u, \; s_{k+1} = \frac{1}{1 + e^{-s_k}} - \frac12"
    ),
    point=(
        "One sigmoid stands between y and the loss, a chain of them between x and the loss, and "
        "each passes on at most a quarter of the gradient: y learns at once, x hardly moves."
    ),
    fn=_sigmoid_chain,
    hyperparameters=(
        Hyperparameter(
            name="depth",
            symbol="d",
            title="Depth",
            meaning="how many sigmoids stand between x and the loss",
            default=6.0,
            low=1.0,
            high=float(DEEPEST),
            scale="whole",
        ),
    ),
    window=((-5.0, -5.0), (5.0, 5.0)),
    start=(-2.5, 4.0),
    smoothness=0.4,
    floor=0.0,
    critical_points=(CriticalPoint((1.0, 1.0), "minimum"),),
    heights="log",
    references=(
        "[Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks](https://proceedings.mlr.press/v9/glorot10a.html)",
    ),
)


def _easom(p: Array) -> Array:
    x, y = p
    return -jnp.cos(x) * jnp.cos(y) * jnp.exp(-((x - math.pi) ** 2) - (y - math.pi) ** 2)


EASOM = Landscape(
    slug="easom",
    title="Easom's needle",
    formula=r"f(x, y) = -\cos x\,\cos y\; e^{-(x - \pi)^2 - (y - \pi)^2}",
    point="A hole in a plain: a few steps farther off, nothing tells where it is.",
    fn=_easom,
    # Published from -100 to 100, where float64 sees slopes of exactly zero.
    window=((0.0, 0.0), (math.tau, math.tau)),
    start=(1.75, 1.85),
    smoothness=3.0,
    floor=-1.0,
    critical_points=listed("easom"),
    references=(
        "[Surjanovic and Bingham, Virtual library of simulation experiments: Easom function]"
        "(https://www.sfu.ca/~ssurjano/easom.html)",
    ),
)

TITLE = "Plateaus"
ENTRIES = (SIGMOID_CHAIN, EASOM)
