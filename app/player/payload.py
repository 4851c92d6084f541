"""A race as one compact binary message: O(steps) float32 numbers behind a short JSON header.

`[u32 header length][UTF-8 JSON header][zeros up to a multiple of 8][float32 arrays]`, little
endian. The header refers to an array by its first element and its shape; an array of one row
stands for as many equal rows.
"""

import json
import struct
from typing import Any
from urllib.parse import urlencode

import numpy as np

from app import link
from app.experiment import Experiment, Racer, Result
from app.player.palette import STYLES
from app.symbols import plain
from landscapes import Landscape
from landscapes.heights import heights

GRID = 109
"""Heights along each side of the still picture."""

OUTCOMES = {
    "converged": "converged at step {step:,}",
    "saddle": "at a saddle, step {step:,}",
    "maximum": "on a peak, step {step:,}",
    "plateau": "on a plateau, step {step:,}",
    "diverged": "diverged at step {step:,}",
    "escaped": "escaped at step {step:,}",
    "moving": "still moving",
}


class Arrays:
    """Float32 arrays laid one behind the other, and where each begins."""

    def __init__(self) -> None:
        """Begin with none."""
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, array: np.ndarray) -> list[int]:
        """Append `array`; its reference is the index of its first element, then its shape."""
        first = self._size
        # Little endian on every machine, since that is how the browser reads it.
        self._parts.append(array.astype("<f4").tobytes())
        self._size += array.size
        return [first, *array.shape]

    def to_bytes(self) -> bytes:
        """Every array in the order of adding."""
        return b"".join(self._parts)


def message(experiment: Experiment, results: tuple[Result, ...]) -> bytes:
    """Everything the player draws of `experiment`, whose racers did `results`."""
    arrays = Arrays()
    header = {
        "link": "?" + urlencode(link.write(experiment)),
        "surface": _surface(experiment.surface, arrays),
        "start": experiment.start,
        "steps": experiment.steps,
        "racers": [
            _racer(racer, result, experiment.surface.floor or 0.0, arrays)
            for racer, result in zip(experiment.racers, results, strict=True)
        ],
    }
    # JSON knows no NaN: better an error here than silence in the browser.
    text = json.dumps(header, allow_nan=False).encode()
    lead = struct.pack("<I", len(text)) + text
    return lead + bytes(-len(lead) % 8) + arrays.to_bytes()


def detail(racer: Racer) -> str:
    """The settings that tell racers of one optimizer apart: its first two, as `η = 0.05`."""
    knobs = racer.entry.hyperparameters[:2]
    values = dict(racer.settings)
    return ", ".join(f"{plain(knob.symbol)} = {values[knob.name]:g}" for knob in knobs)


def _surface(landscape: Landscape, arrays: Arrays) -> dict[str, Any]:
    (left, bottom), (right, top) = landscape.window
    return {
        "key": landscape.slug,
        "title": landscape.title,
        "x": [left, right],
        "y": [bottom, top],
        "values": arrays.add(heights(landscape, GRID)),
        "floor": landscape.floor,
        "heights": landscape.heights,
        "marks": [{"at": at, "kind": kind} for at, kind in landscape.critical_points],
    }


def _racer(racer: Racer, result: Result, floor: float, arrays: Arrays) -> dict[str, Any]:
    trajectory, outcome = result
    rows = _drawn_rows(result)
    style = STYLES[racer.slot]
    gradient_norms = np.hypot(*trajectory.gradients[:rows].T)
    return {
        "id": str(racer.slot),
        "name": racer.entry.title,
        "detail": detail(racer),
        "light": style.light,
        "dark": style.dark,
        "mark": style.mark,
        "rows": rows,
        "outcome": {
            "kind": outcome.kind,
            "step": outcome.step,
            "text": OUTCOMES[outcome.kind].format(step=outcome.step),
        },
        "points": arrays.add(trajectory.points[:rows]),
        # In float64, so that a loss near the floor keeps its digits in float32.
        "gaps": arrays.add(trajectory.values[:rows] - floor),
        "gradient_norms": arrays.add(gradient_norms),
        "learning_rates": arrays.add(_folded(trajectory.learning_rates[:rows])),
        "evaluations": arrays.add(trajectory.evaluations[:rows]),
    }


def _drawn_rows(result: Result) -> int:
    """Up to the step at which the run was lost, and as far as float32 can say where it is."""
    trajectory, outcome = result
    limit = np.finfo(np.float32).max
    sizes = np.abs([*trajectory.points.T, trajectory.values, *trajectory.gradients.T]).max(axis=0)
    drawable = sizes < limit
    rows = len(drawable) if drawable.all() else int(drawable.argmin())
    lost = outcome.kind in ("diverged", "escaped")
    return min(rows, outcome.step + 1) if lost and outcome.step is not None else rows


def _folded(array: np.ndarray) -> np.ndarray:
    """One row if all rows are equal."""
    return array[:1] if (array == array[0]).all() else array
