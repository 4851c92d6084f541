"""The one loop that every race, map and sweep uses: a compiled stretch of a run.

It is compiled in one of two forms for a function and an optimizer: plain, with nothing around the
rule but additive noise, and full, with all else that may be wrong with gradients, modifiers and
reduction on a plateau, which takes twice the time.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array
from jax.flatten_util import ravel_pytree

from optimizers.base import Optimizer
from optimizers.modifiers import PLAIN, Modification, clipped, penalty, shrunk
from optimizers.noise import EXACT, LONGEST_DELAY, Inexactness, inexact
from optimizers.schedules import Patience, Wait, begun, waited

Function = Callable[..., Array]

STRETCH = 1024
"""Rows of one call of the compiled program; longer runs go on where the last stretch ended."""


class Row(NamedTuple):
    """One step of a trajectory inside the compiled program; the same parts in the same order."""

    point: Array
    value: Array
    gradient: Array
    internals: dict[str, Array]
    learning_rate: Array
    evaluations: Array


def is_plain(noise: Inexactness, modifiers: Modification, patience: Patience) -> bool:
    """Whether the plain form of the loop is enough."""
    exact = EXACT._replace(spread=noise.spread, freedom=noise.freedom)
    return (noise, modifiers, patience) == (exact, PLAIN, Patience())


class Controls(NamedTuple):
    """Every number that may change without compiling, packed into one vector by `packed`."""

    settings: dict[str, Any]  # of the optimizer
    parameters: tuple[Any, ...] = ()  # further arguments of the function
    noise: Inexactness = EXACT
    modifiers: Modification = PLAIN
    patience: Patience = Patience()

    def packed(self, dtype: np.dtype) -> np.ndarray:
        """One vector, since outside the loop each array costs more than fifty steps inside it."""
        fixed = (*self.settings.values(), *self.noise, *self.modifiers, *self.patience)
        return np.array([*fixed, *self.parameters], dtype)

    @classmethod
    def unpacked(cls, vector: Array, optimizer: Optimizer) -> "Controls":
        """The controls of a run of `optimizer` from their vector."""
        rest = iter(vector[i] for i in range(len(vector)))
        settings = {knob.name: next(rest) for knob in optimizer.hyperparameters}
        noise = Inexactness(*islice(rest, len(Inexactness._fields)))
        modifiers = Modification(*islice(rest, len(Modification._fields)))
        patience = Patience(*islice(rest, len(Patience._fields)))
        return cls(settings, tuple(rest), noise, modifiers, patience)


class Drive(NamedTuple):
    """What comes from outside at one step; a stretch of them is packed into one array."""

    multiplier: Array  # of the learning rate
    draw: Array  # noise, of the point's shape
    samples: Array  # (optimizer.samples, size)

    @staticmethod
    def packed(multipliers: np.ndarray, draw: np.ndarray, samples: np.ndarray) -> np.ndarray:
        """Columns of a stretch, one row a step."""
        return np.column_stack([multipliers, *(a.reshape(len(a), -1) for a in (draw, samples))])

    @classmethod
    def unpacked(cls, row: Array, like: Array) -> "Drive":
        """One row for a point of the shape of `like`."""
        draw = row[1 : 1 + like.size].reshape(like.shape)
        return cls(row[0], draw, row[1 + like.size :].reshape(-1, like.size))


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


class Layout(NamedTuple):
    """How a row of a run is packed into a flat vector, and how long its carry is."""

    columns: tuple[tuple[int | slice, tuple[int, ...]], ...]  # of each part, with its shape
    structure: Any  # that of a Row
    blank: Array  # a carry of the right length, for the first stretch

    def unpacked(self, rows: np.ndarray) -> Any:
        """Columns of `rows` as the parts of a trajectory, without copying."""
        parts = [
            rows[:, where] if len(shape) < 2 else rows[:, where].reshape(len(rows), *shape)
            for where, shape in self.columns
        ]
        return self.structure.unflatten(parts)


@lru_cache(maxsize=1024)
def layout(optimizer: Optimizer, shape: tuple[int, ...], dtype: np.dtype, plain: bool) -> Layout:
    """The layout of a run of `optimizer` from a point of this shape and dtype."""
    start = jax.ShapeDtypeStruct(shape, jax.dtypes.canonicalize_dtype(dtype))
    # Any function will do for shapes, and this one costs nothing to differentiate.
    race = _Race(jnp.sum, optimizer, Controls(optimizer.settings()), plain)
    begun = jax.eval_shape(race.begin, start)
    leaves, structure = jax.tree.flatten(jax.eval_shape(race.look, begun))
    ends = np.cumsum([leaf.size for leaf in leaves]).tolist()
    columns = tuple(
        (slice(end - leaf.size, end) if leaf.shape else end - 1, leaf.shape)
        for leaf, end in zip(leaves, ends, strict=True)
    )
    carry = jax.eval_shape(lambda: ravel_pytree((begun, True))[0])
    # jnp.zeros would compile a program of its own.
    return Layout(columns, structure, jax.device_put(np.zeros(carry.shape, carry.dtype)))


def descend(
    controls: Array,
    start: Array | np.ndarray,
    carry: Array | np.ndarray,
    first: Array | int,
    steps: Array | int,
    drive: Array,
    *,
    fn: Function,
    optimizer: Optimizer,
    plain: bool,
) -> tuple[Array, Array]:
    """One stretch of a run: rows from that of step `first` on, as many as `drive` has.

    Pure, so that it can be compiled and mapped. Returns packed rows and the carry for the next
    stretch. The function stands in the program once: that is most of what there is to compile.
    """
    race = _Race(fn, optimizer, Controls.unpacked(controls, optimizer), plain)
    begun, unpack = ravel_pytree((race.begin(jnp.asarray(start)), jnp.asarray(True)))
    shape = jax.eval_shape(race.look, unpack(begun)[0])
    width = sum(leaf.size for leaf in jax.tree.leaves(shape))

    def going(moving):
        step, packed, _ = moving
        return (step < len(drive)) & (first + step <= steps) & unpack(packed)[1]

    def step_once(moving):
        step, packed, rows = moving
        standing, _ = unpack(packed)
        row = race.look(standing)
        now = jax.lax.dynamic_index_in_dim(drive, step, keepdims=False)
        following = race.step(row, standing, Drive.unpacked(now, row.point))
        finite = jnp.isfinite(row.value) & jnp.isfinite(row.point).all()
        flat = ravel_pytree(row)[0].astype(rows.dtype)
        rows = jax.lax.dynamic_update_index_in_dim(rows, flat, step, 0)
        return step + 1, ravel_pytree((following, finite))[0], rows

    packed = jnp.where(first == 0, begun, carry)
    # Rows that the run never reaches stay like this.
    rows = jnp.full((len(drive), width), jnp.nan, drive.dtype)
    _, carry, rows = jax.lax.while_loop(going, step_once, (0, packed, rows))
    return rows, carry


class _Race(NamedTuple):
    """One optimizer on one function under given terms, while the loop is being traced."""

    fn: Function
    optimizer: Optimizer
    terms: Controls
    plain: bool

    def begin(self, start: Array) -> Standing:
        state = self.optimizer.build(**self.terms.settings).init(start)
        one = jnp.ones((), start.dtype)
        rate = jnp.asarray(self.terms.settings.get("learning_rate", one), start.dtype)
        unknown = jnp.full((LONGEST_DELAY, *start.shape), jnp.nan, start.dtype)
        return Standing(start, state, rate, one, None if self.plain else Aside(begun(one), unknown))

    def look(self, standing: Standing) -> Row:
        point, state, rate, used, _ = standing
        value, gradient = jax.value_and_grad(self.fn)(point, *self.terms.parameters)
        shows = self.optimizer.shows
        internals = {name: jnp.asarray(optax.tree.get(state, name)) for name in shows}
        return Row(point, value, gradient, internals, rate, used)

    def step(self, row: Row, standing: Standing, drive: Drive) -> Standing:
        optimizer, settings, gradient = self.optimizer, self.terms.settings, row.gradient
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
            self.told(gradient, row.point, drive),
            standing.state,
            row.point,
            value=row.value + self.penalty(row.point),
            grad=row.gradient + self.pull(row.point),
            value_fn=self.objective,
            grad_fn=lambda p, **_: self.told(
                jax.grad(self.fn)(p, *self.terms.parameters), p, drive
            ),
            samples=drive.samples,
        )
        rate = jnp.asarray(optimizer.rate(state, rate), row.point.dtype)
        point = row.point + jnp.asarray(update, row.point.dtype)
        if not self.plain:
            point = shrunk(self.terms.modifiers, row.point, point, rate)
        used = row.evaluations + optimizer.evaluations(state).astype(row.evaluations.dtype)
        return Standing(point, state, rate, used, aside)

    def waited(self, row: Row, aside: Aside) -> Aside:
        """What is carried aside once the function has been looked at."""
        later = jnp.concatenate([aside.past[1:], row.gradient[None]])
        # Before the start there was no gradient: the first one stands for all of them.
        past = jnp.where(jnp.isnan(later), row.gradient, later)
        return Aside(waited(self.terms.patience, aside.wait, row.value), past)

    def told(self, gradient: Array, point: Array, drive: Drive) -> Array:
        """What the rule is told of the gradient."""
        if self.plain:
            return gradient + self.terms.noise.spread * drive.draw
        told = inexact(self.terms.noise, gradient, drive.draw)
        return clipped(self.terms.modifiers, told) + self.pull(point)

    def objective(self, point: Array, grad_fn: Any = None, samples: Any = None) -> Array:
        # A line search insists that the function takes whatever the search itself was given.
        del grad_fn, samples
        return self.fn(point, *self.terms.parameters) + self.penalty(point)

    def penalty(self, point: Array) -> Array | float:
        return 0.0 if self.plain else penalty(self.terms.modifiers, point)

    def pull(self, point: Array) -> Array | float:
        """The gradient of the penalty."""
        return 0.0 if self.plain else self.terms.modifiers.l2 * point
