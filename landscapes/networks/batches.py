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

from landscapes.networks.base import Batch, Dropout, Examples
from landscapes.networks.bits import below, bits, stream

FEW = 64
"""Rows of the batch in which small batches are computed."""

# What is drawn, so that no two kinds of draws share their bits.
_EPOCHS, _ROWS, _UNITS = range(3)

Loss = Callable[[Array, Batch], Array]


class Data(NamedTuple):
    """The training set and the knobs of how it is drawn from: all traced."""

    inputs: ArrayLike  # (N, *shape)
    targets: ArrayLike
    size: ArrayLike  # examples of a batch, from 1 to N
    replacement: ArrayLike  # 1: every example of a batch is drawn from all; 0: in epochs
    dropout: ArrayLike  # share of hidden units that a step leaves out


class Order(NamedTuple):
    """The order in which an epoch goes through the data."""

    epoch: Array  # whose order it is; -1: of none
    rows: Array  # (N,) the row at each place
    places: Array  # (N,) the place of each row


class Sample(NamedTuple):
    """The batch of one step, in both forms; `few` says which of them is meant."""

    data: Data
    few: Array
    rows: Array  # (FEW,) rows of a small batch
    shares: Array  # (FEW,) their weights
    weights: Array  # (N,) weights of all rows
    dropout: Dropout


def training_data(
    examples: Examples, *, size: int, replacement: bool = False, dropout: float = 0.0
) -> Data:
    """The training set of `examples` with the knobs; `size` beyond it is all of it."""
    rows = examples.training
    inputs, targets = examples.inputs[:rows], examples.targets[:rows]
    knobs = np.int32(min(size, rows)), np.int32(replacement), np.float32(dropout)
    return Data(inputs, targets, *knobs)


@dataclass(frozen=True)
class Sampler:
    """Draws batches; what it draws depends on the key and the step alone."""

    def begin(self, data: Data, key: Array) -> Order:
        """The state before the first step."""
        del key
        rows = jnp.arange(len(jnp.asarray(data.inputs)), dtype=jnp.int32)
        return Order(jnp.asarray(-1, jnp.int32), rows, rows)

    def draw(self, state: Order, data: Data, key: Array, step: ArrayLike) -> tuple[Sample, Order]:
        """The batch of step `step`, counted from 0, and the state for the next."""
        step, size = jnp.asarray(step, jnp.int32), jnp.asarray(data.size, jnp.int32)
        count = len(state.rows)
        batches = count // size
        order = self._order(state, data, key, step // batches)
        begin = step % batches * size
        replacing = jnp.asarray(data.replacement) > 0
        few = (size <= FEW) & (count > FEW)
        place = jnp.arange(min(FEW, count), dtype=jnp.int32)
        # Behind its end a batch repeats itself, with weight 0: what overflows there would anyway.
        within = place % size
        of_step = stream(key, _ROWS, step)
        anywhere = below(of_step, place.shape, count)
        rows = jnp.where(replacing, anywhere[within], order.rows[begin + within])
        share = 1 / size.astype(jnp.float32)
        counts = jax.lax.cond(
            replacing & ~few,
            lambda: _counts(of_step, size, count),
            lambda: ((order.places >= begin) & (order.places < begin + size)).astype(jnp.float32),
        )
        shares = jnp.where(place < size, share, 0)
        dropout = Dropout(stream(key, _UNITS, step), jnp.asarray(data.dropout))
        return Sample(data, few, rows, shares, counts * share, dropout), order

    def _order(self, state: Order, data: Data, key: Array, epoch: Array) -> Order:
        """The order of `epoch`: the present one, unless an epoch begins that needs another."""
        count = len(state.rows)

        def shuffled() -> Order:
            rows = jnp.argsort(bits(stream(key, _EPOCHS, epoch), (count,))).astype(jnp.int32)
            places = jnp.zeros_like(rows).at[rows].set(jnp.arange(count, dtype=jnp.int32))
            return Order(epoch, rows, places)

        # Sorting costs more than a step, so a batch of everything does without.
        epochs = (jnp.asarray(data.replacement) == 0) & (jnp.asarray(data.size) < count)
        return jax.lax.cond(epochs & (epoch != state.epoch), shuffled, lambda: state)


def _counts(key: Array, size: Array, count: int) -> Array:
    """How often each row is drawn in `size` draws from all."""
    drawn = below(key, (count,), count)
    counted = (jnp.arange(count) < size).astype(jnp.float32)
    return jnp.zeros(count, jnp.float32).at[drawn].add(counted)


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
        inputs, targets = (
            jnp.asarray(array)[sample.rows] for array in (sample.data.inputs, sample.data.targets)
        )
        return work(vector, Batch(inputs, targets, sample.shares, sample.dropout))

    def on_all():
        data = sample.data
        return work(vector, Batch(data.inputs, data.targets, sample.weights, sample.dropout))

    return jax.lax.cond(sample.few, on_few, on_all)
