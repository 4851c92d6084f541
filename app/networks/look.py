"""What else can be seen of a training: finer planes, and what a network does at one step.

The body of `POST /look` is `{"link": …, "changes": {…}, "look": {"kind": …, …}}`, answered by a
binary message (`app/player/binary.py`).
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from app.experiment import Racer
from app.networks import outputs
from app.networks.payload import heights
from app.networks.simulate import planes, trained
from app.networks.training import Training
from app.player.binary import Arrays, packed
from landscapes import slices
from landscapes.curvature import leading
from landscapes.planes import Plane, project

FINEST = 201
MOST_EIGENVALUES = 20


def answer(training: Training, look: Mapping[str, Any]) -> bytes:
    """What is asked for; ValueError says what cannot be, and why."""
    kind = str(look.get("kind"))
    if kind not in _LOOKS:
        raise ValueError(f"there is no look {kind!r}; there are {', '.join(_LOOKS)}")
    arrays = Arrays()
    return packed(_LOOKS[kind](training, look, arrays), arrays)


def _slice(training: Training, look: Mapping[str, Any], arrays: Arrays) -> dict[str, Any]:
    number = _whole(look, "surface", 0, len(training.setups) - 1)
    side = _whole(look, "side", 2, FINEST)
    first = _whole(look, "first", 0, side - 1)
    count = _whole(look, "count", 1, side - first)
    values = heights(training, number, planes(training)[number], side, first, count)
    return {"values": arrays.add(values)}


def _output(training: Training, look: Mapping[str, Any], arrays: Arrays) -> dict[str, Any]:
    racer, _, point = _where(training, look)
    setup = training.setup_of(racer)
    return outputs.described(setup, training.seed, point, arrays)


def _around(training: Training, look: Mapping[str, Any], arrays: Arrays) -> dict[str, Any]:
    racer, result, point = _where(training, look)
    side = _whole(look, "side", 2, FINEST)
    setup, seen = training.setup_of(racer), planes(training)[training.number_of(racer)]
    (left, bottom), (right, top) = seen.window
    # Half of what the whole plane shows: near enough to see where the next step goes.
    across, up = (right - left) / 4, (top - bottom) / 4
    moved = Plane(point, seen.plane.directions)
    values = slices.slice_of_task(
        setup.task,
        setup.examples(training.seed),
        moved,
        np.linspace(-across, across, side),
        np.linspace(-up, up, side),
    )
    return {
        "x": [-across, across],
        "y": [-up, up],
        "values": arrays.add(np.where(np.isfinite(values), values, np.nan)),
        "trail": arrays.add(result.every_row(project(moved, result.kept))),
    }


def _spectrum(training: Training, look: Mapping[str, Any], arrays: Arrays) -> dict[str, Any]:
    racer, _, point = _where(training, look)
    setup = training.setup_of(racer)
    most = min(MOST_EIGENVALUES, setup.task.size)
    count = min(_whole(look, "count", 1, MOST_EIGENVALUES), most)
    loss = slices.training_loss(setup.task, setup.examples(training.seed))
    return {"eigenvalues": arrays.add(leading(loss, point, count).values)}


_LOOKS: Mapping[str, Callable[[Training, Mapping[str, Any], Arrays], dict[str, Any]]] = {
    "slice": _slice,
    "output": _output,
    "around": _around,
    "spectrum": _spectrum,
}


def _where(training: Training, look: Mapping[str, Any]) -> tuple[Racer, Any, np.ndarray]:
    """A racer, what it did, and its parameters at the step that is looked at."""
    slot = look.get("racer")
    racer = next((one for one in training.racers if str(one.slot) == str(slot)), None)
    if racer is None:
        raise ValueError(f"there is no racer in slot {slot}")
    result = trained(training, racer)
    step = min(_whole(look, "step", 0, training.steps), result.rows - 1)
    return racer, result, result.kept[min(step // result.every, len(result.kept) - 1)]


def _whole(look: Mapping[str, Any], name: str, low: int, high: int) -> int:
    value = look.get(name)
    # JSON's true is an int to Python.
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{name!r} is {value!r}, but it must be a whole number, {low} to {high}")
    return value
