"""Training against torch: 8 racers × 500 minibatch steps of the same network, in the same run.

From the same start, with the same optimizers on the same batches, in float32, and every step's
parameters kept on both sides.
"""

import os
import statistics
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import torch

from app.experiment import Part, Racer
from app.networks.setup import Setup
from app.networks.simulate import batch_rows, forget, simulate
from app.networks.trained import Terms, pieces, start_of
from app.networks.training import Training
from tests.benchmarks import stacked
from tests.benchmarks.peers import torch_optimizer
from tests.benchmarks.slices import Contestant

STEPS = 500
SETUP = Setup(
    Part("mlp", (("depth", 1), ("width", 32))),
    "relu",
    Part("he"),
    Part("digits"),
    Part("training", (("batch", 32),)),
)
RACERS = (
    Racer("gradient-descent", (("learning_rate", 0.1),), 0),
    Racer("gradient-descent", (("learning_rate", 0.03),), 1),
    Racer("momentum", (("learning_rate", 0.05), ("momentum", 0.9)), 2),
    Racer("momentum", (("learning_rate", 0.02), ("momentum", 0.9)), 3),
    Racer("rmsprop", (("learning_rate", 0.001),), 4),
    Racer("rmsprop", (("learning_rate", 0.003),), 5),
    Racer("adam", (("learning_rate", 0.01),), 6),
    Racer("adam", (("learning_rate", 0.003),), 7),
)
LOOP = "a torch loop"
RACE = Training(setups=(SETUP,), racers=RACERS, steps=STEPS)


def whole() -> list[np.ndarray]:
    """All that the page computes: also losses and accuracies on all data at every step."""
    forget()
    return [result.points for result in simulate(RACE)]


def steps_of(racer: Racer) -> np.ndarray:
    """What torch is asked for: the parameters after every step."""
    terms = Terms(SETUP, STEPS, RACE.budget, RACE.seed)
    return np.concatenate([piece.points for piece in pieces(terms, racer)])


def one_by_one(race: Callable[[Racer], object]) -> list:
    return list(map(race, RACERS))


def beside_each_other(race: Callable[[Racer], object]) -> list:
    """A racer on every core, as the app trains them."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(race, RACERS))


def torch_module(params) -> torch.nn.Sequential:
    first, last = params
    net = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
    with torch.no_grad():
        for layer, ours in ((net[0], first), (net[2], last)):
            layer.weight.copy_(torch.tensor(np.asarray(ours["weights"]).T.copy()))
            layer.bias.copy_(torch.tensor(np.asarray(ours["bias"]).copy()))
    return net


def torch_run(racer: Racer, batches) -> list[torch.Tensor]:
    """As one would write it: zero_grad, loss, backward, step, and keep what there is."""
    net = torch_module(SETUP.task.unravel(start_of(SETUP, RACE.seed)))
    optimizer = torch_optimizer(racer, list(net.parameters()))
    loss = torch.nn.CrossEntropyLoss()
    kept = [torch.nn.utils.parameters_to_vector(net.parameters()).detach().clone()]
    for inputs, targets in batches:
        optimizer.zero_grad()
        loss(net(inputs), targets).backward()
        optimizer.step()
        kept.append(torch.nn.utils.parameters_to_vector(net.parameters()).detach().clone())
    return kept


def torch_batches() -> list[tuple[torch.Tensor, torch.Tensor]]:
    examples = SETUP.examples(RACE.seed)
    inputs = torch.tensor(examples.inputs.reshape(len(examples.inputs), -1))
    targets = torch.tensor(examples.targets.astype(np.int64))
    rows = [torch.tensor(batch_rows(SETUP, RACE.seed, step + 1).copy()) for step in range(STEPS)]
    return [(inputs[few], targets[few]) for few in rows]


def main(rounds: int = 5) -> None:
    batches = torch_batches()
    torch_steps_of = partial(torch_run, batches=batches)
    ours = [steps_of(racer) for racer in RACERS]
    for racer, points in zip(RACERS, ours, strict=True):
        # torch keeps weights (out, in), so the norms are what can be compared at once.
        theirs = torch.stack(torch_steps_of(racer)).norm(dim=1).numpy()
        worst = np.abs(np.linalg.norm(points, axis=1) - theirs).max()
        print(f"{racer.optimizer:>17}: ‖θ‖ of ours and torch's differ by at most {worst:.1e}")
    stacked_race = stacked.of(RACERS, start_of(SETUP, RACE.seed), batches)
    worst = np.abs(stacked_race() - np.stack(ours, axis=1)).max()
    assert worst < 1e-4, "this computes something else"
    print(f"θ of ours and of the stacked torch differ by at most {worst:.1e}")
    cores = os.cpu_count() or 1
    contestants = {
        "ours, one by one": Contestant(partial(one_by_one, steps_of), 1),
        "ours, beside each other": Contestant(partial(beside_each_other, steps_of), 1),
        "the same, measured at every step": Contestant(whole, 1),
        # Steps this small are quicker on one thread than on several that wait for each other.
        LOOP: Contestant(partial(one_by_one, torch_steps_of), 1),
        "torch loops, beside each other": Contestant(partial(beside_each_other, torch_steps_of), 1),
        "torch, stacked and compiled": Contestant(stacked_race, 1),
        f"the same on {cores} threads": Contestant(stacked_race, cores),
    }
    times = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            times[name].append(contestant.seconds())
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    print(f"{len(RACERS)} racers × {STEPS} steps:")
    for name, taken in medians.items():
        print(f"{name:>34}: {taken * 1e3:9.1f} ms, {LOOP} takes {medians[LOOP] / taken:5.1f} ×")
