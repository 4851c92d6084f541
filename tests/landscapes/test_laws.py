"""What must hold on every landscape."""

import inspect
import math
import re

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from landscapes import FAMILIES, LANDSCAPES
from landscapes.heights import heights
from tests.landscapes.cases import (
    ALL,
    every_landscape,
    every_setting,
    has_kink_minima,
    look,
    on_grid,
    random_points,
)

EPSILON = np.finfo(float).eps


@every_setting(ALL)
def test_value_and_gradient_are_finite_on_the_whole_window(landscape, settings):
    for values, gradients, _ in (
        on_grid(landscape, settings, 201),
        look(landscape, [landscape.start, *(at for at, _ in landscape.critical_points)], settings),
    ):
        assert np.isfinite(values).all()
        assert np.isfinite(gradients).all()


@every_setting(ALL)
def test_heights_are_laid_out_from_bottom_to_top_and_left_to_right(landscape, settings):
    grid = heights(landscape, 5, settings)
    (left, bottom), (right, top) = landscape.window
    corners = look(landscape, [(right, bottom), (left, top)], settings).values
    np.testing.assert_allclose([grid[0, -1], grid[-1, 0]], corners, rtol=1e-9, atol=1e-9)


@every_landscape
def test_it_starts_in_its_window(landscape):
    assert landscape.contains(landscape.start)
    assert not landscape.contains((1e6, 0.0))


@every_landscape
def test_autodiff_equals_central_differences(landscape):
    points = random_points(landscape, 200)
    atol = 1e-6 * np.abs(look(landscape, points).gradients).max()
    for axis, step in enumerate(1e-6 * landscape.width * np.eye(2)):
        before, here, after = (look(landscape, points + k * step) for k in (-1, 0, 1))
        slopes = (after.values - before.values) / (2 * step[axis])
        # A difference is a mean slope; so is this, to fourth order, also in a sharp bend.
        means = (before.gradients + 4 * here.gradients + after.gradients)[:, axis] / 6
        np.testing.assert_allclose(means, slopes, rtol=1e-5, atol=atol)


@every_landscape
def test_compiled_and_mapped_it_agrees_with_itself_evaluated_plainly(landscape):
    side = 5
    x, y = (np.linspace(*ends, side) for ends in zip(*landscape.window, strict=True))
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    plain = [float(landscape.fn(jnp.array(point))) for point in points[::6]]
    mapped = jax.vmap(landscape.fn)(points)
    compiled = heights(landscape, side).ravel()
    # What cancels in a sum is rounded on the scale of its terms.
    atol = 1e-13 * np.abs(compiled).max()
    np.testing.assert_allclose(mapped[::6], plain, rtol=1e-11, atol=atol)
    np.testing.assert_allclose(compiled, mapped, rtol=1e-11, atol=atol)
    np.testing.assert_allclose(look(landscape, points).values, mapped, rtol=1e-11, atol=atol)


@every_landscape
def test_every_knob_is_an_argument_of_the_same_name_and_default(landscape):
    arguments = list(inspect.signature(landscape.fn).parameters.values())[1:]
    knobs = landscape.hyperparameters
    assert [(each.name, each.default) for each in arguments] == [
        (knob.name, knob.default) for knob in knobs
    ]
    assert all(knob.low < knob.high and knob.low <= knob.default <= knob.high for knob in knobs)


@every_landscape
def test_settings_out_of_range_are_refused(landscape):
    with pytest.raises(ValueError, match=f"{re.escape(landscape.title)} has no wings"):
        landscape.settings({"wings": 1.0})
    for knob in landscape.hyperparameters:
        assert landscape.settings({knob.name: knob.high})[knob.name] == knob.high
        for value in (math.nextafter(knob.low, -math.inf), 2 * knob.high + 1, math.nan):
            with pytest.raises(ValueError, match=r"out of range|NaN"):
                landscape.settings({knob.name: value})


@every_landscape
def test_descent_at_the_rate_of_its_smoothness_never_rises_and_gets_somewhere(landscape):
    gradient, rate = jax.grad(landscape.fn), 1 / landscape.smoothness

    @jax.jit
    def descend(start):
        return jax.lax.scan(
            lambda point, _: (point - rate * gradient(point), point), start, None, 300
        )[1]

    points = np.asarray(descend(jnp.array(landscape.start)))
    values = look(landscape, points).values
    if landscape.floor is None:
        outside = [not landscape.contains(tuple(point)) for point in points]
        assert any(outside), "f falls without end, so descent must leave the window"
        values = values[: outside.index(True)]
    if not has_kink_minima(landscape):
        assert (np.diff(values) <= 16 * EPSILON * np.abs(values).max()).all()
    lowest = values.min() if landscape.floor is None else landscape.floor
    assert values[0] - values.min() > 0.1 * (values[0] - lowest)


def test_no_two_landscapes_share_a_slug_a_title_or_a_point():
    entries = [entry for family in FAMILIES.values() for entry in family]
    assert len(entries) == len(LANDSCAPES)
    for field in ("title", "point", "formula", "fn"):
        assert len({getattr(entry, field) for entry in entries}) == len(entries), field


@every_landscape
def test_it_makes_its_point_in_one_sentence_and_names_its_source(landscape):
    ends = re.findall(r"[.!?](?=\s|$)", landscape.point)
    assert ends == ["."], landscape.point
    assert landscape.point.endswith(".")
    assert landscape.point[0].isupper()
    assert landscape.references
    assert landscape.formula.count("{") == landscape.formula.count("}")
    for knob in landscape.hyperparameters:
        assert knob.symbol in landscape.formula
