"""The route by which the player gets its races: at first, and anew while a hand moves.

`POST /race` with `{"link": "?on=…", "changes": {…}, "parts": […], "known": […]}` answers with one
binary message (`app/player/payload.py`), or with a sentence and the status 422. `POST /look` with
`{"link": "?net=…", "changes": {…}, "look": {…}}` answers with more of a race of networks
(`app/networks/look.py`).
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

ROUTE = "/race"
LOOK = "/look"
# Longer than any link with every change that a reader could make.
LONGEST = 100_000

# As many races at once as there are programs that XLA compiles at once; the others wait here.
_racers = ThreadPoolExecutor(2, thread_name_prefix="live")
# By itself, since a fine plane takes seconds, for which no race should have to wait.
_lookers = ThreadPoolExecutor(2, thread_name_prefix="look")


_under_way: set[object] = set()


def is_busy() -> bool:
    """Whether somebody is waiting for an answer."""
    return bool(_under_way)


async def serve_race(request: Request) -> Response:
    """What the player asks for, run in a thread, so that the server goes on answering others."""
    return await _served(request, _race, _racers)


async def serve_look(request: Request) -> Response:
    """What the player wants to see beside the race; no race waits for it."""
    return await _served(request, _look, _lookers)


async def _served(
    request: Request, answer: Callable[[bytes], bytes], pool: ThreadPoolExecutor
) -> Response:
    if int(request.headers.get("content-length", LONGEST + 1)) > LONGEST:
        return Response("That is longer than any race.", status_code=413)
    body = await request.body()
    asked = object()
    _under_way.add(asked)
    try:
        answered = await asyncio.get_running_loop().run_in_executor(pool, answer, body)
    except ValueError as error:
        return Response(f"That cannot be done: {str(error).rstrip('.')}.", status_code=422)
    finally:
        _under_way.discard(asked)
    # Compressing float32 takes twice as long as the race and saves a quarter of its bytes.
    headers = {"Content-Encoding": "identity", "Cache-Control": "no-store"}
    return Response(answered, media_type="application/octet-stream", headers=headers)


def _race(body: bytes) -> bytes:
    # Not at the top, where it would have every command wait for JAX.
    from app import asked

    told = _read(body, {"link": str, "changes": dict, "parts": list, "known": list})
    race = asked.edited(asked.read(told["link"]), told["changes"])
    parts, known = (frozenset(map(str, told[name])) for name in ("parts", "known"))
    return asked.message(race, parts, known)


def _look(body: bytes) -> bytes:
    from app import asked

    told = _read(body, {"link": str, "changes": dict, "look": dict})
    return asked.look(asked.edited(asked.read(told["link"]), told["changes"]), told["look"])


def _read(body: bytes, kinds: Mapping[str, type]) -> dict[str, Any]:
    asked = json.loads(body)
    if not isinstance(asked, dict):
        raise ValueError("a race is asked for by an object")
    for name, kind in kinds.items():
        if not isinstance(asked.setdefault(name, kind()), kind):
            raise ValueError(f"{name!r} is no {kind.__name__}")
    return asked
