"""The name given to the end of a run."""

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from optimizers.measures import Outcome, lost_from, outcome
from tests.optimizers import surfaces

DESCENT = OPTIMIZERS["gradient-descent"]


def ended(fn, start, *, steps=500, rate=0.1, reach=100.0):
    trajectory = run(fn, DESCENT, start, steps=steps, settings={"learning_rate": rate})
    return outcome(fn, trajectory, reach=reach)


def test_a_vanishing_gradient_in_a_bowl_is_convergence_from_the_step_where_it_vanished():
    trajectory = run(surfaces.bowl, DESCENT, (1.0, 0.0), steps=300, settings={"learning_rate": 0.1})
    kind, step = outcome(surfaces.bowl, trajectory, reach=100.0)
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
    kind, step = outcome(surfaces.rosenbrock, trajectory, reach=50.0)
    assert kind == "diverged"
    assert trajectory.finite < 20
    distances = np.linalg.norm(trajectory.points - trajectory.points[0], axis=1)
    assert distances[step - 1] <= 50 < distances[step]


def test_slow_geometric_growth_is_divergence_too():
    def steep(p):
        return 2.1 * surfaces.bowl(p)

    kind, step = ended(steep, (1.0, 0.0), rate=1.0)
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
    def cliff(p):
        return 1e200 * (p[0] ** 4 + p[1] ** 4)

    trajectory = run(cliff, OPTIMIZERS[slug], (1e3, 1e3), steps=30)
    assert np.isnan(trajectory.points[trajectory.finite + 1 :]).all()
    assert np.isfinite(trajectory.points[: trajectory.finite]).all()
