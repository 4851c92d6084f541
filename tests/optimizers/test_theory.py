"""Runs against what is proved about them."""

import jax
import numpy as np
import optax
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run
from tests.optimizers import surfaces

DESCENT, MOMENTUM = OPTIMIZERS["gradient-descent"], OPTIMIZERS["momentum"]
LBFGS = OPTIMIZERS["lbfgs"]
ADAGRAD, RMSPROP, ADAM = (OPTIMIZERS[slug] for slug in ("adagrad", "rmsprop", "adam"))


def first_below(trajectory, level):
    return int((trajectory.values < level).argmax())


@pytest.mark.parametrize("rate", [0.001, 0.0198019802, 0.0199])
def test_descent_on_a_quadratic_shrinks_each_coordinate_geometrically(rate):
    settings = {"learning_rate": rate}
    trajectory = run(surfaces.stretched, DESCENT, (1.0, 1.0), steps=300, settings=settings)
    k = np.arange(301)[:, None]
    expected = (1 - rate * np.array([1.0, 100.0])) ** k
    np.testing.assert_allclose(trajectory.points, expected, rtol=1e-9, atol=1e-15)


def test_descent_with_the_best_rate_takes_691_iterations_at_condition_100():
    settings = {"learning_rate": 2 / 101}
    points = run(surfaces.stretched, DESCENT, (1.0, 1.0), steps=700, settings=settings).points
    errors = np.linalg.norm(points, axis=1) / np.sqrt(2)
    assert int((errors <= 1e-6).argmax()) == 691


@pytest.mark.parametrize(("optimizer", "beta"), [(DESCENT, 0.0), (MOMENTUM, 0.5), (MOMENTUM, 0.9)])
def test_descent_and_momentum_are_stable_exactly_below_their_edge(optimizer, beta):
    edge = (2 + 2 * beta) / 100
    grown = []
    for rate in (edge * (1 - 1e-3), edge * (1 + 1e-3)):
        settings = {"learning_rate": rate} | ({"momentum": beta} if beta else {})
        start = (0.0, 1.0)
        points = run(surfaces.stretched, optimizer, start, steps=8000, settings=settings).points
        grown.append(abs(points[-1, 1]) > 1)
    assert grown == [False, True]


def test_momentum_without_memory_is_descent():
    rosenbrock = LANDSCAPES["rosenbrock"]
    settings = {"learning_rate": 1e-3}
    plain = run(rosenbrock.fn, DESCENT, rosenbrock.start, steps=200, settings=settings)
    settings |= {"momentum": 0.0}
    ball = run(rosenbrock.fn, MOMENTUM, rosenbrock.start, steps=200, settings=settings)
    np.testing.assert_array_equal(plain.points, ball.points)


def test_descent_on_rosenbrock_reaches_a_hundredth_at_step_3925():
    settings = {"learning_rate": 1e-3}
    trajectory = run(surfaces.rosenbrock, DESCENT, (-1.2, 1.0), steps=21_000, settings=settings)
    reached = [first_below(trajectory, level) for level in (1e-2, 1e-4, 1e-8)]
    assert reached == [3925, 9339, 20829]


def test_descent_on_rosenbrock_just_above_the_edge_never_settles():
    settings = {"learning_rate": 2.1e-3}
    trajectory = run(surfaces.rosenbrock, DESCENT, (-1.2, 1.0), steps=20_000, settings=settings)
    assert trajectory.finite == 20_001
    assert np.linalg.norm(trajectory.gradients[-2000:], axis=1).min() > 1e-3


def test_a_millionth_off_the_saddle_descent_leaves_after_76_steps():
    settings = {"learning_rate": 0.1}
    points = run(surfaces.saddle, DESCENT, (1.0, 1e-6), steps=100, settings=settings).points
    assert int((np.abs(points[:, 1]) >= 1).argmax()) == 76


def test_lbfgs_solves_rosenbrock_in_35_iterations():
    trajectory = run(surfaces.rosenbrock, LBFGS, (-1.2, 1.0), steps=60)
    assert int((np.linalg.norm(trajectory.gradients, axis=1) <= 1e-7).argmax()) == 35


def test_evaluations_are_the_calls_of_the_function_that_the_rule_needs():
    calls, seen = 0, []

    def counted(p):
        nonlocal calls
        calls += 1
        return surfaces.rosenbrock(p)

    rule = LBFGS.build(**LBFGS.settings())
    with jax.disable_jit():
        point = jax.numpy.array([-1.2, 1.0])
        state = rule.init(point)
        for _ in range(10):
            value, gradient = optax.value_and_grad_from_state(counted)(point, state=state)
            seen.append(calls)
            update, state = rule.update(
                gradient, state, point, value=value, grad=gradient, value_fn=counted
            )
            point = optax.apply_updates(point, update)
    trajectory = run(surfaces.rosenbrock, LBFGS, (-1.2, 1.0), steps=9)
    assert seen == trajectory.evaluations.tolist()
    assert seen[-1] > 10


@pytest.mark.parametrize("rate", [0.01, 0.1])
def test_first_steps_at_a_constant_gradient(rate):
    def first_steps(optimizer, **settings):
        settings = {"learning_rate": rate, "eps": 1e-12, **settings}
        points = run(surfaces.slope, optimizer, (0.0, 0.0), steps=4, settings=settings).points
        return -np.diff(points[:, 0])

    np.testing.assert_allclose(first_steps(ADAM), rate, rtol=1e-6)
    np.testing.assert_allclose(first_steps(RMSPROP, decay=0.9)[0], rate / np.sqrt(0.1), rtol=1e-6)
    roots = np.sqrt([1, 2, 3, 4])
    np.testing.assert_allclose(first_steps(ADAGRAD), rate / roots, rtol=1e-6)
    damped = first_steps(ADAGRAD, initial_accumulator_value=0.1)[0]
    np.testing.assert_allclose(damped, rate * 3 / np.sqrt(9.1), rtol=1e-6)


def test_adam_is_blind_to_the_scale_of_the_loss_and_descent_is_not():
    def scaled(p):
        return 1000 * surfaces.stretched(p)

    for optimizer, blind in [(ADAM, True), (DESCENT, False)]:
        settings = {"eps": 1e-12} if blind else {}
        plain, louder = (
            run(fn, optimizer, (1.0, 1.0), steps=50, settings=settings).points
            for fn in (surfaces.stretched, scaled)
        )
        assert np.allclose(plain, louder, atol=1e-8) == blind


@pytest.mark.parametrize(
    ("optimizer", "equivariant"),
    [(DESCENT, True), (MOMENTUM, True), (ADAGRAD, False), (RMSPROP, False), (ADAM, False)],
)
def test_only_rules_without_coordinatewise_steps_turn_with_the_surface(optimizer, equivariant):
    angle = 0.6
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    def turned(p):
        return surfaces.stretched(turn.T @ p)

    start = np.array([1.0, 0.3])
    plain = run(surfaces.stretched, optimizer, start, steps=60).points
    rotated = run(turned, optimizer, turn @ start, steps=60).points
    assert np.allclose(rotated, plain @ turn.T, atol=1e-8) == equivariant


def test_noise_gives_descent_its_stationary_variance():
    rate, sigma, curvature = 0.1, 1.0, 1.0
    settings = {"learning_rate": rate}
    tails = [
        run(
            surfaces.bowl,
            DESCENT,
            (0.0, 0.0),
            steps=8000,
            settings=settings,
            noise=sigma,
            seed=seed,
        ).points[500:]
        for seed in range(40)
    ]
    expected = rate * sigma**2 / (curvature * (2 - rate * curvature))
    assert np.var(tails) == pytest.approx(expected, rel=0.02)


def test_every_racer_is_given_the_same_noise():
    rate = {"learning_rate": 0.5}
    runs = [
        run(surfaces.flat, optimizer, (0.0, 0.0), steps=20, settings=settings, noise=1.0, seed=3)
        for optimizer, settings in [(DESCENT, rate), (MOMENTUM, rate | {"momentum": 0.0})]
    ]
    np.testing.assert_array_equal(runs[0].points, runs[1].points)
    other = run(surfaces.flat, DESCENT, (0.0, 0.0), steps=20, settings=rate, noise=1.0, seed=4)
    assert not np.allclose(runs[0].points[1:], other.points[1:])


def test_the_function_is_differentiated_exactly():
    trajectory = run(surfaces.rosenbrock, ADAM, (-1.2, 1.0), steps=1)
    np.testing.assert_allclose(trajectory.gradients[0], [-215.6, -88.0], rtol=1e-12)
    assert jax.config.jax_enable_x64
