"""A race as a page of its own: the player and all it needs in one file that plays offline."""

import base64
import gzip
import html
import json
import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from string import Template

from app import asked as race
from app.asked import Asked
from app.bundle import bundle
from app.experiment import Experiment
from app.exports import names
from app.exports.look import CONFIG
from app.player.payload import surface_title

FOLDER = Path(__file__).parent
PLAYER = FOLDER.parent / "player"
SCRIPT = "bundle.js"
LIBRARIES = ("plotly-cartesian.min.js", "mediabunny.js", "gifenc.js")

THEME = {
    "--st-background-color": "backgroundColor",
    "--st-secondary-background-color": "secondaryBackgroundColor",
    "--st-text-color": "textColor",
    "--st-primary-color": "primaryColor",
}
"""What the player reads from the page around it, by its name in the page's configuration."""


def to_html(asked: Asked) -> bytes:
    """The page; what is measured along the way is in it too, since nobody can be asked later."""
    themes = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    page = Template((FOLDER / "page.html").read_text(encoding="utf-8"))
    return page.substitute(
        version=version("descent-lab"),
        title=html.escape(_title(asked)),
        light=_variables(themes["light"]),
        dark=_variables(themes["dark"]),
        link=html.escape(race.address(asked)),
        files=_packed_files(),
        message=_packed(race.whole(asked)),
        script=(FOLDER / "page.js").read_text(encoding="utf-8"),
    ).encode()


def _title(asked: Asked) -> str:
    is_surface = isinstance(asked, Experiment)
    return surface_title(asked.surface, asked.parameters) if is_surface else names.of_race(asked)


def files() -> dict[str, str]:
    """The player as one script, the libraries that it may want, and its style sheets."""
    sheets = {path.relative_to(PLAYER).as_posix(): path for path in PLAYER.rglob("*.css")}
    libraries = {f"vendor/{name}": PLAYER / "vendor" / name for name in LIBRARIES}
    found = (sheets | libraries).items()
    script = bundle(PLAYER, {"offline": "page/offline.js"})
    return {SCRIPT: script} | {name: path.read_text(encoding="utf-8") for name, path in found}


def _variables(theme: dict[str, str]) -> str:
    return " ".join(f"{variable}: {theme[name]};" for variable, name in THEME.items())


@cache
def _packed_files() -> str:
    return _packed(json.dumps(files()).encode())


def _packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, compresslevel=9, mtime=0)).decode()
