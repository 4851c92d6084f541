"""Rules that look at the signs of gradients alone."""

from functools import partial
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
import optax
from jax import Array

from optimizers import knobs, rates
from optimizers.base import Hyperparameter, Optimizer
from optimizers.inside import Followed, Inside, Steps
from optimizers.protocol import Number, rule
from optimizers.textbook import signs as textbook

SHORTEST, LONGEST = 1e-6, 50.0


class RpropState(NamedTuple):
    """Step of each coordinate, and the gradient it last followed."""

    sizes: Array
    before: Array


def rprop(
    initial_step: Number, eta_minus: Number, eta_plus: Number
) -> optax.GradientTransformation:
    """Rprop as in torch; optax's own takes each step one call late."""

    def init(params: Array) -> RpropState:
        return RpropState(jnp.full_like(params, initial_step), jnp.zeros_like(params))

    def update(
        updates: Array, state: RpropState, params: Array | None = None, **_: Any
    ) -> tuple[Array, RpropState]:
        del params
        # Signs, since the product of two tiny gradients underflows to zero.
        agreement = jnp.sign(updates) * jnp.sign(state.before)
        factor = jnp.where(agreement > 0, eta_plus, jnp.where(agreement < 0, eta_minus, 1.0))
        sizes = jnp.clip(state.sizes * factor, SHORTEST, LONGEST)
        followed = jnp.where(agreement < 0, 0.0, updates)
        return -sizes * jnp.sign(followed), RpropState(sizes, followed)

    return rule(init, update)


def _longest_step(state: optax.OptState, rate: Array) -> Array:
    del rate
    return jnp.max(optax.tree.get(state, "sizes"))


def _mixed(steps: Steps) -> np.ndarray:
    b1 = steps.settings["b1"]
    return b1 * steps.before["mu"] + (1 - b1) * steps.told


SIGN_DESCENT = Optimizer(
    slug="sign-descent",
    title="Sign descent",
    rule=r"x \leftarrow x - \eta\, \operatorname{sign} g",
    point="Every coordinate moves by η at every step, whatever the size of its gradient.",
    strength="It crosses plateaus as fast as cliffs, and no outlier among gradients can throw it.",
    weakness="It never settles, and in a slanting valley narrower than η it hops to and fro on "
    "the spot.",
    build=optax.sign_sgd,
    hyperparameters=(
        knobs.learning_rate(0.012, "length of the step along every axis", unit="length"),
    ),
    inside=Inside(reach=rates.EVEN_BOX),
    textbook=textbook.sign_descent,
    note="The same as Adam with β₁ = β₂ = ε = 0. torch has no optimizer of that name.",
    references=(
        "[Bernstein et al. (2018), signSGD: compressed optimisation for non-convex problems]"
        "(https://arxiv.org/abs/1802.04434)",
    ),
)

RPROP = Optimizer(
    slug="rprop",
    title="Rprop",
    rule=(
        r"\Delta \leftarrow \Delta \cdot \begin{cases} \eta_+ & \text{sign held} \\ "
        r"\eta_- & \text{sign turned} \end{cases}, \quad "
        r"x \leftarrow x - \Delta \operatorname{sign} g \ \text{ unless it turned}"
    ),
    point="Each coordinate keeps its own step, longer while the sign holds, shorter when it turns.",
    strength="With exact gradients it is among the fastest first-order rules wherever valleys "
    "run along the axes.",
    weakness="Noise turns signs at random, and each turn halves a step: it stalls.",
    build=rprop,
    hyperparameters=(
        Hyperparameter(
            name="initial_step",
            symbol=r"\Delta_0",
            title="First step",
            meaning="length of every coordinate's first step",
            default=0.01,
            low=1e-6,
            high=50.0,
            scale="log",
            unit="length",
        ),
        Hyperparameter(
            name="eta_minus",
            symbol=r"\eta_-",
            title="Shrinkage",
            meaning="factor of a step whose gradient has turned",
            default=0.5,
            low=0.1,
            high=0.95,
        ),
        Hyperparameter(
            name="eta_plus",
            symbol=r"\eta_+",
            title="Growth",
            meaning="factor of a step whose gradient still has the same sign",
            default=1.2,
            low=1.0,
            high=2.0,
        ),
    ),
    shows={"sizes": r"\Delta"},
    rate=_longest_step,
    inside=Inside(reach=rates.box("Δ", lambda steps: steps.after["sizes"])),
    textbook=textbook.rprop,
    note=(
        "As in torch, a coordinate whose gradient has turned rests for one step, and steps stay "
        f"between {SHORTEST:g} and {LONGEST:g}. optax 0.2.8 takes the step before last instead of "
        "the last one, so its path lags a step behind and differs after the first turn. Schedules "
        "have nothing to act on."
    ),
    references=(
        "[Riedmiller and Braun (1993), A direct adaptive method for faster backpropagation learning"
        "](https://doi.org/10.1109/ICNN.1993.298623)",
    ),
)

LION = Optimizer(
    slug="lion",
    title="Lion",
    rule=(
        r"x \leftarrow x - \eta\, \operatorname{sign}(\beta_1 m + (1 - \beta_1)\, g), \quad "
        r"m \leftarrow \beta_2 m + (1 - \beta_2)\, g"
    ),
    point="Sign descent with momentum, found by a search among programs.",
    strength="All steps are equally long and one memory suffices, half of what Adam stores.",
    weakness="As all rules of signs it never settles, and η must be smaller than Adam's.",
    build=partial(optax.lion, weight_decay=0.0),
    hyperparameters=(
        knobs.learning_rate(0.012, "length of the step along every axis", unit="length"),
        knobs.memory(
            "b1", r"\beta_1", "Memory in the step", "weight of the mean against the gradient", 0.9
        ),
        knobs.memory(
            "b2", r"\beta_2", "Memory of the mean", "share of the mean gradient kept", 0.99
        ),
    ),
    shows={"mu": "m"},
    inside=Inside(
        followed=Followed(
            symbol="β₁m + (1 − β₁)g", title="mean of gradients and the last", of=_mixed
        ),
        reach=rates.EVEN_BOX,
    ),
    textbook=textbook.lion,
    note=(
        "optax adds weight decay of 0.001 unless told otherwise; here there is none, as a decay "
        "can be put around any rule. torch has no Lion."
    ),
    references=(
        "[Chen et al. (2023), Symbolic discovery of optimization algorithms]"
        "(https://arxiv.org/abs/2302.06675)",
    ),
)

TITLE = "Signs"
ENTRIES = (SIGN_DESCENT, RPROP, LION)
