"""What comes of an experiment: equal ones give equal pictures, and simulating compiles little."""

from dataclasses import replace

import numpy as np
import pytest

from app.experiment import DEFAULT, Experiment, Part, Racer
from app.simulate import simulate
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, programs

NOISY = Part("gaussian", (("spread", 0.2),))


def test_equal_experiments_share_their_results():
    again = replace(DEFAULT, racers=tuple(replace(racer) for racer in DEFAULT.racers))
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


def test_with_a_budget_of_evaluations_every_racer_uses_it_up_and_no_more():
    slugs = ("gradient-descent", "sam", "lbfgs", "newton", "nelder-mead")
    racers = tuple(Racer(slug, slot=slot) for slot, slug in enumerate(slugs))
    budget = replace(DEFAULT, steps=40, racers=racers, budget="evaluations")
    free = simulate(replace(budget, budget="steps"))
    for result, whole in zip(simulate(budget), free, strict=True):
        used = result.trajectory.evaluations
        assert used[-1] <= 40
        rows = len(used)
        assert rows == len(whole.trajectory.evaluations) or whole.trajectory.evaluations[rows] > 40
        np.testing.assert_array_equal(result.trajectory.points, whole.trajectory.points[:rows])


def test_several_seeds_are_run_of_racers_that_chance_has_a_hand_in():
    racers = (Racer("adam", noise=NOISY), Racer("adam", slot=1), Racer("cma-es", slot=2))
    noisy, exact, sampling = simulate(replace(DEFAULT, racers=racers, seeds=4, steps=30))
    assert [len(result.others) for result in (noisy, exact, sampling)] == [3, 0, 3]
    ends = [run.points[-1].tolist() for run in (noisy.trajectory, *noisy.others)]
    assert len({tuple(end) for end in ends}) == 4
    (second,) = simulate(replace(DEFAULT, racers=racers[:1], seed=1, steps=30))
    np.testing.assert_array_equal(noisy.others[0].points, second.trajectory.points)


def test_the_parameters_of_the_landscape_reach_the_runs():
    steep = replace(DEFAULT, parameters=(("steepness", 10.0),), steps=50)
    descent, plain = simulate(steep)[0], simulate(replace(DEFAULT, steps=50))[0]
    assert descent.trajectory.values[0] == pytest.approx(4.84 + 10 * 0.44**2)
    assert plain.trajectory.values[0] == pytest.approx(24.2)


def test_schedule_and_modifiers_reach_the_runs():
    racer = Racer("gradient-descent", schedule=Part("cosine"), modifiers=(Part("clip-norm"),))
    (result,) = simulate(replace(DEFAULT, racers=(racer,), steps=50))
    rates = result.trajectory.learning_rates
    assert rates[1] == 1e-3
    assert (np.diff(rates[1:]) < 0).all()
    moves = np.linalg.norm(np.diff(result.trajectory.points, axis=0), axis=1)
    assert (moves <= rates[1:] * 1.0 + 1e-15).all()


def test_no_knob_of_the_page_compiles():
    slugs = ("gradient-descent", "adam", "lbfgs", "newton")
    everyone = tuple(Racer(slug, slot=slot) for slot, slug in enumerate(slugs))
    experiment = replace(DEFAULT, racers=everyone)
    simulate(experiment)
    compiled = programs.count()
    noisy = tuple(replace(racer, noise=NOISY) for racer in everyone)
    simulate(replace(experiment, start=(0.3, 0.4), steps=4_999, racers=noisy, seed=5, seeds=2))
    simulate(replace(experiment, parameters=(("steepness", 7.0),), budget="evaluations"))
    simulate(replace(experiment, racers=everyone[::-1]))
    simulate(replace(experiment, racers=(Racer("adam", slot=0), Racer("adam", slot=1))))
    assert programs.count() == compiled


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


@pytest.mark.parametrize("slug", OPTIMIZERS)
def test_fitted_to_himmelblau_s_wells_every_optimizer_comes_down(slug):
    landscape = LANDSCAPES["himmelblau"]
    racers = (Racer.fitted(slug, landscape, 0),)
    experiment = Experiment(landscape="himmelblau", start=landscape.start, steps=500, racers=racers)
    (result,) = simulate(experiment)
    if slug == "newton":
        # Beside a peak Newton's method climbs it: that is what it is bad at.
        assert result.outcome.kind == "maximum"
        return
    assert result.outcome.kind not in ("diverged", "escaped")
    assert result.trajectory.values.min() < 0.5 * result.trajectory.values[0]
