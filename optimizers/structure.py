"""Points that are pytrees: the loop sees one vector, the function what it was written for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np
from jax import Array


@dataclass(frozen=True)
class Structure:
    """How the leaves of a pytree lie one behind the other, as `ravel_pytree` lays them."""

    tree: Any
    shapes: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, point: Any) -> "Structure | None":
        """The structure of `point`; None for one array, or numbers, which stay as they are."""
        leaves, tree = jax.tree.flatten(point)
        if jax.tree_util.treedef_is_leaf(tree) or not any(map(np.ndim, leaves)):
            return None
        return cls(tree, tuple(np.shape(leaf) for leaf in leaves))

    def unravel(self, vector: Array) -> Any:
        """The pytree that `vector` is; further axes in front stay in front of every leaf's."""
        ends = np.cumsum([int(np.prod(shape)) for shape in self.shapes]).tolist()
        starts = [0, *ends[:-1]]
        lead = vector.shape[:-1]
        leaves = [
            vector[..., start:end].reshape(*lead, *shape)
            for start, end, shape in zip(starts, ends, self.shapes, strict=True)
        ]
        return self.tree.unflatten(leaves)

    @staticmethod
    def ravel(point: Any) -> np.ndarray:
        """The vector of a pytree, in the dtype that its leaves promote to."""
        leaves: Sequence[Any] = jax.tree.leaves(point)
        return np.concatenate([np.asarray(leaf).ravel() for leaf in leaves])


@dataclass(frozen=True)
class OnVector:
    """A function of a pytree, on the vector of it."""

    fn: Callable[..., Array]
    structure: Structure

    def __call__(self, vector: Array, *arguments: Any) -> Array:
        """The function at the pytree that `vector` is."""
        return self.fn(self.structure.unravel(vector), *arguments)
