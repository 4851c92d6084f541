"""What a racer did: the right losses at the right steps, and an end where it has one."""

from dataclasses import replace

import jax
import numpy as np
import pytest

from app.experiment import Part, Racer
from app.networks import trained as training_runs
from app.networks.payload import message
from app.networks.simulate import batch_rows, forget, simulate
from app.networks.trained import start_of
from landscapes.networks import Examples, measure
from landscapes.planes import PLANES, View, distance, project
from landscapes.slices import training_loss
from optimizers import programs
from tests.app.networks.compiling import counted
from tests.app.networks.small import (
    ADAM,
    DESCENT,
    MOONS,
    STEPS,
    WAVES,
    part,
    setup_of,
    training_of,
)

WILD = Racer("gradient-descent", (("learning_rate", 1000.0),))
RESTLESS = Racer("adam", (("learning_rate", 0.3),), slot=3)


def arrays(result):
    return [*result[:1], *result.measures, *result[3:7]]


@pytest.fixture
def afresh():
    forget()
    yield
    forget()


@pytest.mark.usefixtures("afresh")
def test_the_same_seed_gives_the_same_bits_and_another_one_others():
    first = simulate(training_of())
    forget()
    again, other = simulate(training_of()), simulate(training_of(seed=1))
    for one, same, different in zip(first, again, other, strict=True):
        assert one is not same
        for array, equal in zip(arrays(one), arrays(same), strict=True):
            np.testing.assert_array_equal(array, equal)
        assert not np.allclose(one.points, different.points)


def test_every_racer_starts_where_the_setup_says():
    for result in simulate(training_of(seed=5)):
        np.testing.assert_array_equal(result.points[0], start_of(MOONS, 5))
        assert result.points.shape == (STEPS + 1, MOONS.task.size)


def test_the_place_of_a_racer_does_not_change_its_way():
    (first, _), (moved,) = (
        simulate(training_of()),
        simulate(training_of(racers=(replace(DESCENT, slot=7),))),
    )
    assert moved is first


called = jax.jit(lambda loss, point: loss(point))


@pytest.mark.parametrize("terms", [{}, {"replacement": 1}, {"batch": 1}], ids=str)
def test_the_loss_that_a_step_sees_is_that_of_its_batch(terms):
    setup = setup_of(**terms)
    (result,) = simulate(training_of(setup, racers=(DESCENT,)))
    examples = setup.examples(0)
    for step in (1, 2, 5, 9):
        rows = batch_rows(setup, 0, step)
        assert len(rows) == setup.term("batch")
        batch = Examples(examples.inputs[rows], examples.targets[rows], len(rows))
        before = result.points[step - 1]
        loss = called(training_loss(setup.task, batch), before)
        np.testing.assert_allclose(result.batch_losses[step - 1], loss, rtol=1e-5)


def test_an_epoch_without_replacement_shows_every_example_once():
    batches = [batch_rows(MOONS, 0, step) for step in range(1, 9)]
    for epoch in (batches[:4], batches[4:]):
        assert sorted(np.concatenate(epoch)) == [*range(32)]
    assert not np.array_equal(batches[0], batches[4])


def test_a_batch_of_everything_is_the_training_loss_itself():
    for setup in (setup_of(batch=32), setup_of(batch=5000)):
        (result,) = simulate(training_of(setup, racers=(DESCENT,)))
        np.testing.assert_allclose(result.batch_losses, result.measures.training, rtol=1e-6)


def test_measures_are_those_of_the_points():
    for setup in (MOONS, WAVES):
        (result,) = simulate(training_of(setup, racers=(DESCENT,)))
        some = measure(setup.task, result.points[[0, 7, 20]], setup.examples(0))
        for array, expected in zip(result.measures, some, strict=True):
            np.testing.assert_allclose(array[[0, 7, 20]], expected, rtol=1e-6)
    assert np.isnan(result.measures.training_accuracy).all()


def test_gradient_norms_of_the_layers_are_those_of_descent_s_steps():
    # A step of gradient descent is its gradient times the rate.
    (result,) = simulate(training_of(racers=(DESCENT,)))
    steps = np.diff(result.points, axis=0) / 0.2
    sizes = training_runs.layer_sizes(MOONS.task)
    assert len(sizes) == len(MOONS.task.model.layers)
    for layer in np.split(np.arange(MOONS.task.size), np.cumsum(sizes)[:-1]):
        place = int(np.searchsorted(np.cumsum(sizes), layer[0], side="right"))
        norms = np.linalg.norm(steps[:, layer], axis=1)
        np.testing.assert_allclose(result.layer_norms[:-1, place], norms, rtol=1e-3, atol=1e-5)


def stop_by_hand(losses, patience):
    """A plain loop: where the validation loss has not fallen for so many steps."""
    best, at = np.inf, 0
    for step, loss in enumerate(losses):
        if loss < best:
            best, at = loss, step
        elif step - at >= patience:
            return step, at
    return None


def test_early_stopping_ends_a_run_where_the_validation_loss_says():
    whole = training_of(racers=(RESTLESS, DESCENT), steps=60)
    stopped = 0
    for patience in (1, 3, 8, 1000):
        some = replace(whole, setups=(setup_of(patience=patience),))
        for free, result in zip(simulate(whole), simulate(some), strict=True):
            expected = stop_by_hand(free.measures.validation, patience)
            assert result.stopped == expected
            assert result.rows == (61 if expected is None else expected[0] + 1)
            np.testing.assert_array_equal(result.kept, free.points[: result.rows])
            stopped += expected is not None
    assert stopped >= 3


def test_without_early_stopping_nothing_ends_a_run():
    for result in simulate(training_of(racers=(RESTLESS, DESCENT), steps=60)):
        assert (result.rows, result.stopped, result.diverged) == (61, None, None)


def test_a_racer_that_diverges_is_told_from_others_and_its_rows_end_there():
    wild, calm = simulate(training_of(WAVES, racers=(WILD, replace(DESCENT, slot=1))))
    losses = wild.measures.training
    assert wild.diverged is not None
    assert 1 <= wild.diverged <= 3
    assert wild.rows == wild.diverged + 1 == len(wild.kept)
    assert losses[wild.diverged] > 1000 * losses[0] > losses[wild.diverged - 1]
    assert np.isfinite(wild.kept).all()
    assert (calm.diverged, calm.rows) == (None, STEPS + 1)


def test_a_budget_that_ends_before_numbers_overflow_has_no_divergence():
    # Descent looks once a step, so this many evaluations end before the first huge loss counts.
    lost = training_of(WAVES, racers=(WILD,), budget="evaluations", steps=200)
    (whole,) = simulate(lost)
    short = replace(lost, steps=1)
    (result,) = simulate(short)
    assert whole.diverged is not None
    assert result.rows == 1
    assert result.diverged is None


def test_a_budget_of_evaluations_ends_where_it_is_used_up():
    sam = Racer("sam", slot=2)
    few = training_of(racers=(DESCENT, sam), budget="evaluations", steps=10)
    one, two = simulate(few)
    for result in (one, two):
        assert result.evaluations[result.rows - 1] <= 10
        assert result.rows == np.searchsorted(result.evaluations, 10, "right")
    assert two.rows < one.rows


@pytest.mark.usefixtures("afresh")
def test_of_a_long_way_there_are_snapshots_which_are_rows_of_the_whole(monkeypatch):
    plane = part("random", seed=3, step=0)
    whole = simulate(training_of(plane=plane))
    monkeypatch.setattr(training_runs, "MOST_KEPT", 7 * MOONS.task.size)
    forget()
    start = start_of(MOONS, 0)
    loss = training_loss(MOONS.task, MOONS.examples(0))
    view = View(loss, MOONS.task.unravel(start), (start[None],))
    laid = PLANES["random"](view, seed=3, step=0)
    for every_point, result in zip(whole, simulate(training_of(plane=plane)), strict=True):
        assert (result.every, len(result.points)) == (3, 7)
        np.testing.assert_array_equal(result.points, every_point.points[::3])
        for array, all_rows in zip(arrays(result)[1:5], arrays(every_point)[1:5], strict=True):
            np.testing.assert_allclose(array, all_rows[::3], rtol=1e-6)
        for array, all_rows in zip(arrays(result)[5:], arrays(every_point)[5:], strict=True):
            np.testing.assert_array_equal(array, all_rows)
        # What is known beforehand is known of all rows.
        coordinates, away = result.fixed
        np.testing.assert_allclose(coordinates, project(laid, every_point.points), atol=1e-6)
        np.testing.assert_allclose(away, distance(laid, every_point.points), atol=1e-6)
        assert result.rows == every_point.rows == STEPS + 1


@pytest.mark.usefixtures("afresh")
def test_between_snapshots_there_are_straight_lines(monkeypatch):
    monkeypatch.setattr(training_runs, "MOST_KEPT", 7 * MOONS.task.size)
    result, _ = simulate(training_of())
    filled = result.every_row(result.kept)
    np.testing.assert_array_equal(filled[:19:3], result.kept)
    np.testing.assert_allclose(filled[1], (2 * filled[0] + filled[3]) / 3, rtol=1e-5, atol=1e-7)
    assert (filled.shape, result.fixed) == ((STEPS + 1, MOONS.task.size), None)
    # Behind the last snapshot all is as it was there.
    np.testing.assert_array_equal(filled[-1], result.kept[-1])


def test_each_racer_trains_its_own_setup():
    other = setup_of(part("mlp", depth=1, width=3))
    both = training_of(MOONS, other, lanes=((3, 1),))
    first, second = simulate(both)
    assert (first.points.shape[1], second.points.shape[1]) == (MOONS.task.size, other.task.size)
    assert first is simulate(training_of())[0]
    assert second is simulate(training_of(other))[1]


VARIANTS = [
    {"steps": 33},
    {"seed": 9},
    {"setups": (setup_of(batch=1),)},
    {"setups": (setup_of(batch=32),)},
    {"setups": (setup_of(replacement=1),)},
    {"setups": (setup_of(dropout=0.3),)},
    {"setups": (setup_of(noise=0.3),)},
    {"setups": (setup_of(patience=2),)},
    {"setups": (setup_of(initial=part("large")),)},
    {"setups": (setup_of(data=part("moons", points=40, noise=0.3)),)},
    {"racers": (Racer("adam", (("learning_rate", 0.5),), modifiers=(part("l2", l2=0.3),)),)},
    {"racers": (replace(ADAM, schedule=Part("cosine"), modifiers=(Part("clip-norm"),)),)},
    {"budget": "evaluations"},
]


def test_what_compiles_is_counted():
    with counted() as compiled:
        jax.jit(lambda x: 3 * x)(1.0)
    assert len(compiled) == 1


def test_the_batch_of_another_step_compiles_nothing():
    batch_rows(MOONS, 0, 1)
    with counted() as compiled:
        for step, setup in ((2, MOONS), (3, setup_of(replacement=1)), (4, setup_of(batch=3))):
            batch_rows(setup, 5, step)
    assert compiled == []


@pytest.mark.parametrize("changed", VARIANTS, ids=str)
def test_no_knob_of_a_training_compiles(changed):
    decayed = replace(ADAM, modifiers=(part("l2", l2=0.1),), slot=4)
    race = training_of(racers=(DESCENT, ADAM, decayed))
    message(race)
    programs_before = programs.count()
    with counted() as compiled:
        message(replace(race, **changed))
    assert programs.count() == programs_before
    assert compiled == []
