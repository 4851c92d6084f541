"""Changes of an experiment by path, as the browser asks for them while a hand moves.

`{"start": [0.5, 1]}`, `{"steps": 200}`, `{"parameters.steepness": 50}`,
`{"racers.4.learning_rate": 0.1}` for the racer in slot 4, and `{"racers.4.gaussian.spread": 0.2}`
for what stands around its rule.
"""

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import Any, TypeVar

from app.experiment import Experiment, Racer

Race = TypeVar("Race", bound=Any)


def edited(experiment: Experiment, changes: Mapping[str, Any]) -> Experiment:
    """`experiment` with `changes`; ValueError says which of them cannot be, and why."""
    # One after another, each checked: a knob that was turned first may decide what the next can be.
    for path, value in changes.items():
        experiment = _edited(experiment, path, value)
    return experiment


def _edited(experiment: Experiment, path: str, value: Any) -> Experiment:
    match path.split("."):
        case ["start"]:
            x, y = _numbers(path, value, 2)
            return replace(experiment, start=(x, y))
        case ["seeds"]:
            return replace(experiment, seeds=whole(path, value))
        case ["parameters", name]:
            parameters = {**dict(experiment.parameters), name: number(path, value)}
            return replace(experiment, parameters=tuple(parameters.items()))
    return edited_in_common(experiment, path, value)


def edited_in_common(race: Race, path: str, value: Any) -> Race:
    """A change that races of any kind know: of their length, their seed or a racer."""
    match path.split("."):
        case ["steps" | "seed" as field]:
            return replace(race, **{field: whole(path, value)})
        case ["racers", slot, *names] if 1 <= len(names) <= 2:
            racer = _in_slot(race.racers, slot)
            changed = _turned(racer, names, number(path, value))
            racers = tuple(changed if other is racer else other for other in race.racers)
            return replace(race, racers=racers)
    raise ValueError(f"an experiment has no {path!r} to change")


def _turned(racer: Racer, names: list[str], value: float) -> Racer:
    *around, name = names
    if not around:
        return racer.with_settings({name: value})
    return racer.with_part_settings(around[0], {name: value})


def _in_slot(racers: tuple[Racer, ...], slot: str) -> Racer:
    for racer in racers:
        if str(racer.slot) == slot:
            return racer
    raise ValueError(f"there is no racer in slot {slot}")


def number(path: str, value: Any) -> float:
    """`value` as a finite number; ValueError if it is none."""
    return _numbers(path, [value], 1)[0]


def _numbers(path: str, values: Any, count: int) -> list[float]:
    told = isinstance(values, list) and len(values) == count
    # JSON's true is an int to Python.
    if not told or not all(type(value) in (int, float) and isfinite(value) for value in values):
        what = "a finite number" if count == 1 else f"a list of {count} finite numbers"
        raise ValueError(f"{path!r} must be {what}")
    return [float(value) for value in values]


def whole(path: str, value: Any) -> int:
    """`value` as a whole number; ValueError if it is none."""
    found = number(path, value)
    if found != round(found):
        raise ValueError(f"{path!r} is {found:g}, but it must be a whole number")
    return int(found)
