"""The still picture: heights of a landscape on a grid over its window."""

from functools import lru_cache, partial

import jax
import numpy as np
from jax import Array

from hyperparameters import Settings
from landscapes.base import Landscape


@lru_cache(maxsize=256)
def heights(landscape: Landscape, side: int, settings: Settings = ()) -> np.ndarray:
    """f on `side` × `side` points: rows from bottom to top, columns from left to right."""
    (left, bottom), (right, top) = landscape.window
    # Values at the window's edges included, so that the picture fills it.
    x, y = np.meshgrid(np.linspace(left, right, side), np.linspace(bottom, top, side))
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    knobs = landscape.settings(dict(settings))
    return np.asarray(_values(points, knobs, landscape=landscape)).reshape(side, side)


@partial(jax.jit, static_argnames="landscape")
def _values(points: Array, knobs: dict[str, Array], *, landscape: Landscape) -> Array:
    return jax.vmap(partial(landscape.fn, **knobs))(points)
