"""The command `descent-lab`: start the app and open it in the browser, or write a race to files."""

import argparse
from importlib.metadata import version

from app.exports import command


def main() -> None:
    """Do what the command line says; without a word, serve until interrupted."""
    parser = argparse.ArgumentParser(prog="descent-lab", description="See optimizers work.")
    parser.add_argument("--port", type=int, default=8501, help="default: %(default)s")
    parser.add_argument("--address", default="localhost", help="default: %(default)s")
    parser.add_argument("--headless", action="store_true", help="do not open a browser")
    parser.add_argument("--version", action="version", version=version("descent-lab"))
    parser.set_defaults(run=serve)
    command.add(parser.add_subparsers(title="instead of starting the app"))
    chosen = parser.parse_args()
    chosen.run(chosen)


def serve(chosen: argparse.Namespace) -> None:
    """Serve until interrupted."""
    # Not at the top, where other commands would wait for it.
    from app import server

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
