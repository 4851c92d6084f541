"""Steps that learn the curvature from how the gradient changed along the way."""

from typing import NamedTuple

import jax.numpy as jnp
import optax
from jax import Array

from optimizers import knobs
from optimizers.base import Optimizer
from optimizers.protocol import Number, Rule, rule
from optimizers.textbook import quasi_newton as textbook
from optimizers.wolfe import searched, trials_used

MEMORY = 10


class InverseState(NamedTuple):
    """State of BFGS."""

    inverse_hessian: Array  # (d, d)
    pairs: Array  # how many steps it has learned from
    params: Array
    gradient: Array


def bfgs(slope_rtol: Number, curv_rtol: Number) -> Rule:
    """The whole inverse Hessian, learned; optax has only the version with limited memory."""

    def init(params: Array) -> InverseState:
        eye = jnp.eye(params.size, dtype=params.dtype)
        return InverseState(eye, jnp.asarray(0), params, jnp.zeros_like(params))

    def update(updates: Array, state: InverseState, params: Array) -> tuple[Array, InverseState]:
        s, y = (params - state.params).ravel(), (updates - state.gradient).ravel()
        curvature = s @ y
        # Noise, or a search that gave up, may leave a pair that no convex function has.
        learn = curvature > 0
        rho = 1 / jnp.where(learn, curvature, 1.0)
        eye = jnp.eye(params.size, dtype=params.dtype)
        first = eye * curvature / jnp.where(learn, y @ y, 1.0)
        inverse = jnp.where(state.pairs > 0, state.inverse_hessian, first)
        project = eye - rho * jnp.outer(s, y)
        inverse = project @ inverse @ project.T + rho * jnp.outer(s, s)
        inverse = jnp.where(learn, inverse, state.inverse_hessian)
        pairs = state.pairs + learn
        # Before anything is known, the first trial goes no farther than 1.
        length = jnp.where(pairs > 0, 1.0, jnp.maximum(jnp.linalg.norm(updates), 1.0))
        direction = (inverse @ updates.ravel() / length).reshape(updates.shape)
        return direction, InverseState(inverse, pairs, params, updates)

    return searched(rule(init, update), slope_rtol, curv_rtol, keep=False)


def lbfgs(slope_rtol: Number, curv_rtol: Number) -> Rule:
    """optax's L-BFGS direction."""
    return searched(optax.scale_by_lbfgs(MEMORY), slope_rtol, curv_rtol, keep=False)


BFGS = Optimizer(
    slug="bfgs",
    title="BFGS",
    rule=(
        r"\rho = \frac{1}{y^\top s}, \quad "
        r"H \leftarrow (I - \rho\, s y^\top) H (I - \rho\, y s^\top) + \rho\, s s^\top, \quad "
        r"x \leftarrow x - \eta_k H g"
    ),
    point="TODO.",
    strength="TODO.",
    weakness="TODO.",
    build=bfgs,
    hyperparameters=(knobs.sufficient_decrease(), knobs.curvature_condition(0.9)),
    shows={"learning_rate": r"\eta_k", "inverse_hessian": "H"},
    evaluations=trials_used,
    textbook=textbook.bfgs_direction,
    note="TODO",
    references=(
        "[Nocedal and Wright (2006), Numerical optimization, chapter 6]"
        "(https://doi.org/10.1007/978-0-387-40065-5)",
    ),
)

LBFGS = Optimizer(
    slug="lbfgs",
    title="L-BFGS",
    rule=r"d = -H_k\, g, \quad x \leftarrow x + \eta_k\, d, \quad \eta_k \text{ by line search}",
    point="Learns the curvature from its last steps, and tries several lengths before each one.",
    strength="TODO.",
    weakness="TODO.",
    build=lbfgs,
    hyperparameters=(knobs.sufficient_decrease(), knobs.curvature_condition(0.9)),
    shows={"learning_rate": r"\eta_k"},
    evaluations=trials_used,
    textbook=textbook.lbfgs_direction,
    note=(
        "Each trial of the line search counts as an evaluation. Memory is fixed at "
        f"{MEMORY} pairs. With noise the search compares exact values but starts from noisy "
        "gradients, which it was not made for."
    ),
    references=(
        "[Liu and Nocedal (1989), On the limited memory BFGS method]"
        "(https://doi.org/10.1007/BF01589116)",
    ),
)

TITLE = "Learned curvature"
ENTRIES = (BFGS, LBFGS)
