"""What is on screen, in words and formulas: the entries' own metadata, set as text."""

import inspect

import streamlit as st

from app import report
from app.experiment import MOST_RACERS, Experiment, Racer
from app.simulate import Result
from landscapes import Landscape
from optimizers import Optimizer

LEVELS = (1e-2, 1e-4, 1e-8)
"""Heights above the floor that steps can be counted to."""


def surface(landscape: Landscape) -> None:
    """The surface's formula and what it teaches."""
    st.markdown(f"${landscape.formula}$")
    st.caption(landscape.point)


def outcomes(experiment: Experiment, results: tuple[Result, ...]) -> None:
    """A sentence for every racer that did not end well, and for an empty or a full field."""
    if not experiment.racers:
        st.info("No optimizer is racing. Add one in the sidebar.", icon=":material/flag:")
    if len(experiment.racers) == MOST_RACERS:
        st.caption("All eight lanes are taken: remove an optimizer to add another.")
    for racer, result in zip(experiment.racers, results, strict=True):
        if sentence := _advice(racer, result):
            st.warning(sentence, icon=":material/trending_up:")


def table(experiment: Experiment, results: tuple[Result, ...]) -> None:
    """What the measures say of every run, worked out once somebody looks."""
    box = st.expander(
        "Outcomes in numbers", icon=":material/table:", key="table", on_change="rerun"
    )
    if not (box.open and experiment.racers):
        return
    with box:
        level = st.segmented_control(
            r"Counted until $f - \min f$ is at most",
            LEVELS,
            format_func=lambda value: f"{value:g}",
            default=LEVELS[1],
            required=True,
            key="level",
            disabled=experiment.surface.floor is None,
        )
        rows = [
            report.row(experiment, racer, result, level)
            for racer, result in zip(experiment.racers, results, strict=True)
        ]
        st.table(rows)


def optimizer(entry: Optimizer) -> None:
    """The rule, what differs between libraries, the rule as code, and where it comes from."""
    title = f"How {entry.title} works"
    box = st.expander(title, icon=":material/function:", key="explained", on_change="rerun")
    # What sets code weighs more than the whole player, so it waits until somebody looks.
    if not box.open:
        return
    with box:
        st.markdown(f"{entry.point} **Good:** {entry.strength} **Bad:** {entry.weakness}")
        st.latex(entry.rule)
        st.code(inspect.getsource(entry.textbook), language="python")
        st.markdown(f"**Conventions.** {entry.note}")
        st.markdown("**Source.** " + "; ".join(entry.references))


def _advice(racer: Racer, result: Result) -> str | None:
    outcome = result.outcome
    if outcome.kind == "diverged":
        said = f"{racer.entry.title} diverged at step {outcome.step} and is drawn up to there."
        # A line search sets its own rate, so there is none to make smaller.
        rate = dict(racer.settings).get("learning_rate")
        return said if rate is None else f"{said} Try a smaller learning rate η than {rate:g}."
    if outcome.kind == "escaped":
        return (
            f"{racer.entry.title} fell off the map at step {outcome.step}: it is far away, lower "
            "than it began, and is drawn up to there."
        )
    if outcome.kind in ("saddle", "maximum", "plateau"):
        where = {"saddle": "at a saddle", "maximum": "on a peak", "plateau": "on a plateau"}
        return (
            f"{racer.entry.title} stalled {where[outcome.kind]} at step {outcome.step}: the "
            "gradient vanishes there, but it is no minimum."
        )
    if outcome.kind == "cycling":
        return (
            f"{racer.entry.title} goes round and round: from step {outcome.step} on it comes back "
            f"to the same point every {outcome.period} steps."
        )
    if outcome.kind == "resting":
        return (
            f"{racer.entry.title} stands still from step {outcome.step} on, although the gradient "
            "does not vanish there: what it is told, or the step it may take, is zero."
        )
    return None
