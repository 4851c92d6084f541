"""Networks whose layers join every unit to every unit of the next."""

from itertools import pairwise
from math import prod

import numpy as np
from jax import Array
from jax.typing import ArrayLike

from hyperparameters import Hyperparameter
from landscapes.networks.activations import Activation
from landscapes.networks.base import Draw, Dropout, Model, Network, Params
from landscapes.networks.parts import affine, dropped, flat, weighted

DEPTH = Hyperparameter(
    name="depth",
    symbol="L",
    title="Hidden layers",
    meaning="number of layers between inputs and outputs",
    default=1.0,
    low=1.0,
    high=8.0,
    scale="whole",
)
WIDTH = Hyperparameter(
    name="width",
    symbol="m",
    title="Units",
    meaning="number of units of each hidden layer",
    default=32.0,
    low=1.0,
    high=128.0,
    scale="whole",
)


def _first(params: Params, inputs: ArrayLike) -> Array:
    return weighted(params[0], flat(inputs))


def _linear(shape: tuple[int, ...], outputs: int, activation: Activation) -> Model:
    del activation

    def init(generator: np.random.Generator, draw: Draw) -> Params:
        return (affine(generator, draw, prod(shape), outputs),)

    def rest(params: Params, pre: Array, weights: ArrayLike, dropout: Dropout | None) -> Array:
        del params, weights, dropout
        return pre

    return Model(layers=("Output",), init=init, first=_first, rest=rest)


def mlp(
    shape: tuple[int, ...], outputs: int, activation: Activation, depth: float, width: float
) -> Model:
    """A perceptron of `depth` hidden layers of `width` units."""
    sizes = (prod(shape), *[int(width)] * int(depth), outputs)

    def init(generator: np.random.Generator, draw: Draw) -> Params:
        return tuple(affine(generator, draw, n, m) for n, m in pairwise(sizes))

    def rest(params: Params, pre: Array, weights: ArrayLike, dropout: Dropout | None) -> Array:
        del weights
        for place, layer in enumerate(params[1:]):
            pre = weighted(layer, dropped(activation.fn(pre), dropout, place))
        return pre

    hidden = tuple(f"Hidden {k + 1}" for k in range(int(depth)))
    return Model(layers=(*hidden, "Output"), init=init, first=_first, rest=rest)


LINEAR = Network(
    slug="linear",
    title="Linear model",
    formula=r"y = W^\top x + b",
    point="Logistic or linear regression: its loss is convex, so all methods find one floor.",
    accepts=frozenset({"table", "picture", "sequence"}),
    build=_linear,
    smoothness=3.0,
    width=1.0,
    references=(
        "[Hastie, Tibshirani and Friedman (2009), The elements of statistical learning, "
        "chapters 3 and 4](https://hastie.su.domains/ElemStatLearn/)",
    ),
)

MLP = Network(
    slug="mlp",
    title="Multilayer perceptron",
    formula=r"h_0 = x, \quad h_k = \varphi(W_k^\top h_{k-1} + b_k), \quad y = W^\top h_L + b",
    point="Hidden layers make the loss of a simple model a landscape of valleys and saddles.",
    hyperparameters=(DEPTH, WIDTH),
    accepts=frozenset({"table", "picture", "sequence"}),
    build=mlp,
    smoothness=10.0,
    width=0.4,
    references=(
        "[Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating "
        "errors](https://doi.org/10.1038/323533a0)",
    ),
)

ENTRIES = (LINEAR, MLP)
