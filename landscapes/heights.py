"""The still picture: heights of a landscape on a grid over its window."""

from functools import lru_cache

import jax
import numpy as np

from landscapes.base import Landscape


@lru_cache(maxsize=64)
def heights(landscape: Landscape, side: int) -> np.ndarray:
    """f on `side` × `side` points: rows from bottom to top, columns from left to right."""
    (left, bottom), (right, top) = landscape.window
    # Values at the window's edges included, so that the picture fills it.
    x, y = np.meshgrid(np.linspace(left, right, side), np.linspace(bottom, top, side))
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    return np.asarray(jax.jit(jax.vmap(landscape.fn))(points)).reshape(side, side)
