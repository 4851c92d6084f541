"""One step of a run while the loop is being traced: look, then move.

A run has one of two forms: plain, with nothing around the rule but additive noise, and full, with
all else that may be wrong with gradients, modifiers and reduction on a plateau, which takes twice
the time.
"""

from typing import Any, NamedTuple, Protocol

import jax
import jax.numpy as jnp
import optax
from jax import Array
from jax.flatten_util import ravel_pytree

from optimizers.base import Optimizer
from optimizers.controls import Controls, Drive, Function
from optimizers.modifiers import clipped, penalty, shrunk
from optimizers.noise import LONGEST_DELAY, inexact
from optimizers.schedules import Wait, begun, waited
from optimizers.structure import Structure


class Sampler(Protocol):
    """What shows the function a part of its data at every step; hashable, equal by value."""

    def draw(self, data: Any, key: Any, step: Any) -> Any:
        """The sample of `step`, which is the function's last argument."""
        ...


class Form(NamedTuple):
    """Everything that a compiled run depends on beside the shapes of its arguments."""

    fn: Function
    optimizer: Optimizer
    plain: bool = True
    sampler: Sampler | None = None
    structure: Structure | None = None
    """What a rule that knows matrices from vectors makes of a point."""
    internals: bool = True
    """Whether rows hold what the optimizer shows of its state."""


class Row(NamedTuple):
    """One step of a trajectory inside the compiled program; the same parts in the same order."""

    point: Array
    value: Array
    gradient: Array
    internals: dict[str, Array]
    learning_rate: Array
    evaluations: Array


class Aside(NamedTuple):
    """What the full form of the loop carries beside the rule's own state."""

    wait: Wait
    past: Array  # (LONGEST_DELAY, d); the latest gradients, the oldest first


class Standing(NamedTuple):
    """Where a run stands before its function is looked at there."""

    point: Array
    state: optax.OptState
    learning_rate: Array  # of the step that led here
    evaluations: Array  # used when it is looked at
    aside: Aside | None


class Race(NamedTuple):
    """One optimizer on one function under given terms, while the loop is being traced."""

    form: Form
    terms: Controls
    data: Any = ()  # of the sampler
    key: Array | None = None  # of all that the loop draws
    sample: tuple[Any, ...] = ()  # what the function is shown at this step, if it is sampled

    def begin(self, start: Array) -> Standing:
        """Before the first look."""
        form, settings, one = self.form, self.terms.settings, jnp.ones((), start.dtype)
        state = form.optimizer.build(**settings).init(self.seen(start))
        rate = jnp.asarray(settings.get("learning_rate", one), start.dtype)
        unknown = jnp.full((LONGEST_DELAY, *start.shape), jnp.nan, start.dtype)
        aside = None if form.plain else Aside(begun(one), unknown)
        return Standing(start, state, rate, one, aside)

    def shown(self, step: Array) -> "Race":
        """The race at `step`, whose function is shown a part of its data if it is sampled."""
        if self.form.sampler is None:
            return self
        return self._replace(sample=(self.form.sampler.draw(self.data, self.key, step),))

    def drive(self, row: Array, like: Array, step: Array) -> Drive:
        """What comes from outside at `step`, or from the key of a run that draws by itself."""
        if self.key is None:
            return Drive.unpacked(row, like)
        noise, samples = 0 if self.form.plain else 1, self.form.optimizer.samples
        if not noise + samples:
            return Drive(row[0], jnp.zeros_like(like), jnp.zeros((0, like.size), like.dtype))
        # From a stream of its own, so that samples do not depend on who else is drawing.
        key = jax.random.fold_in(jax.random.fold_in(self.key, step), 1)
        drawn = jax.random.normal(key, (noise + samples, like.size), like.dtype)
        draw = drawn[0].reshape(like.shape) if noise else jnp.zeros_like(like)
        return Drive(row[0], draw, drawn[noise:])

    def look(self, standing: Standing) -> Row:
        """The function with its gradient, and what the state shows."""
        value, gradient = jax.value_and_grad(self.value)(standing.point)
        # Of matrices a rule may remember several things by one name.
        told = self.form.internals and self.form.structure is None
        shows = self.form.optimizer.shows if told else ()
        found = {name: optax.tree.get(standing.state, name) for name in shows}
        internals = {name: jnp.asarray(array) for name, array in found.items()}
        rate, used = standing.learning_rate, standing.evaluations
        return Row(standing.point, value, gradient, internals, rate, used)

    def step(self, row: Row, standing: Standing, drive: Drive) -> Standing:
        """Where the rule goes from what it is told."""
        optimizer, settings, gradient = self.form.optimizer, self.terms.settings, row.gradient
        rate, aside = jnp.ones((), row.point.dtype), standing.aside
        if aside:
            aside = self.waited(row, aside)
            gradient = aside.past[LONGEST_DELAY - 1 - jnp.asarray(self.terms.noise.delay, int)]
        if optimizer.scheduled:
            rate = settings["learning_rate"] * drive.multiplier
            rate = rate * aside.wait.multiplier if aside else rate
            settings = {**settings, "learning_rate": rate}
        # Built at every step, since that is how an optax rule takes a rate that changes.
        rule = optax.with_extra_args_support(optimizer.build(**settings))
        update, state = rule.update(
            self.seen(self.told(gradient, row.point, drive)),
            standing.state,
            self.seen(row.point),
            value=row.value + self.penalty(row.point),
            grad=row.gradient + self.pull(row.point),
            value_fn=self.objective,
            grad_fn=lambda p, **_: self.told(jax.grad(self.value)(p), p, drive),
            samples=drive.samples,
        )
        rate = jnp.asarray(optimizer.rate(state, rate), row.point.dtype)
        point = row.point + jnp.asarray(self.laid(update), row.point.dtype)
        if aside:
            point = shrunk(self.terms.modifiers, row.point, point, rate)
        used = row.evaluations + optimizer.evaluations(state).astype(row.evaluations.dtype)
        return Standing(point, state, rate, used, aside)

    def waited(self, row: Row, aside: Aside) -> Aside:
        """What is carried aside once the function has been looked at."""
        later = jnp.concatenate([aside.past[1:], row.gradient[None]])
        # Before the start there was no gradient: the first one stands for all of them.
        past = jnp.where(jnp.isnan(later), row.gradient, later)
        return Aside(waited(self.terms.patience, aside.wait, row.value), past)

    def value(self, point: Array) -> Array:
        """The function at `point`, of what it is shown at this step."""
        return self.form.fn(point, *self.terms.parameters, *self.sample)

    def seen(self, vector: Array) -> Any:
        """A point or gradient as the rule sees it: as matrices if it knows them from vectors."""
        return self.form.structure.unravel(vector) if self.form.structure else vector

    def laid(self, update: Any) -> Array:
        """What the rule returns as a vector again."""
        return ravel_pytree(update)[0] if self.form.structure else update

    def told(self, gradient: Array, point: Array, drive: Drive) -> Array:
        """What the rule is told of the gradient."""
        if self.form.plain:
            return gradient + self.terms.noise.spread * drive.draw
        told = inexact(self.terms.noise, gradient, drive.draw)
        return clipped(self.terms.modifiers, told) + self.pull(point)

    def objective(self, point: Array, grad_fn: Any = None, samples: Any = None) -> Array:
        """The function with its penalty."""
        # A line search insists that the function takes whatever the search itself was given.
        del grad_fn, samples
        return self.value(point) + self.penalty(point)

    def penalty(self, point: Array) -> Array | float:
        """What L2 regularisation adds to the function."""
        return 0.0 if self.form.plain else penalty(self.terms.modifiers, point)

    def pull(self, point: Array) -> Array | float:
        """The gradient of the penalty."""
        return 0.0 if self.form.plain else self.terms.modifiers.l2 * point
