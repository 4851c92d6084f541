"""The same race as others run it: torch.optim in a loop, and NumPy in a loop."""

import numpy as np
import torch

from app.experiment import Racer
from tests.benchmarks.race import RACE


def torch_optimizer(racer: Racer, points: list[torch.Tensor]) -> torch.optim.Optimizer:
    """torch's own version of `racer`, in the same conventions."""
    knobs = dict(racer.settings)
    rate = knobs["learning_rate"]
    match racer.optimizer:
        case "gradient-descent":
            return torch.optim.SGD(points, lr=rate)
        case "momentum":
            return torch.optim.SGD(points, lr=rate, momentum=knobs["momentum"])
        case "adagrad":
            start = knobs["initial_accumulator_value"]
            return torch.optim.Adagrad(
                points, lr=rate, eps=knobs["eps"], initial_accumulator_value=start
            )
        case "rmsprop":
            return torch.optim.RMSprop(points, lr=rate, alpha=knobs["decay"], eps=knobs["eps"])
        case "adam":
            betas = knobs["b1"], knobs["b2"]
            return torch.optim.Adam(points, lr=rate, betas=betas, eps=knobs["eps"])
    raise ValueError(f"torch.optim has no {racer.optimizer} of the same conventions")


def torch_rosenbrock(p: torch.Tensor) -> torch.Tensor:
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


def path_of(make, fn, start, steps: int) -> np.ndarray:
    """The points that `make(point)` of torch.optim visits, as one would write it: a loop."""
    point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = make(point)
    points = [point.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        fn(point).backward()
        optimizer.step()
        points.append(point.detach().clone())
    return torch.stack(points).numpy()


def torch_path(racer: Racer, fn, start, steps: int) -> np.ndarray:
    """The points that torch's own version of `racer` visits."""
    return path_of(lambda point: torch_optimizer(racer, [point]), fn, start, steps)


def torch_race() -> list[np.ndarray]:
    return [torch_path(racer, torch_rosenbrock, RACE.start, RACE.steps) for racer in RACE.racers]


def numpy_rosenbrock_gradient(p: np.ndarray) -> np.ndarray:
    x, y = p
    return np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])


def numpy_race() -> list[np.ndarray]:
    return [
        racer.entry.textbook(
            gradient=numpy_rosenbrock_gradient,
            x=np.array(RACE.start),
            steps=RACE.steps,
            **dict(racer.settings),
        )
        for racer in RACE.racers
    ]
