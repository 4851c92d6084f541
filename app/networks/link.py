"""Trainings as links: `?net=mlp,depth:2.0,width:16.0~tanh~he~moons,points:400.0~training,batch:32.0
&plane=principal,racer:-1.0&show=loss&steps=300&seed=0&run=0.adam,learning_rate:0.01`.

A setup is network, activation, initialisation, data and terms; several are parted by semicolons,
and `lanes=4:1` says that the racer in slot 4 trains the second. `show=loss,batch:7` is the loss of
the batch of step 7, and `about=4` lays the plane through the path of the racer in slot 4.
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from app.experiment import Part
from app.link import (
    check_names,
    read_length,
    read_number,
    read_part,
    read_racers,
    write_part,
    write_racer,
)
from app.networks.setup import Setup
from app.networks.training import MOST_SETUPS, Training

REQUIRED = ("net", "plane", "show", "seed", "run")
OPTIONAL = ("steps", "evals", "lanes", "about")


def write(training: Training) -> dict[str, str]:
    """Query parameters of `training`; `read` gives an equal training back."""
    batch = (("batch", training.batch),) if training.batch else ()
    link = {
        "net": ";".join(map(_write_setup, training.setups)),
        "plane": write_part(training.plane),
        "show": write_part(Part(training.quantity, batch)),
        "steps" if training.budget == "steps" else "evals": str(training.steps),
        "seed": str(training.seed),
        "run": ";".join(map(write_racer, training.racers)),
    }
    if training.lanes:
        link["lanes"] = ",".join(f"{slot}:{setup}" for slot, setup in training.lanes)
    if training.about >= 0:
        link["about"] = str(training.about)
    return link


def address(training: Training) -> str:
    """The link as it follows the address of any Descent Lab."""
    return "?" + urlencode(write(training), safe=",:;~")


def _write_setup(setup: Setup) -> str:
    parts = (setup.network, Part(setup.activation), setup.initial, setup.data, setup.terms)
    return "~".join(map(write_part, parts))


def read(params: Mapping[str, str]) -> Training:
    """The training in a link; ValueError says which part cannot be read, and why."""
    check_names(params, REQUIRED, OPTIONAL, "links of networks have")
    racers = read_racers(params["run"])
    setups = params["net"].split(";")
    if len(setups) > MOST_SETUPS:
        raise ValueError(f"it has {len(setups)} networks, but at most {MOST_SETUPS} are compared")
    steps, budget = read_length(params)
    shown = read_part(params["show"])
    training = Training(
        setups=tuple(map(_read_setup, setups)),
        racers=racers,
        lanes=_read_lanes(params.get("lanes", "")),
        steps=steps,
        budget=budget,
        seed=read_number(params["seed"], int, "seed"),
        plane=read_part(params["plane"]),
        about=read_number(params.get("about", "-1"), int, "about"),
        quantity=shown.slug,  # type: ignore[arg-type]  # checked there
    )
    return replace(training, batch=_read_batch(shown)) if shown.settings else training


def _read_setup(text: str) -> Setup:
    parts = [read_part(part) for part in text.split("~")]
    if len(parts) != 5:
        raise ValueError(
            f"{text!r} is not a network, an activation, an initialisation, data and the terms of "
            "training, with ~ between them"
        )
    network, activation, initial, data, terms = parts
    if terms.slug != "training":
        raise ValueError(f"the terms of training are called 'training', not {terms.slug!r}")
    return Setup(network, activation.slug, initial, data, terms)


def _read_lanes(text: str) -> tuple[tuple[int, int], ...]:
    pairs = [pair.partition(":") for pair in text.split(",") if pair]
    return tuple(
        (read_number(slot, int, "lanes"), read_number(setup, int, "lanes"))
        for slot, _, setup in pairs
    )


def _read_batch(shown: Part) -> int:
    if [name for name, _ in shown.settings] != ["batch"]:
        raise ValueError("what is shown has no settings but the batch")
    if not (batch := shown.settings[0][1]).is_integer():
        raise ValueError(f"the batch that is shown is {batch:g}, but it must be a whole number")
    return int(batch)
