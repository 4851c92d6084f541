"""The race: several optimizers on one surface, side by side, on one clock."""

import streamlit as st

from app import controls, explain, lineup, session
from app.experiment import Experiment
from app.player import component
from app.simulate import simulate


def follow() -> None:
    """What a reader has dragged or turned in the player becomes the experiment."""
    if changed := component.changed_link():
        session.follow(changed)


experiment = session.current(Experiment)
with st.sidebar:
    controls.choose_page()
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
racer = session.tuned(experiment)
# Before the race is run here for what is said of it, so that the player can ask for it meanwhile.
component.play(experiment, racer, on_change=follow)
results = simulate(experiment)
explain.outcomes(experiment, results)
explain.table(experiment, results)
if racer:
    explain.optimizer(racer.entry)
