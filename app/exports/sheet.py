"""Where things stand on a picture of a race, and how far its racers are."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np

from app.exports.scene import Run, Scene, Way, Window

Box = tuple[int, int, int, int]
"""Left, top, right and bottom."""

FINE = 2  # drawn so many times as large, then reduced, so that edges are smooth
FARTHEST = 20_000.0  # pixels; farther points keep their direction and are drawn at this distance


@dataclass(frozen=True)
class Look:
    """How large a picture is, in pixels, and in which of the page's themes."""

    width: int = 1600
    height: int = 1000
    dark: bool = False

    def __post_init__(self) -> None:
        """ValueError unless there is room for a picture, and memory."""
        if not (320 <= self.width <= 4000 and 240 <= self.height <= 4000):
            raise ValueError(
                f"a picture of {self.width} × {self.height} pixels is out of range: "
                "it goes from 320 × 240 to 4000 × 4000"
            )

    @property
    def em(self) -> float:
        """The size of letters, in the fine pixels in which everything is drawn."""
        return FINE * max(min(self.width / 72, self.height / 44), 9)


@dataclass(frozen=True)
class Sheet:
    """The parts of the picture, in fine pixels."""

    look: Look
    legend: bool
    grounds: int = 1

    @property
    def size(self) -> tuple[int, int]:
        """Of the whole sheet."""
        return FINE * self.look.width, FINE * self.look.height

    @cached_property
    def panels(self) -> tuple[Box, ...]:
        """Where the surfaces are: of equal size, two beside each other."""
        em, (width, height) = self.look.em, self.size
        legend = min(19.5 * em, 0.38 * width) if self.legend else 1.2 * em
        left, top, right, bottom = 3.4 * em, 3.4 * em, width - legend, height - 2.7 * em
        columns = min(self.grounds, 2)
        rows = ceil(self.grounds / columns)
        # Between two there is room for the title of one and the numbers along the other.
        pitch = (right - left + 3.9 * em) / columns, (bottom - top + 6.1 * em) / rows
        wide, high = round(pitch[0] - 3.9 * em), round(pitch[1] - 6.1 * em)
        corners = (
            (round(left + k % columns * pitch[0]), round(top + k // columns * pitch[1]))
            for k in range(self.grounds)
        )
        return tuple((x, y, x + wide, y + high) for x, y in corners)

    @property
    def area(self) -> Box:
        """What holds all surfaces."""
        lefts, tops, rights, bottoms = zip(*self.panels, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @property
    def panel_size(self) -> tuple[int, int]:
        """Of each surface."""
        left, top, right, bottom = self.panels[0]
        return right - left, bottom - top

    def placed(self, points: np.ndarray, window: Window) -> np.ndarray:
        """Pixels of points of the plane, on the panel and beyond it."""
        (left, bottom), (right, top) = window
        width, height = self.panel_size
        with np.errstate(over="ignore", invalid="ignore"):
            x = (points[:, 0] - left) / (right - left) * width - width / 2
            y = (top - points[:, 1]) / (top - bottom) * height - height / 2
            away = np.hypot(x, y)
            share = FARTHEST / np.maximum(away, FARTHEST)
            middle = np.array([width / 2, height / 2])
            return np.nan_to_num(np.stack([x, y], axis=1) * share[:, None]) + middle


@dataclass(frozen=True)
class Track:
    """The way of one run on the panel."""

    pixels: np.ndarray  # (rows, 2)
    clock: np.ndarray  # what the clock shows at each row
    ends: bool
    """Whether it ends before the race does, lost for good."""

    def row(self, position: float) -> int:
        """The last row that is reached when the clock shows `position`."""
        return max(int(np.searchsorted(self.clock, position, side="right")) - 1, 0)

    def is_over(self, position: float) -> bool:
        """Whether it was lost by then."""
        return self.ends and position > self.clock[-1]


def tracks(sheet: Sheet, scene: Scene, run: Run) -> list[Track]:
    """The way of a racer, then those of its runs with other seeds."""
    window = scene.grounds[run.ground].window
    return [_track(sheet, window, way) for way in run.ways]


def _track(sheet: Sheet, window: Window, way: Way) -> Track:
    return Track(sheet.placed(way.points, window), way.clock, way.ends)
