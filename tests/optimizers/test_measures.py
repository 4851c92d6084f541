"""The name given to the end of a run."""

import numpy as np
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, measures, run
from optimizers.measures import Outcome, lost_from, outcome
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES
from tests.optimizers import surfaces

DESCENT = OPTIMIZERS["gradient-descent"]


def ended(fn, start, *, steps=500, rate=0.1, reach=100.0):
    trajectory = run(fn, DESCENT, start, steps=steps, settings={"learning_rate": rate})
    return outcome(fn, trajectory, reach=reach)


def test_a_vanishing_gradient_in_a_bowl_is_convergence_from_the_step_where_it_vanished():
    trajectory = run(surfaces.bowl, DESCENT, (1.0, 0.0), steps=300, settings={"learning_rate": 0.1})
    kind, step, _ = outcome(surfaces.bowl, trajectory, reach=100.0)
    assert kind == "converged"
    norms = np.linalg.norm(trajectory.gradients, axis=1)
    assert norms[step] <= 1e-6 < norms[step - 1]


def test_a_vanishing_gradient_at_a_saddle_is_a_stall_and_not_convergence():
    assert ended(surfaces.saddle, (1.0, 0.0)).kind == "saddle"


def test_a_start_on_a_peak_or_a_plateau_is_named():
    assert ended(surfaces.hill, (0.0, 0.0)) == Outcome("maximum", 0)
    assert ended(surfaces.flat, (0.3, 0.2)) == Outcome("plateau", 0)


def test_overflow_is_divergence_with_its_step():
    trajectory = run(
        surfaces.rosenbrock, DESCENT, (-1.2, 1.0), steps=500, settings={"learning_rate": 0.01}
    )
    kind, step, _ = outcome(surfaces.rosenbrock, trajectory, reach=50.0)
    assert kind == "diverged"
    assert trajectory.finite < 20
    distances = np.linalg.norm(trajectory.points - trajectory.points[0], axis=1)
    assert distances[step - 1] <= 50 < distances[step]


def test_slow_geometric_growth_is_divergence_too():
    def steep(p):
        return 2.1 * surfaces.bowl(p)

    kind, step, _ = ended(steep, (1.0, 0.0), rate=1.0)
    assert kind == "diverged"
    growth = np.abs((1 - 2.1) ** np.arange(500) - 1)
    assert step == int(np.flatnonzero(growth <= 100)[-1]) + 1


def test_falling_without_end_is_an_escape():
    assert ended(surfaces.saddle, (1.0, 1e-3)).kind == "escaped"


def test_a_run_that_has_not_ended_is_still_moving():
    assert ended(surfaces.rosenbrock, (-1.2, 1.0), rate=1e-3) == Outcome("moving", None)


def test_a_run_that_comes_back_was_never_lost():
    trajectory = run(surfaces.bowl, DESCENT, (3.0, 0.0), steps=50, settings={"learning_rate": 1.0})
    assert lost_from(trajectory, reach=1.0) is not None
    trajectory = run(surfaces.bowl, DESCENT, (3.0, 0.0), steps=50, settings={"learning_rate": 0.1})
    assert lost_from(trajectory, reach=5.0) is None


@pytest.mark.parametrize("slug", OPTIMIZERS)
def test_rows_behind_the_break_are_nan(slug):
    # So far out the function, of fourth order, is finite only just.
    trajectory = run(LANDSCAPES["himmelblau"].fn, OPTIMIZERS[slug], (1e76, 1e76), steps=30)
    assert np.isnan(trajectory.points[trajectory.finite + 1 :]).all()
    assert np.isfinite(trajectory.points[: trajectory.finite]).all()


def test_a_swing_between_two_points_is_a_cycle_of_period_2():
    def steep(p):
        return 2.0 * surfaces.bowl(p)

    # At exactly 2/λ descent jumps between x and -x.
    assert ended(steep, (1.0, 0.5), rate=1.0) == Outcome("cycling", 0, 2)


def test_a_cycle_is_named_from_the_step_at_which_it_is_entered():
    def kinked(p):
        return np.abs(1.0) * abs(p[0]) + abs(p[1])

    trajectory = run(kinked, DESCENT, (1.03, 0.52), steps=200, settings={"learning_rate": 0.1})
    kind, step, period = outcome(kinked, trajectory, reach=100.0)
    assert (kind, period) == ("cycling", 2)
    assert 5 < step <= 12


def test_a_swing_that_dies_away_or_a_slow_crawl_is_no_cycle():
    assert ended(surfaces.bowl, (1.0, 0.5), rate=1.999, steps=300) == Outcome("moving", None)
    assert ended(surfaces.bowl, (1.0, 0.5), rate=1e-4, steps=300) == Outcome("moving", None)


@pytest.mark.parametrize("period", [2, 3, 7, 64])
def test_cycles_of_any_period_up_to_the_longest_are_found(period):
    around = np.exp(2j * np.pi * np.arange(400) / period)
    points = np.column_stack([around.real, around.imag])
    assert measures._unfinished(points).period == period
    noisy = points + 1e-3 * np.random.default_rng(0).standard_normal(points.shape)
    assert measures._unfinished(noisy).kind == "moving"


def test_standing_where_the_gradient_does_not_vanish_is_rest():
    quantised = NOISES["quantised"](quantum=1.0)
    trajectory = run(
        surfaces.bowl,
        DESCENT,
        (3.0, 0.2),
        steps=200,
        settings={"learning_rate": 0.1},
        noise=quantised,
    )
    kind, step, _ = outcome(surfaces.bowl, trajectory, reach=100.0)
    assert kind == "resting"
    assert np.ptp(trajectory.points[step:], axis=0).max() == 0
    pulled = run(
        surfaces.slope,
        DESCENT,
        (3.0, 0.2),
        steps=900,
        settings={"learning_rate": 0.1},
        modifiers=MODIFIERS["l2"](l2=1.0),
    )
    assert outcome(surfaces.slope, pulled, reach=100.0).kind == "resting"
    np.testing.assert_allclose(pulled.points[-1], [-3, -3])


def test_the_first_step_within_a_level_and_its_evaluations():
    trajectory = run(surfaces.bowl, DESCENT, (1.0, 0.0), steps=100, settings={"learning_rate": 0.1})
    # f = 0.9^(2k) / 2.
    assert measures.first_within(trajectory, 0.005) == 22
    assert measures.first_within(trajectory, 0.0) is None


def test_path_length_and_zigzag_of_known_paths():
    straight = np.column_stack([np.linspace(0, 3, 7), np.linspace(0, 4, 7)])
    assert measures.path_length(straight) == pytest.approx(5)
    assert measures.zigzag(straight) == pytest.approx(0, abs=1e-5)
    corners = np.array([[0, 0], [1, 0], [1, 1], [2, 1], [2, 2]])
    assert measures.path_length(corners) == 4
    assert measures.zigzag(corners) == pytest.approx(90)
    back_and_forth = np.array([[0, 0], [1, 0], [0, 0], [1, 0]])
    assert measures.zigzag(back_and_forth) == pytest.approx(180)
    assert measures.zigzag(corners[:2]) == 0
    assert measures.path_length(np.vstack([corners, [np.nan, np.nan]])) == 4


def test_the_distance_is_that_to_the_nearest_minimum():
    points = np.array([[0.0, 0.0], [3.0, 4.0], [9.0, 0.0]])
    away = measures.distances(points, [(0, 0), (10, 0)])
    np.testing.assert_allclose(away, [0, 5, 1])


def test_curvature_along_the_way_is_that_of_the_hessian_for_any_length():
    points = np.random.default_rng(0).uniform(-2, 2, (1500, 2))
    eigenvalues = measures.curvature(surfaces.stretched, points)
    np.testing.assert_allclose(eigenvalues, [[1, 100]] * 1500)
    assert measures.curvature(surfaces.rosenbrock, np.ones((1, 2)))[0] == pytest.approx(
        [0.39936077, 1001.6006], rel=1e-6
    )
    assert np.isnan(measures.curvature(surfaces.rosenbrock, np.full((2, 2), np.nan))).all()
