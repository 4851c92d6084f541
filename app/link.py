"""Experiments as links: `?on=rosenbrock,steepness:100.0&from=-1.2,1.0&steps=500&seed=0&seeds=1&
run=4.adam,learning_rate:0.05~cosine,final:0.1~gaussian,spread:0.2~clip-norm,limit:1.0`.

A racer is its slot (which decides its colour), its slug and its settings, then its schedule, its
kind of noise and its modifiers, where it has any. Slugs, never titles, so that rewording a menu
breaks no link; every setting, not only the changed ones, so that a new default changes no picture
that somebody has already shared. `evals` in place of `steps` gives every racer that many
evaluations. Links of version 0.1 have one `noise` for all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from app.experiment import CONSTANT, EXACT, MOST_RACERS, Budget, Experiment, Part, Racer
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES
from optimizers.schedules import SCHEDULES

Number = TypeVar("Number", int, float)

REQUIRED = ("on", "from", "seed", "run")
OPTIONAL = ("steps", "evals", "seeds", "noise")
# The longest that a reader could make, several times over.
LONGEST = 20_000


def write(experiment: Experiment) -> dict[str, str]:
    """Query parameters of `experiment`; `read` gives an equal experiment back."""
    return {
        "on": write_part(Part(experiment.landscape, experiment.parameters)),
        # repr is the shortest text that reads back as the same number.
        "from": ",".join(map(repr, experiment.start)),
        "steps" if experiment.budget == "steps" else "evals": str(experiment.steps),
        "seed": str(experiment.seed),
        "seeds": str(experiment.seeds),
        "run": ";".join(map(write_racer, experiment.racers)),
    }


def address(experiment: Experiment) -> str:
    """The link as it follows the address of any Descent Lab."""
    return "?" + urlencode(write(experiment), safe=",:;~")


def pasted(text: str) -> dict[str, str]:
    """The parameters of a link as people paste it: a whole address, or what follows its `?`.

    None of them if there is nothing; ValueError if it is no link.
    """
    text = text.strip()
    query = urlsplit(text).query if "?" in text or "://" in text else text
    pairs = parse_qsl(query, keep_blank_values=True)
    if query and not pairs:
        raise ValueError(
            f"{text!r} is no link: that is an address with ?on=... or ?net=... behind it"
        )
    return dict(pairs)


def write_racer(racer: Racer) -> str:
    """A racer as it stands in a link: slot, rule, and what is around it."""
    parts = [Part(f"{racer.slot}.{racer.optimizer}", racer.settings)]
    parts += [racer.schedule] if racer.schedule != CONSTANT else []
    parts += [racer.noise] if racer.noise != EXACT else []
    return "~".join(map(write_part, [*parts, *racer.modifiers]))


def write_part(part: Part) -> str:
    """A choice as it stands in a link: its slug, then its settings."""
    return ",".join([part.slug, *(f"{name}:{value!r}" for name, value in part.settings)])


def read(params: Mapping[str, str]) -> Experiment:
    """The experiment in a link; ValueError says which part cannot be read, and why."""
    check_names(params, REQUIRED, OPTIONAL, "links have only")
    racers = read_racers(params["run"])
    steps, budget = read_length(params)
    landscape = read_part(params["on"])
    experiment = Experiment(
        landscape=landscape.slug,
        parameters=landscape.settings,
        start=_read_point(params["from"]),
        steps=steps,
        budget=budget,
        seed=read_number(params["seed"], int, "seed"),
        seeds=read_number(params.get("seeds", "1"), int, "seeds"),
        racers=racers,
    )
    spread = read_number(params.get("noise", "0"), float, "noise")
    return _with_noise(experiment, spread) if spread else experiment


def check_names(
    params: Mapping[str, str], required: Sequence[str], optional: Sequence[str], have: str
) -> None:
    """Raise ValueError unless a link has what it must have, and no more than it may.

    `have` says whose names those are, as in "links have only".
    """
    missing = [name for name in required if name not in params]
    if not params.keys() & {"steps", "evals"}:
        missing.append("steps")
    if missing:
        raise ValueError(f"it lacks {', '.join(missing)}")
    known = (*required, *optional)
    if unknown := [name for name in params if name not in known]:
        raise ValueError(f"it has {unknown[0]!r}, but {have} {', '.join(known)}")
    if {"steps", "evals"} <= params.keys():
        raise ValueError("it has both steps and evals, but a race ends after one or the other")
    if (length := sum(map(len, params.values()))) > LONGEST:
        raise ValueError(f"it is {length:,} characters long, but {LONGEST:,} are enough for any")


def read_length(params: Mapping[str, str]) -> tuple[int, Budget]:
    """How long a race is, and in what that is counted."""
    name, budget = ("steps", "steps") if "steps" in params else ("evals", "evaluations")
    return read_number(params[name], int, name), budget


def read_racers(text: str) -> tuple[Racer, ...]:
    """All racers of a link; ValueError if they are too many or one cannot be read."""
    # Counted before they are read, so that a link of a million racers costs nothing.
    racers = [racer for racer in text.split(";") if racer]
    if len(racers) > MOST_RACERS:
        raise ValueError(f"it has {len(racers)} racers, but at most {MOST_RACERS} can race")
    return tuple(map(read_racer, racers))


def _with_noise(experiment: Experiment, spread: float) -> Experiment:
    noise = Part("gaussian", (("spread", spread),))
    racers = tuple(
        replace(racer, noise=noise) if racer.noise == EXACT else racer
        for racer in experiment.racers
    )
    return replace(experiment, racers=racers)


def _read_point(text: str) -> tuple[float, float]:
    parts = text.split(",")
    if len(parts) != 2:
        raise ValueError(f"'from' is {text!r}, but it must be two numbers, such as -1.2,1.0")
    x, y = (read_number(part, float, "from") for part in parts)
    return x, y


def read_racer(text: str) -> Racer:
    """A racer as `write_racer` writes it; ValueError if it is none."""
    head, *around = map(read_part, text.split("~"))
    slot, dot, slug = head.slug.partition(".")
    if not dot:
        raise ValueError(f"the racer {head.slug!r} is not a slot and an optimizer, such as 4.adam")
    menus = {"schedule": SCHEDULES, "noise": NOISES, "modifiers": MODIFIERS}
    found = {what: [part for part in around if part.slug in menu] for what, menu in menus.items()}
    if unknown := {part.slug for part in around}.difference(*menus.values()):
        known = ", ".join(slug for menu in menus.values() for slug in menu)
        raise ValueError(f"there is no {min(unknown)!r} for {slug!r}; there are {known}")
    for what in ("schedule", "noise"):
        if len(found[what]) > 1:
            raise ValueError(f"{slug!r} has more than one {what}: {found[what][1].slug!r}")
    return Racer(
        slug,
        head.settings,
        slot=read_number(slot, int, "slot"),
        schedule=next(iter(found["schedule"]), CONSTANT),
        noise=next(iter(found["noise"]), EXACT),
        modifiers=tuple(found["modifiers"]),
    )


def read_part(text: str) -> Part:
    """A choice as `write_part` writes it; ValueError if it is none."""
    slug, *pairs = text.split(",")
    settings: dict[str, float] = {}
    for pair in pairs:
        name, colon, value = pair.partition(":")
        if not colon or name in settings:
            raise ValueError(f"{pair!r} of {slug!r} is not one name:number for each setting")
        settings[name] = read_number(value, float, name)
    return Part(slug, tuple(settings.items()))


def read_number(text: str, kind: Callable[[str], Number], name: str) -> Number:
    """A number, or a ValueError that says which it should have been."""
    try:
        return kind(text)
    except ValueError:
        what = "a whole number" if kind is int else "a number"
        raise ValueError(f"{name!r} is {text!r}, but it must be {what}") from None
