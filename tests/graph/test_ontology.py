"""The ontology says every term that the graph writes, in two languages, and nothing else is written."""

from __future__ import annotations

from collections import defaultdict

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg import resources
from kg.graph.quads import vocabulary
from kg.graph.store import Dataset
from kg.graph.terms import CG, LABEL, ONTOLOGY_GRAPH, PREFIXES, SKOS, TYPE

TERMS = [
    "Document",
    "Reply",
    "Policy",
    "Suggestion",
    "CppccProposal",
    "Session",
    "GovernmentBody",
    "NonStateOrganization",
    "Place",
    "Programme",
    "Project",
    "Platform",
    "Statement",
    "Commitment",
    "Practice",
    "Achievement",
    "Refusal",
    "Figure",
    "Passage",
    "Assertion",
    "Assessment",
    "Series",
    "Discrepancy",
    "signedBy",
    "repliesTo",
    "addressedTo",
    "proposedBy",
    "session",
    "consulted",
    "copiedTo",
    "handlingCategory",
    "issuedFrom",
    "issuedTo",
    "validFrom",
    "validTo",
    "sourceFile",
    "adminCode",
    "responsibleBody",
    "partner",
    "implements",
    "locatedIn",
    "status",
    "strength",
    "condition",
    "statedIn",
    "actor",
    "actorBasis",
    "about",
    "deadline",
    "deadlineText",
    "hasFigure",
    "indicator",
    "value",
    "unit",
    "baseValue",
    "baseUnit",
    "comparator",
    "role",
    "measure",
    "rangeWith",
    "periodStart",
    "periodEnd",
    "reportsOn",
    "fulfils",
    "advances",
    "restates",
    "ofStatement",
    "report",
    "outcome",
    "reason",
    "confidence",
    "assessedBy",
    "sameFactAs",
    "hasPoint",
    "between",
    "discrepancyKind",
    "evidence",
    "section",
    "rule",
    "planned",
    "ongoing",
    "delivered",
    "declined",
    "firm",
    "intended",
    "aimed",
    "explored",
]


@pytest.fixture(scope="module")
def languages() -> dict[tuple[str, str], set[str | None]]:
    """Languages of label and definition of each term."""
    found: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    for quad in vocabulary():
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found[quad.subject.value, quad.predicate.value].add(quad.object.language)
    return found


@pytest.mark.parametrize("name", TERMS)
def test_each_term_is_told_in_two_languages(
    languages: dict[tuple[str, str], set[str | None]], name: str
) -> None:
    for predicate in (LABEL, SKOS("definition")):
        assert languages[CG(name).value, predicate.value] == {"zh", "en"}


def test_there_are_no_blank_nodes_in_the_vocabulary() -> None:
    for quad in vocabulary():
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, BlankNode)


def test_the_graph_writes_only_terms_that_are_defined(dataset: Dataset) -> None:
    defined = {quad.subject for quad in vocabulary()}
    used = set()
    for quad in dataset.store:
        if quad.graph_name != ONTOLOGY_GRAPH:
            used.add(quad.predicate)
            if quad.predicate == TYPE:
                used.add(quad.object)
    assert {term for term in used if str(term).startswith(f"<{CG.iri}")} <= defined
    assert all(
        any(term.value.startswith(iri) for iri in PREFIXES.values())
        for term in used
        if isinstance(term, NamedNode)
    )


def test_each_thing_bears_the_classes_above_its_own(dataset: Dataset) -> None:
    """No inference is needed: where the vocabulary puts a class below another, the data says both."""
    below = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
    for quad in vocabulary():
        if quad.predicate.value == below:
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode)
            assert set(dataset.instances(quad.subject)) <= set(dataset.instances(quad.object))


def test_each_sub_property_brings_the_one_above(dataset: Dataset) -> None:
    below = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf"
    for quad in vocabulary():
        if quad.predicate.value == below:
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode)
            for said in dataset.store.quads_for_pattern(None, quad.subject, None):
                assert next(dataset.store.quads_for_pattern(said.subject, quad.object, said.object), None)


@pytest.mark.parametrize("name", ["shapes.ttl", "labels.ttl"])
def test_other_files_speak_of_terms_that_exist(name: str) -> None:
    defined = {quad.subject for quad in vocabulary()}
    for triple in parse(path=str(resources.ONTOLOGY / name), format=RdfFormat.TURTLE):
        for term in (triple.predicate, triple.object):
            ours = isinstance(term, NamedNode) and term.value.startswith(CG.iri)
            assert not ours or term in defined
        assert not isinstance(triple.object, Triple)
