"""The one owner of session state.

The experiment in the session is the truth. Every widget shows a part of it, and a change of a
widget replaces that part before the page runs again, so data flows one way: experiment →
widgets → callback → experiment.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from app import asked
from app.asked import Asked
from app.experiment import DEFAULT, Racer
from app.networks.presets import OPENING
from app.networks.training import Training

Kind = TypeVar("Kind", bound=Asked)


def page() -> str:
    """The page to show: at first that of the race in the link, then what the reader chooses."""
    # The address is read once: from then on the player writes what the session holds.
    if "page" not in st.session_state:
        opened, st.session_state.notice = _opened(st.query_params.to_dict())
        st.session_state.page = "networks" if isinstance(opened, Training) else "race"
        st.session_state[st.session_state.page] = opened
    return st.session_state.page


def turn_to(page: str) -> None:
    """Show another page from now on."""
    st.session_state.page = page
    st.session_state.notice = None


def current(kind: type[Kind]) -> Kind:
    """The race of the page that is shown."""
    name = page()
    if name not in st.session_state:
        st.session_state[name] = OPENING.training if name == "networks" else DEFAULT
    race = st.session_state[name]
    assert isinstance(race, kind)
    try:
        asked.check(race)
    except ValueError as error:
        st.session_state.notice = f"This race cannot go on: {error}. Here is the opening race."
        st.session_state[name] = OPENING.training
    return st.session_state[name]


def _opened(params: dict[str, str]) -> tuple[Asked, str | None]:
    if not params:
        return DEFAULT, None
    try:
        return asked.read_params(params), None
    except ValueError as error:
        opening = OPENING.training if "net" in params else DEFAULT
        return opening, f"This link could not be read: {error}. Here is the opening race instead."


def change(**parts: Any) -> None:
    """Replace parts of the race; what cannot be is refused with a sentence."""
    attempt(lambda race: replace(race, **parts))


def attempt(changed: Callable[[Any], Asked]) -> None:
    """Put what `changed` makes of the race in its place, or say why it cannot be."""
    name = page()
    try:
        st.session_state[name] = changed(st.session_state[name])
        st.session_state.notice = None
    except ValueError as error:
        st.session_state.notice = f"That cannot be done: {str(error).rstrip('.')}."


def follow(link: str) -> None:
    """Take over the race in a link that the reader has made by hand."""
    attempt(lambda _: asked.read(link))


def exchange(old: Racer, new: Racer) -> None:
    """Put one racer in the place of another."""
    attempt(
        lambda race: replace(
            race, racers=tuple(new if racer == old else racer for racer in race.racers)
        )
    )


def move_to(landscape: str) -> None:
    """Take the race to another landscape."""
    attempt(lambda experiment: experiment.on(landscape))


def notice() -> str | None:
    """A sentence about what could not be done as asked, until the next change."""
    return st.session_state.notice


def tuned(experiment: Asked) -> Racer | None:
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
