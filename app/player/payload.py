"""A race as one compact binary message: O(steps) float32 numbers behind a short JSON header.

An array of one row stands for as many equal rows.
"""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

import numpy as np

from app import link
from app.experiment import CONSTANT, EXACT, Experiment, Part, Racer
from app.player.binary import Arrays, packed
from app.player.internals import internals
from app.player.palette import STYLES
from app.simulate import Result
from app.symbols import plain
from hyperparameters import Hyperparameter, Settings
from landscapes import Landscape
from landscapes.heights import heights
from optimizers import Trajectory
from optimizers.measures import curvature, distances
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES
from optimizers.schedules import SCHEDULES

GRID = 109
"""Heights along each side of the still picture."""

PARTS = frozenset({"internals", "measures"})

OUTCOMES = {
    "converged": "converged at step {step:,}",
    "saddle": "at a saddle, step {step:,}",
    "maximum": "on a peak, step {step:,}",
    "plateau": "on a plateau, step {step:,}",
    "cycling": "cycles, period {period}, from step {step:,}",
    "resting": "at rest, step {step:,}",
    "diverged": "diverged at step {step:,}",
    "escaped": "escaped at step {step:,}",
    "moving": "still moving",
}


def message(
    experiment: Experiment,
    results: tuple[Result, ...],
    *,
    parts: frozenset[str] = frozenset(),
    known: Collection[str] = (),
) -> bytes:
    """Everything the player draws of `experiment`, whose racers did `results`.

    `parts` are what is sent only when it is asked for, since it makes the message longer and the
    Hessian takes time to compile: "measures", the distance to the nearest minimum and the
    Hessian's eigenvalues along the way, and "internals", what goes on inside every step. `known`
    are the keys of the surfaces that the reader has, which then are not sent again.
    """
    if unknown := parts - PARTS:
        raise ValueError(f"there is no {min(unknown)!r} to send; there are {', '.join(PARTS)}")
    arrays = Arrays()
    header = {
        "kind": "surface",
        "link": "?" + urlencode(link.write(experiment)),
        "surfaces": [_surface(experiment.surface, experiment.parameters, arrays, known)],
        "start": experiment.start,
        "steps": experiment.steps,
        "budget": experiment.budget,
        "parts": sorted(parts),
        "racers": [
            _racer(racer, result, experiment, arrays)
            | (_measures(result, experiment, arrays) if "measures" in parts else {})
            | (_inside(racer, result, experiment, arrays) if "internals" in parts else {})
            for racer, result in zip(experiment.racers, results, strict=True)
        ],
    }
    return packed(header, arrays)


def looks(racer: Racer) -> dict[str, str]:
    """What a racer is called, and how it is told from others."""
    style = STYLES[racer.slot]
    return {
        "id": str(racer.slot),
        "name": racer.entry.title,
        "detail": detail(racer),
        "light": style.light,
        "dark": style.dark,
        "mark": style.mark,
    }


def detail(racer: Racer) -> str:
    """What tells racers of one optimizer apart: first settings, then what is around the rule."""
    knobs = racer.entry.hyperparameters[:2]
    said = [_numbers(knobs, racer.settings)]
    if racer.schedule != CONSTANT:
        said.append(SCHEDULES[racer.schedule.slug].title.lower())
    if racer.noise != EXACT:
        said.append(_around(racer.noise, NOISES))
    said += [_around(modifier, MODIFIERS) for modifier in racer.modifiers]
    return " · ".join(filter(None, said))


def surface_title(landscape: Landscape, parameters: Settings) -> str:
    """What a surface is called, with its parameters if it has any."""
    knobs = _numbers(landscape.hyperparameters, parameters)
    return f"{landscape.title}, {knobs}" if knobs else landscape.title


def _around(part: Part, menu: Any) -> str:
    entry = menu[part.slug]
    numbers = _numbers(entry.hyperparameters, part.settings)
    return f"{entry.title.lower()} {numbers}".strip()


def _numbers(knobs: tuple[Hyperparameter, ...], settings: Settings) -> str:
    values = dict(settings)
    return ", ".join(f"{plain(knob.symbol)} = {values[knob.name]:g}" for knob in knobs)


def _surface(
    landscape: Landscape, parameters: Settings, arrays: Arrays, known: Collection[str]
) -> dict[str, Any]:
    (left, bottom), (right, top) = landscape.window
    values = dict(parameters)
    key = " ".join([landscape.slug, *map(repr, values.values())])
    if key in known:
        return {"key": key}
    lowest = landscape.minima[: landscape.lowest]
    return {
        "key": key,
        "title": surface_title(landscape, parameters),
        "x": [left, right],
        "y": [bottom, top],
        "values": arrays.add(heights(landscape, GRID, parameters)),
        "floor": landscape.floor,
        "heights": landscape.heights,
        "marks": [
            {"at": at, "kind": kind, "lowest": at in lowest}
            for at, kind in landscape.critical_points
        ],
    }


def _racer(racer: Racer, result: Result, experiment: Experiment, arrays: Arrays) -> dict[str, Any]:
    trajectory, ended = result.trajectory, result.outcome
    rows, style = _drawn_rows(trajectory, result.kept), STYLES[racer.slot]
    floor = experiment.surface.floor
    return {
        "id": str(racer.slot),
        "surface": 0,
        "name": racer.entry.title,
        "detail": detail(racer),
        "light": style.light,
        "dark": style.dark,
        "mark": style.mark,
        "rows": rows,
        "outcome": {
            "kind": ended.kind,
            "step": ended.step,
            "text": OUTCOMES[ended.kind].format(step=ended.step, period=ended.period),
        },
        "points": arrays.add(trajectory.points[:rows]),
        # In float64, so that a loss near the floor keeps its digits in float32.
        "gaps": arrays.add(trajectory.values[:rows] - (floor or 0.0)),
        "gradient_norms": arrays.add(np.hypot(*trajectory.gradients[:rows].T)),
        "learning_rates": arrays.add(_folded(trajectory.learning_rates[:rows])),
        "evaluations": arrays.add(trajectory.evaluations[:rows]),
        "edged": racer.entry.edged,
        "others": [_other(other, arrays) for other in result.others],
    }


def _other(trajectory: Trajectory, arrays: Arrays) -> dict[str, Any]:
    rows = _drawn_rows(trajectory, len(trajectory.points))
    return {"rows": rows, "points": arrays.add(trajectory.points[:rows])}


def _measures(result: Result, experiment: Experiment, arrays: Arrays) -> dict[str, Any]:
    points = result.trajectory.points[: _drawn_rows(result.trajectory, result.kept)]
    surface, values = experiment.surface, [value for _, value in experiment.parameters]
    eigenvalues = curvature(surface.fn, points, values)
    limit = np.finfo(np.float32).max
    # Beyond float32 there is nothing to draw, and NaN is drawn as a gap.
    shown = np.where(np.abs(eigenvalues) < limit, eigenvalues, np.nan)
    away = distances(points, surface.minima) if surface.minima else None
    return {
        "distances": None if away is None else arrays.add(away),
        "sharpness": arrays.add(shown[:, -1]),
        "flatness": arrays.add(shown[:, 0]),
    }


def _inside(racer: Racer, result: Result, experiment: Experiment, arrays: Arrays) -> dict[str, Any]:
    rows = _drawn_rows(result.trajectory, result.kept)
    return {"inside": internals(racer, result.trajectory, rows, experiment, arrays)}


def _drawn_rows(trajectory: Trajectory, most: int) -> int:
    """Of the leading `most` rows, those of which float32 can say where they are."""
    limit = np.finfo(np.float32).max
    sizes = np.abs([*trajectory.points.T, trajectory.values, *trajectory.gradients.T]).max(axis=0)
    drawable = sizes < limit
    return most if drawable[:most].all() else int(drawable.argmin())


def _folded(array: np.ndarray) -> np.ndarray:
    """One row if all rows are equal."""
    return array[:1] if (array == array[0]).all() else array
