"""Searches that compare values of the function and never ask for its gradient."""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
import optax
from jax import Array

from optimizers import rates
from optimizers.base import Hyperparameter, Optimizer
from optimizers.cloud import cma_es, ranks, values_at
from optimizers.inside import Inside, Reach, Steps
from optimizers.protocol import Number, Rule, rule
from optimizers.textbook import gradient_free as textbook

POPULATION = 6
"""4 + ⌊3 ln d⌋ in the plane."""


def _trials(state: optax.OptState) -> Array:
    return optax.tree.get(state, "trials")


def _whole_cloud(state: optax.OptState) -> Array:
    del state
    return jnp.asarray(POPULATION)


class SimplexState(NamedTuple):
    """State of Nelder–Mead."""

    simplex: Array  # (d + 1, d); the best corner first
    heights: Array  # (d + 1,)
    trials: Array  # zero before the first step


def nelder_mead(size: Number, expansion: Number, contraction: Number, shrinkage: Number) -> Rule:
    """The downhill simplex; its first step only builds the simplex."""

    def init(params: Array) -> SimplexState:
        corners = size * jnp.eye(params.size + 1, params.size, -1, dtype=params.dtype)
        heights = jnp.zeros(params.size + 1, params.dtype)
        return SimplexState(params.ravel()[None] + corners, heights, jnp.asarray(0))

    def update(
        updates: Array,
        state: SimplexState,
        params: Array,
        *,
        value_fn: Callable[..., Array],
        **_: Any,
    ) -> tuple[Array, SimplexState]:
        del updates
        simplex, heights = state.simplex, state.heights
        first, last = state.trials == 0, len(simplex) - 1
        centre = jnp.mean(simplex[:-1], axis=0)
        reaches = jnp.stack([1.0, expansion, contraction, -contraction])
        tried = centre[None] + jnp.outer(reaches, centre - simplex[-1])
        shrunk = simplex[:1] + jnp.where(first, 1.0, shrinkage) * (simplex - simplex[:1])
        # One call for all that may be needed; counted is what is.
        found = values_at(value_fn, jnp.concatenate([tried, shrunk]), params)
        reflected, expanded, outside, inside = found[:4]
        lowest = reflected < heights[0]
        lower = reflected < heights[-2]
        low = reflected < heights[-1]
        choice = jnp.where(lowest & (expanded < reflected), 1, 0)
        choice = jnp.where(lowest | lower, choice, jnp.where(low, 2, 3))
        failed = ~jnp.where(low, outside <= reflected, inside < heights[-1])
        shrink = first | (~lowest & ~lower & failed)
        simplex = jnp.where(shrink, shrunk, simplex.at[-1].set(tried[choice]))
        heights = jnp.where(shrink, found[4:], heights.at[-1].set(found[choice]))
        order = jnp.argmax(ranks(heights)[None] == jnp.arange(last + 1)[:, None], axis=1)
        trials = 1 + (lowest | ~lower) + shrink * last
        state = SimplexState(simplex[order], heights[order], jnp.where(first, last, trials))
        return state.simplex[0].reshape(params.shape) - params, state

    return rule(init, update)


class ParentState(NamedTuple):
    """State of the (1+1)-ES."""

    step_size: Array


def one_plus_one_es(step_size: Number, growth: Number) -> Rule:
    """A parent and a child, and the better of them is the next parent."""

    def init(params: Array) -> ParentState:
        return ParentState(jnp.asarray(step_size, params.dtype))

    def update(
        updates: Array,
        state: ParentState,
        params: Array,
        *,
        value: Array,
        value_fn: Callable[..., Array],
        samples: Array,
        **_: Any,
    ) -> tuple[Array, ParentState]:
        del updates
        step = state.step_size * samples[0].reshape(params.shape)
        there = values_at(value_fn, (params + step).ravel()[None], params)[0]
        better = there < value
        factor = jnp.where(better, growth, growth**-0.25)
        return jnp.where(better, step, 0.0), ParentState(state.step_size * factor)

    return rule(init, update)


def _step_size(default: float) -> Hyperparameter:
    return Hyperparameter(
        name="step_size",
        symbol=r"\sigma_0",
        title="First spread",
        meaning="standard deviation of the first samples, in each coordinate",
        default=default,
        low=1e-6,
        high=1e4,
        scale="log",
        unit="length",
    )


def _child(steps: Steps) -> np.ndarray:
    return steps.points[:, None] + steps.before["step_size"][:, None, None] * steps.samples


def _cloud(steps: Steps) -> np.ndarray:
    root = rates.along_axes(steps.before["covariance"], lambda sizes: np.sqrt(np.maximum(sizes, 0)))
    return steps.before["step_size"][:, None, None] * root


def _sampled(steps: Steps) -> np.ndarray:
    return steps.points[:, None] + steps.samples @ _cloud(steps)


NELDER_MEAD = Optimizer(
    slug="nelder-mead",
    title="Nelder–Mead",
    rule=(
        r"c = \text{mean of all corners but the worst}, \quad "
        r"x_{\text{worst}} \leftarrow c + t\,(c - x_{\text{worst}}), \quad "
        r"t \in \{1, \chi, \gamma, -\gamma\} \text{, else all shrink by } \sigma"
    ),
    point="A triangle tumbles downhill: its worst corner is thrown over to the other side.",
    strength="It asks for nothing but values of the loss, and for less than two of them a step.",
    weakness="The triangle may collapse short of a minimum, and it slows down with every "
    "dimension.",
    build=nelder_mead,
    hyperparameters=(
        Hyperparameter(
            name="size",
            symbol="a",
            title="First size",
            meaning="length of the first simplex's edges along the axes",
            default=0.5,
            low=1e-6,
            high=1e4,
            scale="log",
            unit="length",
        ),
        Hyperparameter(
            name="expansion",
            symbol=r"\chi",
            title="Expansion",
            meaning="how far beyond the centre the worst corner is thrown when that pays",
            default=2.0,
            low=1.1,
            high=4.0,
        ),
        Hyperparameter(
            name="contraction",
            symbol=r"\gamma",
            title="Contraction",
            meaning="how far from the centre it lands when throwing does not pay",
            default=0.5,
            low=0.1,
            high=0.9,
        ),
        Hyperparameter(
            name="shrinkage",
            symbol=r"\sigma",
            title="Shrinkage",
            meaning="what the simplex is scaled by, towards its best corner, when all else fails",
            default=0.5,
            low=0.1,
            high=0.9,
        ),
    ),
    shows={"simplex": "S"},
    evaluations=_trials,
    inside=Inside(corners="simplex"),
    memory="matrix",
    textbook=textbook.nelder_mead,
    note=(
        "As in scipy, step by step, but for scipy's first triangle, of 5% of each coordinate. The "
        "point is the best corner, and the first step only builds the triangle. An evaluation is "
        "a value without a gradient here, so noise in the gradient changes nothing."
    ),
    references=(
        "[Nelder and Mead (1965), A simplex method for function minimization]"
        "(https://doi.org/10.1093/comjnl/7.4.308)",
    ),
)

ONE_PLUS_ONE_ES = Optimizer(
    slug="one-plus-one-es",
    title="(1+1)-ES",
    rule=(
        r"x' = x + \sigma z, \quad (x, \sigma) \leftarrow \begin{cases} (x', a\,\sigma) & "
        r"f(x') < f(x) \\ (x, a^{-1/4} \sigma) & \text{otherwise} \end{cases}"
    ),
    point="A random step is kept if it is better, and the spread aims at one success in five.",
    strength="It only ever asks which of two points is better, so neither kinks nor noise in the "
    "gradient disturb it.",
    weakness="It learns no directions: along a valley only very small steps succeed.",
    build=one_plus_one_es,
    hyperparameters=(
        _step_size(0.5),
        Hyperparameter(
            name="growth",
            symbol="a",
            title="Growth",
            meaning="what the spread is multiplied by after a success; four failures undo it",
            default=1.5,
            low=1.0,
            high=4.0,
        ),
    ),
    shows={"step_size": r"\sigma"},
    samples=1,
    inside=Inside(
        reach=Reach(
            symbol="σ", title="spread of the samples", shape="region", of=rates.circle("step_size")
        ),
        trials=_child,
    ),
    textbook=textbook.one_plus_one_es,
    note=(
        "Rechenberg adapts the spread every few steps; here every step does so, and four failures "
        "undo one success. The random steps follow from the seed. An evaluation is a value "
        "without a gradient here."
    ),
    references=(
        "[Rechenberg (1973), Evolutionsstrategie: Optimierung technischer Systeme nach Prinzipien "
        "der biologischen Evolution](https://d-nb.info/740006908)",
    ),
)

CMA_ES = Optimizer(
    slug="cma-es",
    title="CMA-ES",
    rule=(
        r"x_i = m + \sigma\, C^{1/2} z_i, \quad m \leftarrow \sum_{i=1}^{\mu} w_i\, x_{(i)}, \quad "
        r"C \leftarrow (1 - c_1 - c_\mu)\, C + c_1\, p_c p_c^\top + "
        r"c_\mu \sum_{i=1}^{\mu} w_i\, y_{(i)} y_{(i)}^\top"
    ),
    point="A cloud of samples moves towards its best, and stretches along the way it has come.",
    strength="It learns the shape of a valley from comparisons alone, so any increasing function "
    "of the loss gives the same path.",
    weakness="Six values a step, for a shape that two gradients would tell at once.",
    build=cma_es,
    hyperparameters=(_step_size(0.5),),
    shows={"step_size": r"\sigma", "covariance": "C"},
    evaluations=_whole_cloud,
    samples=POPULATION,
    inside=Inside(
        reach=Reach(symbol="σ √C", title="spread of the samples", shape="region", of=_cloud),
        trials=_sampled,
    ),
    memory="matrix",
    textbook=textbook.cma_es,
    note=(
        "The point is the mean of the cloud. Weights and memories are those of Hansen's tutorial, "
        "without negative weights; the library cma has changed them a little since. The samples "
        "follow from the seed. An evaluation is a value without a gradient here."
    ),
    references=(
        "[Hansen and Ostermeier (2001), Completely derandomized self-adaptation in evolution "
        "strategies](https://doi.org/10.1162/106365601750190398)",
        "[Hansen (2016), The CMA evolution strategy: a tutorial](https://arxiv.org/abs/1604.00772)",
    ),
)

TITLE = "Without gradients"
ENTRIES = (NELDER_MEAD, ONE_PLUS_ONE_ES, CMA_ES)
