import jax
import numpy as np
import pytest

from landscapes.planes import PLANES, View, at, distance, project, window
from tests.landscapes import small

every_plane = pytest.mark.parametrize("slug", PLANES)


@pytest.fixture(scope="module")
def view():
    return View(small.loss(), small.params(0), tuple(small.descent(seed) for seed in (0, 1, 2)))


@every_plane
def test_projecting_a_point_of_the_plane_returns_its_coordinates(view, slug):
    plane = PLANES[slug](view)
    coordinates = np.random.default_rng(1).standard_normal((9, 2))
    points = at(plane, coordinates)
    assert project(plane, points) == pytest.approx(coordinates, abs=1e-9)
    assert distance(plane, points) == pytest.approx(np.zeros(9), abs=1e-9)


@every_plane
def test_the_projection_is_the_nearest_point_of_the_plane(view, slug):
    plane = PLANES[slug](view)
    points = view.paths[1][::100]
    nearest = project(plane, points)
    gaps = np.linalg.norm(points - at(plane, nearest), axis=1)
    assert distance(plane, points) == pytest.approx(gaps, abs=1e-9)
    for aside in ([0.01, 0], [-0.01, 0], [0, 0.01], [0, -0.01]):
        assert (np.linalg.norm(points - at(plane, nearest + aside), axis=1) >= gaps).all()


@every_plane
def test_entries_say_what_they_are_and_name_their_sources(slug):
    cut = PLANES[slug]
    assert cut.slug == slug
    assert cut.title
    assert cut.formula
    assert cut.point.endswith(".")
    assert all(cut.axes)
    assert all("](https://" in reference for reference in cut.references)
    with pytest.raises(ValueError, match="has no colour"):
        cut.settings({"colour": 1})


@every_plane
def test_single_precision_planes_keep_coordinates_to_five_digits(view, slug):
    paths = tuple(path.astype(np.float32) for path in view.paths)
    params = jax.tree.map(np.float32, view.params)
    plane = PLANES[slug](view._replace(paths=paths, params=params))
    assert plane.origin.dtype == plane.directions.dtype == np.float32
    coordinates = np.random.default_rng(1).standard_normal((9, 2)).astype(np.float32)
    assert project(plane, at(plane, coordinates)) == pytest.approx(coordinates, abs=1e-4)


@every_plane
def test_the_window_holds_every_projection(view, slug):
    plane = PLANES[slug](view)
    (left, bottom), (right, top) = window(plane, view.paths[0], least=2 * PLANES[slug].reach)
    x, y = project(plane, view.paths[0]).T
    assert left < x.min() < x.max() < right
    assert bottom < y.min() < y.max() < top
    assert min(right - left, top - bottom) >= 2 * PLANES[slug].reach


def test_directions_need_not_be_orthogonal(view):
    plane = PLANES["random-raw"](view)
    first, second = plane.directions
    skewed = plane._replace(directions=np.stack([first, first + 0.1 * second]))
    coordinates = np.random.default_rng(1).standard_normal((9, 2))
    assert project(skewed, at(skewed, coordinates)) == pytest.approx(coordinates, abs=1e-9)


def test_a_path_that_left_for_good_is_looked_at_up_to_there(view):
    path = np.concatenate([view.paths[0][:50], np.full((20, view.paths[0].shape[1]), np.nan)])
    broken = view._replace(paths=(path,))
    assert PLANES["random"](broken).origin == pytest.approx(path[49])
    assert PLANES["random"](broken, step=10).origin == pytest.approx(path[10])
    nothing = view._replace(paths=(path[50:],))
    with pytest.raises(ValueError, match="has no path"):
        PLANES["random"](nothing)
