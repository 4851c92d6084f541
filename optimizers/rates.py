"""Parts that many rules share: corrected means, rates of single coordinates, learned matrices."""

from collections.abc import Callable
from functools import partial

import numpy as np

from optimizers.inside import Followed, Reach, Rows, Steps

ROOT = "η / (√v̂ + ε)"


def corrected(steps: Steps, field: str, memory: str) -> np.ndarray:
    """A running mean from zero, corrected for its start: its share of it divides it."""
    return steps.after[field] / (1 - steps.settings[memory] ** steps.number)


def rooted(steps: Steps, mean_square: np.ndarray) -> np.ndarray:
    """η over root mean square and ε."""
    return steps.rate / (np.sqrt(mean_square) + steps.settings["eps"])


def momentum(field: str = "mu", memory: str = "b1") -> Followed:
    """The corrected mean of gradients."""
    of = partial(corrected, field=field, memory=memory)
    return Followed(symbol="m̂", title="mean gradient, corrected for its start", of=of)


def root_mean_square(field: str = "nu", memory: str = "b2", *, symbol: str = ROOT) -> Reach:
    """Rates over the corrected root mean square of gradients."""
    return coordinate_rates(symbol, lambda steps: rooted(steps, corrected(steps, field, memory)))


def coordinate_rates(symbol: str, of: Rows) -> Reach:
    """A rate for each coordinate."""
    return Reach(symbol=symbol, title="rate of each coordinate", shape="rates", of=of)


def _even(steps: Steps) -> np.ndarray:
    return np.broadcast_to(steps.rate, steps.points.shape)


EVEN = Reach(symbol="η", title="one rate for all directions", shape="rates", of=_even)
"""The reach of a rule that only multiplies what it follows."""


def box(symbol: str, of: Rows) -> Reach:
    """Steps of a given length along every axis."""
    return Reach(symbol=symbol, title="length of the step along each axis", shape="box", of=of)


EVEN_BOX = box("η", _even)


def along_axes(symmetric: np.ndarray, of: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Matrices with the axes of `symmetric`, and what `of` makes of its eigenvalues, ascending."""
    known = np.isfinite(symmetric).all(axis=(1, 2), keepdims=True)
    eigenvalues, axes = np.linalg.eigh(np.where(known, symmetric, 0.0))
    scaled = axes * of(eigenvalues)[:, None]
    return np.where(known, scaled @ np.swapaxes(axes, 1, 2), np.nan)


def pseudoinverse(eigenvalues: np.ndarray) -> np.ndarray:
    """One over each, and nothing over what is zero up to rounding, of rows of eigenvalues."""
    sizes = np.abs(eigenvalues)
    least = sizes.shape[1] * np.finfo(float).eps * sizes.max(axis=1, keepdims=True)
    return np.where(sizes > least, 1 / np.where(sizes > least, eigenvalues, 1), 0.0)


def circle(field: str) -> Rows:
    """The length in a state field, in all directions."""
    return lambda steps: np.repeat(steps.before[field][:, None], steps.points.shape[1], axis=1)


def along(steps: Steps, matrix: np.ndarray) -> np.ndarray:
    """`matrix`, (T, d, d), times how far the step went along its product with the gradient told."""
    ways = np.einsum("tij,tj->ti", matrix, steps.told)
    squares = np.einsum("ti,ti->t", ways, ways)
    lengths = -np.einsum("ti,ti->t", ways, steps.moves)
    return (lengths / np.where(squares > 0, squares, 1))[:, None, None] * matrix


def limited_memory(steps: Steps, memory: int) -> np.ndarray:
    """The inverse Hessian that L-BFGS holds in its last `memory` pairs, (T, d, d)."""
    eye = np.eye(steps.points.shape[1])
    s, y = (np.diff(rows, axis=0) for rows in (steps.points, steps.told))
    curvature, squares = np.einsum("ti,ti->t", s, y), np.einsum("ti,ti->t", y, y)
    known = curvature != 0
    scale = np.where(squares > 0, curvature / np.where(squares > 0, squares, 1), 1.0)
    inverse = np.concatenate([eye[None], scale[:, None, None] * eye])[: len(steps.points)]
    # Row k begins from the scale of its last pair and takes in its pairs from the oldest on.
    for age in range(memory, 0, -1):
        rows = np.arange(age, len(steps.points))
        pair = rows - age
        weight = np.where(known, 1 / np.where(known, curvature, 1), 0.0)[pair, None, None]
        turned = eye - weight * np.einsum("ti,tj->tij", y[pair], s[pair])
        kept = np.swapaxes(turned, 1, 2) @ inverse[rows] @ turned
        inverse[rows] = kept + weight * np.einsum("ti,tj->tij", s[pair], s[pair])
    return inverse
