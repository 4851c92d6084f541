"""What holds for every network, and what each of them is built for."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from jax.flatten_util import ravel_pytree

from landscapes.datasets import DATASETS, split
from landscapes.networks import (
    ACTIVATIONS,
    INITIALISATIONS,
    NETWORKS,
    Batch,
    Dropout,
    Sampler,
    Task,
    measure,
    training_data,
)
from landscapes.networks.bits import stream
from landscapes.networks.parts import dropped
from tests.landscapes.networks.cases import (
    CASES,
    batch_of,
    every_case,
    outputs_at,
    point_of,
    task_for,
    value_and_gradient,
)


def test_every_network_is_tried_on_some_data():
    assert {network for network, _ in CASES} == set(NETWORKS)


@pytest.mark.parametrize("menu", [NETWORKS, ACTIVATIONS, INITIALISATIONS, DATASETS])
def test_menus_are_keyed_by_slugs_and_say_what_an_entry_is(menu):
    for slug, entry in menu.items():
        assert slug == entry.slug == slug.lower()
        assert slug.replace("-", "").isalnum()
        assert entry.title
        assert entry.point.endswith((".", "?"))
        assert all("](https://" in reference for reference in entry.references)
        assert entry.references


@every_case
def test_outputs_have_a_row_for_each_example_and_are_finite(network, source):
    task, batch = task_for(network, source), batch_of(source)
    outputs = outputs_at(task, point_of(task), batch)
    assert outputs.shape == (12, task.outputs)
    assert outputs.dtype == "float64"
    assert jnp.isfinite(outputs).all()
    value, gradient = value_and_gradient(task, batch, point_of(task))
    assert np.isfinite(value)
    assert np.isfinite(gradient).all()
    # No layer is without effect.
    assert all((array != 0).any() for array in jax.tree.leaves(task.unravel(gradient)))


@every_case
def test_layers_have_titles_and_weights_end_in_their_filters(network, source):
    task = task_for(network, source)
    params = task.unravel(task.start("xavier"))
    assert len(params) == len(task.model.layers) == len(set(task.model.layers))
    for layer in params:
        sizes = {array.shape[-1] for array in layer.values()}
        assert len(sizes) == 1
        assert any(array.ndim >= 2 for array in layer.values())


@every_case
def test_a_vector_is_that_of_ravel_pytree_and_biases_start_at_zero(network, source):
    task = task_for(network, source)
    start = task.start("he", seed=3)
    assert start.dtype == np.float32
    assert start.shape == (task.size,)
    params = task.unravel(start)
    np.testing.assert_array_equal(ravel_pytree(params)[0], start)
    for layer in params:
        for name in {"bias", "shift"} & layer.keys():
            assert (layer[name] == 0).all()
    np.testing.assert_array_equal(start, task.start("he", seed=3))
    assert (start != task.start("he", seed=4)).any()


@every_case
def test_the_first_layer_is_linear_in_the_parameters(network, source):
    task, inputs = task_for(network, source), batch_of(source).inputs
    a, b = point_of(task, 1), point_of(task, 2)

    @jax.jit
    def first(vector):
        return task.model.first(task.unravel(vector), inputs)

    np.testing.assert_allclose(first(2 * a - 3 * b), 2 * first(a) - 3 * first(b), atol=1e-12)


@every_case
def test_the_gradient_is_that_of_central_differences(network, source):
    task, batch = task_for(network, source), batch_of(source, uneven=True)
    vector = point_of(task)

    def at(point):
        return value_and_gradient(task, batch, point)

    _, gradient = at(vector)
    for seed in range(3):
        along = np.random.default_rng(seed).standard_normal(task.size)
        along /= np.linalg.norm(along)
        step = 1e-5
        ahead, behind = (at(vector + sign * step * along)[0] for sign in (1, -1))
        difference = (ahead - behind) / (2 * step)
        np.testing.assert_allclose(gradient @ along, difference, rtol=1e-6, atol=1e-9)


@every_case
def test_weights_stand_for_copies_of_an_example_and_weight_zero_for_none(network, source):
    task, batch, vector = (
        task_for(network, source),
        batch_of(source),
        point_of(task_for(network, source)),
    )
    picked = np.array([0, 0, 0, 3, 5, 5, 5, 7, 7, 7, 7, 11])
    copies = batch._replace(inputs=batch.inputs[..., picked], targets=batch.targets[picked])
    shared = batch._replace(weights=np.bincount(picked, minlength=12) / 12)
    value, gradient = value_and_gradient(task, copies, vector)
    shared_value, shared_gradient = value_and_gradient(task, shared, vector)
    np.testing.assert_allclose(shared_value, value, rtol=1e-12)
    np.testing.assert_allclose(shared_gradient, gradient, atol=1e-12)


@every_case
def test_only_networks_that_say_so_mix_the_examples_of_a_batch(network, source):
    task, batch = task_for(network, source), batch_of(source)
    few = batch.inputs[..., :4]
    others = np.concatenate([few, 2 * batch.inputs[..., 4:]], axis=-1)
    among = [
        outputs_at(task, point_of(task), batch._replace(inputs=inputs))[:4]
        for inputs in (batch.inputs, others)
    ]
    assert np.allclose(*among, atol=1e-12) != task.model.mixes


def test_of_an_odd_picture_the_last_row_has_no_square_and_is_left_out():
    task = Task(network="convolution", activation="tanh", shape=(9, 8), outputs=2, classifies=True)
    picture = np.random.default_rng(0).standard_normal((9, 8, 3))

    def outputs_with(row):
        changed = picture.copy()
        changed[row] += 1
        return outputs_at(task, point_of(task), Batch(changed, np.zeros(3, int), np.full(3, 1 / 3)))

    whole = outputs_at(task, point_of(task), Batch(picture, np.zeros(3, int), np.full(3, 1 / 3)))
    np.testing.assert_array_equal(outputs_with(8), whole)
    assert (outputs_with(7) != whole).all()


@pytest.mark.parametrize("network", ["mlp", "convolution"])
def test_relu_networks_keep_their_loss_when_neighbouring_layers_are_rescaled(network):
    task = task_for(network, "digits", activation="relu")
    params, batch = task.unravel(point_of(task)), batch_of("digits")
    one, two, *rest = params
    larger = {name: 10 * array for name, array in one.items()}
    smaller = {**two, "weights": two["weights"] / 10}
    loss = jax.jit(task.loss)
    before, after = (loss(p, batch) for p in (params, (larger, smaller, *rest)))
    np.testing.assert_allclose(after, before, rtol=1e-12)
    assert not np.isclose(loss((larger, two, *rest), batch), before)


@pytest.mark.parametrize(
    ("network", "invariant"), [("batch-norm", True), ("layer-norm", True), ("mlp", False)]
)
def test_only_norms_make_the_loss_indifferent_to_the_size_of_weights(network, invariant):
    task = task_for(network, "digits")
    params, batch = task.unravel(10 * point_of(task)), batch_of("digits")
    sums = {name: 7 * params[0][name] for name in {"weights", "bias"} & params[0].keys()}
    scaled = ({**params[0], **sums}, *params[1:])
    loss = jax.jit(task.loss)
    # Only ε, which is added to variances, is left of the size.
    assert np.isclose(loss(scaled, batch), loss(params, batch), rtol=1e-5) == invariant


@pytest.mark.parametrize(("network", "centred"), [("batch-norm", 1), ("layer-norm", 0)])
def test_norms_bring_sums_to_mean_zero_and_variance_one(network, centred):
    from landscapes.networks import norms

    norm = norms._over_batch if network == "batch-norm" else norms._over_units
    x = jnp.asarray(np.random.default_rng(0).normal(3, 5, (40, 30)))
    normed = norm(x, jnp.full(30, 1 / 30))
    np.testing.assert_allclose(normed.mean(axis=centred), 0, atol=1e-12)
    np.testing.assert_allclose(normed.var(axis=centred), 1, rtol=1e-5)


def test_a_residual_network_starts_as_the_perceptron_of_its_size_does():
    sizes = {"depth": 4, "width": 6}
    plain, skipping = (task_for(slug, "iris", **sizes) for slug in ("mlp", "residual"))
    np.testing.assert_array_equal(plain.start("he", seed=1), skipping.start("he", seed=1))


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.9])
def test_inverted_dropout_has_mean_one_and_variance_p_over_keep(rate):
    kept = dropped(jnp.ones((1000, 1000)), Dropout(stream(jnp.array([0, 7])), jnp.float32(rate)), 0)
    assert set(np.unique(kept)) <= {0.0, np.unique(kept).max()}
    np.testing.assert_allclose(kept.mean(), 1, atol=5e-3 / (1 - rate))
    np.testing.assert_allclose(kept.var(), rate / (1 - rate), rtol=1e-2)


def test_layers_and_steps_leave_out_different_units():
    ones = jnp.ones((100, 100))
    masks = [
        dropped(ones, Dropout(stream(jnp.array([0, 7]), step), jnp.float32(0.5)), layer)
        for step in (0, 1)
        for layer in (0, 1)
    ]
    correlations = np.corrcoef([np.ravel(mask) for mask in masks]) - np.eye(4)
    assert abs(correlations).max() < 0.05


@every_case
def test_dropout_of_rate_zero_changes_nothing_and_another_rate_does(network, source):
    task, batch = task_for(network, source), batch_of(source)
    key = stream(jnp.array([0, 1]))
    without = outputs_at(task, point_of(task), batch)
    none, half = (
        outputs_at(task, point_of(task), batch._replace(dropout=Dropout(key, np.float32(rate))))
        for rate in (0.0, 0.5)
    )
    np.testing.assert_allclose(none, without, atol=1e-12)
    assert np.allclose(half, without, atol=1e-3) == (network == "linear")


def test_the_transformer_solves_recall_and_the_linear_model_does_not():
    examples = split(DATASETS["recall"].make(0))
    accuracies = {slug: trained(slug, examples) for slug in ("attention", "linear")}
    assert accuracies["attention"] > 0.95
    assert accuracies["linear"] < 0.6


def trained(slug, examples, steps=600):
    """Accuracy on the validation set after some steps of Adam."""
    task = Task(network=slug, shape=examples.inputs.shape[1:], outputs=4, classifies=True)
    data, sampler, rule = training_data(examples, size=32), Sampler(), optax.adam(5e-3)
    key = jax.random.key(0)

    @jax.jit
    def descend(vector):
        def step(carry, number):
            vector, rule_state = carry
            sample = sampler.draw(data, key, number)
            update, rule_state = rule.update(jax.grad(task)(vector, sample), rule_state)
            return (vector + update, rule_state), None

        return jax.lax.scan(step, (vector, rule.init(vector)), jnp.arange(steps))[0][0]

    point = np.asarray(descend(task.start("xavier")))
    return measure(task, point[None], examples).validation_accuracy[0]
