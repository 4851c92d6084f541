"""What networks are trained on. `DATASETS` is the menu; `split` divides one for training."""

from collections.abc import Mapping
from types import MappingProxyType

from landscapes.datasets import curves, measured, plane, sequences
from landscapes.datasets.base import Dataset as Dataset
from landscapes.datasets.base import Source as Source
from landscapes.datasets.base import split as split
from landscapes.datasets.table import from_csv as from_csv

DATASETS: Mapping[str, Source] = MappingProxyType(
    {
        entry.slug: entry
        for module in (measured, plane, curves, sequences)
        for entry in module.ENTRIES
    }
)
