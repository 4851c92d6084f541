"""Knobs that several planes have."""

from hyperparameters import Hyperparameter

SEED = Hyperparameter(
    name="seed",
    symbol="s",
    title="Seed",
    meaning="which random numbers are drawn",
    default=0,
    low=0,
    high=99,
    scale="whole",
)

STEP = Hyperparameter(
    name="step",
    symbol="t",
    title="Step",
    meaning="the step at which the plane passes through the path; -1 is the last",
    default=-1,
    low=-1,
    high=9999,
    scale="whole",
)


def racer(name: str, symbol: str, title: str, meaning: str, *, default: int) -> Hyperparameter:
    """A knob that names a racer by its place, from 0; -1 is none of them."""
    return Hyperparameter(
        name=name,
        symbol=symbol,
        title=title,
        meaning=meaning,
        default=default,
        low=-1 if default < 0 else 0,
        high=15,
        scale="whole",
    )
