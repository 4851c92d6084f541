"""BFGS and L-BFGS: what they learn of the curvature, and how they compare with other libraries'."""

import jax
import numpy as np
import optax
import pytest
from scipy import optimize

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run
from optimizers.noise import NOISES
from optimizers.textbook import quasi_newton as textbook
from tests.optimizers import surfaces
from tests.optimizers.test_line_search import first_flat, scipy_on_rosenbrock

BFGS, LBFGS = OPTIMIZERS["bfgs"], OPTIMIZERS["lbfgs"]
SURFACES = ("rosenbrock", "himmelblau", "beale")
every_surface = pytest.mark.parametrize("surface", SURFACES)


def run_on(surface, optimizer, steps, **asked):
    landscape = LANDSCAPES[surface]
    return run(landscape.fn, optimizer, landscape.start, steps=steps, **asked)


@every_surface
def test_bfgs_steps_along_the_textbook_direction(surface):
    trajectory = run_on(surface, BFGS, 60)
    steps = np.diff(trajectory.points, axis=0)
    # The first direction is as long as a first trial should be, not as the gradient.
    for k in range(1, first_flat(trajectory, 1e-5)):
        points, gradients = trajectory.points[: k + 1], trajectory.gradients[: k + 1]
        direction = textbook.bfgs_direction(points, gradients)
        expected = trajectory.learning_rates[k + 1] * direction
        size = np.linalg.norm(expected)
        np.testing.assert_allclose(steps[k], expected, atol=1e-6 * size, err_msg=f"step {k}")


@pytest.mark.parametrize("surface", ["rosenbrock", "himmelblau"])
def test_lbfgs_steps_along_the_two_loop_direction(surface):
    trajectory = run_on(surface, LBFGS, 12)
    steps = np.diff(trajectory.points, axis=0)
    for k in range(1, 7):
        points, gradients = trajectory.points[: k + 1], trajectory.gradients[: k + 1]
        direction = textbook.lbfgs_direction(points, gradients)
        expected = trajectory.learning_rates[k + 1] * direction
        np.testing.assert_allclose(steps[k], expected, rtol=1e-6, err_msg=f"step {k}")


@every_surface
def test_bfgs_updates_its_matrix_as_scipy_does(surface):
    trajectory = run_on(surface, BFGS, 60)
    theirs = optimize.BFGS(init_scale="auto")
    theirs.initialize(2, "inv_hess")
    for k in range(1, first_flat(trajectory, 1e-5)):
        s, y = (np.diff(rows[k - 1 : k + 1], axis=0)[0] for rows in trajectory[0:3:2])
        theirs.update(s, y)
        ours = trajectory.internals["inverse_hessian"][k + 1]
        np.testing.assert_allclose(ours, theirs.get_matrix(), rtol=1e-7, err_msg=f"step {k}")


@every_surface
def test_bfgs_has_learned_the_hessian_when_it_arrives(surface):
    trajectory = run_on(surface, BFGS, 60)
    arrived = first_flat(trajectory)
    learned = trajectory.internals["inverse_hessian"][arrived]
    hessian = jax.hessian(LANDSCAPES[surface].fn)(trajectory.points[arrived])
    ratios = np.linalg.eigvals(learned @ hessian)
    assert (ratios > 0.7).all()
    assert (ratios < 1.4).all()


@pytest.mark.parametrize("spread", [1e-12, 1.0])
@every_surface
def test_the_matrix_of_bfgs_stays_symmetric_and_positive(surface, spread):
    trajectory = run_on(surface, BFGS, 60, noise=NOISES["gaussian"](spread=spread))
    assert trajectory.finite == 61
    matrices = trajectory.internals["inverse_hessian"]
    np.testing.assert_allclose(matrices, matrices.transpose(0, 2, 1), rtol=1e-9, atol=1e-12)
    assert (np.linalg.eigvalsh(matrices) > 0).all()


@pytest.mark.parametrize(
    ("optimizer", "method", "options"),
    [(BFGS, "BFGS", {"norm": 2}), (LBFGS, "L-BFGS-B", {"ftol": 0.0})],
    ids=["bfgs", "lbfgs"],
)
def test_rosenbrock_costs_about_as_much_as_with_scipy(optimizer, method, options):
    theirs = scipy_on_rosenbrock(method, gtol=1e-8, **options)
    ours = run(surfaces.rosenbrock, optimizer, (-1.2, 1.0), steps=60)
    steps = first_flat(ours)
    assert theirs.success
    assert steps <= 1.15 * theirs.nit
    assert ours.evaluations[steps] <= 1.15 * theirs.nfev


def test_lbfgs_is_about_as_quick_as_optax_with_its_own_search():
    rule = optax.lbfgs()
    point = jax.numpy.array([-1.2, 1.0])

    @jax.jit
    def step(point, state):
        value, gradient = jax.value_and_grad(surfaces.rosenbrock)(point)
        update, state = rule.update(
            gradient, state, point, value=value, grad=gradient, value_fn=surfaces.rosenbrock
        )
        return point + update, state, jax.numpy.linalg.norm(gradient)

    state, norms = rule.init(point), []
    for _ in range(60):
        point, state, norm = step(point, state)
        norms.append(float(norm))
    theirs = int((np.array(norms) <= 1e-8).argmax())
    assert theirs == 36
    ours = run(surfaces.rosenbrock, LBFGS, (-1.2, 1.0), steps=60)
    assert abs(first_flat(ours) - theirs) <= 1


@pytest.mark.parametrize("optimizer", [BFGS, LBFGS], ids=lambda entry: entry.slug)
def test_near_the_minimum_one_evaluation_makes_a_step(optimizer):
    trajectory = run(surfaces.rosenbrock, optimizer, (-1.2, 1.0), steps=60)
    arrived = first_flat(trajectory)
    assert trajectory.evaluations[arrived] - trajectory.evaluations[arrived - 5] == 5
    assert trajectory.evaluations[arrived] < 1.3 * arrived


@pytest.mark.parametrize("optimizer", [BFGS, LBFGS], ids=lambda entry: entry.slug)
def test_with_noise_it_never_stands_still_for_good(optimizer):
    noise = NOISES["gaussian"](spread=3.0)
    trajectory = run(surfaces.rosenbrock, optimizer, (-1.2, 1.0), steps=400, noise=noise)
    assert trajectory.finite == 401
    lengths = np.linalg.norm(np.diff(trajectory.points, axis=0), axis=1)
    assert (lengths[200:300] > 0).any()
    assert (lengths[300:] > 0).any()
    assert trajectory.values[-1] < trajectory.values[0]
