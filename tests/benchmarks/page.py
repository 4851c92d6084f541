"""From knob to painted trajectories, against a page that does nothing and one with go.Frames."""

from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from app import link
from app.player.payload import message
from app.simulate import simulate
from tests.benchmarks.probe import Probe, browsing
from tests.benchmarks.race import RACE
from tests.browser.serving import served

PAGES = Path(__file__).parent / "pages"
QUERY = "?" + urlencode(link.write(RACE))
PAINTED = ".descent-player[data-drawn]"
KNOBS = {"card": "racers.0.learning_rate", "sidebar": "parameters.steepness"}


def turn_text(probe: Probe, where: str) -> tuple[float, int]:
    """Turn the only slider of a page whose element `where` shows its value."""
    shown = probe.page.locator(where).text_content()
    done = f"document.querySelector('{where}')?.textContent !== '{shown}'"
    return probe.turn("input[type=range]", done)


def turn_ours(probe: Probe, path: str) -> tuple[float, int]:
    """Turn a knob until its trajectories are painted."""
    root = probe.page.query_selector(".descent-player")
    drawn = probe.page.evaluate("(root) => (window.player = root).dataset.drawn", root)
    knob = f'.knob[data-path="{path}"] input[type=range]'
    return probe.turn(knob, f"window.player.dataset.drawn !== '{drawn}'")


def measure(warming: int = 10, rounds: int = 30) -> dict[str, list[tuple[float, int]]]:
    """Milliseconds and bytes of each turn, ours and the idle page's in alternation.

    The first `warming` turns, in which the browser still compiles scripts, are left out.
    """
    serve = str(Path(__file__).parent / "serve.py")
    taken: dict[str, list[tuple[float, int]]] = {"idle": [], "frames": []}
    taken |= {name: [] for name in KNOBS}
    with (
        browsing() as browser,
        served() as ours,
        served(serve, str(PAGES / "idle.py")) as idle,
        served(serve, str(PAGES / "frames.py")) as frames,
    ):
        ours_probe = Probe(browser, f"{ours}/{QUERY}", PAINTED)
        ours_probe.page.locator(".play").click()
        idle_probe = Probe(browser, idle, "#done")
        for _ in range(warming + rounds):
            taken["idle"].append(turn_text(idle_probe, "#done"))
            for name, path in KNOBS.items():
                taken[name].append(turn_ours(ours_probe, path))
        frames_probe = Probe(browser, frames, ".gtitle")
        for _ in range(3):
            taken["frames"].append(turn_text(frames_probe, ".gtitle"))
    return {name: turns[-rounds:] for name, turns in taken.items()}


def first_race() -> float:
    """Seconds from asking a server just started for the page until trajectories are painted."""
    with browsing() as browser, served() as url:
        return Probe(browser, f"{url}/{QUERY}", PAINTED).opened_after


def main() -> None:
    print(f"message of 8 × 500 steps: {len(message(RACE, simulate(RACE))):,} bytes")
    firsts = [first_race() for _ in range(3)]
    print(f"first race of a fresh process, asked for at once: {median(firsts):.2f} s")
    taken = measure()
    idle = median(milliseconds for milliseconds, _ in taken["idle"])
    for name, turns in taken.items():
        milliseconds, size = (median(column) for column in zip(*turns, strict=True))
        print(
            f"{name:>7}: {milliseconds:7.0f} ms from key to paint, {milliseconds / idle:6.2f} × "
            f"the idle page, {size:12,.0f} bytes"
        )
