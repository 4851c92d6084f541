"""A race as numbers: a table for spreadsheets, and everything in JSON."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import numpy as np

from app import link
from app.experiment import Experiment, Racer
from app.exports import names
from app.simulate import Result, simulate
from optimizers import Trajectory

COLUMNS = (
    "racer",
    "seed",
    "step",
    "x",
    "y",
    "loss",
    "gradient_x",
    "gradient_y",
    "gradient_norm",
    "learning_rate",
    "evaluations",
)
PACKAGES = ("descent-lab", "jax", "optax", "numpy")


def to_csv(experiment: Experiment) -> bytes:
    """A row for each racer, seed and step; numbers read back as the same float64."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for name, result in zip(names.of_racers(experiment), simulate(experiment), strict=True):
        for seed, trajectory in enumerate(_runs(result), start=experiment.seed):
            table.writerows((name, seed, *row) for row in _rows(trajectory))
    return text.getvalue().encode()


def to_json(experiment: Experiment) -> bytes:
    """The experiment, what made it, and every array of its runs; null where none is finite."""
    racers, results = experiment.racers, simulate(experiment)
    everyone = zip(names.of_racers(experiment), racers, results, strict=True)
    data = {
        "link": link.address(experiment),
        "versions": versions(),
        "experiment": asdict(experiment) | {"racers": len(experiment.racers)},
        "racers": [
            _racer(name, racer, result, experiment.seed) for name, racer, result in everyone
        ],
    }
    return json.dumps(data, allow_nan=False, ensure_ascii=False).encode()


def versions() -> dict[str, str]:
    """What made the numbers."""
    return {package: version(package) for package in PACKAGES}


def racing(name: str, racer: Racer) -> dict[str, Any]:
    """What was asked of a racer."""
    return {
        "name": name,
        "optimizer": racer.optimizer,
        "settings": dict(racer.settings),
        "schedule": _part(racer.schedule),
        "noise": _part(racer.noise),
        "modifiers": [_part(part) for part in racer.modifiers],
    }


def _runs(result: Result) -> tuple[Trajectory, ...]:
    return result.trajectory, *result.others


def _rows(trajectory: Trajectory) -> Iterator[tuple[int | float, ...]]:
    """Up to where numbers overflowed; what follows are no numbers."""
    with np.errstate(over="ignore"):
        norms = np.hypot(*trajectory.gradients.T)
    columns = np.column_stack(
        [
            trajectory.points,
            trajectory.values,
            trajectory.gradients,
            norms,
            trajectory.learning_rates,
        ]
    )
    used = trajectory.evaluations[: trajectory.finite].astype(int).tolist()
    # Python's own floats are written with as many digits as read back the same.
    for step, (row, evaluations) in enumerate(zip(columns.tolist(), used, strict=False)):
        yield step, *row, evaluations


def _racer(name: str, racer: Racer, result: Result, seed: int) -> dict[str, Any]:
    return {
        **racing(name, racer),
        "outcome": result.outcome._asdict(),
        "runs": [
            {"seed": seed + place, **_arrays(trajectory)}
            for place, trajectory in enumerate(_runs(result))
        ],
    }


def _part(part: Any) -> dict[str, Any]:
    return {"name": part.slug, "settings": dict(part.settings)}


def _arrays(trajectory: Trajectory) -> dict[str, Any]:
    arrays = trajectory._asdict()
    internals = arrays.pop("internals")
    return {name: _numbers(array) for name, array in arrays.items()} | {
        "internals": {name: _numbers(array) for name, array in internals.items()}
    }


def _numbers(array: np.ndarray) -> Any:
    """Nested lists in which None stands for what JSON has no number for."""
    numbers = array.astype(object)
    numbers[~np.isfinite(array)] = None
    return numbers.tolist()
