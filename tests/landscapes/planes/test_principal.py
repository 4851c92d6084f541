import numpy as np
import pytest

from landscapes.planes import PLANES, View, at, project
from landscapes.planes.principal import principal, random_walk


def walk(steps, size, seed):
    moves = np.random.default_rng(seed).standard_normal((steps, size))
    return np.concatenate([np.zeros((1, size)), np.cumsum(moves, axis=0)])


def view(*paths):
    return View(lambda v: v @ v, np.zeros(paths[0].shape[1]), paths)


PUBLISHED = [0.608, 0.152, 0.068, 0.038]


def test_a_random_walk_has_the_published_shares():
    assert principal([walk(400, 10_000, seed=0)], 4)[1] == pytest.approx(PUBLISHED, abs=0.006)
    assert random_walk([np.r_[0, np.ones(1000)]], 4) == pytest.approx(PUBLISHED, abs=5e-4)


@pytest.mark.parametrize("lengths", [(200,), (100, 200, 300), (60,) * 8])
def test_shares_and_directions_are_those_of_a_singular_value_decomposition(lengths):
    paths = [walk(steps, 400, seed) for seed, steps in enumerate(lengths)]
    directions, shares = principal(paths, 2)
    rows = np.concatenate(paths)
    _, singular, vectors = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    assert shares == pytest.approx((singular**2 / (singular**2).sum())[:2], rel=1e-6)
    assert abs(directions[0] @ vectors[0]) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("lengths", [(100,), (50, 100), (40,) * 6])
def test_the_null_of_several_racers_is_what_random_walks_of_theirs_show(lengths):
    paths = [walk(steps, 20_000, seed) for seed, steps in enumerate(lengths)]
    plane = PLANES["principal"](view(*paths))
    assert plane.null == pytest.approx(plane.explained, abs=0.02)


def test_racers_that_start_apart_are_compared_with_walks_that_start_apart():
    starts = 30 * np.random.default_rng(9).standard_normal((5, 5000))
    paths = [start + walk(50, 5000, seed) for seed, start in enumerate(starts)]
    plane = PLANES["principal"](view(*paths))
    assert plane.null == pytest.approx(plane.explained, abs=0.04)


def test_directed_paths_are_held_better_than_random_ones():
    t = np.linspace(0, 1, 200)[:, None]
    ahead, aside = np.random.default_rng(0).standard_normal((2, 300))
    plane = PLANES["principal"](view(t * ahead + t**2 * aside + 1e-3 * walk(199, 300, 0)))
    assert sum(plane.explained) > 0.99 > sum(plane.null)
    assert f"{sum(plane.explained):.1%}" in plane.note
    assert f"{sum(plane.null):.1%}" in plane.note


def test_no_other_plane_comes_nearer_to_the_path():
    path = walk(100, 50, 0)
    plane = PLANES["principal"](view(path))
    left = ((path - at(plane, project(plane, path))) ** 2).sum()
    total = ((path - path.mean(axis=0)) ** 2).sum()
    assert 1 - left / total == pytest.approx(sum(plane.explained), rel=1e-9)


def test_one_racer_may_be_followed_alone_and_what_overflowed_is_left_out():
    path, other = walk(100, 50, 0), walk(100, 50, 1)
    broken = np.concatenate([path, np.full((20, 50), np.nan)])
    alone = PLANES["principal"](view(path))
    among = PLANES["principal"](view(other, broken), racer=1)
    assert among.explained == pytest.approx(alone.explained, rel=1e-9)


def test_paths_without_a_plane_are_refused_with_a_sentence():
    line = np.linspace(0, 1, 50)[:, None] * np.ones(5)
    with pytest.raises(ValueError, match="on one line"):
        PLANES["principal"](view(line))
    with pytest.raises(ValueError, match="Nothing moved"):
        PLANES["principal"](view(np.ones((50, 5))))
    with pytest.raises(ValueError, match="no racer 3"):
        PLANES["principal"](view(line), racer=3)
