"""What may be wrapped around any optimizer: clipping, decay of the parameters, shrinkage.

In their formulas g is the gradient that the optimizer is told, and η the rate in force, 1
for a rule that has none.
"""

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import jax.numpy as jnp
from jax import Array

from hyperparameters import Hyperparameter
from optimizers.base import Choice


class Modification(NamedTuple):
    """Everything that may be done around a rule; the defaults do nothing.

    One program runs them all, so that switching one on compiles nothing.
    """

    clip_value: float | Array = math.inf
    clip_norm: float | Array = math.inf
    l2: float | Array = 0.0
    decay: float | Array = 0.0
    l1: float | Array = 0.0


PLAIN = Modification()


def clipped(terms: Modification, gradient: Array) -> Array:
    """`gradient`, no coordinate longer than `clip_value`, then no longer than `clip_norm`."""
    gradient = jnp.clip(gradient, -terms.clip_value, terms.clip_value)
    # Measured in its largest coordinate, so that no square overflows.
    largest = jnp.abs(gradient).max()
    unit = gradient / jnp.where(largest > 0, largest, 1.0)
    norm = jnp.linalg.norm(unit)
    return jnp.where(largest * norm > terms.clip_norm, unit * (terms.clip_norm / norm), gradient)


def penalty(terms: Modification, point: Array) -> Array:
    """What L2 regularisation adds to the loss; its gradient is `l2 * point`."""
    # Switched off it must be 0 also where the square overflows.
    return jnp.where(terms.l2 > 0, 0.5 * terms.l2 * jnp.sum(point**2), 0.0)


def shrunk(terms: Modification, before: Array, after: Array, rate: Array) -> Array:
    """The step from `before` to `after` with decoupled decay, then with the proximal map of L1."""
    after = after - rate * terms.decay * before
    return jnp.sign(after) * jnp.maximum(jnp.abs(after) - rate * terms.l1, 0.0)


def combined(modifications: Iterable[Modification]) -> Modification:
    """All of them at once; ValueError if two do the same."""
    together = PLAIN
    for modification in modifications:
        for name, value in modification._asdict().items():
            if value == getattr(PLAIN, name):
                continue
            if (already := getattr(together, name)) != getattr(PLAIN, name):
                what = name.replace("_", " ")
                raise ValueError(
                    f"{what} is there twice, with {already:g} and with {value:g}, "
                    "but a modifier can act only once"
                )
            together = together._replace(**{name: value})
    return together


def _size(name: str, symbol: str, title: str, meaning: str, default: float) -> Hyperparameter:
    return Hyperparameter(
        name=name,
        symbol=symbol,
        title=title,
        meaning=meaning,
        default=default,
        low=1e-4,
        high=1e3,
        scale="log",
    )


CLIP_VALUE = Choice(
    slug="clip-value",
    title="Clip coordinates",
    formula=r"g_i \leftarrow \min(\max(g_i, -c), c)",
    point=(
        "No coordinate of the gradient may be larger than the limit: steep slopes lose their "
        "force, and the direction bends towards a diagonal."
    ),
    build=lambda limit: Modification(clip_value=limit),
    hyperparameters=(_size("limit", "c", "Limit", "largest coordinate of a gradient", 1.0),),
    references=(
        "[Goodfellow, Bengio and Courville (2016), Deep learning, section 10.11.1]"
        "(https://www.deeplearningbook.org/contents/rnn.html)",
    ),
)

CLIP_NORM = Choice(
    slug="clip-norm",
    title="Clip the norm",
    formula=r"g \leftarrow g \min(1, c / \lVert g \rVert)",
    point="A gradient longer than the limit is shortened to it, in its own direction.",
    build=lambda limit: Modification(clip_norm=limit),
    hyperparameters=(_size("limit", "c", "Limit", "longest gradient", 1.0),),
    references=(
        "[Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural "
        "networks](https://arxiv.org/abs/1211.5063)",
    ),
)

L2 = Choice(
    slug="l2",
    title="L2 penalty",
    formula=(
        r"f \leftarrow f + \tfrac{\lambda}{2} \lVert x \rVert^2, \quad "
        r"g \leftarrow g + \lambda\, x"
    ),
    point=(
        "A spring to the origin becomes part of the loss, so whatever a rule does to gradients it "
        "does to the spring too: Adam scales it away where gradients are large."
    ),
    build=lambda l2: Modification(l2=l2),
    hyperparameters=(_size("l2", r"\lambda", "Penalty", "stiffness of the spring", 0.1),),
    references=(
        "[Hoerl and Kennard (1970), Ridge regression: biased estimation for nonorthogonal problems]"
        "(https://doi.org/10.1080/00401706.1970.10488634)",
    ),
)

WEIGHT_DECAY = Choice(
    slug="weight-decay",
    title="Weight decay",
    formula=r"x_{k+1} \leftarrow x_{k+1} - \eta \lambda\, x_k",
    point=(
        "Every step also shrinks the point by the same share, whatever the rule does with "
        "gradients: around Adam this is AdamW, around plain descent the same as an L2 penalty."
    ),
    build=lambda decay: Modification(decay=decay),
    hyperparameters=(_size("decay", r"\lambda", "Decay", "shrinkage per unit of rate", 0.1),),
    references=(
        "[Loshchilov and Hutter (2019), Decoupled weight decay regularization]"
        "(https://arxiv.org/abs/1711.05101)",
    ),
)

L1 = Choice(
    slug="l1",
    title="L1 shrinkage",
    formula=r"x_i \leftarrow \operatorname{sign}(x_i) \max(\lvert x_i \rvert - \eta \lambda, 0)",
    point=(
        "After every step each coordinate moves towards 0 by the same length and stays there if "
        "it arrives, so that small coordinates become exactly 0: around descent this is ISTA."
    ),
    build=lambda l1: Modification(l1=l1),
    hyperparameters=(_size("l1", r"\lambda", "Penalty", "force towards 0", 0.1),),
    references=(
        "[Tibshirani (1996), Regression shrinkage and selection via the lasso]"
        "(https://doi.org/10.1111/j.2517-6161.1996.tb02080.x)",
        "[Beck and Teboulle (2009), A fast iterative shrinkage-thresholding algorithm]"
        "(https://doi.org/10.1137/080716542)",
    ),
)

ENTRIES = (CLIP_VALUE, CLIP_NORM, L2, WEIGHT_DECAY, L1)
MODIFIERS: Mapping[str, Choice[Modification]] = MappingProxyType(
    {entry.slug: entry for entry in ENTRIES}
)
