"""An experiment is plain data; equal ones give equal pictures, and simulating compiles little."""

from dataclasses import replace

import numpy as np
import pytest

from app.experiment import DEFAULT, Experiment, Racer, simulate
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS
from optimizers.run import descend


def test_a_racer_completes_its_settings_with_defaults():
    racer = Racer("adam", (("learning_rate", 0.2),))
    assert dict(racer.settings) == {"learning_rate": 0.2, "b1": 0.9, "b2": 0.999, "eps": 1e-8}
    assert racer == Racer("adam", (("b1", 0.9), ("learning_rate", 0.2)))
    assert racer.with_settings({"b1": 0.5}).settings[1] == ("b1", 0.5)


def test_experiments_are_compared_and_hashed_by_value():
    again = replace(DEFAULT, racers=tuple(Racer(*vars(r).values()) for r in DEFAULT.racers))
    assert again == DEFAULT
    assert hash(again) == hash(DEFAULT)
    pairs = zip(simulate(again), simulate(DEFAULT), strict=True)
    assert all(mine is yours for mine, yours in pairs)


def test_turning_a_knob_runs_that_racer_only():
    first, *rest = DEFAULT.racers
    turned = replace(DEFAULT, racers=(first.with_settings({"learning_rate": 1e-4}), *rest))
    before, after = simulate(DEFAULT), simulate(turned)
    assert after[0] is not before[0]
    assert all(a is b for a, b in zip(after[1:], before[1:], strict=True))


def test_each_racer_has_a_result_of_the_length_asked_for():
    results = simulate(replace(DEFAULT, steps=37))
    assert len(results) == len(DEFAULT.racers)
    assert all(len(result.trajectory.points) == 38 for result in results)


def test_no_knob_of_the_page_compiles():
    everyone = tuple(Racer(slug, slot=slot) for slot, slug in enumerate(OPTIMIZERS))
    experiment = replace(DEFAULT, racers=everyone)
    for slug, landscape in LANDSCAPES.items():
        simulate(replace(experiment, landscape=slug, start=landscape.start))
    compiled = descend._cache_size()
    for slug in LANDSCAPES:
        moved = replace(experiment, landscape=slug, start=(0.3, 0.4), steps=4_999)
        simulate(replace(moved, noise=0.2, seed=5))
    simulate(replace(experiment, racers=everyone[::-1]))
    simulate(replace(experiment, racers=(Racer("adam", slot=0), Racer("adam", slot=1))))
    assert descend._cache_size() == compiled


def test_results_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        simulate(DEFAULT)[0].trajectory.points[0] = 0


def test_the_opening_race_is_worth_watching():
    results = simulate(DEFAULT)
    final = [result.trajectory.values[-1] for result in results]
    kinds = [result.outcome.kind for result in results]
    assert len(DEFAULT.racers) == 6
    assert kinds.count("converged") >= 1
    assert kinds.count("moving") >= 3
    assert "diverged" not in kinds
    assert np.ptp(np.log10(np.array(final) + 1e-12)) > 3


def test_a_saddle_met_head_on_is_a_stall():
    racers = (Racer("gradient-descent", (("learning_rate", 0.1),)),)
    ended = simulate(Experiment(landscape="saddle", start=(1.0, 0.0), steps=500, racers=racers))
    assert ended[0].outcome.kind == "saddle"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"landscape": "moon"}, "there is no landscape 'moon'"),
        ({"start": (3.0, 0.0)}, "lies outside the picture"),
        ({"steps": 10**6}, "the number of steps is 1e\\+06, but it must be from 1 to 5,000"),
        ({"racers": (Racer("adam"), Racer("lbfgs"))}, "two racers share a slot"),
        ({"seed": -1}, "the seed is -1"),
    ],
)
def test_what_cannot_be_run_is_refused_with_what_can(changed, sentence):
    with pytest.raises(ValueError, match=sentence):
        replace(DEFAULT, **changed)
