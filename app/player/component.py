"""The player as a Streamlit component: one binary message in, what a reader asks for out."""

from collections.abc import Callable

import streamlit as st

from app import modules

KEY = "player"

_MODULE = "player/player.js"
_mount = modules.mounted(_MODULE, name="player")


def preload() -> None:
    """Have the browser fetch and start the player while the server prepares the first race."""
    modules.preload(_MODULE)


def play(message: bytes, *, on_start: Callable[[], None], on_measure: Callable[[], None]) -> None:
    """Show the race in `message`.

    `on_start` is called when a reader clicks on a surface, `on_measure` when a reader asks for
    what is measured along the way and `message` lacks it.
    """
    _mount(key=KEY, data=message, on_start_change=on_start, on_measure_change=on_measure)


def clicked_start() -> tuple[float, float] | None:
    """Inside `on_start`: where the reader clicked."""
    value = st.session_state[KEY].start
    return (float(value[0]), float(value[1])) if value else None
