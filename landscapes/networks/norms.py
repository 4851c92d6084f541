"""Networks that bring the weighted sums of every hidden layer to mean 0 and variance 1."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from math import prod

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.typing import ArrayLike

from landscapes.networks.activations import Activation
from landscapes.networks.base import Draw, Dropout, Model, Network, Params
from landscapes.networks.dense import DEPTH, WIDTH
from landscapes.networks.parts import affine, dropped, flat, weighted

EPSILON = 1e-5
"""Added to variances, as by torch."""

Norm = Callable[[Array, Array], Array]


def _over_batch(x: Array, shares: Array) -> Array:
    centred = x - (x @ shares)[:, None]
    return centred * jax.lax.rsqrt(centred**2 @ shares + EPSILON)[:, None]


def _over_units(x: Array, shares: Array) -> Array:
    del shares
    centred = x - x.mean(axis=0, keepdims=True)
    variance = jnp.mean(centred**2, axis=0, keepdims=True)
    return centred * jax.lax.rsqrt(variance + EPSILON)


def _scaled(generator: np.random.Generator, draw: Draw, n: int, m: int) -> dict[str, np.ndarray]:
    return {"scale": np.ones(m), "shift": np.zeros(m), "weights": draw(generator, (n, m))}


def _sums(layer: dict[str, Array], x: Array) -> Array:
    return weighted(layer, x) if "bias" in layer else layer["weights"].T @ x


def _first(params: Params, inputs: ArrayLike) -> Array:
    return _sums(params[0], flat(inputs))


def _build(
    shape: tuple[int, ...],
    outputs: int,
    activation: Activation,
    depth: float,
    width: float,
    *,
    norm: Norm,
    mixes: bool,
) -> Model:
    sizes = (prod(shape), *[int(width)] * int(depth))

    def init(generator: np.random.Generator, draw: Draw) -> Params:
        hidden = [_scaled(generator, draw, n, m) for n, m in pairwise(sizes)]
        if not mixes:
            # Over the batch a bias would be subtracted with the mean; over units it counts.
            hidden = [{**layer, "bias": np.zeros_like(layer["shift"])} for layer in hidden]
        return (*hidden, affine(generator, draw, sizes[-1], outputs))

    def rest(params: Params, pre: Array, weights: ArrayLike, dropout: Dropout | None) -> Array:
        shares = jnp.asarray(weights)
        for place, (layer, following) in enumerate(pairwise(params)):
            x = activation.fn(norm(pre, shares) * layer["scale"][:, None] + layer["shift"][:, None])
            pre = _sums(following, dropped(x, dropout, place))
        return pre

    hidden = tuple(f"Hidden {k + 1}" for k in range(int(depth)))
    return Model(layers=(*hidden, "Output"), init=init, first=_first, rest=rest, mixes=mixes)


BATCH_NORM = Network(
    slug="batch-norm",
    title="Batch normalisation",
    formula=(
        r"h_k = \varphi\!\left(\gamma_k \frac{z_k - \operatorname{mean} z_k}"
        r"{\sqrt{\operatorname{var} z_k + \epsilon}} + \beta_k\right), \quad "
        r"z_k = W_k^\top h_{k-1}, \quad y = W^\top h_L + b"
    ),
    point="The loss does not change with the size of the weights, so no layer can blow up.",
    hyperparameters=(replace(DEPTH, default=3.0), WIDTH),
    accepts=frozenset({"table", "picture", "sequence"}),
    build=partial(_build, norm=_over_batch, mixes=True),
    smoothness=5.0,
    width=0.4,
    note=(
        "Mean and variance are those of the batch of the step, and of the whole training set "
        "where the network is measured: there are no running averages. A batch of one example has "
        "no variance, and nothing but shifts and the last bias learns from it."
    ),
    references=(
        "[Ioffe and Szegedy (2015), Batch normalization](https://arxiv.org/abs/1502.03167)",
        "[Santurkar, Tsipras, Ilyas and Mądry (2018), How does batch normalization help "
        "optimization?](https://arxiv.org/abs/1805.11604)",
    ),
)

LAYER_NORM = Network(
    slug="layer-norm",
    title="Layer normalisation",
    formula=(
        r"h_k = \varphi\!\left(\gamma_k \frac{z_k - \operatorname{mean} z_k}"
        r"{\sqrt{\operatorname{var} z_k + \epsilon}} + \beta_k\right), \quad "
        r"z_k = W_k^\top h_{k-1} + b_k, \quad y = W^\top h_L + b"
    ),
    point="Each example is normalised over its own units, so the batch may be as small as one.",
    hyperparameters=(replace(DEPTH, default=3.0), WIDTH),
    accepts=frozenset({"table", "picture", "sequence"}),
    build=partial(_build, norm=_over_units, mixes=False),
    smoothness=10.0,
    width=0.4,
    note=(
        "Unlike with batch normalisation hidden layers keep the bias before the norm: without it "
        "an example would count by its direction alone."
    ),
    references=(
        "[Ba, Kiros and Hinton (2016), Layer normalization](https://arxiv.org/abs/1607.06450)",
    ),
)

ENTRIES = (BATCH_NORM, LAYER_NORM)
