import jax
import numpy as np
import pytest

from landscapes.planes import PLANES, View
from tests.landscapes import small


@pytest.fixture(scope="module")
def view():
    return View(small.loss(), small.params(0), (small.descent(0),))


def test_the_loss_curves_along_the_axes_as_the_eigenvalues_say(view):
    plane = PLANES["hessian"](view, step=40)
    hessian = small.hessian()(view.paths[0][40])
    expected = np.linalg.eigvalsh(hessian)[::-1][:2]
    first, second = plane.directions
    curved = [first @ hessian @ first, second @ hessian @ second]
    assert curved == pytest.approx(expected, rel=1e-6)
    assert f"{expected[0]:.3g}" in plane.note


def test_the_first_axis_is_the_gradient_and_the_second_the_rest_of_the_eigenvector(view):
    point = view.paths[0][40]
    first, second = PLANES["gradient-hessian"](view, step=40).directions
    gradient = np.asarray(jax.jit(jax.grad(view.loss))(point))
    assert first == pytest.approx(gradient / np.linalg.norm(gradient), abs=1e-9)
    top = np.linalg.eigh(small.hessian()(point))[1][:, -1]
    assert first @ second == pytest.approx(0, abs=1e-9)
    assert np.hypot(top @ first, top @ second) == pytest.approx(1, abs=1e-6)


def test_where_the_gradient_is_the_eigenvector_the_second_one_takes_its_place():
    curvatures = np.array([9.0, 4.0, 1.0])
    view = View(lambda v: v @ (curvatures * v) / 2, np.zeros(3), (np.array([[1.0, 0, 0]]),))
    plane = PLANES["gradient-hessian"](view)
    assert np.abs(plane.directions) == pytest.approx(np.eye(3)[:2], abs=1e-6)
    assert "second eigenvector" in plane.note


def test_what_has_no_direction_is_refused_with_a_sentence(view):
    flat = View(lambda v: v @ v, np.zeros(3), (np.zeros((1, 3)),))
    with pytest.raises(ValueError, match="gradient vanishes"):
        PLANES["gradient-hessian"](flat)
    overflowing = View(lambda v: 1 / (v @ v), np.zeros(3), (np.zeros((1, 3)),))
    for slug in ("hessian", "gradient-hessian"):
        with pytest.raises(ValueError, match="overflows"):
            PLANES[slug](overflowing)
