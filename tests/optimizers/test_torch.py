"""Our optimizers against torch.optim: live where torch is installed, else as it was recorded."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.experiment import Racer
from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run

RECORDED = Path(__file__).parent / "torch_paths.json"
RATES = {
    "gradient-descent": 1e-3,
    "momentum": 5e-4,
    "adagrad": 0.3,
    "rmsprop": 0.001,
    "adam": 0.05,
}
SURFACES = ("rosenbrock", "himmelblau")
every_case = pytest.mark.parametrize(
    ("slug", "surface"), [(slug, surface) for slug in RATES for surface in SURFACES]
)


def racer_of(slug):
    # Where ε stands differs only for Adagrad; 1e-12 makes that difference vanish.
    eps = (("eps", 1e-12),) if slug == "adagrad" else ()
    return Racer(slug, (("learning_rate", RATES[slug]), *eps))


def ours(slug, surface):
    landscape, racer = LANDSCAPES[surface], racer_of(slug)
    settings = dict(racer.settings)
    path = run(landscape.fn, OPTIMIZERS[slug], landscape.start, steps=100, settings=settings)
    return path.points


def theirs(slug, surface):
    from tests.benchmarks.peers import torch_path

    landscape = LANDSCAPES[surface]
    fn = {"rosenbrock": torch_rosenbrock, "himmelblau": torch_himmelblau}[surface]
    return torch_path(racer_of(slug), fn, landscape.start, 100)


def torch_rosenbrock(p):
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


def torch_himmelblau(p):
    return (p[0] ** 2 + p[1] - 11) ** 2 + (p[0] + p[1] ** 2 - 7) ** 2


@every_case
def test_it_agrees_with_the_path_recorded_from_torch(slug, surface):
    recorded = json.loads(RECORDED.read_text())["paths"][f"{slug} on {surface}"]
    np.testing.assert_allclose(ours(slug, surface), recorded, rtol=0, atol=1e-9)


@every_case
def test_the_recorded_path_is_the_one_that_torch_takes(slug, surface):
    pytest.importorskip("torch", reason="torch is in the group 'benchmark'")
    recorded = json.loads(RECORDED.read_text())["paths"][f"{slug} on {surface}"]
    np.testing.assert_allclose(theirs(slug, surface), recorded, rtol=0, atol=1e-12)


def record():
    """Write what torch does: `python -m tests.optimizers.test_torch`."""
    import torch

    from optimizers import backend

    backend.prepare()
    paths = {
        f"{slug} on {surface}": theirs(slug, surface).tolist()
        for slug in RATES
        for surface in SURFACES
    }
    text = json.dumps({"torch": torch.__version__, "paths": paths})
    RECORDED.write_text(text.replace("], [", "],\n[") + "\n")


if __name__ == "__main__":
    record()
