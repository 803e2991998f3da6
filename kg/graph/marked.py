"""A document's text as pieces that know what is said in them, and a fact's words in their paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import NamedNode

from kg.graph.store import Dataset
from kg.graph.terms import CG, DCTERMS, ITSRDF, LABEL, NIF, TYPE
from kg.text.layout import paragraph

_PART = re.compile(r"#char=(\d+),(\d+)$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: what is said there, and which thing it names."""

    begin: int
    end: int
    words: str
    kinds: tuple[str, ...] = ()
    """Of planned, ongoing, delivered, declined, figure, mention."""
    thing: str = ""
    """The IRI of the thing named, the one of the shortest name where names lie in names."""
    anchors: tuple[tuple[str, int], ...] = ()
    """Fragments of statements and figures that begin here, each with its end."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words that prove a fact, in their paragraph."""

    before: str
    words: str
    after: str
    section: str
    document: str
    """Its number, else its name."""
    passage: str
    """Its IRI."""


def pieces(dataset: Dataset, document: str) -> list[Piece]:
    """The text of a document, cut wherever something begins or ends; none where it has no text."""
    context = NamedNode(document)
    text = dataset.text(context, NIF("isString"))
    if text is None:
        return []
    spans: dict[tuple[int, int], set[str]] = defaultdict(set)
    things: dict[tuple[int, int], str] = {}
    anchors: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for passage, span in _passages(dataset, context):
        for one in dataset.values(passage, ITSRDF("taIdentRef")):
            spans[span].add("mention")
            things[span] = one.value
        for proved, kind in _proved(dataset, passage):
            spans[span].add(kind)
            anchors[span[0]].append((proved.value.partition("#")[2], span[1]))
    cuts = sorted({0, len(text), *(edge for span in spans for edge in span if edge <= len(text))})
    kinds: list[set[str]] = [set() for _ in cuts]
    at: list[tuple[int, str]] = [(len(text) + 1, "")] * len(cuts)
    for (begin, end), said in spans.items():
        for index in range(bisect_right(cuts, begin) - 1, len(cuts)):
            if cuts[index] >= end:
                break
            kinds[index] |= said
            if (begin, end) in things and end - begin < at[index][0]:
                at[index] = (end - begin, things[begin, end])
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


def _passages(dataset: Dataset, context: NamedNode) -> Iterator[tuple[NamedNode, tuple[int, int]]]:
    for quad in dataset.quads(value=context):
        passage = quad.subject
        if quad.predicate == NIF("referenceContext") and isinstance(passage, NamedNode):
            found = _PART.search(passage.value)
            if found is not None:
                yield passage, (int(found[1]), int(found[2]))


def _proved(dataset: Dataset, passage: NamedNode) -> Iterator[tuple[NamedNode, str]]:
    """The statements and figures that a passage proves, each with its status or `figure`."""
    for quad in dataset.quads(value=passage):
        subject = quad.subject
        if quad.predicate != CG("evidence") or not isinstance(subject, NamedNode):
            continue
        status = dataset.text(subject, CG("status"))
        kind = status.rpartition("#")[2] if status else ""
        if not kind and CG("Figure") in dataset.values(subject, TYPE):
            kind = "figure"
        if kind:
            yield subject, kind


def quotations(dataset: Dataset, iri: str) -> list[Quotation]:
    """The words behind a statement, figure or assertion, or those of a passage; none where it has none."""
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
        document = documents[0]
        text = dataset.text(document, NIF("isString")) or ""
        begin, end = int(found[1]), int(found[2])
        around, first = paragraph(text, begin, end)
        name = dataset.text(document, DCTERMS("identifier")) or dataset.text(document, LABEL)
        told.append(
            Quotation(
                before=around[: begin - first].lstrip(),
                words=text[begin:end],
                after=around[end - first :].rstrip(),
                section=dataset.text(passage, CG("section")) or "",
                document=name or document.value,
                passage=passage.value,
            )
        )
    return told
