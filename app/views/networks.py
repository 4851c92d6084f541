"""Networks: several optimizers train one network, seen on a plane through its parameters."""

import streamlit as st

from app import controls, lineup, session
from app.explain import optimizer
from app.networks import controls as choices
from app.networks import explain, solutions
from app.networks.training import Training
from app.player import component


def follow() -> None:
    """What a reader has turned in the player becomes the training."""
    if changed := component.changed_link():
        session.follow(changed)


training = session.current(Training)
with st.sidebar:
    controls.choose_page()
    choices.choose_preset()
    number = choices.choose_setup(training)
    choices.choose_network(training, number)
    choices.choose_data(training, number)
    choices.choose_terms(training, number)
    choices.choose_length(training)
if sentence := session.notice():
    st.warning(sentence, icon=":material/info:")
lineup.choose_racers(training)
choices.choose_plane(training)
racer = session.tuned(training)
# Before the race is run here for what is said of it, so that the player can ask for it meanwhile.
component.play(training, racer, on_change=follow)
explain.outcomes(training)
solutions.show(training)
explain.network(training, number)
if racer:
    optimizer(racer.entry)
