"""What racers are called where their colours cannot tell them apart, and files that hold a race."""

from app.asked import Asked
from app.networks.setup import names
from app.networks.training import Training


def of_racers(asked: Asked) -> list[str]:
    """The racers' titles, numbered from the second of a kind on."""
    names: list[str] = []
    for racer in asked.racers:
        title = racer.entry.title
        others = (f"{title} {number}" for number in range(2, len(names) + 2))
        names.append(next(name for name in (title, *others) if name not in names))
    return names


def of_race(asked: Asked) -> str:
    """What the race is run on, in a few words."""
    if isinstance(asked, Training):
        return " and ".join(names(asked.setups))
    return asked.surface.title


def of_file(asked: Asked, suffix: str) -> str:
    """A name that says where the race is run, such as `rosenbrock-race.csv`."""
    if isinstance(asked, Training):
        first = asked.setups[0]
        return f"{first.network.slug}-{first.data.slug}-race.{suffix}"
    return f"{asked.landscape}-race.{suffix}"
