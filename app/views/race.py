"""The race: several optimizers on one surface, side by side, on one clock."""

import streamlit as st

from app import controls, explain, lineup, session
from app.experiment import simulate
from app.player import component
from app.player.payload import message


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
    lineup.tune(experiment)
    results = simulate(experiment)
    component.play(message(experiment, results), on_start=move_start)
    explain.outcomes(experiment, results)


experiment = session.current()
session.frame_is_stale(experiment)
with st.sidebar:
    st.markdown("### Descent Lab")
    controls.choose_landscape(experiment)
    explain.surface(experiment.surface)
    controls.choose_start(experiment)
    controls.choose_steps(experiment)
    with st.expander("Inexact gradients", expanded=experiment.noise > 0):
        controls.choose_noise(experiment)
if sentence := session.notice():
    st.warning(sentence, icon=":material/info:")
lineup.choose_racers(experiment)
stage()
if racer := session.tuned(experiment):
    explain.optimizer(racer.entry)
