"""Frames per second of playback: eight racers of 500 steps, in one panel and in eight."""

from tests.benchmarks.page import PAINTED, QUERY
from tests.benchmarks.probe import Probe, browsing
from tests.browser.serving import served

START = """([root, view]) => {
  root.player.setView(view);
  root.player.setSpeed(60);
  root.player.seek(0);
  root.player.play();
}"""
LIMIT = 60


def main(seconds: float = 6.0) -> None:
    with browsing() as browser, served() as url:
        probe = Probe(browser, f"{url}/{QUERY}", PAINTED)
        root = probe.page.query_selector(".descent-player")
        for view, panels in (("together", 1), ("side", 8)):
            probe.page.evaluate(START, [root, view])
            probe.page.wait_for_timeout(500)
            before = probe.page.evaluate("(root) => root.player.frames", root)
            reached = probe.frames(seconds)
            drawn = probe.page.evaluate("(root) => root.player.frames", root) - before
            assert probe.page.locator(".panel").count() == panels
            print(
                f"{panels} panel(s): {reached:.1f} frames/s, {reached / LIMIT:.2f} × the screen's "
                f"{LIMIT}; the player drew {drawn} frames in {seconds:g} s"
            )
