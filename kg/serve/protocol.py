"""The SPARQL 1.1 Protocol: queries by GET and POST, answers in the form that the client takes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import KgError, UsageError
from kg.graph.query import Request
from kg.identity import digest
from kg.serve import media, selfdescription
from kg.serve.build import Build, Current
from kg.serve.pool import Answer, BrokenOffError, LimitError
from kg.serve.settings import Settings

MOST_SHOWN = 10_000
"""Rows that `limit`, which cuts and says so, may ask for."""
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
"""In a query whose answer changes by itself."""
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"


class HttpError(KgError):
    """What the client is told instead of an answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.code = status


def sentence(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error as a person reads it."""
    waiting = {"Retry-After": "5"} if status in (429, 503) else {}
    return PlainTextResponse(
        f"{message}\n", status, headers={**(headers or {}), **waiting, "Cache-Control": "no-store"}
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks: the query, its dataset, and how many rows at most."""

    text: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    limit: int | None
    form: str | None


async def sparql(http: HttpRequest) -> Response:
    """The endpoint. Without a query, what it is: a description of the service, or the page for people."""
    current: Current = http.app.state.current
    settings: Settings = http.app.state.settings
    fields = parse_qsl(http.url.query, keep_blank_values=True)
    if http.method == "GET" and not any(name in ("query", "update") for name, _ in fields):
        if media.choose(http.headers.get("accept", ""), {**media.TRIPLES, **media.PAGES}) == "html":
            return RedirectResponse("/query", 303, {"Vary": "Accept"})
        async with current.use() as build:
            return selfdescription.service(http, build)
    build = current.hold()
    handed_on = False
    try:
        asked = await _asked(http, fields, settings)
        forms = _forms(asked, http.headers.get("accept", ""))
        steady = not _CHANGING.search(asked.text)
        tag = _tag(build, asked, forms) if steady and http.method in ("GET", "HEAD") else None
        if tag and media.is_known(tag, http.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=_headers(tag))
        known = (asked, forms["select"], forms["construct"])
        answer = build.kept.get(known) if steady else None
        if answer is None:
            answer = await _while_there(http, build.pool.ask(_request(asked, forms, settings)))
            if steady:
                build.kept.put(known, answer, len(asked.text))
        headers = _headers(tag) | ({"KG-More": "1"} if answer.more else {})
        kind = media.media_type(answer.form)
        if answer.rest is None:
            return Response(answer.body, headers=headers, media_type=kind)
        handed_on = True
        return _Stream(answer, headers | {"Content-Type": kind}, settings.seconds, current, build)
    except HttpError as error:
        return sentence(error.code, str(error))
    except UsageError as error:
        if str(error).startswith("no form of"):
            return sentence(406, _not_acceptable())
        return sentence(400, str(error))
    except LimitError as error:
        return sentence(503, str(error))
    except KgError as error:
        return sentence(500, str(error))
    finally:
        if not handed_on:
            await current.release(build)


def _request(asked: Asked, forms: Mapping[str, str], settings: Settings) -> Request:
    return Request(
        asked.text,
        {},
        asked.default,
        asked.named,
        seconds=settings.seconds,
        rows=settings.rows if asked.limit is None else asked.limit,
        cut=asked.limit is not None,
        size=settings.size,
        forms=forms,
    )


async def _asked(http: HttpRequest, fields: list[tuple[str, str]], settings: Settings) -> Asked:
    if http.method == "POST":
        kind = http.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in (_FORM, _QUERY):
            raise HttpError(
                415, f"Send a query as {_FORM} or {_QUERY}, not as {kind or 'a body without a type'}."
            )
        body = await _body(http, settings.body)
        try:
            text = body.decode("utf-8")
            if kind == _FORM:
                fields = parse_qsl(text, keep_blank_values=True, errors="strict")
            else:
                fields = [one for one in fields if one[0] != "query"] + [("query", text)]
        except UnicodeDecodeError as error:
            raise HttpError(400, "The query is not UTF-8.") from error
    said: dict[str, list[str]] = {}
    for name, value in fields:
        said.setdefault(name, []).append(value)
    if "update" in said:
        raise HttpError(400, "This endpoint answers queries and changes nothing: update is refused.")
    queries = said.get("query", [])
    if len(queries) != 1:
        raise HttpError(400, f"Send one query, in the parameter `query`; there are {len(queries)}.")
    return Asked(
        queries[0],
        tuple(said.get("default-graph-uri", ())),
        tuple(said.get("named-graph-uri", ())),
        _limit(said.get("limit")),
        said.get("format", [None])[0],
    )


def _limit(values: Sequence[str] | None) -> int | None:
    if not values:
        return None
    if not values[0].isascii() or not values[0].isdigit():
        raise HttpError(400, f"limit is a number of rows, not {values[0][:20]!r}.")
    return min(int(values[0]), MOST_SHOWN)


async def _body(http: HttpRequest, most: int) -> bytes:
    parts, size = [], 0
    async for part in http.stream():
        size += len(part)
        if size > most:
            raise HttpError(413, f"A request may have {most} bytes.")
        parts.append(part)
    return b"".join(parts)


def _forms(asked: Asked, accept: str) -> dict[str, str]:
    """The form for each kind of answer, empty where the client takes none."""
    row, triple = _chosen(asked.form, accept)
    if not row and not triple:
        raise HttpError(406, _not_acceptable())
    return {"select": row, "ask": row, "construct": triple}


@lru_cache(maxsize=256)
def _chosen(form: str | None, accept: str) -> tuple[str, str]:
    # `format` is no part of the protocol and clients mean many things by it: what is not known is ignored.
    row = form if form in media.ROWS else media.choose(accept, media.ROWS)
    triple = form if form in media.TRIPLES else media.choose(accept, media.TRIPLES)
    return row or "", triple or ""


def _not_acceptable() -> str:
    rows = ", ".join(types[0] for types in media.ROWS.values())
    triples = ", ".join(types[0] for types in media.TRIPLES.values())
    return f"SELECT and ASK are answered as {rows}; CONSTRUCT and DESCRIBE as {triples}."


def _tag(build: Build, asked: Asked, forms: Mapping[str, str]) -> str:
    """What stays the same as long as the answer does."""
    return f'W/"{digest(repr((build.version, asked, sorted(forms.items()))), 24)}"'


def _headers(tag: str | None) -> dict[str, str]:
    headers = {"Vary": "Accept", "Cache-Control": "no-cache" if tag else "no-store"}
    return headers | {"ETag": tag} if tag else headers


async def _while_there(http: HttpRequest, work: Coroutine[Any, Any, Answer]) -> Answer:
    """The answer, given up when the client leaves while a long query runs."""
    asking = asyncio.current_task()
    assert asking is not None  # noqa: S101 - a request is answered by a task
    watching: list[asyncio.Task[None]] = []
    gone = False

    async def watch() -> None:
        nonlocal gone
        await _left(http.receive)
        gone = True
        asking.cancel()

    # Most queries are done by then and need nobody who watches.
    later = asyncio.get_running_loop().call_later(
        _PATIENCE, lambda: watching.append(asyncio.ensure_future(watch()))
    )
    try:
        return await work
    except asyncio.CancelledError:
        if not gone:
            raise
        asking.uncancel()
        raise LimitError("The client has left.") from None
    finally:
        later.cancel()
        for one in watching:
            one.cancel()


_PATIENCE = 0.5
"""Seconds after which it is worth knowing whether the client still waits."""


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class _Stream(Response):
    """A long answer, part by part. Where it ends in the middle, the connection is cut, so that a client sees it.

    So it is where the client takes more than `seconds` to read it.
    """

    def __init__(
        self, answer: Answer, headers: Mapping[str, str], seconds: float, current: Current, build: Build
    ) -> None:
        self.answer = answer
        self.seconds = seconds
        self.status_code = 200
        self.background = None
        self.raw_headers = Headers(headers).raw
        self.current = current
        self.build = build

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        rest = self.answer.rest
        assert rest is not None  # noqa: S101 - a whole answer is no stream
        left = asyncio.create_task(_left(receive))
        try:
            async with asyncio.timeout(self.seconds):
                await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                await send({"type": "http.response.body", "body": self.answer.body, "more_body": True})
                async for data in rest:
                    if left.done():
                        return
                    await send({"type": "http.response.body", "body": data, "more_body": True})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (BrokenOffError, TimeoutError):
            scope["kg.broken"] = True  # no last chunk: the server closes the connection
        finally:
            left.cancel()
            await rest.aclose()  # type: ignore[attr-defined]
            await self.current.release(self.build)
