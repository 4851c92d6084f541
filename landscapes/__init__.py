"""What is descended. `LANDSCAPES` is the menu, in teaching order; `FAMILIES` groups it."""

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType

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
