"""Changes by path: what can be changed is, and everything else is refused with a sentence."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import knobs
from app.edit import edited
from app.experiment import DEFAULT, Experiment, Part, Racer
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS

NOISY = Racer(
    "adam",
    slot=4,
    schedule=Part("cosine"),
    noise=Part("gaussian"),
    modifiers=(Part("clip-norm"), Part("l2")),
)
RACE = Experiment(landscape="rosenbrock", start=(0.0, 1.0), steps=50, racers=(NOISY,))


def test_everything_with_a_path_can_be_changed_at_once():
    changed = edited(
        RACE,
        {
            "start": [0.5, 2],
            "steps": 70,
            "seed": 3,
            "seeds": 4,
            "parameters.steepness": 50,
            "racers.4.learning_rate": 0.2,
            "racers.4.cosine.final": 0.5,
            "racers.4.gaussian.spread": 0.3,
            "racers.4.clip-norm.limit": 2,
            "racers.4.l2.l2": 0.01,
        },
    )
    (racer,) = changed.racers
    assert (changed.start, changed.steps, changed.seed, changed.seeds) == ((0.5, 2.0), 70, 3, 4)
    assert changed.parameters == (("steepness", 50.0),)
    assert dict(racer.settings)["learning_rate"] == 0.2
    assert dict(racer.schedule.settings)["final"] == 0.5
    assert racer.noise == Part("gaussian", (("spread", 0.3),))
    assert racer.modifiers == (Part("clip-norm", (("limit", 2.0),)), Part("l2", (("l2", 0.01),)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": [9, 9]}, "lies outside the picture"),
        ({"start": 3}, "'start' must be a list of 2 finite numbers"),
        ({"start": [1, True]}, "must be a list of 2 finite numbers"),
        ({"steps": 2.5}, "must be a whole number"),
        ({"steps": math.inf}, "'steps' must be a finite number"),
        ({"steps": 10**9}, "it must be from 1 to 5,000"),
        ({"steps": "9"}, "'steps' must be a finite number"),
        ({"landscape": "saddle"}, "no 'landscape' to change"),
        ({"parameters.height": 1}, "has no height"),
        ({"racers.0.learning_rate": 1}, "there is no racer in slot 0"),
        ({"racers.4.momentum": 1}, "Adam has no momentum"),
        ({"racers.4.learning_rate": 1e9}, "is out of range"),
        ({"racers.4.l1.l1": 1}, "nothing called 'l1' around it"),
        ({"racers.4": 1}, "no 'racers.4' to change"),
        ({"": 1}, "no '' to change"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        edited(RACE, changes)


@given(
    st.dictionaries(
        st.text(max_size=20) | st.sampled_from(["start", "steps", "racers.4.b1", "racers.4.x.y"]),
        st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.lists(st.floats()),
        max_size=3,
    )
)
def test_any_change_gives_an_experiment_or_a_refusal(changes):
    with contextlib.suppress(ValueError):
        assert isinstance(edited(RACE, changes), Experiment)


@pytest.mark.parametrize("slug", OPTIMIZERS)
def test_every_knob_of_a_racer_changes_what_it_says(slug):
    racer = Racer.fitted(slug, LANDSCAPES["rosenbrock"], 2)
    race = Experiment(landscape="rosenbrock", start=(0.0, 1.0), steps=5, racers=(racer,))
    for knob in knobs.of_racer(racer, race):
        assert knob["low"] <= knob["values"][0] <= knob["value"] <= knob["values"][-1]
        for value in (knob["low"], knob["high"], knob["values"][len(knob["values"]) // 2]):
            (changed,) = edited(race, {knob["path"]: value}).racers
            again = {k["path"]: k["value"] for k in knobs.of_racer(changed, race)}
            assert again[knob["path"]] == value


def test_every_knob_of_the_race_changes_what_it_says():
    race = DEFAULT
    for row in (knobs.of_surface, knobs.of_length, knobs.of_seeds):
        for knob in row(race):
            for value in (knob["low"], knob["high"]):
                (again,) = row(edited(race, {knob["path"]: value}))
                assert again["value"] == value


def test_every_knob_around_a_racer_changes_what_it_says():
    for part in NOISY.around:
        for knob in knobs.around(NOISY, part.slug):
            changed = edited(RACE, {knob["path"]: knob["low"]}).racers[0]
            values = {k["path"]: k["value"] for k in knobs.around(changed, part.slug)}
            assert values[knob["path"]] == knob["low"]
