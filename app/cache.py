"""Where compiled programs are kept from one start to the next."""

import os
from pathlib import Path

import platformdirs


def folder() -> Path | None:
    """The user's own, if it can be written to."""
    found = platformdirs.user_cache_path("descent-lab")
    try:
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return found if os.access(found, os.W_OK) else None
