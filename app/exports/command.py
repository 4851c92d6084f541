"""The command `descent-lab export`: files that hold a race, without a browser."""

import argparse
import os
from pathlib import Path
from typing import Any

from app.exports import FORMS, form

ABOUT = """\
Write a race to files. LINK is what the address bar of the app holds, or any part of it that begins
with on= or net=, in quotes; without one it is the opening race. The ending of a file says what it
holds:

"""
SIZE = "WIDTHxHEIGHT"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    menu = "\n".join(f"  .{entry.suffix:6}{entry.title.lower()}" for entry in FORMS.values())
    parser = commands.add_parser(
        "export",
        help="write a race to files",
        description=ABOUT + menu,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("link", metavar="LINK", nargs="?", default="", help="which race")
    parser.add_argument(
        "--to", metavar="FILE", action="append", required=True, help="may be given several times"
    )
    parser.add_argument("--dark", action="store_true", help="pictures in the dark theme")
    parser.add_argument("--size", metavar=SIZE, help="of pictures, in pixels")
    parser.set_defaults(run=run, parser=parser)


def run(chosen: argparse.Namespace) -> None:
    """Write every file; what cannot be done is said before anything is."""
    try:
        forms = {Path(name): form(name) for name in chosen.to}
        for path in forms:
            _check(path)
        look = _read_size(chosen.size) if chosen.size else {}
        look |= {"dark": True} if chosen.dark else {}
        race = _opened(chosen.link)
        for path, entry in forms.items():
            data = entry.make(race, **look)
            path.write_bytes(data)
            print(f"{path}: {entry.title.lower()}, {_size(len(data))}")
    except (ValueError, OSError) as error:
        chosen.parser.error(str(error))


def _opened(text: str) -> Any:
    """The race of a link, with everything ready to run it."""
    # Not at the top, where it would have every command wait for JAX.
    from app import asked, cache
    from optimizers import backend

    try:
        race = asked.opened(text)
    except ValueError as error:
        raise ValueError(f"this link could not be read: {error}") from None
    backend.prepare(cache.folder())
    return race


def _check(path: Path) -> None:
    """ValueError if nothing can be written there."""
    folder = path.parent
    if not folder.is_dir():
        raise ValueError(f"there is no folder {str(folder)!r} to write {path.name!r} to")
    if path.is_dir():
        raise ValueError(f"{str(path)!r} is a folder, so no file of that name can be written")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise ValueError(f"{str(path)!r} may not be written")


def _read_size(text: str) -> dict[str, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise ValueError(f"the size is {text!r}, but it must be {SIZE}, such as 1600x1000")
    return {"width": int(width), "height": int(height)}


def _size(count: int) -> str:
    """A number of bytes as people say it."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count / 1e3, 0.1):.1f} kB"
