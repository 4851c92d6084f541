"""Rules that ask for flat ground, or that see gradients as matrices."""

from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
import optax
import optax.contrib
from jax import Array

from optimizers import knobs, rates
from optimizers.base import Hyperparameter, Optimizer
from optimizers.inside import Followed, Inside, Reach, Steps
from optimizers.protocol import Number, Rule, rule
from optimizers.textbook import geometry as textbook


def _unit(vector: Array) -> Array:
    """The vector at length one; zero stays zero."""
    norm = jnp.linalg.norm(vector.ravel())
    return jnp.where(norm > 0, vector / jnp.where(norm > 0, norm, 1.0), 0.0)


class SamState(NamedTuple):
    """The place uphill whose gradient the last step followed."""

    uphill: Array


def sam(learning_rate: Number, rho: Number) -> Rule:
    """Sharpness-aware minimisation around plain descent."""

    def init(params: Array) -> SamState:
        return SamState(params)

    def update(
        updates: Array, state: SamState, params: Array, *, grad_fn: Any, **_: Any
    ) -> tuple[Array, SamState]:
        del state
        uphill = params + rho * _unit(updates)
        return -learning_rate * grad_fn(uphill), SamState(uphill)

    return rule(init, update)


def _two_evaluations(state: optax.OptState) -> Array:
    del state
    return jnp.asarray(2)


class ShampooState(NamedTuple):
    """Sum of the products of gradients with themselves, and its eigenvalues."""

    products: Array  # (d, d)
    eigenvalues: Array  # (d,), the smallest first


def shampoo(learning_rate: Number, eps: Number) -> Rule:
    """Shampoo of a tensor with one axis, which is Adagrad with a full matrix."""

    def init(params: Array) -> ShampooState:
        floor = jnp.full((params.size,), eps, params.dtype)
        return ShampooState(jnp.diag(floor), floor)

    def update(
        updates: Array, state: ShampooState, params: Array | None = None, **_: Any
    ) -> tuple[Array, ShampooState]:
        del params
        gradient = updates.ravel()
        products = state.products + jnp.outer(gradient, gradient)
        eigenvalues, axes = jnp.linalg.eigh(products)
        # Rounding may push the smallest one below the floor that it started from.
        eigenvalues = jnp.maximum(eigenvalues, eps)
        step = axes @ (axes.T @ gradient / jnp.sqrt(eigenvalues))
        return -learning_rate * step.reshape(updates.shape), ShampooState(products, eigenvalues)

    return rule(init, update)


class MuonState(NamedTuple):
    """Number of steps and running mean of gradients."""

    t: Array
    mu: Array


def muon(learning_rate: Number, beta: Number) -> Rule:
    """Muon: optax's for matrices, and on a vector that of a matrix with one column.

    To make one column orthogonal is to divide it by its length.
    """
    of_matrices = optax.contrib.muon(learning_rate, beta=beta)

    def init(params: Any) -> optax.OptState:
        if not isinstance(params, Array):
            return of_matrices.init(params)
        return MuonState(jnp.zeros((), jnp.int32), jnp.zeros_like(params))

    def update(
        updates: Any, state: Any, params: Any = None, **_: Any
    ) -> tuple[Any, optax.OptState]:
        if not isinstance(updates, Array):
            return of_matrices.update(updates, state, params)
        t = state.t + 1
        mu = beta * state.mu + (1 - beta) * updates
        ahead = beta * mu / (1 - beta ** (t + 1)) + (1 - beta) * updates / (1 - beta**t)
        return -learning_rate * _unit(ahead), MuonState(t, mu)

    return rule(init, update)


def _gradient_uphill(steps: Steps) -> np.ndarray:
    # Both gradients of a step share their noise.
    noise = steps.told - steps.gradients - steps.place.l2 * steps.points
    return steps.place.gradients(steps.after["uphill"]) + noise


def _rooted(steps: Steps) -> np.ndarray:
    eps, told = steps.settings["eps"], steps.told
    products = eps * np.eye(told.shape[1]) + np.cumsum(told[:, :, None] * told[:, None], axis=0)
    return rates.along_axes(products, lambda sizes: steps.rate / np.sqrt(np.maximum(sizes, eps)))


def _looking_ahead(steps: Steps) -> np.ndarray:
    beta, t = steps.settings["beta"], steps.number
    foreseen = beta * steps.after["mu"] / (1 - beta ** (t + 1))
    return foreseen + (1 - beta) * steps.told / (1 - beta**t)


def _over_length(steps: Steps) -> np.ndarray:
    lengths = np.linalg.norm(_looking_ahead(steps), axis=1, keepdims=True)
    return np.repeat(steps.rate / np.where(lengths > 0, lengths, np.inf), 2, axis=1)


SAM = Optimizer(
    slug="sam",
    title="SAM",
    rule=(
        r"u = x + \rho\, \frac{g}{\lVert g \rVert}, \quad "
        r"x \leftarrow x - \eta\, \nabla f(u)"
    ),
    point="Descends with the gradient of a place ρ uphill, which feels how sharply f curves.",
    strength="Along a valley of equally deep minima it drifts on to the flattest of them, where "
    "plain descent stays where it came down.",
    weakness="Each step costs two gradients, and near a minimum it hops across the steepest "
    "direction by ηλρ/(2 - ηλ) for ever.",
    build=sam,
    hyperparameters=(
        knobs.learning_rate(1e-3, "step length for a gradient of length one", unit="rate"),
        Hyperparameter(
            name="rho",
            symbol=r"\rho",
            title="Reach",
            meaning="how far uphill the gradient is taken; near 0 it is plain descent",
            default=0.05,
            low=1e-6,
            high=100.0,
            scale="log",
            unit="length",
        ),
    ),
    shows={"uphill": "u"},
    evaluations=_two_evaluations,
    inside=Inside(
        followed=Followed(
            symbol="∇f(u)", title="gradient of the place uphill", of=_gradient_uphill
        ),
        reach=rates.EVEN,
    ),
    textbook=textbook.sam,
    note=(
        "Around plain descent; in practice often around momentum or Adam. Each step counts two "
        "evaluations. With noise both gradients of a step share it, as they share a batch."
    ),
    references=(
        "[Foret et al. (2021), Sharpness-aware minimization](https://arxiv.org/abs/2010.01412)",
        "[Bartlett, Long and Bousquet (2022), The dynamics of sharpness-aware minimization]"
        "(https://arxiv.org/abs/2210.01513)",
    ),
)

SHAMPOO = Optimizer(
    slug="shampoo",
    title="Full-matrix Adagrad (Shampoo on a vector)",
    rule=r"G \leftarrow G + g g^\top, \quad x \leftarrow x - \eta\, G^{-1/2} g",
    point="Adagrad that also learns how directions hang together, so it sees slanted valleys.",
    strength="Turning the surface turns its path with it: a valley along a diagonal is no harder.",
    weakness="It keeps a d × d matrix and takes its root at every step, and never forgets.",
    build=shampoo,
    hyperparameters=(
        knobs.learning_rate(0.5, "length of the first step in every new direction", unit="length"),
        knobs.epsilon(1e-6),
    ),
    shows={"eigenvalues": r"\lambda(G)"},
    inside=Inside(
        reach=Reach(symbol="η G^(−1/2)", title="rates along G's axes", shape="rates", of=_rooted)
    ),
    memory="matrix",
    textbook=textbook.shampoo,
    note=(
        "Shampoo keeps one such matrix for every axis of a tensor; a vector has one axis, and then "
        "it is exactly this. G starts at ε on the diagonal."
    ),
    references=(
        "[Gupta, Koren and Singer (2018), Shampoo: preconditioned stochastic tensor optimization]"
        "(https://arxiv.org/abs/1802.09568)",
        "[Duchi, Hazan and Singer (2011), Adaptive subgradient methods]"
        "(https://jmlr.org/papers/v12/duchi11a.html)",
    ),
)

MUON = Optimizer(
    slug="muon",
    title="Muon",
    rule=(
        r"m \leftarrow \beta m + (1 - \beta)\, g, \quad \hat m = \frac{\beta m}{1 - \beta^{t+1}} + "
        r"\frac{(1 - \beta)\, g}{1 - \beta^t}, \quad "
        r"x \leftarrow x - \eta\, \frac{\hat m}{\lVert \hat m \rVert}"
    ),
    point="Makes the momentum of every matrix orthogonal; of one column it leaves the direction.",
    strength="Every step is η long in the direction of the momentum, on plateaus and cliffs alike, "
    "and turns with the surface.",
    weakness="It never settles unless η falls, and on a surface there is no real matrix for it.",
    build=muon,
    hyperparameters=(
        knobs.learning_rate(0.02, "length of every step", unit="length"),
        knobs.memory("beta", r"\beta", "Momentum", "share of the mean gradient kept", 0.95),
    ),
    shows={"mu": "m"},
    inside=Inside(
        followed=Followed(symbol="m̂", title="mean gradient, looking ahead", of=_looking_ahead),
        reach=rates.coordinate_rates("η / ‖m̂‖", _over_length),
    ),
    matrices=True,
    textbook=textbook.muon,
    note=(
        "The matrices of a network are made orthogonal by optax's five Newton–Schulz rounds, and "
        "its biases go to NAdam, as optax has it. A point of a surface is a vector, so there it is "
        "the rule for a matrix of one column, with exact orthogonalisation: those rounds would "
        "only multiply each step by 0.696. torch works in bfloat16 and does not correct the bias."
    ),
    references=(
        "[Jordan et al. (2024), Muon: an optimizer for hidden layers in neural networks]"
        "(https://kellerjordan.github.io/posts/muon/)",
    ),
)

TITLE = "Flatness and matrices"
ENTRIES = (SAM, SHAMPOO, MUON)
