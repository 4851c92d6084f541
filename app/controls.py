"""What all racers share, as widgets: landscape, its parameters, start, length and seeds."""

import streamlit as st

from app import knobs, session
from app.experiment import BUDGETS, MOST_SEED, Experiment
from app.gallery import component as gallery
from app.player import component as player

PAGES = {"race": ":material/landscape: Surfaces", "networks": ":material/hub: Networks"}


def choose_page() -> None:
    """The name of the app, and what is descended: a surface, or the loss of a network."""
    st.markdown("### Descent Lab")
    key = session.shown("of", session.page())
    st.segmented_control(
        "What is descended",
        list(PAGES),
        format_func=lambda page: PAGES[page],
        key=key,
        required=True,
        on_change=lambda: session.turn_to(st.session_state[key]),
        label_visibility="collapsed",
        width="stretch",
    )


def choose_landscape(experiment: Experiment) -> None:
    """The gallery of surfaces; a new surface brings its own start point and scale."""
    gallery.choose(
        gallery.LANDSCAPES,
        experiment.landscape,
        session.move_to,
        key="landscape",
        label="Landscape",
    )


def choose_parameters(experiment: Experiment) -> None:
    """The knobs of the surface itself."""
    player.turn(knobs.of_surface(experiment), key="surface")


def choose_start(experiment: Experiment) -> None:
    """The start point as two numbers; a click on the surface sets it too."""
    # Both at once: a start is one point, and each half alone might lie outside the window.
    keys = [session.shown(f"start.{axis}", experiment.start[i]) for i, axis in enumerate("xy")]

    def choose() -> None:
        session.change(start=tuple(st.session_state[key] for key in keys))

    corners = zip(*experiment.surface.window, strict=True)
    for column, axis, key, (low, high) in zip(st.columns(2), "xy", keys, corners, strict=True):
        column.number_input(
            f"Start ${axis}$",
            low,
            high,
            key=key,
            step=(high - low) / 40,
            format="%.4g",
            on_change=choose,
            help="Or drag the start on the surface.",
        )


def choose_length(experiment: Experiment) -> None:
    """How long every racer runs: so many steps, or so many evaluations."""
    key = session.shown("budget", experiment.budget)
    st.segmented_control(
        "Same number of",
        BUDGETS,
        format_func=str.capitalize,
        key=key,
        required=True,
        on_change=lambda: session.change(budget=st.session_state[key]),
        help="A line search evaluates the function several times in one step; with the same "
        "number of evaluations nobody is favoured.",
    )
    player.turn(knobs.of_length(experiment), key="length")


def choose_seeds(experiment: Experiment) -> None:
    """The seed of all that is random, and how many seeds to run at once."""
    key = session.shown("seed", experiment.seed)
    st.number_input(
        "Seed",
        0,
        MOST_SEED,
        key=key,
        on_change=lambda: session.change(seed=st.session_state[key]),
        help="All racers are given the same noise. The same seed gives the same noise again, "
        "also to whoever opens the link.",
    )
    player.turn(knobs.of_seeds(experiment), key="seeds")
