"""Sequences of tokens with a question at their end."""

import numpy as np

from hyperparameters import Hyperparameter
from landscapes.datasets.base import Dataset, Source


def _recall(seed: int, points: float, keys: float, values: float) -> Dataset:
    count, keys, values = int(points), int(keys), int(values)
    generator = np.random.default_rng((seed, 0))
    order = generator.permuted(np.tile(np.arange(keys), (count, 1)), axis=1)
    stands_for = generator.integers(0, values, (count, keys))
    asked = generator.integers(0, keys, count)
    # A token is a key and its value; the last one is a key alone.
    tokens = np.zeros((count, keys + 1, keys + values), np.float32)
    tokens[:, :keys, :keys] = np.eye(keys)[order]
    tokens[:, :keys, keys:] = np.eye(values)[stands_for]
    every = np.arange(count)
    tokens[every, keys, order[every, asked]] = 1
    features = [f"key {k + 1}" for k in range(keys)] + [f"value {k + 1}" for k in range(values)]
    targets = stands_for[every, asked].astype(np.int32)
    return Dataset(tokens, targets, tuple(features[keys:]), tuple(features))


RECALL = Source(
    slug="recall",
    title="Recall",
    point="Keys with values in random order, then one key: which value did it have?",
    kind="sequence",
    build=_recall,
    hyperparameters=(
        Hyperparameter(
            name="points",
            symbol="n",
            title="Sequences",
            meaning="number of examples, training and validation together",
            default=1000.0,
            low=20.0,
            high=2000.0,
            scale="whole",
        ),
        Hyperparameter(
            name="keys",
            symbol="K",
            title="Keys",
            meaning="number of keys, each of which occurs once before the question",
            default=4.0,
            low=2.0,
            high=8.0,
            scale="whole",
        ),
        Hyperparameter(
            name="values",
            symbol="V",
            title="Values",
            meaning="number of values that a key can have",
            default=4.0,
            low=2.0,
            high=8.0,
            scale="whole",
        ),
    ),
    references=(
        "[Arora and others (2024), Zoology: measuring and improving recall in efficient language "
        "models](https://arxiv.org/abs/2312.04927)",
    ),
)

ENTRIES = (RECALL,)
