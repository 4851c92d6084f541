"""Several optimizers as one, of which a setting chooses: their function is compiled once for all.

Each keeps its own rule, state and settings. What they share is the loop and in it the function,
which on a network takes twenty times as long to compile as a rule.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax import Array
from jax.flatten_util import ravel_pytree

from hyperparameters import Hyperparameter
from optimizers import adam, adaptive, descent
from optimizers.base import Optimizer, given_rate, one_evaluation

WHICH = Hyperparameter(
    name="which",
    symbol="k",
    title="Which",
    meaning="the rule to follow, by its place",
    default=0.0,
    low=0.0,
    high=math.inf,
)


class Together:
    """Optimizers that share a program; its points are theirs, and nothing of their state shows."""

    def __init__(self, *optimizers: Optimizer) -> None:
        """Take what is to be compiled as one."""
        self.optimizers = optimizers

    def settings(self, optimizer: Optimizer, given: Mapping[str, float]) -> dict[str, float]:
        """What has `merged` follow one of them; ValueError as its own `settings` raises it."""
        return {"which": float(self.optimizers.index(optimizer)), **optimizer.settings(given)}

    @cached_property
    def merged(self) -> Optimizer:
        """All of them as one entry, whose texts are those of the first."""
        # Every optimizer has already checked the range that it gives a knob of this name.
        knobs = {
            knob.name: replace(knob, low=-math.inf, high=math.inf, scale="linear")
            for optimizer in self.optimizers
            for knob in optimizer.hyperparameters
        }
        return replace(
            self.optimizers[0],
            slug="+".join(optimizer.slug for optimizer in self.optimizers),
            build=self._build,
            hyperparameters=(WHICH, *knobs.values()),
            shows={},
            evaluations=one_evaluation,
            rate=given_rate,
            samples=max(optimizer.samples for optimizer in self.optimizers),
        )

    def _build(self, which: Array, **settings: Any) -> optax.GradientTransformationExtraArgs:
        which = jnp.asarray(which).astype(int)
        rules = [_Packed.of(optimizer, settings) for optimizer in self.optimizers]

        def init(point: Array) -> Array:
            size = max(rule.pack(point)[0].size for rule in rules)
            begun = [rule.begin for rule in rules]
            return jax.lax.switch(which, begun, point, jnp.zeros(size, point.dtype))

        def update(gradient: Array, state: Array, point: Array, **given: Any):
            steps = [rule.stepping(given) for rule in rules]
            return jax.lax.switch(which, steps, gradient, state, point)

        # optax types its functions by pytrees of any kind, and these are vectors.
        return optax.GradientTransformationExtraArgs(init, update)  # pyright: ignore


class _Packed(NamedTuple):
    """A rule whose state lies in the front of a vector that is long enough for any."""

    rule: optax.GradientTransformationExtraArgs
    samples: int

    @classmethod
    def of(cls, optimizer: Optimizer, settings: Mapping[str, Any]) -> "_Packed":
        own = {knob.name: settings[knob.name] for knob in optimizer.hyperparameters}
        return cls(optax.with_extra_args_support(optimizer.build(**own)), optimizer.samples)

    def pack(self, point: Array):
        """The state at the start as a vector, and what takes such a vector apart."""
        return ravel_pytree(self.rule.init(point))

    def begin(self, point: Array, blank: Array) -> Array:
        """The state at the start, in the front of `blank`."""
        begun, _ = self.pack(point)
        return blank.at[: begun.size].set(begun.astype(blank.dtype))

    def stepping(self, given: Mapping[str, Any]):
        """The rule as a branch, which is `given` beside its state what every rule is given."""
        given = {**given, "samples": given["samples"][: self.samples]}

        def step(gradient: Array, packed: Array, point: Array) -> tuple[Array, Array]:
            begun, unpack = self.pack(point)
            state = unpack(packed[: begun.size].astype(begun.dtype))
            move, state = self.rule.update(gradient, state, point, **given)
            after, _ = ravel_pytree(state)
            following = packed.at[: after.size].set(after.astype(packed.dtype))
            return jnp.asarray(move, point.dtype), following

        return step


USUAL = Together(*descent.ENTRIES, adaptive.RMSPROP, adam.ADAM, adam.ADAMW)
"""The rules that are tried first on any network; each of them adds to what the first one waits
for, and all have a rate and cost one evaluation a step."""


def shared(
    optimizer: Optimizer, settings: Mapping[str, float]
) -> tuple[Optimizer, Mapping[str, float]]:
    """An optimizer with its settings in the program of the usual ones, if it is one of them."""
    if optimizer in USUAL.optimizers:
        return USUAL.merged, USUAL.settings(optimizer, settings)
    return optimizer, settings
