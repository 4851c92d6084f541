"""What a network is: pure functions of a tree of parameters, and what is said about them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from jax import Array
from jax.typing import ArrayLike

from hyperparameters import Hyperparameter, complete

Params = Any
"""A tuple of layers, first to last, each a dict of arrays. Weights have the shape (…, in, out), so
that a filter lies along the last axis; biases, and what else has one number a unit, are vectors."""

Kind = Literal["table", "picture", "sequence"]

Draw = Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]
"""Draws the weights of a layer, given their shape."""


class Dropout(NamedTuple):
    """Which hidden units are left out of one step."""

    key: Array
    rate: Array  # share of the units; traced


class Batch(NamedTuple):
    """Examples that a loss is taken over."""

    inputs: ArrayLike  # (*shape, n), as `columns` lays them
    targets: ArrayLike  # (n,) classes as whole numbers, or (n, outputs) numbers
    weights: ArrayLike  # (n,) with sum 1: the share of each example; one of weight 0 is not there
    dropout: Dropout | None = None


class Examples(NamedTuple):
    """Data for training and validation; the arrays are NumPy."""

    inputs: np.ndarray  # (n, *shape)
    targets: np.ndarray
    training: int  # so many leading rows are the training set, the others the validation set


def columns(inputs: np.ndarray) -> np.ndarray:
    """Inputs (n, *shape) as networks take them: examples along the last axis, (*shape, n)."""
    return np.ascontiguousarray(np.moveaxis(inputs, 0, -1))


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """A network of a given size, ready to be initialised and applied."""

    layers: tuple[str, ...]
    """Titles of the elements of its parameters, in their order."""
    init: Callable[[np.random.Generator, Draw], Params]
    """Parameters as NumPy arrays: weights by the given draw, biases zero, scales of norms one."""
    first: Callable[[Params, ArrayLike], Array]
    """What the first layer computes of the inputs before any activation: LINEAR in the parameters,
    so that on a plane it is known everywhere from three evaluations. Examples lie along the last
    axis, of the inputs and of all that follows: there are more of them than units, and loops like
    that."""
    rest: Callable[[Params, Array, ArrayLike, Dropout | None], Array]
    """Outputs (outputs, n) from what `first` gave, with the shares of the examples in statistics
    of the batch."""
    mixes: bool = False
    """Whether the output for an example depends on the other examples of the batch."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """One entry of the menu of networks."""

    slug: str
    """Name in links and code; never changes once published."""
    title: str
    formula: str
    """LaTeX of the outputs, in the symbols of the hyperparameters."""
    point: str
    """The one thing this network teaches, as a sentence."""
    hyperparameters: tuple[Hyperparameter, ...] = ()
    """Of its size and shape: another value is another program."""
    accepts: frozenset[Kind]
    """Kinds of data that it can read."""
    build: Callable[..., Model]
    """The model from the shape of an input, the number of outputs, the activation and a value for
    each hyperparameter by its name."""
    smoothness: float
    """One over the learning rate with which gradient descent trains it well; default learning
    rates follow from it as those of surfaces do from the curvature."""
    width: float
    """Nominal distance from a start to a solution in one coordinate, in the same role."""
    note: str = ""
    """Where conventions differ, as sentences."""
    references: tuple[str, ...]
    """Markdown links to the sources."""

    def settings(self, given: Mapping[str, float] | None = None) -> dict[str, float]:
        """Defaults overridden by `given`; ValueError on an unknown name or a value out of range."""
        return complete(self.title, self.hyperparameters, given)

    def check(self, kind: Kind) -> None:
        """Raise ValueError, saying what is possible, unless it reads data of this kind."""
        if kind not in self.accepts:
            raise ValueError(
                f"{self.title} does not read a {kind}; it reads {', '.join(sorted(self.accepts))}"
            )
