"""Per-coordinate step sizes, learned from past gradients."""

from functools import partial

import numpy as np
import optax

from optimizers import knobs, rates
from optimizers.base import Hyperparameter, Optimizer
from optimizers.inside import Followed, Inside, Steps
from optimizers.protocol import Number
from optimizers.textbook import adaptive as textbook

LECTURE = (
    "[Tieleman and Hinton (2012), Lecture 6.5: RMSProp]"
    "(https://www.cs.toronto.edu/~hinton/coursera/lecture6/lec6.pdf)"
)
GRAVES = (
    "[Graves (2013), Generating sequences with recurrent neural networks]"
    "(https://arxiv.org/abs/1308.0850)"
)


def rmsprop_momentum(
    learning_rate: Number, decay: Number, momentum: Number, eps: Number
) -> optax.GradientTransformation:
    """RMSProp whose velocity holds no learning rate, so that a schedule acts at once."""
    return optax.chain(
        optax.scale_by_rms(decay, eps, eps_in_sqrt=False),
        optax.trace(momentum),
        optax.scale_by_learning_rate(learning_rate),
    )


def _decay(default: float) -> Hyperparameter:
    meaning = "memory of squared gradients; about 1/(1-ρ) steps long"
    return knobs.memory("decay", r"\rho", "Decay", meaning, default)


def _adagrad_rates(steps: Steps) -> np.ndarray:
    squares = steps.after["sum_of_squares"]
    # optax leaves a coordinate alone that has never had a slope.
    return steps.rate * (squares > 0) / np.sqrt(squares + steps.settings["eps"])


def _adadelta_rates(steps: Steps) -> np.ndarray:
    eps = steps.settings["eps"]
    return steps.rate * np.sqrt((steps.before["e_x"] + eps) / (steps.after["e_g"] + eps))


def _rmsprop_rates(steps: Steps) -> np.ndarray:
    return rates.rooted(steps, steps.after["nu"])


def _centred_rates(steps: Steps) -> np.ndarray:
    variance = steps.after["nu"] - steps.after["mu"] ** 2
    return steps.rate / np.sqrt(variance + steps.settings["eps"])


ADAGRAD = Optimizer(
    slug="adagrad",
    title="Adagrad",
    rule=r"s \leftarrow s + g^2, \quad x \leftarrow x - \eta\, g / \sqrt{s + \epsilon}",
    point="Each coordinate's step shrinks with every gradient it has seen, and never grows again.",
    strength="η is a step length that suits many surfaces, and the shrinking steps average noise "
    "away without a schedule.",
    weakness="Steep slopes early on are never forgiven: they slow it down for the rest of the run.",
    build=optax.adagrad,
    hyperparameters=(
        knobs.learning_rate(
            0.5, "length of the very first step; the k-th is about 1/√k of it", unit="length"
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
        knobs.epsilon(1e-10),
    ),
    shows={"sum_of_squares": "s"},
    inside=Inside(reach=rates.coordinate_rates("η / √(s + ε)", _adagrad_rates)),
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

ADADELTA = Optimizer(
    slug="adadelta",
    title="Adadelta",
    rule=(
        r"v \leftarrow \rho v + (1 - \rho)\, g^2, \quad "
        r"s = g\, \sqrt{\frac{u + \epsilon}{v + \epsilon}}, \quad "
        r"u \leftarrow \rho u + (1 - \rho)\, s^2, \quad x \leftarrow x - \eta\, s"
    ),
    point="Takes the length of its next step from the lengths of its last ones.",
    strength="Steps have the unit of x whatever the unit of f, so η = 1 is a fair start anywhere.",
    weakness="Its first steps are √ε long and grow slowly, so it is late off the mark.",
    build=optax.adadelta,
    hyperparameters=(
        knobs.multiplier("multiplier of the step; 1 as published"),
        knobs.memory("rho", r"\rho", "Decay", "memory of squared gradients and squared steps", 0.9),
        knobs.epsilon(1e-6, meaning="square of the shortest step it starts from"),
    ),
    shows={"e_g": "v", "e_x": "u"},
    inside=Inside(reach=rates.coordinate_rates("η √((u + ε) / (v + ε))", _adadelta_rates)),
    textbook=textbook.adadelta,
    note="The same in optax and torch, which both add the factor η to the paper's rule.",
    references=(
        "[Zeiler (2012), ADADELTA: an adaptive learning rate method]"
        "(https://arxiv.org/abs/1212.5701)",
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
    strength="It keeps a steady pace over cliffs and plateaus alike, however long ago they began.",
    weakness="Steps do not shrink as gradients do: near a minimum it keeps jumping about by η.",
    build=partial(optax.rmsprop, eps_in_sqrt=False),
    hyperparameters=(
        knobs.learning_rate(
            0.01, "length of a step while the gradient stays the same", unit="length"
        ),
        _decay(0.9),
        knobs.epsilon(1e-8),
    ),
    shows={"nu": "v"},
    inside=Inside(reach=rates.coordinate_rates("η / (√v + ε)", _rmsprop_rates)),
    textbook=textbook.rmsprop,
    note=(
        "optax adds ε under the root unless told otherwise; here, as in torch, after it. torch "
        "calls ρ alpha and starts it at 0.99, optax at 0.9. On the floor of a narrow valley its "
        "bouncing is chaotic: two correct programs may differ in the third digit after 300 steps."
    ),
    references=(LECTURE,),
)

RMSPROP_CENTRED = Optimizer(
    slug="rmsprop-centred",
    title="RMSProp, centred",
    rule=(
        r"m \leftarrow \rho m + (1 - \rho)\, g, \quad v \leftarrow \rho v + (1 - \rho)\, g^2, "
        r"\quad x \leftarrow x - \eta\, g / \sqrt{v - m^2 + \epsilon}"
    ),
    point="Divides by how much the gradient varies instead of by how large it is.",
    strength="On a long even slope, where gradients hardly vary, it takes far longer steps.",
    weakness="A gradient that stays the same makes the divisor vanish: the step grows to η/√ε "
    "times the gradient.",
    build=partial(optax.rmsprop, centered=True),
    hyperparameters=(
        knobs.learning_rate(
            0.005, "length of a step while gradients vary by their own size", unit="length"
        ),
        _decay(0.9),
        knobs.epsilon(1e-4, meaning="floor under the variance; bounds steps on even slopes"),
    ),
    shows={"mu": "m", "nu": "v"},
    inside=Inside(reach=rates.coordinate_rates("η / √(v − m² + ε)", _centred_rates)),
    textbook=textbook.rmsprop_centred,
    note=(
        "ε stands under the root, as in Graves and in optax. torch adds it after the root, where "
        "it cannot help when rounding turns the variance negative; with ε small the two agree."
    ),
    references=(GRAVES,),
)

RMSPROP_MOMENTUM = Optimizer(
    slug="rmsprop-momentum",
    title="RMSProp with momentum",
    rule=(
        r"v \leftarrow \rho v + (1 - \rho)\, g^2, \quad "
        r"z \leftarrow \beta z + g / (\sqrt{v} + \epsilon), \quad x \leftarrow x - \eta\, z"
    ),
    point="A heavy ball pushed with about equal force in steep and in flat directions.",
    strength="The jumps across a valley cancel in the velocity, those along it add up.",
    weakness="Steady steps are η/(1-β) long and do not shrink near a minimum: it circles it.",
    build=rmsprop_momentum,
    hyperparameters=(
        knobs.learning_rate(
            0.002, "length of a step for a velocity of one; 1/(1-β) steps add up", unit="length"
        ),
        _decay(0.9),
        knobs.momentum("share of the velocity kept"),
        knobs.epsilon(1e-8),
    ),
    shows={"nu": "v", "trace": "z"},
    inside=Inside(
        followed=Followed(
            symbol="(√v + ε) z",
            title="velocity, in the unit of the gradient",
            of=lambda steps: steps.after["trace"] * steps.rate / _rmsprop_rates(steps),
        ),
        reach=rates.coordinate_rates("η / (√v + ε)", _rmsprop_rates),
    ),
    textbook=textbook.rmsprop_momentum,
    note=(
        "η multiplies the velocity, as in torch; optax's own multiplies what enters it, which is "
        "the same unless a schedule changes η. ε stands after the root, as in torch."
    ),
    references=(LECTURE, GRAVES),
)

TITLE = "Adaptive rates"
ENTRIES = (ADAGRAD, ADADELTA, RMSPROP, RMSPROP_CENTRED, RMSPROP_MOMENTUM)
