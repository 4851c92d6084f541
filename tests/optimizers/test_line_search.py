"""Rules whose step lengths are found by trial: their conditions, their cost, their peers."""

import jax
import numpy as np
import pytest
from scipy import optimize

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run
from optimizers.textbook import line_search as textbook
from tests.optimizers import surfaces

ARMIJO, FLETCHER_REEVES, POLAK_RIBIERE, BFGS, LBFGS = (
    OPTIMIZERS[slug] for slug in ("armijo", "fletcher-reeves", "polak-ribiere", "bfgs", "lbfgs")
)
CONJUGATE = {
    "fletcher-reeves": textbook.fletcher_reeves_direction,
    "polak-ribiere": textbook.polak_ribiere_direction,
}
SEARCHED = (FLETCHER_REEVES, POLAK_RIBIERE, BFGS, LBFGS)
every_searched = pytest.mark.parametrize("optimizer", SEARCHED, ids=lambda entry: entry.slug)
SURFACES = ("rosenbrock", "himmelblau", "beale", "styblinski-tang")
EXACTLY = {"curv_rtol": 1e-6}


def steps_of(trajectory):
    """Slopes along each step, at its beginning and at its end."""
    steps = np.diff(trajectory.points, axis=0)
    before = (steps * trajectory.gradients[:-1]).sum(axis=1)
    return before, (steps * trajectory.gradients[1:]).sum(axis=1)


def first_flat(trajectory, tolerance=1e-8):
    norms = np.linalg.norm(trajectory.gradients, axis=1)
    assert norms.min() <= tolerance
    return int((norms <= tolerance).argmax())


def scipy_on_rosenbrock(method, hessian=None, **options):
    value, gradient = jax.jit(surfaces.rosenbrock), jax.jit(jax.grad(surfaces.rosenbrock))
    return optimize.minimize(
        lambda x: float(value(x)),
        np.array([-1.2, 1.0]),
        jac=lambda x: np.asarray(gradient(x)),
        hess=hessian,
        method=method,
        options=options,
    )


@every_searched
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("c2", [0.01, 0.1, 0.5, 0.9])
def test_steps_meet_the_strong_wolfe_conditions(optimizer, surface, c2):
    landscape, c1 = LANDSCAPES[surface], 1e-4
    settings = {"slope_rtol": c1, "curv_rtol": c2}
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=60, settings=settings)
    before, after = steps_of(trajectory)
    # Nearer to the minimum than this, values are equal up to rounding.
    far = np.linalg.norm(trajectory.gradients[:-1], axis=1) > 1e-5
    assert far.sum() >= 4
    rounding = 1e-12 * (1 + np.abs(trajectory.values[:-1]))
    assert (before[far] < 0).all()
    decreased = trajectory.values[1:] <= trajectory.values[:-1] + c1 * before + rounding
    assert decreased[far].all()
    assert (np.abs(after) <= c2 * np.abs(before) + 1e-15)[far].all()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("c1", [1e-4, 0.1, 0.5])
def test_armijo_steps_meet_its_condition_and_twice_as_long_ones_did_not(surface, c1):
    landscape = LANDSCAPES[surface]
    settings = {"slope_rtol": c1}
    trajectory = run(landscape.fn, ARMIJO, landscape.start, steps=100, settings=settings)
    value = jax.jit(landscape.fn)
    far = np.linalg.norm(trajectory.gradients[:-1], axis=1) > 1e-5
    trials = np.diff(trajectory.evaluations)
    for k in np.flatnonzero(far):
        x, f, g = (part[k] for part in trajectory[:3])
        rate = trajectory.learning_rates[k + 1]
        assert value(x - rate * g) <= f - c1 * rate * (g @ g) + 1e-12 * (1 + abs(f))
        if trials[k] > 1:
            assert value(x - 2 * rate * g) > f - c1 * 2 * rate * (g @ g) - 1e-12 * (1 + abs(f))


@pytest.mark.parametrize("surface", ["rosenbrock", "himmelblau"])
@pytest.mark.parametrize("settings", [{}, {"decrease_factor": 0.7, "increase_factor": 1.5}])
def test_armijo_equals_its_textbook_version_for_100_steps(surface, settings):
    landscape = LANDSCAPES[surface]
    value, gradient = jax.jit(landscape.fn), jax.jit(jax.grad(landscape.fn))
    # On Himmelblau's function values are equal up to rounding from step 22 on.
    steps = 100 if surface == "rosenbrock" else 20
    expected = textbook.armijo(
        lambda x: np.asarray(gradient(x)),
        lambda x: float(value(x)),
        np.array(landscape.start),
        steps,
        **ARMIJO.settings(settings),
    )
    trajectory = run(landscape.fn, ARMIJO, landscape.start, steps=steps, settings=settings)
    np.testing.assert_allclose(trajectory.points, expected, rtol=1e-9, atol=1e-9)


def test_armijo_reaches_the_floor_of_the_valley_in_half_the_steps_of_descent():
    def reached(optimizer, settings):
        trajectory = run(
            surfaces.rosenbrock, optimizer, (-1.2, 1.0), steps=10_000, settings=settings
        )
        return int((trajectory.values < 1e-4).argmax()), trajectory

    steps, trajectory = reached(ARMIJO, {})
    assert 0 < steps < reached(OPTIMIZERS["gradient-descent"], {"learning_rate": 1e-3})[0] / 2
    assert trajectory.evaluations[steps] == pytest.approx(2 * steps, rel=0.02)


@pytest.mark.parametrize("slug", CONJUGATE)
@pytest.mark.parametrize("surface", SURFACES)
def test_conjugate_steps_go_along_the_textbook_direction(slug, surface):
    landscape = LANDSCAPES[surface]
    trajectory = run(landscape.fn, OPTIMIZERS[slug], landscape.start, steps=100)
    last = min(first_flat(trajectory, 1e-5), 100)
    steps = np.diff(trajectory.points, axis=0)
    for k in range(last):
        direction = CONJUGATE[slug](trajectory.gradients[: k + 1])
        expected = trajectory.learning_rates[k + 1] * direction
        size = np.linalg.norm(expected)
        np.testing.assert_allclose(steps[k], expected, atol=1e-9 * size + 1e-15, err_msg=f"{k}")


@pytest.mark.parametrize("optimizer", SEARCHED[:3], ids=lambda entry: entry.slug)
@pytest.mark.parametrize("slug", ["stretched-bowl", "rotated-bowl", "booth", "matyas"])
def test_with_exact_searches_a_bowl_takes_two_steps(optimizer, slug):
    landscape = LANDSCAPES[slug]
    exact = run(landscape.fn, optimizer, landscape.start, steps=3, settings=EXACTLY)
    norms = np.linalg.norm(exact.gradients, axis=1)
    assert norms[1] > 1e-3 * norms[0]
    assert norms[2] <= 1e-7 * norms[0]


def test_on_a_bowl_the_three_exact_rules_take_the_same_path():
    landscape = LANDSCAPES["rotated-bowl"]
    paths = [
        run(landscape.fn, optimizer, landscape.start, steps=2, settings=EXACTLY).points
        for optimizer in SEARCHED[:3]
    ]
    for path in paths[1:]:
        np.testing.assert_allclose(path, paths[0], atol=1e-7)


def test_polak_and_ribiere_solve_rosenbrock_no_slower_than_scipy():
    theirs = scipy_on_rosenbrock("CG", gtol=1e-8, norm=2)
    ours = run(surfaces.rosenbrock, POLAK_RIBIERE, (-1.2, 1.0), steps=60)
    steps = first_flat(ours)
    assert theirs.success
    assert steps <= theirs.nit
    assert ours.evaluations[steps] <= theirs.nfev


def test_fletcher_and_reeves_take_more_than_four_times_as_many_steps():
    slow, quick = (
        first_flat(run(surfaces.rosenbrock, optimizer, (-1.2, 1.0), steps=200))
        for optimizer in (FLETCHER_REEVES, POLAK_RIBIERE)
    )
    assert quick <= 20
    assert 4 * quick < slow < 6 * quick


@pytest.mark.parametrize("optimizer", [ARMIJO, *SEARCHED], ids=lambda entry: entry.slug)
def test_evaluations_are_the_trials_that_were_made(optimizer):
    tried = []

    def counted(p):
        tried.append(p)
        return surfaces.rosenbrock(p)

    rule, slope = optimizer.build(**optimizer.settings()), jax.grad(surfaces.rosenbrock)
    seen = [1]
    with jax.disable_jit():
        point = jax.numpy.array([-1.2, 1.0])
        state = rule.init(point)
        for _ in range(8):
            value, gradient = surfaces.rosenbrock(point), slope(point)
            update, state = rule.update(
                gradient, state, point, value=value, grad=gradient, value_fn=counted
            )
            point = point + update
            seen.append(1 + len(tried))
    trajectory = run(surfaces.rosenbrock, optimizer, (-1.2, 1.0), steps=8)
    np.testing.assert_allclose(point, trajectory.points[-1], rtol=1e-9)
    assert seen == trajectory.evaluations.tolist()
    assert seen[-1] > 9


@every_searched
@pytest.mark.parametrize("surface", SURFACES)
def test_at_the_rounding_level_no_trials_are_wasted(optimizer, surface):
    landscape = LANDSCAPES[surface]
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=400)
    assert first_flat(trajectory) < 200
    assert trajectory.evaluations[400] - trajectory.evaluations[200] <= 4 * 200
    np.testing.assert_allclose(trajectory.points[200:], trajectory.points[[400] * 201], rtol=1e-7)


@every_searched
def test_where_there_is_no_floor_numbers_stay_finite(optimizer):
    trajectory = run(surfaces.saddle, optimizer, (-1.6, 1e-3), steps=300)
    assert trajectory.finite == 301
    assert trajectory.values[-1] < -1e12


@pytest.mark.parametrize("optimizer", [ARMIJO, *SEARCHED], ids=lambda entry: entry.slug)
def test_told_the_opposite_of_the_gradient_it_stays(optimizer):
    rule, fn = optimizer.build(**optimizer.settings()), surfaces.rosenbrock

    @jax.jit
    def step(point):
        value, gradient = jax.value_and_grad(fn)(point)
        given = {"value": value, "grad": gradient, "value_fn": fn}
        return rule.update(-gradient, rule.init(point), point, **given)

    update, state = step(jax.numpy.array([-1.2, 1.0]))
    assert not np.any(update)
    assert optimizer.evaluations(state) == 1


@every_searched
def test_a_matrix_of_parameters_goes_the_way_of_a_vector(optimizer):
    def fn(p):
        return surfaces.rosenbrock(p.ravel()) + p[0, 2] ** 2

    def flat(p):
        return surfaces.rosenbrock(p) + p[2] ** 2

    start = np.array([-1.2, 1.0, 0.5])
    vector = run(flat, optimizer, start, steps=20)
    matrix = run(fn, optimizer, start[None], steps=20)
    np.testing.assert_allclose(matrix.points[:, 0], vector.points, rtol=1e-9, atol=1e-9)
