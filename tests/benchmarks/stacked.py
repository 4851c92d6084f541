"""torch at its best: all racers in one step, their gradients by `vmap`, compiled."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.func import grad, vmap

from app.experiment import Racer

KINDS = ("gradient-descent", "momentum", "rmsprop", "adam")
"""Two of each, in this order, with the usual settings but for the rate."""

SIZES = (32, 64 * 32, 10, 32 * 10)
"""Of the parts of a vector: bias and weights of the hidden layer, and of the output."""


def loss(vector: Tensor, inputs: Tensor, targets: Tensor) -> Tensor:
    first, inner, last, outer = vector.split(SIZES)
    hidden = torch.relu(inputs @ inner.view(64, 32) + first)
    return torch.nn.functional.cross_entropy(hidden @ outer.view(32, 10) + last, targets)


slopes_of = vmap(grad(loss), (0, None, None))


def step(
    points: Tensor, memories: Tensor, rates: Tensor, number: Tensor, inputs: Tensor, targets: Tensor
) -> tuple[Tensor, Tensor]:
    """Two racers of each kind."""
    plain, pushed, scaled, both = slopes_of(points, inputs, targets).split(2)
    trace, squares, mean, spread = memories.split(2)
    trace = 0.9 * trace + pushed
    squares = 0.9 * squares + 0.1 * scaled**2
    mean = 0.9 * mean + 0.1 * both
    spread = 0.999 * spread + 0.001 * both**2
    away = mean / (1 - 0.9**number) / ((spread / (1 - 0.999**number)).sqrt() + 1e-8)
    moves = torch.cat([plain, trace, scaled / (squares.sqrt() + 1e-8), away])
    return points - rates * moves, torch.cat([trace, squares, mean, spread])


def of(racers: Sequence[Racer], start: np.ndarray, batches) -> Callable[[], np.ndarray]:
    """A race that returns the points of all racers at every step, (T + 1, racers, d)."""
    kinds = [racer.optimizer for racer in racers]
    assert kinds == [kind for kind in KINDS for _ in range(2)], "these are other racers"
    rates = torch.tensor([dict(racer.settings)["learning_rate"] for racer in racers])[:, None]
    begun = torch.tensor(start.copy()).repeat(len(racers), 1)
    one, numbers = torch.compile(step), torch.arange(1.0, len(batches) + 1).unbind()

    @torch.no_grad()
    def race() -> np.ndarray:
        points, memories, kept = begun, torch.zeros_like(begun), [begun]
        for number, (inputs, targets) in zip(numbers, batches, strict=True):
            points, memories = one(points, memories, rates, number, inputs, targets)
            kept.append(points)
        return torch.stack(kept).numpy()

    return race
