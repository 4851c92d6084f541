"""What is asked: an experiment as plain data, which is also the link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol

from hyperparameters import Hyperparameter, Settings, rounded
from landscapes import LANDSCAPES, Landscape
from optimizers import OPTIMIZERS, Optimizer
from optimizers.controls import is_plain
from optimizers.modifiers import MODIFIERS, Modification, combined
from optimizers.noise import NOISES, Inexactness
from optimizers.schedules import SCHEDULES, Plan

MOST_RACERS = 8
# The message to the browser grows with the steps: these make it about a megabyte.
MOST_STEPS = 5_000
MOST_SEEDS = 16
MOST_SEED = 2**32 - 1

Budget = Literal["steps", "evaluations"]
BUDGETS: tuple[Budget, ...] = ("steps", "evaluations")

# Defaults of rates and lengths are stated for this surface.
MODEL = LANDSCAPES["rosenbrock"]


class Ground(Protocol):
    """What the defaults of rates and lengths follow: a landscape, or a network."""

    @property
    def smoothness(self) -> float:
        """One over a good learning rate of plain descent."""
        ...

    @property
    def width(self) -> float:
        """How far there is to go."""
        ...

    @property
    def floor(self) -> float | None:
        """Greatest lower bound of the loss."""
        ...


class Part(NamedTuple):
    """A choice from a menu with its settings: a schedule, a kind of noise or a modifier."""

    slug: str
    settings: Settings = ()


CONSTANT, EXACT = Part("constant"), Part("exact")


@dataclass(frozen=True)
class Racer:
    """An optimizer with all of its settings, and what drives it and stands around it.

    The slot, from 0 to 7, is its starting place: it decides colour and mark, and it stays when
    other racers come and go.
    """

    optimizer: str
    settings: Settings = ()
    slot: int = 0
    schedule: Part = CONSTANT
    noise: Part = EXACT
    modifiers: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        """Complete all settings with defaults; ValueError if the racer cannot be built."""
        _check_menu("optimizer", self.optimizer, OPTIMIZERS)
        _check_range("slot", self.slot, 0, MOST_RACERS - 1)
        settings = self.entry.settings(dict(self.settings))
        if self.schedule != CONSTANT and not self.entry.scheduled:
            raise ValueError(
                f"{self.entry.title} sets its own step length, so no schedule can drive it"
            )
        slugs = [modifier.slug for modifier in self.modifiers]
        if len(set(slugs)) < len(slugs):
            raise ValueError(f"{self.entry.title} has the same modifier twice: {', '.join(slugs)}")
        # The way to set a field of a frozen dataclass while it is being made.
        object.__setattr__(self, "settings", tuple(settings.items()))
        object.__setattr__(self, "schedule", _completed("schedule", self.schedule, SCHEDULES))
        object.__setattr__(self, "noise", _completed("kind of gradient", self.noise, NOISES))
        modifiers = [_completed("modifier", part, MODIFIERS) for part in self.modifiers]
        object.__setattr__(self, "modifiers", tuple(modifiers))

    @classmethod
    def fitted(cls, optimizer: str, landscape: Ground, slot: int) -> "Racer":
        """`optimizer` with the defaults that suit `landscape`."""
        knobs = OPTIMIZERS[optimizer].hyperparameters
        settings = tuple((knob.name, fitted_default(knob, landscape)) for knob in knobs)
        return cls(optimizer, settings, slot)

    @property
    def entry(self) -> Optimizer:
        """The optimizer's entry in the menu."""
        return OPTIMIZERS[self.optimizer]

    @property
    def around(self) -> tuple[Part, ...]:
        """What stands around its rule: schedule, kind of noise and modifiers."""
        return (self.schedule, self.noise, *self.modifiers)

    @cached_property
    def plan(self) -> Plan:
        """Its schedule, as `run` takes it."""
        return SCHEDULES[self.schedule.slug](**dict(self.schedule.settings))

    @cached_property
    def inexactness(self) -> Inexactness:
        """What is wrong with its gradients, as `run` takes it."""
        return NOISES[self.noise.slug](**dict(self.noise.settings))

    @cached_property
    def modification(self) -> Modification:
        """What stands around its rule, as `run` takes it."""
        return combined([MODIFIERS[part.slug](**dict(part.settings)) for part in self.modifiers])

    @cached_property
    def plain(self) -> bool:
        """Whether the plain form of the compiled loop is enough for it."""
        return is_plain(self.inexactness, self.modification, self.plan.patience)

    @cached_property
    def random(self) -> bool:
        """Whether another seed gives another path."""
        terms = self.inexactness
        return bool(terms.spread or terms.relative or self.entry.samples)

    def with_settings(self, changed: Mapping[str, float]) -> "Racer":
        """The same racer with some of its optimizer's settings replaced."""
        settings = {**dict(self.settings), **changed}
        return replace(self, settings=tuple(settings.items()))

    def with_part(self, part: Part) -> "Racer":
        """The same racer with its schedule, its noise or one of its modifiers replaced.

        ValueError if nothing called `part.slug` stands around its rule.
        """
        if part.slug == self.schedule.slug:
            return replace(self, schedule=part)
        if part.slug == self.noise.slug:
            return replace(self, noise=part)
        if part.slug not in {modifier.slug for modifier in self.modifiers}:
            raise ValueError(f"{self.entry.title} has nothing called {part.slug!r} around it")
        modifiers = (part if old.slug == part.slug else old for old in self.modifiers)
        return replace(self, modifiers=tuple(modifiers))

    def with_part_settings(self, slug: str, changed: Mapping[str, float]) -> "Racer":
        """The same racer with some settings replaced of what is called `slug` around its rule."""
        old = next((part for part in self.around if part.slug == slug), Part(slug))
        settings = {**dict(old.settings), **changed}
        return self.with_part(Part(slug, tuple(settings.items())))

    def moved(self, old: Ground, new: Ground) -> "Racer":
        """The same racer on another landscape: rates and lengths scaled as the surface is."""
        values = dict(self.settings)
        for knob in self.entry.hyperparameters:
            value = values[knob.name]
            if value == fitted_default(knob, old):
                values[knob.name] = fitted_default(knob, new)
            elif knob.unit in ("rate", "length"):
                scaled = rounded(value * _unit(knob, new) / _unit(knob, old))
                values[knob.name] = min(max(scaled, knob.low), knob.high)
        return replace(self, settings=tuple(values.items()))


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Everything that decides the picture, as plain data; equal experiments, equal pictures."""

    landscape: str
    parameters: Settings = ()
    """Of the landscape."""
    start: tuple[float, float]
    steps: int
    """How long every racer runs, in what `budget` counts."""
    racers: tuple[Racer, ...]
    budget: Budget = "steps"
    seed: int = 0
    """Of all that is random, in common for all racers."""
    seeds: int = 1
    """Runs of every random racer, with the seeds from `seed` on."""

    def __post_init__(self) -> None:
        """Complete the parameters; ValueError unless the experiment can be run."""
        _check_menu("landscape", self.landscape, LANDSCAPES)
        parameters = self.surface.settings(dict(self.parameters))
        object.__setattr__(self, "parameters", tuple(parameters.items()))
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
        if self.budget not in BUDGETS:
            raise ValueError(f"the budget is {self.budget!r}, but it counts {' or '.join(BUDGETS)}")
        _check_range("seed", self.seed, 0, MOST_SEED)
        _check_range("number of seeds", self.seeds, 1, MOST_SEEDS)

    @property
    def surface(self) -> Landscape:
        """The landscape's entry in the menu."""
        return LANDSCAPES[self.landscape]

    def on(self, landscape: str) -> "Experiment":
        """The same race on another landscape, from that one's start."""
        _check_menu("landscape", landscape, LANDSCAPES)
        new = LANDSCAPES[landscape]
        racers = tuple(racer.moved(self.surface, new) for racer in self.racers)
        return replace(self, landscape=landscape, parameters=(), start=new.start, racers=racers)


def fitted_default(knob: Hyperparameter, landscape: Ground) -> float:
    """The default of `knob` on `landscape`: rates and lengths scale as the surface does."""
    if knob.unit == "floor":
        return knob.default if landscape.floor is None else landscape.floor
    unit = _unit(knob, landscape)
    # Left alone on the model surface, whose defaults need not be round.
    value = knob.default if unit == 1 else rounded(knob.default * unit)
    return min(max(value, knob.low), knob.high)


def _unit(knob: Hyperparameter, landscape: Ground) -> float:
    if knob.unit == "rate":
        return MODEL.smoothness / landscape.smoothness
    return landscape.width / MODEL.width if knob.unit == "length" else 1.0


def _completed(what: str, part: Part, menu: Mapping[str, Any]) -> Part:
    _check_menu(what, part.slug, menu)
    return Part(part.slug, tuple(menu[part.slug].settings(dict(part.settings)).items()))


def _check_menu(what: str, slug: str, menu: Mapping[str, Any]) -> None:
    if slug not in menu:
        raise ValueError(f"there is no {what} {slug!r}; there are {', '.join(menu)}")


def _check_range(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"the {what} is {value:g}, but it must be from {low:,} to {high:,}")


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
