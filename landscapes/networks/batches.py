"""Minibatches, drawn inside the compiled loop from a key: the same ones for every optimizer.

One program serves every batch size. Up to `FEW` examples are gathered from the data, so that a
step costs no more than they do; a larger batch is all of the data with weights, so that a batch of
all examples is exactly the full batch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.typing import ArrayLike

from landscapes.networks.base import Batch, Dropout, Examples, columns
from landscapes.networks.bits import below, shuffled, stream

FEW = 64
"""Rows of the batch in which small batches are computed."""

# What is drawn, so that no two kinds of draws share their bits.
_EPOCHS, _ROWS, _UNITS = range(3)

Loss = Callable[[Array, Batch], Array]


class Data(NamedTuple):
    """The training set and the knobs of how it is drawn from: all traced."""

    inputs: ArrayLike  # (*shape, N)
    targets: ArrayLike
    size: ArrayLike  # examples of a batch, from 1 to N
    replacement: ArrayLike  # 1: every example of a batch is drawn from all; 0: in epochs
    dropout: ArrayLike  # share of hidden units that a step leaves out


class Sample(NamedTuple):
    """The batch of one step; `few` says in which of its two forms."""

    data: Data
    few: Array
    rows: Array  # (FEW,) rows of a small batch
    shares: Array  # (FEW,) their weights
    begin: Array  # where it begins in the order of its epoch
    order: Array  # key of that order
    draws: Array  # key of the rows that are drawn from all
    dropout: Dropout

    @property
    def weights(self) -> Array:
        """The share of every row of the data in a large batch, (N,)."""
        count, size = _count(self.data), jnp.asarray(self.data.size)
        everything = jnp.arange(count, dtype=jnp.int32)

        def drawn() -> Array:
            counted = (everything < size).astype(jnp.float32)
            rows = below(self.draws, (count,), count)
            return jnp.zeros(count, jnp.float32).at[rows].add(counted)

        def next_in_order() -> Array:
            places = shuffled(self.order, everything, count, back=True)
            return ((places >= self.begin) & (places < self.begin + size)).astype(jnp.float32)

        whole = jnp.where(size < count, 1, 2)
        kind = jnp.where(jnp.asarray(self.data.replacement) > 0, 0, whole)
        # All of the data in whatever order need not be put into one.
        times = jax.lax.switch(kind, (drawn, next_in_order, lambda: jnp.ones(count, jnp.float32)))
        return times / size.astype(jnp.float32)


def _count(data: Data) -> int:
    return jnp.shape(data.targets)[0]


def training_data(
    examples: Examples, *, size: int, replacement: bool = False, dropout: float = 0.0
) -> Data:
    """The training set of `examples` with the knobs; `size` beyond it is all of it."""
    rows = examples.training
    inputs, targets = columns(examples.inputs[:rows]), examples.targets[:rows]
    knobs = np.int32(min(size, rows)), np.int32(replacement), np.float32(dropout)
    return Data(inputs, targets, *knobs)


@dataclass(frozen=True)
class Sampler:
    """Draws batches; what it draws depends on the key and the step alone."""

    def draw(self, data: Data, key: Array, step: ArrayLike) -> Sample:
        """The batch of step `step`, counted from 0."""
        step, size = jnp.asarray(step, jnp.int32), jnp.asarray(data.size, jnp.int32)
        count = _count(data)
        batches = count // size
        order, draws = stream(key, _EPOCHS, step // batches), stream(key, _ROWS, step)
        begin = step % batches * size
        place = jnp.arange(min(FEW, count), dtype=jnp.int32)
        # Behind its end a batch repeats itself, with weight 0: what overflows there would anyway.
        within = place % size
        rows = jnp.where(
            jnp.asarray(data.replacement) > 0,
            below(draws, place.shape, count)[within],
            shuffled(order, begin + within, count),
        )
        shares = jnp.where(place < size, 1 / size.astype(jnp.float32), 0)
        few = (size <= FEW) & (count > FEW)
        dropout = Dropout(stream(key, _UNITS, step), jnp.asarray(data.dropout))
        return Sample(data, few, rows, shares, begin, order, draws, dropout)


# Differentiated as it stands, a branch would also write zeros for what the other one remembers.
@partial(jax.custom_jvp, nondiff_argnums=(0,))
def mean_over(loss: Loss, vector: Array, sample: Sample) -> Array:
    """`loss` at `vector` over the batch of `sample`."""
    return _either(loss, vector, sample)


@mean_over.defjvp
def _(loss: Loss, primals: tuple[Array, Sample], tangents: tuple[Array, Sample]) -> tuple:
    value, gradient = _either(jax.value_and_grad(loss), *primals)
    return value, jnp.vdot(gradient, tangents[0])


def _either(work: Callable, vector: Array, sample: Sample):
    """`work` on the form of the batch that is meant."""

    def on_few():
        inputs = jnp.asarray(sample.data.inputs)[..., sample.rows]
        targets = jnp.asarray(sample.data.targets)[sample.rows]
        return work(vector, Batch(inputs, targets, sample.shares, sample.dropout))

    def on_all():
        data = sample.data
        return work(vector, Batch(data.inputs, data.targets, sample.weights, sample.dropout))

    return jax.lax.cond(sample.few, on_few, on_all)
