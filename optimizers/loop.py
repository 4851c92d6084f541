"""The one loop that every race, map and sweep uses: a compiled stretch of a run."""

from functools import lru_cache
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.flatten_util import ravel_pytree

from optimizers.controls import Controls
from optimizers.step import Form, Race

STRETCH = 1024
"""Rows of one call of the compiled program; longer runs go on where the last stretch ended."""
MOST_NUMBERS = 2**22
"""In the rows of one call: where points are long, a stretch is shorter."""


class Layout(NamedTuple):
    """How a row of a run is packed into a flat vector, and how long its carry is."""

    columns: tuple[tuple[int | slice, tuple[int, ...]], ...]  # of each part, with its shape
    structure: Any  # that of a Row
    blank: Array  # a carry of the right length, for the first stretch
    stretch: int  # rows of one call

    def unpacked(self, rows: np.ndarray) -> Any:
        """Columns of `rows` as the parts of a trajectory, without copying."""
        parts = [
            rows[:, where] if len(shape) < 2 else rows[:, where].reshape(len(rows), *shape)
            for where, shape in self.columns
        ]
        return self.structure.unflatten(parts)


def layout(form: Form, shape: tuple[int, ...], dtype: np.dtype, data: Any = ()) -> Layout:
    """The layout of a run from a point of this shape and dtype, sampled from data like `data`."""
    leaves, tree = jax.tree.flatten(data)
    shown = tuple((np.shape(leaf), np.dtype(leaf.dtype)) for leaf in leaves)
    return _layout(form._replace(fn=_nothing), shape, dtype, tree, shown)


def _nothing(point: Any, *_: Any) -> Array:
    # Any function will do for shapes, and this one costs nothing to differentiate.
    return jnp.sum(jax.tree.leaves(point)[0])


@lru_cache(maxsize=1024)
def _layout(form: Form, shape: tuple[int, ...], dtype: np.dtype, tree: Any, shown: Any) -> Layout:
    canonical = jax.dtypes.canonicalize_dtype(dtype)
    start = jax.ShapeDtypeStruct(shape, canonical)
    data = tree.unflatten([jax.ShapeDtypeStruct(*leaf) for leaf in shown])

    def first(start: Array, data: Any) -> Any:
        race = _race(form, Controls(form.optimizer.settings()), data, jnp.uint32(0))
        begun = race.begin(start)
        # What is carried has the shapes that a step leaves behind.
        return race.look(begun), ravel_pytree((begun, True))[0]

    row, carry = jax.eval_shape(first, start, data)
    leaves, structure = jax.tree.flatten(row)
    ends = np.cumsum([leaf.size for leaf in leaves]).tolist()
    columns = tuple(
        (slice(end - leaf.size, end) if leaf.shape else end - 1, leaf.shape)
        for leaf, end in zip(leaves, ends, strict=True)
    )
    most = max(MOST_NUMBERS // ends[-1], 1)
    # jnp.zeros would compile a program of its own.
    blank = jax.device_put(np.zeros(carry.shape, carry.dtype))
    return Layout(columns, structure, blank, min(STRETCH, 1 << (most.bit_length() - 1)))


def _race(form: Form, terms: Controls, data: Any, seed: Any) -> Race:
    if form.sampler is None:
        return Race(form, terms)
    return Race(form, terms, data, jax.random.key(seed))


def descend(
    controls: Array,
    start: Array | np.ndarray,
    carry: Array | np.ndarray,
    first: Array | int,
    steps: Array | int,
    drive: Array,
    source: tuple[Any, Any] = ((), 0),
    *,
    form: Form,
) -> tuple[Array, Array]:
    """One stretch of a run: rows from that of step `first` on, as many as `drive` has.

    Pure, so that it can be compiled and mapped; `source` is the data that a sampler draws from,
    with a seed. Returns packed rows and the carry for the next stretch. The function stands in the
    program once: that is most of what there is to compile.
    """
    race = _race(form, Controls.unpacked(controls, form.optimizer), *source)
    begun, unpack = ravel_pytree((race.begin(jnp.asarray(start)), jnp.asarray(True)))

    def going(moving):
        step, packed, _ = moving
        return (step < len(drive)) & (first + step <= steps) & unpack(packed)[1]

    def step_once(moving):
        step, packed, rows = moving
        now, standing = race.shown(unpack(packed)[0], first + step)
        row = now.look(standing)
        given = jax.lax.dynamic_index_in_dim(drive, step, keepdims=False)
        following = now.step(row, standing, now.drive(given, row.point, first + step))
        finite = jnp.isfinite(row.value) & jnp.isfinite(row.point).all()
        flat = ravel_pytree(row)[0].astype(rows.dtype)
        rows = jax.lax.dynamic_update_index_in_dim(rows, flat, step, 0)
        return step + 1, ravel_pytree((following, finite))[0], rows

    packed = jnp.where(first == 0, begun, carry)
    # Rows that the run never reaches stay like this.
    rows = jnp.full((len(drive), _width(form, start)), jnp.nan, drive.dtype)
    _, carry, rows = jax.lax.while_loop(going, step_once, (0, packed, rows))
    return rows, carry


def _width(form: Form, start: Array | np.ndarray) -> int:
    """How many numbers a row has, which depends on neither the function nor what it is shown."""
    race = _race(
        form._replace(fn=_nothing, sampler=None), Controls(form.optimizer.settings()), (), 0
    )
    row = jax.eval_shape(lambda start: race.look(race.begin(start)), start)
    return sum(leaf.size for leaf in jax.tree.leaves(row))
