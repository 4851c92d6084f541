"""Changes of a training by path, as the browser asks for them while a hand moves.

Beside what is common to all races (`app/edit.py`): `{"plane.seed": 3}`, `{"batch": 7}`, and of
the first setup `{"setups.0.network.width": 32}`, `{"setups.0.terms.dropout": 0.2}`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.edit import edited_in_common, number, whole
from app.experiment import Part
from app.networks.setup import Setup
from app.networks.training import Training

PARTS = ("network", "initial", "data", "terms")


def edited(training: Training, changes: Mapping[str, Any]) -> Training:
    """`training` with `changes`; ValueError says which of them cannot be, and why."""
    for path, value in changes.items():
        training = _edited(training, path, value)
    return training


def _edited(training: Training, path: str, value: Any) -> Training:
    match path.split("."):
        case ["batch"]:
            return replace(training, batch=whole(path, value))
        case ["plane", name]:
            return replace(training, plane=_turned(training.plane, name, number(path, value)))
        case ["setups", index, part, name] if part in PARTS and index.isdecimal():
            if (place := int(index)) >= len(training.setups):
                raise ValueError(f"there is no network {index}")
            setup = training.setups[place]
            return training.with_setup(place, _with_part(setup, part, name, number(path, value)))
    return edited_in_common(training, path, value)


def _with_part(setup: Setup, part: str, name: str, value: float) -> Setup:
    return replace(setup, **{part: _turned(getattr(setup, part), name, value)})


def _turned(part: Part, name: str, value: float) -> Part:
    return part._replace(settings=tuple({**dict(part.settings), name: value}.items()))
