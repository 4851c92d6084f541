"""A slice of 51 × 51 points over all of the digits, against torch: as a loop, and at its best."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call, vmap

from landscapes.datasets import DATASETS
from landscapes.networks import Examples, Task
from landscapes.planes import PLANES, Plane, View
from landscapes.slices import slice_of_task, training_loss

GRID = np.linspace(-1, 1, 51)

# Points that vmap takes at once; more of them need more memory than the caches have.
TOGETHER = 17


class Case(NamedTuple):
    """What is sliced."""

    title: str
    task: Task
    examples: Examples
    plane: Plane
    module: nn.Sequential  # the same network in torch
    first: int  # so many of its modules are linear in their parameters and come first


def case(title: str, network: str, module: nn.Sequential, first: int) -> Case:
    digits = DATASETS["digits"].make(0)
    examples = Examples(digits.inputs, digits.targets, len(digits.inputs))
    task = Task(network=network, shape=(8, 8), outputs=10, classifies=True)
    start = task.start("he", (), 0)
    view = View(training_loss(task, examples), task.unravel(start), (start[None],))
    return Case(title, task, examples, PLANES["random"](view), module, first)


def perceptron() -> Case:
    module = nn.Sequential(nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    return case("MLP 64-32-10", "mlp", module, 2)


def convolutional() -> Case:
    module = nn.Sequential(
        *(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(8, 16, 3), nn.ReLU()),
        *(nn.Flatten(), nn.Linear(16, 10)),
    )
    return case("CNN 8-16-10", "convolution", module, 1)


class Torch(NamedTuple):
    """A case in torch's own terms."""

    module: nn.Sequential
    first: int
    vectors: tuple[dict[str, Tensor], ...]  # the origin and the two directions
    inputs: Tensor
    targets: Tensor

    @classmethod
    def of(cls, case: Case) -> "Torch":
        vectors = (case.plane.origin, *case.plane.directions)
        inputs = torch.from_numpy(case.examples.inputs)[:, None]
        targets = torch.from_numpy(case.examples.targets).long()
        named = tuple(state_dict(case, vector) for vector in vectors)
        return cls(case.module, case.first, named, inputs, targets)

    def at(self, alpha: float | Tensor, beta: float | Tensor) -> dict[str, Tensor]:
        origin, first, second = self.vectors
        return {name: origin[name] + alpha * first[name] + beta * second[name] for name in origin}


def state_dict(case: Case, vector: np.ndarray) -> dict[str, Tensor]:
    """Our parameters as torch names them and lays them out."""
    found = {}
    names = [name.removesuffix(".weight") for name in case.module.state_dict() if "weight" in name]
    for name, layer in zip(names, case.task.unravel(vector), strict=True):
        weights = np.moveaxis(np.asarray(layer["weights"]), (-1, -2), (0, 1))
        found[f"{name}.weight"] = torch.from_numpy(weights.copy())
        found[f"{name}.bias"] = torch.from_numpy(np.array(layer["bias"]))
    return found


@torch.no_grad()
def looped(case: Torch) -> np.ndarray:
    """As `loss-landscapes` does it: the weights are moved in place, point by point."""
    origin, first, second = ([*vector.values()] for vector in case.vectors)
    step = float(GRID[1] - GRID[0])
    parameters = [*case.module.parameters()]
    values = np.empty((len(GRID), len(GRID)), np.float32)
    for row, beta in enumerate(GRID):
        for parameter, o, a, b in zip(parameters, origin, first, second, strict=True):
            parameter.copy_(o + float(GRID[0]) * a + float(beta) * b)
        for column in range(len(GRID)):
            loss = nn.functional.cross_entropy(case.module(case.inputs), case.targets)
            values[row, column] = loss.item()
            for parameter, a in zip(parameters, first, strict=True):
                parameter.add_(a, alpha=step)
    return values


@torch.no_grad()
def mapped(case: Torch) -> np.ndarray:
    """Many points at once by `vmap` of `functional_call`."""

    def loss(alpha: Tensor, beta: Tensor) -> Tensor:
        outputs = functional_call(case.module, case.at(alpha, beta), (case.inputs,))
        return nn.functional.cross_entropy(outputs, case.targets)

    alphas, betas = (
        torch.from_numpy(a.astype(np.float32)).ravel() for a in np.meshgrid(GRID, GRID)
    )
    values = vmap(loss, chunk_size=TOGETHER)(alphas, betas)
    return values.numpy().reshape(len(GRID), -1)


class Prepared:
    """Point by point, with our own shortcut: the first layer is formed once for all points."""

    def __init__(self, case: Torch, compiled: bool) -> None:
        head, self.tail = case.module[: case.first], case.module[case.first :]
        learned = [set(dict(part.named_parameters())) for part in (head, self.tail)]
        heads, self.tails = (
            [{name: vector[name] for name in names} for vector in case.vectors] for names in learned
        )
        self.targets = case.targets
        self.parts = [functional_call(head, vector, case.inputs).detach() for vector in heads]
        self.loss = torch.compile(self._loss) if compiled else self._loss

    def _loss(self, alpha: Tensor, beta: Tensor) -> Tensor:
        pre = self.parts[0] + alpha * self.parts[1] + beta * self.parts[2]
        origin, first, second = self.tails
        params = {name: origin[name] + alpha * first[name] + beta * second[name] for name in origin}
        return nn.functional.cross_entropy(functional_call(self.tail, params, pre), self.targets)

    @torch.no_grad()
    def __call__(self) -> np.ndarray:
        grid = torch.from_numpy(GRID.astype(np.float32))
        values = torch.stack([self.loss(alpha, beta) for beta in grid for alpha in grid])
        return values.numpy().reshape(len(GRID), -1)


def ours(case: Case) -> np.ndarray:
    return slice_of_task(case.task, case.examples, case.plane, GRID, GRID)


class Contestant(NamedTuple):
    """How a slice is made, and on how many of torch's threads that is quickest."""

    work: Callable[[], np.ndarray]
    threads: int

    def seconds(self) -> float:
        torch.set_num_threads(self.threads)
        begun = time.perf_counter()
        self.work()
        return time.perf_counter() - begun

    @classmethod
    def fitted(cls, work: Callable[[], np.ndarray], expected: np.ndarray) -> "Contestant":
        worst = np.abs(work() / expected - 1).max()
        assert worst < 1e-4, "this computes something else"
        each = [cls(work, threads) for threads in sorted({1, torch.get_num_threads()})]
        return min(each, key=lambda contestant: contestant.seconds())


def measure(case: Case, rounds: int) -> dict[str, float]:
    """Median seconds of each contestant, interleaved, the first calls of each left out."""
    torches = Torch.of(case)
    expected, threads = ours(case), torch.get_num_threads()
    contestants = {"ours": Contestant(partial(ours, case), threads)}
    for name, work in {
        "torch, loop": partial(looped, torches),
        "torch, vmap": partial(mapped, torches),
        "torch, first layer once": Prepared(torches, compiled=False),
        "torch, that compiled": Prepared(torches, compiled=True),
    }.items():
        torch.set_num_threads(threads)
        contestants[name] = Contestant.fitted(work, expected)
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            times[name].append(contestant.seconds())
    torch.set_num_threads(threads)
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    print(f"torch {torch.__version__} on {torch.get_num_threads()} threads, jax {jax.__version__}")
    for case, rounds in ((perceptron(), 5), (convolutional(), 3)):
        print(f"{case.title}, {len(case.examples.inputs)} digits, {len(GRID)} × {len(GRID)} points")
        medians = measure(case, rounds)
        for name, taken in medians.items():
            print(f"{name:>24}: {taken * 1e3:9.1f} ms, {taken / medians['ours']:6.1f} × our time")
