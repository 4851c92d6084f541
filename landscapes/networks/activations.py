"""Activations: what a unit makes of its weighted sum."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import jax
import jax.numpy as jnp
from jax import Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Activation:
    """One entry of the menu of activations; it is applied to each number of an array."""

    slug: str
    """Name in links and code; never changes once published."""
    title: str
    formula: str
    """LaTeX of φ(z)."""
    point: str
    """What it does to gradients, as a sentence."""
    fn: Callable[[Array], Array]
    references: tuple[str, ...]
    """Markdown links to the sources."""


SIGMOID = Activation(
    slug="sigmoid",
    title="Sigmoid",
    formula=r"\varphi(z) = \frac{1}{1 + e^{-z}}",
    point="Its slope is at most a quarter, so that a gradient fades from layer to layer.",
    fn=jax.nn.sigmoid,
    references=(
        "[Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating "
        "errors](https://doi.org/10.1038/323533a0)",
    ),
)

TANH = Activation(
    slug="tanh",
    title="tanh",
    formula=r"\varphi(z) = \tanh z",
    point="Centred at zero with slope one there; it saturates where weights are large.",
    fn=jnp.tanh,
    references=(
        "[LeCun, Bottou, Orr and Müller (1998), Efficient backprop]"
        "(https://doi.org/10.1007/3-540-49430-8_2)",
    ),
)

RELU = Activation(
    slug="relu",
    title="ReLU",
    formula=r"\varphi(z) = \max(z, 0)",
    point="A unit that is on passes its gradient unchanged, and one that is off passes none.",
    fn=jax.nn.relu,
    references=(
        "[Glorot, Bordes and Bengio (2011), Deep sparse rectifier neural networks]"
        "(https://proceedings.mlr.press/v15/glorot11a.html)",
    ),
)

GELU = Activation(
    slug="gelu",
    title="GELU",
    formula=r"\varphi(z) = z\, \Phi(z)",
    point="Like ReLU, but without its kink: the loss is smooth, and so is the way down.",
    fn=partial(jax.nn.gelu, approximate=False),
    references=(
        "[Hendrycks and Gimpel (2016), Gaussian error linear units]"
        "(https://arxiv.org/abs/1606.08415)",
    ),
)

ENTRIES = (SIGMOID, TANH, RELU, GELU)
ACTIVATIONS: Mapping[str, Activation] = MappingProxyType({entry.slug: entry for entry in ENTRIES})
