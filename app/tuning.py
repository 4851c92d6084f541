"""What is around the rule of the racer that is being tuned: schedule, noise and modifiers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from app import knobs, session
from app.asked import Asked
from app.experiment import CONSTANT, EXACT, Part, Racer
from app.player import component as player
from optimizers import Choice
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES
from optimizers.schedules import SCHEDULES


def surround(experiment: Asked, racer: Racer) -> None:
    """Schedule, inexact gradients and modifiers of a racer, behind a button."""
    box = st.popover(
        # Always the same words: with others it would be a new button, and closed.
        "Schedule, noise, clipping",
        icon=":material/tune:",
        key=f"{racer.slot}.{racer.optimizer}.around",
        on_change="rerun",
        help="Learning-rate schedule, inexact gradients, clipping and regularisation",
    )
    # Widgets that nobody sees would still delay every turn of a knob.
    if not box.open:
        return
    # Narrow, so that the race is seen beside it.
    with box, st.container(width=440):
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            _choose_schedule(racer)
            _choose_noise(racer)
        _choose_modifiers(racer)
        _turn_parts(racer)
        if len(experiment.racers) > 1:
            st.button(
                "Same for all racers",
                key=f"{racer.slot}.same",
                on_click=lambda: _share(experiment, racer),
                help="Give every racer this schedule, these gradients and these modifiers; "
                "a rule that sets its own step length keeps to no schedule",
            )


def _choose_schedule(racer: Racer) -> None:
    entry = racer.entry
    _choose(
        "Schedule",
        SCHEDULES,
        racer.schedule,
        f"{racer.slot}.schedule",
        lambda part: session.exchange(racer, replace(racer, schedule=part)),
        disabled=None if entry.scheduled else f"{entry.title} sets its own step length",
    )


def _choose_noise(racer: Racer) -> None:
    _choose(
        "Gradients",
        NOISES,
        racer.noise,
        f"{racer.slot}.noise",
        lambda part: session.exchange(racer, replace(racer, noise=part)),
    )


def _choose(
    label: str,
    menu: Mapping[str, Choice[Any]],
    part: Part,
    key: str,
    choose: Callable[[Part], None],
    disabled: str | None = None,
) -> None:
    session.shown(key, part.slug)
    st.selectbox(
        label,
        list(menu),
        format_func=lambda slug: menu[slug].title,
        key=key,
        on_change=lambda: choose(Part(st.session_state[key])),
        disabled=disabled is not None,
        help=disabled or menu[part.slug].point,
        width=210,
    )


def _choose_modifiers(racer: Racer) -> None:
    key = session.shown(f"{racer.slot}.modifiers", [part.slug for part in racer.modifiers])

    def choose() -> None:
        kept = {part.slug: part for part in racer.modifiers}
        chosen = tuple(kept.get(slug, Part(slug)) for slug in st.session_state[key])
        session.exchange(racer, replace(racer, modifiers=chosen))

    st.pills(
        "Modifiers",
        list(MODIFIERS),
        selection_mode="multi",
        format_func=lambda slug: MODIFIERS[slug].title,
        key=key,
        on_change=choose,
        help="What stands around the rule; several may.",
    )


def _turn_parts(racer: Racer) -> None:
    """The knobs and the formula of each part that has any."""
    menu = {**SCHEDULES, **NOISES, **MODIFIERS}
    for part in racer.around:
        if part not in (CONSTANT, EXACT):
            entry = menu[part.slug]
            st.caption(f"**{entry.title}.** {entry.point} ${entry.formula}$")
            player.turn(knobs.around(racer, part.slug), key=f"{racer.slot}.{part.slug}")


def _share(experiment: Asked, racer: Racer) -> None:
    shared = {"noise": racer.noise, "modifiers": racer.modifiers}
    session.change(
        racers=tuple(
            replace(other, **shared, schedule=racer.schedule)
            if other.entry.scheduled and racer.entry.scheduled
            else replace(other, **shared)
            for other in experiment.racers
        )
    )
