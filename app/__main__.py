"""The command `descent-lab`: start the app and open it in the browser."""

import argparse
from importlib.metadata import version

from app import server


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="descent-lab", description="See optimizers work.")
    parser.add_argument("--port", type=int, default=8501, help="default: %(default)s")
    parser.add_argument("--address", default="localhost", help="default: %(default)s")
    parser.add_argument("--headless", action="store_true", help="do not open a browser")
    parser.add_argument("--version", action="version", version=version("descent-lab"))
    chosen = parser.parse_args()
    options = server.options() | {
        "server.port": chosen.port,
        "server.address": chosen.address,
    }
    # Left alone, Streamlit opens a browser wherever there is a screen.
    if chosen.headless:
        options["server.headless"] = True
    server.build().run(config=options)


if __name__ == "__main__":
    main()
