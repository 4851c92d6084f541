"""The player as a Streamlit component: one binary message in, what a reader asks for out."""

from collections.abc import Callable

import streamlit as st
from streamlit.components.v2 import component

from app.player import assets

KEY = "player"

_base = assets.base_url("/" + str(st.get_option("server.baseUrlPath") or "").strip("/"))
_boot = (assets.FOLDER / "boot.js").read_text(encoding="utf-8")
_mount = component("descent_lab_player", js=_boot.replace("__BASE__", _base))


def preload() -> None:
    """Have the browser fetch and start the player while the server prepares the first race."""
    script = f'<script type="module">import("{_base}/player.js")</script>'
    st.html(script, unsafe_allow_javascript=True)


def play(message: bytes, *, on_start: Callable[[], None], on_curvature: Callable[[], None]) -> None:
    """Show the race in `message`.

    `on_start` is called when a reader clicks on a surface, `on_curvature` when a reader asks for
    the sharpness along the way and `message` lacks it.
    """
    _mount(key=KEY, data=message, on_start_change=on_start, on_curvature_change=on_curvature)


def clicked_start() -> tuple[float, float] | None:
    """Inside `on_start`: where the reader clicked."""
    value = st.session_state[KEY].start
    return (float(value[0]), float(value[1])) if value else None
