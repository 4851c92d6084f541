"""Where things stand on a picture of a race, and how far its racers are."""

from dataclasses import dataclass

import numpy as np

from app.experiment import Experiment
from app.simulate import Result
from optimizers import Trajectory

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

    @property
    def size(self) -> tuple[int, int]:
        """Of the whole sheet."""
        return FINE * self.look.width, FINE * self.look.height

    @property
    def panel(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the surface."""
        em, (width, height) = self.look.em, self.size
        legend = min(19.5 * em, 0.38 * width) if self.legend else 1.2 * em
        return round(3.4 * em), round(3.4 * em), round(width - legend), round(height - 2.7 * em)

    @property
    def panel_size(self) -> tuple[int, int]:
        """Of the surface."""
        left, top, right, bottom = self.panel
        return right - left, bottom - top

    def placed(self, points: np.ndarray, experiment: Experiment) -> np.ndarray:
        """Pixels of points of the plane, on the panel and beyond it."""
        (left, bottom), (right, top) = experiment.surface.window
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


def tracks(sheet: Sheet, experiment: Experiment, result: Result) -> list[Track]:
    """The way of a racer, then those of its runs with other seeds."""
    lost = result.kept < len(result.trajectory.points)
    first = _track(sheet, experiment, result.trajectory, max(result.kept, 1), lost)
    others = (
        _track(sheet, experiment, run, max(run.finite, 1), run.finite < len(run.points))
        for run in result.others
    )
    return [first, *others]


def _track(
    sheet: Sheet, experiment: Experiment, trajectory: Trajectory, rows: int, ends: bool
) -> Track:
    counted = experiment.budget == "evaluations"
    clock = trajectory.evaluations[:rows] if counted else np.arange(rows)
    return Track(sheet.placed(trajectory.points[:rows], experiment), clock, ends)
