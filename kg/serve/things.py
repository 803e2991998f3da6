"""Linked data: the IRI of each thing answers as a page or as RDF, and a document shows its marked text."""

from __future__ import annotations

import asyncio
import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote, unquote_to_bytes

from pyoxigraph import NamedNode
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from kg.errors import KgError
from kg.graph import show
from kg.graph.terms import CG, DCTERMS, ITSRDF, LABEL, NIF, TYPE
from kg.serve import media, selfdescription
from kg.serve.build import Build, Current
from kg.serve.pages import html

_ESCAPED = re.compile(rb"(?:%[89A-Fa-f][0-9A-Fa-f])+|%2[1468ABCDE]|%3[ABD]|%40|%5F|%7E", re.IGNORECASE)
"""Chinese characters, and signs that our IRIs never escape though some clients do."""
_PART = re.compile(r"#char=(\d+),(\d+)$")
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
    subject = NamedNode(iri)
    if form != "html":
        triples = selfdescription.described(build, subject)
        return selfdescription.rdf(http, triples or [], build)
    text = build.dataset.text(subject, NIF("isString"))
    values = {
        "thing": description.thing,
        "names": description.names,
        "groups": description.groups,
        "pieces": _pieces(build, subject, text) if text is not None else None,
        "here": lambda one: local(one, build.dataset.base),
        "words": _short,
    }
    return html(http, "thing.html", values, build=build)


def _short(words: str) -> str:
    return " ".join(words.split())


# --- the marked text of a document ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: what is said there, and where it leads."""

    begin: int
    end: int
    words: str
    kinds: tuple[str, ...] = ()
    """Of planned, ongoing, delivered, declined, figure, mention."""
    link: str = ""
    anchors: tuple[tuple[str, int], ...] = ()
    """Fragments of statements and figures that begin here, each with its end."""


def _pieces(build: Build, document: NamedNode, text: str) -> list[Piece]:
    """The text cut wherever something begins or ends."""
    dataset = build.dataset
    spans: dict[tuple[int, int], set[str]] = defaultdict(set)
    links: dict[tuple[int, int], str] = {}
    anchors: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for quad in dataset.store.quads_for_pattern(None, NIF("referenceContext"), document):
        passage = quad.subject
        found = _PART.search(passage.value) if isinstance(passage, NamedNode) else None
        if found is None or not isinstance(passage, NamedNode):
            continue
        span = (int(found[1]), int(found[2]))
        for one in dataset.values(passage, ITSRDF("taIdentRef")):
            spans[span].add("mention")
            links[span] = local(one.value, dataset.base)
        for proved in dataset.store.quads_for_pattern(None, CG("evidence"), passage):
            subject = proved.subject
            if not isinstance(subject, NamedNode):
                continue
            status = dataset.text(subject, CG("status"))
            kind = status.rpartition("#")[2] if status else ""
            if not kind and CG("Figure") in dataset.values(subject, TYPE):
                kind = "figure"
            if kind:
                spans[span].add(kind)
                anchors[span[0]].append((subject.value.partition("#")[2], span[1]))
    cuts = sorted({0, len(text), *(edge for span in spans for edge in span if edge <= len(text))})
    kinds: list[set[str]] = [set() for _ in cuts]
    at: list[tuple[int, str]] = [(len(text) + 1, "")] * len(cuts)
    for (begin, end), said in spans.items():
        for index in range(bisect_right(cuts, begin) - 1, len(cuts)):
            if cuts[index] >= end:
                break
            kinds[index] |= said
            if (begin, end) in links and end - begin < at[index][0]:
                at[index] = (end - begin, links[begin, end])
    return [
        Piece(
            begin,
            end,
            text[begin:end],
            tuple(sorted(kinds[index])),
            at[index][1],
            tuple(sorted(anchors.get(begin, ()))),
        )
        for index, (begin, end) in enumerate(pairwise(cuts))
    ]


async def evidence(http: HttpRequest) -> Response:
    """For each `iri` (a statement, figure, assertion or passage) the words that say it, in their paragraph."""
    current: Current = http.app.state.current
    async with current.use() as build:
        wanted = http.query_params.getlist("iri")[:20]
        told = await asyncio.to_thread(lambda: [one for iri in wanted for one in _evidence(build, iri)])
        return JSONResponse(told, headers={"Cache-Control": "no-cache"})


def _evidence(build: Build, iri: str) -> list[dict[str, str]]:
    dataset = build.dataset
    try:
        subject = NamedNode(iri)
    except ValueError:
        return []
    passages = [one for one in dataset.values(subject, CG("evidence")) if isinstance(one, NamedNode)]
    told = []
    for passage in passages or [subject]:
        found = _PART.search(passage.value)
        documents = dataset.values(passage, NIF("referenceContext"))
        if found is None or not documents or not isinstance(documents[0], NamedNode):
            continue
        text = dataset.text(documents[0], NIF("isString")) or ""
        begin, end = int(found[1]), int(found[2])
        before = text.rfind("\n", 0, begin) + 1
        after = text.find("\n", end)
        told.append(
            {
                "before": text[before:begin].lstrip(),
                "words": text[begin:end],
                "after": text[end : after if after >= 0 else len(text)].rstrip(),
                "section": dataset.text(passage, CG("section")) or "",
                "document": dataset.text(documents[0], DCTERMS("identifier"))
                or dataset.text(documents[0], LABEL)
                or documents[0].value,
                "url": local(passage.value, dataset.base),
            }
        )
    return told


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
