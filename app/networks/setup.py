"""What is trained on what: a network, its start, its data and the terms of training, as data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from app.experiment import Part
from app.networks import uploads
from hyperparameters import Hyperparameter, complete
from landscapes.datasets import DATASETS, Dataset, Source, split
from landscapes.networks import ACTIVATIONS, INITIALISATIONS, NETWORKS, Examples, Network, Task


def _whole(name: str, title: str, meaning: str, default: int, high: int, low: int = 0):
    return Hyperparameter(
        name=name,
        symbol="",
        title=title,
        meaning=meaning,
        default=default,
        low=low,
        high=high,
        scale="whole",
    )


def _share(
    name: str, title: str, meaning: str, default: float, high: float, low: float = 0.0
) -> Hyperparameter:
    return Hyperparameter(
        name=name, symbol="", title=title, meaning=meaning, default=default, low=low, high=high
    )


TERMS = (
    _whole("batch", "Batch size", "examples that each step sees, at most all", 32, 5000, low=1),
    _whole(
        "replacement",
        "With replacement",
        "0: an epoch shows every example once, in a new order; 1: every example of a batch is "
        "drawn from all",
        0,
        1,
    ),
    _share("dropout", "Dropout", "share of the hidden units that each step leaves out", 0, 0.9),
    _share(
        "noise",
        "Label noise",
        "share of the training labels that are wrong; of numbers, noise in standard deviations",
        0,
        1,
    ),
    _share("share", "For training", "share of the examples; the others validate", 0.8, 0.95, 0.05),
    _whole(
        "patience",
        "Early stopping",
        "steps without a lower validation loss that end a run; 0: none do",
        0,
        1000,
    ),
)
"""Knobs of the training itself. None of them compiles anything."""

TRAINING = Part("training")
LETTERS = "ABCD"
"""Names of networks that are compared."""


@dataclass(frozen=True)
class Setup:
    """A network with its start, its data and the terms of its training: all that a loss depends on.

    Another setup is another loss, and another picture.
    """

    network: Part
    activation: str
    initial: Part
    data: Part
    terms: Part = TRAINING

    def __post_init__(self) -> None:
        """Complete all settings with defaults; ValueError if it cannot be trained."""
        for what, part in (("network", self.network), ("initialisation", self.initial)):
            menu = NETWORKS if what == "network" else INITIALISATIONS
            if part.slug not in menu:
                raise ValueError(f"there is no {what} {part.slug!r}; there are {', '.join(menu)}")
        if self.activation not in ACTIVATIONS:
            choices = ", ".join(ACTIVATIONS)
            raise ValueError(f"there is no activation {self.activation!r}; there are {choices}")
        entries = {
            "network": self.entry,
            "initial": INITIALISATIONS[self.initial.slug],
            "data": self.source,
        }
        for name, entry in entries.items():
            slug, given = getattr(self, name)
            # The way to set a field of a frozen dataclass while it is being made.
            settings = tuple(entry.settings(dict(given)).items())
            object.__setattr__(self, name, Part(slug, settings))
        terms = complete("training", TERMS, dict(self.terms.settings))
        object.__setattr__(self, "terms", TRAINING._replace(settings=tuple(terms.items())))
        self.entry.check(self.source.kind)
        # A network that is too large is refused here, in the words of the task.
        _task(self)

    @property
    def entry(self) -> Network:
        """The network's entry in the menu."""
        return NETWORKS[self.network.slug]

    @property
    def source(self) -> Source:
        """Where its data come from; ValueError if a file would have to be brought again."""
        return uploads.source(self.data.slug)

    @property
    def task(self) -> Task:
        """The network for data of this shape."""
        return _task(self)

    def having(self, name: str, value: Any) -> "Setup":
        """The same setup with another part, and with data or a network that fit to it."""
        changed = {name: value}
        if name == "network" and value.slug in NETWORKS:
            reads = NETWORKS[value.slug].accepts
            if self.source.kind not in reads:
                fit = (slug for slug, source in DATASETS.items() if source.kind in reads)
                changed["data"] = Part(next(fit))
        elif name == "data" and (kind := uploads.source(value.slug).kind) not in self.entry.accepts:
            fit = (slug for slug, network in NETWORKS.items() if kind in network.accepts)
            # The first that reads them is the linear model, which has nothing hidden to see.
            changed["network"] = Part([*fit][-1] if kind == "sequence" else "mlp")
        return replace(self, **changed)

    def term(self, name: str) -> float:
        """The value of one of `TERMS`."""
        return dict(self.terms.settings)[name]

    def dataset(self, seed: int) -> Dataset:
        """The data, before they are divided."""
        return uploads.dataset(self.data.slug, dict(self.data.settings), seed)

    def examples(self, seed: int) -> Examples:
        """The data, divided and with wrong labels; shared and read-only."""
        return _examples(self, seed)

    @cached_property
    def title(self) -> str:
        """Network and data in a few words."""
        return f"{self.entry.title} on {self.source.title.lower()}"


def names(setups: Sequence[Setup]) -> tuple[str, ...]:
    """What each is called: network and data, or only what it does not have in common with others.

    Equal ones are told apart by their letters.
    """
    if len(setups) == 1:
        return (setups[0].title,)
    told = [_told(setup) for setup in setups]
    common = [key for key in told[0] if all(key in one for one in told)]
    differ = [key for key in common if len({one[key] for one in told}) > 1]
    said = [", ".join(one[key] for key in differ) for one in told]
    return tuple(f"{LETTERS[k]} {name}".strip() for k, name in enumerate(said))


def _told(setup: Setup) -> dict[str, str]:
    """Everything about a setup in words, by what it is about."""
    initial = INITIALISATIONS[setup.initial.slug]
    words = {
        "network": setup.entry.title,
        "activation": ACTIVATIONS[setup.activation].title,
        "initial": f"{initial.title} start",
        "data": setup.source.title,
    }
    knobs = {knob.name: knob.title.lower() for knob in TERMS}
    for name, value in setup.terms.settings:
        words[f"terms.{name}"] = f"{knobs[name]} {value:g}" if value else f"no {knobs[name]}"
    if setup.term("batch") >= setup.examples(0).training:
        words["terms.batch"] = "full batch"
    parts = (("network", setup.entry), ("initial", initial), ("data", setup.source))
    for part, entry in parts:
        titles = {knob.name: knob.title.lower() for knob in entry.hyperparameters}
        for name, value in getattr(setup, part).settings:
            words[f"{part}.{name}"] = f"{titles[name]} {value:g}"
    return words


@lru_cache(maxsize=64)
def _examples(setup: Setup, seed: int) -> Examples:
    return split(setup.dataset(seed), setup.term("share"), seed, setup.term("noise"))


@lru_cache(maxsize=64)
def _task(setup: Setup) -> Task:
    data = setup.dataset(0)
    return Task(
        network=setup.network.slug,
        activation=setup.activation,
        settings=setup.network.settings,
        shape=data.inputs.shape[1:],
        outputs=data.outputs,
        classifies=bool(data.classes),
    )
