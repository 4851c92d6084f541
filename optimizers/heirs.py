"""What became of Adam: later rules that change its divisor or its memory."""

from typing import Any, NamedTuple

import jax.numpy as jnp
import optax
from jax import Array

from optimizers import knobs, rates
from optimizers.base import Hyperparameter, Optimizer
from optimizers.inside import Followed, Inside
from optimizers.protocol import Number, rule
from optimizers.textbook import heirs as textbook

MOMENTUM = r"m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \quad "
ADAM_STEP = (
    r"x \leftarrow x - \eta\, \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}"
)


def yogi(
    learning_rate: Number, b1: Number, b2: Number, eps: Number
) -> optax.GradientTransformation:
    """optax's Yogi from rest: its own starts m at 1e-6, which moves a point without gradient."""
    return optax.chain(
        optax.scale_by_yogi(b1, b2, eps, initial_accumulator_value=0.0),
        optax.scale_by_learning_rate(learning_rate),
    )


def adabelief(
    learning_rate: Number, b1: Number, b2: Number, eps: Number
) -> optax.GradientTransformation:
    """As in the paper, one ε stands in both places."""
    return optax.adabelief(learning_rate, b1, b2, eps=eps, eps_root=eps)


class AdanState(NamedTuple):
    """Number of steps, and running means of gradients, their changes, squared foreseen ones."""

    t: Array
    before: Array  # the last gradient
    m: Array
    v: Array
    n: Array


def adan(
    learning_rate: Number, b1: Number, b2: Number, b3: Number, eps: Number
) -> optax.GradientTransformation:
    """Adan as its authors wrote it; optax multiplies changes by 1 - β₂ where they have β₂."""

    def init(params: Array) -> AdanState:
        zero = jnp.zeros_like(params)
        return AdanState(jnp.zeros((), jnp.int32), zero, zero, zero, zero)

    def update(
        updates: Array, state: AdanState, params: Array | None = None, **_: Any
    ) -> tuple[Array, AdanState]:
        del params
        t = state.t + 1
        change = jnp.where(state.t > 0, updates - state.before, 0.0)
        m = b1 * state.m + (1 - b1) * updates
        v = b2 * state.v + (1 - b2) * change
        n = b3 * state.n + (1 - b3) * (updates + b2 * change) ** 2
        step = m / (1 - b1**t) + b2 * v / (1 - b2**t)
        step = step / (jnp.sqrt(n / (1 - b3**t)) + eps)
        return -learning_rate * step, AdanState(t, updates, m, v, n)

    return rule(init, update)


def _rate(default: float) -> Hyperparameter:
    meaning = "length of a step while the gradient's sign holds"
    return knobs.learning_rate(default, meaning, unit="length")


YOGI = Optimizer(
    slug="yogi",
    title="Yogi",
    rule=(
        MOMENTUM
        + r"v \leftarrow v - (1 - \beta_2)\, \operatorname{sign}(v - g^2)\, g^2, \quad "
        + ADAM_STEP
    ),
    point="Adam whose divisor cannot fall faster than gradients are large.",
    strength="Where gradients come rarely, the divisor waits for the next one instead of decaying.",
    weakness="After a steep start the divisor hardly falls on flat ground, so it creeps longer "
    "than Adam does.",
    build=yogi,
    hyperparameters=(
        _rate(0.1),
        knobs.direction_memory(),
        knobs.size_memory(),
        knobs.epsilon(1e-3),
    ),
    shows={"mu": "m", "nu": "v"},
    inside=Inside(followed=rates.momentum(), reach=rates.root_mean_square()),
    textbook=textbook.yogi,
    note=(
        "optax starts both m and v at 0.000001; here both start at 0, so that a point without "
        "gradient stays where it is. ε is 0.001, as in the paper. torch has no Yogi."
    ),
    references=(
        "[Zaheer et al. (2018), Adaptive methods for nonconvex optimization]"
        "(https://papers.nips.cc/paper/8186-adaptive-methods-for-nonconvex-optimization)",
    ),
)

ADABELIEF = Optimizer(
    slug="adabelief",
    title="AdaBelief",
    rule=(
        MOMENTUM
        + r"v \leftarrow \beta_2 v + (1 - \beta_2)\, (g - m)^2 + \epsilon, \quad "
        + ADAM_STEP
    ),
    point="Divides by how far the gradient is from what was expected: bold where it is steady.",
    strength="In a narrow valley it goes fast along the floor, where gradients are steady, and "
    "carefully across.",
    weakness="On an even slope nothing is unexpected: steps grow until the slope changes.",
    build=adabelief,
    hyperparameters=(
        _rate(0.1),
        knobs.direction_memory(),
        knobs.size_memory(),
        knobs.epsilon(1e-16, low=1e-20),
    ),
    shows={"mu": "m", "nu": "v"},
    inside=Inside(followed=rates.momentum(), reach=rates.root_mean_square()),
    textbook=textbook.adabelief,
    note=(
        "As in the paper and in optax, ε is added to v at every step and again to its root. "
        "torch has no AdaBelief."
    ),
    references=(
        "[Zhuang et al. (2020), AdaBelief optimizer: adapting stepsizes by the belief in observed "
        "gradients](https://arxiv.org/abs/2010.07468)",
    ),
)

ADAN = Optimizer(
    slug="adan",
    title="Adan",
    rule=(
        MOMENTUM + r"v \leftarrow \beta_2 v + (1 - \beta_2)\, \Delta, \quad "
        r"n \leftarrow \beta_3 n + (1 - \beta_3)\, (g + \beta_2 \Delta)^2, \quad "
        r"x \leftarrow x - \eta\, \frac{\hat m + \beta_2 \hat v}{\sqrt{\hat n} + \epsilon}"
    ),
    point="Foresees the next gradient from the change Δ since the last, as Nesterov's point does.",
    strength="The change of the gradient brakes it before a turn, so it bears larger η than Adam.",
    weakness="Of noisy gradients Δ has twice the variance, and there is one more memory to choose.",
    build=adan,
    hyperparameters=(
        _rate(0.1),
        knobs.direction_memory(0.98),
        knobs.memory(
            "b2", r"\beta_2", "Memory of the change", "share of the mean change kept", 0.92
        ),
        knobs.memory("b3", r"\beta_3", "Memory of the size", "share of the mean square kept", 0.99),
        knobs.epsilon(1e-8),
    ),
    shows={"m": "m", "v": "v", "n": "n"},
    inside=Inside(
        followed=Followed(
            symbol="m̂ + β₂v̂",
            title="mean gradient, with its mean change",
            of=lambda steps: (
                rates.corrected(steps, "m", "b1")
                + steps.settings["b2"] * rates.corrected(steps, "v", "b2")
            ),
        ),
        reach=rates.root_mean_square("n", "b3", symbol="η / (√n̂ + ε)"),
    ),
    textbook=textbook.adan,
    note=(
        "Hats divide by 1 - βᵗ. The paper's β is 1 - β here. optax 0.2.8 multiplies Δ by 1 - β₂ "
        "where the authors' program has β₂, so its look ahead is eleven times shorter; here it is "
        "the authors'. torch has no Adan."
    ),
    references=(
        "[Xie et al. (2022), Adan: adaptive Nesterov momentum algorithm for faster optimizing deep "
        "models](https://arxiv.org/abs/2208.06677)",
    ),
)

ADEMAMIX = Optimizer(
    slug="ademamix",
    title="AdEMAMix",
    rule=(
        MOMENTUM + r"M \leftarrow \beta_3 M + (1 - \beta_3)\, g, \quad "
        r"v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2, \quad "
        r"x \leftarrow x - \eta\, \frac{\hat m + \alpha M}{\sqrt{\hat v} + \epsilon}"
    ),
    point="Adam with two memories: a short one for turns and a long one for the way.",
    strength="Where the downhill direction holds for thousands of steps the long memory adds "
    "α times the speed.",
    weakness="What the long memory has learned it cannot forget in time: it sails past minima.",
    build=optax.contrib.ademamix,
    hyperparameters=(
        _rate(0.05),
        knobs.direction_memory(),
        knobs.size_memory(),
        knobs.memory("b3", r"\beta_3", "Long memory", "share of the second mean kept", 0.99),
        Hyperparameter(
            name="alpha",
            symbol=r"\alpha",
            title="Weight of the long memory",
            meaning="how much the second mean counts; 0 is Adam",
            default=2.0,
            low=0.0,
            high=10.0,
        ),
        knobs.epsilon(1e-8),
    ),
    shows={"m1": "m", "m2": "M", "nu": "v"},
    inside=Inside(
        followed=Followed(
            symbol="m̂ + αM",
            title="short and long mean of gradients",
            of=lambda steps: (
                rates.corrected(steps, "m1", "b1") + steps.settings["alpha"] * steps.after["m2"]
            ),
        ),
        reach=rates.root_mean_square(),
    ),
    textbook=textbook.ademamix,
    note=(
        "Hats divide by 1 - βᵗ; M starts at 0 and is not corrected. Paper and optax have "
        "β₃ = 0.9999 and α = 5, for very long runs, and the paper raises both slowly; here they "
        "are smaller and constant. torch has no AdEMAMix."
    ),
    references=(
        "[Pagliardini, Ablin and Grangier (2024), The AdEMAMix optimizer: better, faster, older]"
        "(https://arxiv.org/abs/2409.03137)",
    ),
)

TITLE = "Heirs of Adam"
ENTRIES = (YOGI, ADABELIEF, ADAN, ADEMAMIX)
