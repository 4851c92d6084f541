"""The ASGI application: Streamlit, files and pictures of our own, and a warm start."""

import asyncio
import contextlib
import gc
import math
import time
import tomllib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app import assets, cache, live
from app.exports import serve

FOLDER = Path(__file__).parent
CONFIG = FOLDER / ".streamlit" / "config.toml"
FOR_EVER = "public, max-age=31536000, immutable"

QUIET = 2.0
"""Seconds in which nobody opens a page before the server compiles ahead."""

# When a page last asked for a file, after which it soon asks for its race.
_latest = [-math.inf]

# As many pictures at once as leave a race its share; the others wait here and block nobody.
_painters = ThreadPoolExecutor(2, thread_name_prefix="picture")


def build() -> st.App:
    """Descent Lab as an application that any ASGI server can run."""
    routes = [
        Route(assets.ROUTE + "/{digest}/{name:path}", _serve_asset),
        Route(live.ROUTE, live.serve_race, methods=["POST"]),
        Route(live.LOOK, live.serve_look, methods=["POST"]),
        Route(serve.ROUTE, serve.serve_file),
        Route("/pictures/{digest}/{slug}.png", _serve_picture),
    ]
    return st.App(FOLDER / "main.py", routes=routes, lifespan=_warm_start)


def options() -> dict[str, Any]:
    """The settings of `.streamlit/config.toml`, which `App.run` takes by their dotted names."""
    return _dotted(tomllib.loads(CONFIG.read_text(encoding="utf-8")))


def _dotted(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat = {}
    for name, value in table.items():
        nested = isinstance(value, dict)
        flat |= _dotted(value, f"{prefix}{name}.") if nested else {prefix + name: value}
    return flat


async def _serve_asset(request: Request) -> Response:
    _latest[:] = [time.monotonic()]
    name = request.path_params["name"]
    if name not in assets.files():
        return Response(f"There is no file {name!r}.", status_code=404)
    body, media_type = assets.asset(name)
    headers = {"Content-Encoding": "gzip"} | _keeping(request, assets.digest())
    return Response(body, media_type=media_type, headers=headers)


async def _serve_picture(request: Request) -> Response:
    from app.gallery import menu, pictures

    slug = request.path_params["slug"]
    if slug not in menu.LANDSCAPES.slugs():
        return Response(f"There is no landscape {slug!r}.", status_code=404)
    body = await asyncio.get_running_loop().run_in_executor(_painters, pictures.png, slug)
    headers = _keeping(request, pictures.digest())
    return Response(body, media_type="image/png", headers=headers)


def _keeping(request: Request, digest: str) -> dict[str, str]:
    # Under an old name this may be a newer file, which must not be kept as the old one.
    current = request.path_params["digest"] == digest
    return {"Cache-Control": FOR_EVER if current else "no-store"}


@contextlib.asynccontextmanager
async def _warm_start(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    # JAX is imported before the first answer: while it is, the server could hardly answer anyway.
    from optimizers import backend

    backend.prepare(cache.folder())
    warming = asyncio.create_task(_warm_up())
    yield {}
    warming.cancel()


async def _warm_up() -> None:
    await asyncio.to_thread(_compress)
    for work in (_warm, _warm_networks):
        # Whoever opens a page at once has the processor, and compiles what is wanted first.
        await asyncio.sleep(QUIET)
        while live.is_busy() or time.monotonic() - _latest[0] < QUIET:
            await asyncio.sleep(0.2)
        await asyncio.to_thread(work)
        # What is loaded by now stays for good: spare every later collection from walking over it.
        gc.collect()
        gc.freeze()


def _compress() -> None:
    """Have the files ready before the first visitor asks for them."""
    for name in assets.files():
        assets.asset(name)


def _warm_networks() -> None:
    """Train what the page of networks opens on, before anybody turns to it."""
    from app import asked
    from app.networks.presets import OPENING

    asked.message(OPENING.training, [], [])


def _warm() -> None:
    """Run the opening race before the first visitor asks for it."""
    from app.experiment import DEFAULT
    from app.simulate import simulate

    # From the last racer to the first: a visitor who comes meanwhile starts at the other end.
    simulate(replace(DEFAULT, racers=DEFAULT.racers[::-1]))
