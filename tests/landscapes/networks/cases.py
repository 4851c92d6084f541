"""Every network on every kind of data that it reads: small, in float64, with smooth losses."""

from functools import cache, partial

import jax
import numpy as np
import pytest

from landscapes.datasets import DATASETS, Dataset
from landscapes.networks import NETWORKS, Batch, Task, columns

SOURCES = {"table": ("iris", "waves"), "picture": ("digits",), "sequence": ("recall",)}
SIZES = {
    "mlp": {"depth": 2, "width": 5},
    "residual": {"depth": 3, "width": 5},
    "batch-norm": {"depth": 2, "width": 5},
    "layer-norm": {"depth": 2, "width": 5},
    "convolution": {"filters": 3},
    "attention": {"heads": 2, "width": 3},
}


def sources_of(slug: str) -> list[str]:
    """All data that a network reads, of which two are enough for all but the perceptron."""
    accepts = NETWORKS[slug].accepts
    readable = [source for kind, few in SOURCES.items() if kind in accepts for source in few]
    return readable if slug == "mlp" else readable[:2]


CASES = [(slug, source) for slug in NETWORKS for source in sources_of(slug)]
every_case = pytest.mark.parametrize(("network", "source"), CASES)


@cache
def dataset(source: str) -> Dataset:
    return DATASETS[source].make(0)


def task_for(network: str, source: str, *, activation: str = "tanh", **sizes: float) -> Task:
    data = dataset(source)
    settings = tuple((sizes or SIZES.get(network, {})).items())
    return Task(
        network=network,
        activation=activation,
        settings=settings,
        shape=data.inputs.shape[1:],
        outputs=data.outputs,
        classifies=bool(data.classes),
    )


def point_of(task: Task, seed: int = 0) -> np.ndarray:
    """A point where no parameter is zero, so that none can be forgotten."""
    start = np.asarray(task.start("xavier", seed=seed), np.float64)
    return start + 0.1 * np.random.default_rng(seed).standard_normal(task.size)


def batch_of(source: str, count: int = 12, *, uneven: bool = False) -> Batch:
    """The first rows of a data set in float64, in equal shares or not."""
    data = dataset(source)
    shares = np.ones(count)
    if uneven:
        shares = np.random.default_rng(1).uniform(0.5, 2, count)
    targets = data.targets[:count]
    targets = targets if data.classes else targets.astype(np.float64)
    inputs = columns(data.inputs[:count].astype(np.float64))
    return Batch(inputs, targets, shares / shares.sum())


@partial(jax.jit, static_argnums=0)
def outputs_at(task: Task, vector: np.ndarray, batch: Batch):
    """What the network at `vector` makes of a batch."""
    return task.outputs_of(task.unravel(vector), batch)


@partial(jax.jit, static_argnums=0)
def _value_and_gradient(task: Task, batch: Batch, vector: np.ndarray):
    return jax.value_and_grad(lambda point: task.loss(task.unravel(point), batch))(vector)


def value_and_gradient(task: Task, batch: Batch, vector: np.ndarray):
    value, gradient = _value_and_gradient(task, batch, vector)
    return float(value), np.asarray(gradient)
