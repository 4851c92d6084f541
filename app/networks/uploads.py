"""Data that a reader has brought: kept in memory while the server runs, and never stored.

A link can only name them, by a digest of their content: whoever opens it without having brought
the same file is told so.
"""

import hashlib
import threading
from collections import OrderedDict

from landscapes.datasets import DATASETS, Dataset, Source

MOST = 16
"""Files that are remembered; the one that was asked for longest ago goes first."""
PREFIX = "csv-"

_held: OrderedDict[str, Source] = OrderedDict()
_lock = threading.Lock()


def accept(content: bytes, name: str) -> str:
    """Keep a CSV file and return its slug; ValueError, a sentence, if it cannot be trained on."""
    from landscapes.datasets import from_csv

    data = from_csv(content, name)
    slug = PREFIX + hashlib.sha256(content).hexdigest()[:12]
    source = Source(
        slug=slug,
        title=name,
        point=f"{len(data.inputs):,} rows of your own; they stay in memory and are never stored.",
        kind="table",
        build=lambda seed: data,
        references=(),
    )
    # Sessions run in threads of their own.
    with _lock:
        _held[slug] = source
        while len(_held) > MOST:
            _held.popitem(last=False)
    return slug


def source(slug: str) -> Source:
    """Where the data called `slug` come from; ValueError, a sentence, if there are none."""
    if slug in DATASETS:
        return DATASETS[slug]
    with _lock:
        if slug in _held:
            _held.move_to_end(slug)
            return _held[slug]
    if slug.startswith(PREFIX):
        raise ValueError(
            "the data came from a file, and files are never stored: upload it again, then open "
            "the link"
        )
    raise ValueError(f"there are no data {slug!r}; there are {', '.join(DATASETS)}")


def dataset(slug: str, settings: dict[str, float], seed: int) -> Dataset:
    """The data themselves."""
    return source(slug).make(seed, **settings)
