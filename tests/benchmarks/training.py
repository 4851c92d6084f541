"""Training against torch: 8 racers × 500 minibatch steps of the same network, in the same run.

From the same start, with the same optimizers on the same batches, in float32, and every step's
parameters kept on both sides.
"""

import statistics
import time

import numpy as np
import torch

from app.experiment import Part, Racer
from app.networks.setup import Setup
from app.networks.simulate import batch_rows, simulate
from app.networks.trained import start_of, train
from app.networks.training import Training
from tests.benchmarks.peers import torch_optimizer

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
RACE = Training(setups=(SETUP,), racers=RACERS, steps=STEPS)


def ours() -> list[np.ndarray]:
    """The whole of what the page computes, losses and accuracies at every step included."""
    train.cache_clear()
    return [result.points for result in simulate(RACE)]


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


def main() -> None:
    batches = torch_batches()
    torch_race = lambda: [torch_run(racer, batches) for racer in RACERS]  # noqa: E731
    mine, theirs = ours(), torch_race()
    for racer, one, other in zip(RACERS, mine, theirs, strict=True):
        # torch keeps weights (out, in), so the norms are what can be compared at once.
        norms = np.linalg.norm(one, axis=1), torch.stack(other).norm(dim=1).numpy()
        print(
            f"{racer.optimizer:>17}: ‖θ‖ of ours and torch's differ by at most "
            f"{np.abs(norms[0] - norms[1]).max():.1e}"
        )
    times: dict[str, list[float]] = {"ours": [], "torch": []}
    for _ in range(5):
        for name, work in (("ours", ours), ("torch", torch_race)):
            begun = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    print("8 racers × 500 steps; ours with losses and accuracies on all data at every step:")
    for name, taken in medians.items():
        print(f"{name:>6}: {taken * 1e3:9.1f} ms, {taken / medians['ours']:6.1f} × our time")
