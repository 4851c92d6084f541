"""Experiments as links: `?on=rosenbrock&from=-1.2,1.0&steps=500&run=4.adam,learning_rate:0.05`.

A racer is its slot (which decides its colour), its slug and its settings. Slugs, never titles,
so that rewording a menu breaks no link; every setting, not only the changed ones, so that a new
default changes no picture that somebody has already shared.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from app.experiment import MOST_RACERS, Experiment, Racer

Number = TypeVar("Number", int, float)


def write(experiment: Experiment) -> dict[str, str]:
    """Query parameters of `experiment`; `read` gives an equal experiment back."""
    return {
        "on": experiment.landscape,
        # repr is the shortest text that reads back as the same number.
        "from": ",".join(map(repr, experiment.start)),
        "steps": str(experiment.steps),
        "noise": repr(experiment.noise),
        "seed": str(experiment.seed),
        "run": ";".join(
            ",".join(
                [
                    f"{racer.slot}.{racer.optimizer}",
                    *(f"{name}:{value!r}" for name, value in racer.settings),
                ]
            )
            for racer in experiment.racers
        ),
    }


def read(params: Mapping[str, str]) -> Experiment:
    """The experiment in a link; ValueError says which part cannot be read, and why."""
    expected = ("on", "from", "steps", "noise", "seed", "run")
    if missing := [name for name in expected if name not in params]:
        raise ValueError(f"it lacks {', '.join(missing)}")
    if unknown := [name for name in params if name not in expected]:
        raise ValueError(f"it has {unknown[0]!r}, but links have only {', '.join(expected)}")
    # Counted before they are read, so that a link of a million racers costs nothing.
    racers = [text for text in params["run"].split(";") if text]
    if len(racers) > MOST_RACERS:
        raise ValueError(f"it has {len(racers)} racers, but at most {MOST_RACERS} can race")
    return Experiment(
        landscape=params["on"],
        start=_read_point(params["from"]),
        steps=_read_number(params["steps"], int, "steps"),
        noise=_read_number(params["noise"], float, "noise"),
        seed=_read_number(params["seed"], int, "seed"),
        racers=tuple(map(_read_racer, racers)),
    )


def _read_point(text: str) -> tuple[float, float]:
    parts = text.split(",")
    if len(parts) != 2:
        raise ValueError(f"'from' is {text!r}, but it must be two numbers, such as -1.2,1.0")
    x, y = (_read_number(part, float, "from") for part in parts)
    return x, y


def _read_racer(text: str) -> Racer:
    name, *pairs = text.split(",")
    slot, dot, slug = name.partition(".")
    if not dot:
        raise ValueError(f"the racer {name!r} is not a slot and an optimizer, such as 4.adam")
    settings = {}
    for pair in pairs:
        name, colon, value = pair.partition(":")
        if not colon or name in settings:
            raise ValueError(f"{pair!r} of {slug!r} is not one name:number for each setting")
        settings[name] = _read_number(value, float, name)
    return Racer(slug, tuple(settings.items()), slot=_read_number(slot, int, "slot"))


def _read_number(text: str, kind: Callable[[str], Number], name: str) -> Number:
    try:
        return kind(text)
    except ValueError:
        what = "a whole number" if kind is int else "a number"
        raise ValueError(f"{name!r} is {text!r}, but it must be {what}") from None
