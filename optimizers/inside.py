"""What goes on inside a step: what a rule follows, how far that may take it, what it tries.

Everything is said of whole runs at once: a function takes the `Steps` of a run and returns one
row for each of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Literal, NamedTuple

import jax
import numpy as np
from jax import Array

BLOCK = 1024
"""Points that the compiled functions below take at once, so that no length compiles anything."""


class Place(NamedTuple):
    """What is descended: a function, its further arguments, and the penalty put on its points."""

    fn: Callable[..., Array]
    parameters: tuple[float, ...] = ()
    l2: float = 0.0

    def value(self, point: Array) -> Array:
        """What a rule is told that the function is."""
        return self.fn(point, *self.parameters) + 0.5 * self.l2 * (point**2).sum()

    def gradients(self, points: np.ndarray) -> np.ndarray:
        """Gradients with that of the penalty, of shape (T, d)."""
        found = in_blocks(partial(_gradients, fn=self.fn), points, self.parameters)
        return found + self.l2 * points

    def hessians(self, points: np.ndarray) -> np.ndarray:
        """Hessians with that of the penalty, of shape (T, d, d)."""
        found = in_blocks(partial(_hessians, fn=self.fn), points, self.parameters)
        return found + self.l2 * np.eye(points.shape[1])


@dataclass(frozen=True, kw_only=True, eq=False)
class Steps:
    """The `T` steps of a run; row k leads from point k to point k + 1. All arrays are NumPy."""

    place: Place
    settings: Mapping[str, float]
    points: np.ndarray  # (T, d); where each step begins
    moves: np.ndarray  # (T, d)
    gradients: np.ndarray  # (T, d), exact
    told: np.ndarray  # (T, d); what the rule was told of the gradient
    rates: np.ndarray  # (T,); learning rate in force
    evaluations: np.ndarray  # (T,); used by each step alone
    samples: np.ndarray  # (T, samples, d); the standard normal vectors that the rule was given
    before: Mapping[str, np.ndarray]  # state field -> (T, ...), as each step found it
    after: Mapping[str, np.ndarray]  # and as it left it

    @property
    def number(self) -> np.ndarray:
        """1, 2, …, T as a column."""
        return np.arange(1, len(self.points) + 1)[:, None]

    @property
    def rate(self) -> np.ndarray:
        """The learning rate in force, as a column."""
        return self.rates[:, None]

    @cached_property
    def hessians(self) -> np.ndarray:
        """(T, d, d), where each step begins."""
        return self.place.hessians(self.points)


Rows = Callable[[Steps], np.ndarray]


@dataclass(frozen=True, kw_only=True)
class Followed:
    """The vector that a rule follows downhill where plain descent follows the gradient."""

    symbol: str
    """As plain text, since pictures set no mathematics."""
    title: str
    of: Rows
    """(T, d), in the unit of a gradient."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How far a step may take the rule in each direction.

    *rates*: symmetric matrices M, or their diagonals, such that the step is -M times what the
    rule follows; had that pointed elsewhere, the step would have ended elsewhere on the ellipse
    M u. *box*: half the sides of the box in a corner of which the step ends. *region*: matrices or
    diagonals whose ellipse M u, with u of length one, bounds the step or spreads the samples.
    """

    symbol: str
    title: str
    shape: Literal["rates", "box", "region"]
    of: Rows
    """(T, d), or (T, d, d)."""


@dataclass(frozen=True, kw_only=True)
class Inside:
    """What can be drawn of a rule's steps beside gradient and step."""

    followed: Followed | None = None
    """None: the gradient that it is told, or nothing that can be said by one vector."""
    reach: Reach | None = None
    trials: Callable[[Steps], Any] | None = None
    """The points that each step tries, (T, most, d), NaN behind the last; None: it tries none."""
    corners: str | None = None
    """State field with the corners of a simplex, (T, d + 1, d)."""

    def follows(self, steps: Steps) -> np.ndarray:
        """What the rule follows, (T, d)."""
        return self.followed.of(steps) if self.followed else steps.told


NOTHING = Inside()


def matrices(rows: np.ndarray) -> np.ndarray:
    """(T, d, d), also from diagonals."""
    return rows if rows.ndim == 3 else rows[:, :, None] * np.eye(rows.shape[1])


def in_blocks(function: Callable[..., Any], rows: np.ndarray, *others: Any) -> np.ndarray:
    """`function` of all `rows`, as many of them at a time as its program is compiled for."""
    found = []
    for first in range(0, max(len(rows), 1), BLOCK):
        block = rows[first : first + BLOCK]
        spare = np.zeros((BLOCK - len(block), *block.shape[1:]))
        found.append(np.asarray(function(np.concatenate([block, spare]), *others))[: len(block)])
    return np.concatenate(found)


@partial(jax.jit, static_argnames="fn")
def _gradients(points: Array, parameters: tuple[float, ...], *, fn: Callable[..., Array]) -> Array:
    return jax.vmap(lambda point: jax.grad(fn)(point, *parameters))(points)


@partial(jax.jit, static_argnames="fn")
def _hessians(points: Array, parameters: tuple[float, ...], *, fn: Callable[..., Array]) -> Array:
    return jax.vmap(lambda point: jax.hessian(fn)(point, *parameters))(points)
