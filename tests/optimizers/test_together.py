"""Optimizers that share a program go as each goes alone, and the next of them compiles nothing."""

import numpy as np
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, programs, run
from optimizers.noise import NOISES
from optimizers.schedules import SCHEDULES
from optimizers.together import USUAL, shared

HIMMELBLAU = LANDSCAPES["himmelblau"]
TERMS = {"schedule": SCHEDULES["cosine"](), "noise": NOISES["gaussian"](spread=0.1), "seed": 3}


def raced(optimizer, settings, **terms):
    return run(HIMMELBLAU.fn, optimizer, HIMMELBLAU.start, steps=40, settings=settings, **terms)


@pytest.mark.parametrize("optimizer", USUAL.optimizers, ids=lambda entry: entry.slug)
@pytest.mark.parametrize("terms", [{}, TERMS], ids=["plain", "driven"])
def test_the_usual_rules_go_together_as_they_go_alone(optimizer, terms):
    settings = {"learning_rate": 0.02}
    alone, among = raced(optimizer, settings, **terms), raced(*shared(optimizer, settings), **terms)
    for name in ("points", "values", "gradients", "learning_rates"):
        expected = getattr(alone, name)
        np.testing.assert_allclose(getattr(among, name), expected, rtol=1e-8, atol=1e-8)
    np.testing.assert_array_equal(among.evaluations, alone.evaluations)


def test_the_next_of_them_compiles_nothing():
    raced(*shared(USUAL.optimizers[0], {}))
    compiled = programs.count()
    for optimizer in USUAL.optimizers:
        raced(*shared(optimizer, {}))
    assert programs.count() == compiled


def test_what_is_not_usual_keeps_its_own_program():
    for slug in ("lbfgs", "muon", "adagrad"):
        assert shared(OPTIMIZERS[slug], {"a": 1.0}) == (OPTIMIZERS[slug], {"a": 1.0})


def test_settings_are_checked_by_the_range_of_the_optimizer_itself():
    with pytest.raises(ValueError, match=r"out of range: it goes .*from .* to "):
        shared(OPTIMIZERS["adam"], {"b1": 2.0})
    with pytest.raises(ValueError, match=r"has no momentum; it has "):
        shared(OPTIMIZERS["adam"], {"momentum": 0.9})
