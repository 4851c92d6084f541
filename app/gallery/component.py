"""The gallery as a Streamlit component: a button that opens the menu, and the entry chosen."""

from collections.abc import Callable

import streamlit as st

from app import modules
from app.gallery.menu import LANDSCAPES as LANDSCAPES
from app.gallery.menu import OPTIMIZERS as OPTIMIZERS
from app.gallery.menu import Menu

_PLACE = '<div class="gallery" style="min-height: {}"></div>'
# Each keeps the place of its button from the first moment, so that nothing below it jumps.
_CHOICE = modules.mounted("gallery/gallery.js", name="gallery", html=_PLACE.format("5.75rem"))
_ADDING = modules.mounted("gallery/gallery.js", name="menu", html=_PLACE.format("2.5rem"))


def choose(
    menu: Menu,
    chosen: str | None,
    on_choose: Callable[[str], None],
    *,
    key: str,
    label: str,
    help: str | None = None,
    disabled: bool = False,
) -> None:
    """A button that shows the entry `chosen` under its `label`, or only the label if it is None.

    It opens `menu`; `on_choose` is called with the slug of an entry whenever one is picked, also
    when it is the one chosen before.
    """

    def picked() -> None:
        slug = st.session_state[key].pick
        if slug in menu.slugs():
            on_choose(slug)

    mount = _CHOICE if chosen else _ADDING
    mount(
        key=key,
        data={
            "menu": menu.name,
            "chosen": chosen,
            "label": label,
            "help": help,
            "disabled": disabled,
        },
        width="stretch" if chosen else "content",
        on_pick_change=picked,
    )
