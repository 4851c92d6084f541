"""`python -m tests`: find or install a browser, then run the whole suite."""

import os
import subprocess
import sys

from tests.browser import chromium

# Compiling keeps every core busy, and the tests of a file compile the same things. A browser is
# several processes by itself, so of those there are never more than two.
PARTS = (
    ["-m", "not browser", "-n", "auto", "--dist", "loadfile"],
    ["tests/browser", "-m", "browser", "-n", "2", "--dist", "loadfile"],
)


def main() -> int:
    """Exit status of pytest, which gets every argument; 1 when there is no browser."""
    try:
        os.environ["CHROMIUM"] = chromium.find() or chromium.install()
    except chromium.NoBrowserError as error:
        print(error, file=sys.stderr)
        return 1
    parts = [sys.argv[1:]] if sys.argv[1:] else PARTS
    command = [sys.executable, "-m", "pytest"]
    return max(subprocess.run([*command, *part], check=False).returncode for part in parts)


if __name__ == "__main__":
    sys.exit(main())
