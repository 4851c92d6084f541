"""The menu of networks, in teaching order."""

from collections.abc import Mapping
from types import MappingProxyType

from landscapes.networks import dense
from landscapes.networks.base import Network

NETWORKS: Mapping[str, Network] = MappingProxyType(
    {entry.slug: entry for entry in (dense.LINEAR, dense.MLP)}
)
