"""What a data set is, and how it is divided into training and validation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hyperparameters import Hyperparameter, complete
from landscapes.networks.base import Examples, Kind


class Dataset(NamedTuple):
    """Examples and what they are called; the arrays are NumPy."""

    inputs: np.ndarray  # (n, *shape), float32, standardised where they are measurements
    targets: np.ndarray  # (n,) int32 classes, or (n, outputs) float32
    classes: tuple[str, ...]  # empty: the targets are numbers
    features: tuple[str, ...]  # of the last axis of the inputs

    @property
    def outputs(self) -> int:
        """How many numbers a network must give for an example."""
        return len(self.classes) or self.targets.shape[1]


@dataclass(frozen=True, kw_only=True, eq=False)
class Source:
    """One entry of the menu of data sets."""

    slug: str
    """Name in links and code; never changes once published."""
    title: str
    point: str
    """What it is and what it is good for, as a sentence."""
    kind: Kind
    build: Callable[..., Dataset]
    """The data from a seed and a value for each hyperparameter by its name."""
    hyperparameters: tuple[Hyperparameter, ...] = ()
    references: tuple[str, ...]
    """Markdown links to the sources."""

    def settings(self, given: Mapping[str, float] | None = None) -> dict[str, float]:
        """Defaults overridden by `given`; ValueError on an unknown name or a value out of range."""
        return complete(self.title, self.hyperparameters, given)

    def make(self, seed: int = 0, **given: float) -> Dataset:
        """The data; measured ones are the same for every seed. ValueError as `settings` says."""
        return self.build(seed, **self.settings(given))


def standardised(inputs: np.ndarray, *, axis: int | None = 0) -> np.ndarray:
    """Inputs with mean 0 and variance 1 in each column, or with no axis in all numbers together.

    What is constant becomes 0.
    """
    inputs = np.asarray(inputs, np.float64)
    spread = inputs.std(axis=axis)
    centred = inputs - inputs.mean(axis=axis)
    return (centred / np.where(spread > 0, spread, 1)).astype(np.float32)


def split(
    dataset: Dataset, share: float = 0.8, seed: int = 0, label_noise: float = 0.0
) -> Examples:
    """A random `share` of the data for training, the rest for validation.

    Of the training labels a share `label_noise` is replaced by another class; numbers are given
    Gaussian noise of so many of their standard deviations. ValueError unless one example at least
    is left for training.
    """
    count = len(dataset.inputs)
    training = round(share * count)
    if not 1 <= training <= count:
        raise ValueError(
            f"a share of {share:g} leaves {training} of {count} examples for training: "
            f"it must leave 1 to {count}"
        )
    order = np.random.default_rng((seed, 0)).permutation(count)
    targets = dataset.targets[order]
    # From a stream of its own: the noise does not decide who is in the training set.
    generator = np.random.default_rng((seed, 1))
    known = _mislabelled if dataset.classes else _perturbed
    targets[:training] = known(targets[:training], dataset, label_noise, generator)
    return Examples(dataset.inputs[order], targets, training)


def _mislabelled(
    labels: np.ndarray, dataset: Dataset, share: float, generator: np.random.Generator
) -> np.ndarray:
    wrong = generator.permutation(len(labels))[: round(share * len(labels))]
    away = generator.integers(1, len(dataset.classes), len(wrong))
    labels = labels.copy()
    labels[wrong] = (labels[wrong] + away) % len(dataset.classes)
    return labels


def _perturbed(
    targets: np.ndarray, dataset: Dataset, size: float, generator: np.random.Generator
) -> np.ndarray:
    spread = size * dataset.targets.std(axis=0)
    return (targets + spread * generator.standard_normal(targets.shape)).astype(np.float32)
