"""What a picture of a race shows: the grounds it is run on, and the ways of the racers on them."""

from typing import NamedTuple

import numpy as np

from app.asked import Asked
from app.experiment import Experiment
from app.exports import names
from app.gallery.pictures import GRID, shaded, shades
from app.networks import payload as training_payload
from app.networks import simulate as training_runs
from app.networks.setup import names as of_setups
from app.networks.trained import Trained, start_of
from app.networks.training import Training
from app.player.payload import OUTCOMES, detail, surface_title
from app.simulate import Result, simulate
from landscapes.planes import project

Window = tuple[tuple[float, float], tuple[float, float]]


class Spot(NamedTuple):
    """A critical point."""

    at: tuple[float, float]
    kind: str
    lowest: bool


class Ground(NamedTuple):
    """A surface from above."""

    title: str
    window: Window  # lower left and upper right corner
    shades: np.ndarray  # heights from 0 to 1, rows from below
    spots: tuple[Spot, ...]
    start: tuple[float, float]


class Way(NamedTuple):
    """The way of one run."""

    points: np.ndarray  # (rows, 2)
    clock: np.ndarray  # what the clock shows at each row
    ends: bool
    """Whether it ends before the race does, lost for good."""


class Run(NamedTuple):
    """What a racer is called and did."""

    slot: int
    name: str
    detail: str
    ground: int
    symbol: str  # of the loss
    ways: tuple[Way, ...]  # its own, then those of its runs with other seeds
    losses: np.ndarray  # of each row of its own
    ending: tuple[int, str] | None  # from which row on to say how it ended, and what


class Scene(NamedTuple):
    """Everything that is drawn of a race."""

    grounds: tuple[Ground, ...]
    runs: tuple[Run, ...]
    unit: str  # in which the clock counts
    length: int


def of(asked: Asked) -> Scene:
    """What there is to draw; the race is run."""
    grounds, runs = _of_training(asked) if isinstance(asked, Training) else _of_surface(asked)
    unit = "step" if asked.budget == "steps" else "evaluation"
    return Scene(tuple(grounds), tuple(runs), unit, asked.steps)


def _of_surface(experiment: Experiment) -> tuple[list[Ground], list[Run]]:
    surface, parameters = experiment.surface, experiment.parameters
    lowest = surface.minima[: surface.lowest]
    ground = Ground(
        surface_title(surface, parameters),
        surface.window,
        shades(surface, parameters),
        tuple(Spot(at, kind, at in lowest) for at, kind in surface.critical_points),
        experiment.start,
    )
    racers = zip(experiment.racers, names.of_racers(experiment), simulate(experiment), strict=True)
    return [ground], [
        Run(
            racer.slot,
            name,
            detail(racer),
            0,
            "f",
            _ways(experiment, result),
            result.trajectory.values,
            _ending(result),
        )
        for racer, name, result in racers
    ]


def _ways(experiment: Experiment, result: Result) -> tuple[Way, ...]:
    first = result.trajectory
    runs = [(first, max(result.kept, 1)), *((run, max(run.finite, 1)) for run in result.others)]
    counted = experiment.budget == "evaluations"
    return tuple(
        Way(
            run.points[:rows],
            run.evaluations[:rows] if counted else np.arange(rows),
            rows < len(run.points),
        )
        for run, rows in runs
    )


def _ending(result: Result) -> tuple[int, str] | None:
    kind, step, period = result.outcome
    if step is None:
        return None
    return min(step, result.kept - 1), OUTCOMES[kind].format(step=step, period=period)


def _of_training(training: Training) -> tuple[list[Ground], list[Run]]:
    seen, titles = training_runs.planes(training), of_setups(training.setups)
    grounds = []
    for number, (setup, one) in enumerate(zip(training.setups, seen, strict=True)):
        heights = training_payload.heights(training, number, one, GRID, 0, GRID)
        ((x, y),) = project(one.plane, start_of(setup, training.seed)[None]).tolist()
        shade = shaded(heights, training.heights, 0.0)
        grounds.append(Ground(titles[number], one.window, shade, (), (x, y)))
    results = training_runs.simulate(training)
    racers = zip(training.racers, names.of_racers(training), results, strict=True)
    runs = [
        Run(
            racer.slot,
            name,
            detail(racer),
            training.number_of(racer),
            "L",
            (_trained_way(training, result, seen[training.number_of(racer)]),),
            result.every_row(result.measures.training[: len(result.kept)]),
            _trained_ending(result),
        )
        for racer, name, result in racers
    ]
    return grounds, runs


def _trained_way(training: Training, result: Trained, seen: training_runs.Seen) -> Way:
    points, _ = training_payload.on_plane(result, seen)
    counted = training.budget == "evaluations"
    clock = result.evaluations[: result.rows] if counted else np.arange(result.rows)
    return Way(points, clock, result.diverged is not None)


def _trained_ending(result: Trained) -> tuple[int, str] | None:
    ended = training_payload.outcome(result)
    return None if ended["step"] is None else (result.rows - 1, ended["text"])
