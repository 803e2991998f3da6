"""What an endpoint says of itself and of its dataset, and graphs and things as RDF in any syntax."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple
from pyoxigraph import serialize as serialize_rdf

from kg.graph.show import describe
from kg.graph.store import Dataset
from kg.graph.terms import DCTERMS, PREFIXES, TYPE, VOID, XSD, Namespace

Triples = Iterable[Triple]

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
SYNTAXES: Mapping[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
"""What triples are written in."""
_NAMED = 1000
"""Graphs that a description names."""
MOST = 1_000_000
"""Triples that are had as one graph."""


def serialize(triples: Triples, form: str) -> bytes:
    """Triples in one of `SYNTAXES`."""
    return serialize_rdf(triples, format=SYNTAXES[form], prefixes={**PREFIXES, "sd": SD.iri}) or b""


def service(address: str, dataset: Dataset, number: int) -> Iterator[Triple]:
    """The Service Description of the endpoint at an address; `number` is how many triples it holds."""
    one, whole, default = (NamedNode(f"{address}{end}") for end in ("", "#dataset", "#default"))
    yield Triple(one, TYPE, SD("Service"))
    yield Triple(one, SD("endpoint"), one)
    yield Triple(one, SD("supportedLanguage"), SD("SPARQL11Query"))
    yield Triple(one, SD("feature"), SD("UnionDefaultGraph"))
    for name in _RESULT_FORMATS:
        yield Triple(one, SD("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(one, SD("defaultDataset"), whole)
    yield Triple(whole, TYPE, SD("Dataset"))
    yield Triple(whole, SD("defaultGraph"), default)
    yield Triple(default, TYPE, SD("Graph"))
    yield Triple(default, VOID("triples"), _integer(number))
    for index, iri in enumerate(sorted(dataset.graphs)[:_NAMED]):
        graph = NamedNode(f"{address}#graph{index}")
        yield Triple(whole, SD("namedGraph"), graph)
        yield Triple(graph, TYPE, SD("NamedGraph"))
        yield Triple(graph, SD("name"), NamedNode(iri))


def void(root: str, dataset: Dataset, number: int) -> list[Triple]:
    """The description that the build holds of itself, with where it can be asked under `root`."""
    graph = NamedNode(f"{dataset.base}graph/dataset")
    found = [quad.triple for quad in dataset.store.quads_for_pattern(None, None, None, graph)]
    datasets = [one.subject for one in found if one.predicate == TYPE and one.object == VOID("Dataset")]
    whole = datasets[0] if datasets else NamedNode(f"{root}dataset")
    found += [
        Triple(whole, TYPE, VOID("Dataset")),
        Triple(whole, VOID("sparqlEndpoint"), NamedNode(f"{root}sparql")),
        Triple(whole, VOID("openSearchDescription"), NamedNode(f"{root}search")),
        Triple(whole, VOID("triples"), _integer(number)),
        Triple(whole, DCTERMS("hasPart"), NamedNode(f"{root}graphs")),
    ]
    return list(dict.fromkeys(found))


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=XSD("integer"))


def graph(dataset: Dataset, iri: str | None) -> list[Triple] | None:
    """The triples of a graph, of the union of all where `iri` is None; None where they are more than `MOST`."""
    found: dict[Triple, None] = {}
    for quad in dataset.store.quads_for_pattern(None, None, None, NamedNode(iri) if iri else None):
        found[quad.triple] = None
        if len(found) > MOST:
            return None
    return list(found)


def thing(dataset: Dataset, iri: str) -> list[Triple]:
    """The triples of a thing; of a document, its whole graph. KgError where the dataset says nothing of it."""
    if iri in dataset.graphs:
        return graph(dataset, iri) or []
    return list(describe(dataset, iri).triples)
