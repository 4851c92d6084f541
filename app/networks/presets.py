"""Races of networks that show one thing each, ready to be watched and then changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from app.experiment import Part, Racer
from app.networks.setup import Setup
from app.networks.training import Nominal, Training

EVERYTHING = 5000.0
"""A batch size that no training set exceeds: the full batch."""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """One entry of the menu of presets."""

    slug: str
    """Name in code; never changes once published."""
    title: str
    point: str
    """What there is to see, as a sentence or two."""
    build: Callable[[], Training]

    @cached_property
    def training(self) -> Training:
        """The race; made when it is wanted, since it needs its data."""
        return self.build()


def _part(slug: str, **settings: float) -> Part:
    return Part(slug, tuple(settings.items()))


def _terms(**terms: float) -> Part:
    return _part("training", **terms)


def _racer(slug: str, slot: int, setup: Setup, *modifiers: Part, **settings: float) -> Racer:
    racer = Racer.fitted(slug, Nominal.of(setup.entry), slot).with_settings(settings)
    return replace(racer, modifiers=modifiers)


def _field(setup: Setup, *slugs: str) -> tuple[Racer, ...]:
    """Racers with the defaults that suit the network, in the first slots."""
    return tuple(_racer(slug, slot, setup) for slot, slug in enumerate(slugs))


def _compared(*setups: Setup, by: str, steps: int, **settings: float) -> Training:
    """One optimizer on several setups, which differ in one thing."""
    racers = tuple(_racer(by, slot, setup, **settings) for slot, setup in enumerate(setups))
    lanes = tuple((slot, slot) for slot in range(len(setups)))
    return Training(setups=setups, racers=racers, lanes=lanes, steps=steps)


def _digits(network: str = "mlp", *, activation: str = "relu", **knobs: float) -> Setup:
    """Handwritten digits with a start that suits the activation."""
    initial = Part("he" if activation == "relu" else "xavier")
    return Setup(_part(network, **knobs), activation, initial, Part("digits"))


def _noisy() -> Setup:
    """Few digits, of which three in ten have a wrong label, and a network that can learn them."""
    return replace(_digits(depth=1, width=64), terms=_terms(noise=0.3, share=0.3))


def _optimizers() -> Training:
    # Three, since each rule is compiled once before the first picture.
    setup = _digits(depth=1, width=32)
    first, second, third = _field(setup, "gradient-descent", "momentum", "adam")
    return Training(setups=(setup,), racers=(first, second, replace(third, slot=4)), steps=300)


def _boundary() -> Training:
    data = _part("spirals", turns=1)
    setup = Setup(_part("mlp", depth=2, width=24), "tanh", Part("xavier"), data)
    racers = (
        _racer("gradient-descent", 0, setup, learning_rate=0.5),
        _racer("momentum", 1, setup, learning_rate=0.2),
        _racer("adam", 4, setup, learning_rate=0.02),
    )
    return Training(setups=(setup,), racers=racers, steps=500)


def _skip() -> Training:
    deep = {"activation": "sigmoid", "depth": 6, "width": 16}
    plain, residual = _digits("mlp", **deep), _digits("residual", **deep)
    return _compared(plain, residual, by="momentum", steps=300, learning_rate=0.05)


def _batch_norm() -> Training:
    deep = {"activation": "sigmoid", "depth": 4, "width": 24}
    plain, normed = _digits("mlp", **deep), _digits("batch-norm", **deep)
    return _compared(plain, normed, by="momentum", steps=300)


def _starts() -> Training:
    starts = Part("he"), Part("small"), _part("large", spread=0.4), Part("zeros")
    setups = [replace(_digits(depth=6, width=24), initial=start) for start in starts]
    return _compared(*setups, by="gradient-descent", steps=300, learning_rate=0.05)


def _batches() -> Training:
    setup = _digits(depth=1, width=32)
    few, all_of_them = (replace(setup, terms=_terms(batch=size)) for size in (4, EVERYTHING))
    return _compared(few, all_of_them, by="gradient-descent", steps=400, learning_rate=0.1)


def _overfitting() -> Training:
    setup = _noisy()
    return Training(setups=(setup,), racers=_field(setup, "gradient-descent", "adam"), steps=800)


def _l2() -> Training:
    setup = _noisy()
    racers = (_racer("adam", 0, setup), _racer("adam", 1, setup, _part("l2", l2=0.02)))
    return Training(setups=(setup,), racers=racers, steps=800)


def _dropout() -> Training:
    setup = _noisy()
    dropping = replace(setup, terms=_terms(noise=0.3, share=0.3, dropout=0.5))
    return _compared(setup, dropping, by="adam", steps=800)


def _early() -> Training:
    setup = _noisy()
    stopping = replace(setup, terms=_terms(noise=0.3, share=0.3, patience=100))
    return _compared(setup, stopping, by="adam", steps=800)


def _edge() -> Training:
    setup = Setup(
        _part("mlp", depth=2, width=16),
        "tanh",
        Part("xavier"),
        Part("chebyshev"),
        _terms(batch=EVERYTHING, share=0.95),
    )
    rates = enumerate((0.1, 0.05))
    racers = tuple(_racer("gradient-descent", k, setup, learning_rate=rate) for k, rate in rates)
    return Training(setups=(setup,), racers=racers, steps=3000)


def _convolution() -> Training:
    plain, convolving = _digits(depth=1, width=32), _digits("convolution")
    return _compared(plain, convolving, by="adam", steps=300)


def _attention() -> Training:
    setup = Setup(Part("attention"), "gelu", Part("xavier"), Part("recall"))
    racers = _field(setup, "gradient-descent", "momentum", "adam")
    return Training(setups=(setup,), racers=racers, steps=400)


def _curve() -> Training:
    moons = Part("moons")
    setup = Setup(_part("mlp", depth=2, width=16), "relu", Part("he"), moons)
    racers = _field(setup, "momentum", "adam")
    return Training(setups=(setup,), racers=racers, steps=400, plane=Part("curve"))


OPENING = Preset(
    slug="optimizers",
    title="Optimizers on handwritten digits",
    point="The same perceptron, start and batches: what differs is the optimizer alone.",
    build=_optimizers,
)
ENTRIES = (
    OPENING,
    Preset(
        slug="boundary",
        title="A boundary bends",
        point="Two spirals can be told apart only by a curve: watch it form beside the race.",
        build=_boundary,
    ),
    Preset(
        slug="skip",
        title="Skip connections, or none",
        point="Through six layers of sigmoids hardly a gradient comes back to the first (see "
        "Gradient by layer): plain, nothing is learned; with skip connections all of it is.",
        build=_skip,
    ),
    Preset(
        slug="batch-norm",
        title="Batch norm, or none",
        point="The same four layers of sigmoids: normalised, they train.",
        build=_batch_norm,
    ),
    Preset(
        slug="starts",
        title="Good and bad initialisation",
        point="He's start keeps signals alive through six layers; small weights and zeros let "
        "them die, and large ones let them grow.",
        build=_starts,
    ),
    Preset(
        slug="batches",
        title="Small and full batches",
        point="Four examples a step against all of them: the small batch dances, and costs a "
        "hundredth.",
        build=_batches,
    ),
    Preset(
        slug="overfitting",
        title="Overfitting wrong labels",
        point="Three labels in ten are wrong. The training loss goes on falling while the "
        "validation loss turns and rises: the network learns the errors by heart.",
        build=_overfitting,
    ),
    Preset(
        slug="l2",
        title="L2 against overfitting",
        point="The same wrong labels: a spring to the origin keeps the weights small, and the "
        "validation loss low.",
        build=_l2,
    ),
    Preset(
        slug="dropout",
        title="Dropout against overfitting",
        point="The same wrong labels: with half of the units left out of every step the network "
        "cannot learn them by heart so soon.",
        build=_dropout,
    ),
    Preset(
        slug="early-stopping",
        title="Early stopping",
        point="The same wrong labels: a run that ends a hundred steps after its best validation "
        "loss.",
        build=_early,
    ),
    Preset(
        slug="edge",
        title="The edge of stability",
        point="Full-batch descent: choose Sharpness in the curves. λmax rises until it reaches "
        "2/η, and stays there, at another height for each rate.",
        build=_edge,
    ),
    Preset(
        slug="convolution",
        title="A convolution, or none",
        point="Filters that slide over the picture need fewer parameters than a dense layer.",
        build=_convolution,
    ),
    Preset(
        slug="attention",
        title="Attention learns to look up",
        point="Pairs of keys and values, then a key: one block of attention learns to find its "
        "value.",
        build=_attention,
    ),
    Preset(
        slug="curve",
        title="A curve between two solutions",
        point="Straight from one solution to the other there is a barrier; a bent way stays low.",
        build=_curve,
    ),
)
PRESETS: Mapping[str, Preset] = MappingProxyType({entry.slug: entry for entry in ENTRIES})
