"""Planes through parameter space. `PLANES` is the menu, in teaching order."""

from collections.abc import Mapping
from types import MappingProxyType

from landscapes.planes import connected, curved, principal, scattered
from landscapes.planes.base import Cut as Cut
from landscapes.planes.base import Plane as Plane
from landscapes.planes.base import View as View
from landscapes.planes.base import at as at
from landscapes.planes.base import distance as distance
from landscapes.planes.base import project as project
from landscapes.planes.base import window as window

_MODULES = (principal, scattered, curved, connected)
PLANES: Mapping[str, Cut] = MappingProxyType(
    {entry.slug: entry for module in _MODULES for entry in module.ENTRIES}
)
