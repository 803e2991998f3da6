"""What the dataset says of itself: the version that made it and inputs. No clock: same input, same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.terms import (
    CG,
    DCAT,
    DCTERMS,
    FOAF,
    LABEL,
    ONTOLOGY_GRAPH,
    PREFIXES,
    PROV,
    TYPE,
    VOID,
    XSD,
    node,
    text,
)
from kg.identity import BASE, digest
from kg.models import Collection


@dataclass(frozen=True, slots=True)
class Run:
    """What made a dataset: the program's version and its inputs as (source, SHA-256 of the bytes)."""

    version: str
    inputs: tuple[tuple[str, str], ...]
    base: str = BASE


def provenance(collection: Collection, run: Run) -> Iterator[Quad]:
    """The quads of `<base>graph/dataset`: VoID, DCAT and PROV."""
    graph = node(f"{run.base}graph/dataset")
    for subject, predicate, value in _triples(collection, run):
        yield Quad(subject, predicate, value, graph)


def _triples(collection: Collection, run: Run) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    dataset = node(f"{run.base}dataset")
    program = node(f"{run.base}program/{run.version}")
    # A name for the run that depends on nothing but what went in.
    inputs = "\n".join([run.version, *sorted(f"{sha256} {source}" for source, sha256 in run.inputs)])
    activity = node(f"{run.base}run/{digest(inputs, 16)}")
    for one in (VOID("Dataset"), DCAT("Dataset"), PROV("Entity")):
        yield dataset, TYPE, one
    yield dataset, LABEL, text("commitment graph")
    yield dataset, DCTERMS("title"), Literal("承诺图谱", language="zh")
    yield dataset, DCTERMS("title"), Literal("Commitment graph", language="en")
    yield dataset, DCAT("version"), text(run.version)
    yield dataset, VOID("uriSpace"), text(run.base)
    yield dataset, VOID("documents"), Literal(str(len(collection.documents)), datatype=XSD("integer"))
    yield dataset, DCTERMS("conformsTo"), ONTOLOGY_GRAPH
    for iri in sorted(PREFIXES.values()):
        yield dataset, VOID("vocabulary"), node(iri)
    yield dataset, PROV("wasGeneratedBy"), activity
    yield activity, TYPE, PROV("Activity")
    yield activity, LABEL, text(f"build of {len(run.inputs)} files by version {run.version}")
    yield activity, PROV("wasAssociatedWith"), program
    for one in (PROV("SoftwareAgent"), PROV("Agent")):
        yield program, TYPE, one
    yield program, LABEL, text(f"commitment-graph {run.version}")
    for source, sha256 in run.inputs:
        file = _file(run, sha256)
        yield activity, PROV("used"), file
        for one in (CG("File"), PROV("Entity")):
            yield file, TYPE, one
        yield file, LABEL, text(source)
        yield file, CG("sha256"), text(sha256)
    known = {sha256 for _, sha256 in run.inputs}
    for linked in collection.documents:
        if linked.facts.document.sha256 in known:
            yield _file(run, linked.facts.document.sha256), FOAF("primaryTopic"), node(linked.document)


def _file(run: Run, sha256: str) -> NamedNode:
    return node(f"{run.base}file/{sha256}")
