"""The knobs of the racer that is being tuned: its rule's own, and what is around the rule."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from app import session
from app.controls import turn
from app.experiment import CONSTANT, EXACT, Experiment, Part, Racer, fitted_default
from hyperparameters import Hyperparameter
from optimizers import Choice
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES
from optimizers.schedules import SCHEDULES


def tune(experiment: Experiment) -> None:
    """Every hyperparameter of the racer that is being tuned, side by side."""
    if racer := session.tuned(experiment):
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            knobs = racer.entry.hyperparameters
            turn(
                knobs,
                racer.settings,
                f"{racer.slot}.{racer.optimizer}",
                lambda changed: session.exchange(racer, racer.with_settings(changed)),
                around=[_centre(knob, experiment) for knob in knobs],
            )
            _surround(experiment, racer)


def _centre(knob: Hyperparameter, experiment: Experiment) -> float | None:
    """What the slider of a knob that scales with the landscape is laid around."""
    return None if knob.unit in ("none", "floor") else fitted_default(knob, experiment.surface)


def _surround(experiment: Experiment, racer: Racer) -> None:
    """Schedule, inexact gradients and modifiers, behind a button."""
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
    parts = [
        (SCHEDULES[racer.schedule.slug], racer.schedule, _placed(racer, "schedule")),
        (NOISES[racer.noise.slug], racer.noise, _placed(racer, "noise")),
        *(
            (MODIFIERS[part.slug], part, _placed_modifier(racer, place))
            for place, part in enumerate(racer.modifiers)
        ),
    ]
    for entry, part, place in parts:
        if part in (CONSTANT, EXACT):
            continue
        st.caption(f"**{entry.title}.** {entry.point} ${entry.formula}$")
        turn(
            entry.hyperparameters,
            part.settings,
            f"{racer.slot}.{part.slug}",
            lambda changed, part=part, place=place: place(
                Part(part.slug, tuple({**dict(part.settings), **changed}.items()))
            ),
        )


def _placed(racer: Racer, field: str) -> Callable[[Part], None]:
    return lambda part: session.exchange(racer, replace(racer, **{field: part}))


def _placed_modifier(racer: Racer, place: int) -> Callable[[Part], None]:
    def exchange(part: Part) -> None:
        modifiers = (*racer.modifiers[:place], part, *racer.modifiers[place + 1 :])
        session.exchange(racer, replace(racer, modifiers=modifiers))

    return exchange


def _share(experiment: Experiment, racer: Racer) -> None:
    shared = {"noise": racer.noise, "modifiers": racer.modifiers}
    session.change(
        racers=tuple(
            replace(other, **shared, schedule=racer.schedule)
            if other.entry.scheduled and racer.entry.scheduled
            else replace(other, **shared)
            for other in experiment.racers
        )
    )
