"""Knobs as plain data for the browser, which turns them without asking the page to run again.

A knob says what it changes by its `path` (see `app/edit.py`), and the round values it offers.
"""

from collections.abc import Sequence
from typing import Any

from app.asked import Asked
from app.experiment import MOST_SEEDS, MOST_STEPS, Experiment, Racer, fitted_default
from app.symbols import plain
from hyperparameters import Hyperparameter, Settings
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES
from optimizers.schedules import SCHEDULES

STEPS = (10, 20, 50, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, MOST_STEPS)
SEEDS = (1, 2, 4, 8, MOST_SEEDS)

Knob = dict[str, Any]
"""path, symbol, title, help, values (round ones, ascending), low, high, whole, value"""


def of_surface(experiment: Experiment) -> list[Knob]:
    """The surface's own knobs."""
    knobs = experiment.surface.hyperparameters
    return [described(f"parameters.{knob.name}", knob, experiment.parameters) for knob in knobs]


def of_length(experiment: Asked) -> list[Knob]:
    """How long every racer runs."""
    title = experiment.budget.capitalize()
    help = "How long every racer runs, in what the race is counted by."
    return [count("steps", title, help, STEPS, experiment.steps)]


def of_seeds(experiment: Experiment) -> list[Knob]:
    """How many runs of every racer that chance has a hand in."""
    help = "Runs of every racer that chance has a hand in, drawn as a bundle."
    return [count("seeds", "Seeds at once", help, SEEDS, experiment.seeds)]


def of_racer(racer: Racer, experiment: Asked) -> list[Knob]:
    """The hyperparameters of a racer's own rule."""
    return [
        described(
            f"racers.{racer.slot}.{knob.name}", knob, racer.settings, _centre(knob, experiment)
        )
        for knob in racer.entry.hyperparameters
    ]


def around(racer: Racer, slug: str) -> list[Knob]:
    """The knobs of what is called `slug` around a racer's rule."""
    # No slug is on two of these menus, so that a link needs no names for them.
    menu = {**SCHEDULES, **NOISES, **MODIFIERS}
    settings = {part.slug: part.settings for part in racer.around}[slug]
    path = f"racers.{racer.slot}.{slug}"
    return [described(f"{path}.{knob.name}", knob, settings) for knob in menu[slug].hyperparameters]


def _centre(knob: Hyperparameter, experiment: Asked) -> float | None:
    """What the slider of a knob that scales with the landscape is laid around."""
    return None if knob.unit in ("none", "floor") else fitted_default(knob, experiment.surface)


def described(
    path: str,
    knob: Hyperparameter,
    settings: Settings,
    centre: float | None = None,
    values: Sequence[float] | None = None,
) -> Knob:
    """A knob that changes what is at `path`; it offers `values`, or round ones around `centre`."""
    return {
        "path": path,
        "symbol": plain(knob.symbol),
        "title": knob.title,
        "help": f"{knob.meaning[0].upper()}{knob.meaning[1:]}.",
        "values": knob.grid(centre) if values is None else values,
        "low": knob.low,
        "high": knob.high,
        "whole": knob.scale == "whole",
        "value": dict(settings)[knob.name],
    }


def count(path: str, title: str, help: str, values: Sequence[int], value: int) -> Knob:
    """A whole number from 1 on that no entry of a menu describes."""
    return {
        "path": path,
        "symbol": "",
        "title": title,
        "help": help,
        "values": values,
        "low": 1,
        "high": values[-1],
        "whole": True,
        "value": value,
    }
