"""Descent and conjugate gradients, whose step lengths are found by trial."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax.numpy as jnp
import optax
from jax import Array

from optimizers import knobs, rates, trials
from optimizers.base import Hyperparameter, Optimizer
from optimizers.inside import Followed, Inside
from optimizers.protocol import Number, Rule, rule
from optimizers.textbook import line_search as textbook
from optimizers.wolfe import MOST_TRIALS, NOISE, STRONG_WOLFE, Searched, trials_used


def armijo(slope_rtol: Number, decrease_factor: Number, increase_factor: Number) -> Rule:
    """optax's backtracking search on descent, kept from vain trials and from overflow."""
    search = optax.scale_by_backtracking_linesearch(
        max_backtracking_steps=MOST_TRIALS,
        slope_rtol=slope_rtol,
        decrease_factor=decrease_factor,
        increase_factor=increase_factor,
        max_learning_rate=jnp.inf,
    )

    def update(
        updates: Array,
        state: optax.OptState,
        params: Array,
        *,
        value: Array,
        grad: Array,
        value_fn: Callable[..., Array],
        **_: Any,
    ) -> tuple[Array, optax.OptState]:
        def finite(point: Array) -> Array:
            there = value_fn(point)
            return jnp.where(jnp.isfinite(there), there, jnp.inf)

        longest = increase_factor * optax.tree.get(state, "learning_rate") * updates
        moves = jnp.any(params - longest != params) & (jnp.vdot(updates, grad) > 0)
        direction = jnp.where(moves, -updates, 0.0)
        given = {"value": value, "grad": grad, "value_fn": finite}
        step: Any
        step, state = search.update(direction, state, params, **given)
        return step, state

    return rule(search.init, update)


def _backtracks(state: optax.OptState) -> Array:
    return optax.tree.get(state, "num_linesearch_steps")


class ConjugateState(NamedTuple):
    """State of a conjugate gradient rule."""

    direction: Array
    gradient: Array
    beta: Array


def _conjugate(
    share: Callable[[Array, Array], Array], slope_rtol: Number, curv_rtol: Number
) -> Searched:
    """Keep of the last direction what `share` makes of the new and the old gradient."""

    def init(params: Array) -> ConjugateState:
        zero = jnp.zeros_like(params)
        return ConjugateState(zero, zero, jnp.zeros((), params.dtype))

    def update(
        updates: Array, state: ConjugateState, params: Array
    ) -> tuple[Array, ConjugateState]:
        del params
        squares = jnp.vdot(state.gradient, state.gradient)
        beta = share(updates, state.gradient) / jnp.where(squares > 0, squares, 1.0)
        direction = beta * state.direction - updates
        beta = jnp.where(jnp.vdot(direction, updates) < 0, beta, 0.0)
        direction = beta * state.direction - updates
        return -direction, ConjugateState(direction, updates, beta)

    return Searched(rule(init, update), slope_rtol, curv_rtol, keep=True)


def conjugate(
    share: Callable[[Array, Array], Array], slope_rtol: Number, curv_rtol: Number
) -> Rule:
    """Conjugate gradients, by what `share` keeps of the last direction."""
    return _conjugate(share, slope_rtol, curv_rtol).rule


def _fletcher_reeves(new: Array, old: Array) -> Array:
    del old
    return jnp.vdot(new, new)


def _polak_ribiere(new: Array, old: Array) -> Array:
    return jnp.maximum(jnp.vdot(new, new - old), 0.0)


DIRECTION = Followed(
    symbol="−d",
    title="conjugate direction, turned uphill",
    of=lambda steps: -steps.after["direction"],
)

ARMIJO = Optimizer(
    slug="armijo",
    title="Armijo descent",
    rule=(
        r"x \leftarrow x - \eta_k\, g, \quad \eta_k \text{ the first of } "
        r"\gamma \eta_{k-1},\ \rho\,\gamma \eta_{k-1},\ \rho^2 \gamma \eta_{k-1}, \dots"
        r"\text{ with } f(x - \eta_k\, g) \le f(x) - c_1 \eta_k \lVert g \rVert^2"
    ),
    point="Gradient descent that tries a long step first and shortens it until it pays.",
    strength="The loss never rises, and no learning rate need be tuned: where the surface is "
    "flatter, its steps grow by themselves.",
    weakness="Every step costs about two evaluations, and in a valley it zigzags like any descent.",
    build=armijo,
    hyperparameters=(
        knobs.sufficient_decrease(),
        Hyperparameter(
            name="decrease_factor",
            symbol=r"\rho",
            title="Shrink factor",
            meaning="what a step that fails is multiplied by before the next trial",
            default=0.5,
            low=0.1,
            high=0.9,
        ),
        Hyperparameter(
            name="increase_factor",
            symbol=r"\gamma",
            title="Growth factor",
            meaning="how much longer than the last step the first trial is",
            default=2.0,
            low=1.0,
            high=10.0,
        ),
    ),
    shows={"learning_rate": r"\eta_k"},
    evaluations=_backtracks,
    inside=Inside(reach=rates.EVEN, trials=trials.backtracked),
    textbook=textbook.armijo,
    note=(
        "optax's backtracking search; it starts from γ times the last step, where many texts "
        "start every search anew. Each trial counts as an evaluation. Values are exact also where "
        "the gradient is noisy, and a direction that leads uphill is not taken. Values that "
        "rounding makes equal end the search: where the minimum is not zero, gradients below "
        "about 1e-8 are out of its reach."
    ),
    references=(
        "[Armijo (1966), Minimization of functions having Lipschitz continuous first partial "
        "derivatives](https://doi.org/10.2140/pjm.1966.16.1)",
    ),
)

FLETCHER_REEVES = Optimizer(
    slug="fletcher-reeves",
    title="Conjugate gradients (Fletcher–Reeves)",
    rule=(
        r"\begin{gathered} \beta_k = \frac{\lVert g_k \rVert^2}{\lVert g_{k-1} \rVert^2}, \quad "
        r"d \leftarrow \beta_k d - g_k, \quad x \leftarrow x + \eta_k\, d \\ "
        + STRONG_WOLFE
        + r"\end{gathered}"
    ),
    point="Each direction keeps a share of the last one, so that no step undoes the one before.",
    strength="With exact searches it ends on a bowl in as many steps as there are dimensions, and "
    "it keeps only two vectors.",
    weakness="One bad direction is followed by many short steps: down Rosenbrock's valley it "
    "takes more than four times the steps of Polak and Ribière's rule.",
    build=partial(conjugate, _fletcher_reeves),
    hyperparameters=(knobs.sufficient_decrease(), knobs.curvature_condition(0.1)),
    shows={"learning_rate": r"\eta_k", "beta": r"\beta_k", "direction": "d"},
    evaluations=trials_used,
    inside=Inside(
        followed=DIRECTION,
        reach=rates.EVEN,
        trials=partial(trials.searched, partial(_conjugate, _fletcher_reeves)),
    ),
    textbook=textbook.fletcher_reeves_direction,
    note=(
        "It begins again with the gradient only where its direction would lead uphill; many "
        "programs do so every d steps as well. Step lengths meet the strong Wolfe conditions. "
    )
    + NOISE,
    references=(
        "[Fletcher and Reeves (1964), Function minimization by conjugate gradients]"
        "(https://doi.org/10.1093/comjnl/7.2.149)",
    ),
)

POLAK_RIBIERE = Optimizer(
    slug="polak-ribiere",
    title="Conjugate gradients (Polak–Ribière)",
    rule=(
        r"\begin{gathered} \beta_k = \max\!\left(0, "
        r"\frac{g_k^\top (g_k - g_{k-1})}{\lVert g_{k-1} \rVert^2}\right), \quad "
        r"d \leftarrow \beta_k d - g_k, \quad x \leftarrow x + \eta_k\, d \\ "
        + STRONG_WOLFE
        + r"\end{gathered}"
    ),
    point="Conjugate gradients that forget the last direction once the gradient hardly changes.",
    strength="Some twenty steps of three evaluations take it down Rosenbrock's valley, where "
    "descent takes twenty thousand.",
    weakness="It lives on careful searches: a loose c₂ spoils the directions, and so does noise.",
    build=partial(conjugate, _polak_ribiere),
    hyperparameters=(knobs.sufficient_decrease(), knobs.curvature_condition(0.1)),
    shows={"learning_rate": r"\eta_k", "beta": r"\beta_k", "direction": "d"},
    evaluations=trials_used,
    inside=Inside(
        followed=DIRECTION,
        reach=rates.EVEN,
        trials=partial(trials.searched, partial(_conjugate, _polak_ribiere)),
    ),
    textbook=textbook.polak_ribiere_direction,
    note=(
        "The variant with β cut off at zero, PR+, as in scipy, which searches with c₂ = 0.4. Step "
        "lengths meet the strong Wolfe conditions. "
    )
    + NOISE,
    references=(
        "[Polak and Ribière (1969), Note sur la convergence de méthodes de directions conjuguées]"
        "(http://www.numdam.org/item/M2AN_1969__3_1_35_0/)",
    ),
)

TITLE = "Line searches"
ENTRIES = (ARMIJO, FLETCHER_REEVES, POLAK_RIBIERE)
