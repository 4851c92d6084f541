"""Toy data in the plane: two classes whose boundary can be drawn."""

from dataclasses import replace

import numpy as np

from hyperparameters import Hyperparameter
from landscapes.datasets.base import Dataset, Source, standardised

POINTS = Hyperparameter(
    name="points",
    symbol="n",
    title="Points",
    meaning="number of examples, training and validation together",
    default=400.0,
    low=20.0,
    high=2000.0,
    scale="whole",
)
NOISE = Hyperparameter(
    name="noise",
    symbol=r"\sigma",
    title="Noise",
    meaning="spread of the points around where their class lies",
    default=0.15,
    low=0.0,
    high=0.5,
)


def _scattered(seed: int, points: np.ndarray, labels: np.ndarray, noise: float) -> Dataset:
    """Points with Gaussian noise, which leaves their classes as they are."""
    draw = np.random.default_rng((seed, 1)).standard_normal(points.shape)
    inputs = standardised(points + noise * draw)
    return Dataset(inputs, labels.astype(np.int32), ("A", "B"), ("x", "y"))


def _moons(seed: int, points: float, noise: float) -> Dataset:
    labels = np.arange(int(points)) % 2
    angle = np.random.default_rng((seed, 0)).uniform(0, np.pi, len(labels))
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    return _scattered(seed, np.where(labels[:, None] == 0, upper, lower), labels, noise)


def _circles(seed: int, points: float, noise: float) -> Dataset:
    labels = np.arange(int(points)) % 2
    angle = np.random.default_rng((seed, 0)).uniform(0, 2 * np.pi, len(labels))
    radius = np.where(labels == 0, 1.0, 0.5)
    return _scattered(seed, _around(radius, angle), labels, noise)


def _spirals(seed: int, points: float, noise: float, turns: float) -> Dataset:
    labels = np.arange(int(points)) % 2
    # The root spreads the points evenly along the arms.
    along = np.sqrt(np.random.default_rng((seed, 0)).uniform(0.01, 1, len(labels)))
    angle = 2 * np.pi * turns * along + np.pi * labels
    return _scattered(seed, _around(along, angle), labels, noise)


def _xor(seed: int, points: float, noise: float) -> Dataset:
    places = np.random.default_rng((seed, 0)).uniform(-1, 1, (int(points), 2))
    return _scattered(seed, places, places.prod(axis=1) > 0, noise)


def _around(radius: np.ndarray, angle: np.ndarray) -> np.ndarray:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _noise(default: float) -> Hyperparameter:
    return replace(NOISE, default=default)


MOONS = Source(
    slug="moons",
    title="Two moons",
    point="Two half circles that reach into each other: a line gets most points right, not all.",
    kind="table",
    build=_moons,
    hyperparameters=(POINTS, NOISE),
    references=(
        "[scikit-learn, make_moons](https://scikit-learn.org/stable/modules/generated/"
        "sklearn.datasets.make_moons.html)",
    ),
)

CIRCLES = Source(
    slug="circles",
    title="Two circles",
    point="One class lies around the other, so that no line is better than a guess.",
    kind="table",
    build=_circles,
    hyperparameters=(POINTS, _noise(0.08)),
    references=(
        "[scikit-learn, make_circles](https://scikit-learn.org/stable/modules/generated/"
        "sklearn.datasets.make_circles.html)",
    ),
)

SPIRALS = Source(
    slug="spirals",
    title="Two spirals",
    point="Arms wound into each other: hard to find for a small network, though nothing is noisy.",
    kind="table",
    build=_spirals,
    hyperparameters=(
        POINTS,
        _noise(0.02),
        Hyperparameter(
            name="turns",
            symbol="t",
            title="Turns",
            meaning="how often each arm winds around the centre",
            default=1.5,
            low=0.5,
            high=3.0,
        ),
    ),
    references=(
        "[Fahlman and Lebiere (1989), The cascade-correlation learning architecture]"
        "(https://proceedings.neurips.cc/paper/1989/hash/"
        "69adc1e107f7f7d035d7baf04342e1ca-Abstract.html)",
    ),
)

XOR = Source(
    slug="xor",
    title="XOR",
    point="Opposite corners are one class: what made Minsky and Papert ask for hidden layers.",
    kind="table",
    build=_xor,
    hyperparameters=(POINTS, _noise(0.05)),
    references=(
        "[Minsky and Papert (1969), Perceptrons](https://mitpress.mit.edu/9780262630221/)",
    ),
)

ENTRIES = (MOONS, CIRCLES, SPIRALS, XOR)
