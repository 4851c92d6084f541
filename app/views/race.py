"""The race: several optimizers on one surface, side by side, on one clock."""

import streamlit as st

from app import controls, explain, lineup, session, tuning
from app.player import component
from app.player.payload import message
from app.simulate import simulate


def move_start() -> None:
    """A click on the surface becomes the start."""
    if point := component.clicked_start():
        session.change(start=point)


@st.fragment
def stage() -> None:
    """The knobs and the player, which run again without the rest when a knob is turned."""
    experiment = session.current()
    if session.frame_is_stale(experiment):
        st.rerun()
    tuning.tune(experiment)
    results = simulate(experiment)
    data = message(experiment, results, measured=session.measures_asked())
    component.play(data, on_start=move_start, on_measure=session.ask_measures)
    explain.outcomes(experiment, results)
    explain.table(experiment, results)


experiment = session.current()
session.frame_is_stale(experiment)
with st.sidebar:
    st.markdown("### Descent Lab")
    controls.choose_landscape(experiment)
    explain.surface(experiment.surface)
    controls.choose_parameters(experiment)
    controls.choose_start(experiment)
    controls.choose_length(experiment)
    if any(racer.random for racer in experiment.racers):
        controls.choose_seeds(experiment)
if sentence := session.notice():
    st.warning(sentence, icon=":material/info:")
lineup.choose_racers(experiment)
stage()
if racer := session.tuned(experiment):
    explain.optimizer(racer.entry)
