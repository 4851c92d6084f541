"""Knobs: what they offer, and what they refuse; over all knobs of all entries."""

import math

import pytest

from hyperparameters import complete, rounded
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES
from optimizers.schedules import SCHEDULES

ENTRIES = [
    entry
    for menu in (LANDSCAPES, OPTIMIZERS, SCHEDULES, NOISES, MODIFIERS)
    for entry in menu.values()
]
KNOBS = {f"{entry.slug}.{knob.name}": knob for entry in ENTRIES for knob in entry.hyperparameters}
every_knob = pytest.mark.parametrize("knob", KNOBS.values(), ids=KNOBS)


@every_knob
def test_slider_values_are_round_sorted_and_hold_the_ends_and_the_default(knob):
    grid = knob.grid()
    assert (grid[0], grid[-1]) == (knob.low, knob.high)
    assert knob.default in grid
    assert list(grid) == sorted(set(grid))
    assert len(grid) >= 20 or knob.scale == "whole"
    assert all(float(f"{value:.6g}") == value for value in grid)


@every_knob
def test_a_slider_laid_around_a_value_spans_at_most_five_decades_and_stays_in_range(knob):
    if knob.scale != "log":
        pytest.skip("only logarithmic ranges are cut")
    for around in (knob.low, knob.default, knob.high):
        grid = knob.grid(around)
        assert knob.low <= grid[0] <= around <= grid[-1] <= knob.high
        assert math.log10(grid[-1] / grid[0]) < 5.1


@every_knob
def test_what_is_said_of_it_is_whole(knob):
    assert knob.symbol
    assert knob.title[0].isupper()
    assert knob.meaning
    assert not knob.meaning.endswith(".")
    knob.check(knob.default)


@every_knob
def test_values_out_of_range_are_refused_with_the_range(knob):
    for value in (knob.low - 1, knob.high * 1.01 + 1, math.nan):
        with pytest.raises(ValueError, match=r"out of range: it goes .*from .* to "):
            knob.check(value)


def test_settings_are_completed_with_defaults_in_the_order_of_the_knobs():
    knobs = OPTIMIZERS["adam"].hyperparameters
    settings = complete("Adam", knobs, {"b1": 0.5})
    assert list(settings) == [knob.name for knob in knobs]
    assert settings["b1"] == 0.5
    with pytest.raises(ValueError, match="Adam has no wobble; it has learning_rate"):
        complete("Adam", knobs, {"wobble": 1.0})
    with pytest.raises(ValueError, match="Saddle has no wobble; it has no settings"):
        complete("Saddle", (), {"wobble": 1.0})


@pytest.mark.parametrize(
    ("value", "nearest"), [(1.0, 1.0), (0.0337, 0.035), (9.6e-4, 1e-3), (123.0, 120.0)]
)
def test_rounding_goes_to_the_nearest_value_of_a_slider(value, nearest):
    assert rounded(value) == nearest
