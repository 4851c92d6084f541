"""What must hold for every optimizer, alone and on every landscape."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run
from optimizers.run import STRETCH, _layout, _normal, descend

every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
every_landscape = pytest.mark.parametrize("landscape", LANDSCAPES.values(), ids=LANDSCAPES)


@every_optimizer
@every_landscape
def test_with_defaults_it_makes_progress_and_stays_finite(optimizer, landscape):
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=40)
    assert trajectory.finite == 41
    assert trajectory.values.min() < trajectory.values[0]


@every_optimizer
@every_landscape
def test_where_the_gradient_is_zero_it_stays(optimizer, landscape):
    # Rounding leaves some listed points a gradient of 1e-14, which a scale-free rule follows.
    points = [point for point, _ in landscape.critical_points]
    still = [at for at in points if not np.any(jax.grad(landscape.fn)(jnp.array(at)))]
    assert still
    for point in still:
        trajectory = run(landscape.fn, optimizer, point, steps=50)
        np.testing.assert_array_equal(trajectory.points, [point] * 51)


@every_optimizer
@every_landscape
def test_equal_inputs_give_equal_bits(optimizer, landscape):
    first, second = (
        run(landscape.fn, optimizer, landscape.start, steps=60, noise=0.3, seed=7) for _ in range(2)
    )
    jax.tree.map(np.testing.assert_array_equal, first, second)


@every_optimizer
@every_landscape
def test_values_and_gradients_are_those_of_the_function_at_the_points(optimizer, landscape):
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=30, noise=0.1)
    values, gradients = jax.vmap(jax.value_and_grad(landscape.fn))(trajectory.points)
    np.testing.assert_allclose(trajectory.values, values, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(trajectory.gradients, gradients, rtol=1e-10, atol=1e-10)


@every_optimizer
@every_landscape
def test_mapped_over_starts_it_equals_a_loop(optimizer, landscape):
    starts = np.array(landscape.start) + np.array([[0.0, 0.0], [0.1, 0.0], [0.0, -0.1]])
    blank = _layout(optimizer, (2,), np.dtype(float)).blank
    one = partial(descend, fn=landscape.fn, optimizer=optimizer)
    many = jax.vmap(one, in_axes=(None, 0, None, None, None, None, None))
    rows, _ = many(optimizer.settings(), starts, blank, 0, 25, 0.0, jnp.zeros((32, 2)))
    for start, together in zip(starts, rows, strict=True):
        alone = run(landscape.fn, optimizer, start, steps=25)
        np.testing.assert_allclose(together[:26, :2], alone.points, rtol=1e-9, atol=1e-9)


@every_optimizer
@every_landscape
def test_no_knob_compiles(optimizer, landscape):
    run(landscape.fn, optimizer, landscape.start, steps=10)
    compiled = descend._cache_size()
    for knob in optimizer.hyperparameters:
        for value in (knob.low, knob.grid()[len(knob.grid()) // 2], knob.high):
            settings = {knob.name: value}
            run(landscape.fn, optimizer, landscape.start, steps=10, settings=settings)
    for start, steps, noise, seed in [((0.5, 0.5), 11, 0.0, 0), ((0.0, 1.0), 5000, 0.5, 99)]:
        run(landscape.fn, optimizer, start, steps=steps, noise=noise, seed=seed)
    assert descend._cache_size() == compiled


@every_optimizer
def test_a_shorter_run_is_the_beginning_of_a_longer_one(optimizer):
    landscape = LANDSCAPES["himmelblau"]
    short, long = (run(landscape.fn, optimizer, landscape.start, steps=n) for n in (17, 90))
    jax.tree.map(lambda a, b: np.testing.assert_array_equal(a, b[:18]), short, long)


@every_optimizer
def test_a_run_of_several_stretches_goes_on_as_if_it_were_one(optimizer):
    landscape = LANDSCAPES["himmelblau"]
    long = run(landscape.fn, optimizer, landscape.start, steps=2 * STRETCH + 5, noise=0.1)
    assert long.finite == len(long.points) == 2 * STRETCH + 6
    static = {"fn": landscape.fn, "optimizer": optimizer}
    normal = jnp.concatenate([_normal(0, k * STRETCH, (2,), long.points.dtype) for k in range(3)])
    blank = _layout(optimizer, (2,), np.dtype(float)).blank
    start = np.array(landscape.start)
    knobs = optimizer.settings()
    rows, _ = descend(knobs, start, blank, 0, 2 * STRETCH + 5, 0.1, normal, **static)
    np.testing.assert_allclose(rows[: len(long.points), :2], long.points, rtol=1e-9, atol=1e-9)


@every_optimizer
def test_internals_are_exactly_those_it_shows(optimizer):
    landscape = LANDSCAPES["rosenbrock"]
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=12)
    assert trajectory.internals.keys() == optimizer.shows.keys()
    assert all(len(rows) == 13 for rows in trajectory.internals.values())


@every_optimizer
def test_each_row_is_complete_and_begins_at_the_start(optimizer):
    landscape = LANDSCAPES["rosenbrock"]
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=12)
    assert trajectory.points.shape == (13, 2)
    assert trajectory.gradients.shape == (13, 2)
    assert trajectory.values.shape == trajectory.learning_rates.shape == (13,)
    assert tuple(trajectory.points[0]) == landscape.start
    assert trajectory.evaluations[0] == 1
    assert (np.diff(trajectory.evaluations) >= 1).all()


@every_optimizer
def test_settings_outside_their_range_are_refused_with_the_range(optimizer):
    for knob in optimizer.hyperparameters:
        for value in (knob.low - 1, knob.high * 1.01, float("nan")):
            with pytest.raises(ValueError, match=r"out of range: it goes from .* to "):
                optimizer.settings({knob.name: value})


@every_optimizer
def test_unknown_settings_are_refused_with_the_known_ones(optimizer):
    with pytest.raises(ValueError, match="has no wobble; it has "):
        optimizer.settings({"wobble": 1.0})


@every_optimizer
def test_slider_values_are_round_sorted_and_hold_the_ends_and_the_default(optimizer):
    for knob in optimizer.hyperparameters:
        grid = knob.grid()
        assert (grid[0], grid[-1]) == (knob.low, knob.high)
        assert knob.default in grid
        assert list(grid) == sorted(set(grid))
        assert len(grid) >= 40
        assert all(float(f"{value:.6g}") == value for value in grid)


@every_optimizer
def test_a_float32_start_gives_a_float32_run(optimizer):
    landscape = LANDSCAPES["rosenbrock"]
    start = np.array(landscape.start, dtype=np.float32)
    assert run(landscape.fn, optimizer, start, steps=5).points.dtype == np.float32
