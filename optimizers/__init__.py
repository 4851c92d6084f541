"""What descends. `OPTIMIZERS` is the menu, in teaching order; `run` takes the steps."""

from collections.abc import Mapping
from types import MappingProxyType

from optimizers import adaptive, curvature, descent
from optimizers.base import Hyperparameter as Hyperparameter
from optimizers.base import Optimizer as Optimizer
from optimizers.run import Trajectory as Trajectory
from optimizers.run import run as run

OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {entry.slug: entry for family in (descent, adaptive, curvature) for entry in family.ENTRIES}
)
