"""Memory of the page over hundreds of new races, in both pictures."""

from playwright.sync_api import CDPSession

from tests.benchmarks.page import PAINTED, QUERY
from tests.benchmarks.probe import Probe, browsing
from tests.browser.serving import served

TURN = """([root, k]) => new Promise((resolve) => {
  const drawn = root.dataset.drawn;
  const slider = root.querySelector(".card input[type=range]");
  slider.value = String(20 + (k % 40));
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const look = () => (root.dataset.drawn !== drawn ? resolve() : requestAnimationFrame(look));
  look();
})"""
CONTEXTS = """() => {
  window.contexts = 0;
  for (const kind of [OffscreenCanvas, HTMLCanvasElement]) {
    const get = kind.prototype.getContext;
    kind.prototype.getContext = function (name, ...rest) {
      if (/webgl/.test(name)) window.contexts += 1;
      return get.call(this, name, ...rest);
    };
  }
}"""


def heap(session: CDPSession) -> float:
    """Megabytes in use after a full collection."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def main(first: int = 100, then: int = 200) -> None:
    with browsing() as browser, served() as url:
        probe = Probe(browser, f"{url}/{QUERY}", PAINTED)
        page = probe.page
        session = page.context.new_cdp_session(page)
        page.evaluate(CONTEXTS)
        root = page.query_selector(".descent-player")
        page.evaluate("(root) => root.player.choose({ dimension: 'both' })", root)
        page.wait_for_timeout(1000)
        sizes = []
        for count in (first, then):
            for k in range(count):
                page.evaluate(TURN, [root, k])
                if k % 10 == 9:  # the page runs again once the hand rests
                    page.wait_for_timeout(400)
            page.wait_for_timeout(1000)
            sizes.append(heap(session))
        contexts = page.evaluate("window.contexts")
    print(
        f"heap after {first} races {sizes[0]:.1f} MB, after {then} more {sizes[1]:.1f} MB: "
        f"{sizes[1] / sizes[0]:.3f} ×; asked for a WebGL context {contexts} time(s)"
    )
