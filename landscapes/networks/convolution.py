"""A small convolutional network for small pictures."""

from itertools import product

import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.typing import ArrayLike

from hyperparameters import Hyperparameter
from landscapes.networks.activations import Activation
from landscapes.networks.base import Draw, Dropout, Model, Network, Params
from landscapes.networks.parts import affine, dropped, weighted

SIDE = 3
"""Of a filter."""

SMALLEST = 6
"""Side of the smallest picture that leaves something to see behind both layers."""


def _filters(generator: np.random.Generator, draw: Draw, n: int, m: int) -> dict[str, np.ndarray]:
    return {"bias": np.zeros(m), "weights": draw(generator, (SIDE, SIDE, n, m))}


def _patches(x: Array, rows: int, columns: int, stride: int = 1) -> Array:
    """What filters see of pictures (channels, rows, columns, n): (SIDE², channels, ..., n)."""
    down, across = stride * rows, stride * columns
    corners = product(range(SIDE), repeat=2)
    return jnp.stack([x[:, i : i + down : stride, j : j + across : stride] for i, j in corners])


def _convolved(layer: dict[str, Array], patches: Array) -> Array:
    """Every filter of a layer at every place: (filters, ..., n)."""
    # With examples along the last axis this is one product of matrices on contiguous numbers,
    # on a CPU five times as quick as XLA's convolution of such small pictures.
    filters = layer["weights"].reshape(-1, layer["weights"].shape[-1])
    sums = filters.T @ patches.reshape(len(filters), -1)
    biases = layer["bias"].reshape(-1, *[1] * (patches.ndim - 2))
    return sums.reshape(-1, *patches.shape[2:]) + biases


def _first(params: Params, inputs: ArrayLike) -> Array:
    """The four places of every square of 2 × 2, (filters, 4, rows, columns, n).

    An odd last row or column is left out.
    """
    x = jnp.asarray(inputs)[None]
    rows, columns = _squares(x.shape[1:3])
    places = product(range(2), repeat=2)
    # Places lie apart, so that their mean is one of whole arrays.
    patches = [_patches(x[:, i:, j:], rows, columns, stride=2) for i, j in places]
    return _convolved(params[0], jnp.stack(patches, axis=2))


def _squares(shape: tuple[int, ...]) -> tuple[int, int]:
    """How many squares of 2 × 2 the first layer has below and beside each other."""
    rows, columns = ((side - SIDE + 1) // 2 for side in shape)
    return rows, columns


def _build(shape: tuple[int, ...], outputs: int, activation: Activation, filters: float) -> Model:
    if min(shape) < SMALLEST:
        raise ValueError(
            f"pictures of {shape[0]} × {shape[1]} are too small to be convolved twice: "
            f"each side needs at least {SMALLEST} pixels"
        )
    seen = 2 * int(filters)
    rows, columns = (side - SIDE + 1 for side in _squares(shape))

    def init(generator: np.random.Generator, draw: Draw) -> Params:
        first = _filters(generator, draw, 1, int(filters))
        second = _filters(generator, draw, int(filters), seen)
        return first, second, affine(generator, draw, seen * rows * columns, outputs)

    def rest(params: Params, pre: Array, weights: ArrayLike, dropout: Dropout | None) -> Array:
        del weights
        x = dropped(activation.fn(pre), dropout, 0)
        pooled = sum(jnp.unstack(x, axis=1)) / 4
        seen = _patches(jnp.asarray(pooled), rows, columns)
        x = dropped(activation.fn(_convolved(params[1], seen)), dropout, 1)
        return weighted(params[2], x.reshape(-1, x.shape[-1]))

    return Model(
        layers=("Convolution 1", "Convolution 2", "Output"), init=init, first=_first, rest=rest
    )


CONVOLUTION = Network(
    slug="convolution",
    title="Convolutional network",
    formula=(
        r"h_1 = \operatorname{mean}_{2 \times 2} \varphi(K_1 * x + b_1), \quad "
        r"h_2 = \varphi(K_2 * h_1 + b_2), \quad y = W^\top h_2 + b"
    ),
    point="The same few filters look at every place, so it learns more from fewer parameters.",
    hyperparameters=(
        Hyperparameter(
            name="filters",
            symbol="c",
            title="Filters",
            meaning="number of filters of the first layer; the second has twice as many",
            default=8.0,
            low=1.0,
            high=16.0,
            scale="whole",
        ),
    ),
    accepts=frozenset({"picture"}),
    build=_build,
    smoothness=5.0,
    width=0.4,
    note="Filters see 3 × 3 places, without padding; means, not maxima, are taken of 2 × 2.",
    references=(
        "[LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document "
        "recognition](https://doi.org/10.1109/5.726791)",
    ),
)

ENTRIES = (CONVOLUTION,)
