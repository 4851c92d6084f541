"""A training as the player's binary message: ways on their planes, and what they are worth."""

import hashlib
from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

import numpy as np

from app.experiment import Racer
from app.networks import link
from app.networks.setup import names
from app.networks.simulate import Seen, planes, shown_examples, simulate
from app.networks.trained import Trained
from app.networks.training import QUANTITIES, Training
from app.player.binary import Arrays, packed
from app.player.payload import looks
from landscapes import slices
from landscapes.curvature import sharpness
from landscapes.networks import measure
from landscapes.planes import at, distance, project

PARTS = frozenset({"measures"})
FIRST = 25
"""Points along each side of the first picture; finer ones are asked for while one looks."""
SHARP_ROWS = 33
"""Rows of each way at which the Hessian's largest eigenvalue is measured."""


def message(
    training: Training,
    *,
    parts: frozenset[str] = frozenset(),
    known: Collection[str] = (),
    side: int = FIRST,
) -> bytes:
    """Everything the player draws of `training`.

    With "measures" among the `parts`, also the largest eigenvalue of the Hessian along the ways.
    `known` are the keys of the surfaces that the reader has, which then are not sent again, and
    `side` is the number of points along each side of those that are sent.
    """
    arrays = Arrays()
    seen, results = planes(training), simulate(training)
    racers = list(zip(training.racers, results, strict=True))
    header = {
        "kind": "network",
        "link": "?" + urlencode(link.write(training)),
        "surfaces": [
            surface(training, number, seen[number], arrays, known, side)
            for number in range(len(training.setups))
        ],
        "steps": training.steps,
        "budget": training.budget,
        "parts": sorted(parts & PARTS),
        "racers": [
            _racer(training, racer, result, seen[training.number_of(racer)], arrays)
            | (_sharpness(training, racer, result, arrays) if "measures" in parts else {})
            for racer, result in racers
        ],
    }
    return packed(header, arrays)


def surface(
    training: Training,
    number: int,
    seen: Seen,
    arrays: Arrays,
    known: Collection[str],
    side: int,
) -> dict[str, Any]:
    """One setup's picture: what the plane is, and the quantity on a grid over it."""
    key = _key(training, number, seen)
    if key in known:
        return {"key": key}
    (left, bottom), (right, top) = seen.window
    values = heights(training, number, seen, side, 0, side)
    plane = seen.plane
    about = "" if seen.about is None else f" Laid through the way of {seen.about.entry.title}."
    return {
        "key": key,
        "title": names(training.setups)[number],
        "x": [left, right],
        "y": [bottom, top],
        "side": side,
        "values": arrays.add(values),
        "floor": 0.0,
        "heights": training.heights,
        "marks": [],
        "quantity": {"slug": training.quantity, "title": _quantity(training)},
        "plane": {
            "slug": seen.cut.slug,
            "title": seen.cut.title,
            "note": plane.note + about,
            "explained": _shares(plane.explained),
            "null": _shares(plane.null),
            "axes": list(seen.cut.axes),
            "curve": None if plane.curve is None else plane.curve.tolist(),
        },
    }


def heights(
    training: Training, number: int, seen: Seen, side: int, first: int, count: int
) -> np.ndarray:
    """Rows `first` to `first + count - 1`, from below, of the shown quantity on `side`² points."""
    setup = training.setups[number]
    (left, bottom), (right, top) = seen.window
    across, up = np.linspace(left, right, side), np.linspace(bottom, top, side)
    examples = shown_examples(training, setup)
    rows = up[first : first + count]
    values = slices.slice_of_task(setup.task, examples, seen.plane, across, rows, training.quantity)
    # Far out a loss may overflow, and what is not finite is drawn as a gap.
    limit = np.finfo(np.float32).max
    return np.where(np.abs(values) < limit, values, np.nan)


def _key(training: Training, number: int, seen: Seen) -> str:
    """A name that is the same for the same picture, and for no other."""
    digest = hashlib.sha256(repr(training.setups[number]).encode())
    shown = training.quantity, training.shown_batch, training.seed, training.plane, seen.window
    digest.update(repr(shown).encode())
    for array in seen.plane[:2]:
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:24]


def _quantity(training: Training) -> str:
    title = QUANTITIES[training.quantity]
    batch = training.shown_batch
    return f"{title}, batch of step {batch}" if batch else title


def _shares(shares: tuple[float, float] | None) -> list[float] | None:
    return None if shares is None else [float(share) for share in shares]


def _racer(
    training: Training, racer: Racer, result: Trained, seen: Seen, arrays: Arrays
) -> dict[str, Any]:
    rows, setup = result.rows, training.setup_of(racer)
    coordinates, away = on_plane(result, seen)
    measures = result.measures
    gradient_norms = np.sqrt((result.layer_norms[:rows] ** 2).sum(axis=1))
    seen_at = at(seen.plane, coordinates[:: result.every]).astype("f4")
    flat = measure(setup.task, seen_at, setup.examples(training.seed))

    def line(kept: np.ndarray) -> list[int] | None:
        return (
            None if np.isnan(kept).all() else arrays.add(result.every_row(kept[: len(result.kept)]))
        )

    return {
        **looks(racer),
        "surface": training.number_of(racer),
        "rows": rows,
        "outcome": outcome(result),
        "points": arrays.add(coordinates),
        "gaps": arrays.add(result.every_row(measures.training[: len(result.kept)])),
        "gradient_norms": arrays.add(gradient_norms),
        "learning_rates": arrays.add(result.learning_rates[:rows]),
        "evaluations": arrays.add(result.evaluations[:rows]),
        "edged": racer.entry.edged,
        "others": [],
        "network": {
            "size": setup.task.size,
            "every": result.every,
            "layers": list(setup.task.model.layers),
            "batch_losses": arrays.add(result.batch_losses[:rows]),
            "validation": line(measures.validation),
            "accuracy": line(measures.training_accuracy),
            "validation_accuracy": line(measures.validation_accuracy),
            "off_plane": arrays.add(away),
            "walked": arrays.add(result.every_row(_lengths(result.kept - result.kept[0]))),
            "plane_losses": arrays.add(result.every_row(flat.training)),
            "layer_norms": arrays.add(result.layer_norms[:rows]),
            "weight_norms": arrays.add(result.every_row(_lengths(result.kept))),
        },
    }


def _lengths(vectors: np.ndarray) -> np.ndarray:
    return np.linalg.norm(vectors, axis=1)


def on_plane(result: Trained, seen: Seen) -> tuple[np.ndarray, np.ndarray]:
    """Where each row is seen on the plane, and how far from it it is."""
    if result.fixed:
        coordinates, away = result.fixed
        return coordinates[: result.rows], away[: result.rows]
    kept = result.kept
    coordinates, away = project(seen.plane, kept), distance(seen.plane, kept)
    return result.every_row(coordinates), result.every_row(away)


def outcome(result: Trained) -> dict[str, Any]:
    """How a run ended, and from which step that is known."""
    if (step := result.diverged) is not None:
        return {"kind": "diverged", "step": step, "text": f"diverged at step {step:,}"}
    if result.stopped:
        at, best = result.stopped
        return {"kind": "stopped", "step": at, "text": f"stopped at step {at:,}, best at {best:,}"}
    return {"kind": "moving", "step": None, "text": "still training"}


def _sharpness(training: Training, racer: Racer, result: Trained, arrays: Arrays) -> dict[str, Any]:
    setup = training.setup_of(racer)
    kept = result.kept
    # As many for every way, so that another number of steps compiles nothing.
    rows = np.rint(np.linspace(0, len(kept) - 1, SHARP_ROWS)).astype(int)
    loss = slices.training_loss(setup.task, setup.examples(training.seed))
    measured = np.full(result.rows, np.nan)
    measured[rows * result.every] = sharpness(loss, kept[rows])
    return {"sharpness": arrays.add(measured)}
