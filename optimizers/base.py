"""What an optimizer is: an optax transformation, its knobs, and what is said about it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import jax.numpy as jnp
import optax
from jax import Array

# Round numbers of two digits, 24 to the decade, in steps of nearly equal ratio.
MANTISSAS = (*range(10, 16), 16, 18, 20, 22, 25, 28, *range(30, 85, 5), 90)


@dataclass(frozen=True, kw_only=True)
class Hyperparameter:
    """One knob: a number that is traced, so that turning it never compiles."""

    name: str
    """The argument of the optimizer's `build`."""
    symbol: str
    """LaTeX, as it stands in the rule."""
    title: str
    meaning: str
    """What turning it changes, as a phrase."""
    default: float
    low: float
    high: float
    scale: Literal["linear", "log", "memory"] = "linear"
    """How the range is spread over a slider; "memory" spreads 1 - value by its logarithm."""

    def check(self, value: float) -> None:
        """Raise ValueError, saying what is possible, unless `value` lies in the range."""
        if not self.low <= value <= self.high:
            raise ValueError(
                f"{self.title.lower()} = {value:g} is out of range: "
                f"it goes from {self.low:g} to {self.high:g}"
            )

    def grid(self) -> tuple[float, ...]:
        """Round values from `low` to `high`, spread as `scale` says."""
        if self.scale == "linear":
            values = _multiples(self.low, self.high)
        elif self.scale == "log":
            values = _decades(self.low, self.high)
        else:
            values = [round(1 - rest, 12) for rest in _decades(1 - self.high, 1 - self.low)]
        return tuple(sorted({self.low, *values, self.default, self.high}))


def _multiples(low: float, high: float) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten between `low` and `high`, about a hundred."""
    magnitude = 10.0 ** math.floor(math.log10((high - low) / 50))
    step = next(m * magnitude for m in (1, 2, 5, 10) if m * magnitude * 120 > high - low)
    count = range(math.ceil(low / step), math.floor(high / step) + 1)
    return [float(f"{k * step:.6g}") for k in count]


def _decades(low: float, high: float) -> list[float]:
    """Two-digit numbers between `low` and `high`, 24 to the decade."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    values = [float(f"{mantissa}e{power - 1}") for power in exponents for mantissa in MANTISSAS]
    return [value for value in values if low <= value <= high]


def one_evaluation(state: optax.OptState) -> Array:
    """Every step costs one evaluation of the function with its gradient."""
    del state
    return jnp.asarray(1)


@dataclass(frozen=True, kw_only=True, eq=False)
class Optimizer:
    """One entry of the menu; compared by identity, so that compiled programs can be keyed by it.

    `build` takes the hyperparameters by name and returns an optax transformation; `textbook` is
    the same rule in plain NumPy, to be read and to be compared with.
    """

    slug: str
    """Name in links and code; never changes once published."""
    title: str
    rule: str
    """LaTeX of one step, in the symbols of the hyperparameters."""
    point: str
    """What the rule does differently, as a sentence."""
    build: Callable[..., optax.GradientTransformation]
    hyperparameters: tuple[Hyperparameter, ...]
    shows: Mapping[str, str] = field(default_factory=dict)
    """State fields worth drawing, each with its LaTeX symbol."""
    evaluations: Callable[[optax.OptState], Array] = one_evaluation
    """Evaluations (value with gradient) that the step which led to this state has used."""
    textbook: Callable[..., Any]
    note: str
    """Where conventions differ between libraries, as sentences."""
    references: tuple[str, ...]
    """Markdown links to the sources."""

    def settings(self, given: Mapping[str, float] | None = None) -> dict[str, float]:
        """Defaults overridden by `given`; ValueError on an unknown name or a value out of range."""
        knobs = {knob.name: knob for knob in self.hyperparameters}
        given = given or {}
        if unknown := given.keys() - knobs.keys():
            raise ValueError(
                f"{self.title} has no {', '.join(sorted(unknown))}; it has {', '.join(knobs)}"
            )
        for name, value in given.items():
            knobs[name].check(value)
        return {name: float(given.get(name, knob.default)) for name, knob in knobs.items()}
