"""The measures of a race as rows of text, one for every racer."""

import math

import numpy as np

from app.experiment import Experiment, Racer
from app.simulate import Result
from optimizers import measures

NONE = "–"


def row(experiment: Experiment, racer: Racer, result: Result, level: float) -> dict[str, str]:
    """Every measure of one run; `level` is the height above the floor to count steps to."""
    surface = experiment.surface
    # The start counts even where the first step was lost.
    shown = max(result.kept, 1)
    points = result.trajectory.points[:shown]
    values = [value for _, value in experiment.parameters]
    eigenvalues = measures.curvature(surface.fn, points[-1:], values)[0]
    rate = result.trajectory.learning_rates[shown - 1]
    return {
        "Optimizer": racer.entry.title,
        "Nearest minimum": _nearest(points[-1], surface.minima),
        "Distance to it": _number(
            measures.distances(points[-1:], surface.minima)[0] if surface.minima else math.nan
        ),
        **_reached(result, surface.floor, level),
        "Path length": _number(measures.path_length(points)),
        "Zigzag": f"{measures.zigzag(points):.0f}°",
        "λmin, λmax at the end": ", ".join(map(_number, eigenvalues)),
        "2/η": _number(2 / rate if racer.entry.edged else math.nan),
        **_seeds(result, surface.floor),
    }


def _reached(result: Result, floor: float | None, level: float) -> dict[str, str]:
    step = None if floor is None else measures.first_within(result.trajectory, floor + level)
    evaluations = NONE if step is None else f"{result.trajectory.evaluations[step]:,.0f}"
    return {"Steps to it": NONE if step is None else f"{step:,}", "Evaluations to it": evaluations}


def _seeds(result: Result, floor: float | None) -> dict[str, str]:
    """Median and range of the last loss over all seeds, where there are several."""
    if not result.others:
        return {}
    ends = [run.values[-1] - (floor or 0.0) for run in (result.trajectory, *result.others)]
    low, middle, high = np.quantile(ends, (0, 0.5, 1))
    return {"Last loss, all seeds": f"{_number(middle)} ({_number(low)} to {_number(high)})"}


def _nearest(point: np.ndarray, minima: tuple[tuple[float, float], ...]) -> str:
    if not minima:
        return NONE
    nearest = min(minima, key=lambda minimum: math.dist(minimum, point))
    return f"({nearest[0]:.4g}, {nearest[1]:.4g})"


def _number(value: float) -> str:
    return f"{value:.4g}" if math.isfinite(value) else NONE
