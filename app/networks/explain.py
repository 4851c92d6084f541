"""What is on screen of a training, in words and numbers."""

import math

import numpy as np
import streamlit as st

from app.experiment import Racer
from app.networks.payload import solution_sharpness
from app.networks.simulate import simulate
from app.networks.trained import MOST_KEPT, Trained
from app.networks.training import Training
from landscapes.networks import ACTIVATIONS, INITIALISATIONS

NONE = "–"


def outcomes(training: Training) -> None:
    """A sentence for every racer that did not end well, and for an empty field."""
    if not training.racers:
        st.info("No optimizer is racing. Add one above.", icon=":material/flag:")
    _say_what_is_kept(training)
    for racer, result in zip(training.racers, simulate(training), strict=True):
        if result.diverged is not None:
            rate = dict(racer.settings).get("learning_rate")
            advice = "" if rate is None else f" Try a smaller learning rate η than {rate:g}."
            st.warning(
                f"{racer.entry.title} diverged at step {result.diverged} and is drawn up to there."
                + advice,
                icon=":material/trending_up:",
            )


def _say_what_is_kept(training: Training) -> None:
    every = max((result.every for result in simulate(training)), default=1)
    if every > 1:
        size = max(setup.task.size for setup in training.setups)
        st.caption(
            f"{size:,} parameters at each of {training.steps:,} steps are more than the "
            f"{MOST_KEPT:,} numbers that are kept: losses and places on the plane are those of "
            f"every {every}th step, with straight lines between them."
        )


def table(training: Training) -> None:
    """The solutions found: losses, accuracies, norms and sharpness, once somebody looks."""
    title, icon = "Solutions in numbers", ":material/table:"
    box = st.expander(title, icon=icon, key="solutions", on_change="rerun")
    if not (box.open and training.racers):
        return
    with box:
        results = zip(training.racers, simulate(training), strict=True)
        st.table([_row(training, racer, result) for racer, result in results])
        st.caption(
            "Sharpness is the largest eigenvalue of the Hessian of the training loss at the last "
            "step; descent with rate η bears up to 2/η. Flat solutions often generalise better, "
            "but not always: the weights can be rescaled so that the same function looks sharp."
        )


def _row(training: Training, racer: Racer, result: Trained) -> dict[str, str]:
    last = len(result.kept) - 1
    measures = result.measures
    rate = result.learning_rates[result.rows - 1]
    return {
        "Optimizer": racer.entry.title,
        "Training loss": _number(measures.training[last]),
        "Validation loss": _number(measures.validation[last]),
        "Best validation": _best(measures.validation[: last + 1], result.every),
        "Accuracy": _share(measures.training_accuracy[last]),
        "Validation accuracy": _share(measures.validation_accuracy[last]),
        "Sharpness λmax": _number(solution_sharpness(training, racer, result)),
        "2/η": _number(2 / rate if racer.entry.edged else math.nan),
        "‖θ‖": _number(float(np.linalg.norm(result.kept[last]))),
        "Way": _number(float(np.linalg.norm(np.diff(result.kept, axis=0), axis=1).sum())),
    }


def network(training: Training, number: int) -> None:
    """The network, its activation and its start, as formulas with their sources."""
    setup = training.setups[number]
    box = st.expander(
        f"How {setup.entry.title} works", icon=":material/function:", key="net", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        for entry in (
            setup.entry,
            ACTIVATIONS[setup.activation],
            INITIALISATIONS[setup.initial.slug],
            training.cut,
        ):
            st.markdown(f"**{entry.title}.** {entry.point}")
            st.latex(entry.formula)
            if note := getattr(entry, "note", ""):
                st.markdown(note)
            st.markdown("; ".join(entry.references))
        st.markdown(f"**{setup.source.title}.** {setup.source.point}")


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
