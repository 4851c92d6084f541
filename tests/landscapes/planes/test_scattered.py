import jax
import numpy as np
import pytest
from jax.flatten_util import ravel_pytree

from landscapes.planes import PLANES, View
from landscapes.slices import slice_of
from tests.landscapes import small

GRID = np.linspace(-1, 1, 7)


def view_at(params, loss=None, filters="last"):
    point = np.asarray(ravel_pytree(params)[0])
    return View(loss or small.loss("relu"), params, (point[None],), filters=filters)


def parts(view, slug):
    plane = PLANES[slug](view)
    return [jax.tree.leaves(view.unravel(direction)) for direction in plane.directions]


def test_every_filter_of_a_normalised_direction_is_as_long_as_that_of_the_weights():
    params = {"conv": np.random.default_rng(0).standard_normal((3, 3, 2, 5)), **small.params(0)[0]}
    view = view_at(params, loss=lambda v: v @ v)
    weights = jax.tree.leaves(params)
    for direction in parts(view, "random"):
        for drawn, array in zip(direction, weights, strict=True):
            if array.ndim > 1:
                axes = tuple(range(array.ndim - 1))
                expected = np.sqrt((array**2).sum(axis=axes))
                assert np.sqrt((drawn**2).sum(axis=axes)) == pytest.approx(expected, rel=1e-12)


def test_filters_may_lie_along_the_first_axis():
    params = {"w": np.random.default_rng(0).standard_normal((6, 4)), "b": np.ones(6)}
    for direction in parts(view_at(params, lambda v: v @ v, "first"), "random"):
        lengths = np.linalg.norm(params["w"], axis=1)
        assert np.linalg.norm(direction[1], axis=1) == pytest.approx(lengths, rel=1e-12)


def test_layers_and_weights_and_everything_are_the_other_measures():
    view = view_at(small.params(0))
    arrays = jax.tree.leaves(view.params)
    for direction in parts(view, "random-layer"):
        lengths = [np.linalg.norm(array) if array.ndim > 1 else 0 for array in arrays]
        assert [np.linalg.norm(d) for d in direction] == pytest.approx(lengths, rel=1e-12)
    point = np.asarray(ravel_pytree(view.params)[0])
    draws = np.random.default_rng(0).standard_normal((2, point.size))
    weighted = PLANES["random-weight"](view).directions
    inside = np.concatenate([np.full(array.size, array.ndim > 1) for array in arrays])
    assert weighted == pytest.approx(draws * np.abs(point) * inside)
    raw = PLANES["random-raw"](view).directions
    assert np.linalg.norm(raw, axis=1) == pytest.approx(np.linalg.norm(point), rel=1e-12)


@pytest.mark.parametrize("slug", ["random", "random-layer", "random-weight"])
def test_biases_stay_and_the_note_says_so(slug):
    view = view_at(small.params(0))
    for direction in parts(view, slug):
        assert not any(array.any() for array in direction if array.ndim == 1)
    assert "Biases" in PLANES[slug](view).note


def rescaled(params, factor=10.0):
    """The same function of the inputs, where hidden units are rectified."""
    first, second = params
    return (
        {name: factor * array for name, array in first.items()},
        {"b": second["b"], "w": second["w"] / factor},
    )


def slices(slug):
    params = small.params(3)
    views = view_at(params), view_at(rescaled(params))
    return [slice_of(view.loss, PLANES[slug](view), GRID, GRID) for view in views]


def test_a_normalised_slice_does_not_change_when_a_relu_network_is_rescaled():
    before, after = slices("random")
    assert after == pytest.approx(before, rel=1e-10)


def test_a_raw_slice_does_change_when_a_relu_network_is_rescaled():
    before, after = slices("random-raw")
    assert after[3, 3] == pytest.approx(before[3, 3], rel=1e-10)
    assert np.abs(after / before - 1).max() > 0.5


def test_the_same_seed_draws_the_same_plane_and_another_one_another():
    view = view_at(small.params(0))
    first, again, other = (PLANES["random"](view, seed=seed).directions for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_without_weights_there_is_no_direction():
    zeros = jax.tree.map(np.zeros_like, small.params(0))
    for slug in ("random", "random-raw"):
        with pytest.raises(ValueError, match="fewer than two weights differ from zero"):
            PLANES[slug](view_at(zeros))
