"""A browser for the tests: one that is installed, else one that can be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
SYSTEM_PACKAGES = (
    ("apt-get", ["apt-get update", "apt-get install -y --no-install-recommends chromium"]),
    ("dnf", ["dnf install -y chromium"]),
    ("pacman", ["pacman -Sy --noconfirm chromium"]),
    ("apk", ["apk add chromium"]),
    ("zypper", ["zypper --non-interactive install chromium"]),
)
FLAGS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


class NoBrowserError(RuntimeError):
    """No browser is installed and none could be; the message says what to do."""


def find() -> str | None:
    """Path of an installed Chromium, Chrome or Edge that starts."""
    own = os.environ.get("CHROMIUM")
    candidates = [own, *map(shutil.which, COMMANDS), *PLACES, _playwrights_own()]
    paths = [path for path in candidates if path and Path(path).exists()]
    return next(filter(starts, paths), None)


def starts(path: str) -> bool:
    """Whether the browser at `path` starts without a screen and opens a page."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            browser.new_page().close()
            browser.close()
        except Error:
            return False
    return True


def install() -> str:
    """Install a browser: Playwright's own, else the system's; NoBrowserError if neither can be."""
    print("No Chromium, Chrome or Edge starts here; installing one.", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if path := find():
        return path
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        manager = next((entry for entry in SYSTEM_PACKAGES if shutil.which(entry[0])), None)
        for command in manager[1] if manager else []:
            subprocess.run(command.split(), check=False)
        if path := find():
            return path
    raise NoBrowserError(
        "The browser tests need Chromium, Chrome or Edge, and none could be installed. "
        "Install one with your package manager (Debian: apt-get install chromium), or set "
        "CHROMIUM to the path of one, and run the tests again."
    )


def _playwrights_own() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path
