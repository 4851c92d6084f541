"""Rules that find their learning rate alone."""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array

from optimizers import knobs, rates
from optimizers.averaged import schedule_free
from optimizers.base import Hyperparameter, Optimizer
from optimizers.inside import Followed, Inside, Steps
from optimizers.protocol import Number, Rule, rule
from optimizers.textbook import parameter_free as textbook


class PolyakState(NamedTuple):
    """The rate of the last step."""

    learning_rate: Array


def polyak(learning_rate: Number, f_min: Number, max_learning_rate: Number) -> Rule:
    """Polyak's step; optax's own divides by a learning rate where this one multiplies."""

    def init(params: Array) -> PolyakState:
        return PolyakState(jnp.zeros((), params.dtype))

    def update(
        updates: Array, state: PolyakState, params: Array | None = None, *, value: Array, **_: Any
    ) -> tuple[Array, PolyakState]:
        del state, params
        gap, squares = jnp.maximum(value - f_min, 0.0), jnp.sum(updates**2)
        rate = jnp.where(squares > 0, gap / jnp.where(squares > 0, squares, 1.0), 0.0)
        rate = learning_rate * jnp.minimum(rate, max_learning_rate)
        return -rate * updates, PolyakState(rate)

    return rule(init, update)


class ProdigyState(NamedTuple):
    """Beside optax's state: the rate of the last step."""

    learning_rate: Array
    inner: Any


def prodigy(learning_rate: Number, b1: Number, b2: Number, estim_lr0: Number, eps: Number) -> Rule:
    """optax's Prodigy, which waits for a first gradient instead of dividing zero by zero."""
    inner: Any = optax.contrib.prodigy(learning_rate, (b1, b2), eps=eps, estim_lr0=estim_lr0)

    def init(params: Array) -> ProdigyState:
        return ProdigyState(jnp.zeros((), params.dtype), inner.init(params))

    def update(updates: Array, state: ProdigyState, params: Array, **_: Any) -> tuple[Array, Any]:
        step, after = inner.update(updates, state.inner, params)
        begun = jnp.any(after.grad_sum != 0)
        after = jax.tree.map(lambda new, old: jnp.where(begun, new, old), after, state.inner)
        rate = jnp.asarray(learning_rate * state.inner.estim_lr, params.dtype)
        return jnp.where(begun, step, 0.0), ProdigyState(rate, after)

    return rule(init, update)


def _mean_over_distance(steps: Steps) -> np.ndarray:
    # What Prodigy averages are gradients times d.
    return rates.corrected(steps, "exp_avg", "b1") / steps.before["estim_lr"][:, None]


def _prodigy_rates(steps: Steps) -> np.ndarray:
    distance, mean_square = steps.before["estim_lr"][:, None], steps.after["exp_avg_sq"]
    correction = np.sqrt(1 - steps.settings["b2"] ** steps.number)
    floor = distance * steps.settings["eps"]
    return steps.rate * correction * distance / (np.sqrt(mean_square) + floor)


def dog(learning_rate: Number, init_distance: Number) -> optax.GradientTransformation:
    """optax's DoG, told a first distance."""
    return optax.contrib.dog(learning_rate, init_step=("distance", init_distance))


def _dog_rate(state: optax.OptState, rate: Array) -> Array:
    distance, squares = (optax.tree.get(state, name) for name in ("max_dist", "sum_sq_norm_grads"))
    return rate * distance / jnp.sqrt(squares + 1e-8)


def dowg(learning_rate: Number, init_distance: Number) -> optax.GradientTransformation:
    """optax's DoWG, told a first distance, with an ε that small gradients do not feel."""
    return optax.contrib.dowg(learning_rate, init_estim_sq_dist=init_distance**2, eps=1e-12)


def _dowg_rate(state: optax.OptState, rate: Array) -> Array:
    squares = optax.tree.get(state, "weighted_sq_norm_grads")
    return rate * optax.tree.get(state, "estim_sq_dist") / (jnp.sqrt(squares) + 1e-12)


def _first_distance(name: str, symbol: str, default: float) -> Hyperparameter:
    return Hyperparameter(
        name=name,
        symbol=symbol,
        title="First distance",
        meaning="first guess of the distance to go, on the small side; it only grows",
        default=default,
        low=1e-8,
        high=10.0,
        scale="log",
        unit="length",
    )


DISTANCE = (
    knobs.multiplier("multiplier of the rate it finds; 1 as published"),
    _first_distance("init_distance", "r_0", 0.01),
)

POLYAK = Optimizer(
    slug="polyak",
    title="Polyak step",
    rule=(
        r"x \leftarrow x - \eta\, \min\!\left( \frac{\max(f(x) - f_*, 0)}{\lVert g \rVert^2}, "
        r"\eta_{\max} \right) g"
    ),
    point="Goes as far as the tangent plane needs to come down to the lowest value, f*.",
    strength="When f* is known it needs no curvature, and is often faster than any fixed rate.",
    weakness="With f* too low it steps too far and never settles, with f* too high it stops early.",
    build=polyak,
    hyperparameters=(
        knobs.multiplier("share of the way to f* that is gone; stable below 2 on convex surfaces"),
        Hyperparameter(
            name="f_min",
            symbol="f_*",
            title="Lowest value",
            meaning="what f is assumed to reach at its minimum",
            default=0.0,
            low=-1000.0,
            high=1000.0,
            unit="floor",
        ),
        Hyperparameter(
            name="max_learning_rate",
            symbol=r"\eta_{\max}",
            title="Highest rate",
            meaning="bound on the rate where the ground is flat but high",
            default=0.1,
            low=1e-8,
            high=1e4,
            scale="log",
            unit="rate",
        ),
    ),
    shows={"learning_rate": r"\eta_k"},
    inside=Inside(reach=rates.EVEN),
    textbook=textbook.polyak,
    note=(
        "With η = 1 as optax's polyak_sgd in its variant sps+, which never goes uphill where f is "
        "below f*. There a learning rate divides the step; here η multiplies it."
    ),
    references=(
        "[Polyak (1969), Minimization of unsmooth functionals]"
        "(https://doi.org/10.1016/0041-5553%2869%2990061-5)",
        "[Loizou et al. (2021), Stochastic Polyak step-size for SGD]"
        "(https://arxiv.org/abs/2002.10542)",
    ),
)

SCHEDULE_FREE = Optimizer(
    slug="schedule-free",
    title="Schedule-free descent",
    rule=(
        r"z \leftarrow z - \eta\, \nabla f(y), \quad x \leftarrow x + \tfrac{1}{t}\,(z - x), "
        r"\quad y \leftarrow \beta_1 x + (1 - \beta_1)\, z"
    ),
    point="Averages its own path instead of lowering η, and takes gradients near the average.",
    strength="With noise it comes ever closer, and no end of the run need be planned for.",
    weakness="An average of all points forgets the first ones only as 1/t, so the end is slow.",
    build=schedule_free,
    hyperparameters=(
        knobs.learning_rate(1e-3, "step length of z for a gradient of length one", unit="rate"),
        knobs.memory(
            "b1",
            r"\beta_1",
            "Weight of the average",
            "where gradients are taken; 0 is descent",
            0.9,
        ),
    ),
    shows={"average": "x", "z": "z"},
    textbook=textbook.schedule_free,
    note=(
        "Drawn is y, where gradients are taken; one would keep the average x, and z is plain "
        "descent with foreign gradients. Where a schedule changes η, points count by the square "
        "of the largest η so far, as in optax."
    ),
    references=(
        "[Defazio et al. (2024), The road less scheduled](https://arxiv.org/abs/2405.15682)",
    ),
)

PRODIGY = Optimizer(
    slug="prodigy",
    title="Prodigy",
    rule=(
        r"d \leftarrow \max\!\left( d, \frac{\sum_k w_k\, g_k \cdot (x_0 - x_k)}"
        r"{\lVert \sum_k w_k\, g_k \rVert_1} \right), \quad "
        r"x \leftarrow x - \eta\, d \cdot \text{Adam's step}"
    ),
    point="Adam whose step length d is a lower bound of the distance to go, raised as it learns.",
    strength="It needs no rate: from a millionth it finds the right order of magnitude within "
    "tens of steps.",
    weakness="d never falls again: one overestimate makes all later steps too long.",
    build=prodigy,
    hyperparameters=(
        knobs.multiplier("multiplier of the step length it finds; 1 as published"),
        knobs.direction_memory(),
        knobs.size_memory(),
        _first_distance("estim_lr0", "d_0", 1e-6),
        knobs.epsilon(1e-8),
    ),
    shows={"estim_lr": "d", "exp_avg": "m", "exp_avg_sq": "v"},
    inside=Inside(
        followed=Followed(
            symbol="m̂ / d", title="mean gradient, corrected for its start", of=_mean_over_distance
        ),
        reach=rates.coordinate_rates("η d / (√v̂ / d + ε)", _prodigy_rates),
    ),
    textbook=textbook.prodigy,
    note=(
        "w weighs gradients by d² and fades them with √β₂. As in optax, Adam's bias is corrected, "
        "which the authors' program leaves to a switch. optax divides zero by zero where the first "
        "gradient is zero; here it waits."
    ),
    references=(
        "[Mishchenko and Defazio (2024), Prodigy: an expeditiously adaptive parameter-free learner]"
        "(https://arxiv.org/abs/2306.06101)",
    ),
)

DOG = Optimizer(
    slug="dog",
    title="DoG",
    rule=(
        r"r \leftarrow \max(r, \lVert x - x_0 \rVert), \quad s \leftarrow s + \lVert g \rVert^2, "
        r"\quad x \leftarrow x - \eta\, \frac{r}{\sqrt{s}}\, g"
    ),
    point="Distance over gradients: the rate is the way come so far over all gradients met.",
    strength="It needs no rate and no curvature, and on convex surfaces is nearly as good as the "
    "best fixed rate.",
    weakness="s only grows: after a steep start it creeps, as Adagrad does.",
    build=dog,
    hyperparameters=DISTANCE,
    shows={"max_dist": "r", "sum_sq_norm_grads": "s"},
    rate=_dog_rate,
    inside=Inside(reach=rates.EVEN),
    textbook=textbook.dog,
    note=(
        "The paper's first distance is a millionth of 1 + ‖x₀‖, which depends on where the origin "
        "is; here it is a knob. optax's ε of 1e-8 stands under the root. The authors advise to "
        "keep an average of the points; drawn are the points."
    ),
    references=(
        "[Ivgi, Hinder and Carmon (2023), DoG is SGD's best friend]"
        "(https://arxiv.org/abs/2302.12022)",
    ),
)

DOWG = Optimizer(
    slug="dowg",
    title="DoWG",
    rule=(
        r"r \leftarrow \max(r, \lVert x - x_0 \rVert), \quad "
        r"s \leftarrow s + r^2 \lVert g \rVert^2, \quad x \leftarrow x - \eta\, "
        r"\frac{r^2}{\sqrt{s}}\, g"
    ),
    point="DoG that weighs gradients by the distance come, so that the first ones hardly count.",
    strength="It forgets a steep start sooner than DoG and so takes longer steps.",
    weakness="It runs at the edge of stability, and a jump, which makes r large, is for good.",
    build=dowg,
    hyperparameters=DISTANCE,
    shows={"estim_sq_dist": "r^2", "weighted_sq_norm_grads": "s"},
    rate=_dowg_rate,
    inside=Inside(reach=rates.EVEN),
    textbook=textbook.dowg,
    note=(
        "optax adds ε = 0.0001 to the root and takes it for the first r², too; here ε is 1e-12 and "
        "r₀ a knob, so that the scale of f does not matter."
    ),
    references=(
        "[Khaled, Mishchenko and Jin (2023), DoWG unleashed](https://arxiv.org/abs/2305.16284)",
    ),
)

TITLE = "Without a learning rate"
ENTRIES = (POLYAK, SCHEDULE_FREE, PRODIGY, DOG, DOWG)
