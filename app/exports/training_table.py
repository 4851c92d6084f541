"""A race of networks as numbers: a table for spreadsheets, and everything in JSON."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from app import asked
from app.exports import names
from app.exports.table import racing, versions
from app.networks.payload import on_plane, outcome
from app.networks.setup import names as of_setups
from app.networks.simulate import Seen, planes, simulate
from app.networks.trained import Trained, layer_sizes
from app.networks.training import Training
from landscapes.networks import Task

EVERY_ROW = ("gradient_norm", "learning_rate", "evaluations", "batch_loss")
MEASURED = ("training_loss", "validation_loss", "training_accuracy", "validation_accuracy")
SEEN = ("x", "y", "off_plane")
COLUMNS = ("racer", "network", "step", *MEASURED, *EVERY_ROW, *SEEN)


def to_csv(training: Training) -> bytes:
    """A row for each racer and step; numbers read back as the same float32.

    Of long ways losses and places are known at some rows only; elsewhere their cells are empty.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    titles, seen = of_setups(training.setups), planes(training)
    racers = zip(training.racers, names.of_racers(training), simulate(training), strict=True)
    for racer, name, result in racers:
        number = training.number_of(racer)
        columns = _columns(result, seen[number])
        known = [columns[column] for column in COLUMNS[3:]]
        for step, cells in enumerate(zip(*map(_cells, known), strict=True)):
            table.writerow((name, titles[number], step, *cells))
    return text.getvalue().encode()


def to_json(training: Training) -> bytes:
    """What was asked, what came of it and the last parameters; null where nothing is known."""
    seen = planes(training)
    racers = zip(training.racers, names.of_racers(training), simulate(training), strict=True)
    shown = [
        {**racing(name, racer), **_came_of(training.number_of(racer), result, seen)}
        for racer, name, result in racers
    ]
    data = {
        "link": asked.address(training),
        "versions": versions(),
        "experiment": asdict(training) | {"racers": len(training.racers)},
        "networks": [
            {"name": name, **_network(setup.task), **_plane(one)}
            for name, setup, one in zip(
                of_setups(training.setups), training.setups, seen, strict=True
            )
        ],
        "racers": shown,
    }
    return json.dumps(data, allow_nan=False, ensure_ascii=False).encode()


def _columns(result: Trained, seen: Seen) -> dict[str, np.ndarray]:
    """Every column by its name, NaN where nothing is known."""
    rows, kept = result.rows, len(result.kept)
    norms = np.sqrt(np.square(result.layer_norms[:rows], dtype=float).sum(axis=1))
    rest = (result.learning_rates[:rows], result.evaluations[:rows], result.batch_losses[:rows])
    coordinates, away = on_plane(result, seen)
    places = [*coordinates.T, away]
    if result.fixed is None:
        places = [_spread(place[:: result.every], result) for place in places]
    measured = [_spread(measure[:kept], result) for measure in result.measures]
    columns = zip((*MEASURED, *EVERY_ROW, *SEEN), (*measured, norms, *rest, *places), strict=True)
    return {name: np.asarray(column, np.float32) for name, column in columns}


def _spread(known: np.ndarray, result: Trained) -> np.ndarray:
    """What is known of every `every`-th row, with NaN between."""
    rows = np.full(result.rows, np.nan, np.float32)
    rows[:: result.every] = known
    return rows


def _cells(column: np.ndarray) -> Iterator[str]:
    # NumPy writes a float32 with as many digits as read back the same.
    return ("" if text == "nan" else text for text in column.astype(str))


def _network(task: Task) -> dict[str, Any]:
    sizes = zip(task.model.layers, layer_sizes(task), strict=True)
    return {"parameters": task.size, "layers": [{"name": n, "parameters": k} for n, k in sizes]}


def _plane(seen: Seen) -> dict[str, Any]:
    plane = seen.plane
    return {
        "plane": {
            "name": seen.cut.slug,
            "note": plane.note,
            "window": seen.window,
            "origin": _numbers(plane.origin),
            "directions": [_numbers(direction) for direction in plane.directions],
        }
    }


def _came_of(number: int, result: Trained, seen: tuple[Seen, ...]) -> dict[str, Any]:
    columns = _columns(result, seen[number])
    return {
        "network": number,
        "outcome": outcome(result),
        "steps": {name: _numbers(column) for name, column in columns.items()},
        "layer_gradient_norms": [_numbers(row) for row in result.layer_norms[: result.rows]],
        "last_known_step": (len(result.kept) - 1) * result.every,
        "parameters": _numbers(result.kept[-1]),
    }


def _numbers(array: np.ndarray) -> list[float | None]:
    """The shortest numbers that read back as the same float32; None where none is finite."""
    texts = array.astype(np.float32).astype(str)
    return [
        float(text) if finite else None
        for text, finite in zip(texts, np.isfinite(array), strict=True)
    ]
