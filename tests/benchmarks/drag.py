"""From a dragged start to painted trajectories, in the order that a hand makes them."""

from statistics import median, quantiles

from tests.benchmarks.page import PAINTED, QUERY
from tests.benchmarks.probe import Probe, browsing
from tests.browser.serving import served

# How long it takes from each move until a race with that move in it is painted.
WATCH = """(root) => {
  window.drags = { moves: [], waits: [], times: [] };
  let drawn = root.dataset.drawn;
  const { moves, waits, times } = window.drags;
  addEventListener("pointermove", ({ timeStamp }) => moves.push(timeStamp), true);
  const asked = [];
  const fetched = window.fetch;
  window.fetch = (...what) => {
    if (String(what[0]).includes("/race")) asked.push(moves[moves.length - 1]);
    return fetched(...what);
  };
  const look = () => {
    if (root.dataset.drawn !== drawn) {
      drawn = root.dataset.drawn;
      const move = asked.shift();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        times.push(performance.now());
        waits.push(performance.now() - move);
      };
      channel.port2.postMessage(0);
    }
    requestAnimationFrame(look);
  };
  look();
}"""
LIMIT = 60  # ms
RATE = 15  # updates a second


def main(moves: int = 300) -> None:
    with browsing() as browser, served() as url:
        probe = Probe(browser, f"{url}/{QUERY}", PAINTED)
        page = probe.page
        root = page.query_selector(".descent-player")
        page.evaluate("(root) => { root.player.pause(); root.player.seek(500); }", root)
        box = page.locator(".stage .plot").bounding_box()
        assert box
        x, y = box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"]
        page.mouse.move(x, y)
        page.mouse.down()
        for k in range(60):
            page.mouse.move(x + k, y)
        page.wait_for_timeout(500)
        page.evaluate(WATCH, root)
        for k in range(moves):
            page.mouse.move(x + 60 + (k if k < moves / 2 else moves - k), y - k % 40)
            page.wait_for_timeout(8)
        page.wait_for_timeout(300)
        drags = page.evaluate("window.drags")
        page.mouse.up()
    waits, times = drags["waits"], drags["times"]
    rate = 1000 * (len(times) - 1) / (times[-1] - times[0])
    wait, late = median(waits), quantiles(waits, n=20)[-1]
    print(
        f"{len(waits)} races: {wait:.0f} ms from move to paint ({wait / LIMIT:.2f} × the limit of "
        f"{LIMIT}), 95 % within {late:.0f} ms; {rate:.1f} a second ({rate / RATE:.1f} × the least)"
    )
