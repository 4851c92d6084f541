"""What is descended. `LANDSCAPES` is the menu, in teaching order; `FAMILIES` groups it."""

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from landscapes import (
    bowls,
    cliffs,
    mazes,
    plateaus,
    ravines,
    ripples,
    saddles,
    tilted_bowls,
    uneven_ripples,
    valleys,
    vanishing_gradients,
    wells,
)
from landscapes.base import CriticalPoint as CriticalPoint
from landscapes.base import CriticalSet as CriticalSet
from landscapes.base import Landscape as Landscape

if TYPE_CHECKING:
    from landscapes.own import from_loss as from_loss

# Neighbours with the same title are one family.
_MODULES = (
    bowls,
    tilted_bowls,
    valleys,
    ravines,
    saddles,
    wells,
    plateaus,
    vanishing_gradients,
    cliffs,
    ripples,
    uneven_ripples,
    mazes,
)
FAMILIES: Mapping[str, tuple[Landscape, ...]] = MappingProxyType(
    {
        title: tuple(entry for module in modules for entry in module.ENTRIES)
        for title, modules in groupby(_MODULES, key=lambda module: module.TITLE)
    }
)
LANDSCAPES: Mapping[str, Landscape] = MappingProxyType(
    {entry.slug: entry for family in FAMILIES.values() for entry in family}
)


def __getattr__(name: str) -> Any:
    # Networks, planes and optax behind them would triple the time that the menu takes to import.
    if name == "from_loss":
        from landscapes.own import from_loss

        return from_loss
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
