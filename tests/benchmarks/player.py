"""Frames per second of eight racers of 500 steps: playing and orbiting, in 1 panel and in 8."""

from playwright.sync_api import ElementHandle

from tests.benchmarks.page import PAINTED, QUERY
from tests.benchmarks.probe import Probe, browsing
from tests.browser.serving import served

LOOK = """([root, view, dimension, playing]) => {
  root.player.choose({ view, dimension });
  root.player.setSpeed(60);
  root.player.seek(playing ? 0 : 250);
  if (playing) root.player.play();
  else root.player.pause();
}"""
# A hand that turns the picture in space on with every frame.
ORBIT = """([root, seconds]) => {
  const plot = root.querySelector(".relief .plot");
  const { left, top, width, height } = plot.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const send = (type, across, buttons) => plot.dispatchEvent(new PointerEvent(type, {
    bubbles: true, composed: true, pointerId: 1, isPrimary: true, button: 0, buttons,
    clientX: x + across, clientY: y,
  }));
  plot.setPointerCapture = () => {};
  send("pointerdown", 0, 1);
  const begun = performance.now();
  const tick = () => {
    const time = (performance.now() - begun) / 1000;
    send("pointermove", 80 * Math.sin(3 * time), 1);
    if (time < seconds) requestAnimationFrame(tick);
    else send("pointerup", 0, 0);
  };
  requestAnimationFrame(tick);
}"""
LIMIT = 60


def main(seconds: float = 5.0) -> None:
    with browsing() as browser, served() as url:
        probe = Probe(browser, f"{url}/{QUERY}", PAINTED)
        root = probe.page.query_selector(".descent-player")
        assert root
        for dimension in ("2d", "3d"):
            for view, panels in (("together", 1), ("side", 8)):
                probe.page.evaluate(LOOK, [root, view, dimension, True])
                report(probe, root, f"playing, {dimension}, {panels} panel(s)", seconds)
        for view, panels in (("together", 1), ("side", 8)):
            probe.page.evaluate(LOOK, [root, view, "3d", False])
            probe.page.evaluate(ORBIT, [root, seconds + 2])
            report(probe, root, f"orbiting, 3d, {panels} panel(s)", seconds)
            probe.page.wait_for_timeout(2000)  # until the hand has let go


def report(probe: Probe, root: ElementHandle, what: str, seconds: float) -> None:
    probe.page.wait_for_timeout(700)
    before = probe.page.evaluate("(root) => root.player.frames", root)
    probe.frames(seconds)
    drawn = probe.page.evaluate("(root) => root.player.frames", root) - before
    reached = drawn / seconds
    print(f"{what}: {reached:.1f} frames/s drawn, {reached / LIMIT:.2f} × the screen's {LIMIT}")
