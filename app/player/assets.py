"""The player's files as the browser gets them: compressed once, named by their content."""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
ROUTE = "/player"


class Asset(NamedTuple):
    """One file, compressed by gzip."""

    body: bytes
    media_type: str


@cache
def files() -> dict[str, Path]:
    """Every file the browser may ask for, by its path below the player's folder."""
    paths = sorted(path for path in FOLDER.rglob("*") if path.suffix in TYPES)
    return {path.relative_to(FOLDER).as_posix(): path for path in paths}


@cache
def digest() -> str:
    """A name that changes exactly when one of the files does."""
    sha = hashlib.sha256()
    for name, path in files().items():
        # The zeros keep a name and its content apart.
        sha.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:16]


@cache
def asset(name: str) -> Asset:
    """The file called `name`; KeyError if the player has none."""
    path = files()[name]
    return Asset(gzip.compress(path.read_bytes(), compresslevel=6, mtime=0), TYPES[path.suffix])


def base_url(prefix: str) -> str:
    """Where the browser finds the files, below the URL path at which the app is served."""
    return f"{prefix.rstrip('/')}{ROUTE}/{digest()}"
