"""What the server says of itself and of its dataset: Service Description, VoID, and graphs as they are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from kg.graph import description
from kg.serve import media
from kg.serve.build import Build, Current


def rdf(
    http: HttpRequest,
    build: Build,
    told: Callable[[], description.Triples],
    more: Callable[[str], Mapping[str, str]] | None = None,
) -> Response:
    """Triples in the form that the client takes: 406 where it takes none, 304 where it has them already.

    `more` gives headers for a form.
    """
    wanted = http.query_params.get("format")
    form = wanted if wanted in media.TRIPLES else media.choose(http.headers.get("accept", ""), media.TRIPLES)
    if form is None:
        known = ", ".join(types[0] for types in media.TRIPLES.values())
        return Response(f"This is had as {known}.\n", 406, media_type="text/plain")
    tag = f'W/"{build.version}-{form}"'
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    if more is not None:
        headers |= more(form)
    if media.is_known(tag, http.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(description.serialize(told(), form), headers=headers, media_type=media.media_type(form))


def service(http: HttpRequest, build: Build) -> Response:
    """The Service Description of the endpoint."""
    address = f"{http.base_url}sparql"
    return rdf(http, build, lambda: description.service(address, build.dataset, build.number))


async def void(http: HttpRequest) -> Response:
    """The description of the dataset, as the build says it, with where it can be asked."""
    current: Current = http.app.state.current
    async with current.use() as build:
        root = str(http.base_url)
        told = await asyncio.to_thread(description.void, root, build.dataset, build.number)
        return rdf(http, build, lambda: told)


async def graphs(http: HttpRequest) -> Response:
    """A graph by the Graph Store Protocol, read only: `?graph=IRI`, or `?default` for the union of all."""
    current: Current = http.app.state.current
    named = http.query_params.get("graph")
    if (named is None) == ("default" not in http.query_params):
        return Response("Name one graph: ?graph=IRI, or ?default.\n", 400, media_type="text/plain")
    async with current.use() as build:
        if named is not None and named not in build.dataset.graphs:
            return Response(f"There is no graph <{named}>.\n", 404, media_type="text/plain")
        triples = await asyncio.to_thread(description.graph, build.dataset, named)
        if triples is None:
            return Response("The union of all graphs is too large to be sent: take graphs by name.\n", 503)
        return await asyncio.to_thread(rdf, http, build, lambda: triples)


def thing(http: HttpRequest, build: Build, iri: str, more: Callable[[str], Mapping[str, str]]) -> Response:
    """What the dataset says of a thing, as RDF."""
    return rdf(http, build, lambda: description.thing(build.dataset, iri), more)
