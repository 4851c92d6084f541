"""Measures: losses and accuracies of both sets, as a plain loop over NumPy finds them."""

import numpy as np
import pytest

from landscapes.datasets import split
from landscapes.networks import Batch, Examples, columns, measure, predict
from landscapes.networks.measures import _measured
from tests.landscapes.networks.cases import dataset, every_case, outputs_at, point_of, task_for


def by_hand(task, vector, examples):
    """Losses and accuracies from outputs, the statistics of a batch being the training set's."""
    n, total = examples.training, len(examples.inputs)
    shares = np.where(np.arange(total) < n, 1 / n, 0).astype(np.float32)
    batch = Batch(columns(examples.inputs), examples.targets, shares)
    outputs = np.asarray(outputs_at(task, vector, batch))
    targets = examples.targets
    if not task.classifies:
        losses, right = ((outputs - targets) ** 2).mean(axis=1), np.full(total, np.nan)
    else:
        logs = outputs - np.log(np.exp(outputs).sum(axis=1, keepdims=True))
        losses = -logs[np.arange(total), targets]
        right = (outputs.argmax(axis=1) == targets).astype(float)
    return losses[:n].mean(), losses[n:].mean(), right[:n].mean(), right[n:].mean()


@every_case
def test_measures_are_those_of_a_plain_loop(network, source):
    task = task_for(network, source)
    examples = split(dataset(source), 0.7, seed=1)
    points = np.stack([point_of(task, seed) for seed in range(3)]).astype(np.float32)
    measured = measure(task, points, examples)
    for row, point in enumerate(points):
        expected = by_hand(task, point, examples)
        np.testing.assert_allclose([part[row] for part in measured], expected, rtol=2e-5)


@every_case
def test_predictions_are_outputs_or_probabilities_and_do_not_depend_on_each_other(network, source):
    task, examples = task_for(network, source), split(dataset(source), 0.7)
    vector = point_of(task).astype(np.float32)
    count = len(examples.inputs)
    predicted = predict(task, vector, examples.inputs, examples)
    assert predicted.shape == (count, task.outputs)
    others = np.concatenate([examples.inputs[:9], 2 * examples.inputs[9:]])
    np.testing.assert_allclose(
        predict(task, vector, others, examples)[:9], predicted[:9], atol=1e-5
    )
    if task.classifies:
        np.testing.assert_allclose(predicted.sum(axis=1), 1, rtol=1e-5)
        losses = -np.log(predicted[np.arange(count), examples.targets])
    else:
        losses = ((predicted - examples.targets) ** 2).mean(axis=1)
    measured = measure(task, vector[None], examples)
    parts = losses[: examples.training].mean(), losses[examples.training :].mean()
    np.testing.assert_allclose(parts, [measured.training[0], measured.validation[0]], rtol=1e-5)


def test_without_a_validation_set_it_has_no_measures():
    task = task_for("mlp", "iris")
    measured = measure(task, point_of(task)[None].astype(np.float32), split(dataset("iris"), 1.0))
    assert np.isfinite(measured.training).all()
    assert np.isnan(measured.validation).all()
    assert np.isnan(measured.validation_accuracy).all()


def test_a_perfect_network_has_accuracy_one_exactly():
    data = dataset("iris")
    task = task_for("linear", "iris")
    examples = Examples(data.inputs[:49], data.targets[:49], 40)
    vector = np.zeros(task.size, np.float32)
    vector[0] = 5
    measured = measure(task, vector[None], examples)
    assert measured.training_accuracy[0] == measured.validation_accuracy[0] == 1


def test_another_split_of_the_same_sizes_compiles_nothing():
    task = task_for("linear", "iris")
    points = point_of(task)[None].astype(np.float32)
    _measured.clear_cache()
    for share in (0.5, 0.7, 0.9):
        measure(task, points, split(dataset("iris"), share, seed=int(10 * share)))
    assert _measured._cache_size() == 1


@pytest.mark.parametrize("network", ["batch-norm"])
def test_batch_norm_is_measured_with_the_statistics_of_the_training_set(network):
    task, data = task_for(network, "iris"), dataset("iris")
    point = point_of(task)[None].astype(np.float32)
    whole = measure(task, point, Examples(data.inputs[:100], data.targets[:100], 60))
    alone = measure(task, point, Examples(data.inputs[:60], data.targets[:60], 60))
    np.testing.assert_allclose(whole.training, alone.training, rtol=1e-6)
