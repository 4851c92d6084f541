"""What is asked of a race of optimizers on networks: plain data, which is also the link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from app.experiment import BUDGETS, MOST_RACERS, MOST_SEED, MOST_STEPS, Budget, Part, Racer
from app.networks.setup import Setup
from landscapes.networks import Network
from landscapes.planes import PLANES, Cut

MOST_SETUPS = 4
LARGEST_MATRIX = 300
"""Parameters up to which rules are let race that keep a matrix of d × d numbers."""

Quantity = Literal["loss", "validation", "accuracy", "gradient"]
QUANTITIES: Mapping[Quantity, str] = {
    "loss": "training loss",
    "validation": "validation loss",
    "accuracy": "training accuracy",
    "gradient": "gradient norm",
}

PRINCIPAL = Part("principal")


@dataclass(frozen=True, kw_only=True)
class Training:
    """Everything that decides the picture, as plain data; equal trainings, equal pictures."""

    setups: tuple[Setup, ...]
    """Usually one; several are compared side by side, each on a surface of its own."""
    racers: tuple[Racer, ...]
    lanes: tuple[tuple[int, int], ...] = ()
    """Slots of racers with the number of their setup, for those that do not train the first."""
    steps: int
    budget: Budget = "steps"
    seed: int = 0
    """Of the data, the start, the batches and all else that is random."""
    plane: Part = PRINCIPAL
    about: int = -1
    """Slot of the racer through whose path the plane is laid; -1: the one with the lowest loss."""
    quantity: Quantity = "loss"
    batch: int = 0
    """What the surface is the loss of: 0, all of the training data; else the batch of this step."""

    def __post_init__(self) -> None:
        """Complete the plane's settings; ValueError unless the training can be run."""
        _check("number of networks", len(self.setups), 1, MOST_SETUPS)
        _check("number of steps", self.steps, 1, MOST_STEPS)
        _check("number of racers", len(self.racers), 0, MOST_RACERS)
        _check("seed", self.seed, 0, MOST_SEED)
        _check("racer of the plane", self.about, -1, MOST_RACERS - 1)
        _check("batch that is shown", self.batch, 0, MOST_STEPS)
        if len({racer.slot for racer in self.racers}) < len(self.racers):
            raise ValueError("two racers share a slot, but each must have its own")
        if self.budget not in BUDGETS:
            raise ValueError(f"the budget is {self.budget!r}, but it counts {' or '.join(BUDGETS)}")
        if self.quantity not in QUANTITIES:
            known = ", ".join(QUANTITIES)
            raise ValueError(f"the plane cannot show {self.quantity!r}; it shows {known}")
        for _, setup in self.lanes:
            _check("network of a racer", setup, 0, len(self.setups) - 1)
        settings = tuple(self.cut.settings(dict(self.plane.settings)).items())
        object.__setattr__(self, "plane", Part(self.plane.slug, settings))
        # Lanes of racers that have gone would make equal trainings unequal.
        taken = {racer.slot for racer in self.racers}
        lanes = sorted((slot, setup) for slot, setup in self.lanes if slot in taken and setup)
        object.__setattr__(self, "lanes", tuple(lanes))
        if self.quantity == "accuracy":
            for setup in self.setups:
                _check_classes(setup)
        for racer in self.racers:
            _check_racer(racer, self.setup_of(racer))

    @property
    def cut(self) -> Cut:
        """The plane's entry in the menu."""
        if self.plane.slug not in PLANES:
            choices = ", ".join(PLANES)
            raise ValueError(f"there is no plane {self.plane.slug!r}; there are {choices}")
        return PLANES[self.plane.slug]

    @property
    def heights(self) -> Literal["linear", "log"]:
        """Whether values of the surface are compared by their differences or by their ratios."""
        return "log" if self.quantity in ("loss", "validation") else "linear"

    @property
    def shown_batch(self) -> int:
        """The step whose batch the surface is about; 0: all data, as for any validation loss."""
        return 0 if self.quantity == "validation" else self.batch

    @property
    def surface(self) -> "Nominal":
        """What decides the defaults of a new racer."""
        return Nominal.of(self.setups[0].entry)

    @cached_property
    def _setup_of_slot(self) -> dict[int, int]:
        return dict(self.lanes)

    def number_of(self, racer: Racer) -> int:
        """Which of the setups the racer trains."""
        return self._setup_of_slot.get(racer.slot, 0)

    def setup_of(self, racer: Racer) -> Setup:
        """What the racer trains."""
        return self.setups[self.number_of(racer)]

    def field(self, number: int) -> tuple[Racer, ...]:
        """Who trains the setup of this number."""
        return tuple(racer for racer in self.racers if self.number_of(racer) == number)

    def with_setup(self, number: int, setup: Setup) -> "Training":
        """The same training with one of its setups replaced."""
        setups = (*self.setups[:number], setup, *self.setups[number + 1 :])
        return replace(self, setups=setups)


@dataclass(frozen=True)
class Nominal:
    """The measures of a network that learning rates follow, under the names that surfaces have."""

    smoothness: float
    width: float
    floor: float = 0.0

    @classmethod
    def of(cls, network: Network) -> "Nominal":
        """Those of an entry of the menu."""
        return cls(network.smoothness, network.width)


def _check(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"the {what} is {value:g}, but it must be from {low:,} to {high:,}")


def _check_classes(setup: Setup) -> None:
    if not setup.task.classifies:
        raise ValueError(
            f"the data {setup.source.title!r} hold numbers to fit and no classes, so there is no "
            "accuracy to show: let the plane show a loss"
        )


def _check_racer(racer: Racer, setup: Setup) -> None:
    if racer.entry.memory == "matrix" and setup.task.size > LARGEST_MATRIX:
        raise ValueError(
            f"{racer.entry.title} works with a matrix of d × d numbers, and the network has "
            f"d = {setup.task.size:,} parameters: up to {LARGEST_MATRIX} it can race"
        )
    if racer.noise.slug == "heavy-tailed":
        raise ValueError(
            "heavy-tailed noise is for surfaces: on networks the batches make the noise, and what "
            "is added to theirs is Gaussian"
        )
