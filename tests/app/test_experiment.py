"""An experiment is plain data that can be run, or is refused with a sentence."""

from dataclasses import replace

import pytest

from app.experiment import DEFAULT, MODEL, Experiment, Part, Racer, fitted_default
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS


def test_a_racer_completes_its_settings_with_defaults():
    racer = Racer("adam", (("learning_rate", 0.2),))
    assert dict(racer.settings) == {"learning_rate": 0.2, "b1": 0.9, "b2": 0.999, "eps": 1e-8}
    assert racer == Racer("adam", (("b1", 0.9), ("learning_rate", 0.2)))
    assert racer.with_settings({"b1": 0.5}).settings[1] == ("b1", 0.5)


def test_schedule_noise_and_modifiers_are_completed_too():
    racer = Racer("adam", schedule=Part("cosine"), modifiers=(Part("l2"),))
    assert racer.schedule.settings
    assert dict(racer.modifiers[0].settings) == {"l2": racer.modification.l2}
    assert racer.noise == Part("exact")
    assert not racer.plain
    assert Racer("adam", schedule=Part("cosine"), noise=Part("gaussian")).plain


def test_chance_has_a_hand_in_noisy_racers_and_in_those_that_draw_samples():
    assert Racer("adam", noise=Part("gaussian")).random
    assert Racer("cma-es").random
    assert not Racer("adam", noise=Part("delayed")).random


def test_experiments_are_compared_and_hashed_by_value():
    again = replace(DEFAULT, racers=tuple(replace(racer) for racer in DEFAULT.racers))
    assert again == DEFAULT
    assert hash(again) == hash(DEFAULT)


def test_defaults_scale_with_the_landscape_and_are_the_entry_s_own_on_the_model():
    descent, adam = (OPTIMIZERS[slug].hyperparameters[0] for slug in ("gradient-descent", "adam"))
    bowl = LANDSCAPES["round-bowl"]
    assert fitted_default(descent, MODEL) == descent.default
    assert fitted_default(descent, bowl) == pytest.approx(
        descent.default * MODEL.smoothness / bowl.smoothness, rel=0.1
    )
    assert fitted_default(adam, bowl) == pytest.approx(
        adam.default * bowl.width / MODEL.width, rel=0.1
    )


@pytest.mark.parametrize("slug", LANDSCAPES)
def test_a_race_can_move_to_every_landscape_and_keeps_what_was_tuned(slug):
    moved = DEFAULT.on(slug)
    landscape = LANDSCAPES[slug]
    assert moved.start == landscape.start
    ratio = MODEL.smoothness / landscape.smoothness
    rate = dict(moved.racers[0].settings)["learning_rate"]
    # 1.5e-3 was tuned: it keeps its ratio to the curvature, but for rounding.
    assert rate == pytest.approx(1.5e-3 * ratio, rel=0.1)
    untouched = Experiment(
        landscape="rosenbrock", start=MODEL.start, steps=9, racers=(Racer("adam"),)
    )
    assert untouched.on(slug).racers == (Racer.fitted("adam", landscape, 0),)
    assert untouched.on(slug).on("rosenbrock") == untouched


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"landscape": "moon"}, "there is no landscape 'moon'"),
        ({"start": (3.0, 0.0)}, "lies outside the picture"),
        ({"steps": 10**6}, "the number of steps is 1e\\+06, but it must be from 1 to 5,000"),
        ({"racers": (Racer("adam"), Racer("lbfgs"))}, "two racers share a slot"),
        ({"seed": -1}, "the seed is -1"),
        ({"seeds": 0}, "the number of seeds is 0, but it must be from 1 to 16"),
        ({"budget": "hours"}, "the budget is 'hours', but it counts steps or evaluations"),
        ({"parameters": (("steepness", 1e9),)}, "steepness = 1e\\+09 is out of range"),
    ],
)
def test_what_cannot_be_run_is_refused_with_what_can(changed, sentence):
    with pytest.raises(ValueError, match=sentence):
        replace(DEFAULT, **changed)
