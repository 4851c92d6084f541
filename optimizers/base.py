"""What an optimizer is: an optax transformation, its knobs, and what is said about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

import jax.numpy as jnp
import optax
from jax import Array

from hyperparameters import Hyperparameter as Hyperparameter
from hyperparameters import complete
from optimizers.inside import NOTHING, Inside

Built = TypeVar("Built", covariant=True)


def one_evaluation(state: optax.OptState) -> Array:
    """Every step costs one evaluation of the function with its gradient."""
    del state
    return jnp.asarray(1)


def given_rate(state: optax.OptState, rate: Array) -> Array:
    """The rate in force: that of the state if the rule sets its own, else the one it was given."""
    return optax.tree.get(state, "learning_rate", rate)


@dataclass(frozen=True, kw_only=True, eq=False)
class Optimizer:
    """One entry of the menu; compared by identity, so that compiled programs can be keyed by it.

    `build` takes the hyperparameters by name and returns an optax transformation, whose `update`
    is given, beside gradient, state and point: `value` and `grad` at the point, `value_fn`, the
    function itself, `grad_fn`, its gradient as inexact as the one given, and `samples`. `textbook`
    is the same rule in plain NumPy, to be read and to be compared with.
    """

    slug: str
    """Name in links and code; never changes once published."""
    title: str
    rule: str
    """LaTeX of one step, in the symbols of the hyperparameters."""
    point: str
    """What the rule does differently, as a sentence."""
    strength: str
    """When to reach for it, as a sentence."""
    weakness: str
    """What it is bad at, as a sentence."""
    build: Callable[..., optax.GradientTransformation]
    hyperparameters: tuple[Hyperparameter, ...] = ()
    shows: Mapping[str, str] = field(default_factory=dict)
    """State fields worth drawing, each with its LaTeX symbol."""
    evaluations: Callable[[optax.OptState], Array] = one_evaluation
    """Evaluations (value with gradient) that the step which led to this state has used."""
    rate: Callable[[optax.OptState, Array], Array] = given_rate
    """The learning rate of the step that led to this state, from the one that `build` was given
    (1 if the rule has none)."""
    samples: int = 0
    """Standard normal vectors that every step is given as `samples`, of shape (samples, d)."""
    matrices: bool = False
    """Whether the rule knows matrices from vectors; else a pytree is one vector to it."""
    memory: Literal["vectors", "matrix"] = "vectors"
    """What it keeps: a matrix of d × d numbers is too much where d is large."""
    inside: Inside = NOTHING
    """What can be drawn of its steps."""
    textbook: Callable[..., Any]
    note: str
    """Where conventions differ between libraries, as sentences."""
    references: tuple[str, ...]
    """Markdown links to the sources."""

    @property
    def scheduled(self) -> bool:
        """Whether a schedule can drive it: only a rule with a learning rate of its own."""
        return any(knob.name == "learning_rate" for knob in self.hyperparameters)

    @property
    def edged(self) -> bool:
        """Whether its rate multiplies gradients, so that 2/η is an edge of stability."""
        return any(
            knob.name == "learning_rate" and knob.unit == "rate" for knob in self.hyperparameters
        )

    def settings(self, given: Mapping[str, float] | None = None) -> dict[str, float]:
        """Defaults overridden by `given`; ValueError on an unknown name or a value out of range."""
        return complete(self.title, self.hyperparameters, given)


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice(Generic[Built]):
    """One entry of the menus of schedules, noise and modifiers; called, it gives what `run` takes.

    `SCHEDULES["cosine"](final=0.1)` is a plan for `run(..., schedule=...)`.
    """

    slug: str
    """Name in links and code; never changes once published."""
    title: str
    formula: str
    """LaTeX, in the symbols of the hyperparameters."""
    point: str
    """What it does, as a sentence."""
    build: Callable[..., Built]
    hyperparameters: tuple[Hyperparameter, ...] = ()
    references: tuple[str, ...]
    """Markdown links to the sources."""

    def settings(self, given: Mapping[str, float] | None = None) -> dict[str, float]:
        """Defaults overridden by `given`; ValueError on an unknown name or a value out of range."""
        return complete(self.title, self.hyperparameters, given)

    def __call__(self, **given: float) -> Built:
        """What `run` takes; ValueError as `settings` raises it."""
        return self.build(**self.settings(given))
