"""Metadata becomes widgets; the one owner of session state.

The experiment in the session is the truth. Every widget shows a part of it, and a change of a
widget replaces that part before the page runs again, so data flows one way: experiment →
widgets → callback → experiment.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from app import link
from app.experiment import (
    DEFAULT,
    MOST_NOISE,
    MOST_RACERS,
    MOST_SEED,
    MOST_STEPS,
    Experiment,
    Racer,
)
from app.player.palette import STYLES
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, Hyperparameter

STEPS = (10, 20, 50, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, MOST_STEPS)
NOISES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, MOST_NOISE)


def current() -> Experiment:
    """The experiment to show: what the link asks for when it is new, else the session's own."""
    asked = st.query_params.to_dict()
    if asked != st.session_state.get("written", {}) or "experiment" not in st.session_state:
        st.session_state.experiment, st.session_state.notice = _opened(asked)
    return st.session_state.experiment


def notice() -> str | None:
    """A sentence about what could not be done as asked, until the next change."""
    return st.session_state.notice


def publish(experiment: Experiment) -> None:
    """Put the experiment into the address bar."""
    st.session_state.written = link.write(experiment)
    if st.query_params.to_dict() != st.session_state.written:
        st.query_params.from_dict(st.session_state.written)


def change(**parts: Any) -> None:
    """Replace parts of the experiment; what cannot be is refused with a sentence."""
    try:
        st.session_state.experiment = replace(st.session_state.experiment, **parts)
        st.session_state.notice = None
    except ValueError as error:
        st.session_state.notice = f"That cannot be done: {error}."


def _opened(asked: dict[str, str]) -> tuple[Experiment, str | None]:
    if not asked:
        return DEFAULT, None
    try:
        return link.read(asked), None
    except ValueError as error:
        return DEFAULT, f"This link could not be read: {error}. Here is the opening race instead."


def choose_landscape(experiment: Experiment) -> None:
    """The picker of surfaces; a new surface brings its own start point."""
    key = _shown("landscape", experiment.landscape)

    def choose() -> None:
        slug = st.session_state[key]
        change(landscape=slug, start=LANDSCAPES[slug].start)

    st.selectbox(
        "Landscape",
        list(LANDSCAPES),
        format_func=lambda slug: LANDSCAPES[slug].title,
        key=key,
        on_change=choose,
    )


def choose_start(experiment: Experiment) -> None:
    """The start point as two numbers; a click on the surface sets it too."""
    keys = [_shown(f"start.{axis}", experiment.start[i]) for i, axis in enumerate("xy")]

    def choose() -> None:
        change(start=tuple(st.session_state[key] for key in keys))

    corners = zip(*experiment.surface.window, strict=True)
    for column, axis, key, (low, high) in zip(st.columns(2), "xy", keys, corners, strict=True):
        column.number_input(
            f"Start ${axis}$", low, high, key=key, step=(high - low) / 40, format="%.4g",
            on_change=choose, help="Or click on the surface.",
        )  # fmt: skip


def choose_steps(experiment: Experiment) -> None:
    """How many steps every racer takes."""
    key = _shown("steps", experiment.steps)
    _choice("Steps", STEPS, experiment.steps, key, lambda value: change(steps=value))


def choose_noise(experiment: Experiment) -> None:
    """Noise on every gradient, and the seed it is drawn from."""
    _choice(
        r"$\sigma$ Gradient noise",
        NOISES,
        experiment.noise,
        _shown("noise", experiment.noise),
        lambda value: change(noise=value),
        help="Standard deviation of Gaussian noise added to both coordinates of every gradient. "
        "All racers get the same noise.",
    )
    key = _shown("seed", experiment.seed)
    st.number_input(
        "Seed",
        0,
        MOST_SEED,
        key=key,
        on_change=lambda: change(seed=st.session_state[key]),
        help="The same seed gives the same noise, also to whoever opens the link.",
    )


def choose_racers(experiment: Experiment) -> Racer | None:
    """The line-up: add, pick one to tune, remove; the racer that is being tuned."""
    _add(experiment)
    if not experiment.racers:
        return None
    by_slot = {racer.slot: racer for racer in experiment.racers}
    tuned = st.session_state.get("tuned")
    key = _shown("tuned", tuned if tuned in by_slot else min(by_slot))
    st.pills(
        "Racers: pick one to tune",
        list(by_slot),
        format_func=lambda slot: _badge(by_slot[slot]),
        key=key,
        required=True,
    )
    return by_slot[st.session_state[key]]


def _add(experiment: Experiment) -> None:
    def add() -> None:
        slug = st.session_state.add
        st.session_state.add = None
        free = sorted(set(range(MOST_RACERS)) - {racer.slot for racer in experiment.racers})
        if slug and free:
            change(racers=(*experiment.racers, Racer(slug, slot=free[0])))
            st.session_state.tuned = free[0]

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
    )


def tune(experiment: Experiment, racer: Racer) -> None:
    """Every hyperparameter of one racer."""
    for knob in racer.entry.hyperparameters:
        _tune_one(experiment, racer, knob)

    def remove() -> None:
        change(racers=tuple(other for other in experiment.racers if other is not racer))

    def reset() -> None:
        _exchange(experiment, racer, Racer(racer.optimizer, slot=racer.slot))

    left, right = st.columns(2)
    left.button("Reset", icon=":material/restart_alt:", on_click=reset, width="stretch")
    right.button("Remove", icon=":material/close:", on_click=remove, width="stretch")


def _tune_one(experiment: Experiment, racer: Racer, knob: Hyperparameter) -> None:
    value = dict(racer.settings)[knob.name]
    _choice(
        f"${knob.symbol}$ {knob.title}",
        knob.grid(),
        value,
        _shown(f"{racer.slot}.{racer.optimizer}.{knob.name}", value),
        lambda turned: _exchange(experiment, racer, racer.with_settings({knob.name: turned})),
        help=f"{knob.meaning[0].upper()}{knob.meaning[1:]}.",
    )


def _exchange(experiment: Experiment, old: Racer, new: Racer) -> None:
    change(racers=tuple(new if racer is old else racer for racer in experiment.racers))


def _badge(racer: Racer) -> str:
    style = STYLES[racer.slot]
    return f":{style.name}[{style.glyph}] {racer.entry.title}"


def _shown(key: str, value: Any) -> str:
    """Make the widget called `key` show `value`; untouched where it already does."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def _choice(
    label: str,
    values: tuple[float, ...],
    value: float,
    key: str,
    choose: Callable[[Any], None],
    help: str | None = None,
) -> None:
    """A slider over round values; a value from a link that is not among them joins them."""
    st.select_slider(
        label,
        sorted({*values, value}),
        format_func=lambda number: f"{number:,g}",
        key=key,
        on_change=lambda: choose(st.session_state[key]),
        help=help,
    )
