"""Every point that a line search has tried: its searches once more, along the way that it went.

A race keeps only what its searches have found. They hang on nothing but what the trajectory
holds, so they can be held again, outside the compiled race, by the very same code.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from optimizers.inside import BLOCK, Place, Steps
from optimizers.wolfe import MOST_TRIALS, Bracket, Searched, SearchState


def backtracked(steps: Steps) -> np.ndarray:
    """Of Armijo's search: lengths that shrink by the same factor, (T, most, d)."""
    growth, shrinkage = (steps.settings[f"{which}_factor"] for which in ("increase", "decrease"))
    longest = growth * steps.before["learning_rate"]
    most = int(steps.evaluations.max(initial=1))
    lengths = longest[:, None] * shrinkage ** np.arange(most)
    lengths = np.where(np.arange(most) < steps.evaluations[:, None], lengths, np.nan)
    return steps.points[:, None] - lengths[:, :, None] * steps.told[:, None]


def searched(search: Callable[..., Searched], steps: Steps) -> np.ndarray:
    """Of the search for strong Wolfe conditions that `search` builds, (T, most, d)."""
    # Few lengths, so that few programs are compiled.
    count = max(1 << len(steps.points).bit_length(), BLOCK)
    found = steps.after["learning_rate"]
    rows = np.column_stack([steps.points, steps.told, found])
    rows = np.concatenate([rows, np.zeros((count - len(rows), rows.shape[1]))])
    settings = tuple(steps.settings.values())
    tried = _tried(rows, settings, steps.place[1:], search=search, fn=steps.place.fn)
    tried = np.asarray(tried)[: len(steps.points)]
    return tried[:, : int(np.isfinite(tried[:, :, 0]).sum(axis=1).max(initial=1))]


@partial(jax.jit, static_argnames=("search", "fn"))
def _tried(
    rows: Array,
    settings: tuple[float, ...],
    terms: tuple[Any, ...],
    *,
    search: Callable[..., Searched],
    fn: Callable[..., Array],
) -> Array:
    place, rule = Place(fn, *terms), search(*settings)

    def once(state: SearchState, row: Array) -> tuple[SearchState, Array]:
        point, told = jnp.split(row[:-1], 2)
        found = row[-1]
        value, grad = jax.value_and_grad(place.value)(point)
        line, direction, inner = rule.aimed(
            told, state, point, value=value, grad=grad, value_fn=place.value
        )

        def attempt(tried: tuple[Bracket, Array]) -> tuple[Bracket, Array]:
            bracket, lengths = tried
            lengths = lengths.at[bracket.trials].set(bracket.length)
            return line.attempt(bracket), lengths

        blank = jnp.full(MOST_TRIALS, jnp.nan, point.dtype)
        start = (line.begin(), blank)
        bracket, lengths = jax.lax.while_loop(lambda tried: line.seeks(tried[0]), attempt, start)
        # What the race has found leads on, lest rounding lead elsewhere.
        last = jnp.where(found > 0, found, state.length)
        following = SearchState(inner, found, bracket.trials, last, line.conditions.slope)
        return following, point[None] + lengths[:, None] * direction[None]

    _, tried = jax.lax.scan(once, rule.init(rows[0, : (rows.shape[1] - 1) // 2]), rows)
    return tried
