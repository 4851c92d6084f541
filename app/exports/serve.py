"""The route by which a browser takes a race away: `GET /take/race.csv?on=…`, answered by a file."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from app.exports import Form, form

ROUTE = "/take/{name}"

# One at a time: a film takes seconds, and those who race must not wait for those who take away.
_makers = ThreadPoolExecutor(1, thread_name_prefix="take")


async def serve_file(request: Request) -> Response:
    """The race in the query as a file, or a sentence about what is wrong with it."""
    try:
        entry = form(request.path_params["name"])
    except ValueError as error:
        return Response(f"There is no such file: {error}.", status_code=404)
    query = dict(parse_qsl(request.url.query, keep_blank_values=True))
    try:
        answer = asyncio.get_running_loop().run_in_executor(_makers, _made, entry, query)
        name, body = await answer
    except ValueError as error:
        return Response(f"{str(error).rstrip('.')}.", status_code=400)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=entry.media_type, headers=headers)


def _made(entry: Form, query: dict[str, str]) -> tuple[str, bytes]:
    # Not at the top, where it would have every command wait for JAX.
    from app import asked
    from app.exports import names

    try:
        race = asked.read_params(query)
    except ValueError as error:
        raise ValueError(f"This link could not be read: {error}") from None
    return names.of_file(race, entry.suffix), entry.make(race)
