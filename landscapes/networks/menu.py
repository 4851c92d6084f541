"""The menu of networks, in teaching order."""

from collections.abc import Mapping
from types import MappingProxyType

from landscapes.networks import attention, convolution, dense, norms, residual
from landscapes.networks.base import Network

NETWORKS: Mapping[str, Network] = MappingProxyType(
    {
        entry.slug: entry
        for module in (dense, residual, norms, convolution, attention)
        for entry in module.ENTRIES
    }
)
