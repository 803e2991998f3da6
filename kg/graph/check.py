"""Whether a dataset holds what the vocabulary promises: shapes, ends, evidence, labels.

The only module that knows rdflib: pyshacl needs its graphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg import resources
from kg.graph.store import Dataset
from kg.graph.terms import CG, LABEL, NIF, ONTOLOGY_GRAPH, OWL, TYPE, XSD
from kg.identity import digest

_SHACL = rdflib.Namespace("http://www.w3.org/ns/shacl#")


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong: `rule` (shape, dangling, evidence, label, blank), the thing, a sentence."""

    rule: str
    thing: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what is wrong."""

    violations: tuple[Violation, ...]
    counts: dict[str, int]
    """How many quads, graphs, passages and labels were looked at."""

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations

    def by_rule(self) -> dict[str, int]:
        """How many violations of each rule."""
        return dict(sorted(Counter(one.rule for one in self.violations).items()))


def check(dataset: Dataset) -> Report:
    """Checks everything; the report lists violations in order, each once."""
    found = {*_shapes(dataset), *_dangling(dataset), *_evidence(dataset), *_labels(dataset), *_blank(dataset)}
    counts = {
        "quads": len(dataset.store),
        "graphs": len(dataset.graphs),
        "passages": len(dataset.instances(CG("Passage"))),
        "things": len({quad.subject for quad in dataset.store.quads_for_pattern(None, TYPE, None)}),
    }
    return Report(tuple(sorted(found)), counts)


def _shapes(dataset: Dataset) -> Iterator[Violation]:
    """SHACL over the union of the graphs.

    Read from the file: the store makes `xsd:integer` of `xsd:nonNegativeInteger`.
    """
    data = rdflib.Graph()
    for quad in parse(path=str(dataset.path), format=RdfFormat.N_QUADS):
        value = quad.object
        if quad.graph_name == ONTOLOGY_GRAPH or isinstance(value, Triple) or isinstance(quad.subject, Triple):
            continue
        if quad.predicate == NIF("isString") and isinstance(value, Literal):
            # The text can be long and is looked at elsewhere; that there is one counts here.
            value = Literal(digest(value.value))
        data.add((_term(quad.subject), _term(quad.predicate), _term(value)))
    shapes = rdflib.Graph().parse(resources.ONTOLOGY / "shapes.ttl", format="turtle")
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    if not isinstance(results, rdflib.Graph):
        return
    for result in results.subjects(rdflib.RDF.type, _SHACL.ValidationResult):
        messages = sorted(
            results.objects(result, _SHACL.resultMessage),
            key=lambda one: (getattr(one, "language", None) != "en", str(one)),
        )
        thing = results.value(result, _SHACL.focusNode)
        value = results.value(result, _SHACL.value)
        said = f" ({value})" if value is not None and value != thing else ""
        yield Violation("shape", str(thing), f"{messages[0] if messages else 'does not fit its shape'}{said}")


def _term(term: NamedNode | BlankNode | Literal) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == XSD("string"):
        return rdflib.Literal(term.value)  # rdflib holds "A" and "A"^^xsd:string apart
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


def _dangling(dataset: Dataset) -> Iterator[Violation]:
    """Links to things under the dataset's base of which it says nothing."""
    described = {quad.subject for quad in dataset.store.quads_for_pattern(None, TYPE, None)}
    base = dataset.base
    for quad in dataset.store:
        end = quad.object
        if isinstance(end, NamedNode) and end not in described and _is_ours(end.value, base):
            said = f"{quad.predicate.value} leads to {end.value}, of which nothing is known."
            yield Violation("dangling", _name(quad.subject), said)
    given_up = {quad.subject for quad in dataset.store.quads_for_pattern(None, OWL("sameAs"), None)}
    for one in given_up & described:
        yield Violation("dangling", _name(one), "was given up for another IRI and is still described.")


def _is_ours(iri: str, base: str) -> bool:
    return bool(base and iri.startswith(base)) or (iri.startswith(CG.iri) and iri != CG.iri)


def _name(term: NamedNode | BlankNode | Triple) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _evidence(dataset: Dataset) -> Iterator[Violation]:
    """Passages whose words do not stand in the text where they say."""
    texts = {
        quad.subject: quad.object.value
        for quad in dataset.store.quads_for_pattern(None, NIF("isString"), None)
        if isinstance(quad.object, Literal)
    }
    for passage in dataset.instances(CG("Passage")):
        begin, end, words = (
            dataset.text(passage, NIF(name)) for name in ("beginIndex", "endIndex", "anchorOf")
        )
        for document in dataset.values(passage, NIF("referenceContext")):
            text = texts.get(document)  # type: ignore[arg-type]
            if text is None or begin is None or end is None:
                yield Violation("evidence", passage.value, "has no text that it could stand in.")
            elif (found := text[int(begin) : int(end)]) != words:
                yield Violation("evidence", passage.value, f"says {words!r}, the text {found!r}.")


def _labels(dataset: Dataset) -> Iterator[Violation]:
    labelled = {quad.subject for quad in dataset.store.quads_for_pattern(None, LABEL, None)}
    for quad in dataset.store.quads_for_pattern(None, TYPE, None):
        if quad.subject not in labelled:
            yield Violation("label", _name(quad.subject), "has no rdfs:label.")


def _blank(dataset: Dataset) -> Iterator[Violation]:
    for quad in dataset.store:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            yield Violation(
                "blank", _name(quad.subject), f"{quad.predicate.value}: a blank node cannot be asked for."
            )
