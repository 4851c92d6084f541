"""The app as a reader meets it: the real command in a process of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(*command: str, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run `command` (the app's own by default) with `--port` and yield its URL.

    What is in `environment` is added to that of this process.
    """
    port = free_port()
    command = command or ("-m", "app", "--headless")
    url = f"http://localhost:{port}"
    around = {**os.environ, **(environment or {})}
    with subprocess.Popen([sys.executable, *command, "--port", str(port)], env=around) as process:
        try:
            _wait(url, process)
            yield url
        finally:
            process.terminate()


def _wait(url: str, process: subprocess.Popen) -> None:
    for _ in range(600):
        assert process.poll() is None, f"the server ended with {process.returncode}"
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health"):
            return
        time.sleep(0.1)
    raise TimeoutError(f"no answer from {url} within a minute")
