"""Rules that find their learning rate alone: what they find, and what is shown of it."""

import numpy as np
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run
from tests.optimizers import surfaces


def path(slug, fn, start, steps, **settings):
    return run(fn, OPTIMIZERS[slug], start, steps=steps, settings=settings).points


def test_polyak_halves_the_way_on_a_round_bowl():
    points = path("polyak", surfaces.bowl, (1.0, -2.0), 40, max_learning_rate=1e4)
    np.testing.assert_allclose(points, 0.5 ** np.arange(41)[:, None] * np.array([1.0, -2.0]))


@pytest.mark.parametrize("share", [0.5, 1.0, 1.9])
def test_polyak_never_goes_away_from_the_minimum_of_a_convex_surface(share):
    known = {"learning_rate": share, "max_learning_rate": 1e4}
    points = path("polyak", surfaces.stretched, (1.0, 0.3), 200, **known)
    distances = np.linalg.norm(points, axis=1)
    assert (np.diff(distances) <= 1e-15).all()
    assert distances[-1] < 1e-3


@pytest.mark.parametrize("slug", ["polyak", "dog", "dowg"])
def test_the_rate_shown_is_the_rate_in_force(slug):
    himmelblau = LANDSCAPES["himmelblau"]
    trajectory = run(himmelblau.fn, OPTIMIZERS[slug], himmelblau.start, steps=60)
    steps = -trajectory.learning_rates[1:, None] * trajectory.gradients[:-1]
    np.testing.assert_allclose(np.diff(trajectory.points, axis=0), steps, rtol=1e-6, atol=1e-12)


def test_the_distance_that_prodigy_finds_is_a_lower_bound_that_comes_near():
    start = np.array([1.0, -0.3])
    trajectory = run(surfaces.stretched, OPTIMIZERS["prodigy"], start, steps=300)
    found = trajectory.internals["estim_lr"]
    assert (np.diff(found) >= 0).all()
    assert found[0] == 1e-6
    assert 0.1 < found[-1] <= np.abs(start).max()
    np.testing.assert_array_equal(trajectory.learning_rates[1:], found[:-1])


def test_the_distance_of_dog_is_the_longest_way_come():
    himmelblau = LANDSCAPES["himmelblau"]
    trajectory = run(himmelblau.fn, OPTIMIZERS["dog"], himmelblau.start, steps=60)
    come = np.linalg.norm(trajectory.points - trajectory.points[0], axis=1)
    farthest = np.maximum(np.maximum.accumulate(come), 0.01)
    np.testing.assert_allclose(trajectory.internals["max_dist"][1:], farthest[:-1], rtol=1e-12)


def test_the_average_of_schedule_free_descent_is_that_of_the_points_ahead():
    rosenbrock = LANDSCAPES["rosenbrock"]
    trajectory = run(rosenbrock.fn, OPTIMIZERS["schedule-free"], rosenbrock.start, steps=100)
    ahead, average = trajectory.internals["z"], trajectory.internals["average"]
    means = np.cumsum(ahead[1:], axis=0) / np.arange(1, 101)[:, None]
    np.testing.assert_allclose(average[1:], means, rtol=0, atol=1e-12)
    drawn = 0.9 * average + 0.1 * ahead
    np.testing.assert_allclose(trajectory.points, drawn, rtol=0, atol=1e-12)


def test_rprop_keeps_its_steps_between_their_bounds():
    trajectory = run(surfaces.stretched, OPTIMIZERS["rprop"], (1.0, 0.3), steps=300)
    assert trajectory.internals["sizes"].min() == 1e-6
    np.testing.assert_array_equal(
        trajectory.learning_rates[1:], trajectory.internals["sizes"][1:].max(axis=1)
    )
    trajectory = run(surfaces.slope, OPTIMIZERS["rprop"], (0.0, 0.0), steps=100)
    assert trajectory.internals["sizes"].max() == 50
