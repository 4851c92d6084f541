import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.flatten_util import ravel_pytree
from jax.tree_util import Partial

from landscapes import curvature
from landscapes.curvature import leading, sharpness
from tests.landscapes import small


def dense(point):
    return np.linalg.eigvalsh(small.hessian()(point))[::-1]


@pytest.mark.parametrize("step", [0, 20, 400])
def test_the_leading_eigenvalues_are_those_of_the_whole_hessian(step):
    loss, point = small.loss(), small.descent(0)[step]
    found = leading(loss, point, 5)
    assert found.values == pytest.approx(dense(point)[:5], rel=1e-5)
    assert found.error < 1e-6
    hessian = small.hessian()(point)
    for value, vector in zip(*found[:2], strict=True):
        assert hessian @ vector == pytest.approx(value * vector, abs=1e-5 * found.values[0])
    assert found.vectors @ found.vectors.T == pytest.approx(np.eye(5), abs=1e-6)


def test_single_precision_keeps_three_digits():
    loss, point = small.loss(), small.descent(0)[20]
    found = leading(loss, point.astype(np.float32), 5).values
    assert found == pytest.approx(dense(point)[:5], rel=1e-3)


def test_equal_eigenvalues_are_all_found():
    curvatures = np.array([5.0, 5, 5, 2, 2, 1, -7])
    found = leading(lambda v: v @ (curvatures * v) / 2, np.ones(7), 7).values
    assert found == pytest.approx(np.sort(curvatures)[::-1], abs=1e-9)


def test_a_level_loss_has_no_curvature():
    assert leading(lambda v: v @ jnp.ones(5), np.zeros(5), 3).values == pytest.approx(np.zeros(3))


def test_sharpness_along_a_path_is_the_largest_eigenvalue_at_each_point():
    loss, points = small.loss(), small.descent(0)[::25]
    expected = [dense(point)[0] for point in points]
    assert sharpness(loss, points) == pytest.approx(expected, rel=1e-5)


def test_where_numbers_overflow_sharpness_is_unknown_and_known_again_behind():
    points = np.stack([np.ones(5), np.full(5, np.nan), np.ones(5)])
    assert sharpness(lambda v: v @ v, points) == pytest.approx([2, np.nan, 2], nan_ok=True)


def test_more_eigenvalues_than_there_are_cannot_be_asked_for():
    with pytest.raises(ValueError, match="impossible"):
        leading(lambda v: v @ v, np.ones(3), 4)


def test_other_data_in_a_partial_compile_nothing():
    scaled = lambda scale, v: jnp.sum(scale * v**2)  # noqa: E731
    leading(Partial(scaled, np.ones(6)), np.ones(6), 2)
    before = curvature._leading._cache_size()
    found = leading(Partial(scaled, np.arange(6.0)), np.ones(6), 2)
    assert found.values == pytest.approx([10, 8])
    assert curvature._leading._cache_size() == before


def chebyshev():
    """Regression of T₄ by a small tanh network, as Cohen et al. (2021) train it."""
    x = np.linspace(-1, 1, 20)[:, None]
    y = 8 * x**4 - 8 * x**2 + 1
    rng = np.random.default_rng(0)
    sizes = (1, 20, 20, 1)
    params = [
        {"b": np.zeros(out), "w": rng.standard_normal((ins, out)) / np.sqrt(ins)}
        for ins, out in itertools.pairwise(sizes)
    ]
    start, unravel = ravel_pytree(params)

    def loss(point):
        h = x
        *hidden, last = unravel(point)
        for layer in hidden:
            h = jnp.tanh(h @ layer["w"] + layer["b"][None])
        return jnp.mean((h @ last["w"] + last["b"][None] - y) ** 2)

    return loss, start


@pytest.mark.parametrize("rate", [0.1, 0.05])
def test_gradient_descent_trains_at_the_edge_of_stability(rate):
    loss, start = chebyshev()
    slope = jax.grad(loss)

    @jax.jit
    def trained(point):
        def step(point, _):
            return jax.lax.fori_loop(0, 500, lambda _, p: p - rate * slope(p), point), point

        return jax.lax.scan(step, point, None, 60)

    points = trained(start)[1]
    sharp = sharpness(loss, points)
    print(rate, np.round(sharp * rate / 2, 3), loss(points[-1]))
    assert sharp[0] * rate / 2 < 0.9
    assert np.abs(sharp[-10:] * rate / 2 - 1).max() < 0.03
