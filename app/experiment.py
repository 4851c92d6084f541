"""The one place where landscapes and optimizers meet: an experiment, and what comes of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from landscapes import LANDSCAPES, Landscape
from optimizers import OPTIMIZERS, Optimizer, Trajectory, run
from optimizers.measures import Outcome, outcome

MOST_RACERS = 8
# The message to the browser grows with the steps: these make it about a megabyte.
MOST_STEPS = 5_000
MOST_NOISE = 1_000.0
MOST_SEED = 2**32 - 1

# A run farther from its start than this many diagonals of the window does not come back.
LOST_DIAGONALS = 10.0


@dataclass(frozen=True)
class Racer:
    """An optimizer with all of its settings, as pairs in the order of its hyperparameters.

    The slot, from 0 to 7, is its starting place: it decides colour and mark, and it stays when
    other racers come and go.
    """

    optimizer: str
    settings: tuple[tuple[str, float], ...] = ()
    slot: int = 0

    def __post_init__(self) -> None:
        """Complete the settings with defaults; ValueError if the racer cannot be built."""
        if self.optimizer not in OPTIMIZERS:
            raise ValueError(
                f"there is no optimizer {self.optimizer!r}; there are {', '.join(OPTIMIZERS)}"
            )
        _check_range("slot", self.slot, 0, MOST_RACERS - 1)
        complete = OPTIMIZERS[self.optimizer].settings(dict(self.settings))
        # The way to set a field of a frozen dataclass while it is being made.
        object.__setattr__(self, "settings", tuple(complete.items()))

    @property
    def entry(self) -> Optimizer:
        """The optimizer's entry in the menu."""
        return OPTIMIZERS[self.optimizer]

    def with_settings(self, changed: Mapping[str, float]) -> "Racer":
        """The same optimizer with some of its settings replaced."""
        settings = {**dict(self.settings), **changed}
        return replace(self, settings=tuple(settings.items()))


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Everything that decides the picture, as plain data; equal experiments, equal pictures."""

    landscape: str
    start: tuple[float, float]
    steps: int
    racers: tuple[Racer, ...]
    noise: float = 0.0
    """Standard deviation of the Gaussian noise on every gradient."""
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError, saying what is possible, unless the experiment can be run."""
        if self.landscape not in LANDSCAPES:
            raise ValueError(
                f"there is no landscape {self.landscape!r}; there are {', '.join(LANDSCAPES)}"
            )
        if not self.surface.contains(self.start):
            (left, bottom), (right, top) = self.surface.window
            raise ValueError(
                f"the start {self.start} lies outside the picture: "
                f"x goes from {left:g} to {right:g}, y from {bottom:g} to {top:g}"
            )
        _check_range("number of steps", self.steps, 1, MOST_STEPS)
        _check_range("number of racers", len(self.racers), 0, MOST_RACERS)
        if len({racer.slot for racer in self.racers}) < len(self.racers):
            raise ValueError("two racers share a slot, but each must have its own")
        _check_range("noise", self.noise, 0, MOST_NOISE)
        _check_range("seed", self.seed, 0, MOST_SEED)

    @property
    def surface(self) -> Landscape:
        """The landscape's entry in the menu."""
        return LANDSCAPES[self.landscape]


def _check_range(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"the {what} is {value:g}, but it must be from {low:,} to {high:,}")


class Result(NamedTuple):
    """What one racer did, and how it ended."""

    trajectory: Trajectory
    outcome: Outcome


def simulate(experiment: Experiment) -> tuple[Result, ...]:
    """Run every racer of `experiment`; results are shared by all sessions and read-only."""
    terms = replace(experiment, racers=())
    return tuple(_race(terms, racer.optimizer, racer.settings) for racer in experiment.racers)


# Cached racer by racer: when a knob is turned, the other racers need not run again.
@lru_cache(maxsize=256)
def _race(terms: Experiment, slug: str, settings: tuple[tuple[str, float], ...]) -> Result:
    fn = terms.surface.fn
    trajectory = run(
        fn,
        OPTIMIZERS[slug],
        terms.start,
        steps=terms.steps,
        settings=dict(settings),
        noise=terms.noise,
        seed=terms.seed,
    )
    reach = LOST_DIAGONALS * math.dist(*terms.surface.window)
    return Result(trajectory, outcome(fn, trajectory, reach=reach))


DEFAULT = Experiment(
    landscape="rosenbrock",
    start=LANDSCAPES["rosenbrock"].start,
    steps=500,
    racers=(
        Racer("gradient-descent", (("learning_rate", 1.5e-3),), slot=0),
        Racer("momentum", (("learning_rate", 5e-4), ("momentum", 0.95)), slot=1),
        Racer("adagrad", (("learning_rate", 0.8),), slot=2),
        Racer("rmsprop", (("learning_rate", 0.01),), slot=3),
        Racer("adam", (("learning_rate", 0.1),), slot=4),
        Racer("lbfgs", slot=5),
    ),
)
"""What the app opens on."""
