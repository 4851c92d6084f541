"""Trainings that take a moment: a narrow network on few points."""

import json
import struct

import numpy as np

from app.experiment import Part, Racer
from app.networks.setup import Setup
from app.networks.training import Training

DESCENT = Racer("gradient-descent", (("learning_rate", 0.2),))
ADAM = Racer("adam", (("learning_rate", 0.02),), slot=3)
STEPS = 20


def part(slug, **settings):
    return Part(slug, tuple((name, float(value)) for name, value in settings.items()))


def setup_of(network=None, data=None, *, activation="tanh", initial=None, **terms):
    """A perceptron with four hidden units on forty points, or what is given in their place."""
    return Setup(
        network or part("mlp", depth=1, width=4),
        activation,
        initial or part("xavier"),
        data or part("moons", points=40),
        part("training", **{"batch": 8, **terms}),
    )


MOONS = setup_of()
WAVES = setup_of(data=part("waves", points=30))


def training_of(*setups, racers=(DESCENT, ADAM), **changed):
    """A short race on `setups`; on the perceptron above if there are none."""
    return Training(setups=setups or (MOONS,), racers=racers, **{"steps": STEPS, **changed})


def opened(raw):
    """A binary message taken apart as the browser does: header and array lookup."""
    (length,) = struct.unpack_from("<I", raw)
    begin = -(-(4 + length) // 8) * 8
    numbers = np.frombuffer(raw, "<f4", offset=begin)

    def array(reference):
        first, *shape = reference
        return numbers[first : first + int(np.prod(shape))].reshape(shape)

    return json.loads(raw[4 : 4 + length]), array
