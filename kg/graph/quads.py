"""Linked facts as RDF: a graph for each letter, the registry, the dataset's description, the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Quad, RdfFormat, parse

from kg import resources
from kg.graph.letter import letter
from kg.graph.provenance import Run, provenance
from kg.graph.registry import registry
from kg.graph.terms import ONTOLOGY_GRAPH
from kg.models import Collection

__all__ = ["Run", "quads"]


def quads(collection: Collection, run: Run) -> Iterator[Quad]:
    """All quads of the dataset, in no particular order; some may come twice. There are no blank nodes.

    `run.base` must be the base that the collection was linked under.
    """
    for linked in collection.documents:
        yield from letter(linked, run.base)
    yield from registry(collection, run.base)
    yield from provenance(collection, run)
    yield from vocabulary()


def vocabulary() -> Iterator[Quad]:
    """The ontology and its schemes in a graph of their own: what classes, properties and statuses mean."""
    schemes = sorted((resources.ONTOLOGY / "schemes").glob("*.ttl"))
    for path in (resources.ONTOLOGY / "commitment-graph.ttl", *schemes):
        for triple in parse(path=str(path), format=RdfFormat.TURTLE):
            yield Quad(triple.subject, triple.predicate, triple.object, ONTOLOGY_GRAPH)
