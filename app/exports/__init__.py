"""A race to take away: as numbers, as code, as pictures, as a page.

`FORMS` is the menu. What makes a file is imported once one is asked for, since JAX takes a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.asked import Asked


@dataclass(frozen=True)
class Form:
    """One kind of file that holds a race."""

    suffix: str
    title: str
    media_type: str
    maker: str
    """The module of this package and its function, such as `table.to_csv`."""
    of_networks: str = ""
    """The same for races of networks; "" if they have no such file."""
    drawn: bool = False
    """Whether it has a size, and is light or dark."""

    def make(self, asked: Asked, **look: Any) -> bytes:
        """The file; `width`, `height` and `dark` say how what is drawn is to look.

        ValueError if a race of this kind has no such file.
        """
        from app.networks.training import Training

        name = self.of_networks if isinstance(asked, Training) else self.maker
        if not name:
            others = ", ".join(f".{form.suffix}" for form in ENTRIES if form.of_networks)
            raise ValueError(
                f"A race of networks cannot be taken away as .{self.suffix}: it can be {others}"
            )
        module, _, function = name.partition(".")
        maker = getattr(import_module(f"{__name__}.{module}"), function)
        return maker(asked, **look) if self.drawn else maker(asked)


ENTRIES = (
    Form("html", "Page that plays offline", "text/html", "page.to_html", "page.to_html"),
    Form("csv", "Table of numbers", "text/csv", "table.to_csv", "training_table.to_csv"),
    Form(
        "json",
        "Experiment and numbers",
        "application/json",
        "table.to_json",
        "training_table.to_json",
    ),
    Form("py", "Program for jax and optax", "text/x-python", "code.to_bytes"),
    Form("png", "Picture of the end", "image/png", "picture.to_png", "picture.to_png", drawn=True),
    Form("gif", "Film of the race", "image/gif", "film.to_gif", "film.to_gif", drawn=True),
)
FORMS: Mapping[str, Form] = MappingProxyType({entry.suffix: entry for entry in ENTRIES})


def form(name: str) -> Form:
    """The form of a file called `name`; ValueError if there is none of its suffix."""
    _, dot, suffix = name.rpartition(".")
    if not dot or suffix.lower() not in FORMS:
        known = ", ".join(f".{known}" for known in FORMS)
        raise ValueError(f"{name!r} does not say what it is to hold: a race can be {known}")
    return FORMS[suffix.lower()]
