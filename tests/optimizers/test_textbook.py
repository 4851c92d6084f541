"""Our rules against a plain transcription of the papers' formulas."""

import inspect

import jax
import numpy as np
import pytest

from landscapes import LANDSCAPES
from optimizers import (
    OPTIMIZERS,
    adam,
    adaptive,
    descent,
    geometry,
    heirs,
    parameter_free,
    run,
    signs,
)

FAMILIES = (descent, adaptive, adam, heirs, signs, parameter_free, geometry)
SLUGS = [entry.slug for family in FAMILIES for entry in family.ENTRIES]
# With its default its long jumps on the valley floor are chaos, and rounding parts two programs.
CALM = {("polyak", "rosenbrock"): {"max_learning_rate": 0.002}}
SURFACES = ("rosenbrock", "himmelblau")


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("slug", SLUGS)
def test_it_equals_its_textbook_version_for_100_steps(slug, surface):
    optimizer, landscape = OPTIMIZERS[slug], LANDSCAPES[surface]
    settings = optimizer.settings(CALM.get((slug, surface)))
    expected = optimizer.textbook(
        **told(optimizer.textbook, landscape.fn),
        x=np.array(landscape.start),
        steps=100,
        **settings,
    )
    trajectory = run(landscape.fn, optimizer, landscape.start, steps=100, settings=settings)
    np.testing.assert_allclose(trajectory.points, expected, rtol=1e-9, atol=1e-9)


def told(textbook, fn):
    """What the textbook's function wants to know of `fn`."""
    gradient, value = jax.jit(jax.grad(fn)), jax.jit(fn)
    known = {
        "gradient": lambda x: np.asarray(gradient(x)),
        "value": lambda x: float(value(x)),
    }
    return {name: known[name] for name in inspect.signature(textbook).parameters if name in known}
