"""Our rules against optax's own, called as its documentation calls them; and where they part."""

from dataclasses import replace
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run
from tests.optimizers import surfaces

SURFACES = ("rosenbrock", "himmelblau")
DISTANCE = ("distance", 0.02)
PEERS = {
    "gradient-descent": ({}, lambda: optax.sgd(1e-3)),
    "momentum": ({}, lambda: optax.sgd(5e-4, momentum=0.9)),
    "nesterov": ({}, lambda: optax.sgd(5e-4, momentum=0.9, nesterov=True)),
    "adagrad": ({}, lambda: optax.adagrad(0.5, initial_accumulator_value=0.0, eps=1e-10)),
    "adadelta": ({}, lambda: optax.adadelta(1.0)),
    "rmsprop": ({}, lambda: optax.rmsprop(0.01, eps_in_sqrt=False)),
    "rmsprop-centred": ({}, lambda: optax.rmsprop(0.005, eps=1e-4, centered=True)),
    "rmsprop-momentum": ({}, lambda: optax.rmsprop(0.002, eps_in_sqrt=False, momentum=0.9)),
    "adam": ({}, lambda: optax.adam(0.1)),
    "adamw": ({}, lambda: optax.adamw(0.1, weight_decay=0.01)),
    "amsgrad": ({}, lambda: optax.amsgrad(0.2)),
    "adamax": ({}, lambda: optax.adamax(0.2)),
    "nadam": ({}, lambda: optax.nadam(0.1)),
    "radam": ({}, lambda: optax.radam(1e-3)),
    "adabelief": ({}, lambda: optax.adabelief(0.1)),
    # optax multiplies changes by 1 - β₂ instead of β₂: no difference at a half.
    "adan": ({"b2": 0.5}, lambda: optax.adan(0.1, b2=0.5, eps_root=0.0)),
    "ademamix": ({}, lambda: optax.contrib.ademamix(0.05, b3=0.99, alpha=2.0)),
    "sign-descent": ({}, lambda: optax.sign_sgd(0.012)),
    "lion": ({}, lambda: optax.lion(0.012, weight_decay=0.0)),
    "polyak": (
        {"max_learning_rate": 0.002},
        lambda: optax.polyak_sgd(max_learning_rate=0.002, variant="sps+"),
    ),
    "schedule-free": ({}, lambda: optax.contrib.schedule_free_sgd(1e-3)),
    "prodigy": ({}, lambda: optax.contrib.prodigy()),
    "dog": ({"init_distance": 0.02}, lambda: optax.contrib.dog(init_step=DISTANCE)),
    "dowg": (
        {"init_distance": 0.02},
        lambda: optax.contrib.dowg(init_estim_sq_dist=0.02**2, eps=1e-12),
    ),
}


def walk(rule, fn, start, steps=100, **extra):
    """The points that an optax rule visits, as one would write it: a loop."""
    rule = optax.with_extra_args_support(rule)

    @jax.jit
    def step(point, state):
        value, gradient = jax.value_and_grad(fn)(point)
        update, state = rule.update(gradient, state, point, value=value, **extra)
        return optax.apply_updates(point, update), state

    points = [jnp.array(start)]
    state = rule.init(points[0])
    for _ in range(steps):
        point, state = step(points[-1], state)
        points.append(point)
    return np.array(points)


def ours(slug, fn, start, steps=100, **settings):
    return run(fn, OPTIMIZERS[slug], start, steps=steps, settings=settings).points


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("slug", PEERS)
def test_it_takes_the_path_of_optax(slug, surface):
    landscape, (settings, peer) = LANDSCAPES[surface], PEERS[slug]
    expected = walk(peer(), landscape.fn, landscape.start)
    path = ours(slug, landscape.fn, landscape.start, **settings)
    np.testing.assert_allclose(path, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("surface", SURFACES)
def test_sam_is_that_of_optax_with_one_step_uphill(surface):
    landscape = LANDSCAPES[surface]
    uphill = optax.chain(optax.contrib.normalize(), optax.sgd(0.05))
    rule = optax.contrib.sam(optax.sgd(1e-3), uphill, opaque_mode=True)
    point = np.array(landscape.start)
    state, points = rule.init(point), [point]
    gradient = jax.jit(jax.grad(landscape.fn))
    for _ in range(100):
        there = gradient(points[-1])
        update, state = rule.update(there, state, points[-1], grad_fn=lambda p, number: gradient(p))
        points.append(points[-1] + update)
    path = ours("sam", landscape.fn, landscape.start, learning_rate=1e-3, rho=0.05)
    np.testing.assert_allclose(path, points, rtol=0, atol=1e-9)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(
    ("coefficients", "length"), [((1.0, 0.0, 0.0), 1.0), ((3.4445, -4.7750, 2.0315), 0.696)]
)
def test_muon_is_that_of_optax_on_a_matrix_of_one_column(surface, coefficients, length):
    landscape, rate = LANDSCAPES[surface], 0.02
    muon = optax.contrib.scale_by_muon(coefficients)
    rule = optax.chain(muon, optax.scale_by_learning_rate(rate))
    column = np.array(landscape.start)[:, None]
    points = walk(rule, lambda p: landscape.fn(p[:, 0]), column)[:, :, 0]
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
    np.testing.assert_allclose(lengths, lengths[0], rtol=1e-6)
    assert lengths[0] == pytest.approx(length * rate, rel=1e-3)
    path = ours("muon", landscape.fn, landscape.start, learning_rate=lengths[0])
    np.testing.assert_allclose(path, points, rtol=0, atol=1e-8)


def test_optax_gives_vectors_to_nadam_instead_of_muon():
    landscape = LANDSCAPES["rosenbrock"]
    points = walk(optax.contrib.muon(0.1), landscape.fn, landscape.start)
    path = ours("nadam", landscape.fn, landscape.start, learning_rate=0.1)
    np.testing.assert_allclose(points, path, rtol=0, atol=1e-12)


def test_on_a_line_a_full_matrix_is_adagrad():
    def fn(p):
        return p[0] ** 4 - p[0] ** 2

    settings = {"learning_rate": 0.3, "eps": 1e-6}
    plain = ours("adagrad", fn, (2.0,), **settings)
    np.testing.assert_allclose(ours("shampoo", fn, (2.0,), **settings), plain, rtol=0, atol=1e-12)


def test_optax_takes_each_step_of_rprop_one_call_late():
    theirs = walk(optax.rprop(0.01), surfaces.slope, (0.0, 0.0), steps=20)
    path = ours("rprop", surfaces.slope, (0.0, 0.0), steps=20, initial_step=0.01)
    np.testing.assert_allclose(theirs[1:], path[:-1], rtol=0, atol=1e-15)


def test_optax_looks_less_far_ahead_in_adan():
    rosenbrock = LANDSCAPES["rosenbrock"]
    theirs = walk(optax.adan(0.1, eps_root=0.0), rosenbrock.fn, rosenbrock.start)
    path = ours("adan", rosenbrock.fn, rosenbrock.start, learning_rate=0.1)
    assert not np.allclose(theirs, path, atol=1e-3)


def test_without_a_gradient_optax_moves_with_yogi_and_breaks_prodigy():
    moved = walk(optax.yogi(0.1), surfaces.flat, (0.3, 0.2), steps=3)
    assert not np.array_equal(moved[1], moved[0])
    broken = walk(optax.contrib.prodigy(), surfaces.flat, (0.3, 0.2), steps=3)
    assert np.isnan(broken).any()
    for slug in ("yogi", "prodigy"):
        path = ours(slug, surfaces.flat, (0.3, 0.2), steps=3)
        np.testing.assert_array_equal(path, [(0.3, 0.2)] * 4)


def test_yogi_differs_from_that_of_optax_by_its_start_only():
    rosenbrock = LANDSCAPES["rosenbrock"]
    theirs = walk(optax.yogi(0.1), rosenbrock.fn, rosenbrock.start)
    path = ours("yogi", rosenbrock.fn, rosenbrock.start, learning_rate=0.1)
    assert 0 < np.abs(theirs - path).max() < 1e-6


def test_a_learning_rate_divides_the_polyak_step_of_optax_and_multiplies_ours():
    theirs = walk(optax.polyak_sgd(scaling=2.0), surfaces.bowl, (1.0, 0.0), steps=1)
    path = ours(
        "polyak", surfaces.bowl, (1.0, 0.0), steps=1, learning_rate=0.5, max_learning_rate=1
    )
    np.testing.assert_allclose(path, theirs, rtol=1e-15)
    np.testing.assert_allclose(path[1], (0.75, 0.0), rtol=1e-15)


def test_sam_that_reaches_nowhere_is_descent():
    sam, rosenbrock = OPTIMIZERS["sam"], LANDSCAPES["rosenbrock"]
    near = replace(sam, build=partial(sam.build, rho=0.0), hyperparameters=sam.hyperparameters[:1])
    path = run(rosenbrock.fn, near, rosenbrock.start, steps=100).points
    plain = ours("gradient-descent", rosenbrock.fn, rosenbrock.start)
    np.testing.assert_allclose(path, plain, rtol=0, atol=1e-14)
