"""Changes by path: every knob of a training changes what it says, and all else is refused."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import knobs as common
from app.experiment import Part
from app.networks import knobs
from app.networks.edit import edited
from app.networks.training import Training
from landscapes.datasets import DATASETS
from landscapes.networks import INITIALISATIONS, NETWORKS
from landscapes.planes import PLANES
from tests.app.networks.small import MOONS, part, setup_of, training_of

RACE = training_of(setup_of(), setup_of(part("residual", depth=2, width=3)), lanes=((3, 1),))
TABLES = [slug for slug, network in NETWORKS.items() if "table" in network.accepts]


def test_everything_with_a_path_can_be_changed_at_once():
    changed = edited(
        RACE,
        {
            "steps": 70,
            "seed": 3,
            "batch": 7,
            "plane.racer": 1,
            "setups.0.network.width": 5,
            "setups.0.data.points": 60,
            "setups.1.terms.dropout": 0.2,
            "setups.1.terms.batch": 16,
            "racers.3.learning_rate": 0.5,
        },
    )
    first, second = changed.setups
    assert (changed.steps, changed.seed, changed.batch) == (70, 3, 7)
    assert changed.plane == part("principal", racer=1)
    assert dict(first.network.settings) == {"depth": 1, "width": 5}
    assert dict(first.data.settings)["points"] == 60
    assert (second.term("dropout"), second.term("batch")) == (0.2, 16)
    assert (first.term("dropout"), second.network) == (0, RACE.setups[1].network)
    assert dict(changed.racers[1].settings)["learning_rate"] == 0.5
    assert changed.lanes == RACE.lanes


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"setups.2.network.width": 5}, "there is no network 2"),
        ({"setups.0.network.wings": 5}, "has no wings; it has depth, width"),
        ({"setups.0.network.width": 2.5}, "it goes whole numbers from"),
        ({"setups.0.network.width": "5"}, "'setups.0.network.width' must be a finite number"),
        ({"setups.0.terms.batch": 0}, "batch size = 0 is out of range"),
        ({"setups.0.terms.batch": math.nan}, "must be a finite number"),
        ({"setups.0.activation.slope": 1}, "no 'setups.0.activation.slope' to change"),
        ({"setups.-1.terms.batch": 9}, "no 'setups.-1.terms.batch' to change"),
        ({"setups.0.network": 1}, "no 'setups.0.network' to change"),
        ({"plane.seed": 1}, "has no seed; it has racer"),
        ({"plane": 1}, "no 'plane' to change"),
        ({"batch": 2.5}, "'batch' is 2.5, but it must be a whole number"),
        ({"batch": 10**9}, "the batch that is shown is 1e\\+09, but it must be from 0 to 5,000"),
        ({"start": [0, 0]}, "no 'start' to change"),
        ({"racers.1.learning_rate": 1}, "there is no racer in slot 1"),
        ({"": 1}, "no '' to change"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        edited(RACE, changes)


PATHS = [
    "batch",
    "plane.racer",
    "setups.0.network.width",
    "setups.²0.terms.batch",
    "setups.1.data.x",
]


@given(
    st.dictionaries(
        st.text(max_size=20) | st.sampled_from(PATHS),
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        max_size=3,
    )
)
def test_any_change_gives_a_training_or_a_refusal(changes):
    with contextlib.suppress(ValueError):
        assert isinstance(edited(RACE, changes), Training)


def check(training, row):
    """Every knob that `row` offers changes what it says, to every end."""
    offered = row(training)
    for knob in offered:
        values = list(knob["values"])
        assert values == sorted(values)
        assert knob["low"] <= values[0] <= values[-1] <= knob["high"]
        assert knob["low"] <= knob["value"] <= knob["high"]
        assert knob["title"]
        for value in {values[0], values[len(values) // 2], values[-1]}:
            changed = edited(training, {knob["path"]: value})
            again = {one["path"]: one["value"] for one in row(changed)}
            assert again[knob["path"]] == value
    return offered


@pytest.mark.parametrize("slug", NETWORKS)
def test_every_knob_of_a_network_changes_what_it_says(slug):
    setup = MOONS.having("network", Part(slug))
    offered = check(training_of(setup), lambda training: knobs.of_network(training, 0))
    assert len(offered) == len(NETWORKS[slug].hyperparameters)


@pytest.mark.parametrize("slug", INITIALISATIONS)
def test_every_knob_of_a_start_changes_what_it_says(slug):
    race = training_of(setup_of(initial=Part(slug)))
    assert len(check(race, lambda training: knobs.of_initial(training, 0))) == len(
        INITIALISATIONS[slug].hyperparameters
    )


@pytest.mark.parametrize("slug", DATASETS)
def test_every_knob_of_data_and_terms_changes_what_it_says(slug):
    race = training_of(MOONS, MOONS.having("data", Part(slug)))
    assert len(check(race, lambda training: knobs.of_data(training, 1))) == len(
        DATASETS[slug].hyperparameters
    )
    assert len(check(race, lambda training: knobs.of_terms(training, 1))) == 6


def test_batches_go_up_to_all_of_the_training_set():
    batch = knobs.of_terms(training_of(), 0)[0]
    assert batch["values"] == [1, 2, 4, 8, 16, MOONS.examples(0).training]


@pytest.mark.parametrize("slug", PLANES)
def test_every_knob_of_a_plane_changes_what_it_says(slug):
    race = training_of(plane=Part(slug))
    assert len(check(race, knobs.of_plane)) == len(PLANES[slug].hyperparameters)


def test_the_length_of_a_race_is_a_knob_as_on_surfaces():
    check(RACE, common.of_length)


def test_rates_of_racers_are_laid_around_what_suits_the_network():
    for racer in RACE.racers:
        check(
            RACE,
            lambda training, slot=racer.slot: common.of_racer(
                next(one for one in training.racers if one.slot == slot), training
            ),
        )
