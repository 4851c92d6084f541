"""A race as one Python file that needs jax, optax and numpy, and nothing of Descent Lab."""

import json
import re
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import optax

from app import link
from app.experiment import Experiment, Racer
from app.exports import descend, names, surroundings
from app.exports.layout import Call, laid_out
from app.exports.source import Source, imports
from optimizers.base import one_evaluation

RESERVED = (
    *("START", "STEPS", "EVALUATIONS", "SEED", "NOISE", "TAILS", "SAMPLES"),
    *("f", "look", "descend", "drawn", "clip_norm", "shrunk", "trajectories", "name", "points"),
)
ALWAYS = {("jax", "", "jax"), ("jax.numpy", "", "jnp"), ("numpy", "", "np"), ("optax", "", "optax")}
GIVEN = {"value", "grad", "value_fn", "grad_fn", "samples"}
"""What a rule may ask for beside gradient, state and point."""

HEAD = '''\
"""{title}: {names}.

Needs jax, optax and numpy. `trajectories` holds the points of each racer, the start first.
"""

# In Descent Lab: {link}
'''

END = """\
for name, points in trajectories.items():
    x, y = points[-1]
    print(f"{name}: f({x:.6g}, {y:.6g}) = {f(points[-1]):.6g} after {len(points) - 1} steps")"""


class _Racers(NamedTuple):
    """The part of the text that differs from racer to racer."""

    runs: dict[str, Call]
    extras: surroundings.Extras
    options: frozenset[str]


def to_bytes(experiment: Experiment) -> bytes:
    """The file."""
    return text(experiment).encode()


def text(experiment: Experiment) -> str:
    """The race as code: run, it leaves in `trajectories` the points that `simulate` finds."""
    source = Source(RESERVED)
    source.add(experiment.surface.fn)
    _racers(experiment, source)
    # Once more, now that everything is gathered and has its final name.
    racers = _racers(experiment, source)
    asked = frozenset(source.keywords() & GIVEN)
    function = _function(experiment, source)
    partly = {("functools", "partial", "partial")} if function.startswith("partial") else set()
    blocks = [
        "\n".join(imports(source.imports | ALWAYS | partly)),
        'jax.config.update("jax_enable_x64", True)',
        _constants(experiment, racers),
        *source.blocks(),
        *racers.extras.blocks(),
        f"f = {function}",
        descend.text(descend.Needs(asked, racers.options, racers.extras.length)),
        _runs(racers.runs),
        END,
    ]
    return _head(experiment, racers) + "\n" + _joined(blocks) + "\n"


def _head(experiment: Experiment, racers: _Racers) -> str:
    racing = ", ".join(racers.runs) or "nobody races"
    address = link.address(experiment)
    return HEAD.format(title=experiment.surface.title, names=racing, link=address)


def _constants(experiment: Experiment, racers: _Racers) -> str:
    lines = [f"START = {list(experiment.start)!r}", f"{racers.extras.length} = {experiment.steps}"]
    if racers.extras.draws:
        lines.append(f"SEED = {experiment.seed}")
    return "\n".join(lines)


def _function(experiment: Experiment, source: Source) -> str:
    name, surface = source.name(experiment.surface.fn), experiment.surface
    if dict(experiment.parameters) == surface.settings():
        return name
    numbers = ", ".join(f"{knob}={value!r}" for knob, value in experiment.parameters)
    return f"partial({name}, {numbers})"


def _racers(experiment: Experiment, source: Source) -> _Racers:
    budgeted = experiment.budget == "evaluations"
    extras = surroundings.Extras(
        length="EVALUATIONS" if budgeted else "STEPS",
        scheduled=any(map(surroundings.is_scheduled, experiment.racers)),
    )
    runs, options = {}, {"cost"} if budgeted else set()
    for name, racer in zip(names.of_racers(experiment), experiment.racers, strict=True):
        given = surroundings.options(racer, source, extras)
        if budgeted and racer.entry.evaluations is not one_evaluation:
            source.add(racer.entry.evaluations)
            given.append(("cost", source.name(racer.entry.evaluations)))
        options |= {name for name, _ in given}
        runs[name] = Call("descend", (("", _rule(racer, source)), *given))
    return _Racers(runs, extras, frozenset(options))


def _rule(racer: Racer, source: Source) -> Call:
    """The transformation with all of its settings, as anyone would write it."""
    build, arguments = racer.entry.build, [(name, repr(value)) for name, value in racer.settings]
    if surroundings.is_scheduled(racer):
        arguments = [(n, "rate" if n == "learning_rate" else value) for n, value in arguments]
    if isinstance(build, partial):
        first = [("", _called(argument, source)) for argument in build.args]
        fixed = [(name, repr(value)) for name, value in build.keywords.items()]
        arguments, build = [*first, *arguments, *fixed], build.func
    head = ("lambda rate: " if surroundings.is_scheduled(racer) else "") + _called(build, source)
    return Call(head, tuple(arguments))


def _called(build: object, source: Source) -> str:
    """What a function is called in the text: by its public name in optax, or by ours."""
    name = getattr(build, "__name__", "")
    for module in (optax, optax.contrib):
        if getattr(module, name, None) is build:
            return f"{module.__name__}.{name}"
    source.add(build)
    return source.name(build)


def _runs(runs: dict[str, Call]) -> str:
    lines = []
    for name, run in runs.items():
        key = json.dumps(name, ensure_ascii=False)
        lines.append(f"    {key}: {laid_out(run, 4, 4 + len(key) + 2, after=1)},")
    return "\n".join(["trajectories = {", *lines, "}"]) if lines else "trajectories = {}"


def _joined(blocks: list[str]) -> str:
    """Blocks with two empty lines around functions and classes, and one elsewhere."""
    text = blocks[0]
    for before, block in pairwise(blocks):
        wide = any(re.search(r"^(def|class|@)", near, re.MULTILINE) for near in (before, block))
        text += ("\n\n\n" if wide else "\n\n") + block
    return text
