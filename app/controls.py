"""What all racers share, as widgets: landscape, its parameters, start, length and seeds."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from app import session
from app.experiment import BUDGETS, MOST_SEED, MOST_SEEDS, MOST_STEPS, Experiment
from app.gallery import component as gallery
from hyperparameters import Hyperparameter, Settings

STEPS = (10, 20, 50, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, MOST_STEPS)
SEEDS = (1, 2, 4, 8, MOST_SEEDS)


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
    settings = experiment.parameters
    turn(
        experiment.surface.hyperparameters,
        settings,
        experiment.landscape,
        lambda changed: session.change(parameters=tuple({**dict(settings), **changed}.items())),
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
    slider(
        experiment.budget.capitalize(),
        STEPS,
        experiment.steps,
        "steps",
        lambda value: session.change(steps=int(value)),
    )


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
    slider(
        "Seeds at once",
        SEEDS,
        experiment.seeds,
        "seeds",
        lambda value: session.change(seeds=int(value)),
        help="Runs of every racer that chance has a hand in, drawn as a bundle.",
    )


def turn(
    knobs: Sequence[Hyperparameter],
    settings: Settings,
    key: str,
    change: Callable[[dict[str, float]], None],
    around: Sequence[float | None] | None = None,
) -> None:
    """A slider for every knob; `change` is given the name and the value of one that is turned."""
    values = dict(settings)
    for knob, centre in zip(knobs, around or [None] * len(knobs), strict=True):
        slider(
            f"${knob.symbol}$ {knob.title}",
            knob.grid(centre),
            values[knob.name],
            f"{key}.{knob.name}",
            lambda turned, name=knob.name: change({name: turned}),
            help=f"{knob.meaning[0].upper()}{knob.meaning[1:]}.",
        )


def slider(
    label: str,
    values: Sequence[float],
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
