"""Every network against the same network put together from torch's own layers, in float64."""

from itertools import count

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from landscapes.networks import Examples, Sampler, training_data
from tests.landscapes.networks.cases import (
    batch_of,
    dataset,
    every_case,
    point_of,
    task_for,
    value_and_gradient,
)

torch = pytest.importorskip("torch")
F = torch.nn.functional

STEPS = 100
SIZE = 16
OURS = {"sgd": optax.sgd(0.05), "adam": optax.adam(0.01)}
THEIRS = {
    "sgd": lambda leaves: torch.optim.SGD(leaves, lr=0.05),
    "adam": lambda leaves: torch.optim.Adam(leaves, lr=0.01),
}


def affine(layer, x):
    return F.linear(x, layer["weights"].T, layer["bias"])


def perceptron(params, x):
    for layer in params[:-1]:
        x = torch.tanh(affine(layer, x))
    return affine(params[-1], x)


def residual(params, x):
    x = torch.tanh(affine(params[0], x))
    for layer in params[1:-1]:
        x = x + torch.tanh(affine(layer, x))
    return affine(params[-1], x)


def batch_norm(params, x):
    for layer in params[:-1]:
        sums = F.linear(x, layer["weights"].T)
        normed = F.batch_norm(sums, None, None, layer["scale"], layer["shift"], training=True)
        x = torch.tanh(normed)
    return affine(params[-1], x)


def layer_norm(params, x):
    for layer in params[:-1]:
        sums = affine(layer, x)
        x = torch.tanh(F.layer_norm(sums, sums.shape[1:], layer["scale"], layer["shift"]))
    return affine(params[-1], x)


def convolution(params, x):
    one, two, last = params
    x = torch.tanh(F.conv2d(x[:, None], one["weights"].permute(3, 2, 0, 1), one["bias"]))
    x = F.avg_pool2d(x, 2)
    x = torch.tanh(F.conv2d(x, two["weights"].permute(3, 2, 0, 1), two["bias"]))
    return affine(last, x.flatten(1))


def attention(params, x, heads=2):
    embedding, attending, inner, outer, readout = params
    x = x @ embedding["weights"] + embedding["positions"]
    query, key, value = (
        (x @ attending[name]).unflatten(-1, (heads, -1)).transpose(1, 2)
        for name in ("query", "key", "value")
    )
    gathered = F.scaled_dot_product_attention(query, key, value)
    x = x + gathered.transpose(1, 2).flatten(2) @ attending["output"]
    x = x + affine(outer, torch.tanh(affine(inner, x)))
    return affine(readout, x[:, -1])


NETWORKS = {
    "linear": perceptron,
    "mlp": perceptron,
    "residual": residual,
    "batch-norm": batch_norm,
    "layer-norm": layer_norm,
    "convolution": convolution,
    "attention": attention,
}


def tensors(task, vector):
    """The parameters as torch's, and a list of them in the order of the vector."""
    params = jax.tree.map(
        lambda array: torch.tensor(np.asarray(array), requires_grad=True), task.unravel(vector)
    )
    return params, jax.tree.leaves(params)


def their_loss(task, network, params, inputs, targets):
    x = torch.as_tensor(np.asarray(inputs))
    x = x if network in ("convolution", "attention") else x.flatten(1)
    outputs, wanted = NETWORKS[network](params, x), torch.as_tensor(np.asarray(targets))
    if task.classifies:
        return F.cross_entropy(outputs, wanted.long())
    return F.mse_loss(outputs, wanted)


@every_case
def test_loss_and_gradient_are_those_of_torch(network, source):
    task, batch = task_for(network, source), batch_of(source)
    vector = point_of(task)
    params, leaves = tensors(task, vector)
    theirs = their_loss(task, network, params, np.moveaxis(batch.inputs, -1, 0), batch.targets)
    theirs.backward()
    gradient = np.concatenate([leaf.grad.numpy().ravel() for leaf in leaves])
    value, ours = value_and_gradient(task, batch, vector)
    np.testing.assert_allclose(value, theirs.item(), rtol=1e-10)
    np.testing.assert_allclose(ours, gradient, rtol=0, atol=1e-10)


def double(source):
    data = dataset(source)
    targets = data.targets if data.classes else data.targets.astype(np.float64)
    return Examples(data.inputs.astype(np.float64), targets, len(targets) * 4 // 5)


def our_path(task, rule, vector, data):
    """The points of a plain loop, and the rows of each of its batches."""
    sampler, key = Sampler(), jax.random.key(5)

    def step(carry, number):
        vector, state = carry
        sample = sampler.draw(data, key, number)
        update, state = rule.update(jax.grad(task)(vector, sample), state)
        following = vector + update
        return (following, state), (following, sample.rows[:SIZE])

    @jax.jit
    def path(vector):
        return jax.lax.scan(step, (vector, rule.init(vector)), jnp.arange(STEPS))[1]

    return [np.asarray(part) for part in path(jnp.asarray(vector))]


CASES = [
    ("linear", "iris", "sgd"),
    ("mlp", "digits", "sgd"),
    ("mlp", "waves", "adam"),
    ("residual", "iris", "adam"),
    ("batch-norm", "digits", "adam"),
    ("layer-norm", "iris", "adam"),
    ("convolution", "digits", "adam"),
    ("attention", "recall", "adam"),
]


@pytest.mark.parametrize(("network", "source", "rule"), CASES)
def test_a_hundred_steps_on_the_same_batches_are_those_of_torch(network, source, rule):
    task, examples = task_for(network, source), double(source)
    data = training_data(examples, size=SIZE)
    start = task.start("xavier").astype(np.float64)
    points, rows = our_path(task, OURS[rule], start, data)
    params, leaves = tensors(task, start)
    optimizer = THEIRS[rule](leaves)
    for step, batch in zip(count(), rows, strict=False):
        optimizer.zero_grad()
        inputs, targets = examples.inputs[batch], examples.targets[batch]
        their_loss(task, network, params, inputs, targets).backward()
        optimizer.step()
        if step in (0, STEPS - 1):
            theirs = np.concatenate([leaf.detach().numpy().ravel() for leaf in leaves])
            np.testing.assert_allclose(points[step], theirs, rtol=0, atol=1e-6)
    assert abs(points[-1] - start).max() > 0.05
