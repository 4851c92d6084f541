"""L-BFGS: its direction, its line search and what they cost."""

import jax
import numpy as np
import optax
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run
from optimizers.textbook import quasi_newton as textbook
from tests.optimizers import surfaces

LBFGS = OPTIMIZERS["lbfgs"]


@pytest.mark.parametrize("slug", ["rosenbrock", "himmelblau"])
def test_lbfgs_steps_along_the_two_loop_direction(slug):
    landscape = LANDSCAPES[slug]
    trajectory = run(landscape.fn, LBFGS, landscape.start, steps=12)
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
    trajectory = run(landscape.fn, LBFGS, landscape.start, steps=25, settings=settings)
    steps = np.diff(trajectory.points, axis=0)
    slopes = (steps * trajectory.gradients[:-1]).sum(axis=1)
    slopes_after = (steps * trajectory.gradients[1:]).sum(axis=1)
    assert (slopes < 0).all()
    assert (trajectory.values[1:] <= trajectory.values[:-1] + c1 * slopes + 1e-12).all()
    assert (np.abs(slopes_after) <= c2 * np.abs(slopes) + 1e-12).all()


def test_lbfgs_solves_rosenbrock_in_35_iterations():
    trajectory = run(surfaces.rosenbrock, LBFGS, (-1.2, 1.0), steps=60)
    assert int((np.linalg.norm(trajectory.gradients, axis=1) <= 1e-7).argmax()) == 35


def test_evaluations_are_the_calls_of_the_function_that_the_rule_needs():
    calls, seen = 0, []

    def counted(p):
        nonlocal calls
        calls += 1
        return surfaces.rosenbrock(p)

    rule = LBFGS.build(**LBFGS.settings())
    with jax.disable_jit():
        point = jax.numpy.array([-1.2, 1.0])
        state = rule.init(point)
        for _ in range(10):
            value, gradient = optax.value_and_grad_from_state(counted)(point, state=state)
            seen.append(calls)
            update, state = rule.update(
                gradient, state, point, value=value, grad=gradient, value_fn=counted
            )
            point = optax.apply_updates(point, update)
    trajectory = run(surfaces.rosenbrock, LBFGS, (-1.2, 1.0), steps=9)
    assert seen == trajectory.evaluations.tolist()
    assert seen[-1] > 10
