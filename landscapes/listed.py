"""Critical points of surfaces that have too many to write out among the code."""

import json
from pathlib import Path

from landscapes.base import CriticalPoint

FOLDER = Path(__file__).parent / "critical_points"


def listed(slug: str) -> tuple[CriticalPoint, ...]:
    """The points in `critical_points/<slug>.json`: kind by kind, in the order of the file."""
    by_kind = json.loads((FOLDER / f"{slug}.json").read_text())
    return tuple(CriticalPoint((x, y), kind) for kind, points in by_kind.items() for x, y in points)
