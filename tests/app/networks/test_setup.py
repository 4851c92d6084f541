"""A setup or a training is plain data that can be run, or is refused with a sentence."""

from dataclasses import replace

import numpy as np
import pytest

from app.experiment import Part, Racer
from app.networks.setup import Setup
from app.networks.training import LARGEST_MATRIX
from landscapes.datasets import DATASETS
from landscapes.networks import NETWORKS
from landscapes.networks import task as tasks
from optimizers import OPTIMIZERS
from tests.app.networks.small import ADAM, MOONS, WAVES, part, setup_of, training_of

MATRICES = [slug for slug, entry in OPTIMIZERS.items() if entry.memory == "matrix"]


def test_settings_are_completed_with_defaults():
    setup = Setup(Part("mlp"), "tanh", Part("he"), Part("moons"))
    assert dict(setup.network.settings) == NETWORKS["mlp"].settings()
    assert dict(setup.data.settings) == DATASETS["moons"].settings()
    assert (setup.term("batch"), setup.term("share"), setup.term("patience")) == (32, 0.8, 0)
    assert setup == Setup(Part("mlp"), "tanh", Part("he"), Part("moons"), part("training"))


def test_equal_setups_share_their_data_and_their_task():
    again = setup_of()
    assert again is not MOONS
    assert (again, hash(again)) == (MOONS, hash(MOONS))
    assert again.examples(3) is MOONS.examples(3)
    assert again.task is MOONS.task


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"network": Part("brain")}, "there is no network 'brain'; there are linear, mlp"),
        ({"network": part("mlp", width=2.5)}, "it goes whole numbers from"),
        ({"network": part("mlp", wings=2)}, "has no wings; it has"),
        ({"activation": "step"}, "there is no activation 'step'; there are"),
        ({"initial": Part("magic")}, "there is no initialisation 'magic'; there are"),
        ({"data": Part("mars")}, "there are no data 'mars'; there are digits"),
        ({"data": Part("csv-0123456789ab")}, "upload it again, then open the link"),
        ({"data": part("moons", points=10**9)}, "is out of range"),
        (
            {"network": Part("convolution")},
            "Convolutional network does not read a table; it reads picture",
        ),
        ({"network": Part("attention")}, "does not read a table; it reads"),
        ({"terms": part("training", patience=-1)}, "early stopping = -1 is out of range"),
        ({"terms": part("training", speed=1)}, "has no speed; it has batch, replacement"),
    ],
)
def test_what_cannot_be_trained_is_refused_with_what_can(parts, sentence):
    with pytest.raises(ValueError, match=r".") as refusal:
        replace(MOONS, **parts)
    assert sentence in str(refusal.value)


def test_a_network_that_is_too_large_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr(tasks, "LARGEST", 1000)
    with pytest.raises(ValueError, match="would have 4,191 parameters; at most 1,000 can be"):
        setup_of(part("mlp", depth=2, width=37), Part("digits"))


@pytest.mark.parametrize("slug", NETWORKS)
def test_no_network_on_the_menu_is_too_large_for_digits(slug):
    knobs = {knob.name: knob.high for knob in NETWORKS[slug].hyperparameters}
    data = "recall" if slug == "attention" else "digits"
    setup = setup_of(part(slug, **knobs), Part(data))
    assert setup.task.size <= tasks.LARGEST


@pytest.mark.parametrize("slug", NETWORKS)
def test_choosing_a_network_brings_data_that_it_reads(slug):
    for data in ("moons", "digits", "recall"):
        before = setup_of(
            Part("attention") if data == "recall" else Part("mlp"), Part(data), initial=Part("he")
        )
        after = before.having("network", Part(slug))
        assert after.network.slug == slug
        assert after.source.kind in NETWORKS[slug].accepts
        if before.source.kind in NETWORKS[slug].accepts:
            assert after.data == before.data


@pytest.mark.parametrize("slug", DATASETS)
def test_choosing_data_brings_a_network_that_reads_them(slug):
    for network in NETWORKS:
        before = MOONS.having("network", Part(network))
        after = before.having("data", Part(slug))
        assert after.data.slug == slug
        assert after.source.kind in NETWORKS[after.network.slug].accepts
        if DATASETS[slug].kind in NETWORKS[network].accepts:
            assert after.network == before.network


def test_label_noise_makes_that_share_of_the_training_labels_wrong_and_no_other():
    clean = setup_of(data=part("moons", points=200))
    noisy = setup_of(data=part("moons", points=200), noise=0.25)
    was, now = clean.examples(0), noisy.examples(0)
    wrong = was.targets != now.targets
    assert wrong[: was.training].mean() == pytest.approx(0.25, abs=0.01)
    assert not wrong[was.training :].any()
    np.testing.assert_array_equal(was.inputs, now.inputs)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_the_share_for_training_is_that_of_the_examples(share):
    examples = setup_of(data=part("moons", points=200), share=share).examples(0)
    assert examples.training == pytest.approx(200 * share, abs=1)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"setups": ()}, "the number of networks is 0, but it must be from 1 to 4"),
        ({"setups": (MOONS,) * 5}, "the number of networks is 5"),
        ({"steps": 10**6}, "the number of steps is 1e\\+06, but it must be from 1 to 5,000"),
        ({"racers": (ADAM, ADAM)}, "two racers share a slot"),
        ({"seed": -1}, "the seed is -1"),
        ({"budget": "hours"}, "the budget is 'hours', but it counts steps or evaluations"),
        ({"quantity": "beauty"}, "the plane cannot show 'beauty'; it shows loss, validation"),
        ({"plane": Part("sphere")}, "there is no plane 'sphere'; there are principal"),
        ({"plane": part("random", wings=2)}, "has no wings; it has"),
        ({"lanes": ((3, 1),)}, "the network of a racer is 1, but it must be from 0 to 0"),
        ({"about": 9}, "the racer of the plane is 9"),
        ({"batch": -1}, "the batch that is shown is -1"),
        (
            {"setups": (MOONS, WAVES), "quantity": "accuracy"},
            "numbers to fit and no classes, so there is no accuracy to show",
        ),
        (
            {"racers": (Racer("adam", noise=Part("heavy-tailed")),)},
            "heavy-tailed noise is for surfaces: on networks the batches make the noise",
        ),
    ],
)
def test_a_training_that_cannot_be_run_is_refused_with_what_can(changed, sentence):
    with pytest.raises(ValueError, match=sentence):
        replace(training_of(), **changed)


@pytest.mark.parametrize("slug", MATRICES)
def test_rules_that_keep_a_matrix_race_on_small_networks_only(slug):
    small, large = (setup_of(part("mlp", depth=2, width=width)) for width in (4, 32))
    assert small.task.size <= LARGEST_MATRIX < large.task.size
    assert training_of(small, racers=(Racer(slug),)).racers
    with pytest.raises(ValueError, match=f"d = {large.task.size:,} parameters: up to 300 it can"):
        training_of(large, racers=(Racer(slug),))
    # The network that counts is the one that the racer trains.
    both = {"racers": (ADAM, Racer(slug)), "lanes": ((0, 1),)}
    assert training_of(large, small, **both).setup_of(Racer(slug)) == small


def test_lanes_of_racers_that_have_gone_do_not_tell_trainings_apart():
    several = training_of(MOONS, MOONS, lanes=((3, 1), (7, 1), (0, 0)))
    assert several.lanes == ((3, 1),)
    assert [one.slot for one in several.field(1)] == [3]
    assert several == training_of(MOONS, MOONS, lanes=((3, 1),))
