"""Any JAX loss over any tree of parameters, with the same planes, slices and spectra."""

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.flatten_util import ravel_pytree
from jax.tree_util import Partial

from landscapes import curvature
from landscapes.planes import PLANES, Plane, View
from landscapes.slices import slice_of

Filters = Literal["last", "first"]


class Slice(NamedTuple):
    """Values on the grid origin + α d₁ + β d₂ of a plane."""

    alphas: np.ndarray  # (side,)
    betas: np.ndarray  # (side,)
    values: np.ndarray  # (side, side); a row for each β


class Own:
    """A loss as a function of one flat vector; `from_loss` makes it.

    The vector holds every array of real numbers among the parameters; whatever else is among
    them, such as functions and whole numbers, stays as it was.
    """

    def __init__(
        self, loss: Callable[..., Any], params: Any, batch: tuple, filters: Filters
    ) -> None:
        """See `from_loss`."""
        leaves, self._structure = jax.tree.flatten(params)
        self._learned = [_is_learned(leaf) for leaf in leaves]
        self._kept = [
            None if learned else leaf for leaf, learned in zip(leaves, self._learned, strict=True)
        ]
        self._arrays = [
            leaf for leaf, learned in zip(leaves, self._learned, strict=True) if learned
        ]
        if not self._arrays:
            raise ValueError("Among the parameters there is no array of real numbers to learn.")
        flat, self._split = ravel_pytree(self._arrays)
        self.vector = np.asarray(flat)
        self._filters: Filters = filters
        self._loss = Partial(lambda batch, vector: loss(self.unravel(vector), *batch), batch)
        _check(jax.eval_shape(self._loss, self.vector))

    def unravel(self, vector: Array | np.ndarray) -> Any:
        """The parameters that `vector` stands for, as a tree like the one given."""
        arrays = iter(self._split(jnp.asarray(vector, self.vector.dtype)))
        pairs = zip(self._learned, self._kept, strict=True)
        return self._structure.unflatten(
            [next(arrays) if learned else kept for learned, kept in pairs]
        )

    @cached_property
    def fn(self) -> Callable[[Array], Array]:
        """The loss of a flat vector: what `optimizers.run` descends, from `vector`."""
        return lambda vector: self._loss(vector)

    def loss(self, vector: Array | np.ndarray) -> float:
        """The loss at one point."""
        return float(_value(self._loss, jnp.asarray(vector)))

    def plane(
        self,
        slug: str,
        paths: Sequence[np.ndarray] = (),
        *,
        chosen: int = 0,
        **settings: float,
    ) -> Plane:
        """A plane from the menu `PLANES`, through points (T + 1, d) of runs.

        Without any, through the parameters as they were given. ValueError if there is none.
        """
        if slug not in PLANES:
            raise ValueError(f"There is no plane '{slug}'; there are {', '.join(PLANES)}.")
        through = tuple(map(np.asarray, paths)) or (self.vector[None],)
        view = View(self._loss, self._arrays, through, chosen, self._filters)
        return PLANES[slug](view, **settings)

    def slice(
        self,
        plane: Plane,
        side: int = 51,
        quantity: Literal["loss", "gradient"] = "loss",
        corners: tuple[tuple[float, float], tuple[float, float]] = ((-1, -1), (1, 1)),
    ) -> Slice:
        """The loss, or the norm of its gradient, on `plane` between two corners."""
        (left, bottom), (right, top) = corners
        alphas, betas = np.linspace(left, right, side), np.linspace(bottom, top, side)
        return Slice(alphas, betas, slice_of(self._loss, plane, alphas, betas, quantity))

    def spectrum(self, count: int = 5, vector: np.ndarray | None = None) -> np.ndarray:
        """The `count` largest eigenvalues of the Hessian, at `vector` or the given parameters."""
        point = self.vector if vector is None else vector
        return curvature.leading(self._loss, point, count).values

    def sharpness(self, points: np.ndarray) -> np.ndarray:
        """The largest eigenvalue of the Hessian at each of `points` (R, d)."""
        return curvature.sharpness(self._loss, points)


def from_loss(
    loss: Callable[..., Any],
    params: Any,
    batch: Any = None,
    *,
    filters: Filters = "last",
) -> Own:
    """`loss(params, batch)`, or `loss(params)` without a batch, as a function of one vector.

    `params` is any tree. `filters` is the axis along which the filters of its arrays lie: the
    last in JAX, Flax and Haiku, the first in Equinox. ValueError if nothing can be learned or if
    the loss is not one real number.
    """
    return Own(loss, params, () if batch is None else (batch,), filters)


_value = jax.jit(lambda loss, vector: loss(vector))


def _is_learned(leaf: Any) -> bool:
    return hasattr(leaf, "dtype") and jnp.issubdtype(leaf.dtype, jnp.floating)


def _check(value: Any) -> None:
    leaves = jax.tree.leaves(value)
    shape = getattr(leaves[0], "shape", None) if len(leaves) == 1 else None
    if shape is None or math.prod(shape) != 1 or len(shape):
        raise ValueError(
            f"The loss must be one number, but it is {value}: take a mean, and leave out what "
            "else it returns."
        )
