"""What the explorer of the served build is asked for: its page, and what the page does not hold."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from kg import __version__
from kg.errors import KgError
from kg.serve import media
from kg.serve.build import Current
from kg.serve.pages import html
from kg.serve.protocol import sentence
from kg.views.shelf import Shelf

_PATIENCE = 20
"""Seconds that a reader waits for the page before a page says how far it is."""


async def page(http: HttpRequest) -> Response:
    """The picture of this graph; while it is being made, a page that says how far it is and comes again."""
    current: Current = http.app.state.current
    async with current.use() as build:
        headers = {"Cache-Control": "no-cache", "ETag": f'W/"{build.version}-{__version__}"'}
        if media.is_known(headers["ETag"], http.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        try:
            shelf = await build.explorer.shelf(_PATIENCE)
        except KgError as error:
            return sentence(503, str(error), {"Retry-After": "3"})
        if shelf is None:
            values = {"done": int(100 * build.explorer.done)}
            return html(http, "making.html", values, status=503, more={"Retry-After": "3"})
        text = await asyncio.to_thread(lambda: shelf.page)
        return Response(text, headers=headers, media_type="text/html; charset=utf-8")


async def ask(http: HttpRequest) -> Response:
    """What the page asks for: parts, names, rows. 409 where it is the page of another build."""
    current: Current = http.app.state.current
    async with current.use() as build:
        if http.query_params.get("version") != build.version:
            return sentence(409, "The graph has been replaced; reload the page.")
        try:
            shelf = await build.explorer.shelf(0)
        except KgError as error:
            return sentence(503, str(error), {"Retry-After": "3"})
        if shelf is None:
            return sentence(503, "The explorer is being made.", {"Retry-After": "3"})
        async with build.explorer.at_once:
            answer = await asyncio.to_thread(_answer, shelf, http.path_params["what"], http)
        headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        if isinstance(answer, bytes):
            return Response(answer, headers=headers, media_type="application/json")
        return JSONResponse(answer, headers=headers)


def _answer(shelf: Shelf, what: str, http: HttpRequest) -> Any:
    given = {name: value[:500] for name, value in http.query_params.items()}
    match what:
        case "parts":
            numbers = http.query_params.get("numbers", "").split(",")
            return shelf.parts(
                int(one) for one in numbers if one.isascii() and one.isdecimal() and len(one) < 10
            )
        case "find":
            return shelf.find(given.get("text", ""))
        case "things":
            return shelf.things(http.query_params.getlist("iri"))
        case "rows":
            offset = given.get("offset", "")
            return shelf.rows(
                given, int(offset) if offset.isascii() and offset.isdecimal() and len(offset) < 10 else 0
            )
        case "tally":
            return shelf.tally(given)
        case "way":
            return shelf.way(given.get("one", ""), given.get("other", ""))
    raise HTTPException(404)
