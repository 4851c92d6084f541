"""A task: a network of a given size for data of a given shape, and its loss on a flat vector."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property, partial
from math import prod
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from hyperparameters import Settings
from landscapes.networks.activations import ACTIVATIONS
from landscapes.networks.base import Batch, Model, Params
from landscapes.networks.batches import Sample, mean_over
from landscapes.networks.initialisations import INITIALISATIONS
from landscapes.networks.losses import cross_entropy
from landscapes.networks.menu import NETWORKS

LARGEST = 200_000
"""Parameters of the largest network that is trained live."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What is trained, as plain data: equal tasks share a compiled program, whatever the data."""

    network: str
    activation: str = "relu"
    settings: Settings = ()
    """Of the network."""
    shape: tuple[int, ...]
    """Of one input."""
    outputs: int
    classifies: bool
    """Whether outputs are scores of classes, with the cross-entropy as loss; else they are
    numbers, with the squared error."""

    def __post_init__(self) -> None:
        """Complete the settings; ValueError unless the network can be built."""
        for what, slug, menu in (
            ("network", self.network, NETWORKS),
            ("activation", self.activation, ACTIVATIONS),
        ):
            if slug not in menu:
                raise ValueError(f"there is no {what} '{slug}'; there are {', '.join(menu)}")
        entry = NETWORKS[self.network]
        settings = entry.settings(dict(self.settings))
        object.__setattr__(self, "settings", tuple(settings.items()))
        kinds = {"table"} if len(self.shape) == 1 else {"picture", "sequence"}
        if not kinds & entry.accepts:
            reads = " or ".join(sorted(entry.accepts))
            raise ValueError(f"{entry.title} does not read a {min(kinds)}; it reads a {reads}")
        if self.size > LARGEST:
            raise ValueError(
                f"{entry.title} would have {self.size:,} parameters; "
                f"at most {LARGEST:,} can be trained here"
            )

    def __getstate__(self) -> dict[str, Any]:
        """The plain data alone: what follows from it is functions, which cannot be pickled."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def model(self) -> Model:
        """The network as functions."""
        activation = ACTIVATIONS[self.activation]
        build = NETWORKS[self.network].build
        return build(self.shape, self.outputs, activation, **dict(self.settings))

    @cached_property
    def size(self) -> int:
        """Number of parameters."""
        return sum(prod(leaf.shape) for leaf in jax.tree.leaves(self._zero))

    @cached_property
    def _zero(self) -> Params:
        return self.model.init(np.random.default_rng(0), INITIALISATIONS["zeros"].draw)

    def unravel(self, vector: Array | np.ndarray) -> Params:
        """The parameters in a flat vector, in the order of `jax.flatten_util.ravel_pytree`."""
        leaves, structure = jax.tree.flatten(self._zero)
        ends = np.cumsum([prod(leaf.shape) for leaf in leaves])[:-1]
        # Unlike slices, a split has a gradient that is written once; NumPy's compiles nothing.
        split = np.split if isinstance(vector, np.ndarray) else jnp.split
        parts = split(vector, ends)
        shaped = [part.reshape(leaf.shape) for part, leaf in zip(parts, leaves, strict=True)]
        return structure.unflatten(shaped)

    def start(self, initial: str, settings: Settings = (), seed: int = 0) -> np.ndarray:
        """Freshly drawn parameters as a flat vector."""
        if initial not in INITIALISATIONS:
            choices = ", ".join(INITIALISATIONS)
            raise ValueError(f"there is no initialisation '{initial}'; there are {choices}")
        entry = INITIALISATIONS[initial]
        chosen = entry.settings(dict(settings))
        params = self.model.init(np.random.default_rng(seed), partial(entry.draw, **chosen))
        return np.concatenate([leaf.ravel() for leaf in jax.tree.leaves(params)]).astype(np.float32)

    def outputs_of(self, params: Params, batch: Batch) -> Array:
        """What the network makes of the inputs of a batch, (n, outputs)."""
        pre = self.model.first(params, batch.inputs)
        return self.model.rest(params, pre, batch.weights, batch.dropout).T

    def losses(self, outputs: Array, targets: Array) -> Array:
        """The loss of each example, (n,)."""
        if not self.classifies:
            return jnp.mean((outputs - targets) ** 2, axis=-1)
        return cross_entropy(outputs.T, targets)

    def loss(self, params: Params, batch: Batch) -> Array:
        """Mean loss over the examples of a batch, by their weights."""
        losses = self.losses(self.outputs_of(params, batch), jnp.asarray(batch.targets))
        return jnp.asarray(batch.weights) @ losses

    @cached_property
    def _on_vector(self) -> Callable[[Array, Batch], Array]:
        return lambda vector, batch: self.loss(self.unravel(vector), batch)

    def __call__(self, vector: Array, sample: Sample) -> Array:
        """The loss over the examples that a `Sampler` drew: what an optimizer descends."""
        return mean_over(self._on_vector, vector, sample)
