"""The page of networks on its opening network: first picture, turned knob, another plane, memory.

Each against its limit. A process that has never compiled anything is asked for the first picture.
"""

import json
import tempfile
import time
from statistics import median

import psutil
from playwright.sync_api import Page, Request

from app import asked
from app.networks.presets import OPENING
from tests.benchmarks.page import PAINTED, turn_ours
from tests.benchmarks.probe import Probe, browsing
from tests.browser.serving import served

LIMITS = {"first picture, cold": 6.0, "learning rate turned": 1.5, "another plane at 51²": 1.0}
MEMORY = 1024  # MiB
PLANES = (
    "Random, filter by filter",
    "Random, layer by layer",
    "Random, weight by weight",
    "Random, as drawn",
)
"""Each once, since a plane that was seen is not worked out again."""


def first(folder: str) -> float:
    """Seconds from asking a server just started, without programs on disk, to a moving picture."""
    with browsing() as browser, served(environment={"XDG_CACHE_HOME": folder}) as url:
        return Probe(browser, url + asked.query(OPENING.training), PAINTED).opened_after


def is_last_of_slice(request: Request) -> bool:
    """Whether this asks for the last rows of a plane at 51²."""
    if not request.url.endswith("/look") or not request.post_data:
        return False
    look = json.loads(request.post_data)["look"]
    return look["kind"] == "slice" and look["side"] == look["first"] + look["count"] == 51


def another_plane(page: Page, title: str) -> float:
    """Seconds from the choice of a plane until its picture at 51² points is here."""
    page.get_by_role("combobox", name="Plane").click()
    option = page.get_by_role("option", name=title, exact=True)
    with page.expect_request_finished(is_last_of_slice, timeout=30_000):
        begun = time.perf_counter()
        option.click()
    return time.perf_counter() - begun


def memory(url: str) -> float:
    """MiB of the process that serves `url`."""
    port = int(url.rpartition(":")[2])
    listening = (one for one in psutil.net_connections("tcp") if one.laddr and one.pid)
    process = next(one.pid for one in listening if one.laddr.port == port)
    return psutil.Process(process).memory_info().rss / 2**20


def main(rounds: int = 8) -> None:
    with tempfile.TemporaryDirectory() as folder:
        colds = [first(f"{folder}/{k}") for k in range(3)]
    with browsing() as browser, served() as url:
        probe = Probe(browser, url + asked.query(OPENING.training), PAINTED)
        probe.page.locator(".play").click()
        turns = [turn_ours(probe, "racers.0.learning_rate")[0] / 1e3 for _ in range(rounds)]
        planes = [another_plane(probe.page, title) for title in PLANES]
        held = memory(url)
    # The first of each compiles, which nothing does afterwards.
    taken = zip(LIMITS, (colds, turns[1:], planes[1:]), strict=True)
    for what, seconds in taken:
        found = median(seconds)
        print(f"{what:>22}: {found:5.2f} s, {found / LIMITS[what]:.2f} × the limit")
    print(f"{'memory of the server':>22}: {held:5.0f} MiB, {held / MEMORY:.2f} × the limit")
