"""Networks whose layers add to what they are given instead of replacing it."""

from dataclasses import replace
from typing import Any

from jax import Array
from jax.typing import ArrayLike

from landscapes.networks.activations import Activation
from landscapes.networks.base import Dropout, Model, Network, Params
from landscapes.networks.dense import DEPTH, WIDTH, mlp
from landscapes.networks.parts import dropped, weighted


def _residual(shape: tuple[int, ...], outputs: int, activation: Activation, **size: Any) -> Model:
    def rest(params: Params, pre: Array, weights: ArrayLike, dropout: Dropout | None) -> Array:
        del weights
        x = dropped(activation.fn(pre), dropout, 0)
        for place, layer in enumerate(params[1:-1], 1):
            x = x + dropped(activation.fn(weighted(layer, x)), dropout, place)
        return weighted(params[-1], x)

    return replace(mlp(shape, outputs, activation, **size), rest=rest)


RESIDUAL = Network(
    slug="residual",
    title="Residual network",
    formula=(
        r"h_1 = \varphi(W_1^\top x + b_1), \quad "
        r"h_{k+1} = h_k + \varphi(W_{k+1}^\top h_k + b_{k+1}), \quad y = W^\top h_L + b"
    ),
    point="Skip connections hand the gradient on unchanged, so that depth does not make it vanish.",
    hyperparameters=(replace(DEPTH, default=4.0), WIDTH),
    accepts=frozenset({"table", "picture", "sequence"}),
    build=_residual,
    smoothness=20.0,
    width=0.2,
    note="It has the parameters of the perceptron of its size, and the same start from one seed.",
    references=(
        "[He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition]"
        "(https://arxiv.org/abs/1512.03385)",
        "[Li, Xu, Taylor, Studer and Goldstein (2018), Visualizing the loss landscape of neural "
        "nets](https://arxiv.org/abs/1712.09913)",
    ),
)

ENTRIES = (RESIDUAL,)
