"""The race of all benchmarks: eight optimizers, 500 steps, Rosenbrock's banana."""

from dataclasses import replace

from app.experiment import DEFAULT, Experiment, Racer

RACERS = (
    Racer("gradient-descent", (("learning_rate", 1e-3),), slot=0),
    Racer("gradient-descent", (("learning_rate", 1.5e-3),), slot=1),
    Racer("momentum", (("learning_rate", 5e-4),), slot=2),
    Racer("momentum", (("learning_rate", 3e-4), ("momentum", 0.95)), slot=3),
    Racer("adagrad", slot=4),
    Racer("rmsprop", (("learning_rate", 1e-3), ("decay", 0.99)), slot=5),
    Racer("adam", (("learning_rate", 0.2),), slot=6),
    Racer("adam", slot=7),
)
RACE = Experiment(landscape="rosenbrock", start=DEFAULT.start, steps=500, racers=RACERS)
RATES = Racer("adam").entry.hyperparameters[0].grid(0.05)


def with_rate(rate: float) -> Experiment:
    """The race with another learning rate of its last racer."""
    last = RACERS[-1].with_settings({"learning_rate": rate})
    return replace(RACE, racers=(*RACERS[:-1], last))
