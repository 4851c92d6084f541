"""Minibatches: unbiased, spread as theory says, repeatable, and never compiled twice."""

import math
from collections import Counter
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from landscapes.datasets import DATASETS, split
from landscapes.networks import Batch, Examples, Sampler, Task, training_data
from landscapes.networks.batches import FEW, mean_over
from landscapes.networks.bits import below, bits, shuffled, stream, uniform

COUNT = 320
SAMPLER = Sampler()


def examples(count=COUNT):
    generator = np.random.default_rng(0)
    inputs = generator.standard_normal((count, 3)).astype(np.float32)
    return Examples(inputs, generator.integers(0, 2, count).astype(np.int32), count)


TASK = Task(
    network="mlp", settings=(("depth", 1), ("width", 4)), shape=(3,), outputs=2, classifies=True
)
START = TASK.start("he", seed=1)


@jax.jit
def drawn(data, key, steps):
    """The weights of all rows in the batch of each of the steps, whichever form it has."""

    def of(step):
        sample = SAMPLER.draw(data, key, step)
        few = jnp.zeros_like(sample.weights).at[sample.rows].add(sample.shares)
        return jnp.where(sample.few, few, sample.weights)

    return jax.lax.map(of, steps)


def weights(size, steps, *, replacement=False, seed=0, count=COUNT):
    data = training_data(examples(count), size=size, replacement=replacement)
    return np.asarray(drawn(data, jax.random.key(seed), jnp.arange(steps)))


@jax.jit
def gradients(data, key, steps):
    def of(step):
        sample = SAMPLER.draw(data, key, step)
        return jax.value_and_grad(TASK)(jnp.asarray(START), sample)

    return jax.lax.map(of, steps)


@jax.jit
def sample_of(data):
    return SAMPLER.draw(data, jax.random.key(0), 3)


def minibatch_gradients(size, steps, *, replacement=False):
    data = training_data(examples(), size=size, replacement=replacement)
    return np.asarray(gradients(data, jax.random.key(2), jnp.arange(steps))[1], np.float64)


def of_each_row():
    data = examples()

    def loss(vector, x, y):
        return TASK.loss(TASK.unravel(vector), Batch(x[..., None], y[None], jnp.ones(1)))

    each = jax.jit(jax.vmap(jax.grad(loss), (None, 0, 0)))
    return np.asarray(each(START, data.inputs, data.targets), np.float64)


@pytest.mark.parametrize("size", [1, 5, 64, 65, 100, COUNT])
@pytest.mark.parametrize("replacement", [False, True])
def test_a_batch_is_so_many_rows_in_equal_shares(size, replacement):
    rows = weights(size, 8, replacement=replacement)
    np.testing.assert_allclose(rows.sum(axis=1), 1, rtol=1e-6)
    times = rows * size
    np.testing.assert_allclose(times, times.round(), atol=1e-4)
    assert replacement or times.max() <= 1.0001


@pytest.mark.parametrize("size", [5, 50, 100, 150])
def test_without_replacement_an_epoch_visits_every_row_at_most_once(size):
    batches = COUNT // size
    rows = weights(size, 3 * batches).reshape(3, batches, COUNT) > 0
    for epoch in rows:
        assert (epoch.sum(axis=0) <= 1).all()
        assert epoch.sum() == batches * size
    assert (rows[0] != rows[1]).any()
    assert (rows[1] != rows[2]).any()


@pytest.mark.parametrize("size", [7, 100])
def test_with_replacement_rows_come_as_often_as_chance_has_it(size):
    steps = 200
    times = weights(size, steps, replacement=True).sum(axis=0) * size
    expected = steps * size / COUNT
    # χ² of COUNT - 1 degrees of freedom, within four standard deviations.
    chi = ((times - expected) ** 2).sum() / expected
    assert abs(chi - (COUNT - 1)) < 4 * np.sqrt(2 * COUNT)


@pytest.mark.parametrize("replacement", [False, True])
def test_a_step_of_a_seed_has_one_batch_wherever_one_begins(replacement):
    data = training_data(examples(), size=30, replacement=replacement)
    key = jax.random.key(3)
    whole = np.asarray(drawn(data, key, jnp.arange(40)))
    np.testing.assert_array_equal(whole, drawn(data, key, jnp.arange(40)))
    np.testing.assert_array_equal(whole[25:], drawn(data, key, jnp.arange(25, 40)))
    other = np.asarray(drawn(data, jax.random.key(4), jnp.arange(40)))
    assert (whole != other).any(axis=1).all()


@pytest.mark.parametrize("count", [40, COUNT])
def test_a_batch_of_all_rows_is_exactly_the_full_batch(count):
    data = training_data(examples(count), size=count)
    full = Batch(data.inputs, data.targets, np.full(count, np.float32(1) / np.float32(count)))
    whole = jax.jit(jax.value_and_grad(lambda v, batch: TASK.loss(TASK.unravel(v), batch)))
    value, gradient = whole(START, full)
    values, steps = gradients(data, jax.random.key(0), jnp.arange(3))
    for k in range(3):
        assert values[k] == value
        np.testing.assert_array_equal(steps[k], gradient)


@pytest.mark.parametrize("replacement", [False, True])
@pytest.mark.parametrize("size", [4, 16, 80])
def test_minibatch_gradients_are_unbiased_and_vary_as_theory_says(size, replacement):
    each, steps = of_each_row(), 3000
    told = minibatch_gradients(size, steps, replacement=replacement)
    variance = each.var(axis=0).sum() / size
    if not replacement:
        variance *= (COUNT - size) / (COUNT - 1)
    error = told.mean(axis=0) - each.mean(axis=0)
    # The mean of so many steps is off by the root of variance / steps; without replacement less.
    assert np.linalg.norm(error) < 4 * np.sqrt(variance / steps)
    spread = ((told - each.mean(axis=0)) ** 2).sum(axis=1).mean()
    np.testing.assert_allclose(spread, variance, rtol=0.08)


def test_small_and_large_forms_of_a_batch_agree():
    data = training_data(examples(), size=20)
    sample = sample_of(data)
    weights = jnp.zeros(COUNT).at[sample.rows].add(sample.shares)
    large = sample._replace(few=jnp.asarray(False))
    np.testing.assert_array_equal(large.weights, weights.astype(jnp.float32))
    work = jax.jit(jax.value_and_grad(TASK))
    for few, all_rows in zip(work(START, sample), work(START, large), strict=True):
        np.testing.assert_allclose(few, all_rows, atol=2e-6)


def test_second_derivatives_and_derivatives_along_a_line_go_through_the_draw():
    data = training_data(examples(), size=20)
    sample = sample_of(data)
    batch = Batch(data.inputs[..., sample.rows], data.targets[sample.rows], sample.shares)

    def plain(vector):
        return TASK.loss(TASK.unravel(vector), batch)

    def derivatives(loss):
        along = np.random.default_rng(0).standard_normal(TASK.size).astype(np.float32)
        return jax.hessian(loss)(START), jax.jvp(loss, (START,), (along,))[1]

    ours = jax.jit(lambda: derivatives(lambda v: TASK(v, sample)))()
    for our, their in zip(ours, jax.jit(lambda: derivatives(plain))(), strict=True):
        np.testing.assert_allclose(our, their, rtol=1e-5, atol=1e-6)


def test_a_gradient_holds_nothing_of_the_size_of_the_other_form():
    data = training_data(examples(), size=20)
    sample = sample_of(data)
    program = jax.make_jaxpr(lambda v: jax.grad(TASK)(v, sample))(START)
    conds = [e for e in program.eqns if e.primitive.name == "cond"]
    assert len(conds) == 1
    # Value and gradient, and no memory of either branch.
    assert Counter(v.aval.shape for v in conds[0].outvars) == Counter([(), (TASK.size,)])


def test_no_knob_compiles():
    gradients.clear_cache()
    for seed, size, replacement, dropout in (
        (0, 1, False, 0.0), (1, 64, True, 0.5), (2, 65, False, 0.1), (3, COUNT, True, 0.0),
    ):  # fmt: skip
        data = training_data(examples(), size=size, replacement=replacement, dropout=dropout)
        gradients(data, jax.random.key(seed), jnp.arange(3))
    assert gradients._cache_size() == 1


def test_dropout_reaches_the_loss_and_rate_zero_leaves_it_alone():
    draws = {}
    for rate in (0.0, 0.5):
        data = training_data(examples(), size=COUNT, dropout=rate)
        draws[rate] = np.asarray(gradients(data, jax.random.key(0), jnp.arange(50))[0])
    assert len(np.unique(draws[0.0])) == 1
    assert len(np.unique(draws[0.5])) == 50


def test_more_rows_than_there_are_is_all_of_them():
    assert training_data(examples(), size=10**6).size == COUNT


def test_a_batch_of_one_is_not_spoiled_by_rows_that_are_not_in_it():
    # Rows beyond the batch would overflow, if they were looked at.
    known = examples()
    inputs = known.inputs.copy()
    inputs[1:] = 3e38
    data = training_data(known._replace(inputs=inputs), size=1)
    key = jax.random.key(0)
    step = next(k for k, row in enumerate(weights(1, COUNT)) if row[0] > 0)
    values, slopes = gradients(data, key, jnp.arange(step, step + 1))
    assert np.isfinite(values).all()
    assert np.isfinite(slopes).all()


def test_words_are_uniform_and_streams_independent():
    keys = [
        stream(jax.random.key(seed), kind, step)
        for seed in range(3)
        for kind in range(3)
        for step in range(10)
    ]
    words = np.stack([bits(key, (4096,)) for key in keys])
    ones = np.unpackbits(words.view(np.uint8), axis=-1).reshape(len(keys), -1).astype(float)
    total = ones.size
    assert abs(ones.mean() - 0.5) < 4 * 0.5 / np.sqrt(total)
    correlations = np.corrcoef(words.astype(float)) - np.eye(len(keys))
    assert abs(correlations).max() < 5 / np.sqrt(4096)
    lags = [
        np.corrcoef(words[:, :-lag].ravel(), words[:, lag:].ravel())[0, 1] for lag in (1, 2, 16)
    ]
    assert max(map(abs, lags)) < 5 / np.sqrt(words.size)


@pytest.mark.parametrize("count", [1, 2, 3, 40, 1438])
def test_a_shuffle_puts_every_row_somewhere_and_knows_the_way_back(count):
    rows = np.arange(count, dtype=np.int32)
    there = np.asarray(places_of(rows, count, 3))
    np.testing.assert_array_equal(np.sort(there, axis=1), [rows] * 3)
    back = jax.vmap(lambda key, places: shuffled(key, places, count, back=True))
    np.testing.assert_array_equal(jax.jit(back)(keys_of(3), there), [rows] * 3)


def keys_of(many):
    return jax.vmap(stream)(jax.random.split(jax.random.key(0), many))


@partial(jax.jit, static_argnums=(1, 2))
def places_of(rows, count, many):
    """Where each of as many shuffles puts the rows."""
    return jax.vmap(lambda key: shuffled(key, rows, count))(keys_of(many))


@pytest.mark.parametrize("count", [4, 5])
def test_all_orders_of_a_few_rows_are_as_likely(count):
    many = 200 * math.factorial(count)
    counts = Counter(map(tuple, np.asarray(places_of(np.arange(count), count, many)).tolist()))
    assert len(counts) == math.factorial(count)
    chi = sum((times - 200) ** 2 for times in counts.values()) / 200
    freedom = math.factorial(count) - 1
    assert abs(chi - freedom) < 4 * np.sqrt(2 * freedom)


def test_of_many_rows_any_two_come_to_any_two_places():
    count, many = 1438, 40_000
    places = np.asarray(places_of(np.array([0, 1, count - 1]), count, many))
    # Rows that began beside each other, and both ends: where they are, and how far apart.
    for column in (places[:, 0], (places[:, 1] - places[:, 0]) % count, places.sum(axis=1) % count):
        counts = np.bincount(column, minlength=count)
        expected = many / count
        chi = ((counts - expected) ** 2).sum() / expected
        assert abs(chi - count) < 5 * np.sqrt(2 * count)


def test_whole_numbers_and_shares_fill_their_ranges_evenly():
    key = stream(jax.random.key(1))
    counts = np.bincount(below(key, (100_000,), 7), minlength=7)
    assert len(counts) == 7
    np.testing.assert_allclose(counts, 100_000 / 7, rtol=0.03)
    shares = np.asarray(uniform(key, (100_000,)))
    assert shares.min() >= 0
    assert shares.max() < 1
    np.testing.assert_allclose(np.histogram(shares, 10, (0, 1))[0], 1e4, rtol=0.05)


def test_mean_over_takes_any_loss_on_a_batch():
    data = training_data(split(DATASETS["iris"].make(0)), size=8)
    sample = sample_of(data)

    def loss(vector, batch):
        return (vector @ batch.inputs) @ batch.weights

    expected = data.inputs[:, np.asarray(sample.rows[:8])].mean(axis=1)
    np.testing.assert_allclose(
        jax.grad(mean_over, argnums=1)(loss, jnp.ones(4, jnp.float32), sample), expected, atol=1e-6
    )
    assert FEW == 64
