"""A race as a page of its own: the player and all it needs in one file that plays offline."""

import base64
import gzip
import html
import json
import posixpath
import re
import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from string import Template

from app import link
from app.experiment import Experiment
from app.exports.look import CONFIG
from app.player.payload import PARTS, message, surface_title
from app.simulate import simulate

FOLDER = Path(__file__).parent
PLAYER = FOLDER.parent / "player"
FIRST = "page/offline.js"
LIBRARY = "vendor/plotly-cartesian.min.js"

# What stands between quotes behind `from`, `import` or `import(`.
IMPORTED = re.compile(r'(?:(?<=from )|(?<=import )|(?<=import\())"(\.{1,2}/[^"]+)"')

THEME = {
    "--st-background-color": "backgroundColor",
    "--st-secondary-background-color": "secondaryBackgroundColor",
    "--st-text-color": "textColor",
    "--st-primary-color": "primaryColor",
}
"""What the player reads from the page around it, by its name in the page's configuration."""


def to_html(experiment: Experiment) -> bytes:
    """The page; what is measured along the way is in it too, since nobody can be asked later."""
    race = message(experiment, simulate(experiment), parts=PARTS)
    themes = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    page = Template((FOLDER / "page.html").read_text(encoding="utf-8"))
    return page.substitute(
        version=version("descent-lab"),
        title=html.escape(surface_title(experiment.surface, experiment.parameters)),
        light=_variables(themes["light"]),
        dark=_variables(themes["dark"]),
        link=html.escape(link.address(experiment)),
        files=_packed_files(),
        message=_packed(race),
        script=(FOLDER / "page.js").read_text(encoding="utf-8"),
    ).encode()


def files() -> dict[str, str]:
    """Every module that the player may import, its library and its style sheets, by their paths."""
    found = {LIBRARY: (PLAYER / LIBRARY).read_text(encoding="utf-8")}
    waiting = [FIRST]
    while waiting:
        name = waiting.pop()
        text = (PLAYER / name).read_text(encoding="utf-8")
        imported = _imports(name, text)
        waiting += [other for other in imported if other not in found and other not in waiting]
        found[name] = text if name.startswith("vendor/") else _renamed(name, text)
    sheets = {path.relative_to(PLAYER).as_posix(): path for path in PLAYER.rglob("*.css")}
    return found | {name: path.read_text(encoding="utf-8") for name, path in sheets.items()}


def _imports(name: str, text: str) -> list[str]:
    return [] if name.startswith("vendor/") else [_path(name, p) for p in IMPORTED.findall(text)]


def _renamed(name: str, text: str) -> str:
    """The module `name` with the names under which the page's import map has the others."""
    return IMPORTED.sub(lambda found: f'"player/{_path(name, found[1])}"', text)


def _path(name: str, relative: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), relative))


def _variables(theme: dict[str, str]) -> str:
    return " ".join(f"{variable}: {theme[name]};" for variable, name in THEME.items())


@cache
def _packed_files() -> str:
    return _packed(json.dumps(files()).encode())


def _packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, compresslevel=9, mtime=0)).decode()
