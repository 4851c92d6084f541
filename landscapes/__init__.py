"""What is descended. `LANDSCAPES` is the menu, in teaching order; `FAMILIES` groups it."""

from collections.abc import Mapping
from types import MappingProxyType

from landscapes import bowls, cliffs, mazes, plateaus, ripples, saddles, valleys, wells
from landscapes.base import CriticalPoint as CriticalPoint
from landscapes.base import CriticalSet as CriticalSet
from landscapes.base import Landscape as Landscape

FAMILIES: Mapping[str, tuple[Landscape, ...]] = MappingProxyType(
    {
        family.TITLE: family.ENTRIES
        for family in (bowls, valleys, saddles, wells, plateaus, cliffs, ripples, mazes)
    }
)
LANDSCAPES: Mapping[str, Landscape] = MappingProxyType(
    {entry.slug: entry for family in FAMILIES.values() for entry in family}
)
