"""optax's rules against a plain transcription of the books' formulas."""

import jax
import numpy as np
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run, textbook

plain_rules = pytest.mark.parametrize(
    "slug", ["gradient-descent", "momentum", "adagrad", "rmsprop", "adam"]
)
every_landscape = pytest.mark.parametrize("landscape", LANDSCAPES.values(), ids=LANDSCAPES)


@plain_rules
@every_landscape
def test_it_equals_its_textbook_version_for_100_steps(slug, landscape):
    optimizer = OPTIMIZERS[slug]
    gradient = jax.jit(jax.grad(landscape.fn))
    expected = optimizer.textbook(
        lambda x: np.asarray(gradient(x)),
        np.array(landscape.start),
        steps=100,
        **optimizer.settings(),
    )
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=100)
    np.testing.assert_allclose(trajectory.points, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("slug", ["rosenbrock", "himmelblau"])
def test_lbfgs_steps_along_the_two_loop_direction(slug):
    landscape = LANDSCAPES[slug]
    trajectory = run(landscape.fn, OPTIMIZERS["lbfgs"], landscape.start, steps=12)
    steps = np.diff(trajectory.points, axis=0)
    for k in range(1, 7):
        points, gradients = trajectory.points[: k + 1], trajectory.gradients[: k + 1]
        direction = textbook.lbfgs_direction(points, gradients)
        expected = trajectory.learning_rates[k + 1] * direction
        np.testing.assert_allclose(steps[k], expected, rtol=1e-6, err_msg=f"step {k}")


@pytest.mark.parametrize("c2", [0.5, 0.9])
def test_lbfgs_steps_satisfy_the_strong_wolfe_conditions(c2):
    landscape, c1 = LANDSCAPES["rosenbrock"], 1e-4
    settings = {"slope_rtol": c1, "curv_rtol": c2}
    trajectory = run(
        landscape.fn, OPTIMIZERS["lbfgs"], landscape.start, steps=25, settings=settings
    )
    steps = np.diff(trajectory.points, axis=0)
    slopes = (steps * trajectory.gradients[:-1]).sum(axis=1)
    slopes_after = (steps * trajectory.gradients[1:]).sum(axis=1)
    assert (slopes < 0).all()
    assert (trajectory.values[1:] <= trajectory.values[:-1] + c1 * slopes + 1e-12).all()
    assert (np.abs(slopes_after) <= c2 * np.abs(slopes) + 1e-12).all()
