"""What is descended. `LANDSCAPES` is the menu, in teaching order."""

from collections.abc import Mapping
from types import MappingProxyType

from landscapes import saddles, valleys, wells
from landscapes.base import CriticalPoint as CriticalPoint
from landscapes.base import Landscape as Landscape

LANDSCAPES: Mapping[str, Landscape] = MappingProxyType(
    {entry.slug: entry for family in (valleys, saddles, wells) for entry in family.ENTRIES}
)
