"""The files of player and gallery as the browser gets them: compressed, named by their content."""

import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.bundle import bundle

APP = Path(__file__).parent
FOLDERS = ("gallery", "player")
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
ROUTE = "/assets"
PLAYER = "player/bundle.js"
"""All modules of the player as one, which exports its components."""
COMPONENTS = {"player": "page/mount.js", "knobs": "page/knob-panel.js"}


class Asset(NamedTuple):
    """One file, compressed by gzip."""

    body: bytes
    media_type: str


@cache
def files() -> dict[str, Callable[[], bytes]]:
    """Everything the browser may ask for, by its path below `app/`; a call reads it."""
    # Not at the top, where it would have every command wait for JAX.
    from app.gallery import menu

    paths = sorted(path for folder in FOLDERS for path in (APP / folder).rglob("*"))
    found = {path.relative_to(APP).as_posix(): path for path in paths if path.suffix in TYPES}
    return {name: path.read_bytes for name, path in found.items()} | {
        "gallery/menus.json": menu.to_json,
        PLAYER: lambda: bundle(APP / "player", COMPONENTS).encode(),
    }


@cache
def digest() -> str:
    """A name that changes exactly when one of the files does."""
    sha = hashlib.sha256()
    for name, read in files().items():
        # The zeros keep a name and its content apart.
        sha.update(name.encode() + b"\0" + read() + b"\0")
    return sha.hexdigest()[:16]


@cache
def asset(name: str) -> Asset:
    """The file called `name`; KeyError if there is none."""
    content = files()[name]()
    return Asset(gzip.compress(content, compresslevel=6, mtime=0), TYPES[Path(name).suffix])


def base_url(prefix: str) -> str:
    """Where the browser finds the files, below the URL path at which the app is served."""
    return f"{prefix.rstrip('/')}{ROUTE}/{digest()}"
