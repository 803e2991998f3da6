"""Namespaces and terms of the graph, as RDF terms."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg.models import Kind, Predicate, Status


class Namespace:
    """Terms under one prefix: `CG("Reply")` is `cg:Reply`."""

    def __init__(self, prefix: str, iri: str) -> None:
        self.prefix = prefix
        self.iri = iri
        self._terms: dict[str, NamedNode] = {}

    def __call__(self, name: str) -> NamedNode:
        term = self._terms.get(name)
        if term is None:
            term = self._terms[name] = NamedNode(self.iri + name)
        return term


CG = Namespace("cg", "https://w3id.org/commitment-graph/ontology#")
CITO = Namespace("cito", "http://purl.org/spar/cito/")
DCAT = Namespace("dcat", "http://www.w3.org/ns/dcat#")
DCTERMS = Namespace("dcterms", "http://purl.org/dc/terms/")
FOAF = Namespace("foaf", "http://xmlns.com/foaf/0.1/")
ITSRDF = Namespace("itsrdf", "http://www.w3.org/2005/11/its/rdf#")
NIF = Namespace("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
ORG = Namespace("org", "http://www.w3.org/ns/org#")
OWL = Namespace("owl", "http://www.w3.org/2002/07/owl#")
PROV = Namespace("prov", "http://www.w3.org/ns/prov#")
RDF = Namespace("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("rdfs", "http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("schema", "https://schema.org/")
SKOS = Namespace("skos", "http://www.w3.org/2004/02/skos/core#")
VOID = Namespace("void", "http://rdfs.org/ns/void#")
XSD = Namespace("xsd", "http://www.w3.org/2001/XMLSchema#")

NAMESPACES = (
    CG, CITO, DCAT, DCTERMS, FOAF, ITSRDF, NIF, ORG, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, VOID, XSD,
)  # fmt: skip
PREFIXES = {space.prefix: space.iri for space in NAMESPACES}
"""What a query or a Turtle file may write without declaring it."""

ONTOLOGY_GRAPH = NamedNode("https://w3id.org/commitment-graph/ontology")
"""The graph that holds the vocabulary itself, so that labels of classes and statuses can be asked for."""

TYPE = RDF("type")
LABEL = RDFS("label")
PREFERRED = SKOS("prefLabel")
ALTERNATIVE = SKOS("altLabel")

BODY = (CG("GovernmentBody"), ORG("Organization"), FOAF("Agent"))
CLASSES: dict[Kind, tuple[NamedNode, ...]] = {
    Kind.BODY: BODY,
    Kind.ORGANIZATION: (CG("NonStateOrganization"), ORG("Organization"), FOAF("Agent")),
    Kind.PERSON: (FOAF("Person"), FOAF("Agent")),
    Kind.PLACE: (CG("Place"), SCHEMA("Place")),
    Kind.POLICY: (CG("Policy"), CG("Document"), FOAF("Document")),
    Kind.PROGRAMME: (CG("Programme"),),
    Kind.PROJECT: (CG("Project"), CG("Programme")),
    Kind.PLATFORM: (CG("Platform"),),
}
"""What a thing of a kind is, with all classes up the chain: no inference is needed to ask."""

REPLY = (CG("Reply"), CG("Document"), FOAF("Document"), NIF("Context"))
SUGGESTION = (CG("Suggestion"), CG("Document"), FOAF("Document"))
PROPOSAL = (CG("CppccProposal"), *SUGGESTION)
SESSION = (CG("Session"), SCHEMA("Event"))
PASSAGE = (CG("Passage"), NIF("OffsetBasedString"))
ASSERTION = (CG("Assertion"), RDF("Statement"))
FIGURE = (CG("Figure"), SCHEMA("QuantitativeValue"))
STATEMENT = {
    Status.PLANNED: CG("Commitment"),
    Status.ONGOING: CG("Practice"),
    Status.DELIVERED: CG("Achievement"),
    Status.DECLINED: CG("Refusal"),
}

PROPERTIES = {
    Predicate.ISSUED_BY: DCTERMS("publisher"),
    Predicate.RESPONSIBLE_BODY: CG("responsibleBody"),
    Predicate.PARTNER: CG("partner"),
    Predicate.PART_OF: DCTERMS("isPartOf"),
    Predicate.IMPLEMENTS: CG("implements"),
    Predicate.LOCATED_IN: CG("locatedIn"),
}
"""The property of each relation between two entities."""


@cache
def node(iri: str) -> NamedNode:
    """The IRI as a term; kept, since most are written many times."""
    return NamedNode(iri)


def text(value: str) -> Literal:
    """A plain string, as printed in the letter."""
    return Literal(value)


def day(iso: str) -> Literal:
    """An ISO date as `xsd:date`."""
    return Literal(iso, datatype=XSD("date"))


def decimal(value: Decimal) -> Literal:
    """A number as `xsd:decimal`, never with an exponent, without zeros that say nothing."""
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Literal("0" if plain in ("-0", "") else plain, datatype=XSD("decimal"))


def offset(value: int) -> Literal:
    """A code point offset as `xsd:nonNegativeInteger`."""
    return Literal(str(value), datatype=XSD("nonNegativeInteger"))
