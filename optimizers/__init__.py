"""What descends. `OPTIMIZERS` is the menu, in teaching order; `FAMILIES` groups it; `run` runs."""

from collections.abc import Mapping
from types import MappingProxyType

from optimizers import (
    adam,
    adaptive,
    curvature,
    descent,
    geometry,
    gradient_free,
    heirs,
    line_search,
    parameter_free,
    quasi_newton,
    signs,
)
from optimizers.base import Choice as Choice
from optimizers.base import Hyperparameter as Hyperparameter
from optimizers.base import Optimizer as Optimizer
from optimizers.run import Trajectory as Trajectory
from optimizers.run import run as run

FAMILIES: Mapping[str, tuple[Optimizer, ...]] = MappingProxyType(
    {
        family.TITLE: family.ENTRIES
        for family in (
            descent,
            adaptive,
            adam,
            heirs,
            signs,
            parameter_free,
            geometry,
            line_search,
            quasi_newton,
            curvature,
            gradient_free,
        )
    }
)
OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {entry.slug: entry for family in FAMILIES.values() for entry in family}
)
