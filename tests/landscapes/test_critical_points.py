"""What is said of minima, saddles and maxima: that it is true, and that it is all of them."""

import math
from functools import lru_cache

import jax
import numpy as np
import pytest

from landscapes.search import critical_points
from tests.landscapes.cases import (
    ALL,
    WITH_FLOOR,
    WITH_SETS,
    at_points,
    every_landscape,
    every_setting,
    is_smooth,
    look,
    on_grid,
    random_points,
)
from tests.landscapes.winding import indices

SMOOTH = ("minimum", "saddle", "maximum", "degenerate")
INDEX = {"minimum": 1, "kink": 1, "saddle": -1, "maximum": 1, "degenerate": np.nan}


def signature(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    if np.abs(eigenvalues).min() < 1e-8 * max(1, np.abs(eigenvalues).max()):
        return "degenerate"
    return {0: "maximum", 1: "saddle", 2: "minimum"}[int((eigenvalues > 0).sum())]


def to_sets(landscape, points):
    """Distance of every point from the nearest critical set; infinite where there is none."""
    distances = [measure(each.distance)(points)[0] for each in landscape.critical_sets]
    return np.min([np.full(len(points), np.inf), *distances], axis=0)


@every_setting(ALL)
def test_the_gradient_vanishes_at_every_critical_point(landscape, settings):
    at, points = at_points(landscape, settings, *SMOOTH)
    lengths = np.linalg.norm(at.gradients, axis=1)
    wrong = [point for point, length in zip(points, lengths, strict=True) if not length < 1e-8]
    assert not wrong


@every_setting(ALL)
def test_the_hessian_has_the_signs_that_a_critical_point_is_labelled_with(landscape, settings):
    for kind in SMOOTH:
        at, points = at_points(landscape, settings, kind)
        for point, hessian in zip(points, at.hessians, strict=True):
            assert signature(hessian) == kind, point


@every_setting(ALL)
def test_a_kink_minimum_lies_lower_than_every_circle_around_it(landscape, settings):
    at, points = at_points(landscape, settings, "kink")
    # One full turn in steps that meet no axis, along which a surface may be special.
    angles = 0.1 + np.linspace(0, 2 * np.pi, 73)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    for point, value in zip(points, at.values, strict=True):
        for radius in (1e-6, 1e-5, 1e-4, 1e-3):
            around = look(landscape, np.array(point) + radius * landscape.width * circle, settings)
            assert around.values.min() > value, (point, radius)


@every_landscape
def test_every_critical_point_is_listed_once_and_lies_in_the_window(landscape):
    points = [point for point, _ in landscape.critical_points]
    assert all(landscape.contains(point) for point in points)
    if len(points) > 1:
        apart = np.linalg.norm(np.array(points)[:, None] - np.array(points), axis=2)
        np.fill_diagonal(apart, np.inf)
        assert apart.min() > 1e-3 * landscape.width


@every_setting(ALL)
def test_minima_are_in_order_of_height_and_as_many_are_lowest_as_it_says(landscape, settings):
    values = look(landscape, landscape.minima, settings).values
    same = 1e-9 * max(1, np.abs(values).max(initial=0))
    assert (np.diff(values) > -same).all()
    if len(values):
        assert (values < values.min() + same).sum() == landscape.lowest


@every_setting(WITH_FLOOR)
def test_nothing_in_the_window_lies_below_the_floor_and_a_minimum_touches_it(landscape, settings):
    rounding = 1e-12 * max(1, abs(landscape.floor))
    assert on_grid(landscape, settings, 201).values.min() >= landscape.floor - rounding
    lowest = [*landscape.minima, *walked_to_sets(landscape)]
    assert look(landscape, lowest, settings).values.min() == pytest.approx(
        landscape.floor, abs=rounding
    )


@lru_cache
def measure(distance):
    return jax.jit(jax.vmap(jax.value_and_grad(distance)))


@lru_cache
def walked_to_sets(landscape, count=40):
    """Points of the critical sets: from random ones along the slope of the distance."""
    found = []
    for each in landscape.critical_sets:
        points = random_points(landscape, count)
        for _ in range(60):
            distances, slopes = map(np.asarray, measure(each.distance)(points))
            squares = (slopes**2).sum(axis=1)
            steps = np.where(squares > 0, distances / np.where(squares > 0, squares, 1), 0)
            points = points - steps[:, None] * slopes
        on_it = np.asarray(measure(each.distance)(points)[0]) < 1e-12 * landscape.width
        found += [point for point in points[on_it] if landscape.contains(tuple(point))]
    return found


@every_setting(WITH_SETS)
def test_critical_sets_are_level_and_nothing_beside_them_is_lower(landscape, settings):
    points = np.array(walked_to_sets(landscape))
    assert len(points) > 10
    at = look(landscape, points, settings)
    if all(each.kind != "kink" for each in landscape.critical_sets):
        assert np.linalg.norm(at.gradients, axis=1).max() < 1e-8
    if all(each.kind in ("minimum", "kink") for each in landscape.critical_sets):
        angles = np.random.default_rng(2).uniform(0, 2 * math.pi, len(points))
        beside = 1e-3 * landscape.width * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        assert (look(landscape, points + beside, settings).values > at.values).all()


@pytest.mark.parametrize("landscape", WITH_SETS, ids=lambda each: each.slug)
def test_the_distance_from_a_critical_set_is_one_at_least_to_first_order(landscape):
    for each in landscape.critical_sets:
        points = np.resize(walked_to_sets(landscape), (40, 2)) + 1e-6 * landscape.width
        distances, slopes = measure(each.distance)(points)
        outside = np.asarray(distances) > 0
        lengths = np.linalg.norm(np.asarray(slopes)[outside], axis=1)
        np.testing.assert_allclose(lengths, 1, rtol=1e-2)


@every_setting(ALL)
def test_the_gradient_turns_around_listed_points_and_nowhere_else(landscape, settings):
    """By index theory: once around an extremum, once backwards around a saddle, else not at all.

    No Newton and no Hessian, so what this finds does not depend on where a search began. Left out
    are cells that a kink or a line of critical points crosses, and those of degenerate points,
    around which the gradient may turn any number of times.
    """
    turns, (x, y) = indices(landscape, settings)
    expected = np.zeros(turns.shape)
    for point, kind in landscape.critical_points:
        column, row = (
            np.searchsorted(line, at) - 1 for line, at in zip((x, y), point, strict=True)
        )
        if 0 <= row < len(y) - 1 and 0 <= column < len(x) - 1:
            expected[row, column] += INDEX[kind]
    wrong = [(x[i], y[j], turns[j, i]) for j, i in np.argwhere(np.abs(turns - expected) > 0.5)]
    assert not wrong
    if is_smooth(landscape) and not landscape.critical_sets:
        # A wall thinner than the finest division counts as a kink.
        assert np.isnan(turns[np.isfinite(expected)]).mean() < 0.01


@every_landscape
def test_newtons_method_ends_at_the_listed_points_and_at_no_others(landscape):
    found = critical_points(
        landscape.fn, landscape.window, side=64, steps=50, knobs=landscape.settings()
    )
    size = landscape.width
    at = np.array([point for point, _ in found]).reshape(-1, 2)
    at = at[to_sets(landscape, at) > 1e-3 * size]
    listed = np.array([point for point, _ in landscape.critical_points]).reshape(-1, 2)
    # At kinks it has no derivatives to go by, and near degenerate points its steps may stray.
    certain = [kind not in ("kink", "degenerate") for _, kind in landscape.critical_points]
    apart = np.linalg.norm(at[:, None] - listed, axis=2)
    assert (apart.min(axis=1, initial=np.inf) < 1e-6 * size).all(), "found, but not listed"
    assert (apart.min(axis=0, initial=np.inf) < 1e-6 * size)[certain].all(), "listed, not found"
