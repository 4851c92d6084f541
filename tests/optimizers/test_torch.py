"""Our optimizers against torch.optim: live where torch is installed, else as it was recorded.

Not all of torch's conventions are ours; what is done to bring the two together is said beside it.
"""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, run

RECORDED = Path(__file__).parent / "torch_paths.json"
SURFACES = ("rosenbrock", "himmelblau")
TINY = 1e-12
"""An ε so small that it does not matter where it stands."""


class Peer(NamedTuple):
    """An optimizer of torch with arguments that give it our conventions."""

    name: str
    settings: dict[str, float]  # ours
    arguments: dict[str, object]  # torch's


def adam_like(name, rate, **arguments):
    return Peer(name, {"learning_rate": rate}, {"lr": rate, **arguments})


PEERS = {
    "gradient-descent": Peer("SGD", {"learning_rate": 1e-3}, {"lr": 1e-3}),
    "momentum": Peer("SGD", {"learning_rate": 5e-4}, {"lr": 5e-4, "momentum": 0.9}),
    "nesterov": Peer(
        "SGD", {"learning_rate": 5e-4}, {"lr": 5e-4, "momentum": 0.9, "nesterov": True}
    ),
    # torch adds ε after the root, optax under it.
    "adagrad": Peer("Adagrad", {"learning_rate": 0.3, "eps": TINY}, {"lr": 0.3, "eps": TINY}),
    "adadelta": Peer("Adadelta", {"learning_rate": 1.0}, {"lr": 1.0, "rho": 0.9}),
    "rmsprop": Peer("RMSprop", {"learning_rate": 1e-3}, {"lr": 1e-3, "alpha": 0.9}),
    "rmsprop-centred": Peer(
        "RMSprop",
        {"learning_rate": 1e-3, "eps": TINY},
        {"lr": 1e-3, "alpha": 0.9, "eps": TINY, "centered": True},
    ),
    "rmsprop-momentum": Peer(
        "RMSprop", {"learning_rate": 1e-3}, {"lr": 1e-3, "alpha": 0.9, "momentum": 0.9}
    ),
    "adam": adam_like("Adam", 0.05),
    "adamw": adam_like("AdamW", 0.05),
    # torch corrects the bias of the largest v, optax takes the largest corrected v; with β₂ = 0
    # there is nothing to correct.
    "amsgrad": Peer(
        "Adam",
        {"learning_rate": 0.1, "b2": 0.0},
        {"lr": 0.1, "betas": (0.9, 0.0), "amsgrad": True},
    ),
    "adamax": adam_like("Adamax", 0.05),
    # torch's β₁ grows; it has grown at once if its own decay is huge.
    "nadam": adam_like("NAdam", 0.05, momentum_decay=1e6),
    # torch adds ε before the bias of v is corrected.
    "radam": Peer("RAdam", {"learning_rate": 1e-3, "eps": TINY}, {"lr": 1e-3, "eps": TINY}),
    "rprop": Peer("Rprop", {"initial_step": 0.01}, {"lr": 0.01, "etas": (0.5, 1.2)}),
}
every_case = pytest.mark.parametrize(
    ("slug", "surface"), [(slug, surface) for slug in PEERS for surface in SURFACES]
)


def ours(slug, surface):
    landscape, settings = LANDSCAPES[surface], PEERS[slug].settings
    path = run(landscape.fn, OPTIMIZERS[slug], landscape.start, steps=100, settings=settings)
    return path.points


def theirs(slug, surface):
    import torch

    from tests.benchmarks.peers import path_of

    peer, fn = PEERS[slug], {"rosenbrock": rosenbrock, "himmelblau": himmelblau}[surface]

    def made(point):
        return getattr(torch.optim, peer.name)([point], **peer.arguments)

    # NAdam keeps the product of its β₁ in the default precision.
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        return path_of(made, fn, LANDSCAPES[surface].start, 100)
    finally:
        torch.set_default_dtype(before)


def rosenbrock(p):
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


def himmelblau(p):
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


def test_torch_has_no_other_optimizer_for_points_that_we_have_too():
    torch = pytest.importorskip("torch", reason="torch is in the group 'benchmark'")
    names = {name for name in dir(torch.optim) if isinstance(getattr(torch.optim, name), type)}
    compared = {peer.name for peer in PEERS.values()}
    # L-BFGS searches differently, ASGD and Adafactor have no entry, SparseAdam takes sparse
    # gradients, and Muon takes matrices, in half precision.
    others = {"Optimizer", "LBFGS", "ASGD", "Adafactor", "SparseAdam", "Muon"}
    assert names == compared | others


def record():
    """Write what torch does: `python -m tests.optimizers.test_torch`."""
    import torch

    from optimizers import backend

    backend.prepare()
    paths = {
        f"{slug} on {surface}": theirs(slug, surface).tolist()
        for slug in PEERS
        for surface in SURFACES
    }
    text = json.dumps({"torch": torch.__version__, "paths": paths})
    RECORDED.write_text(text.replace("], [", "],\n[") + "\n")


if __name__ == "__main__":
    record()
