"""What a training run has learned by each step: losses and accuracies on all of its data."""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from landscapes.networks.base import Batch, Examples, columns
from landscapes.networks.task import Task
from landscapes.one_by_one import one_by_one, over_cores

# One program does any number of points up to so many, so that longer runs compile nothing; of
# large networks fewer, since what is behind the last point is there too.
POINTS, NUMBERS = 256, 1 << 20


class Measures(NamedTuple):
    """One number for each of the points that were measured; NumPy.

    NaN where there is nothing to measure: the accuracy of a regression, or of no validation set.
    """

    training: np.ndarray
    validation: np.ndarray
    training_accuracy: np.ndarray
    validation_accuracy: np.ndarray


def measure(task: Task, points: np.ndarray, examples: Examples) -> Measures:
    """Losses and accuracies at each row of `points`, over the whole training and validation set.

    Statistics of the batch are those of the training set, also for validation.
    """
    size = min(POINTS, max(NUMBERS // task.size, 1))
    known = columns(examples.inputs), examples.targets, np.int32(examples.training)
    work = partial(_measured, task, *known)
    return Measures(*over_cores(work, points, size).T)


@partial(jax.jit, static_argnums=0)
def _measured(
    task: Task, inputs: Array, targets: Array, training: Array, points: Array, count: Array
) -> Array:
    """Measures of the leading `count` of the points."""
    total = len(targets)
    trains = jnp.arange(total) < training
    masks = jnp.stack([trains, ~trains]).astype(points.dtype)
    # Without a validation set its sums are divided by 0: NaN, as promised.
    counts = jnp.stack([training, total - training]).astype(points.dtype)
    batch = Batch(inputs, targets, masks[0] / training)

    def at(point: Array) -> Array:
        outputs = task.outputs_of(task.unravel(point), batch)
        losses = task.losses(outputs, targets)
        right = jnp.full(total, jnp.nan, losses.dtype)
        if task.classifies:
            right = (outputs.argmax(axis=-1) == targets).astype(losses.dtype)
        return jnp.concatenate([masks @ losses / counts, masks @ right / counts])

    return one_by_one(at, points, count)


def predict(
    task: Task, vector: np.ndarray, inputs: np.ndarray, examples: Examples | None = None
) -> np.ndarray:
    """What the network at `vector` makes of `inputs`: probabilities of classes, or numbers.

    Statistics of the batch are those of the training set of `examples`, which a network that
    takes none can do without.
    """
    if examples is None or not task.model.mixes:
        shares = np.full(len(inputs), 1 / len(inputs), np.float32)
        return np.asarray(_predicted(task, vector, columns(inputs), shares))
    known = examples.inputs[: examples.training]
    shares = np.repeat([1 / len(known), 0], [len(known), len(inputs)]).astype(np.float32)
    everything = columns(np.concatenate([known, inputs]))
    return np.asarray(_predicted(task, vector, everything, shares))[len(known) :]


@partial(jax.jit, static_argnums=0)
def _predicted(task: Task, vector: Array, inputs: Array, shares: Array) -> Array:
    # Targets play no part in outputs.
    batch = Batch(inputs, jnp.zeros(len(shares)), shares)
    outputs = task.outputs_of(task.unravel(vector), batch)
    return jax.nn.softmax(outputs, axis=-1) if task.classifies else outputs
