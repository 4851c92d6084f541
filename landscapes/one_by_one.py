"""Something at each of many points, one by one, since all at once would not fit into the caches."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from math import ceil

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

Work = Callable[[np.ndarray, np.integer], Array]
"""Values at the leading ones of so many rows as one program takes, by their number."""


def over_cores(work: Work, rows: np.ndarray, size: int) -> np.ndarray:
    """`work` on `rows`, in pieces filled up to `size`, on as many threads as there are cores."""
    cores = min(os.cpu_count() or 1, len(rows))
    pieces = np.array_split(rows, cores * ceil(len(rows) / (cores * size)))
    # Other threads do not know what this one was told of precision.
    doubles = jax.dtypes.canonicalize_dtype(float) == np.float64

    def measured(piece: np.ndarray) -> np.ndarray:
        filled = np.zeros((size, *piece.shape[1:]), piece.dtype)
        filled[: len(piece)] = piece
        with jax.enable_x64(doubles):
            return np.asarray(work(filled, np.int32(len(piece))))[: len(piece)]

    with ThreadPoolExecutor(cores) as threads:
        return np.concatenate(list(threads.map(measured, pieces)))


def one_by_one(at: Callable[[Array], Array], rows: Array, count: Array) -> Array:
    """`at` of the leading `count` rows, inside of a compiled program; 0 behind them."""

    def step(k: Array, carry: tuple[Array, Array]) -> tuple[Array, Array]:
        # What is looked up in a loop is looked up for every number that is computed from it, one
        # number after the other; what a loop carries is not.
        now, values = carry
        return rows[k + 1], values.at[k].set(at(now))

    shape = jax.eval_shape(at, rows[0]).shape
    values = jnp.zeros((len(rows), *shape), rows.dtype)
    return jax.lax.fori_loop(0, count, step, (rows[0], values))[1]
