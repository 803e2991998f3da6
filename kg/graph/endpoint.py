"""Questions put to another SPARQL endpoint by the SPARQL 1.1 Protocol."""

from __future__ import annotations

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException, IncompleteRead
from itertools import islice
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from kg.errors import KgError, UsageError
from kg.graph import guard
from kg.graph.lexer import tokens
from kg.graph.terms import PREFIXES

if TYPE_CHECKING:
    from kg.graph.query import Request

_ACCEPT = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
    "application/n-triples, text/turtle;q=0.8"
)


def ask(address: str, request: Request) -> tuple[str, tuple[str, ...], list[Any]]:
    """Kind, variables and rows of the endpoint's answer (for ASK one truth value).

    The query carries the prefixes and values that it needs, so that any endpoint understands it. UsageError
    for a query that it refuses, KgError where it cannot be reached, is late or sends too much.
    """
    guard.check(request.text)
    text = with_prefixes(guard.with_values(request.text, request.values))
    fields = [("query", text)]
    fields += [("default-graph-uri", graph) for graph in request.default]
    fields += [("named-graph-uri", graph) for graph in request.named]
    asked = urllib.request.Request(  # noqa: S310 - the caller saw to it that the scheme is http or https
        address,
        data=urllib.parse.urlencode(fields).encode("ascii"),
        headers={"Accept": _ACCEPT, "Content-Type": "application/x-www-form-urlencoded"},
    )
    end = time.monotonic() + request.seconds
    parts: list[bytes] = []
    size = 0
    try:
        with urllib.request.urlopen(asked, timeout=request.seconds) as answer:  # noqa: S310
            while part := answer.read1(1 << 16):
                parts.append(part)
                size += len(part)
                if size > request.size:
                    raise KgError(f"{address} sent more than {request.size} bytes; set a limit.")
                if time.monotonic() > end:  # the limit of the socket is one for each part
                    raise TimeoutError(f"its answer took longer than {request.seconds:g} seconds")
            if answer.length:  # fewer bytes came than were promised
                raise IncompleteRead(b"", answer.length)
            media = answer.headers.get_content_type()
    except urllib.error.HTTPError as error:
        said = " ".join(error.read(500).decode("utf-8", "replace").split())
        kind = UsageError if error.code == 400 else KgError
        raise kind(f"{address} answered {error.code}: {said}") from error
    except HTTPException as error:
        raise KgError(f"{address} broke its answer off; ask for less, or set a limit.") from error
    except (OSError, ValueError) as error:
        raise KgError(f"{address} cannot be asked: {getattr(error, 'reason', error)}.") from error
    try:
        return _read(b"".join(parts), media, request.rows)
    except (SyntaxError, ValueError) as error:
        raise KgError(f"{address} sent an answer that cannot be read ({error}).") from error


def _read(data: bytes, media: str, limit: int | None) -> tuple[str, tuple[str, ...], list[Any]]:
    most = None if limit is None else limit + 1
    form = QueryResultsFormat.from_media_type(media)
    if form is not None:
        found = parse_query_results(data, format=form)
        if isinstance(found, QueryBoolean):
            return "ask", ("answer",), [bool(found)]
        if isinstance(found, QuerySolutions):
            names = tuple(one.value for one in found.variables)
            return "select", names, [tuple(row) for row in islice(found, most)]
    rdf = RdfFormat.from_media_type(media)
    if rdf is None:
        raise ValueError(f"its type is {media}")
    triples = dict.fromkeys(quad.triple for quad in parse(data, format=rdf))
    rows = [(one.subject, one.predicate, one.object) for one in islice(triples, most)]
    return "construct", ("subject", "predicate", "object"), rows


def with_prefixes(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The query with a declaration of each of our prefixes that it uses and does not declare."""
    used: set[str] = set()
    declared: set[str] = set()
    before = ""
    for token in tokens(text):
        if token.kind == "name":
            prefix = token.words.partition(":")[0]
            (declared if before == "PREFIX" else used).add(prefix)
        before = token.words.upper() if token.kind == "word" else ""
    lines = [f"PREFIX {one}: <{prefixes[one]}>\n" for one in sorted(used - declared) if one in prefixes]
    return "".join(lines) + text
