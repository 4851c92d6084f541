"""What stands around a racer's rule, as code: schedule, inexact gradients, clipping and decay.

Only what is switched on becomes text, with its numbers in their places.
"""

import inspect
import math
from dataclasses import dataclass, field

import jax
import numpy as np
import optax

from app.experiment import Racer
from app.exports.layout import Call
from app.exports.source import Source
from optimizers.base import given_rate
from optimizers.loop import STRETCH
from optimizers.modifiers import PLAIN
from optimizers.schedules import Patience

CLIP_NORM = '''\
def clip_norm(gradient, limit):
    """Shorten a gradient that is longer than `limit` to it."""
    return gradient * jnp.minimum(1.0, limit / jnp.linalg.norm(gradient))'''

SHRUNK = '''\
def shrunk(point, by):
    """Move every coordinate towards 0 by the same length, and stop there."""
    return jnp.sign(point) * jnp.maximum(jnp.abs(point) - by, 0.0)'''

DRAWN = '''\
def drawn(draw, *stream):
    """A row of random numbers for each step; Descent Lab draws {stretch:,} rows at a time."""
    stretches = range(0, {length}, {stretch})
    return jnp.concatenate([draw(np.random.default_rng((SEED, k, *stream))) for k in stretches])'''


@dataclass
class Extras:
    """What the racers of one text need together, gathered while each is written."""

    length: str
    """The constant that holds the length of the race."""
    scheduled: bool
    """Whether the rate of any racer changes along the way."""
    helpers: set[str] = field(default_factory=set)
    draws: dict[str, str] = field(default_factory=dict)
    """Constants that hold random numbers, by how they are drawn."""

    def drawn(self, name: str, how: str, *stream: int) -> str:
        """The constant for numbers drawn by `how`, called `name` unless that is another one."""
        self.helpers.add("drawn")
        streams = "".join(f", {number}" for number in stream)
        text = f"drawn(lambda generator: generator.{how}{streams})"
        taken = set(self.draws.values()) - {self.draws.get(text)}
        free = (name if k == 1 else f"{name}_{k}" for k in range(1, len(taken) + 2))
        return self.draws.setdefault(text, next(new for new in free if new not in taken))

    def blocks(self) -> list[str]:
        """The helpers and constants as text."""
        texts = {
            "clip_norm": CLIP_NORM,
            "shrunk": SHRUNK,
            "drawn": DRAWN.format(length=self.length, stretch=STRETCH),
        }
        blocks = [text for name, text in texts.items() if name in self.helpers]
        constants = [f"{name} = {text}" for text, name in self.draws.items()]
        return blocks + (["\n".join(constants)] if constants else [])


def options(racer: Racer, source: Source, extras: Extras) -> list[tuple[str, str | Call]]:
    """What `descend` is given for `racer` beside its rule."""
    given: list[tuple[str, str | Call]] = []
    if is_scheduled(racer):
        given.append(("rates", _rates(racer, source, extras)))
    if racer.plan.patience != Patience():
        given += [(name, repr(value)) for name, value in racer.plan.patience._asdict().items()]
    if delay := racer.inexactness.delay:
        given.append(("delay", str(int(delay))))
    if told := _told(racer, extras):
        given.append(("told", _lambda("gradient, k", told)))
    if racer.modification.l2:
        given.append(("l2", repr(racer.modification.l2)))
    if after := _after(racer, source, extras):
        rate = ", rate" if extras.scheduled else ""
        given.append(("after", _lambda(f"old, new, state{rate}", after)))
    if count := racer.entry.samples:
        how = f"standard_normal(({STRETCH}, {count}, 2))"
        given.append(("samples", extras.drawn("SAMPLES", how, 1)))
    return given


def is_scheduled(racer: Racer) -> bool:
    """Whether its rate changes along the way."""
    return racer.schedule.slug != "constant"


def _rates(racer: Racer, source: Source, extras: Extras) -> str:
    rate, plan = dict(racer.settings)["learning_rate"], racer.plan
    if plan.patience != Patience():
        return f"np.full({extras.length}, {rate!r})"
    source.add(plan.shape)
    names = list(inspect.signature(plan.shape).parameters)[2:]
    numbers = "".join(f", {n}={value!r}" for n, value in zip(names, plan.numbers, strict=True))
    steps = f"np.arange({extras.length}), {extras.length}"
    return f"{rate!r} * {source.name(plan.shape)}({steps}{numbers})"


def _lambda(arguments: str, body: str | Call) -> str | Call:
    head = f"lambda {arguments}: "
    return head + body if isinstance(body, str) else Call(head + body.head, body.arguments)


def _told(racer: Racer, extras: Extras) -> str | Call:
    """What the rule is told of `gradient`; "" if that is the gradient itself."""
    terms, limits = racer.inexactness, racer.modification
    told: str | Call = "gradient"
    if terms.spread or terms.relative:
        if math.isinf(terms.freedom):
            noise = extras.drawn("NOISE", f"standard_normal(({STRETCH}, 2))")
        else:
            how = f"standard_t({terms.freedom!r}, ({STRETCH}, 2))"
            noise = extras.drawn("TAILS", how)
        relative = f"{terms.relative!r} * jnp.linalg.norm(gradient)"
        told = f"gradient + {terms.spread or relative} * {noise}[k]"
    if terms.bias:
        told = f"gradient + {terms.bias!r} / np.sqrt(2)"
    if terms.quantum:
        told = f"{terms.quantum!r} * jnp.round(gradient / {terms.quantum!r})"
    if terms.sign:
        told = "jnp.sign(gradient)"
    if limits.clip_value != PLAIN.clip_value:
        ends = f"-{limits.clip_value!r}", repr(limits.clip_value)
        told = Call("jnp.clip", tuple(("", part) for part in (told, *ends)))
    if limits.clip_norm != PLAIN.clip_norm:
        extras.helpers.add("clip_norm")
        told = Call("clip_norm", (("", told), ("", repr(limits.clip_norm))))
    return "" if told == "gradient" else told


def _after(racer: Racer, source: Source, extras: Extras) -> str | Call:
    """Where a step from `old` to `new` ends in the end; "" if that is `new`."""
    decay, l1 = racer.modification.decay, racer.modification.l1
    after: str | Call = "new"
    times = f"{rate} * " if (rate := _rate(racer, source)) else ""
    if decay:
        after = f"new - {times}{decay!r} * old"
    if l1:
        extras.helpers.add("shrunk")
        after = Call("shrunk", (("", after), ("", f"{times}{l1!r}")))
    return "" if after == "new" else after


def _rate(racer: Racer, source: Source) -> str:
    """The rate in force, as code; "" if the rule has none."""
    entry, settings = racer.entry, dict(racer.settings)
    if not (racer.modification.decay or racer.modification.l1):
        return ""
    given = repr(settings["learning_rate"]) if "learning_rate" in settings else ""
    given = "rate" if is_scheduled(racer) else given
    if entry.rate is not given_rate:
        source.add(entry.rate)
        return f"{source.name(entry.rate)}(state, {given or 1.0})"
    point = jax.ShapeDtypeStruct((2,), np.dtype(float))
    state = jax.eval_shape(entry.build(**settings).init, point)
    held = optax.tree.get(state, "learning_rate") is not None
    return 'optax.tree.get(state, "learning_rate")' if held else given
