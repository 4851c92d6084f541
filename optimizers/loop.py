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
    """How a row of a run is packed into a flat vector, and what is carried from row to row."""

    columns: tuple[tuple[int | slice, tuple[int, ...]], ...]  # of each part, with its shape
    width: int  # numbers in a row
    structure: Any  # that of a Row
    carry: Any  # shape and dtype
    stretch: int  # rows of one call

    @property
    def blank(self) -> Array:
        """A carry for the first stretch, on the device."""
        return _zeros(self.carry.size, self.carry.dtype)

    def unpacked(self, rows: np.ndarray) -> Any:
        """Columns of `rows` as the parts of a trajectory, without copying."""
        parts = [
            rows[:, where] if len(shape) < 2 else rows[:, where].reshape(len(rows), *shape)
            for where, shape in self.columns
        ]
        return self.structure.unflatten(parts)


def layout(form: Form, shape: tuple[int, ...], dtype: np.dtype) -> Layout:
    """The layout of a run from a point of this shape and dtype, whatever the function."""
    dtype = jax.dtypes.canonicalize_dtype(dtype)
    return _layout(form._replace(fn=_nothing, sampler=None), shape, dtype)


def _nothing(point: Any, *_: Any) -> Array:
    # Any function will do for shapes, and this one costs nothing to differentiate.
    return jnp.sum(jax.tree.leaves(point)[0])


@lru_cache(maxsize=1024)
def _layout(form: Form, shape: tuple[int, ...], dtype: np.dtype) -> Layout:
    race = Race(form, Controls(form.optimizer.settings()))

    def first(start: Array) -> Any:
        begun = race.begin(start)
        # What is carried has the shapes that a step leaves behind.
        return race.look(begun), ravel_pytree((begun, True))[0]

    row, carry = jax.eval_shape(first, jax.ShapeDtypeStruct(shape, dtype))
    leaves, structure = jax.tree.flatten(row)
    ends = np.cumsum([leaf.size for leaf in leaves]).tolist()
    columns = tuple(
        (slice(end - leaf.size, end) if leaf.shape else end - 1, leaf.shape)
        for leaf, end in zip(leaves, ends, strict=True)
    )
    most = max(MOST_NUMBERS // ends[-1], 1)
    stretch = min(STRETCH, 1 << (most.bit_length() - 1))
    return Layout(columns, ends[-1], structure, carry, stretch)


@lru_cache(maxsize=256)
def _zeros(size: int, dtype: np.dtype) -> Array:
    # jnp.zeros would compile a program of its own.
    return jax.device_put(np.zeros(size, dtype))


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
    data, seed = source
    key = None if form.sampler is None else jax.random.key(seed)
    race = Race(form, Controls.unpacked(controls, form.optimizer), data, key)
    begun, unpack = ravel_pytree((race.begin(jnp.asarray(start)), jnp.asarray(True)))

    def going(moving):
        step, (_, finite), _ = moving
        return (step < len(drive)) & (first + step <= steps) & finite

    def step_once(moving):
        step, (standing, finite), rows = moving
        now = race.shown(first + step)
        row = now.look(standing)
        given = jax.lax.dynamic_index_in_dim(drive, step, keepdims=False)
        after = now.step(row, standing, now.drive(given, row.point, first + step))
        following = jax.tree.map(lambda new, old: new.astype(old.dtype), after, standing)
        finite = jnp.isfinite(row.value) & jnp.isfinite(row.point).all()
        return step + 1, (following, finite), _with_row(rows, step, row)

    began = unpack(jnp.where(first == 0, begun, carry))
    # Rows that the run never reaches stay like this.
    width = layout(form, start.shape, start.dtype).width
    rows = jnp.full((len(drive), width), jnp.nan, drive.dtype)
    _, ended, rows = jax.lax.while_loop(going, step_once, (0, began, rows))
    return rows, ravel_pytree(ended)[0]


def _with_row(rows: Array, step: Array, row: Any) -> Array:
    """`rows` with that of `step`, part by part: joined, long parts would go number by number."""
    column = 0
    for part in jax.tree.leaves(row):
        flat = part.astype(rows.dtype).reshape(1, -1)
        rows = jax.lax.dynamic_update_slice(rows, flat, (step, column))
        column += flat.size
    return rows
