import numpy as np
import pytest

from landscapes.planes import PLANES, View, at, distance, project
from landscapes.planes.bezier import barrier, bent, bezier
from tests.landscapes import small


@pytest.fixture(scope="module")
def view():
    return View(small.loss(), small.params(0), tuple(small.descent(seed) for seed in (0, 1, 2)))


def test_the_solutions_lie_on_their_plane(view):
    for settings in ({}, {"third": 2}):
        plane = PLANES["solutions"](view, **settings)
        third = view.paths[2][-1] if settings else view.paths[0][0]
        points = np.stack([view.paths[0][-1], view.paths[1][-1], third])
        assert distance(plane, points) == pytest.approx(np.zeros(3), abs=1e-9)
        assert project(plane, points)[:2] == pytest.approx(np.eye(2)[:, ::-1] * [1, 0], abs=1e-9)


def test_the_axes_are_at_right_angles_and_of_one_scale(view):
    first, second = PLANES["solutions"](view).directions
    assert first @ second == pytest.approx(0, abs=1e-9)
    assert np.linalg.norm(first) == pytest.approx(np.linalg.norm(second))


def test_the_barrier_is_how_far_the_line_rises_above_its_ends():
    points = np.array([[-1.0], [0.0], [1.0], [2.0]])
    assert barrier(lambda v: 4 - (v[0] - 0.5) ** 2, points) == pytest.approx(2)
    assert barrier(lambda v: v[0] ** 2, points) == 0


def test_a_bent_curve_goes_round_the_barrier_of_the_straight_line(view):
    ends = np.stack([view.paths[0][-1], view.paths[1][-1]])
    t = np.linspace(0, 1, 101)
    line = bezier(ends, ends.mean(axis=0), t)
    assert line == pytest.approx(ends[0] + t[:, None] * (ends[1] - ends[0]))
    curve = bezier(ends, bent(view.loss, ends, steps=300, rate=0.05), t)
    assert curve[[0, -1]] == pytest.approx(ends)
    straight, around = barrier(view.loss, line), barrier(view.loss, curve)
    assert straight > 0.05
    assert around < straight / 5


def test_the_curve_lies_on_its_plane_and_is_drawn_there(view):
    plane = PLANES["curve"](view)
    assert plane.curve[0] == pytest.approx([0, 0], abs=1e-9)
    assert plane.curve[-1] == pytest.approx([1, 0], abs=1e-9)
    assert "on the curve" in plane.note
    bend = 2 * (plane.curve[20] - (plane.curve[0] + plane.curve[-1]) / 4)
    drawn = bezier(at(plane, plane.curve[[0, -1]]), at(plane, bend[None])[0], np.linspace(0, 1, 41))
    assert project(plane, drawn) == pytest.approx(plane.curve, abs=1e-9)


def test_what_has_no_plane_is_refused_with_a_sentence(view):
    with pytest.raises(ValueError, match="add another one"):
        PLANES["solutions"](view._replace(paths=view.paths[:1]))
    with pytest.raises(ValueError, match="one point"):
        PLANES["curve"](view, first=1, second=1)
    with pytest.raises(ValueError, match="span no plane"):
        PLANES["solutions"](view, third=0)
    with pytest.raises(ValueError, match="no racer 7"):
        PLANES["solutions"](view, third=7)
