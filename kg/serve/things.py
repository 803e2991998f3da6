"""Linked data: the IRI of each thing answers as a page or as RDF, and a document shows its marked text."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import quote, unquote_to_bytes

from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from kg.errors import KgError
from kg.graph import marked, show
from kg.serve import media, selfdescription
from kg.serve.build import Build, Current
from kg.serve.pages import html

_ESCAPED = re.compile(rb"(?:%[89A-Fa-f][0-9A-Fa-f])+|%2[1468ABCDE]|%3[ABD]|%40|%5F|%7E", re.IGNORECASE)
"""Chinese characters, and signs that our IRIs never escape though some clients do."""
MOST_FOUND = 100
"""Things that a search shows."""


def iri_of(raw: bytes) -> str:
    """A path as an IRI has it: Chinese characters as such, other escapes as they stand."""
    plain = _ESCAPED.sub(lambda found: unquote_to_bytes(found[0]), raw)
    return plain.decode("utf-8", "replace")


def local(iri: str, base: str) -> str:
    """Where this server shows a thing."""
    path, sign, fragment = iri.partition("#")
    if base and path.startswith(base):
        return f"/id/{quote(path.removeprefix(base), safe='/%:@!$&()*+,;=~._-')}{sign}{fragment}"
    return f"/thing?iri={quote(iri, safe='')}"


async def thing(http: HttpRequest) -> Response:
    """A thing by its IRI: `/id/…` for those of the dataset, `/thing?iri=…` for any."""
    current: Current = http.app.state.current
    async with current.use() as build:
        if http.url.path.startswith("/id/"):
            iri = build.dataset.base + iri_of(http.scope["raw_path"].partition(b"?")[0].removeprefix(b"/id/"))
        else:
            iri = http.query_params.get("iri", "")
        form = media.choose(http.headers.get("accept", ""), {**media.PAGES, **media.TRIPLES})
        return await asyncio.to_thread(_answer, http, build, iri, http.query_params.get("format") or form)


def _answer(http: HttpRequest, build: Build, iri: str, form: str | None) -> Response:
    try:
        description = show.describe(build.dataset, iri)
    except (KgError, ValueError):
        if form == "html":
            return html(http, "nothing.html", {"wanted": iri}, status=404)
        return PlainTextResponse("There is nothing of this IRI in this graph.\n", 404)
    if description.thing.iri != iri:  # the IRI was given up for another
        return RedirectResponse(local(description.thing.iri, build.dataset.base), 301)
    if form != "html":
        return selfdescription.thing(http, build, iri, lambda form: _named(iri, form))
    values = {
        "thing": description.thing,
        "names": description.names,
        "groups": description.groups,
        "pieces": marked.pieces(build.dataset, iri),
        "here": lambda one: local(one, build.dataset.base),
        "words": _short,
    }
    return html(http, "thing.html", values, build=build, more=_named(iri, "html"))


def _named(iri: str, form: str) -> dict[str, str]:
    """Says that what is sent is not the thing but tells of it, where this form of it is, and where the others are.

    The IRIs of things are names that redirect to a server; so what answers here is already the description.
    """
    place = f"/thing?iri={quote(iri, safe='')}&format="
    others = (("html", "text/html"), ("turtle", "text/turtle"), ("jsonld", "application/ld+json"))
    links = [f'<{place}{one}>; rel="alternate"; type="{kind}"' for one, kind in others if one != form]
    links.append(f'<{quote(iri, safe=_IN_IRIS)}>; rel="describes"')
    return {"Content-Location": place + form, "Link": ", ".join(links)}


_IN_IRIS = "%/:?#[]@!$&'()*+,;=~._-"


def _short(words: str) -> str:
    return " ".join(words.split())


async def evidence(http: HttpRequest) -> Response:
    """For each `iri` (a statement, figure, assertion or passage) the words that say it, in their paragraph."""
    current: Current = http.app.state.current
    async with current.use() as build:
        wanted = http.query_params.getlist("iri")[:20]
        told = await asyncio.to_thread(lambda: [one for iri in wanted for one in _quoted(build, iri)])
        return JSONResponse(told, headers={"Cache-Control": "no-cache"})


def _quoted(build: Build, iri: str) -> list[dict[str, str]]:
    return [
        {
            "before": one.before,
            "words": one.words,
            "after": one.after,
            "section": one.section,
            "document": one.document,
            "url": local(one.passage, build.dataset.base),
        }
        for one in marked.quotations(build.dataset, iri)
    ]


# --- finding ----------------------------------------------------------------------------------------------


async def search(http: HttpRequest) -> Response:
    """The things that a name may mean; one that only one thing bears leads to it."""
    current: Current = http.app.state.current
    wanted = http.query_params.get("q", "").strip()[:200]
    async with current.use() as build:
        found = await asyncio.to_thread(show.find, build.dataset, wanted) if wanted else []
        if len(found) == 1:
            return RedirectResponse(local(found[0].iri, build.dataset.base), 303)
        values = {
            "wanted": wanted,
            "found": found[:MOST_FOUND],
            "number": len(found),
            "here": lambda one: local(one, build.dataset.base),
        }
        return await asyncio.to_thread(html, http, "search.html", values, build=build)


async def suggest(http: HttpRequest) -> Response:
    """Names of a kind that fit what is typed, as a list."""
    current: Current = http.app.state.current
    async with current.use() as build:
        kind, typed = http.query_params.get("kind", "thing"), http.query_params.get("q", "")[:200]
        return JSONResponse(build.names.suggest(kind, typed), headers={"Cache-Control": "no-cache"})
