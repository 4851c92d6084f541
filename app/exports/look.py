"""Colours and letters of pictures: those of the page."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import ImageFont

CONFIG = Path(__file__).parent.parent / ".streamlit" / "config.toml"

Colour = tuple[int, int, int]

# As the player's: see theme.js.
HIGHLANDS: dict[bool, Colour] = {False: (84, 116, 150), True: (128, 156, 190)}
SHARES = {False: (0.02, 0.12, 0.25, 0.38, 0.52), True: (0.03, 0.13, 0.24, 0.35, 0.46)}

REGULAR, BOLD = 400, 650


@dataclass(frozen=True)
class Theme:
    """The player's colours in one of the page's themes."""

    dark: bool
    ground: Colour
    text: Colour

    @property
    def quiet(self) -> Colour:
        """Of axes and notes."""
        return mix(self.text, self.ground, 0.3)

    @property
    def line(self) -> Colour:
        """Of frames."""
        return mix(self.ground, self.text, 0.24 if self.dark else 0.2)

    @property
    def halo(self) -> Colour:
        """Under trails and heads."""
        return mix(self.ground, (0, 0, 0) if self.dark else (255, 255, 255), 0.6)

    @property
    def contour(self) -> Colour:
        """Of lines of equal height."""
        return mix(self.ground, HIGHLANDS[self.dark], 0.62 if self.dark else 0.75)

    def heights(self, shades: np.ndarray) -> np.ndarray:
        """The colours of heights from 0 to 1, as floats along a last axis."""
        shares = SHARES[self.dark]
        stops = [mix(self.ground, HIGHLANDS[self.dark], share) for share in shares]
        places = np.linspace(0, 1, len(shares))
        channels = [np.interp(shades, places, channel) for channel in zip(*stops, strict=True)]
        return np.stack(channels, axis=-1)


def mix(start: Colour, end: Colour, share: float) -> Colour:
    """The colour a `share` of the way from one to another."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
    return red, green, blue


def colour(code: str) -> Colour:
    """From CSS: `#0072b2`."""
    red, green, blue = bytes.fromhex(code.removeprefix("#"))
    return red, green, blue


@cache
def theme(dark: bool) -> Theme:
    """The page's theme, light or dark."""
    colours = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][
        "dark" if dark else "light"
    ]
    return Theme(dark, colour(colours["backgroundColor"]), colour(colours["textColor"]))


@lru_cache(maxsize=64)
def letters(size: float, weight: int = REGULAR) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The page's own letters, which Streamlit brings; else those of the drawing library."""
    path = _file()
    if path is None:
        return ImageFont.load_default(size)
    font = ImageFont.truetype(path, size)
    font.set_variation_by_axes([weight])
    return font


@cache
def _file() -> Path | None:
    found = find_spec("streamlit")
    folders = found.submodule_search_locations if found else None
    files = (path for folder in folders or () for path in Path(folder).rglob("SourceSansVF-Up*"))
    path = next(files, None)
    try:
        return path if path and ImageFont.truetype(path, 10) else None
    except OSError:  # a drawing library that cannot unpack web fonts
        return None
