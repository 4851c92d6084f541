"""The line-up of racers as widgets: add one, pick one to tune, reset it, remove it."""

import streamlit as st

from app import session, tuning
from app.asked import Asked
from app.experiment import MOST_RACERS, Racer
from app.gallery import component as gallery
from app.networks.setup import LETTERS
from app.networks.training import Training
from app.player.palette import STYLES


def choose_racers(experiment: Asked) -> None:
    """The racers in their colours, of which one is being tuned, and the menu of more."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if racer := session.tuned(experiment):
            by_slot = {other.slot: other for other in experiment.racers}
            st.pills(
                "Racers: pick one to tune",
                list(by_slot),
                # Marks in the colours of the trails: the line-up is the legend.
                format_func=lambda slot: _badge(by_slot[slot], experiment),
                key=session.shown("tuned", racer.slot),
                required=True,
                label_visibility="collapsed",
            )
            _manage(experiment, racer)
            tuning.surround(experiment, racer)
        _add(experiment)


def _manage(experiment: Asked, racer: Racer) -> None:
    def remove() -> None:
        session.change(racers=tuple(other for other in experiment.racers if other is not racer))

    def reset() -> None:
        session.exchange(racer, Racer.fitted(racer.optimizer, experiment.surface, racer.slot))

    name = racer.entry.title
    st.button("Reset", on_click=reset, type="tertiary", help=f"Set {name} back to its defaults")
    st.button("Remove", on_click=remove, type="tertiary", help=f"Take {name} out of the race")


def _add(experiment: Asked) -> None:
    # The lowest free slot, so that colours come in the palette's order.
    free = sorted(set(range(MOST_RACERS)) - {racer.slot for racer in experiment.racers})

    def add(slug: str) -> None:
        new = Racer.fitted(slug, experiment.surface, free[0])
        session.change(racers=(*experiment.racers, new))
        session.tune(free[0])

    gallery.choose(
        gallery.OPTIMIZERS,
        None,
        add,
        key="add",
        label="Add",
        help="Add an optimizer to the race" if free else "All eight lanes are taken",
        disabled=not free,
    )


def _badge(racer: Racer, experiment: Asked) -> str:
    style = STYLES[racer.slot]
    name = racer.entry.title
    # The same rule on several networks is told apart by the network's letter.
    if isinstance(experiment, Training) and len(experiment.setups) > 1:
        name = f"{LETTERS[experiment.number_of(racer)]} {name}"
    return f":{style.name}[{style.glyph}] {name}"
