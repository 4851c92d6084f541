"""What networks are trained on. `DATASETS` is the menu; `split` divides one for training."""

from collections.abc import Mapping
from types import MappingProxyType

from landscapes.datasets import measured, plane
from landscapes.datasets.base import Dataset as Dataset
from landscapes.datasets.base import Source as Source
from landscapes.datasets.base import split as split

DATASETS: Mapping[str, Source] = MappingProxyType(
    {entry.slug: entry for module in (measured, plane) for entry in module.ENTRIES}
)
