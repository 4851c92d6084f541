"""Initialisations: how the weights are drawn before training. Biases start at zero.

NumPy draws them, since JAX would first compile its generator for each shape.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from types import MappingProxyType

import numpy as np

from hyperparameters import Hyperparameter, complete


@dataclass(frozen=True, kw_only=True, eq=False)
class Initialisation:
    """One entry of the menu of initialisations."""

    slug: str
    """Name in links and code; never changes once published."""
    title: str
    formula: str
    """LaTeX of a weight, from n inputs to m outputs, in the symbols of the hyperparameters."""
    point: str
    """What comes of it, as a sentence."""
    draw: Callable[..., np.ndarray]
    """Weights from a generator and their shape (…, in, out), and the hyperparameters by name."""
    hyperparameters: tuple[Hyperparameter, ...] = ()
    references: tuple[str, ...]
    """Markdown links to the sources."""

    def settings(self, given: Mapping[str, float] | None = None) -> dict[str, float]:
        """Defaults overridden by `given`; ValueError on an unknown name or a value out of range."""
        return complete(self.title, self.hyperparameters, given)


def _spread(default: float, low: float, high: float) -> Hyperparameter:
    return Hyperparameter(
        name="spread",
        symbol=r"\sigma",
        title="Spread",
        meaning="standard deviation of every weight",
        default=default,
        low=low,
        high=high,
        scale="log",
    )


def _zeros(generator: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    del generator
    return np.zeros(shape)


def _normal(generator: np.random.Generator, shape: tuple[int, ...], spread: float) -> np.ndarray:
    return spread * generator.standard_normal(shape)


def _xavier(generator: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    # A filter of a convolution is read, and read from, at each of its places.
    n, m = prod(shape[:-1]), prod(shape[:-2]) * shape[-1]
    return generator.standard_normal(shape) * np.sqrt(2 / (n + m))


def _he(generator: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return generator.standard_normal(shape) * np.sqrt(2 / prod(shape[:-1]))


def _orthogonal(generator: np.random.Generator, shape: tuple[int, ...], gain: float) -> np.ndarray:
    n, m = prod(shape[:-1]), shape[-1]
    q, r = np.linalg.qr(generator.standard_normal((max(n, m), min(n, m))))
    # With the signs of R's diagonal, Q is uniform over all orthogonal matrices.
    q = q * np.sign(np.diag(r))
    return gain * (q if n >= m else q.T).reshape(shape)


ZEROS = Initialisation(
    slug="zeros",
    title="Zeros",
    formula=r"w = 0",
    point="All hidden units are alike and stay so: nothing but the last bias learns.",
    draw=_zeros,
    references=(
        "[Goodfellow, Bengio and Courville (2016), Deep learning, section 8.4]"
        "(https://www.deeplearningbook.org/contents/optimization.html)",
    ),
)

SMALL = Initialisation(
    slug="small",
    title="Small",
    formula=r"w \sim \mathcal N(0, \sigma^2)",
    point="The signal fades from layer to layer, and the start is close to a saddle.",
    draw=_normal,
    hyperparameters=(_spread(0.01, 1e-4, 0.1),),
    references=(
        "[Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks](https://proceedings.mlr.press/v9/glorot10a.html)",
    ),
)

LARGE = Initialisation(
    slug="large",
    title="Large",
    formula=r"w \sim \mathcal N(0, \sigma^2)",
    point="Signals grow from layer to layer: units saturate, or gradients explode.",
    draw=_normal,
    hyperparameters=(_spread(1.0, 0.1, 10.0),),
    references=(
        "[Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks](https://proceedings.mlr.press/v9/glorot10a.html)",
    ),
)

XAVIER = Initialisation(
    slug="xavier",
    title="Xavier",
    formula=r"w \sim \mathcal N\!\left(0, \tfrac{2}{n + m}\right)",
    point="Signals keep their size forwards and gradients theirs backwards, where φ is like z.",
    draw=_xavier,
    references=(
        "[Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks](https://proceedings.mlr.press/v9/glorot10a.html)",
    ),
)

HE = Initialisation(
    slug="he",
    title="He",
    formula=r"w \sim \mathcal N\!\left(0, \tfrac{2}{n}\right)",
    point="Twice the variance makes up for the half of the signal that ReLU cuts off.",
    draw=_he,
    references=(
        "[He, Zhang, Ren and Sun (2015), Delving deep into rectifiers]"
        "(https://arxiv.org/abs/1502.01852)",
    ),
)

ORTHOGONAL = Initialisation(
    slug="orthogonal",
    title="Orthogonal",
    formula=r"W^\top W = g^2 I",
    point="Each layer turns its signal without squeezing it, however many there are.",
    draw=_orthogonal,
    hyperparameters=(
        Hyperparameter(
            name="gain",
            symbol="g",
            title="Gain",
            meaning="factor by which a layer stretches its signal",
            default=1.0,
            low=0.1,
            high=10.0,
            scale="log",
        ),
    ),
    references=(
        "[Saxe, McClelland and Ganguli (2014), Exact solutions to the nonlinear dynamics of "
        "learning in deep linear neural networks](https://arxiv.org/abs/1312.6120)",
    ),
)

ENTRIES = (ZEROS, SMALL, LARGE, XAVIER, HE, ORTHOGONAL)
INITIALISATIONS: Mapping[str, Initialisation] = MappingProxyType(
    {entry.slug: entry for entry in ENTRIES}
)
