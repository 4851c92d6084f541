"""What is drawn of the inside of a step is what the step was made of."""

import jax
import numpy as np
import pytest

from app.experiment import Racer
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run
from optimizers.cloud import Strategy
from optimizers.inside import matrices
from optimizers.modifiers import Modification
from optimizers.noise import Inexactness
from optimizers.replay import steps_of

VALLEY = LANDSCAPES["rosenbrock"]
NOISY = Inexactness(spread=0.5)
REGIONS = ("levenberg-marquardt", "trust-region")


def entries(holds):
    return pytest.mark.parametrize(
        "optimizer", [*filter(holds, OPTIMIZERS.values())], ids=lambda entry: entry.slug
    )


def shaped(*shapes):
    return lambda entry: entry.inside.reach is not None and entry.inside.reach.shape in shapes


def steps(optimizer, landscape=VALLEY, *, count=60, seed=3, **asked):
    settings = dict(Racer.fitted(optimizer.slug, landscape, 0).settings)
    trajectory = run(
        landscape.fn,
        optimizer,
        landscape.start,
        steps=count,
        settings=settings,
        seed=seed,
        **asked,
    )
    return steps_of(trajectory, landscape.fn, optimizer, settings=settings, seed=seed, **asked)


def loss(points):
    """Of the valley, in plain NumPy."""
    x, y = np.moveaxis(points, -1, 0)
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def left_over(optimizer, seen):
    """What the step was beside its rates times what it followed."""
    rates, followed = matrices(optimizer.inside.reach.of(seen)), optimizer.inside.follows(seen)
    rest = seen.moves + np.einsum("tij,tj->ti", rates, followed)
    # AdamW's decay is not divided by the root.
    decay = seen.settings["weight_decay"] if optimizer.slug == "adamw" else 0.0
    return rest + seen.rate * decay * seen.points


@entries(shaped("rates"))
def test_a_step_is_its_rates_times_what_it_follows(optimizer):
    seen = steps(optimizer)
    # A step that was taken back has moved nothing.
    moved = np.any(seen.moves != 0, axis=1)
    assert moved.sum() > 5
    rest = left_over(optimizer, seen)[moved]
    np.testing.assert_allclose(rest, 0, atol=1e-8 * np.abs(seen.moves).max())


# A direction that noise has turned uphill is given up for the gradient.
@entries(lambda entry: shaped("rates")(entry) and not entry.inside.trials)
def test_it_is_so_with_noise_too(optimizer):
    seen = steps(optimizer, noise=NOISY)
    rest = left_over(optimizer, seen)
    np.testing.assert_allclose(rest, 0, atol=1e-8 * np.abs(seen.moves).max())


@pytest.mark.parametrize("slug", ["nesterov", "adam", "rmsprop"])
def test_what_a_rule_was_told_is_known_under_all_that_may_be_around_it(slug):
    noise = Inexactness(spread=0.5, bias=0.1, delay=3.0, freedom=3.0)
    modifiers = Modification(clip_norm=5.0, l2=0.5)
    seen = steps(OPTIMIZERS[slug], noise=noise, modifiers=modifiers)
    rest = left_over(OPTIMIZERS[slug], seen)
    np.testing.assert_allclose(rest, 0, atol=1e-8 * np.abs(seen.moves).max())
    assert np.abs(seen.told - seen.gradients).max() > 0.1


@entries(shaped("box"))
def test_a_step_by_signs_ends_in_a_corner_of_its_box(optimizer):
    seen = steps(optimizer)
    sides, lengths = optimizer.inside.reach.of(seen), np.abs(seen.moves)
    # A coordinate without a gradient rests, and so does one of Rprop's whose sign has turned.
    moved = lengths > 0
    assert moved.mean() > 0.5
    np.testing.assert_allclose(lengths[moved], sides[moved], rtol=1e-9)


def test_adams_momentum_is_the_weighted_mean_of_all_gradients():
    seen = steps(OPTIMIZERS["adam"])
    memory, count = seen.settings["b1"], len(seen.points)
    ages = np.subtract.outer(np.arange(count), np.arange(count))
    weights = np.where(ages >= 0, memory ** np.maximum(ages, 0), 0.0)
    expected = weights @ seen.gradients / weights.sum(axis=1, keepdims=True)
    followed = OPTIMIZERS["adam"].inside.follows(seen)
    np.testing.assert_allclose(followed, expected, rtol=1e-9)


@pytest.mark.parametrize("slug", ["momentum", "lion", "dog"])
def test_a_rule_that_remembers_follows_what_its_textbook_says(slug):
    seen = steps(OPTIMIZERS[slug])
    followed = OPTIMIZERS[slug].inside.follows(seen)
    match slug:
        case "momentum":
            expected = seen.after["trace"]
        case "lion":
            expected = 0.9 * seen.before["mu"] + 0.1 * seen.gradients
        case _:
            expected = seen.gradients
    np.testing.assert_allclose(followed, expected, rtol=1e-9)


@pytest.mark.parametrize("landscape", ["rosenbrock", "monkey-saddle"])
def test_hessians_are_those_of_the_function(landscape):
    landscape = LANDSCAPES[landscape]
    seen = steps(OPTIMIZERS["adam"], landscape, count=5)
    expected = jax.jit(jax.vmap(jax.hessian(landscape.fn)))(seen.points)
    np.testing.assert_allclose(seen.hessians, expected, rtol=1e-9, atol=1e-9)


@entries(lambda entry: entry.inside.trials and not entry.samples and entry.slug not in REGIONS)
@pytest.mark.parametrize(
    ("landscape", "noise"),
    # Noise that keeps a run at its minimum leaves the end of a search to rounding.
    [("rosenbrock", Inexactness()), ("rosenbrock", NOISY), ("himmelblau", Inexactness())],
    ids=["rosenbrock", "noisy", "himmelblau"],
)
def test_a_search_tried_as_often_as_was_counted_and_ended_at_the_point(optimizer, landscape, noise):
    seen = steps(optimizer, LANDSCAPES[landscape], noise=noise)
    tried = optimizer.inside.trials(seen)
    counts = np.isfinite(tried).all(axis=2).sum(axis=1)
    # Where nothing is left to search, the point itself is counted.
    np.testing.assert_array_equal(np.maximum(counts, 1), seen.evaluations)
    moved = np.flatnonzero(np.any(seen.moves != 0, axis=1))
    ends = seen.points + seen.moves
    away = np.linalg.norm(tried[moved] - ends[moved, None], axis=2)
    # The search is replayed in another program, whose rounding a valley magnifies.
    np.testing.assert_allclose(np.nanmin(away, axis=1), 0, atol=1e-9)


def test_what_armijo_did_not_take_had_not_decreased_enough():
    armijo = OPTIMIZERS["armijo"]
    seen = steps(armijo)
    values, before = loss(armijo.inside.trials(seen)), loss(seen.points)
    squares = (seen.gradients**2).sum(axis=1)
    for row, found in enumerate(values):
        found = found[np.isfinite(found)]
        rates = seen.rates[row] * 2.0 ** np.arange(len(found))[::-1]
        enough = found <= before[row] - 1e-4 * rates * squares[row]
        assert enough.tolist() == [False] * (len(found) - 1) + [True]


@pytest.mark.parametrize("slug", REGIONS)
def test_a_step_that_was_tried_is_taken_or_taken_back(slug):
    seen = steps(OPTIMIZERS[slug], count=25)
    tried = OPTIMIZERS[slug].inside.trials(seen)[:, 0]
    moved = np.any(seen.moves != 0, axis=1)
    assert 0 < moved.sum() < len(moved)
    np.testing.assert_allclose(tried[moved], (seen.points + seen.moves)[moved], atol=1e-9)


def test_the_trust_region_bounds_every_trial():
    seen = steps(OPTIMIZERS["trust-region"])
    inside = OPTIMIZERS["trust-region"].inside
    lengths = np.linalg.norm(inside.trials(seen)[:, 0] - seen.points, axis=1)
    radii = inside.reach.of(seen)[:, 0]
    assert (lengths <= radii * (1 + 1e-9)).all()
    assert (lengths >= radii * (1 - 1e-9)).any()


def test_limited_memory_maps_the_last_change_of_the_gradient_to_that_of_the_point():
    seen = steps(OPTIMIZERS["lbfgs"], count=25)
    inverse = matrices(OPTIMIZERS["lbfgs"].inside.reach.of(seen))
    changes, moves = np.diff(seen.gradients, axis=0), seen.moves[:-1]
    mapped = np.einsum("tij,tj->ti", inverse[1:], changes)
    # The reach holds the length of the step, too.
    across = mapped[:, 0] * moves[:, 1] - mapped[:, 1] * moves[:, 0]
    far = np.linalg.norm(seen.gradients[1:], axis=1) > 1e-5
    sizes = np.linalg.norm(mapped, axis=1) * np.linalg.norm(moves, axis=1)
    assert far.sum() > 10
    np.testing.assert_allclose((across / sizes)[far], 0, atol=1e-7)


def test_the_next_mean_of_the_cloud_is_that_of_its_best_samples():
    seen = steps(OPTIMIZERS["cma-es"])
    tried = OPTIMIZERS["cma-es"].inside.trials(seen)
    order = np.argsort(loss(tried), axis=1)
    best = np.take_along_axis(tried, order[:, :3, None], axis=1)
    weights = np.array(Strategy.suited(2, tried.shape[1]).weights)
    expected = np.einsum("k,tkd->td", weights, best)
    np.testing.assert_allclose(seen.points + seen.moves, expected, rtol=1e-9)


def test_a_child_is_taken_when_it_is_better():
    seen = steps(OPTIMIZERS["one-plus-one-es"])
    children = OPTIMIZERS["one-plus-one-es"].inside.trials(seen)[:, 0]
    better = loss(children) < loss(seen.points)
    expected = np.where(better[:, None], children, seen.points)
    np.testing.assert_allclose(seen.points + seen.moves, expected, rtol=1e-12)


def test_the_best_corner_of_the_simplex_is_the_point():
    seen = steps(OPTIMIZERS["nelder-mead"])
    corners = seen.before[OPTIMIZERS["nelder-mead"].inside.corners]
    np.testing.assert_array_equal(corners[:, 0], seen.points)
