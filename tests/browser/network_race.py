"""A race of networks as the player is sent one: made of formulas, so that every number is known."""

from urllib.parse import urlencode

import numpy as np

from app import link
from app.experiment import DEFAULT
from app.player.binary import Arrays, packed
from app.player.palette import STYLES

ROWS = 201
LAYERS = ["Hidden 1", "Hidden 2", "Readout"]
PLANE = {
    "slug": "principal",
    "title": "Principal components of all paths",
    "note": "Where the paths spread most",
    "explained": [0.713, 0.12],
    "null": [0.608, 0.152],
    "axes": ["1st component", "2nd component"],
}


def message(*, surfaces=1, racers=3, classifies=True, parts=(), side=25) -> bytes:
    """The message of a race of `racers` on so many planes, in turn."""
    arrays = Arrays()
    header = {
        "kind": "network",
        "link": "?" + urlencode(link.write(DEFAULT)),
        "surfaces": [_surface(index, side, arrays) for index in range(surfaces)],
        "steps": ROWS - 1,
        "budget": "steps",
        "parts": sorted(parts),
        "racers": [
            _racer(slot, slot % surfaces, classifies, "measures" in parts, arrays)
            for slot in range(racers)
        ],
    }
    return packed(header, arrays)


def look(asked) -> bytes:
    """The answer to a look at such a race."""
    arrays = Arrays()
    if asked["kind"] == "slice":
        chosen = heights(asked["surface"], asked["side"])
        rows = slice(asked["first"], asked["first"] + asked["count"])
        return packed({"values": arrays.add(chosen[rows])}, arrays)
    line = np.linspace(-1, 1, 25)
    if asked["kind"] == "around":
        values = arrays.add(1 + line[:, None] ** 2 + line**2)
        ways = {"x": [-1, 1], "y": [-1, 1], "trail": arrays.add(np.zeros((ROWS, 2)))}
        return packed({"values": values, **ways}, arrays)
    curve = {"x": arrays.add(line), "fitted": arrays.add(line**2)}
    points = arrays.add(np.stack([line, line**2], axis=1))
    return packed(
        {"form": "curve", "axes": ["x", "y"], **curve, "points": points, "training": 20}, arrays
    )


def heights(index, side):
    """The loss on a plane."""
    x, y = np.meshgrid(np.linspace(-2, 2, side), np.linspace(-2, 2, side))
    return 0.1 + (x - 1) ** 2 + (1 + 3 * index) * (y + 0.5) ** 2


def loss(slot, row):
    """The true training loss of a racer."""
    return 2.3 * np.exp(-np.asarray(row) / (30 + 15 * slot)) + 0.01 * (slot + 1)


def off_plane(slot, row):
    """How far a racer is from the plane."""
    return 0.4 * (slot + 1) * np.sin(np.pi * np.asarray(row) / (ROWS - 1))


def _surface(index, side, arrays):
    return {
        "key": f"plane {index}",
        "title": ["With skips", "Without skips", "Wide"][index],
        "x": [-2, 2],
        "y": [-2, 2],
        "side": side,
        "values": arrays.add(heights(index, side)),
        "floor": 0.0,
        "heights": "log",
        "marks": [],
        "plane": PLANE,
        "quantity": {"slug": "loss", "title": "Training loss"},
    }


def _racer(slot, surface, classifies, measured, arrays):
    style, rows = STYLES[slot], np.arange(ROWS)
    share = rows / (ROWS - 1)
    points = np.stack([-1.5 + 2.5 * share**0.5, 1.0 - 1.5 * share + 0.2 * slot * share], axis=1)
    true = loss(slot, rows)
    accuracy = 1 - true / 2.6
    stopped = slot == 1
    count = 121 if stopped else ROWS
    network = {
        "size": 2410,
        "every": 1,
        "layers": LAYERS,
        "batch_losses": arrays.add((true * (1 + 0.1 * np.sin(rows)))[:count]),
        "validation": arrays.add(1.2 * true[:count]),
        "accuracy": arrays.add(accuracy[:count]) if classifies else None,
        "validation_accuracy": arrays.add(0.9 * accuracy[:count]) if classifies else None,
        "off_plane": arrays.add(off_plane(slot, rows)[:count]),
        "walked": arrays.add(3 * share[:count]),
        "plane_losses": arrays.add(1.5 * true[:count]),
        "layer_norms": arrays.add(np.outer(true, [0.1, 0.4, 1.0])[:count]),
        "weight_norms": arrays.add(5 + share[:count]),
    }
    sharpness = np.where(rows % 20 == 0, 10 + rows / 10, np.nan)
    return {
        "id": str(slot),
        "surface": surface,
        "name": ["Gradient descent", "Momentum", "Adam"][slot % 3],
        "detail": "η = 0.1",
        "light": style.light,
        "dark": style.dark,
        "mark": style.mark,
        "rows": count,
        "outcome": {"kind": "stopped", "step": 120, "text": "stopped early at step 120"}
        if stopped
        else {"kind": "moving", "step": None, "text": "still moving"},
        "points": arrays.add(points[:count]),
        "gaps": arrays.add(true[:count]),
        "gradient_norms": arrays.add(true[:count] / 3),
        "learning_rates": arrays.add(np.array([0.1])),
        "evaluations": arrays.add(rows[:count] + 1),
        "edged": slot == 0,
        "others": [],
        "network": network,
    } | ({"sharpness": arrays.add(sharpness[:count])} if measured else {})
