"""A race as a picture: the surface, the ways that racers went, and who they are."""

import io
import math
from functools import cached_property
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from app.asked import Asked
from app.exports import axes, ground, landmarks, legend, look, scene
from app.exports.shapes import Pen, cross
from app.exports.sheet import FINE, Look, Sheet, Track, tracks
from app.player.palette import STYLES

OVERLAP = 4  # rows drawn again when a trail goes on, since a new halo covers the old end
# In units of the letters' size; as the player's: see trails.js.
WIDTH, HALO, THIN = 0.21, 0.42, 0.08
PALE = 0.5


def to_png(asked: Asked, **look: Any) -> bytes:
    """The end of the race as a PNG file; `look` is that of `Look`."""
    picture = Picture(asked, Look(**look))
    trails = picture.begun()
    picture.extend(trails, 0, asked.steps)
    file = io.BytesIO()
    picture.at(asked.steps, trails).save(file, "PNG", optimize=True)
    return file.getvalue()


class Picture:
    """A race that can be drawn at any position of its clock."""

    def __init__(self, asked: Asked, look_: Look) -> None:
        """Run the race and lay everything out."""
        self._scene = scene.of(asked)
        runs, grounds = self._scene.runs, self._scene.grounds
        self._sheet = Sheet(look_, legend=bool(runs), grounds=len(grounds))
        self._theme, self._em = look.theme(look_.dark), look_.em
        self._inks = [self._ink(run.slot) for run in runs]
        self._tracks = [tracks(self._sheet, self._scene, run) for run in runs]

    def _ink(self, slot: int) -> look.Colour:
        style = STYLES[slot]
        return look.colour(style.dark if self._theme.dark else style.light)

    def begun(self) -> list[Image.Image]:
        """Every surface before anybody has moved, to draw trails onto."""
        return [image.copy() for image in self._grounds]

    @cached_property
    def _grounds(self) -> list[Image.Image]:
        return [self._ground(one) for one in self._scene.grounds]

    def _ground(self, of: scene.Ground) -> Image.Image:
        """A surface, with all that stands on it and does not move."""
        image = ground.painted(of.shades, self._sheet.panel_size, 0.5 * FINE, self._theme)
        places = np.reshape([spot.at for spot in of.spots], (-1, 2))
        pixels = self._sheet.placed(places, of.window).tolist()
        spots = [(spot, (x, y)) for spot, (x, y) in zip(of.spots, pixels, strict=True)]
        landmarks.draw_critical_points(ImageDraw.Draw(image), spots, self._em, self._theme)
        return image

    @cached_property
    def _blank(self) -> Image.Image:
        """The sheet around the surfaces, without what changes."""
        shown, sheet, em, theme = self._scene, self._sheet, self._em, self._theme
        image = Image.new("RGB", sheet.size, theme.ground)
        draw = ImageDraw.Draw(image)
        # The last of the first row stands beside the clock.
        clock = legend.clock_letters(em).getlength(legend.clock(shown, shown.length)) + em
        for one, panel in zip(shown.grounds, sheet.panels, strict=True):
            left, top, right, _ = panel
            beside = (top, right) == (sheet.area[1], sheet.area[2])
            axes.draw(draw, one.window, panel, em, theme)
            legend.draw_title(draw, one, panel, right - left - beside * clock, em, theme)
        legend.draw_names(draw, shown, self._inks, sheet, theme)
        return image

    def extend(self, trails: list[Image.Image], first: float, last: float) -> None:
        """Draw onto `trails` the ways between two positions of the clock."""
        for number, image in enumerate(trails):
            self._extend(image, self._on(number), first, last)

    def _on(self, number: int) -> list[tuple[scene.Run, look.Colour, list[Track]]]:
        """Who races on one of the surfaces, with colours and tracks."""
        everyone = zip(self._scene.runs, self._inks, self._tracks, strict=True)
        return [one for one in everyone if one[0].ground == number]

    def _extend(
        self,
        image: Image.Image,
        runs: list[tuple[scene.Run, look.Colour, list[Track]]],
        first: float,
        last: float,
    ) -> None:
        pen = Pen(ImageDraw.Draw(image), self._theme.halo)
        for _, ink, (_, *others) in runs:
            pale = look.mix(ink, self._theme.ground, PALE)
            for other in others:
                self._stroke(pen, other, first, last, pale, THIN)
        # All halos first, so that none cuts another trail.
        for _, _, (track, *_) in runs:
            self._stroke(pen, track, first, last, self._theme.halo, HALO)
        for _, ink, (track, *_) in runs:
            self._stroke(pen, track, first, last, ink, WIDTH, OVERLAP)

    def _stroke(
        self,
        pen: Pen,
        track: Track,
        first: float,
        last: float,
        ink: look.Colour,
        width: float,
        overlap: int = 0,
    ) -> None:
        begin, end = track.row(first), track.row(last)
        if end > begin:
            way = track.pixels[max(begin - overlap, 0) : end + 1]
            pen.line(_corners(way), ink, width * self._em)

    def at(self, position: float, trails: list[Image.Image]) -> Image.Image:
        """The picture when the clock shows `position`, up to where `trails` are drawn."""
        sheet = self._blank.copy()
        for number, (image, (left, top, *_)) in enumerate(
            zip(trails, self._sheet.panels, strict=True)
        ):
            panel = image.copy()
            self._draw_start(panel, number)
            self._draw_heads(panel, number, position)
            sheet.paste(panel, (left, top))
        draw = ImageDraw.Draw(sheet)
        legend.draw_clock(draw, self._scene, position, self._sheet, self._theme)
        reached = [track.row(position) for track, *_ in self._tracks]
        legend.draw_losses(draw, self._scene, reached, self._sheet, self._theme)
        return sheet.reduce(FINE)

    def _draw_start(self, panel: Image.Image, number: int) -> None:
        of = self._scene.grounds[number]
        ((x, y),) = self._sheet.placed(np.array([of.start]), of.window).tolist()
        # The label stands where racers do not go.
        tracks = [track for _, _, (track, *_) in self._on(number)]
        firsts = [track.pixels[min(20, len(track.pixels) - 1), 0] for track in tracks]
        on_left = sum(np.sign(first - x) for first in firsts) > 0
        landmarks.draw_start(
            ImageDraw.Draw(panel), (x, y), panel.width, self._em, self._theme, on_left=on_left
        )

    def _draw_heads(self, panel: Image.Image, number: int, position: float) -> None:
        pen = Pen(ImageDraw.Draw(panel), self._theme.halo)
        for run, ink, (track, *_) in self._on(number):
            x, y = track.pixels[track.row(position)].tolist()
            width, height = panel.size
            if not (0 <= x <= width and 0 <= y <= height):
                near_x, near_y = (_inside(x, width, self._em), _inside(y, height, self._em))
                angle = math.atan2(y - near_y, x - near_x)
                pen.arrow((near_x, near_y), angle, 0.62 * self._em, ink, 0.28 * self._em)
            elif track.is_over(position):
                pen.strokes(cross((x, y), 0.42 * self._em), ink, 0.23 * self._em, 0.5 * self._em)
            else:
                mark = STYLES[run.slot].mark
                pen.mark(mark, (x, y), 0.46 * self._em, ink, 0.28 * self._em)


def _inside(place: float, size: int, em: float) -> float:
    return min(max(place, 0.35 * em), size - 0.35 * em)


def _corners(way: np.ndarray) -> list[tuple[float, float]]:
    """The points of a way that lie a pixel or more from the one before, and both its ends."""
    corners = [tuple(way[0].tolist())]
    for x, y in way[1:-1].tolist():
        if abs(x - corners[-1][0]) + abs(y - corners[-1][1]) > 1:
            corners.append((x, y))
    return [*corners, tuple(way[-1].tolist())]
