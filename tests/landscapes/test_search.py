"""The search for critical points, and the files that hold what it found."""

import json

import numpy as np
import pytest

from landscapes import LANDSCAPES
from landscapes.listed import FOLDER, listed
from landscapes.search import critical_points, derivatives, kind_at


def quartic(p, tilt=0.0):
    x, y = p
    return (x**2 - 1) ** 2 + (y**2 - 1) ** 2 + tilt * x


def test_it_finds_every_point_and_lists_the_lowest_minima_first():
    found = critical_points(quartic, ((-2.0, -2.0), (2.0, 2.0)), side=20)
    assert [kind for _, kind in found] == ["minimum"] * 4 + ["saddle"] * 4 + ["maximum"]
    assert {point for point, _ in found} == {(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)}
    tilted = critical_points(quartic, ((-2.0, -2.0), (2.0, 2.0)), side=20, knobs={"tilt": 0.1})
    assert [point[0] < 0 for point, _ in tilted[:4]] == [True, True, False, False]


def test_it_finds_nothing_where_nothing_is():
    assert critical_points(quartic, ((1.5, 1.5), (2.0, 2.0)), side=20) == ()


def test_it_settles_at_rounding_level():
    found = critical_points(quartic, ((-2.0, -2.0), (2.0, 2.0)), side=20, knobs={"tilt": 0.3})
    points = np.array([point for point, _ in found])
    at = derivatives(quartic, points, {"tilt": 0.3})
    assert np.abs(at.gradients).max() < 1e-14


def test_kinds_follow_the_signs_of_curvature():
    assert kind_at(quartic, (1.0, 1.0)) == "minimum"
    assert kind_at(quartic, (0.0, 1.0)) == "saddle"
    assert kind_at(quartic, (0.0, 0.0)) == "maximum"
    assert kind_at(lambda p: p[0] ** 4 + p[1] ** 2, (0.0, 0.0)) == "degenerate"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_file_of_points_is_read_whole_by_the_landscape_of_its_name(path):
    points = listed(path.stem)
    assert LANDSCAPES[path.stem].critical_points == points
    assert len(points) == sum(len(each) for each in json.loads(path.read_text()).values())
