"""The player and its knobs as Streamlit components: a link in, a link out.

The browser fetches the race of the link itself, and anew while a knob is turned or the start is
dragged (`app/live.py`); the page hears of it once the hand rests.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from app import asked, assets, knobs, modules
from app.asked import Asked
from app.experiment import Racer

KEY = "player"

_mount = modules.mounted(assets.PLAYER, name="player")
_mount_knobs = modules.mounted(assets.PLAYER, name="knobs")


def preload() -> None:
    """Have the browser fetch and start the player while the server prepares the page."""
    modules.preload(assets.PLAYER)


def play(experiment: Asked, tuned: Racer | None, *, on_change: Callable[[], None]) -> None:
    """Show `experiment`, with the knobs of the racer that is being `tuned`.

    `on_change` is called when a reader has changed the experiment in the player or by a knob.
    """
    card = {"slot": tuned.slot, "knobs": knobs.of_racer(tuned, experiment)} if tuned else None
    # A list: in a dict Streamlit looks for data frames, for which it imports pandas, for a second.
    data = [asked.query(experiment), card]
    _mount(key=KEY, data=data, on_link_change=on_change)


def changed_link() -> str | None:
    """Inside `on_change`: the link of what the reader has made of the experiment."""
    value = st.session_state[KEY].link
    return value if isinstance(value, str) else None


def turn(rows: Sequence[knobs.Knob], key: str) -> None:
    """A slider for every knob, which changes the race in the player while it is turned."""
    if rows:
        _mount_knobs(key=key, data=list(rows))
