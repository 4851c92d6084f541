"""A race in a notebook or a script: it shows itself, gives its numbers and is saved to files.

`Race("?on=rosenbrock&…")` at the end of a cell is the player, with the race in it.
"""

import html
from functools import cached_property
from pathlib import Path
from typing import Any

from app import asked, cache
from app.asked import Asked
from app.experiment import DEFAULT
from app.exports import form, names
from app.networks.trained import Trained
from app.simulate import Result
from optimizers import backend

HEIGHT = 780
"""Pixels of the frame in a notebook: those of a player on a small screen."""


class Race:
    """A race on a surface or of networks, by its link or as it is, with what came of it."""

    def __init__(self, experiment: str | Asked = DEFAULT) -> None:
        """Turns on JAX's 64-bit numbers. ValueError, with a sentence, if a link cannot be read."""
        is_link = isinstance(experiment, str)
        self.experiment = asked.opened(experiment) if is_link else experiment
        backend.prepare(cache.folder())

    @cached_property
    def results(self) -> tuple[Result, ...] | tuple[Trained, ...]:
        """What each racer did and how it ended, in the order of the experiment."""
        return asked.results(self.experiment)

    @property
    def trajectories(self) -> dict[str, Any]:
        """The run of each racer by its name, as NumPy arrays."""
        runs = zip(names.of_racers(self.experiment), self.results, strict=True)
        return {name: getattr(result, "trajectory", result) for name, result in runs}

    @property
    def link(self) -> str:
        """What follows the address of any Descent Lab to open this race in it."""
        return asked.address(self.experiment)

    def save(self, path: str | Path, **look: Any) -> Path:
        """Write what the name asks for: .html, .csv, .json, .py, .png or .gif.

        `width`, `height` and `dark` say how pictures are to look. ValueError on any other ending.
        """
        path = Path(path)
        entry = form(path.name)
        path.write_bytes(entry.make(self.experiment, **look))
        return path

    def __repr__(self) -> str:
        on, steps = names.of_race(self.experiment), self.experiment.steps
        racers = ", ".join(names.of_racers(self.experiment)) or "nobody"
        return f"<Race on {on}, {steps:,} {self.experiment.budget}: {racers}>"

    def _repr_html_(self) -> str:
        """The player in a frame of its own, whose styles and scripts leave the notebook alone."""
        page = form("race.html").make(self.experiment).decode()
        style = f"width: 100%; height: {HEIGHT}px; border: 0"
        return f'<iframe srcdoc="{html.escape(page)}" style="{style}"></iframe>'
