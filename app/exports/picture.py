"""A race as a picture: the surface, the ways that racers went, and who they are."""

import io
import math
from functools import cached_property
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from app.experiment import Experiment
from app.exports import axes, ground, landmarks, legend, look
from app.exports.shapes import Pen, cross
from app.exports.sheet import FINE, Look, Sheet, Track, tracks
from app.player.palette import STYLES
from app.simulate import simulate

OVERLAP = 4  # rows drawn again when a trail goes on, since a new halo covers the old end
# In units of the letters' size; as the player's: see trails.js.
WIDTH, HALO, THIN = 0.21, 0.42, 0.08
PALE = 0.5


def to_png(experiment: Experiment, **look: Any) -> bytes:
    """The end of the race as a PNG file; `look` is that of `Look`."""
    picture = Picture(experiment, Look(**look))
    trails = picture.ground.copy()
    picture.extend(trails, 0, experiment.steps)
    file = io.BytesIO()
    picture.at(experiment.steps, trails).save(file, "PNG", optimize=True)
    return file.getvalue()


class Picture:
    """A race that can be drawn at any position of its clock."""

    def __init__(self, experiment: Experiment, look_: Look) -> None:
        """Run the race and lay everything out."""
        self._experiment = experiment
        self._results = simulate(experiment)
        self._sheet = Sheet(look_, legend=bool(experiment.racers))
        self._theme, self._em = look.theme(look_.dark), look_.em
        self._inks = [self._ink(racer.slot) for racer in experiment.racers]
        self._tracks = [tracks(self._sheet, experiment, result) for result in self._results]

    def _ink(self, slot: int) -> look.Colour:
        style = STYLES[slot]
        return look.colour(style.dark if self._theme.dark else style.light)

    @cached_property
    def ground(self) -> Image.Image:
        """The surface, with all that stands on it and does not move."""
        surface, size = self._experiment.surface, self._sheet.panel_size
        parameters, line = self._experiment.parameters, 0.5 * FINE
        image = ground.painted(surface, parameters, size, line, self._theme)
        draw = ImageDraw.Draw(image)
        spots = np.reshape([spot for spot, _ in surface.critical_points], (-1, 2))
        spots = self._sheet.placed(spots, self._experiment).tolist()
        landmarks.draw_critical_points(draw, surface, spots, self._em, self._theme)
        return image

    @cached_property
    def _blank(self) -> Image.Image:
        """The sheet around the surface, without what changes."""
        sheet = Image.new("RGB", self._sheet.size, self._theme.ground)
        draw = ImageDraw.Draw(sheet)
        axes.draw(draw, self._experiment.surface, self._sheet, self._theme)
        legend.draw_title(draw, self._experiment, self._sheet, self._theme)
        legend.draw_names(draw, self._experiment, self._inks, self._sheet, self._theme)
        return sheet

    def extend(self, trails: Image.Image, first: float, last: float) -> None:
        """Draw onto `trails` the ways between two positions of the clock."""
        pen = Pen(ImageDraw.Draw(trails), self._theme.halo)
        for ink, (_, *others) in zip(self._inks, self._tracks, strict=True):
            pale = look.mix(ink, self._theme.ground, PALE)
            for other in others:
                self._stroke(pen, other, first, last, pale, THIN)
        # All halos first, so that none cuts another trail.
        for track, *_ in self._tracks:
            self._stroke(pen, track, first, last, self._theme.halo, HALO)
        for ink, (track, *_) in zip(self._inks, self._tracks, strict=True):
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

    def at(self, position: float, trails: Image.Image) -> Image.Image:
        """The picture when the clock shows `position`, up to where `trails` are drawn."""
        sheet, panel = self._blank.copy(), trails.copy()
        self._draw_start(panel)
        self._draw_heads(panel, position)
        left, top, *_ = self._sheet.panel
        sheet.paste(panel, (left, top))
        draw = ImageDraw.Draw(sheet)
        legend.draw_clock(draw, self._experiment, position, self._sheet, self._theme)
        reached = [track.row(position) for track, *_ in self._tracks]
        legend.draw_losses(draw, self._experiment, self._results, reached, self._sheet, self._theme)
        return sheet.reduce(FINE)

    def _draw_start(self, panel: Image.Image) -> None:
        draw, point = ImageDraw.Draw(panel), np.array([self._experiment.start])
        ((x, y),) = self._sheet.placed(point, self._experiment).tolist()
        # The label stands where racers do not go.
        firsts = [track.pixels[min(20, len(track.pixels) - 1), 0] for track, *_ in self._tracks]
        on_left = sum(np.sign(first - x) for first in firsts) > 0
        landmarks.draw_start(draw, (x, y), panel.width, self._em, self._theme, on_left=on_left)

    def _draw_heads(self, panel: Image.Image, position: float) -> None:
        pen = Pen(ImageDraw.Draw(panel), self._theme.halo)
        racers = zip(self._experiment.racers, self._inks, self._tracks, strict=True)
        for racer, ink, (track, *_) in racers:
            x, y = track.pixels[track.row(position)].tolist()
            width, height = panel.size
            if not (0 <= x <= width and 0 <= y <= height):
                near_x, near_y = (_inside(x, width, self._em), _inside(y, height, self._em))
                angle = math.atan2(y - near_y, x - near_x)
                pen.arrow((near_x, near_y), angle, 0.62 * self._em, ink, 0.28 * self._em)
            elif track.is_over(position):
                pen.strokes(cross((x, y), 0.42 * self._em), ink, 0.23 * self._em, 0.5 * self._em)
            else:
                mark = STYLES[racer.slot].mark
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
