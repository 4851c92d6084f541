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
from optimizers.textbook import line_search

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


@pytest.mark.parametrize("slug", ["rosenbrock", "himmelblau"])
def test_lbfgs_steps_along_the_two_loop_direction(slug):
    landscape = LANDSCAPES[slug]
    trajectory = run(landscape.fn, OPTIMIZERS["lbfgs"], landscape.start, steps=12)
    steps = np.diff(trajectory.points, axis=0)
    for k in range(1, 7):
        points, gradients = trajectory.points[: k + 1], trajectory.gradients[: k + 1]
        direction = line_search.lbfgs_direction(points, gradients)
        expected = trajectory.learning_rates[k + 1] * direction
        np.testing.assert_allclose(steps[k], expected, rtol=1e-6, err_msg=f"step {k}")


@pytest.mark.parametrize("c2", [0.5, 0.9])
def test_lbfgs_steps_satisfy_the_strong_wolfe_conditions(c2):
    landscape, c1 = LANDSCAPES["rosenbrock"], 1e-4
    settings = {"slope_rtol": c1, "curv_rtol": c2}
    trajectory = run(
        landscape.fn, OPTIMIZERS["lbfgs"], landscape.start, steps=25, settings=settings
    )
    steps = np.diff(trajectory.points, axis=0)
    slopes = (steps * trajectory.gradients[:-1]).sum(axis=1)
    slopes_after = (steps * trajectory.gradients[1:]).sum(axis=1)
    assert (slopes < 0).all()
    assert (trajectory.values[1:] <= trajectory.values[:-1] + c1 * slopes + 1e-12).all()
    assert (np.abs(slopes_after) <= c2 * np.abs(slopes) + 1e-12).all()
