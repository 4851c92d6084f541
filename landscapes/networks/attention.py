"""A transformer of one block, which answers at the last position of a sequence."""

from math import sqrt

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.typing import ArrayLike

from hyperparameters import Hyperparameter
from landscapes.networks.activations import Activation
from landscapes.networks.base import Draw, Dropout, Model, Network, Params
from landscapes.networks.parts import affine, dropped, weighted


def _first(params: Params, inputs: ArrayLike) -> Array:
    x = jnp.asarray(inputs).swapaxes(0, 1)
    return _turned(params[0]["weights"], x) + params[0]["positions"].T[..., None]


def _turned(weights: Array, x: Array) -> Array:
    """The matrix at every position of `x` (units, length, n)."""
    return (weights.T @ x.reshape(len(x), -1)).reshape(-1, *x.shape[1:])


def _attended(layer: dict[str, Array], x: Array, heads: int) -> Array:
    """What the last position gathers from all positions of `x` (units, length, n)."""
    # Only the last position asks, since nobody reads what the others would be told.
    asked = (("query", x[:, -1:]), ("key", x), ("value", x))
    query, keys, values = (_heads(_turned(layer[name], at), heads) for name, at in asked)
    scores = jnp.sum(query * keys, axis=1) / sqrt(query.shape[1])
    attention = jax.nn.softmax(scores, axis=1)
    gathered = jnp.sum(attention[:, None] * values, axis=2)
    return layer["output"].T @ gathered.reshape(len(x), -1)


def _heads(x: Array, heads: int) -> Array:
    """Units divided among heads."""
    return x.reshape(heads, len(x) // heads, *x.shape[1:])


def _build(
    shape: tuple[int, ...], outputs: int, activation: Activation, heads: float, width: float
) -> Model:
    length, inputs = shape
    heads, across = int(heads), int(heads) * int(width)

    def init(generator: np.random.Generator, draw: Draw) -> Params:
        square = (across, across)
        names = ("key", "output", "query", "value")
        return (
            {
                "positions": draw(generator, (length, across)),
                "weights": draw(generator, (inputs, across)),
            },
            {name: draw(generator, square) for name in names},
            affine(generator, draw, across, 2 * across),
            affine(generator, draw, 2 * across, across),
            affine(generator, draw, across, outputs),
        )

    def rest(params: Params, pre: Array, weights: ArrayLike, dropout: Dropout | None) -> Array:
        del weights
        _, attention, inner, outer, readout = params
        x = pre[:, -1] + _attended(attention, pre, heads)
        hidden = dropped(activation.fn(weighted(inner, x)), dropout, 0)
        return weighted(readout, x + weighted(outer, hidden))

    titles = ("Embedding", "Attention", "MLP 1", "MLP 2", "Output")
    return Model(layers=titles, init=init, first=_first, rest=rest)


ATTENTION = Network(
    slug="attention",
    title="Transformer block",
    formula=(
        r"e_t = E^\top x_t + p_t, \quad "
        r"a = e_T + O^\top \sum_t \operatorname{softmax}_t\!"
        r"\left(\tfrac{(Q^\top e_T)^\top K^\top e_t}{\sqrt{d}}\right) V^\top e_t, \quad "
        r"y = R^\top \left(a + \operatorname{MLP}(a)\right) + r"
    ),
    point="To find what a key stands for it must learn to look back: the loss rests, then falls.",
    hyperparameters=(
        Hyperparameter(
            name="heads",
            symbol="H",
            title="Heads",
            meaning="number of places that can be looked at at once",
            default=2.0,
            low=1.0,
            high=4.0,
            scale="whole",
        ),
        Hyperparameter(
            name="width",
            symbol="d",
            title="Units of a head",
            meaning="length of the queries, keys and values of each head",
            default=8.0,
            low=1.0,
            high=32.0,
            scale="whole",
        ),
    ),
    accepts=frozenset({"sequence", "picture"}),
    build=_build,
    smoothness=10.0,
    width=0.4,
    note=(
        "One block without layer norms; the answer is read at the last position, so queries of "
        "the others are not formed. A picture is read as a sequence of its rows."
    ),
    references=(
        "[Vaswani and others (2017), Attention is all you need](https://arxiv.org/abs/1706.03762)",
    ),
)

ENTRIES = (ATTENTION,)
