"""What must hold on every landscape."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.optimize import root

from landscapes import LANDSCAPES
from landscapes.heights import heights

every_landscape = pytest.mark.parametrize("landscape", LANDSCAPES.values(), ids=LANDSCAPES)


def points_in(landscape, count=40, seed=0):
    lower, upper = np.array(landscape.window)
    return np.random.default_rng(seed).uniform(lower, upper, (count, 2))


def signature(landscape, point):
    eigenvalues = np.linalg.eigvalsh(jax.hessian(landscape.fn)(jnp.array(point)))
    if np.abs(eigenvalues).min() < 1e-8:
        return "degenerate"
    if (eigenvalues > 0).all():
        return "minimum"
    return "maximum" if (eigenvalues < 0).all() else "saddle"


@every_landscape
def test_it_is_finite_on_its_whole_window(landscape):
    assert np.isfinite(heights(landscape, 201)).all()


@every_landscape
def test_heights_are_laid_out_from_bottom_to_top_and_left_to_right(landscape):
    grid = heights(landscape, 5)
    (left, bottom), (right, top) = landscape.window
    assert grid[0, -1] == pytest.approx(float(landscape.fn(jnp.array([right, bottom]))))
    assert grid[-1, 0] == pytest.approx(float(landscape.fn(jnp.array([left, top]))))


@every_landscape
def test_it_starts_in_its_window(landscape):
    assert landscape.contains(landscape.start)
    assert not landscape.contains((1e6, 0.0))


@every_landscape
def test_the_gradient_vanishes_at_every_critical_point(landscape):
    for point, _ in landscape.critical_points:
        gradient = jax.grad(landscape.fn)(jnp.array(point))
        assert np.linalg.norm(gradient) < 1e-8, point


@every_landscape
def test_the_hessian_has_the_signs_that_a_critical_point_is_labelled_with(landscape):
    for point, kind in landscape.critical_points:
        assert signature(landscape, point) == kind, point


@every_landscape
def test_no_critical_point_of_the_window_is_missing(landscape):
    gradient = jax.jit(jax.grad(landscape.fn))
    hessian = jax.jit(jax.hessian(landscape.fn))
    lower, upper = np.array(landscape.window)
    listed = np.array([point for point, _ in landscape.critical_points])
    for start in points_in(landscape, 400, seed=1):
        found = root(gradient, start, jac=hessian, tol=1e-13)
        inside = (found.x >= lower).all() and (found.x <= upper).all()
        if inside and np.linalg.norm(gradient(found.x)) < 1e-9:
            assert np.linalg.norm(listed - found.x, axis=1).min() < 1e-5, found.x


@every_landscape
def test_nothing_lies_below_the_floor_and_a_minimum_touches_it(landscape):
    if landscape.floor is None:
        pytest.skip("f falls without end")
    assert heights(landscape, 201).min() >= landscape.floor
    lowest = min(float(landscape.fn(jnp.array(point))) for point in landscape.minima)
    assert lowest == pytest.approx(landscape.floor, abs=1e-12)


@every_landscape
def test_autodiff_equals_central_differences(landscape):
    h = 1e-5
    for point in points_in(landscape):
        differences = [
            (landscape.fn(point + h * axis) - landscape.fn(point - h * axis)) / (2 * h)
            for axis in np.eye(2)
        ]
        gradient = jax.grad(landscape.fn)(jnp.array(point))
        np.testing.assert_allclose(gradient, differences, rtol=1e-6, atol=1e-5)


@every_landscape
def test_compiled_and_mapped_it_agrees_with_itself_evaluated_plainly(landscape):
    points = points_in(landscape)
    plain = [float(landscape.fn(jnp.array(point))) for point in points]
    np.testing.assert_allclose(jax.vmap(landscape.fn)(points), plain, rtol=1e-12)
    compiled = jax.jit(landscape.fn)
    np.testing.assert_allclose([compiled(point) for point in points], plain, rtol=1e-12)


@pytest.mark.parametrize(
    ("slug", "point", "value"),
    [
        ("rosenbrock", (-1.2, 1.0), 24.2),
        ("rosenbrock", (1.0, 1.0), 0.0),
        ("saddle", (2.0, 1.0), 3.0),
        ("himmelblau", (3.0, 2.0), 0.0),
        ("himmelblau", (-2.805118087, 3.131312518), 0.0),
        ("himmelblau", (3.385154184, 0.073851880), 13.3119),
        ("himmelblau", (0.0, 0.0), 170.0),
    ],
)
def test_published_values_at_published_points(slug, point, value):
    assert float(LANDSCAPES[slug].fn(jnp.array(point))) == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize(
    ("slug", "point", "eigenvalues"),
    [
        ("rosenbrock", (1.0, 1.0), (0.39936077, 1001.6006)),
        ("himmelblau", (3.0, 2.0), (25.7157, 82.2843)),
        ("saddle", (0.0, 0.0), (-2.0, 2.0)),
    ],
)
def test_published_curvatures(slug, point, eigenvalues):
    hessian = jax.hessian(LANDSCAPES[slug].fn)(jnp.array(point))
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), eigenvalues, rtol=1e-5)
