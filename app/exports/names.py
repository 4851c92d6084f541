"""What racers are called where their colours cannot tell them apart, and files that hold a race."""

from app.experiment import Experiment


def of_racers(experiment: Experiment) -> list[str]:
    """The racers' titles, numbered from the second of a kind on."""
    names: list[str] = []
    for racer in experiment.racers:
        title = racer.entry.title
        others = (f"{title} {number}" for number in range(2, len(names) + 2))
        names.append(next(name for name in (title, *others) if name not in names))
    return names


def of_file(experiment: Experiment, suffix: str) -> str:
    """A name that says where the race is run, such as `rosenbrock-race.csv`."""
    return f"{experiment.landscape}-race.{suffix}"
