"""Knobs that many rules share, each with the default and the meaning it has in the rule at hand."""

from typing import Literal

from hyperparameters import Hyperparameter

FLOOR = "floor under the denominator; large values turn the rule into plain descent"


def learning_rate(
    default: float,
    meaning: str,
    *,
    unit: Literal["none", "rate", "length"],
    title: str = "Learning rate",
) -> Hyperparameter:
    """η over so many decades that it suits every landscape; `unit` tells what it grows with."""
    # From the steepest to the flattest surface on the menu.
    return Hyperparameter(
        name="learning_rate",
        symbol=r"\eta",
        title=title,
        meaning=meaning,
        default=default,
        low=1e-8,
        high=1e4,
        scale="log",
        unit=unit,
    )


def memory(
    name: str,
    symbol: str,
    title: str,
    meaning: str,
    default: float,
    *,
    low: float = 0.0,
    high: float = 0.9999,
) -> Hyperparameter:
    """A share that is kept at every step, such as β; 1/(1 - share) steps are remembered."""
    return Hyperparameter(
        name=name,
        symbol=symbol,
        title=title,
        meaning=meaning,
        default=default,
        low=low,
        high=high,
        scale="memory",
    )


def momentum(meaning: str, default: float = 0.9) -> Hyperparameter:
    """β of a velocity that the gradient enters whole."""
    return memory("momentum", r"\beta", "Momentum", meaning, default, high=0.999)


def direction_memory(default: float = 0.9) -> Hyperparameter:
    """β1 of Adam and its kin."""
    meaning = "share of the mean gradient kept at each step"
    return memory("b1", r"\beta_1", "Memory of the direction", meaning, default, high=0.999)


def size_memory(default: float = 0.999) -> Hyperparameter:
    """β2 of Adam and its kin."""
    meaning = "share of the mean squared gradient kept at each step"
    return memory("b2", r"\beta_2", "Memory of the size", meaning, default)


def multiplier(meaning: str) -> Hyperparameter:
    """η of a rule that finds its rate alone: 1 as published, and what schedules act on."""
    return learning_rate(1.0, meaning, unit="none", title="Multiplier")


def epsilon(default: float, *, meaning: str = FLOOR, low: float = 1e-12) -> Hyperparameter:
    """ε, which keeps a denominator from zero."""
    return Hyperparameter(
        name="eps",
        symbol=r"\epsilon",
        title="Epsilon",
        meaning=meaning,
        default=default,
        low=low,
        high=1.0,
        scale="log",
    )


def sufficient_decrease(default: float = 1e-4) -> Hyperparameter:
    """c1 of Armijo's condition."""
    return Hyperparameter(
        name="slope_rtol",
        symbol="c_1",
        title="Sufficient decrease",
        meaning="share of the decrease promised by the slope that a step must deliver",
        default=default,
        low=1e-6,
        high=0.5,
        scale="log",
    )


def curvature_condition(default: float) -> Hyperparameter:
    """c2 of the strong Wolfe conditions."""
    return Hyperparameter(
        name="curv_rtol",
        symbol="c_2",
        title="Curvature condition",
        meaning="share of the slope that may be left after a step; small means exact searches",
        default=default,
        low=1e-6,
        high=0.99,
        scale="log",
    )


def step_share() -> Hyperparameter:
    """η of Newton's method and its kin, which know how long a step should be."""
    return Hyperparameter(
        name="learning_rate",
        symbol=r"\eta",
        title="Learning rate",
        meaning="share of the whole step; above 2 it diverges even on a bowl",
        default=1.0,
        low=0.05,
        high=2.5,
    )
