"""A race of either kind, on a surface or of networks: the one place that tells them apart."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from app import edit, link
from app.experiment import DEFAULT, Experiment
from app.networks import edit as network_edit
from app.networks import link as network_link
from app.networks import look as network_look
from app.networks import payload as network_payload
from app.networks import simulate as trainings
from app.networks.trained import Trained
from app.networks.training import Training
from app.player import payload
from app.simulate import Result, simulate

Asked = Experiment | Training


def read(query: str) -> Asked:
    """What a link asks for, given as `?on=…` or `?net=…`; ValueError if it cannot be read."""
    # Empty values are kept: a race without racers has an empty list of them.
    return read_params(dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True)))


def read_params(params: Mapping[str, str]) -> Asked:
    """The same for parameters that have been taken apart already."""
    return network_link.read(params) if "net" in params else link.read(params)


def opened(text: str) -> Asked:
    """The race of a link as people paste it: a whole address, or what follows its `?`.

    The opening race if there is nothing; ValueError if it cannot be read.
    """
    params = link.pasted(text)
    return read_params(params) if params else DEFAULT


def address(asked: Asked) -> str:
    """The link as people read it, and as it follows the address of any Descent Lab."""
    is_network = isinstance(asked, Training)
    return network_link.address(asked) if is_network else link.address(asked)


def query(asked: Asked) -> str:
    """The link of a race, from its `?` on."""
    is_network = isinstance(asked, Training)
    return "?" + urlencode(network_link.write(asked) if is_network else link.write(asked))


def check(asked: Asked) -> None:
    """Raise ValueError, a sentence, if what a race needs has gone meanwhile."""
    for setup in asked.setups if isinstance(asked, Training) else ():
        _ = setup.source


def edited(asked: Asked, changes: Mapping[str, Any]) -> Asked:
    """The race with changes by path; ValueError says which of them cannot be, and why."""
    is_network = isinstance(asked, Training)
    return network_edit.edited(asked, changes) if is_network else edit.edited(asked, changes)


def results(asked: Asked) -> tuple[Result, ...] | tuple[Trained, ...]:
    """What every racer did."""
    return trainings.simulate(asked) if isinstance(asked, Training) else simulate(asked)


def message(asked: Asked, parts: Collection[str], known: Collection[str]) -> bytes:
    """The race as the player draws it."""
    if isinstance(asked, Training):
        return network_payload.message(asked, parts=frozenset(parts), known=known)
    return payload.message(asked, simulate(asked), parts=frozenset(parts), known=known)


def whole(asked: Asked) -> bytes:
    """The race with all that is measured along the way, for where nobody can be asked later."""
    if isinstance(asked, Training):
        return network_payload.message(asked, parts=network_payload.PARTS, side=payload.GRID)
    return payload.message(asked, simulate(asked), parts=payload.PARTS)


def look(asked: Asked, wanted: Mapping[str, Any]) -> bytes:
    """What else can be seen of a race of networks; ValueError on a surface."""
    if isinstance(asked, Training):
        return network_look.answer(asked, wanted)
    raise ValueError("a surface is seen whole: only races of networks have more to look at")
