"""Steps that learn the curvature from how the gradient changed along the way."""

from functools import partial
from typing import NamedTuple

import jax.numpy as jnp
import optax
from jax import Array

from optimizers import knobs, rates, trials
from optimizers.base import Optimizer
from optimizers.inside import Inside, Reach
from optimizers.protocol import Number, Rule, rule
from optimizers.textbook import quasi_newton as textbook
from optimizers.wolfe import NOISE, STRONG_WOLFE, Searched, trials_used

MEMORY = 10


class InverseState(NamedTuple):
    """State of BFGS."""

    inverse_hessian: Array  # (d, d)
    pairs: Array  # how many steps it has learned from
    params: Array
    gradient: Array


def _bfgs(slope_rtol: Number, curv_rtol: Number) -> Searched:
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
        first = state.inverse_hessian * curvature / jnp.where(learn, y @ y, 1.0)
        inverse = jnp.where(state.pairs > 0, state.inverse_hessian, first)
        hy = inverse @ y
        twice = jnp.outer(s, hy) + jnp.outer(hy, s)
        inverse += rho * ((1 + rho * (y @ hy)) * jnp.outer(s, s) - twice)
        inverse = jnp.where(learn, inverse, state.inverse_hessian)
        pairs = state.pairs + learn
        # Before anything is known, the first trial goes no farther than 1.
        length = jnp.where(pairs > 0, 1.0, jnp.maximum(jnp.linalg.norm(updates), 1.0))
        direction = (inverse @ updates.ravel() / length).reshape(updates.shape)
        return direction, InverseState(inverse, pairs, params, updates)

    return Searched(rule(init, update), slope_rtol, curv_rtol, keep=False)


def bfgs(slope_rtol: Number, curv_rtol: Number) -> Rule:
    """BFGS with a line search."""
    return _bfgs(slope_rtol, curv_rtol).rule


def _lbfgs(slope_rtol: Number, curv_rtol: Number) -> Searched:
    return Searched(optax.scale_by_lbfgs(MEMORY), slope_rtol, curv_rtol, keep=False)


def lbfgs(slope_rtol: Number, curv_rtol: Number) -> Rule:
    """optax's L-BFGS direction."""
    return _lbfgs(slope_rtol, curv_rtol).rule


BFGS = Optimizer(
    slug="bfgs",
    title="BFGS",
    rule=(
        r"\begin{gathered} \rho = \frac{1}{y^\top s}, \quad "
        r"H \leftarrow (I - \rho\, s y^\top) H (I - \rho\, y s^\top) + \rho\, s s^\top, \quad "
        r"d = -H g, \quad x \leftarrow x + \eta_k\, d \\ " + STRONG_WOLFE + r"\end{gathered}"
    ),
    point="Learns the inverse of the Hessian from how the gradient changes from step to step.",
    strength="Near a minimum it is nearly as quick as Newton's method, without a second "
    "derivative and mostly with one evaluation a step.",
    weakness="It keeps a matrix of d × d numbers, and behind a bend much of it must be learned "
    "again.",
    build=bfgs,
    hyperparameters=(knobs.sufficient_decrease(), knobs.curvature_condition(0.9)),
    shows={"learning_rate": r"\eta_k", "inverse_hessian": "H"},
    evaluations=trials_used,
    inside=Inside(
        reach=Reach(
            symbol="η H",
            title="learned inverse of the Hessian",
            shape="rates",
            of=lambda steps: rates.along(steps, steps.after["inverse_hessian"]),
        ),
        trials=partial(trials.searched, _bfgs),
    ),
    memory="matrix",
    textbook=textbook.bfgs_direction,
    note=(
        "s and y are the last changes of point and gradient; a pair without positive curvature is "
        "skipped. Before its first update H is scaled as in Nocedal and Wright's (6.20), which "
        "scipy leaves out. "
    )
    + NOISE,
    references=(
        "[Nocedal and Wright (2006), Numerical optimization, chapter 6]"
        "(https://doi.org/10.1007/978-0-387-40065-5)",
    ),
)

LBFGS = Optimizer(
    slug="lbfgs",
    title="L-BFGS",
    rule=r"\begin{gathered} d = -H_k\, g, \quad x \leftarrow x + \eta_k\, d \\ "
    + STRONG_WOLFE
    + r"\end{gathered}",
    point="Learns the curvature from its last steps, and rarely needs a second trial for one.",
    strength="The first choice for smooth losses without noise: BFGS, with the memory of a few "
    "vectors.",
    weakness="Noise in the gradient is taken for curvature, and a step that fails teaches nothing.",
    build=lbfgs,
    hyperparameters=(knobs.sufficient_decrease(), knobs.curvature_condition(0.9)),
    shows={"learning_rate": r"\eta_k"},
    evaluations=trials_used,
    inside=Inside(
        reach=Reach(
            symbol="η H",
            title="learned inverse of the Hessian",
            shape="rates",
            of=lambda steps: rates.along(steps, rates.limited_memory(steps, MEMORY)),
        ),
        trials=partial(trials.searched, _lbfgs),
    ),
    textbook=textbook.lbfgs_direction,
    note=(
        f"The direction is optax's, from its last {MEMORY} pairs; the line search is ours. torch "
        "keeps 100 pairs, and takes steps of length 1 unless told to search. "
    )
    + NOISE,
    references=(
        "[Liu and Nocedal (1989), On the limited memory BFGS method]"
        "(https://doi.org/10.1007/BF01589116)",
    ),
)

TITLE = "Learned curvature"
ENTRIES = (BFGS, LBFGS)
