"""What the racers found: in numbers, and how sharp each solution is against how well it does."""

import math
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from app.experiment import Racer
from app.networks.setup import names
from app.networks.simulate import simulate
from app.networks.trained import Trained
from app.networks.training import Training
from app.player.palette import STYLES
from landscapes.curvature import leading
from landscapes.slices import training_loss

NONE = "–"

# Vega's marks by their outlines where it has no name for them, in a box from -1 to 1.
OUTLINES = {
    "hexagon": "M0,-1L0.87,-0.5L0.87,0.5L0,1L-0.87,0.5L-0.87,-0.5Z",
    "star": "M0,-1L0.26,-0.36L0.95,-0.31L0.42,0.14L0.59,0.81L0,0.44L-0.59,0.81"
    "L-0.42,0.14L-0.95,-0.31L-0.26,-0.36Z",
}


class Solution(NamedTuple):
    """Where a racer has come to."""

    racer: Racer
    name: str
    result: Trained
    sharpness: float
    """Largest eigenvalue of the Hessian of the training loss."""

    @property
    def validation(self) -> float:
        """Validation loss; NaN without a validation set."""
        return float(self.result.measures.validation[len(self.result.kept) - 1])


def show(training: Training) -> None:
    """Losses, accuracies, norms and sharpness of the solutions, once somebody looks."""
    title, icon = "Solutions in numbers", ":material/table:"
    box = st.expander(title, icon=icon, key="solutions", on_change="rerun")
    if not (box.open and training.racers):
        return
    with box:
        results = zip(training.racers, simulate(training), strict=True)
        solutions = [_solution(training, racer, result) for racer, result in results]
        st.table([_row(solution) for solution in solutions])
        st.caption(
            "Sharpness is the largest eigenvalue of the Hessian of the training loss at the last "
            "step; descent with rate η bears up to 2/η. Flat solutions often generalise better, "
            "but not always: the weights can be rescaled so that the same function looks sharp."
        )
        _draw([solution for solution in solutions if _can_be_drawn(solution)])


def _solution(training: Training, racer: Racer, result: Trained) -> Solution:
    setup = training.setup_of(racer)
    loss = training_loss(setup.task, setup.examples(training.seed))
    sharpness = float(leading(loss, result.kept[-1], 1).values[0])
    name = racer.entry.title
    if len(training.setups) > 1:
        name += f", {names(training.setups)[training.number_of(racer)]}"
    return Solution(racer, name, result, sharpness)


def _row(solution: Solution) -> dict[str, str]:
    result = solution.result
    last = len(result.kept) - 1
    measures = result.measures
    rate = result.learning_rates[result.rows - 1]
    return {
        "Optimizer": solution.name,
        "Training loss": _number(measures.training[last]),
        "Validation loss": _number(solution.validation),
        "Best validation": _best(measures.validation[: last + 1], result.every),
        "Accuracy": _share(measures.training_accuracy[last]),
        "Validation accuracy": _share(measures.validation_accuracy[last]),
        "Sharpness λmax": _number(solution.sharpness),
        "2/η": _number(2 / rate if solution.racer.entry.edged else math.nan),
        "‖θ‖": _number(float(np.linalg.norm(result.kept[last]))),
        "Way": _number(float(np.linalg.norm(np.diff(result.kept, axis=0), axis=1).sum())),
    }


def _best(losses: np.ndarray, every: int) -> str:
    """The lowest validation loss, with its step."""
    if np.isnan(losses).all():
        return NONE
    step = int(np.nanargmin(losses))
    return f"{_number(losses[step])} at {step * every:,}"


def _number(value: float) -> str:
    return f"{value:.4g}" if math.isfinite(value) else NONE


def _share(value: float) -> str:
    return f"{100 * value:.1f} %" if math.isfinite(value) else NONE


def _can_be_drawn(solution: Solution) -> bool:
    """Whether both numbers have a place on axes of ratios."""
    numbers = solution.sharpness, solution.validation
    return all(math.isfinite(number) and number > 0 for number in numbers)


def _draw(solutions: list[Solution]) -> None:
    """Sharpness against validation loss, each racer by its own mark."""
    # One alone has nothing to be compared with.
    if len(solutions) < 2:
        return
    points = [
        {"slot": at.racer.slot, "name": at.name, "sharpness": at.sharpness, "loss": at.validation}
        for at in solutions
    ]
    told = (
        f"{_number(at.sharpness)} and {_number(at.validation)} by {at.name}" for at in solutions
    )
    alt = f"Sharpness and validation loss: {'; '.join(told)}"
    st.vega_lite_chart(points, _chart(points), alt=alt)


def _chart(points: list[dict[str, Any]]) -> dict[str, Any]:
    """The chart in Vega's words."""
    slots = [point["slot"] for point in points]
    styles = [STYLES[slot] for slot in slots]
    is_dark = st.context.theme.type == "dark"
    inks = [style.dark if is_dark else style.light for style in styles]
    marks = [OUTLINES.get(style.mark, style.mark) for style in styles]

    def by_slot(looks: list[Any]) -> dict[str, Any]:
        scale = {"domain": slots, "range": looks}
        return {"field": "slot", "type": "nominal", "scale": scale, "legend": None}

    def axis(field: str, title: str) -> dict[str, Any]:
        values = [point[field] for point in points]
        room = max(1.2, (max(values) / min(values)) ** 0.1)
        scale = {"type": "log", "domain": [min(values) / room, max(values) * room]}
        axis = {"labelFontSize": 14, "titleFontSize": 15}
        return {
            "field": field,
            "type": "quantitative",
            "title": title,
            "scale": scale,
            "axis": axis,
        }

    mark = {"type": "point", "filled": True, "size": 200, "opacity": 1}
    said = {"type": "text", "dy": -18, "fontSize": 15}
    sharpness = axis("sharpness", "Sharpness λmax of the solution")
    return {
        "height": 320,
        "encoding": {
            "x": sharpness,
            "y": axis("loss", "Validation loss"),
            "color": by_slot(inks),
        },
        "layer": [
            {"mark": mark, "encoding": {"shape": by_slot(marks)}},
            {"mark": said, "encoding": {"text": {"field": "name"}}},
        ],
    }
