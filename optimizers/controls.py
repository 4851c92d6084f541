"""What comes into a run from outside, packed into as few arrays as can be."""

from collections.abc import Callable
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from jax import Array

from optimizers.base import Optimizer
from optimizers.modifiers import PLAIN, Modification
from optimizers.noise import EXACT, Inexactness
from optimizers.schedules import Patience

Function = Callable[..., Array]


def is_plain(noise: Inexactness, modifiers: Modification, patience: Patience) -> bool:
    """Whether the plain form of the loop is enough."""
    exact = EXACT._replace(spread=noise.spread, freedom=noise.freedom)
    return (noise, modifiers, patience) == (exact, PLAIN, Patience())


class Controls(NamedTuple):
    """Every number that may change without compiling, packed into one vector by `packed`."""

    settings: dict[str, Any]  # of the optimizer
    parameters: tuple[Any, ...] = ()  # further arguments of the function
    noise: Inexactness = EXACT
    modifiers: Modification = PLAIN
    patience: Patience = Patience()

    def packed(self, dtype: np.dtype) -> np.ndarray:
        """One vector, since outside the loop each array costs more than fifty steps inside it."""
        fixed = (*self.settings.values(), *self.noise, *self.modifiers, *self.patience)
        return np.array([*fixed, *self.parameters], dtype)

    @classmethod
    def unpacked(cls, vector: Array, optimizer: Optimizer) -> "Controls":
        """The controls of a run of `optimizer` from their vector."""
        rest = iter(vector[i] for i in range(len(vector)))
        settings = {knob.name: next(rest) for knob in optimizer.hyperparameters}
        noise = Inexactness(*islice(rest, len(Inexactness._fields)))
        modifiers = Modification(*islice(rest, len(Modification._fields)))
        patience = Patience(*islice(rest, len(Patience._fields)))
        return cls(settings, tuple(rest), noise, modifiers, patience)


class Drive(NamedTuple):
    """What comes from outside at one step; a stretch of them is packed into one array."""

    multiplier: Array  # of the learning rate
    draw: Array  # noise, of the point's shape
    samples: Array  # (optimizer.samples, size)

    @staticmethod
    def packed(multipliers: np.ndarray, *draws: np.ndarray) -> np.ndarray:
        """Columns of a stretch, one row a step; where the loop draws, multipliers only."""
        return np.column_stack([multipliers, *(a.reshape(len(a), -1) for a in draws)])

    @classmethod
    def unpacked(cls, row: Array, like: Array) -> "Drive":
        """One row for a point of the shape of `like`."""
        draw = row[1 : 1 + like.size].reshape(like.shape)
        return cls(row[0], draw, row[1 + like.size :].reshape(-1, like.size))
