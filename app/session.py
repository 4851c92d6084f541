"""The one owner of session state.

The experiment in the session is the truth. Every widget shows a part of it, and a change of a
widget replaces that part before the page runs again, so data flows one way: experiment →
widgets → callback → experiment.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from app import link
from app.experiment import DEFAULT, Experiment, Racer


def current() -> Experiment:
    """The experiment to show: at first what the link asks for, then the session's own."""
    # The address is read once: from then on the player writes what the session holds.
    if "experiment" not in st.session_state:
        st.session_state.experiment, st.session_state.notice = _opened(st.query_params.to_dict())
    return st.session_state.experiment


def _opened(asked: dict[str, str]) -> tuple[Experiment, str | None]:
    if not asked:
        return DEFAULT, None
    try:
        return link.read(asked), None
    except ValueError as error:
        return DEFAULT, f"This link could not be read: {error}. Here is the opening race instead."


def change(**parts: Any) -> None:
    """Replace parts of the experiment; what cannot be is refused with a sentence."""
    try:
        st.session_state.experiment = replace(st.session_state.experiment, **parts)
        st.session_state.notice = None
    except ValueError as error:
        st.session_state.notice = f"That cannot be done: {error}."


def follow(text: str) -> None:
    """Take over the experiment in a link that the reader has made by hand."""
    # Empty values are kept: a race without racers has an empty list of them.
    asked = dict(parse_qsl(text.removeprefix("?"), keep_blank_values=True))
    try:
        st.session_state.experiment = link.read(asked)
        st.session_state.notice = None
    except ValueError as error:
        st.session_state.notice = f"That cannot be done: {error}."


def exchange(old: Racer, new: Racer) -> None:
    """Put one racer in the place of another."""
    racers = st.session_state.experiment.racers
    change(racers=tuple(new if racer == old else racer for racer in racers))


def move_to(landscape: str) -> None:
    """Take the race to another landscape."""
    st.session_state.experiment = st.session_state.experiment.on(landscape)
    st.session_state.notice = None


def notice() -> str | None:
    """A sentence about what could not be done as asked, until the next change."""
    return st.session_state.notice


def tuned(experiment: Experiment) -> Racer | None:
    """The racer whose knobs are shown: the one picked last, else the first."""
    slot = st.session_state.get("tuned")
    picked = [racer for racer in experiment.racers if racer.slot == slot]
    return (picked or [*experiment.racers, None])[0]


def tune(slot: int) -> None:
    """Show the knobs of the racer in `slot` from now on."""
    st.session_state.tuned = slot


def shown(key: str, value: Any) -> str:
    """Make the widget called `key` show `value`; untouched where it already does."""
    # Setting a value that it shows already would pull a slider from under the reader's hand.
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key
