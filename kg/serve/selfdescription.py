"""What the server says of itself and of its dataset: Service Description, VoID, and graphs as they are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from kg.graph.terms import DCTERMS, PREFIXES, TYPE, VOID, XSD, Namespace
from kg.serve import media
from kg.serve.build import Build, Current

SD = Namespace("sd", "http://www.w3.org/ns/sparql-service-description#")
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "N-Quads",
    "JSON-LD",
    "RDF_XML",
)
_RDF = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


def rdf(http: HttpRequest, triples: Iterable[Triple], build: Build) -> Response:
    """Triples in the form that the client takes: 406 where it takes none, 304 where it has them already."""
    form = media.choose(http.headers.get("accept", ""), media.TRIPLES)
    if form is None:
        known = ", ".join(types[0] for types in media.TRIPLES.values())
        return Response(f"This is had as {known}.\n", 406, media_type="text/plain")
    tag = f'W/"{build.version}-{form}"'
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    if http.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    body = serialize(triples, format=_RDF[form], prefixes={**PREFIXES, "sd": SD.iri})
    return Response(body, headers=headers, media_type=media.media_type(form))


def service(http: HttpRequest, build: Build) -> Response:
    """The Service Description of the endpoint."""
    return rdf(http, list(_service(f"{_root(http)}sparql", build)), build)


def _root(http: HttpRequest) -> str:
    return str(http.base_url)


def _service(address: str, build: Build) -> Iterable[Triple]:
    one, dataset = NamedNode(address), NamedNode(f"{address}#dataset")
    default = NamedNode(f"{address}#default")
    yield Triple(one, TYPE, SD("Service"))
    yield Triple(one, SD("endpoint"), one)
    yield Triple(one, SD("supportedLanguage"), SD("SPARQL11Query"))
    for feature in ("UnionDefaultGraph",):
        yield Triple(one, SD("feature"), SD(feature))
    for name in _RESULT_FORMATS:
        yield Triple(one, SD("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(one, SD("defaultDataset"), dataset)
    yield Triple(dataset, TYPE, SD("Dataset"))
    yield Triple(dataset, SD("defaultGraph"), default)
    yield Triple(default, TYPE, SD("Graph"))
    yield Triple(default, VOID("triples"), _number(build.number))
    for index, iri in enumerate(sorted(build.dataset.graphs)[:1000]):
        graph = NamedNode(f"{address}#graph{index}")
        yield Triple(dataset, SD("namedGraph"), graph)
        yield Triple(graph, TYPE, SD("NamedGraph"))
        yield Triple(graph, SD("name"), NamedNode(iri))


async def void(http: HttpRequest) -> Response:
    """The description of the dataset, as the build says it, with where it can be asked."""
    current: Current = http.app.state.current
    async with current.use() as build:
        return rdf(http, await asyncio.to_thread(_void, _root(http), build), build)


def _void(root: str, build: Build) -> list[Triple]:
    store = build.dataset.store
    graph = NamedNode(f"{build.dataset.base}graph/dataset")
    found = [quad.triple for quad in store.quads_for_pattern(None, None, None, graph)]
    datasets = [one.subject for one in found if one.predicate == TYPE and one.object == VOID("Dataset")]
    dataset = datasets[0] if datasets else NamedNode(f"{root}dataset")
    found.append(Triple(dataset, TYPE, VOID("Dataset")))
    found.append(Triple(dataset, VOID("sparqlEndpoint"), NamedNode(f"{root}sparql")))
    found.append(Triple(dataset, VOID("openSearchDescription"), NamedNode(f"{root}search")))
    found.append(Triple(dataset, VOID("triples"), _number(build.number)))
    found.append(Triple(dataset, DCTERMS("hasPart"), NamedNode(f"{root}graphs")))
    return list(dict.fromkeys(found))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD("integer"))


async def graphs(http: HttpRequest) -> Response:
    """A graph by the Graph Store Protocol, read only: `?graph=IRI`, or `?default` for the union of all."""
    current: Current = http.app.state.current
    named = http.query_params.get("graph")
    if (named is None) == ("default" not in http.query_params):
        return Response("Name one graph: ?graph=IRI, or ?default.\n", 400, media_type="text/plain")
    async with current.use() as build:
        if named is not None and named not in build.dataset.graphs:
            return Response(f"There is no graph <{named}>.\n", 404, media_type="text/plain")
        graph = NamedNode(named) if named is not None else None
        triples = await asyncio.to_thread(_triples, build, graph)
        if triples is None:
            return Response("The union of all graphs is too large to be sent: take graphs by name.\n", 503)
        return await asyncio.to_thread(rdf, http, triples, build)


_MOST = 1_000_000
"""Triples that are sent as one graph."""


def _triples(build: Build, graph: NamedNode | None) -> list[Triple] | None:
    found: dict[Triple, None] = {}
    quad: Quad
    for quad in build.dataset.store.quads_for_pattern(None, None, None, graph):
        found[quad.triple] = None
        if len(found) > _MOST:
            return None
    return list(found)


def described(build: Build, subject: NamedNode | BlankNode) -> list[Triple] | None:
    """The triples of a thing (of a document, its whole graph); None where the dataset says nothing of it."""
    from kg.graph.show import describe

    if isinstance(subject, NamedNode) and subject.value in build.dataset.graphs:
        return _triples(build, subject)
    found = list(describe(build.dataset, subject.value).triples)
    return found or None
