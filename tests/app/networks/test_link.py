"""Links of networks give back what was written, for ever, and refuse anything else."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from app import asked
from app.experiment import BUDGETS, MOST_SEED, MOST_STEPS
from app.networks import link
from app.networks.setup import TERMS, Setup
from app.networks.training import QUANTITIES, Training
from landscapes.datasets import DATASETS
from landscapes.networks import ACTIVATIONS, INITIALISATIONS, NETWORKS
from landscapes.planes import PLANES
from optimizers import OPTIMIZERS
from tests.app.networks.small import part, setup_of, training_of
from tests.app.test_link import parts, racers, settings_of

FROZEN = json.loads((Path(__file__).parent / "frozen_links.json").read_text())
RACE = training_of(setup_of(), setup_of(part("residual", depth=2, width=3)), lanes=((3, 1),))


class Terms:
    slug, hyperparameters = "training", TERMS


@st.composite
def setups(draw):
    network = draw(parts(NETWORKS))
    fit = {
        slug: one for slug, one in DATASETS.items() if one.kind in NETWORKS[network.slug].accepts
    }
    data, terms = draw(parts(fit)), draw(settings_of(Terms))
    activation = draw(st.sampled_from(list(ACTIVATIONS)))
    try:
        initial = draw(parts(INITIALISATIONS))
        return Setup(network, activation, initial, data, part("training", **dict(terms)))
    except ValueError:  # too large
        reject()


@st.composite
def trainings(draw):
    several = tuple(draw(st.lists(setups(), min_size=1, max_size=2)))
    slots = draw(st.lists(st.integers(0, 7), max_size=8, unique=True))
    lane = st.tuples(st.integers(0, 7), st.integers(0, len(several) - 1))
    try:
        return Training(
            setups=several,
            racers=tuple(draw(racers(slot)) for slot in slots),
            lanes=tuple(draw(st.lists(lane, unique_by=lambda one: one[0]))),
            steps=draw(st.integers(1, MOST_STEPS)),
            budget=draw(st.sampled_from(BUDGETS)),
            seed=draw(st.integers(0, MOST_SEED)),
            plane=draw(parts(PLANES)),
            about=draw(st.integers(-1, 7)),
            quantity=draw(st.sampled_from(list(QUANTITIES))),
            batch=draw(st.integers(0, MOST_STEPS)),
        )
    except ValueError:  # a matrix of too many numbers, or noise that networks do not have
        reject()


# Networks and data are made while examples are drawn, which is too slow for hypothesis' taste.
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trainings())
def test_reading_what_was_written_gives_an_equal_training(training):
    again = asked.read(asked.query(training))
    assert again == training
    assert hash(again) == hash(training)


@given(st.dictionaries(st.sampled_from([*link.write(RACE), "evals", "about", "x"]), st.text()))
def test_garbage_is_refused_with_a_sentence_or_is_a_valid_training(params):
    check(params)


words = [*OPTIMIZERS, *NETWORKS, *PLANES, *DATASETS, *QUANTITIES]


@given(
    st.sampled_from([*link.write(RACE), "about"]),
    st.one_of(
        st.text(), st.text("0123456789.,;:-e nanif+_adm~"), st.sampled_from(words), st.just("inf")
    ),
)
def test_a_link_with_one_part_broken_is_refused_or_is_a_valid_training(name, text):
    check(link.write(RACE) | {name: text})


def test_the_surface_can_be_the_loss_of_the_batch_of_a_step():
    assert link.read(link.write(RACE) | {"show": "loss,batch:3"}).batch == 3


@pytest.mark.parametrize("text", ["inf", "-inf", "nan", "1e400", "7.5", "1e9", "-1"])
def test_a_batch_that_is_that_of_no_step_is_refused(text):
    with pytest.raises(
        ValueError, match=f"batch that is shown is {float(text):g}".replace("+", r"\+")
    ):
        link.read(link.write(RACE) | {"show": f"loss,batch:{text}"})


def check(params):
    # Any other exception than a ValueError fails the test.
    try:
        training = link.read(params)
    except ValueError:
        return
    assert link.read(link.write(training)) == training


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"net": "mlp~tanh"}, "is not a network, an activation, an initialisation, data and the"),
        ({"net": "brain~tanh~he~moons~training"}, "there is no network 'brain'; there are linear"),
        ({"net": "mlp~step~he~moons~training"}, "there is no activation 'step'; there are"),
        ({"net": "mlp~tanh~magic~moons~training"}, "there is no initialisation 'magic'; there are"),
        ({"net": "mlp~tanh~he~mars~training"}, "there are no data 'mars'; there are digits"),
        ({"net": "mlp~tanh~he~moons~play"}, "the terms of training are called 'training', not"),
        ({"net": "mlp~tanh~he~moons~training,batch:0"}, "batch size = 0 is out of range"),
        ({"net": "mlp~tanh~he~csv-0123456789ab~training"}, "upload it again, then open the link"),
        ({"net": ";".join(["mlp~tanh~he~moons~training"] * 5)}, "it has 5 networks, but at most 4"),
        ({"plane": "sphere"}, "there is no plane 'sphere'; there are principal"),
        ({"plane": "principal,seed:1"}, "has no seed; it has"),
        ({"show": "beauty"}, "the plane cannot show 'beauty'; it shows loss, validation"),
        ({"show": "loss,step:1"}, "what is shown has no settings but the batch"),
        ({"about": "8"}, "the racer of the plane is 8, but it must be from -1 to 7"),
        ({"lanes": "0:2"}, "the network of a racer is 2, but it must be from 0 to 1"),
        ({"lanes": "0"}, "'lanes' is '', but it must be a whole number"),
        ({"steps": "0"}, "the number of steps is 0, but it must be from 1 to 5,000"),
        ({"evals": "9"}, "it has both steps and evals"),
        ({"seed": "-1"}, "the seed is -1, but it must be from 0 to"),
        ({"on": "rosenbrock"}, "it has 'on', but links of networks have net, plane, show"),
        ({"run": ";".join(["1.adam"] * 9)}, "it has 9 racers, but at most 8 can race"),
        ({"run": "1.adam;1.lion"}, "two racers share a slot"),
        ({"run": "1.adam," + "b1:0.5" * 9999}, "characters long, but 20,000 are enough for any"),
    ],
)
def test_each_mistake_is_named(changed, sentence):
    with pytest.raises(ValueError, match=r".") as refusal:
        link.read(link.write(RACE) | changed)
    assert sentence in str(refusal.value)


def test_a_link_that_lacks_a_part_says_which():
    params = link.write(RACE)
    del params["plane"], params["steps"]
    with pytest.raises(ValueError, match="it lacks plane, steps"):
        link.read(params)


@pytest.mark.parametrize("frozen", FROZEN, ids=[frozen["shared"] for frozen in FROZEN])
def test_links_from_past_releases_open_as_they_did(frozen):
    training = link.read(frozen["link"])
    assert link.write(training) == frozen.get("now", frozen["link"])
