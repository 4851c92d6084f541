"""What a network does with its data at one point of its training, as a picture's numbers."""

from typing import Any

import numpy as np

from app.networks.setup import Setup
from app.player.binary import Arrays
from landscapes.datasets import Dataset
from landscapes.networks import Examples, predict

SIDE = 61
"""Points along each side of a decision boundary."""
MARGIN = 0.1
PICTURES = 40


def described(setup: Setup, seed: int, point: np.ndarray, arrays: Arrays) -> dict[str, Any]:
    """A decision boundary, a fitted curve, pictures or a table of confusions."""
    data, examples = setup.dataset(seed), setup.examples(seed)
    inputs = data.inputs.shape[1:]
    if not data.classes:
        show = _curve if inputs == (1,) and data.outputs == 1 else _fit
    elif inputs == (2,):
        show = _boundary
    else:
        show = _samples if setup.source.kind == "picture" else _confused
    return show(setup, data, examples, point, arrays)


def _boundary(
    setup: Setup, data: Dataset, examples: Examples, point: np.ndarray, arrays: Arrays
) -> dict[str, Any]:
    low, high = examples.inputs.min(axis=0), examples.inputs.max(axis=0)
    room = MARGIN * (high - low)
    (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
    grid = np.meshgrid(np.linspace(left, right, SIDE), np.linspace(bottom, top, SIDE))
    places = np.stack(grid, axis=-1).reshape(-1, 2).astype(np.float32)
    shares = predict(setup.task, point, places, examples)
    return {
        "form": "boundary",
        "x": [left, right],
        "y": [bottom, top],
        "classes": list(data.classes),
        "values": arrays.add(shares.T.reshape(-1, SIDE, SIDE)),
        "points": arrays.add(examples.inputs),
        "labels": arrays.add(examples.targets),
        "training": examples.training,
    }


def _curve(
    setup: Setup, data: Dataset, examples: Examples, point: np.ndarray, arrays: Arrays
) -> dict[str, Any]:
    low, high = float(examples.inputs.min()), float(examples.inputs.max())
    room = MARGIN * (high - low)
    x = np.linspace(low - room, high + room, 4 * SIDE, dtype=np.float32)
    fitted = predict(setup.task, point, x[:, None], examples)
    return {
        "form": "curve",
        "axes": [data.features[0], "output"],
        "x": arrays.add(x),
        "fitted": arrays.add(fitted[:, 0]),
        "points": arrays.add(np.column_stack([examples.inputs, examples.targets])),
        "training": examples.training,
    }


def _fit(
    setup: Setup, data: Dataset, examples: Examples, point: np.ndarray, arrays: Arrays
) -> dict[str, Any]:
    """What is said of each example against what is true; on the line they are equal."""
    said = predict(setup.task, point, examples.inputs, examples)[:, 0]
    true = examples.targets[:, 0]
    ends = np.array([true.min(), true.max()])
    return {
        "form": "curve",
        "axes": ["true", "predicted"],
        "x": arrays.add(ends),
        "fitted": arrays.add(ends),
        "points": arrays.add(np.column_stack([true, said])),
        "training": examples.training,
    }


def _samples(
    setup: Setup, data: Dataset, examples: Examples, point: np.ndarray, arrays: Arrays
) -> dict[str, Any]:
    confusion, rows, shares = _validated(setup, data, examples, point)
    # The first ones of a random order: always the same, so that progress can be seen on them.
    few = rows[:PICTURES]
    return {
        "form": "samples",
        "classes": list(data.classes),
        "pictures": arrays.add(examples.inputs[few]),
        "labels": arrays.add(examples.targets[few]),
        "predicted": arrays.add(shares[:PICTURES].argmax(axis=1)),
        "probabilities": arrays.add(shares[:PICTURES].max(axis=1)),
        "confusion": arrays.add(confusion),
    }


def _confused(
    setup: Setup, data: Dataset, examples: Examples, point: np.ndarray, arrays: Arrays
) -> dict[str, Any]:
    confusion, _, _ = _validated(setup, data, examples, point)
    return {
        "form": "confusion",
        "classes": list(data.classes),
        "confusion": arrays.add(confusion),
    }


def _validated(
    setup: Setup, data: Dataset, examples: Examples, point: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """True by predicted classes of the validation set, its rows, and the probabilities."""
    rows = np.arange(examples.training, len(examples.inputs))
    shares = predict(setup.task, point, examples.inputs[rows], examples)
    confusion = np.zeros((len(data.classes),) * 2)
    np.add.at(confusion, (examples.targets[rows], shares.argmax(axis=1)), 1)
    return confusion, rows, shares
