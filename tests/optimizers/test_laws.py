"""What must hold for every optimizer, alone and on every landscape."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from app.experiment import Racer
from landscapes import LANDSCAPES
from optimizers import (
    FAMILIES,
    OPTIMIZERS,
    curvature,
    gradient_free,
    line_search,
    programs,
    quasi_newton,
    run,
)
from optimizers.controls import Controls, Drive
from optimizers.loop import STRETCH, descend, layout
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES, draws
from optimizers.schedules import SCHEDULES
from optimizers.step import Form
from tests.optimizers.together import Together

every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
# What only the loop decides need not be compiled for each of its rules.
one_of_each_family = pytest.mark.parametrize(
    "optimizer", [family[-1] for family in FAMILIES.values()], ids=lambda entry: entry.slug
)


# Newton's method climbs to peaks as gladly as it descends; where a Hessian is zero or leaps, as on
# these two, its kin have nothing to go by.
NOT_LOWER = {("saddle-free-newton", "absolute-value"), ("saddle-free-newton", "wolfe")}


# One program for many rules: to compile every landscape for each of them took five minutes. They
# are parted by how often the function stands in a step: once, in trials, and in a Hessian.
CURVED = curvature.ENTRIES
TRYING = (*line_search.ENTRIES, *quasi_newton.ENTRIES, *gradient_free.ENTRIES)
TOLD = tuple(entry for entry in OPTIMIZERS.values() if entry not in (*CURVED, *TRYING))
EVERY_PAIR = [
    pytest.param(together, optimizer, id=optimizer.slug)
    for together in (Together(*TOLD), Together(*TRYING), Together(*CURVED))
    for optimizer in together.optimizers
]
on_every_landscape = pytest.mark.parametrize(("together", "optimizer"), EVERY_PAIR)


@on_every_landscape
def test_among_others_it_goes_as_it_goes_alone(together, optimizer):
    if 0 < optimizer.samples < together.merged.samples:
        return  # alone, it is drawn other numbers
    landscape = LANDSCAPES["himmelblau"]
    settings = dict(Racer.fitted(optimizer.slug, landscape, 0).settings)
    alone = run(landscape.fn, optimizer, landscape.start, steps=20, settings=settings).points
    among = together.run_on(landscape, optimizer, steps=20).points
    np.testing.assert_allclose(among, alone, rtol=1e-8, atol=1e-8)


@on_every_landscape
def test_with_the_defaults_that_suit_it_gets_lower_and_stays_finite(together, optimizer):
    for landscape in LANDSCAPES.values():
        values = together.run_on(landscape, optimizer, steps=100).values
        if optimizer.slug == "newton" or (optimizer.slug, landscape.slug) in NOT_LOWER:
            continue
        assert np.nanmin(values) < values[0], landscape.slug
        # Where f has no floor, it may leave downhill faster than numbers can say.
        assert np.isfinite(values).all() or landscape.floor is None, landscape.slug


@on_every_landscape
def test_it_sees_the_function_itself_and_gives_equal_bits(together, optimizer):
    noise = NOISES["gaussian"](spread=0.1)
    for landscape in LANDSCAPES.values():
        first, second = (
            together.run_on(landscape, optimizer, steps=30, noise=noise, seed=7) for _ in range(2)
        )
        jax.tree.map(np.testing.assert_array_equal, first, second)
        # Where numbers end, the order of factors decides which of them overflows first.
        rows, smooth = np.abs(first.values) < 1e300, not has_kinks(landscape)
        # All rows, since another number of them would compile again.
        values, gradients = values_and_gradients(landscape.fn, first.points)
        values, gradients = np.asarray(values)[rows], np.asarray(gradients)[rows]
        # At a kink the square root of a rounding error is as large as this.
        atol = 1e-12 if smooth else 1e-5
        name = landscape.slug
        np.testing.assert_allclose(first.values[rows], values, rtol=1e-12, atol=atol, err_msg=name)
        if smooth:
            atol = 1e-10 * (1 + np.abs(gradients).max())
            np.testing.assert_allclose(first.gradients[rows], gradients, rtol=1e-9, atol=atol)


def has_kinks(landscape):
    kinds = {kind for _, kind in landscape.critical_points}
    return "kink" in kinds | {whole.kind for whole in landscape.critical_sets}


@partial(jax.jit, static_argnums=0)
def values_and_gradients(fn, points):
    return jax.vmap(jax.value_and_grad(fn))(points)


@on_every_landscape
def test_it_stays_where_there_is_no_gradient(together, optimizer):
    if optimizer.samples or "gradient" not in optimizer.textbook.__code__.co_varnames:
        return  # it does not follow the gradient
    # Decay pulls everything to the origin, gradient or none.
    still = dict.fromkeys({"weight_decay"} & {knob.name for knob in optimizer.hyperparameters}, 0.0)
    for landscape in LANDSCAPES.values():
        for point in [point for point, _ in landscape.critical_points][:12]:
            run = together.run_on(landscape, optimizer, point, steps=20, settings=still)
            # Rounding leaves many listed points a gradient of 1e-14, which a scale-free rule
            # follows.
            if not np.any(run.gradients[0]):
                np.testing.assert_array_equal(run.points, [point] * 21, landscape.slug)


@one_of_each_family
def test_mapped_over_starts_it_equals_runs_one_by_one(optimizer):
    landscape = LANDSCAPES["himmelblau"]
    starts = np.array(landscape.start) + np.array([[0.0, 0.0], [0.1, 0.0], [0.0, -0.1]])
    form = Form(landscape.fn, optimizer)
    blank = layout(form, (2,), np.dtype(float)).blank
    one = partial(descend, form=form)
    many = jax.jit(jax.vmap(one, in_axes=(None, 0, None, None, None, None)))
    numbers = Controls(optimizer.settings()).packed(np.dtype(float))
    rows, _ = many(numbers, starts, blank, 0, 25, drive_of(optimizer, 32))
    for start, together in zip(starts, rows, strict=True):
        alone = run(landscape.fn, optimizer, start, steps=25).points
        np.testing.assert_allclose(together[:26, :2], alone, rtol=1e-8, atol=1e-8)


def drive_of(optimizer, steps):
    """Constant rates, noise of seed 0 and the samples that `run` would draw, stretch by stretch."""
    multipliers = np.ones(steps)
    rows = {"draw": [], "samples": []}
    for first in range(0, steps, STRETCH):
        rows["draw"].append(draws(np.inf, 0, first, (STRETCH, 2)))
        generator = np.random.default_rng((0, first, 1))
        rows["samples"].append(generator.standard_normal((STRETCH, 2 * optimizer.samples)))
    draw, samples = (np.concatenate(parts)[:steps] for parts in rows.values())
    return jnp.asarray(Drive.packed(multipliers, draw, samples))


@every_optimizer
def test_no_knob_compiles(optimizer):
    landscape = LANDSCAPES["himmelblau"]
    race = partial(run, landscape.fn, optimizer, steps=10)
    race(landscape.start)
    compiled = programs.count()
    for knob in optimizer.hyperparameters:
        for value in (knob.low, knob.grid()[len(knob.grid()) // 2], knob.high):
            race(landscape.start, settings={knob.name: value})
    race((0.5, 0.5), schedule=SCHEDULES["cosine"](), noise=NOISES["gaussian"](), seed=99)
    run(landscape.fn, optimizer, (0.0, 1.0), steps=5000)
    assert programs.count() == compiled


@one_of_each_family
def test_no_choice_compiles_more_than_the_full_form(optimizer):
    landscape = LANDSCAPES["himmelblau"]
    race = partial(run, landscape.fn, optimizer, (0.5, 0.5), steps=10)
    race()
    race(noise=NOISES["signs"]())
    compiled = programs.count()
    for schedule in SCHEDULES.values():
        race(schedule=schedule())
    for noise in NOISES.values():
        race(noise=noise(), seed=99)
    for modifier in MODIFIERS.values():
        race(modifiers=modifier())
    assert programs.count() == compiled


@every_optimizer
def test_a_shorter_run_is_the_beginning_of_a_longer_one(optimizer):
    landscape = LANDSCAPES["himmelblau"]
    short, long = (run(landscape.fn, optimizer, landscape.start, steps=n) for n in (17, 90))
    jax.tree.map(lambda a, b: np.testing.assert_array_equal(a, b[:18]), short, long)


@one_of_each_family
def test_a_run_of_several_stretches_goes_on_as_if_it_were_one(optimizer):
    landscape, steps = LANDSCAPES["himmelblau"], 2 * STRETCH + 5
    noise = NOISES["gaussian"](spread=0.1)
    long = run(landscape.fn, optimizer, landscape.start, steps=steps, noise=noise)
    assert long.finite == len(long.points) == steps + 1
    form = Form(landscape.fn, optimizer)
    blank = layout(form, (2,), np.dtype(float)).blank
    numbers = Controls(optimizer.settings(), noise=noise).packed(np.dtype(float))
    one = jax.jit(partial(descend, form=form))
    drive = drive_of(optimizer, 3 * STRETCH)
    rows, _ = one(numbers, np.array(landscape.start), blank, 0, steps, drive)
    np.testing.assert_allclose(rows[: steps + 1, :2], long.points, rtol=1e-9, atol=1e-9)


@every_optimizer
def test_internals_are_exactly_those_it_shows(optimizer):
    landscape = LANDSCAPES["himmelblau"]
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=12)
    assert trajectory.internals.keys() == optimizer.shows.keys()
    assert all(len(rows) == 13 for rows in trajectory.internals.values())


@every_optimizer
def test_each_row_is_complete_and_begins_at_the_start(optimizer):
    landscape = LANDSCAPES["himmelblau"]
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=12)
    assert trajectory.points.shape == (13, 2)
    assert trajectory.gradients.shape == (13, 2)
    assert trajectory.values.shape == trajectory.learning_rates.shape == (13,)
    assert tuple(trajectory.points[0]) == landscape.start
    assert trajectory.evaluations[0] == 1
    assert (np.diff(trajectory.evaluations) >= 1).all()
    assert np.isfinite(trajectory.learning_rates).all()


@every_optimizer
def test_settings_outside_their_range_are_refused_with_the_range(optimizer):
    for knob in optimizer.hyperparameters:
        for value in (knob.low - 1, knob.high * 1.01, float("nan")):
            with pytest.raises(ValueError, match=r"out of range: it goes .*from .* to "):
                optimizer.settings({knob.name: value})


@every_optimizer
def test_unknown_settings_are_refused_with_the_known_ones(optimizer):
    with pytest.raises(ValueError, match=r"has no wobble; it has "):
        optimizer.settings({"wobble": 1.0})


@every_optimizer
@pytest.mark.parametrize("plain", [True, False], ids=["plain", "full"])
def test_a_float32_start_gives_a_float32_run(optimizer, plain):
    start = np.array(LANDSCAPES["himmelblau"].start, np.float32)
    form = Form(LANDSCAPES["himmelblau"].fn, optimizer, plain)
    blank = layout(form, start.shape, start.dtype).blank
    numbers = Controls(optimizer.settings()).packed(start.dtype)
    drive = drive_of(optimizer, 8).astype(start.dtype)
    # Types are known before anything is compiled.
    one = partial(descend, form=form)
    rows, carry = jax.eval_shape(one, numbers, start, blank, 0, 5, drive)
    assert rows.dtype == np.float32
    assert (carry.shape, carry.dtype) == (blank.shape, blank.dtype)


def test_what_is_said_of_optimizers_is_whole():
    for entry in OPTIMIZERS.values():
        for said in (entry.point, entry.strength, entry.weakness, entry.note):
            assert said.strip().endswith(".")
            assert "TODO" not in said
        assert entry.references
        assert not entry.scheduled or r"\eta" in entry.rule, entry.slug
    titles = [entry.title for entry in OPTIMIZERS.values()]
    assert len(set(titles)) == len(titles)
