"""What all racers share, as widgets: landscape, start, steps and noise."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from app import session
from app.experiment import MOST_NOISE, MOST_SEED, MOST_STEPS, Experiment
from landscapes import LANDSCAPES

STEPS = (10, 20, 50, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, MOST_STEPS)
NOISES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, MOST_NOISE)


def choose_landscape(experiment: Experiment) -> None:
    """The picker of surfaces; a new surface brings its own start point."""
    key = session.shown("landscape", experiment.landscape)

    def choose() -> None:
        slug = st.session_state[key]
        session.change(landscape=slug, start=LANDSCAPES[slug].start)

    st.selectbox(
        "Landscape",
        list(LANDSCAPES),
        format_func=lambda slug: LANDSCAPES[slug].title,
        key=key,
        on_change=choose,
    )


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
            help="Or click on the surface.",
        )


def choose_steps(experiment: Experiment) -> None:
    """How many steps every racer takes."""
    slider(
        "Steps", STEPS, experiment.steps, "steps", lambda value: session.change(steps=int(value))
    )


def choose_noise(experiment: Experiment) -> None:
    """Noise on every gradient, and the seed it is drawn from."""
    slider(
        r"$\sigma$ Gradient noise",
        NOISES,
        experiment.noise,
        "noise",
        lambda value: session.change(noise=value),
        help="Standard deviation of Gaussian noise added to both coordinates of every gradient. "
        "All racers get the same noise.",
    )
    key = session.shown("seed", experiment.seed)
    st.number_input(
        "Seed",
        0,
        MOST_SEED,
        key=key,
        on_change=lambda: session.change(seed=st.session_state[key]),
        help="The same seed gives the same noise, also to whoever opens the link.",
    )


def slider(
    label: str,
    values: tuple[float, ...],
    value: float,
    key: str,
    choose: Callable[[Any], None],
    help: str | None = None,
) -> None:
    """A slider over round values; a value from a link that is not among them joins them."""
    session.shown(key, value)
    st.select_slider(
        label,
        sorted({*values, value}),
        format_func=lambda number: f"{number:,g}",
        key=key,
        on_change=lambda: choose(st.session_state[key]),
        help=help,
    )
