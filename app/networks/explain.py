"""What is on screen of a training, in words and formulas."""

import streamlit as st

from app.networks.simulate import simulate
from app.networks.trained import MOST_KEPT
from app.networks.training import Training
from landscapes.networks import ACTIVATIONS, INITIALISATIONS


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
