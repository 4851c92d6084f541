"""The race: several optimizers on one surface, side by side, on one clock."""

import streamlit as st

from app import controls, explain
from app.experiment import simulate
from app.player import component
from app.player.payload import message


def move_start() -> None:
    """A click on the surface becomes the start."""
    if point := component.clicked_start():
        controls.change(start=point)


experiment = controls.current()
with st.sidebar:
    controls.choose_landscape(experiment)
    controls.choose_start(experiment)
    controls.choose_steps(experiment)
    tuned = controls.choose_racers(experiment)
    if tuned:
        controls.tune(experiment, tuned)
    with st.expander("Inexact gradients", expanded=experiment.noise > 0):
        controls.choose_noise(experiment)

results = simulate(experiment)
explain.headline(experiment)
component.play(message(experiment, results), on_start=move_start)
controls.publish(experiment)
if sentence := controls.notice():
    st.warning(sentence, icon=":material/info:")
explain.outcomes(experiment, results)
if tuned:
    explain.optimizer(tuned.entry)
