"""Runs of first-order rules against what is proved about them."""

from dataclasses import replace

import jax
import numpy as np
import optax
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run
from optimizers.noise import NOISES
from tests.optimizers import surfaces

DESCENT, MOMENTUM, NESTEROV = (
    OPTIMIZERS[slug] for slug in ("gradient-descent", "momentum", "nesterov")
)
EMA = replace(
    MOMENTUM,
    build=lambda learning_rate, momentum: optax.chain(
        optax.ema(momentum, debias=False), optax.scale_by_learning_rate(learning_rate)
    ),
    shows={},
)
"""Momentum as Adam has it, whose velocity the gradient enters by the share 1 - β."""


def first_below(trajectory, level):
    return int((trajectory.values < level).argmax())


def path(slug, fn, start, steps, **settings):
    return run(fn, OPTIMIZERS[slug], start, steps=steps, settings=settings).points


# Descent and momentum on quadratics


@pytest.mark.parametrize("rate", [0.001, 0.0198019802, 0.0199])
def test_descent_on_a_quadratic_shrinks_each_coordinate_geometrically(rate):
    points = path("gradient-descent", surfaces.stretched, (1.0, 1.0), 300, learning_rate=rate)
    k = np.arange(301)[:, None]
    expected = (1 - rate * np.array([1.0, 100.0])) ** k
    np.testing.assert_allclose(points, expected, rtol=1e-9, atol=1e-15)


def iterations(slug, **settings):
    points = path(slug, surfaces.stretched, (1.0, 1.0), 800, **settings)
    errors = np.linalg.norm(points, axis=1) / np.sqrt(2)
    return int((errors <= 1e-6).argmax())


def test_with_the_best_settings_a_condition_of_100_takes_691_iterations_or_93_with_momentum():
    assert iterations("gradient-descent", learning_rate=2 / 101) == 691
    best = {"learning_rate": (2 / 11) ** 2, "momentum": (9 / 11) ** 2}
    assert iterations("momentum", **best) == 93


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.99])
@pytest.mark.parametrize(
    ("optimizer", "edge"),
    [
        (MOMENTUM, lambda beta: 2 + 2 * beta),
        (NESTEROV, lambda beta: (2 + 2 * beta) / (1 + 2 * beta)),
        (EMA, lambda beta: (2 + 2 * beta) / (1 - beta)),
    ],
    ids=["heavy ball", "Nesterov", "running mean"],
)
def test_momentum_is_stable_exactly_below_its_edge(optimizer, edge, beta):
    found = bisected(optimizer, momentum=beta)
    assert found == pytest.approx(edge(beta), rel=1e-6)


def test_descent_is_stable_exactly_below_two_over_the_curvature():
    assert bisected(DESCENT) == pytest.approx(2.0, rel=1e-6)


def bisected(optimizer, **settings):
    """The greatest rate that does not grow on a bowl of curvature one."""
    low, high = 0.1, 1000.0
    while high / low > 1 + 1e-7:
        rate = (low * high) ** 0.5
        known = {"learning_rate": rate, **settings}
        points = run(surfaces.bowl, optimizer, (1.0, 0.0), steps=4000, settings=known).points
        size = np.abs(points[:, 0])
        # Late enough for all but the slowest mode to have died out.
        late, earlier = size[3900:].max(), size[1900:2001].max()
        grown = not (late < earlier or late == 0)
        low, high = (low, rate) if grown else (rate, high)
    return low


@pytest.mark.parametrize("beta", [0.5, 0.81, 0.9])
def test_a_swinging_ball_shrinks_by_the_root_of_its_memory_at_each_step(beta):
    known = {"learning_rate": 1.0, "momentum": beta}
    values = run(surfaces.bowl, MOMENTUM, (1.0, 0.0), steps=200, settings=known).values
    peaks = np.maximum.accumulate(values[::-1])[::-1]
    # Values are squares; over 100 steps the swing's phase matters little.
    assert (peaks[150] / peaks[50]) ** (1 / 200) == pytest.approx(beta**0.5, rel=0.01)


def test_descent_on_rosenbrock_reaches_a_hundredth_at_step_3925():
    known = {"learning_rate": 1e-3}
    trajectory = run(surfaces.rosenbrock, DESCENT, (-1.2, 1.0), steps=21_000, settings=known)
    reached = [first_below(trajectory, level) for level in (1e-2, 1e-4, 1e-8)]
    assert reached == [3925, 9339, 20829]


def test_descent_on_rosenbrock_just_above_the_edge_never_settles():
    known = {"learning_rate": 2.1e-3}
    trajectory = run(surfaces.rosenbrock, DESCENT, (-1.2, 1.0), steps=20_000, settings=known)
    assert trajectory.finite == 20_001
    assert np.linalg.norm(trajectory.gradients[-2000:], axis=1).min() > 1e-3


def test_a_millionth_off_the_saddle_descent_leaves_after_76_steps():
    points = path("gradient-descent", surfaces.saddle, (1.0, 1e-6), 100, learning_rate=0.1)
    assert int((np.abs(points[:, 1]) >= 1).argmax()) == 76


# First steps and their lengths


def lengths(slug, rate, steps=4, **settings):
    """How far x goes at each step where the gradient is 3 on both axes."""
    known = {"learning_rate": rate, "eps": 1e-12, **settings}
    known = {
        knob.name: known[knob.name]
        for knob in OPTIMIZERS[slug].hyperparameters
        if knob.name in known
    }
    return -np.diff(path(slug, surfaces.slope, (0.0, 0.0), steps, **known)[:, 0])


@pytest.mark.parametrize("rate", [0.01, 0.1])
def test_first_steps_at_a_constant_gradient(rate):
    for slug in ("adam", "amsgrad", "adamax", "adan", "sign-descent", "lion"):
        np.testing.assert_allclose(lengths(slug, rate), rate, rtol=1e-6, err_msg=slug)
    roots = np.sqrt([1, 2, 3, 4])
    np.testing.assert_allclose(lengths("adagrad", rate), rate / roots, rtol=1e-6)
    damped = lengths("adagrad", rate, initial_accumulator_value=0.1)[0]
    np.testing.assert_allclose(damped, rate * 3 / np.sqrt(9.1), rtol=1e-6)
    for slug in ("rmsprop", "rmsprop-momentum"):
        np.testing.assert_allclose(lengths(slug, rate)[0], rate / np.sqrt(0.1), rtol=1e-6)
    centred = lengths("rmsprop-centred", rate)[0]
    np.testing.assert_allclose(centred, rate / np.sqrt(0.1 * 0.9), rtol=1e-6)
    np.testing.assert_allclose(lengths("nadam", rate)[0], 1.47368 * rate, rtol=1e-5)
    np.testing.assert_allclose(lengths("yogi", rate)[0], rate, rtol=1e-6)
    np.testing.assert_allclose(lengths("adabelief", rate)[0], rate / 0.9, rtol=1e-6)
    slow = lengths("adadelta", 1.0, eps=1e-6)[0]
    np.testing.assert_allclose(slow, np.sqrt(1e-6 / (0.9 + 1e-6)) * 3, rtol=1e-6)
    for slug in ("muon", "shampoo"):
        np.testing.assert_allclose(lengths(slug, rate)[0], rate / np.sqrt(2), rtol=1e-6)


def test_radam_is_momentum_for_five_steps_and_then_divides():
    for factor in (1.0, 100.0):
        steps = -np.diff(
            path(
                "radam",
                lambda p, factor=factor: factor * surfaces.slope(p),
                (0.0, 0.0),
                6,
                learning_rate=0.01,
            )[:, 0]
        )
        np.testing.assert_allclose(steps[:5], 0.03 * factor, rtol=1e-9)
        assert steps[5] < 0.01


def test_no_step_of_adamax_is_longer_than_its_rate_by_more_than_a_percent():
    for landscape in (LANDSCAPES["rosenbrock"], LANDSCAPES["himmelblau"]):
        points = path("adamax", landscape.fn, landscape.start, 300, learning_rate=0.1)
        assert np.abs(np.diff(points, axis=0)).max() <= 0.1 * 1.01


@pytest.mark.parametrize("slug", ["sign-descent", "lion"])
def test_rules_of_signs_step_equally_far_along_every_axis(slug):
    rosenbrock = LANDSCAPES["rosenbrock"]
    points = path(slug, rosenbrock.fn, rosenbrock.start, 100, learning_rate=0.01)
    np.testing.assert_allclose(np.abs(np.diff(points, axis=0)), 0.01, rtol=1e-12)


def test_a_step_of_muon_is_as_long_as_its_rate():
    rosenbrock = LANDSCAPES["rosenbrock"]
    points = path("muon", rosenbrock.fn, rosenbrock.start, 100, learning_rate=0.02)
    np.testing.assert_allclose(np.linalg.norm(np.diff(points, axis=0), axis=1), 0.02, rtol=1e-12)


def test_adabelief_speeds_up_while_the_slope_is_as_expected():
    assert (np.diff(lengths("adabelief", 0.01, steps=100, eps=1e-16)) > 0).all()


def test_centred_rmsprop_speeds_up_on_an_even_slope_to_what_epsilon_allows():
    steps = lengths("rmsprop-centred", 0.005, steps=600, eps=1e-4)
    assert steps[0] < 0.02
    np.testing.assert_allclose(steps[-1], 0.005 * 3 / np.sqrt(1e-4), rtol=1e-6)


def test_on_level_ground_adamw_only_decays():
    known = {"learning_rate": 0.1, "weight_decay": 0.5}
    points = path("adamw", surfaces.flat, (1.0, -2.0), 50, **known)
    shrunk = 0.95 ** np.arange(51)[:, None] * np.array([1.0, -2.0])
    np.testing.assert_allclose(points, shrunk, rtol=1e-12)


# What geometry does


@pytest.mark.parametrize(("rate", "rho"), [(0.5, 0.1), (1.2, 0.05), (0.1, 0.3)])
def test_sam_hops_across_a_minimum_for_ever(rate, rho):
    points = path("sam", surfaces.bowl, (1.0, 0.0), 400, learning_rate=rate, rho=rho)
    hop = rate * rho / (2 - rate)
    np.testing.assert_allclose(np.abs(points[-2:, 0]), hop, rtol=1e-9)
    assert points[-1, 0] * points[-2, 0] < 0


def test_sam_drifts_along_a_valley_to_its_flattest_minimum_and_descent_does_not():
    valley = LANDSCAPES["hyperbola-valley"]
    known = {"learning_rate": 0.07}
    stays = path("gradient-descent", valley.fn, valley.start, 3000, **known)
    drifts = path("sam", valley.fn, valley.start, 3000, rho=0.1, **known)
    # The curvature across the valley is x² + y², at least 2.
    np.testing.assert_allclose(stays[-1], stays[100], rtol=1e-6)
    assert np.sum(stays[-1] ** 2) > 8
    assert np.sum(drifts[-1] ** 2) < 2.1


def test_the_divisor_of_amsgrad_never_shrinks_and_that_of_adam_does():
    rosenbrock = LANDSCAPES["rosenbrock"]
    largest = run(rosenbrock.fn, OPTIMIZERS["amsgrad"], rosenbrock.start, steps=300)
    assert (np.diff(largest.internals["nu_max"], axis=0) >= 0).all()
    mean = run(rosenbrock.fn, OPTIMIZERS["adam"], rosenbrock.start, steps=300)
    assert (np.diff(mean.internals["nu"], axis=0) < 0).any()


# The loop itself


def test_every_racer_is_given_the_same_noise():
    known = {"learning_rate": 0.5}
    terms = {"steps": 20, "noise": NOISES["gaussian"](spread=1.0)}
    plain = run(surfaces.flat, DESCENT, (0.0, 0.0), settings=known, seed=3, **terms)
    ball = run(
        surfaces.flat, MOMENTUM, (0.0, 0.0), settings={**known, "momentum": 0.0}, seed=3, **terms
    )
    np.testing.assert_array_equal(plain.points, ball.points)
    other = run(surfaces.flat, DESCENT, (0.0, 0.0), settings=known, seed=4, **terms)
    assert not np.allclose(plain.points[1:], other.points[1:])


def test_the_function_is_differentiated_exactly():
    trajectory = run(surfaces.rosenbrock, OPTIMIZERS["adam"], (-1.2, 1.0), steps=1)
    np.testing.assert_allclose(trajectory.gradients[0], [-215.6, -88.0], rtol=1e-12)
    assert jax.config.jax_enable_x64
