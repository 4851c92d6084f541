"""A loss, or what else a network does, on a grid of points of a plane.

Points go one by one, on all cores. Of a network the first layer is formed once for all points:
before any activation it is linear in the parameters, so its parts for the origin and the two
directions do.
"""

from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Literal, NamedTuple, get_args

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.tree_util import Partial

from landscapes.curvature import traced
from landscapes.networks.base import Batch, Examples, columns
from landscapes.networks.task import Task
from landscapes.one_by_one import Work, one_by_one, over_cores
from landscapes.planes.base import Loss, Plane

Quantity = Literal["loss", "validation", "accuracy", "gradient"]
"""Training loss, validation loss, share of the training set that is right, norm of the gradient
of the training loss."""

# One program does any number of points up to so many, and a slice is made of such pieces.
POINTS = 1024

# Bytes of one part of the first layer: three of them stay in a core's own cache. With much less,
# a loop's body becomes one compiled function without quick products of matrices.
PART = 384 * 1024


def slice_of(
    loss: Loss,
    plane: Plane,
    alphas: np.ndarray,
    betas: np.ndarray,
    quantity: Literal["loss", "gradient"] = "loss",
) -> np.ndarray:
    """`loss`, or the norm of its gradient, at origin + α d₁ + β d₂: a row for each β.

    Compiled once for the function of a `jax.tree_util.Partial`, whatever the data in it.
    """
    work = partial(_of_loss, traced(loss), plane[:2], slope=quantity == "gradient")
    return _gridded(work, plane, alphas, betas)


def slice_of_task(
    task: Task,
    examples: Examples,
    plane: Plane,
    alphas: np.ndarray,
    betas: np.ndarray,
    quantity: Quantity = "loss",
) -> np.ndarray:
    """A `quantity` of a network on all of its data, at origin + α d₁ + β d₂: a row for each β.

    Compiled once for a task, a quantity and the number of examples. NaN where there is nothing to
    measure: the validation loss without a validation set, the accuracy of a regression.
    """
    if quantity not in get_args(Quantity):
        raise ValueError(f"There is no '{quantity}': there are {', '.join(get_args(Quantity))}.")
    if quantity == "gradient":
        return slice_of(training_loss(task, examples), plane, alphas, betas, "gradient")
    validates = quantity == "validation"
    measurable = task.classifies or quantity != "accuracy"
    if not measurable or (validates and examples.training == len(examples.inputs)):
        return np.full((len(betas), len(alphas)), np.nan, plane.origin.dtype)
    chunks = _chunks(examples, validates, _together(task, examples, plane))
    work = partial(_of_task, task, plane[:2], chunks, accuracy=quantity == "accuracy")
    return _gridded(work, plane, alphas, betas)


def training_loss(task: Task, examples: Examples) -> Partial:
    """The loss of a network on all of its training data, as a function of the vector."""
    rows = examples.training
    shares = np.full(rows, 1 / rows, np.float32)
    inputs, targets = columns(examples.inputs[:rows]), examples.targets[:rows]
    return Partial(_OnBatch(task), Batch(inputs, targets, shares))


@dataclass(frozen=True)
class _OnBatch:
    """The loss of a task on a batch; equal for equal tasks, so that programs are found again."""

    task: Task

    def __call__(self, batch: Batch, vector: Array) -> Array:
        return self.task.loss(self.task.unravel(vector), batch)


class _Chunks(NamedTuple):
    """Examples in pieces of equal length; what fills up the last has no share in anything."""

    inputs: np.ndarray  # (pieces, *shape, length)
    targets: np.ndarray  # (pieces, length, ...)
    shares: np.ndarray  # (pieces, length), in statistics of the batch
    counted: np.ndarray  # the same, in what is measured


def _together(task: Task, examples: Examples, plane: Plane) -> int | None:
    """How many examples to take at a time; None: all, since they mix."""
    if task.model.mixes:
        return None
    one = jax.eval_shape(
        lambda vector, inputs: task.model.first(task.unravel(vector), inputs),
        plane.origin,
        columns(examples.inputs[:1]),
    )
    return max(PART // (one.size * one.dtype.itemsize), 1)


def _chunks(examples: Examples, validates: bool, together: int | None) -> _Chunks:
    """The examples to measure; all in one, the training set among them, where they mix."""
    total, training = len(examples.inputs), examples.training
    trains = np.arange(total) < training
    counted = ~trains if validates else trains
    parts = _Chunks(
        examples.inputs,
        examples.targets,
        (trains / training).astype(np.float32),
        (counted / counted.sum()).astype(np.float32),
    )
    kept = counted if together else trains | counted
    pieces = ceil(kept.sum() / together) if together else 1
    length = ceil(kept.sum() / pieces)

    def split(array: np.ndarray) -> np.ndarray:
        rows = array[kept]
        padding = [(0, pieces * length - len(rows)), *[(0, 0)] * (rows.ndim - 1)]
        return np.pad(rows, padding).reshape(pieces, length, *rows.shape[1:])

    pieced = _Chunks(*map(split, parts))
    return pieced._replace(inputs=np.stack([columns(piece) for piece in pieced.inputs]))


def _gridded(work: Work, plane: Plane, alphas: np.ndarray, betas: np.ndarray) -> np.ndarray:
    grid = np.stack(np.meshgrid(alphas, betas), axis=-1).reshape(-1, 2).astype(plane.origin.dtype)
    return over_cores(work, grid, POINTS).reshape(len(betas), len(alphas))


@partial(jax.jit, static_argnames="slope")
def _of_loss(
    loss: Partial, plane: tuple[Array, Array], coordinates: Array, count: Array, *, slope: bool
) -> Array:
    origin, directions = plane
    fn = (lambda point: jnp.linalg.norm(jax.grad(loss)(point))) if slope else loss
    return one_by_one(lambda now: fn(origin + now @ directions), coordinates, count)


@partial(jax.jit, static_argnums=0, static_argnames="accuracy")
def _of_task(
    task: Task,
    plane: tuple[Array, Array],
    chunks: _Chunks,
    coordinates: Array,
    count: Array,
    *,
    accuracy: bool,
) -> Array:
    origin, directions = plane

    def of_chunk(total: Array, chunk: _Chunks) -> tuple[Array, None]:
        inputs, targets, shares, counted = map(jnp.asarray, chunk)
        parts = [task.model.first(task.unravel(v), inputs) for v in (origin, *directions)]

        def at(now: Array) -> Array:
            pre = parts[0] + now[0] * parts[1] + now[1] * parts[2]
            params = task.unravel(origin + now @ directions)
            outputs = task.model.rest(params, pre, shares, None).T
            if accuracy:
                return counted @ (outputs.argmax(axis=-1) == targets).astype(counted.dtype)
            return counted @ task.losses(outputs, targets)

        return total + one_by_one(at, coordinates, count), None

    return jax.lax.scan(of_chunk, jnp.zeros(len(coordinates), origin.dtype), chunks)[0]
