"""The line-up of racers as widgets: add one, pick one to tune, turn its knobs, remove it."""

import streamlit as st

from app import session
from app.controls import slider
from app.experiment import MOST_RACERS, Experiment, Racer
from app.player.palette import STYLES
from optimizers import OPTIMIZERS, Hyperparameter


def choose_racers(experiment: Experiment) -> None:
    """The racers in their colours, of which one is being tuned, and the menu of more."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if racer := session.tuned(experiment):
            by_slot = {other.slot: other for other in experiment.racers}
            st.pills(
                "Racers: pick one to tune",
                list(by_slot),
                format_func=lambda slot: _badge(by_slot[slot]),
                key=session.shown("tuned", racer.slot),
                required=True,
                label_visibility="collapsed",
            )
        _add(experiment)


def tune(experiment: Experiment) -> None:
    """Every hyperparameter of the racer that is being tuned, side by side."""
    racer = session.tuned(experiment)
    if racer is None:
        return

    def remove() -> None:
        session.change(racers=tuple(other for other in experiment.racers if other is not racer))

    def reset() -> None:
        _exchange(experiment, racer, Racer(racer.optimizer, slot=racer.slot))

    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for knob in racer.entry.hyperparameters:
            _turn(experiment, racer, knob)
        st.button("Reset", icon=":material/restart_alt:", on_click=reset, help="Back to defaults")
        st.button("Remove", icon=":material/close:", on_click=remove, help="Out of the race")


def _turn(experiment: Experiment, racer: Racer, knob: Hyperparameter) -> None:
    slider(
        f"${knob.symbol}$ {knob.title}",
        knob.grid(),
        dict(racer.settings)[knob.name],
        f"{racer.slot}.{racer.optimizer}.{knob.name}",
        lambda turned: _exchange(experiment, racer, racer.with_settings({knob.name: turned})),
        help=f"{knob.meaning[0].upper()}{knob.meaning[1:]}.",
    )


def _add(experiment: Experiment) -> None:
    def add() -> None:
        slug = st.session_state.add
        st.session_state.add = None
        free = sorted(set(range(MOST_RACERS)) - {racer.slot for racer in experiment.racers})
        if slug and free:
            session.change(racers=(*experiment.racers, Racer(slug, slot=free[0])))
            session.tune(free[0])

    full = len(experiment.racers) >= MOST_RACERS
    st.selectbox(
        "Add an optimizer",
        list(OPTIMIZERS),
        index=None,
        format_func=lambda slug: OPTIMIZERS[slug].title,
        placeholder="All eight lanes are taken" if full else "Add an optimizer …",
        label_visibility="collapsed",
        disabled=full,
        key="add",
        on_change=add,
        width=230,
    )


def _exchange(experiment: Experiment, old: Racer, new: Racer) -> None:
    session.change(racers=tuple(new if racer is old else racer for racer in experiment.racers))


def _badge(racer: Racer) -> str:
    style = STYLES[racer.slot]
    return f":{style.name}[{style.glyph}] {racer.entry.title}"
