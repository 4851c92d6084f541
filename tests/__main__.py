"""`python -m tests`: find or install a browser, then run the whole suite."""

import os
import sys

import pytest

from tests.browser import chromium


def main() -> int:
    """Exit status of pytest, which gets every argument; 1 when there is no browser."""
    try:
        os.environ["CHROMIUM"] = chromium.find() or chromium.install()
    except chromium.NoBrowserError as error:
        print(error, file=sys.stderr)
        return 1
    return int(pytest.main(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
