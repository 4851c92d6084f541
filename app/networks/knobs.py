"""The knobs of a training as plain data for the browser; their paths are those of `edit.py`."""

from collections.abc import Sequence

from app.experiment import Part
from app.knobs import Knob, described
from app.networks.setup import TERMS
from app.networks.training import Training
from hyperparameters import Hyperparameter
from landscapes.networks import INITIALISATIONS

WAITS = (0, 5, 10, 20, 50, 100, 200, 500, 1000)
RACERS = ("racer", "first", "second", "third")
"""Knobs of planes that name a racer by its place."""
WIDTHS = (1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128)


def of_network(training: Training, number: int) -> list[Knob]:
    """Depth, width and whatever else decides the shape of a network."""
    setup = training.setups[number]
    return _of(number, "network", setup.network, setup.entry.hyperparameters, {"width": WIDTHS})


def of_initial(training: Training, number: int) -> list[Knob]:
    """The knobs of how weights are drawn."""
    initial = training.setups[number].initial
    return _of(number, "initial", initial, INITIALISATIONS[initial.slug].hyperparameters)


def of_data(training: Training, number: int) -> list[Knob]:
    """The knobs of the data."""
    setup = training.setups[number]
    return _of(number, "data", setup.data, setup.source.hyperparameters)


def of_terms(training: Training, number: int) -> list[Knob]:
    """Batches, dropout, label noise, division of the data, early stopping."""
    setup = training.setups[number]
    most = setup.examples(training.seed).training
    batches = [2**power for power in range(13) if 2**power < most]
    values = {"batch": [*batches, most], "patience": WAITS}
    return _of(number, "terms", setup.terms, TERMS, values)


def of_plane(training: Training) -> list[Knob]:
    """The knobs of the plane."""
    plane = training.plane
    return [
        described(f"plane.{knob.name}", knob, plane.settings, values=_few(training, knob))
        for knob in training.cut.hyperparameters
    ]


def _few(training: Training, knob: Hyperparameter) -> Sequence[float] | None:
    """Steps of this race, and racers that are there; None where all values are offered."""
    if knob.name == "step":
        return sorted({-1, *(round(training.steps * share / 20) for share in range(21))})
    if knob.name in RACERS:
        return list(range(int(knob.low), max(len(training.racers), 1)))
    return None


def _of(
    number: int,
    name: str,
    part: Part,
    knobs: Sequence[Hyperparameter],
    values: dict[str, Sequence[float]] | None = None,
) -> list[Knob]:
    path = f"setups.{number}.{name}"
    offered = values or {}
    return [
        described(f"{path}.{knob.name}", knob, part.settings, values=_within(knob, offered))
        for knob in knobs
    ]


def _within(knob: Hyperparameter, offered: dict[str, Sequence[float]]) -> Sequence[float] | None:
    values = offered.get(knob.name)
    return None if values is None else [v for v in values if knob.low <= v <= knob.high]
