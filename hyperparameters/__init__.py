"""Knobs: the numbers of landscapes, optimizers, schedules and noise that a reader may turn."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

# Round numbers of two digits, 24 to the decade, in steps of nearly equal ratio.
MANTISSAS = (*range(10, 16), 16, 18, 20, 22, 25, 28, *range(30, 85, 5), 90)

Settings = tuple[tuple[str, float], ...]
"""Every knob of an entry by name with its value, in the order of the entry."""


@dataclass(frozen=True, kw_only=True)
class Hyperparameter:
    """One knob: a number that is traced, so that turning it never compiles."""

    name: str
    """The argument of the entry's function."""
    symbol: str
    """LaTeX, as it stands in the formula or rule."""
    title: str
    meaning: str
    """What turning it changes, as a phrase."""
    default: float
    low: float
    high: float
    scale: Literal["linear", "log", "memory", "whole"] = "linear"
    """How the range is spread over a slider; "memory" spreads 1 - value by its logarithm."""
    unit: Literal["none", "rate", "length", "floor"] = "none"
    """What a good value grows with from landscape to landscape: the inverse of the curvature
    (a rate that multiplies gradients) or the width (a step length), of which defaults are
    Rosenbrock's; or the floor of the landscape, which it then is."""

    def check(self, value: float) -> None:
        """Raise ValueError, saying what is possible, unless `value` lies in the range."""
        inside = self.low <= value <= self.high
        if not inside or (self.scale == "whole" and value != round(value)):
            numbers = "whole numbers " if self.scale == "whole" else ""
            raise ValueError(
                f"{self.title.lower()} = {value:g} is out of range: "
                f"it goes {numbers}from {self.low:g} to {self.high:g}"
            )

    def grid(self, around: float | None = None) -> tuple[float, ...]:
        """Round values from `low` to `high`, spread as `scale` says.

        A logarithmic range of many decades is cut to five `around` a value, if one is given.
        """
        low, high = self.low, self.high
        if self.scale == "whole":
            return tuple(float(k) for k in range(math.ceil(low), math.floor(high) + 1))
        if self.scale == "linear":
            values = _multiples(low, high)
        elif self.scale == "log":
            if around:
                low, high = max(low, float(f"{around / 300:.1g}")), min(high, around * 300)
            values = _decades(low, high)
        else:
            values = [round(1 - rest, 12) for rest in _decades(1 - high, 1 - low)]
        ends = (end for end in (self.low, self.default, self.high) if low <= end <= high)
        return tuple(sorted({*values, *ends}))


def complete(
    title: str, knobs: Sequence[Hyperparameter], given: Mapping[str, float] | None
) -> dict[str, float]:
    """Defaults overridden by `given`; ValueError on an unknown name or a value out of range."""
    # In the knobs' order, so that equal settings are equal however they were given.
    by_name = {knob.name: knob for knob in knobs}
    given = given or {}
    if unknown := given.keys() - by_name.keys():
        has = f"it has {', '.join(by_name)}" if by_name else "it has no settings"
        raise ValueError(f"{title} has no {', '.join(sorted(unknown))}; {has}")
    for name, value in given.items():
        by_name[name].check(value)
    return {name: float(given.get(name, knob.default)) for name, knob in by_name.items()}


def rounded(value: float) -> float:
    """The nearest of the round numbers that logarithmic sliders offer; `value` is positive."""
    power = math.floor(math.log10(value))
    candidates = [
        float(f"{mantissa}e{exponent - 1}")
        for exponent in (power, power + 1)
        for mantissa in MANTISSAS
    ]
    return min(candidates, key=lambda candidate: abs(math.log(candidate / value)))


def _multiples(low: float, high: float) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten between `low` and `high`, about a hundred."""
    # More than a hundred could not be told apart on a slider.
    magnitude = 10.0 ** math.floor(math.log10((high - low) / 50))
    step = next(m * magnitude for m in (1, 2, 5, 10) if m * magnitude * 120 > high - low)
    count = range(math.ceil(low / step), math.floor(high / step) + 1)
    return [float(f"{k * step:.6g}") for k in count]


def _decades(low: float, high: float) -> list[float]:
    """Two-digit numbers between `low` and `high`, 24 to the decade."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    values = [float(f"{mantissa}e{power - 1}") for power in exponents for mantissa in MANTISSAS]
    return [value for value in values if low <= value <= high]
