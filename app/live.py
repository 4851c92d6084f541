"""The route by which the player gets its races: at first, and anew while a hand moves.

`POST /race` with `{"link": "?on=…", "changes": {…}, "parts": […], "known": […]}` answers with one
binary message (`app/player/payload.py`), or with a sentence and the status 422.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

ROUTE = "/race"
# Longer than any link with every change that a reader could make.
LONGEST = 100_000

# As many races at once as there are programs that XLA compiles at once; the others wait here.
_racers = ThreadPoolExecutor(2, thread_name_prefix="live")


async def serve_race(request: Request) -> Response:
    """What the player asks for, run in a thread, so that the server goes on answering others."""
    if int(request.headers.get("content-length", LONGEST + 1)) > LONGEST:
        return Response("That is longer than any race.", status_code=413)
    body = await request.body()
    try:
        answer = await asyncio.get_running_loop().run_in_executor(_racers, _answer, body)
    except ValueError as error:
        return Response(f"That cannot be done: {error}.", status_code=422)
    # Compressing float32 takes twice as long as the race and saves a quarter of its bytes.
    headers = {"Content-Encoding": "identity", "Cache-Control": "no-store"}
    return Response(answer, media_type="application/octet-stream", headers=headers)


def _answer(body: bytes) -> bytes:
    # Not at the top, where it would have every command wait for JAX.
    from app import link
    from app.edit import edited
    from app.player.payload import message
    from app.simulate import simulate

    asked = _read(body)
    query = asked["link"].removeprefix("?")
    experiment = link.read(dict(parse_qsl(query, keep_blank_values=True)))
    experiment = edited(experiment, asked["changes"])
    parts, known = (frozenset(map(str, asked[name])) for name in ("parts", "known"))
    return message(experiment, simulate(experiment), parts=parts, known=known)


def _read(body: bytes) -> dict[str, Any]:
    kinds = {"link": str, "changes": dict, "parts": list, "known": list}
    asked = json.loads(body)
    if not isinstance(asked, dict):
        raise ValueError("a race is asked for by an object")
    for name, kind in kinds.items():
        if not isinstance(asked.setdefault(name, kind()), kind):
            raise ValueError(f"{name!r} is no {kind.__name__}")
    return asked
