"""What is on screen, in words and formulas: the entries' own metadata, set as text."""

import inspect

import streamlit as st

from app.experiment import MOST_RACERS, Experiment, Racer, Result
from landscapes import Landscape
from optimizers import Optimizer


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


def optimizer(entry: Optimizer) -> None:
    """The rule, what differs between libraries, the rule as code, and where it comes from."""
    title = f"How {entry.title} works"
    box = st.expander(title, icon=":material/function:", key="explained", on_change="rerun")
    # What sets code weighs more than the whole player, so it waits until somebody looks.
    if not box.open:
        return
    with box:
        st.markdown(entry.point)
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
    return None
