"""Races of networks that show one thing each, ready to be watched and then changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from app.experiment import Part, Racer
from app.networks.setup import Setup
from app.networks.training import Nominal, Training
from hyperparameters import Settings


@dataclass(frozen=True, kw_only=True)
class Preset:
    """One entry of the menu of presets."""

    slug: str
    title: str
    point: str
    """What there is to see, as a sentence or two."""
    build: Callable[[], Training]

    @cached_property
    def training(self) -> Training:
        """The race; made when it is wanted, since it needs its data."""
        return self.build()


def _setup(
    network: str,
    data: str,
    *,
    activation: str = "tanh",
    initial: str = "xavier",
    **knobs: float,
) -> Setup:
    """Knobs are of the network (depth, width), of the data (points, spread) or of the terms."""
    network_knobs = {"depth", "width", "channels", "heads"}
    data_knobs = {"points"}

    def those(names: set[str]) -> Settings:
        return tuple((name, float(value)) for name, value in knobs.items() if name in names)

    rest = set(knobs) - network_knobs - data_knobs
    return Setup(
        Part(network, those(network_knobs)),
        activation,
        Part(initial),
        Part(data, those(data_knobs)),
        Part("training", those(rest)),
    )


def _racer(slug: str, slot: int, setup: Setup, *modifiers: Part, **settings: float) -> Racer:
    racer = Racer.fitted(slug, Nominal.of(setup.entry), slot).with_settings(settings)
    return replace(racer, modifiers=modifiers)


def _field(setup: Setup, *slugs: str) -> tuple[Racer, ...]:
    """Racers with the defaults that suit a network, in the first slots."""
    return tuple(_racer(slug, slot, setup) for slot, slug in enumerate(slugs))


def _opening() -> Training:
    setup = _setup("mlp", "digits", activation="relu", initial="he", depth=1, width=32)
    racers = _field(setup, "gradient-descent", "momentum", "rmsprop", "adam")
    return Training(setups=(setup,), racers=racers, steps=300)


OPENING = Preset(
    slug="digits",
    title="Optimizers on handwritten digits",
    point="Four optimizers train the same perceptron from the same start on the same batches.",
    build=_opening,
)

ENTRIES = (OPENING,)
PRESETS: Mapping[str, Preset] = MappingProxyType({entry.slug: entry for entry in ENTRIES})
