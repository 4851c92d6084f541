"""Per-coordinate step sizes, learned from past gradients."""

from functools import partial

import optax

from optimizers import textbook
from optimizers.base import Hyperparameter, Optimizer


def _epsilon(default: float) -> Hyperparameter:
    return Hyperparameter(
        name="eps",
        symbol=r"\epsilon",
        title="Epsilon",
        meaning="floor under the denominator; large values turn the rule into plain descent",
        default=default,
        low=1e-12,
        high=1.0,
        scale="log",
    )


ADAGRAD = Optimizer(
    slug="adagrad",
    title="Adagrad",
    rule=r"s \leftarrow s + g^2, \quad x \leftarrow x - \eta\, g / \sqrt{s + \epsilon}",
    point="Each coordinate's step shrinks with every gradient it has seen, and never grows again.",
    build=optax.adagrad,
    hyperparameters=(
        Hyperparameter(
            name="learning_rate",
            symbol=r"\eta",
            title="Learning rate",
            meaning="length of the very first step; the k-th is about 1/√k of it",
            default=0.3,
            low=1e-4,
            high=10.0,
            scale="log",
        ),
        Hyperparameter(
            name="initial_accumulator_value",
            symbol="s_0",
            title="Initial accumulator",
            meaning="squared gradient pretended before the first step; damps the first steps",
            default=0.0,
            low=0.0,
            high=10.0,
        ),
        _epsilon(1e-10),
    ),
    shows={"sum_of_squares": "s"},
    textbook=textbook.adagrad,
    note=(
        "optax starts the accumulator at 0.1 unless told otherwise; here, as in the paper and in "
        "torch, at 0. optax adds ε under the root, torch after it."
    ),
    references=(
        "[Duchi, Hazan and Singer (2011), Adaptive subgradient methods]"
        "(https://jmlr.org/papers/v12/duchi11a.html)",
    ),
)

RMSPROP = Optimizer(
    slug="rmsprop",
    title="RMSProp",
    rule=(
        r"v \leftarrow \rho v + (1 - \rho)\, g^2, \quad "
        r"x \leftarrow x - \eta\, g / (\sqrt{v} + \epsilon)"
    ),
    point="Adagrad that forgets: steep and flat directions get steps of about equal length.",
    build=partial(optax.rmsprop, eps_in_sqrt=False),
    hyperparameters=(
        Hyperparameter(
            name="learning_rate",
            symbol=r"\eta",
            title="Learning rate",
            meaning="length of a step while the gradient stays the same",
            default=0.01,
            low=1e-4,
            high=1.0,
            scale="log",
        ),
        Hyperparameter(
            name="decay",
            symbol=r"\rho",
            title="Decay",
            meaning="memory of squared gradients; about 1/(1-ρ) steps long",
            default=0.9,
            low=0.0,
            high=0.9999,
            scale="memory",
        ),
        _epsilon(1e-8),
    ),
    shows={"nu": "v"},
    textbook=textbook.rmsprop,
    note=(
        "optax adds ε under the root unless told otherwise; here, as in torch, after it. torch "
        "calls ρ alpha and starts it at 0.99, optax at 0.9. On the floor of a narrow valley its "
        "bouncing is chaotic: two correct programs may differ in the third digit after 300 steps."
    ),
    references=(
        "[Tieleman and Hinton (2012), Lecture 6.5: RMSProp]"
        "(https://www.cs.toronto.edu/~hinton/coursera/lecture6/lec6.pdf)",
    ),
)

ADAM = Optimizer(
    slug="adam",
    title="Adam",
    rule=(
        r"m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \quad "
        r"v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2, \quad "
        r"x \leftarrow x - \eta\, \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}"
    ),
    point="Momentum for the direction, RMSProp for the length: robust, but it overshoots.",
    build=optax.adam,
    hyperparameters=(
        Hyperparameter(
            name="learning_rate",
            symbol=r"\eta",
            title="Learning rate",
            meaning="length of a step while the gradient's sign holds",
            default=0.05,
            low=1e-4,
            high=1.0,
            scale="log",
        ),
        Hyperparameter(
            name="b1",
            symbol=r"\beta_1",
            title="Memory of the direction",
            meaning="share of the mean gradient kept at each step",
            default=0.9,
            low=0.0,
            high=0.999,
            scale="memory",
        ),
        Hyperparameter(
            name="b2",
            symbol=r"\beta_2",
            title="Memory of the size",
            meaning="share of the mean squared gradient kept at each step",
            default=0.999,
            low=0.0,
            high=0.9999,
            scale="memory",
        ),
        _epsilon(1e-8),
    ),
    shows={"mu": "m", "nu": "v"},
    textbook=textbook.adam,
    note="The same in optax and torch. Some libraries fold the bias correction into η and ε.",
    references=(
        "[Kingma and Ba (2015), Adam: a method for stochastic optimization]"
        "(https://arxiv.org/abs/1412.6980)",
    ),
)

ENTRIES = (ADAGRAD, RMSPROP, ADAM)
