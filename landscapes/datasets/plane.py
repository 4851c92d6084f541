"""Toy data in the plane: two classes whose boundary can be drawn."""

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


def _scattered(
    seed: int, points: np.ndarray, labels: np.ndarray, noise: float, classes: int
) -> Dataset:
    draw = np.random.default_rng((seed, 1)).standard_normal(points.shape)
    inputs = standardised(points + noise * draw)
    names = tuple("ABCDE"[:classes])
    return Dataset(inputs, labels.astype(np.int32), names, ("x", "y"))


def _moons(seed: int, points: float, noise: float) -> Dataset:
    labels = np.arange(int(points)) % 2
    angle = np.random.default_rng((seed, 0)).uniform(0, np.pi, len(labels))
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    return _scattered(seed, np.where(labels[:, None] == 0, upper, lower), labels, noise, 2)


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

ENTRIES = (MOONS,)
