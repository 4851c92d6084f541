"""Line search: how far to go along a direction, by trying lengths until one is good enough.

optax has such a search too. This one sends every trial through the same code, so that it compiles
in half the time, and gives up where lengths differ by no more than rounding.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax import Array

from optimizers.protocol import Number, Rule, rule

MOST_TRIALS = 20

STRONG_WOLFE = (
    r"\text{with } f(x + \eta_k d) \le f(x) + c_1 \eta_k\, g^\top d, \quad "
    r"|g(x + \eta_k d)^\top d| \le c_2\, |g^\top d|"
)
"""What a rule says of its step length η along its direction d."""

NOISE = (
    "Each trial counts as an evaluation. The search itself is exact: noise in the gradient turns "
    "the direction, and where that leads uphill the step is zero."
)
"""What is to be said of every rule with this search."""


class Trial(NamedTuple):
    """The function along the direction at one length."""

    length: Array
    value: Array
    slope: Array


class Bracket(NamedTuple):
    """Where the search stands."""

    low: Trial  # the lowest so far that has decreased enough
    high: Trial  # the other end of an interval with a good length in it; infinite while unknown
    length: Array  # to be tried next
    trials: Array
    found: Array


class Conditions(NamedTuple):
    """The strong Wolfe conditions on a line, from value and slope at its beginning."""

    value: Array
    slope: Array
    slope_rtol: Number  # c1
    curv_rtol: Number  # c2

    @property
    def noise(self) -> Array:
        """How much values may differ by rounding alone."""
        return 1000 * jnp.finfo(self.value.dtype).eps * jnp.abs(self.value)

    def decreased(self, trial: Trial) -> Array:
        """Whether the value has fallen enough."""
        enough = trial.value <= self.value + self.slope_rtol * trial.length * self.slope
        # Values that are equal up to rounding are told apart by slopes, as Hager and Zhang do.
        close = trial.value <= self.value + self.noise
        shallow = trial.slope <= (2 * self.slope_rtol - 1) * self.slope
        # A step to where numbers overflow would end the run.
        return jnp.isfinite(trial.value) & (enough | (close & shallow))

    def flat(self, trial: Trial) -> Array:
        """Whether little enough of the slope is left."""
        return jnp.abs(trial.slope) <= self.curv_rtol * jnp.abs(self.slope)


class Search(NamedTuple):
    """A search for a length that meets `conditions`, from `first` on.

    `line` gives the value at a length, and lengths closer than `resolution` are the same. These
    are algorithms 3.5 and 3.6 of Nocedal and Wright, joined: before there is a bracket, its far
    end is infinite.
    """

    line: Callable[[Array], Array]
    conditions: Conditions
    first: Array
    resolution: Array

    def begin(self) -> Bracket:
        """Nothing tried yet; found already where the line leads uphill, which is no way to go."""
        _, (value, slope, *_), first, _ = self
        start = Trial(jnp.zeros_like(first), value, slope)
        far = start._replace(length=jnp.full_like(first, jnp.inf))
        return Bracket(start, far, first, jnp.asarray(0), slope >= 0)

    def seeks(self, bracket: Bracket) -> Array:
        """Whether a further length is worth trying."""
        width = jnp.abs(bracket.high.length - bracket.low.length)
        return ~bracket.found & (bracket.trials < MOST_TRIALS) & (width > self.resolution)

    def attempt(self, bracket: Bracket) -> Bracket:
        """Try the bracket's length and narrow it."""
        low, high, length, trials, _ = bracket
        conditions = self.conditions
        new = Trial(length, *jax.jvp(self.line, (length,), (jnp.ones_like(length),)))
        decreased = conditions.decreased(new)
        found = decreased & conditions.flat(new)
        lower = found | (decreased & (new.value <= low.value + conditions.noise))
        passed = new.slope * (high.length - low.length) >= 0
        ends = _either(lower, new, low), _either(lower, _either(passed, low, high), new)
        following = _next_length(low, new, *ends, conditions.noise)
        return Bracket(*ends, following, trials + 1, found)

    def ended(self) -> tuple[Array, Array]:
        """The length found and how many were tried; zero if nothing better was found."""
        bracket = jax.lax.while_loop(self.seeks, self.attempt, self.begin())
        return bracket.low.length, bracket.trials


def _either(condition: Array, yes: Trial, no: Trial) -> Trial:
    return Trial(*(jnp.where(condition, a, b) for a, b in zip(yes, no, strict=True)))


def _next_length(before: Trial, new: Trial, low: Trial, high: Trial, noise: Array) -> Array:
    """The minimiser of a cubic through two trials, well inside the bracket or well beyond it."""
    bracketed = jnp.isfinite(high.length)
    a, b = _either(bracketed, low, before), _either(bracketed, high, new)
    width, rise = b.length - a.length, b.value - a.value
    p, q = a.slope * width, b.slope * width
    # Where rounding hides the rise, the two slopes alone tell a parabola.
    r = p + q - 3 * jnp.where(jnp.abs(rise) <= 10 * noise, (p + q) / 2, rise)
    root = jnp.sqrt(jnp.maximum(r**2 - p * q, 0.0))
    share = 1 - (q + root - r) / (q - p + 2 * root)
    inside = jnp.where(jnp.isnan(share), 0.1, jnp.clip(share, 0.1, 0.9))
    beyond = jnp.where((share > 1) & (r**2 >= p * q), jnp.clip(share, 2.0, 10.0), 10.0)
    return a.length + jnp.where(bracketed, inside, beyond) * width


class SearchState(NamedTuple):
    """State of `searched`."""

    directions: optax.OptState
    learning_rate: Array  # how far the last step went along its direction
    trials: Array
    length: Array  # of the last step that went anywhere
    slope: Array  # at the beginning of the last step


class Searched(NamedTuple):
    """Go against what `directions` makes of the gradient, as far as a line search says.

    It first tries 1, the length for directions that know the curvature; to `keep` is to try the
    last length, in proportion as the slope has changed since.
    """

    directions: optax.GradientTransformation
    slope_rtol: Number
    curv_rtol: Number
    keep: bool

    @property
    def rule(self) -> Rule:
        """As optax takes it."""
        return rule(self.init, self.update)

    def init(self, params: Array) -> SearchState:
        """Nothing has been searched yet."""
        zero = jnp.zeros((), params.dtype)
        inner: Any = self.directions.init(params)
        return SearchState(inner, zero, jnp.asarray(0), zero, zero)

    def update(
        self, updates: Array, state: SearchState, params: Array, **known: Any
    ) -> tuple[Array, SearchState]:
        """The step that a search finds."""
        search, direction, inner = self.aimed(updates, state, params, **known)
        length, trials = search.ended()
        last = jnp.where(length > 0, length, state.length)
        return length * direction, SearchState(inner, length, trials, last, search.conditions.slope)

    def aimed(
        self,
        updates: Array,
        state: SearchState,
        params: Array,
        *,
        value: Array,
        grad: Array,
        value_fn: Callable[..., Array],
        **_: Any,
    ) -> tuple[Search, Array, optax.OptState]:
        """The search of a step, the direction in which it goes, and the directions' state."""
        direction: Any
        direction, inner = self.directions.update(updates, state.directions, params)
        # A rule that was told noise may have lost its way.
        steepest = updates / jnp.maximum(jnp.linalg.norm(updates), 1)
        direction = -jnp.where(jnp.vdot(direction, updates) > 0, direction, steepest)
        slope, norm = jnp.vdot(grad, direction), jnp.linalg.norm(direction)
        first = jnp.ones_like(value)
        if self.keep:
            known = (state.length > 0) & (slope < 0)
            ratio = jnp.minimum(state.slope / jnp.where(known, slope, 1), 2)
            first = jnp.where(known, state.length * ratio, 1 / jnp.where(norm > 0, norm, 1))
        search = Search(
            lambda length: value_fn(params + length * direction),
            Conditions(value, slope, self.slope_rtol, self.curv_rtol),
            first,
            jnp.finfo(params.dtype).eps * jnp.linalg.norm(params) / norm,
        )
        return search, direction, inner


def trials_used(state: optax.OptState) -> Array:
    """Evaluations of a searched step; the last trial is the new point and needs no further one."""
    return jnp.maximum(optax.tree.get(state, "trials"), 1)
