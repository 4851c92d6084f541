"""Links give back what was written, for ever, and refuse anything else with a sentence."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import asked, link
from app.experiment import (
    BUDGETS,
    DEFAULT,
    MOST_SEED,
    MOST_SEEDS,
    MOST_STEPS,
    Experiment,
    Part,
    Racer,
)
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES
from optimizers.schedules import SCHEDULES

FROZEN = json.loads((Path(__file__).parent / "frozen_links.json").read_text())


@st.composite
def settings_of(draw, entry):
    return tuple((knob.name, draw(values_of(knob))) for knob in entry.hyperparameters)


def values_of(knob):
    if knob.scale == "whole":
        return st.integers(int(knob.low), int(knob.high)).map(float)
    return st.floats(knob.low, knob.high)


@st.composite
def parts(draw, menu):
    entry = draw(st.sampled_from(list(menu.values())))
    return Part(entry.slug, draw(settings_of(entry)))


@st.composite
def racers(draw, slot):
    optimizer = draw(st.sampled_from(list(OPTIMIZERS.values())))
    return Racer(
        optimizer.slug,
        draw(settings_of(optimizer)),
        slot,
        schedule=draw(parts(SCHEDULES)) if optimizer.scheduled else Part("constant"),
        noise=draw(parts(NOISES)),
        modifiers=tuple(draw(st.lists(parts(MODIFIERS), unique_by=lambda part: part.slug))),
    )


@st.composite
def experiments(draw):
    landscape = draw(st.sampled_from(list(LANDSCAPES.values())))
    (left, bottom), (right, top) = landscape.window
    slots = draw(st.lists(st.integers(0, 7), max_size=8, unique=True))
    return Experiment(
        landscape=landscape.slug,
        parameters=draw(settings_of(landscape)),
        start=(draw(st.floats(left, right)), draw(st.floats(bottom, top))),
        steps=draw(st.integers(1, MOST_STEPS)),
        budget=draw(st.sampled_from(BUDGETS)),
        racers=tuple(draw(racers(slot)) for slot in slots),
        seed=draw(st.integers(0, MOST_SEED)),
        seeds=draw(st.integers(1, MOST_SEEDS)),
    )


@given(experiments())
def test_reading_what_was_written_gives_an_equal_experiment(experiment):
    assert link.read(link.write(experiment)) == experiment


@given(st.dictionaries(st.sampled_from([*link.write(DEFAULT), "noise", "evals", "x"]), st.text()))
def test_garbage_is_refused_with_a_sentence_or_is_a_valid_experiment(params):
    check(params)


@given(
    st.sampled_from(list(link.write(DEFAULT))),
    st.one_of(
        st.text(), st.text("0123456789.,;:-e nanif+_adm~"), st.sampled_from(list(OPTIMIZERS))
    ),
)
def test_a_link_with_one_part_broken_is_refused_or_is_a_valid_experiment(part, text):
    check(link.write(DEFAULT) | {part: text})


def check(params):
    # Any other exception than a ValueError fails the test.
    try:
        experiment = link.read(params)
    except ValueError:
        return
    assert link.read(link.write(experiment)) == experiment


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"on": "everest"},
            "there is no landscape 'everest'; there are round-bowl, stretched-bowl",
        ),
        ({"from": "1"}, "'from' is '1', but it must be two numbers, such as -1.2,1.0"),
        ({"from": "9,9"}, "lies outside the picture: x goes from -2 to 2, y from -1 to 3"),
        ({"from": "nan,0"}, "lies outside the picture"),
        ({"steps": "1e3"}, "'steps' is '1e3', but it must be a whole number"),
        ({"steps": "0"}, "the number of steps is 0, but it must be from 1 to 5,000"),
        ({"noise": "-1"}, "spread = -1 is out of range: it goes from"),
        ({"seeds": "17"}, "the number of seeds is 17, but it must be from 1 to 16"),
        ({"on": "rosenbrock,steepness:0"}, "steepness = 0 is out of range: it goes from 1 to 1000"),
        ({"on": "saddle,height:2"}, "has no height; it has no settings"),
        ({"evals": "9"}, "it has both steps and evals"),
        ({"run": "1.adam~slalom"}, "there is no 'slalom' for 'adam'; there are constant, step"),
        ({"run": "1.adam~cosine~step"}, "'adam' has more than one schedule: 'step'"),
        ({"run": "1.lbfgs~cosine"}, "L-BFGS sets its own step length, so no schedule can drive it"),
        ({"run": "1.adam~l2~l2"}, "Adam has the same modifier twice: l2, l2"),
        ({"run": "1.adam," + "b1:0.5" * 9999}, "characters long, but 20,000 are enough for any"),
        ({"seed": "x"}, "'seed' is 'x', but it must be a whole number"),
        ({"run": "adam"}, "the racer 'adam' is not a slot and an optimizer, such as 4.adam"),
        ({"run": "0.adamant"}, "there is no optimizer 'adamant'; there are gradient-descent"),
        ({"run": "9.adam"}, "the slot is 9, but it must be from 0 to 7"),
        ({"run": "1.adam;1.adam"}, "two racers share a slot"),
        ({"run": "1.adam,b1"}, "'b1' of '1.adam' is not one name:number for each setting"),
        ({"run": "1.adam,b1:.9,b1:.8"}, "is not one name:number for each setting"),
        ({"run": "1.adam,b1:high"}, "'b1' is 'high', but it must be a number"),
        ({"run": "1.adam,b1:7"}, "memory of the direction = 7 is out of range"),
        ({"run": "1.adam,wobble:7"}, "Adam has no wobble; it has learning_rate, b1, b2, eps"),
        ({"run": ";".join(["1.adam"] * 9)}, "it has 9 racers, but at most 8 can race"),
        ({"lesson": "1"}, "it has 'lesson', but links have only on, from, seed, run"),
    ],
)
def test_each_mistake_is_named(changed, sentence):
    with pytest.raises(ValueError, match=r".") as refusal:
        link.read(link.write(DEFAULT) | changed)
    assert sentence in str(refusal.value)


def test_a_link_that_lacks_a_part_says_which():
    params = link.write(DEFAULT)
    del params["from"], params["seed"]
    with pytest.raises(ValueError, match="it lacks from, seed"):
        link.read(params)


@pytest.mark.parametrize("frozen", FROZEN, ids=[frozen["shared"] for frozen in FROZEN])
def test_links_from_past_releases_open_as_they_did(frozen):
    experiment = link.read(frozen["link"])
    # How a link is written has changed since; what it means has not.
    assert link.write(experiment) == frozen.get("now", frozen["link"])


def test_the_one_noise_of_old_links_is_that_of_every_racer():
    old = link.write(DEFAULT) | {"noise": "0.5"}
    for racer in link.read(old).racers:
        assert racer.noise == Part("gaussian", (("spread", 0.5),))
        assert racer.inexactness.spread == 0.5


@pytest.mark.parametrize("before", ["", "?", "http://localhost:8501/?", "https://a.b/lab/?"])
def test_a_link_opens_however_much_of_the_address_is_pasted(before):
    query = link.address(DEFAULT).removeprefix("?")
    assert asked.opened(f" {before}{query}\n") == DEFAULT


@pytest.mark.parametrize("text", ["", "  ", "http://localhost:8501/", "?"])
def test_a_link_without_an_experiment_opens_the_first_race(text):
    assert asked.opened(text) == DEFAULT


@pytest.mark.parametrize("text", ["rosenbrock", "?hello", "http://localhost/?on=nowhere", "a=b"])
def test_what_is_no_link_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        asked.opened(text)
