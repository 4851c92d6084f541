"""What there is to choose from, as the browser gets it: once, since it never changes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import landscapes
import optimizers
from app.gallery import pictures


class Entry(Protocol):
    """What the gallery shows of a landscape or an optimizer."""

    @property
    def slug(self) -> str:
        """Name in links and code."""
        ...

    @property
    def title(self) -> str:
        """Name for people."""
        ...

    @property
    def point(self) -> str:
        """What there is to see, as a sentence."""
        ...


class Menu(NamedTuple):
    """Entries to choose from, by the titles of their families."""

    name: str
    title: str
    families: Mapping[str, Sequence[Entry]]
    pictures: str | None = None
    """Name of the folder of their pictures, if they have any."""

    def slugs(self) -> Iterator[str]:
        """Every entry's slug, in the order of the menu."""
        return (entry.slug for family in self.families.values() for entry in family)


LANDSCAPES = Menu("landscapes", "Landscapes", landscapes.FAMILIES, pictures.digest())
OPTIMIZERS = Menu("optimizers", "Optimizers", optimizers.FAMILIES)


def to_json() -> bytes:
    """Both menus, by name."""
    menus = {menu.name: _described(menu) for menu in (LANDSCAPES, OPTIMIZERS)}
    return json.dumps(menus, ensure_ascii=False).encode()


def _described(menu: Menu) -> dict[str, Any]:
    families = [
        {
            "title": title,
            "entries": [
                {"slug": entry.slug, "title": entry.title, "point": entry.point} for entry in family
            ],
        }
        for title, family in menu.families.items()
    ]
    return {"title": menu.title, "pictures": menu.pictures, "families": families}
