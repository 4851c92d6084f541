"""A race in a notebook: numbers, files, and a page that shows itself."""

import html
import re

import numpy as np
import pytest

from app import asked, link
from app.experiment import DEFAULT, Experiment, Racer
from app.networks import simulate as trainings
from app.race import Race
from app.simulate import simulate
from tests.app.networks.small import training_of

BOWL = Experiment(
    landscape="stretched-bowl",
    start=(-1.8, 0.9),
    steps=12,
    racers=(Racer("gradient-descent"), Racer("gradient-descent", slot=1)),
)


@pytest.fixture(autouse=True)
def no_programs_on_disk(monkeypatch):
    monkeypatch.setattr("app.cache.folder", lambda: None)


@pytest.mark.parametrize("given", [BOWL, link.address(BOWL), f"http://a.b/{link.address(BOWL)}"])
def test_it_is_made_of_an_experiment_or_of_its_link(given):
    race = Race(given)
    assert race.experiment == BOWL
    assert asked.opened(race.link) == BOWL


def test_without_a_word_it_is_the_opening_race_and_says_so():
    assert Race().experiment == DEFAULT
    assert repr(Race()).startswith("<Race on Rosenbrock's banana, 500 steps: Gradient descent, ")


def test_its_results_are_those_of_the_race():
    race = Race(BOWL)
    assert race.results == simulate(BOWL)
    assert list(race.trajectories) == ["Gradient descent", "Gradient descent 2"]
    first = race.trajectories["Gradient descent"]
    np.testing.assert_array_equal(first.points, simulate(BOWL)[0].trajectory.points)


def test_a_race_of_networks_is_opened_told_and_shown_as_any_other(tmp_path):
    training = training_of()
    race = Race(asked.address(training))
    assert race.experiment == training
    assert repr(race) == (
        "<Race on Multilayer perceptron on two moons, 20 steps: Gradient descent, Adam>"
    )
    assert race.results == trainings.simulate(training)
    points = race.trajectories["Adam"].points
    np.testing.assert_array_equal(points, trainings.simulate(training)[1].points)
    assert race.save(tmp_path / "race.csv").read_bytes().startswith(b"racer,network,step,")
    with pytest.raises(ValueError, match=r"cannot be taken away as \.py: it can be \.html, \.csv"):
        race.save(tmp_path / "race.py")
    assert "Multilayer perceptron on two moons" in race._repr_html_()


def test_it_saves_what_the_name_asks_for(tmp_path):
    path = Race(BOWL).save(tmp_path / "race.png", width=400, height=300)
    assert path.read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ValueError, match=r"a race can be \.html, \.csv"):
        Race(BOWL).save(tmp_path / "race.doc")


def test_in_a_notebook_it_is_a_frame_with_the_whole_page_in_it():
    shown = Race(BOWL)._repr_html_()
    (page,) = re.findall(
        '^<iframe srcdoc="([^"]*)" style="[^"]*height: [0-9]+px[^"]*"></iframe>$', shown
    )
    assert html.unescape(page).startswith("<!doctype html>")
    assert "Stretched bowl" in page
