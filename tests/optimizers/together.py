"""Many optimizers as one, of which a knob chooses: the landscapes are compiled once for all.

Each keeps its own rule, state and settings; what is shared is the loop that `run` compiles, and
in it the function, which takes a hundred times as long to compile as a rule.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax.flatten_util import ravel_pytree

from app.experiment import Racer
from optimizers import Optimizer, run
from optimizers.base import Hyperparameter, given_rate, one_evaluation
from tests.optimizers.everywhere import PLACES, everywhere

WHICH = Hyperparameter(
    name="which",
    symbol="k",
    title="Which",
    meaning="the rule to follow, by its place",
    default=0,
    low=0,
    high=math.inf,
)


class Together:
    """A program that holds every landscape and every rule of `optimizers`."""

    def __init__(self, optimizers: Iterable[Optimizer]):
        self.optimizers = tuple(optimizers)

    def run_on(self, landscape, optimizer, start=None, *, settings=None, **asked):
        """A run with the defaults that suit the landscape, unless told otherwise."""
        fitted = dict(Racer.fitted(optimizer.slug, landscape, 0).settings)
        which = {"which": self.optimizers.index(optimizer)}
        return run(
            everywhere,
            self.merged,
            landscape.start if start is None else start,
            settings=optimizer.settings({**fitted, **(settings or {})}) | which,
            parameters=(PLACES[landscape.slug],),
            **asked,
        )

    @cached_property
    def merged(self) -> Optimizer:
        # Every optimizer has already checked the range that it gives a knob of this name.
        knobs = {
            knob.name: replace(knob, low=-math.inf, high=math.inf, scale="linear")
            for optimizer in self.optimizers
            for knob in optimizer.hyperparameters
        }
        return replace(
            self.optimizers[0],
            build=self._build,
            hyperparameters=(WHICH, *knobs.values()),
            shows={},
            evaluations=one_evaluation,
            rate=given_rate,
            samples=max(optimizer.samples for optimizer in self.optimizers),
        )

    def _build(self, which, **settings) -> optax.GradientTransformationExtraArgs:
        which = jnp.asarray(which).astype(int)
        rules = [_Packed.of(optimizer, settings) for optimizer in self.optimizers]

        def init(point):
            size = max(rule.pack(point)[0].size for rule in rules)
            begun = [rule.begin for rule in rules]
            return jax.lax.switch(which, begun, point, jnp.zeros(size, point.dtype))

        def update(gradient, state, point, **given):
            steps = [rule.stepping(given) for rule in rules]
            return jax.lax.switch(which, steps, gradient, state, point)

        return optax.GradientTransformationExtraArgs(init, update)


class _Packed(NamedTuple):
    """A rule whose state lies in the front of a vector that is long enough for any."""

    rule: optax.GradientTransformationExtraArgs
    samples: int

    @classmethod
    def of(cls, optimizer: Optimizer, settings) -> "_Packed":
        own = {knob.name: settings[knob.name] for knob in optimizer.hyperparameters}
        return cls(optax.with_extra_args_support(optimizer.build(**own)), optimizer.samples)

    def pack(self, point):
        """The state at the start as a vector, and what takes such a vector apart."""
        return ravel_pytree(self.rule.init(point))

    def begin(self, point, blank):
        begun, _ = self.pack(point)
        return blank.at[: begun.size].set(begun.astype(blank.dtype))

    def stepping(self, given):
        """The rule as a branch, which is `given` beside its state what every rule is given."""
        given = {**given, "samples": given["samples"][: self.samples]}

        def step(gradient, packed, point):
            begun, unpack = self.pack(point)
            state = unpack(packed[: begun.size].astype(begun.dtype))
            move, state = self.rule.update(gradient, state, point, **given)
            after, _ = ravel_pytree(state)
            return (
                jnp.asarray(move, point.dtype),
                packed.at[: after.size].set(after.astype(packed.dtype)),
            )

        return step
