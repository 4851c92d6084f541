"""What a browser shows and when: time from a key to the painted answer, frames, bytes."""

import contextlib
import os
import time
from collections.abc import Iterator

from playwright.sync_api import Browser, Response, sync_playwright

from tests.browser import chromium

# After the frame in which `done` first holds comes a message, when that frame is painted.
ARM = """(done) => {
  const holds = new Function(`return (${done})`);
  const once = { capture: true, once: true };
  const pressed = new Promise((resolve) =>
    addEventListener("keydown", (event) => resolve(event.timeStamp), once));
  window.painted = pressed.then((begun) => new Promise((resolve) => {
    const look = () => {
      if (!holds()) return requestAnimationFrame(look);
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now() - begun);
      channel.port2.postMessage(0);
    };
    requestAnimationFrame(look);
  }));
}"""

FRAMES = """(seconds) => new Promise((resolve) => {
  const times = [];
  const tick = (now) => {
    times.push(now);
    if (now - times[0] < seconds * 1000) requestAnimationFrame(tick);
    else resolve(times);
  };
  requestAnimationFrame(tick);
})"""


class Probe:
    """A page, and the bytes that its server sends it."""

    def __init__(self, browser: Browser, url: str, ready: str) -> None:
        """Open `url` and wait for the element `ready`."""
        self.page = browser.new_page(viewport={"width": 1440, "height": 900})
        self.received = 0
        self._key = "ArrowLeft"
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        self.page.on("response", self._measure)
        begun = time.perf_counter()
        self.page.goto(url)
        self.page.wait_for_selector(ready, timeout=120_000)
        self.opened_after = time.perf_counter() - begun
        self.page.wait_for_timeout(1500)

    def _count(self, data: str | bytes) -> None:
        self.received += len(data)

    def _measure(self, response: Response) -> None:
        if response.url.startswith("http"):  # and not what the page made itself
            self.received += int(response.headers.get("content-length", 0))

    def turn(self, slider: str, done: str) -> tuple[float, int]:
        """Press an arrow key on `slider`: milliseconds until `done` is painted, and bytes.

        To and fro, since a slider ends somewhere.
        """
        self.page.bring_to_front()
        knob = self.page.locator(slider)
        knob.focus()
        before = self.received
        self.page.evaluate(ARM, done)
        self._key = "ArrowLeft" if self._key == "ArrowRight" else "ArrowRight"
        knob.press(self._key)
        milliseconds = self.page.evaluate("window.painted")
        self.page.wait_for_timeout(150)
        return milliseconds, self.received - before

    def frames(self, seconds: float) -> float:
        """Frames per second that the browser reaches, now."""
        times = self.page.evaluate(FRAMES, seconds)
        return 1000 * (len(times) - 1) / (times[-1] - times[0])


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """A headless browser with software rendering."""
    path = os.environ.get("CHROMIUM") or chromium.find() or chromium.install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()
