"""Random planes, with the four ways to choose how long a random direction is in each weight.

Li et al. (2018) leave biases and scales out, and so does every normalised direction here: arrays
of one axis stay as they are. Only the plane without normalisation moves them.
"""

from collections.abc import Callable
from functools import partial
from typing import Literal

import jax
import numpy as np
from jax.flatten_util import ravel_pytree

from landscapes.planes.base import Cut, Plane, View, spanned
from landscapes.planes.knobs import SEED, STEP

Normalised = Callable[[np.ndarray, np.ndarray], np.ndarray]

LEFT_OUT = "Biases and scales stay as they are, as in Li et al."


def by_filter(
    weights: np.ndarray, draw: np.ndarray, filters: Literal["last", "first"]
) -> np.ndarray:
    """`draw` with every filter as long as that of `weights`; a filter feeds one output."""
    kept = weights.ndim - 1 if filters == "last" else 0
    axes = tuple(axis for axis in range(weights.ndim) if axis != kept)
    lengths = [np.sqrt((array**2).sum(axis=axes, keepdims=True)) for array in (weights, draw)]
    return draw * lengths[0] / lengths[1]


def by_layer(weights: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """`draw` as long as `weights`."""
    return draw * (np.linalg.norm(weights) / np.linalg.norm(draw))


def by_weight(weights: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """`draw` with every number scaled by that of `weights`."""
    return draw * np.abs(weights)


def direction(
    view: View, point: np.ndarray, draw: np.ndarray, normalised: Normalised
) -> np.ndarray:
    """`draw` in proportion to the weights at `point`, array by array; 0 for biases and scales."""
    weights = [np.asarray(leaf, float) for leaf in jax.tree.leaves(view.unravel(point))]
    ends = np.cumsum([array.size for array in weights])[:-1]
    draws = [
        part.reshape(array.shape) for part, array in zip(np.split(draw, ends), weights, strict=True)
    ]
    parts = [
        normalised(array, part) if array.ndim > 1 else np.zeros(array.shape)
        for array, part in zip(weights, draws, strict=True)
    ]
    return np.concatenate([part.ravel() for part in parts])


def _draws(view: View, seed: float) -> np.ndarray:
    size = ravel_pytree(view.params)[0].size
    return np.random.default_rng(int(seed)).standard_normal((2, size))


def _plane(origin: np.ndarray, directions: list[np.ndarray], note: str) -> Plane:
    try:
        return spanned(origin, *directions, note=note)
    except ValueError:
        raise ValueError(
            "Random directions take their lengths from the weights, and here fewer than two "
            "weights differ from zero: choose a later step or another plane."
        ) from None


def _filters(view: View, seed: float, step: float) -> Plane:
    origin = view.point(int(step))
    normalised = partial(by_filter, filters=view.filters)
    directions = [direction(view, origin, draw, normalised) for draw in _draws(view, seed)]
    return _plane(origin, directions, LEFT_OUT)


def _layers(view: View, seed: float, step: float) -> Plane:
    origin = view.point(int(step))
    directions = [direction(view, origin, draw, by_layer) for draw in _draws(view, seed)]
    return _plane(origin, directions, LEFT_OUT)


def _weights(view: View, seed: float, step: float) -> Plane:
    origin = view.point(int(step))
    directions = [direction(view, origin, draw, by_weight) for draw in _draws(view, seed)]
    return _plane(origin, directions, LEFT_OUT)


def _raw(view: View, seed: float, step: float) -> Plane:
    origin = view.point(int(step))
    directions = [by_layer(np.asarray(origin, float), draw) for draw in _draws(view, seed)]
    return _plane(origin, directions, "")


AXES = ("first random direction", "second random direction")
LI = (
    "[Li et al. (2018), Visualizing the loss landscape of neural nets]"
    "(https://arxiv.org/abs/1712.09913)"
)
DINH = (
    "[Dinh et al. (2017), Sharp minima can generalize for deep nets]"
    "(https://arxiv.org/abs/1703.04933)"
)

RANDOM = Cut(
    slug="random",
    title="Random, filter by filter",
    formula=r"d_{ij} \leftarrow \frac{d_{ij}}{\lVert d_{ij} \rVert} \lVert \theta_{ij} \rVert",
    point=(
        "Every filter moves by its own length, so rescaling a ReLU network does not change the "
        "picture; but a path hardly moves along two random directions of thousands."
    ),
    axes=AXES,
    build=_filters,
    reach=1.0,
    hyperparameters=(SEED, STEP),
    references=(LI,),
)

RANDOM_LAYER = Cut(
    slug="random-layer",
    title="Random, layer by layer",
    formula=r"d_i \leftarrow \frac{d_i}{\lVert d_i \rVert} \lVert \theta_i \rVert",
    point="Every layer moves by its own length, its filters by what chance gives them.",
    axes=AXES,
    build=_layers,
    reach=1.0,
    hyperparameters=(SEED, STEP),
    references=(LI,),
)

RANDOM_WEIGHT = Cut(
    slug="random-weight",
    title="Random, weight by weight",
    formula=r"d \leftarrow d \odot \lvert \theta \rvert",
    point="Every weight moves in proportion to itself: small ones cannot change sign by much.",
    axes=AXES,
    build=_weights,
    reach=1.0,
    hyperparameters=(SEED, STEP),
    references=(LI,),
)

RANDOM_RAW = Cut(
    slug="random-raw",
    title="Random, as drawn",
    formula=r"d \leftarrow \frac{d}{\lVert d \rVert} \lVert \theta \rVert",
    point=(
        "All weights move alike, whatever their size: the same function looks sharp or flat, "
        "according to how its weights are scaled."
    ),
    axes=AXES,
    build=_raw,
    reach=1.0,
    hyperparameters=(SEED, STEP),
    references=(LI, DINH),
)

ENTRIES = (RANDOM, RANDOM_LAYER, RANDOM_WEIGHT, RANDOM_RAW)
