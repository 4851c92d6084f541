"""A task: plain data that says what is trained, and refuses what cannot be."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from landscapes.networks import LARGEST, Task

DIGITS = Task(network="mlp", shape=(8, 8), outputs=10, classifies=True)


def test_equal_tasks_are_equal_by_value_and_say_all_that_they_are():
    same = Task(
        network="mlp",
        settings=(("width", 32.0), ("depth", 1)),
        shape=(8, 8),
        outputs=10,
        classifies=True,
    )
    assert same == DIGITS
    assert hash(same) == hash(DIGITS)
    assert eval(repr(DIGITS)) == DIGITS
    assert pickle.loads(pickle.dumps(DIGITS)) == DIGITS
    for change in ({"activation": "tanh"}, {"outputs": 3}, {"classifies": False}):
        assert replace(DIGITS, **change) != DIGITS


def test_the_perceptron_of_the_digits_has_2410_parameters():
    assert DIGITS.size == 64 * 32 + 32 + 32 * 10 + 10 == 2410
    assert DIGITS.model.layers == ("Hidden 1", "Output")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"network": "perceptron"}, "there is no network 'perceptron'; there are linear, mlp"),
        ({"activation": "swish"}, "there is no activation 'swish'; there are sigmoid, tanh"),
        ({"settings": (("depth", 9),)}, "hidden layers = 9 is out of range"),
        ({"settings": (("heads", 2),)}, "has no heads; it has depth, width"),
        ({"network": "attention", "shape": (4,)}, "Transformer block does not read a table"),
        ({"network": "convolution", "shape": (4,)}, "Convolutional network does not read a table"),
        ({"network": "convolution", "shape": (5, 8)}, "each side needs at least 6 pixels"),
        (
            {"shape": (1600,), "settings": (("width", 128),)},
            f"206,218 parameters; at most {LARGEST:,} can be trained here",
        ),
    ],
)
def test_what_cannot_be_trained_is_refused_in_a_sentence(changes, sentence):
    terms = {"network": "mlp", "shape": (8, 8), "outputs": 10, "classifies": True, **changes}
    with pytest.raises(ValueError, match=sentence):
        Task(**terms)


def test_an_unknown_initialisation_is_refused():
    with pytest.raises(ValueError, match="there is no initialisation 'ones'; there are zeros"):
        DIGITS.start("ones")


def test_a_start_takes_the_knobs_of_its_initialisation():
    small, smaller = (DIGITS.start("small", (("spread", s),), 1) for s in (0.1, 0.01))
    np.testing.assert_allclose(small, 10 * smaller, rtol=1e-6)


@pytest.mark.parametrize("network", ["mlp", "batch-norm", "residual"])
def test_the_knobs_of_size_count_layers_and_units(network):
    task = replace(DIGITS, network=network, settings=(("depth", 8), ("width", 7)))
    params = task.unravel(task.start("he"))
    assert len(params) == 9
    assert [layer["weights"].shape for layer in params] == [(64, 7), *[(7, 7)] * 7, (7, 10)]
