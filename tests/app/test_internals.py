"""The inside of the steps is sent when it is asked for, as the run had it."""

from dataclasses import replace

import jax
import numpy as np
import pytest

from app.experiment import DEFAULT, Part, Racer
from app.player.internals import internals
from app.player.payload import Arrays
from app.simulate import simulate
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS
from tests.app.test_payload import sent


def inside(*racers, **changed):
    """The inside of each racer's steps as sent, the array lookup, and what was simulated."""
    experiment = replace(DEFAULT, racers=racers, **changed)
    header, array = sent(experiment, parts=frozenset({"internals"}))
    return [racer["inside"] for racer in header["racers"]], array, simulate(experiment)


def matrix(rows):
    """Symmetric matrices of the three numbers that are sent of each."""
    return np.array([[rows[:, 0], rows[:, 1]], [rows[:, 1], rows[:, 2]]]).transpose(2, 0, 1)


def test_it_is_sent_only_when_it_is_asked_for():
    assert "inside" not in sent(DEFAULT)[0]["racers"][0]


def test_gradients_and_hessians_stand_in_every_row():
    (racer,), array, (result,) = inside(DEFAULT.racers[4])
    np.testing.assert_allclose(
        array(racer["gradients"]), result.trajectory.gradients, rtol=1e-6, atol=1e-9
    )
    hessians = jax.jit(jax.vmap(jax.hessian(LANDSCAPES["rosenbrock"].fn)))
    expected = hessians(result.trajectory.points)
    np.testing.assert_allclose(matrix(array(racer["hessians"])), expected, rtol=1e-5)
    assert racer["told"] is None


@pytest.mark.parametrize("slot", range(6))
def test_every_step_of_the_opening_race_ends_on_its_ellipse(slot):
    insides, array, results = inside(*DEFAULT.racers)
    points = results[slot].trajectory.points
    # Above rounding, which float32 makes the larger part of a step that is nearly nothing.
    moves = np.diff(points, axis=0)
    large = np.flatnonzero(np.linalg.norm(moves, axis=1) > 1e-6)
    shapes = matrix(array(insides[slot]["reach"]["shapes"]))[:-1]
    units = np.linalg.solve(shapes[large], moves[large, :, None])[:, :, 0]
    np.testing.assert_allclose(np.linalg.norm(units, axis=1), 1, rtol=1e-3)
    assert np.isnan(array(insides[slot]["reach"]["shapes"])[-1]).all()


def test_decay_moves_the_ellipse_beside_the_point():
    adamw = Racer("adamw", (("weight_decay", 0.5),))
    (racer,), array, (result,) = inside(adamw, steps=20)
    drifts = array(racer["reach"]["drifts"])[:-1]
    expected = -0.5 * 0.1 * result.trajectory.points[:-1]
    np.testing.assert_allclose(drifts, expected, rtol=1e-4, atol=1e-6)


def test_noise_is_the_difference_between_what_is_there_and_what_was_told():
    noisy = Racer("gradient-descent", noise=Part("gaussian", (("spread", 2.0),)))
    (racer,), array, (result,) = inside(noisy, steps=400)
    told, gradients = array(racer["told"])[:-1], array(racer["gradients"])[:-1]
    assert np.std(told - gradients) == pytest.approx(2.0, rel=0.1)
    moves = np.diff(result.trajectory.points, axis=0)
    np.testing.assert_allclose(-1e-3 * told, moves, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("slug", ["armijo", "polak-ribiere", "lbfgs"])
def test_trials_that_were_not_taken_are_those_that_cost_an_evaluation_more(slug):
    (racer,), array, (result,) = inside(Racer(slug), steps=12)
    ends, points = (array(racer["trials"][name]) for name in ("ends", "points"))
    used = np.diff(result.trajectory.evaluations) - 1
    np.testing.assert_array_equal(ends, np.cumsum([*used, 0]))
    assert len(points) == ends[-1] > 0


def test_the_simplex_of_every_row_has_the_point_as_its_best_corner():
    (racer,), array, (result,) = inside(Racer("nelder-mead"), steps=20)
    corners = array(racer["corners"])
    assert corners.shape == (21, 6)
    np.testing.assert_allclose(corners[:-1, :2], result.trajectory.points[:-1], rtol=1e-6)


@pytest.mark.parametrize("slug", ["adam", "lbfgs", "armijo", "nelder-mead"])
def test_a_run_that_is_over_at_once_has_an_inside_too(slug):
    experiment = replace(DEFAULT, racers=(Racer(slug),), steps=12)
    (result,) = simulate(experiment)
    arrays = Arrays()
    found = internals(
        experiment.racers[0], result.trajectory.until(1), 1, experiment=experiment, arrays=arrays
    )
    first, *shape = found["gradients"]
    gradient = np.frombuffer(arrays.to_bytes(), "<f4")[first : first + 2]
    assert shape == [1, 2]
    np.testing.assert_allclose(gradient, result.trajectory.gradients[0], rtol=1e-6)


def test_whatever_an_entry_shows_is_named():
    for entry in OPTIMIZERS.values():
        for part in filter(None, (entry.inside.followed, entry.inside.reach)):
            assert part.symbol, entry.slug
            assert part.title[0].islower() or part.title[0].isdigit(), entry.slug
