"""What is known only across letters, as quads in a named graph of its own: `<base>graph/ledger`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kg.findings import Discrepancy, FollowUp, Ledger, Outcome, Quote, Ref, SameFact, Series, Told
from kg.graph.letter import figure_nodes, passage_node, statement_nodes
from kg.graph.terms import CG, DCTERMS, LABEL, NIF, PASSAGE, PROV, TYPE, decimal, node, offset, text
from kg.identity import digest
from kg.models import Collection

_LINKS = {
    Outcome.FULFILLED: CG("fulfils"),
    Outcome.PROGRESS: CG("advances"),
    Outcome.RESTATED: CG("restates"),
}


class Names:
    """The IRIs of the statements and figures of a collection; each letter's are minted once, when asked for."""

    def __init__(self, collection: Collection) -> None:
        self._documents = collection.documents
        self._minted: dict[tuple[int, Told], list[NamedNode]] = {}

    def of(self, ref: Ref) -> NamedNode:
        """The IRI of a statement or figure."""
        key = ref.document, ref.told
        if key not in self._minted:
            mint = statement_nodes if ref.told is Told.STATEMENT else figure_nodes
            self._minted[key] = mint(self._documents[ref.document])
        return self._minted[key][ref.index]

    def passage(self, quote: Quote) -> NamedNode:
        """The IRI of the words."""
        return passage_node(self._documents[quote.document].document, quote.span)


def ledger(found: Ledger, collection: Collection, base: str) -> Iterator[Quad]:
    """The quads of the ledger graph, in no particular order; some may come twice."""
    graph = node(f"{base}graph/ledger")
    for subject, predicate, value in _Writer(collection, base).triples(found):
        yield Quad(subject, predicate, value, graph)


_Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


class _Writer:
    def __init__(self, collection: Collection, base: str) -> None:
        self.collection = collection
        self.names = Names(collection)
        self.base = base

    def triples(self, found: Ledger) -> Iterator[_Triple]:
        for one in found.follow_ups:
            yield from self._follow_up(one)
        for repeat in found.repeats:
            yield from self._repeat(repeat)
        for series in found.series:
            yield from self._series(series)
        for discrepancy in found.discrepancies:
            yield from self._discrepancy(discrepancy)
        for merge in self.collection.merges:
            yield node(merge.other), CG("reason"), text(merge.reason)

    def _follow_up(self, one: FollowUp) -> Iterator[_Triple]:
        earlier, later = self.names.of(one.earlier), self.names.of(one.later)
        for link in (_LINKS[one.outcome], CG("reportsOn")):
            yield later, link, earlier
        subject = node(f"{self.base}assessment/{digest(f'{earlier.value} {later.value}', 16)}")
        yield subject, TYPE, CG("Assessment")
        yield subject, LABEL, text(f"{one.outcome.value}：{one.reason}")
        yield subject, CG("ofStatement"), earlier
        yield subject, CG("report"), later
        yield subject, CG("outcome"), text(one.outcome.value)
        yield subject, CG("reason"), text(one.reason)
        yield subject, CG("confidence"), decimal(Decimal(str(round(one.confidence, 2))))
        yield subject, CG("assessedBy"), text(one.rule)
        yield from self._evidence(subject, (self._quote(one.earlier), self._quote(one.later)))

    def _repeat(self, one: SameFact) -> Iterator[_Triple]:
        left, right = self.names.of(one.one), self.names.of(one.other)
        yield left, CG("sameFactAs"), right
        yield right, CG("sameFactAs"), left

    def _series(self, one: Series) -> Iterator[_Triple]:
        points = [self.names.of(point) for point in one.points]
        name = "\n".join((one.label, one.unit, *sorted(point.value for point in points)))
        subject = node(f"{self.base}series/{digest(name, 16)}")
        yield subject, TYPE, CG("Series")
        yield subject, LABEL, text(one.label)
        yield subject, CG("unit"), text(one.unit)
        for iri in one.about:
            yield subject, CG("about"), node(iri)
            yield subject, DCTERMS("subject"), node(iri)
        for point in points:
            yield subject, CG("hasPoint"), point

    def _discrepancy(self, one: Discrepancy) -> Iterator[_Triple]:
        ends = sorted(
            (node(end) if isinstance(end, str) else self.names.of(end) for end in one.between), key=str
        )
        name = "\n".join((one.kind.value, *(end.value for end in ends)))
        subject = node(f"{self.base}discrepancy/{digest(name, 16)}")
        yield subject, TYPE, CG("Discrepancy")
        yield subject, LABEL, text(one.reason)
        yield subject, CG("discrepancyKind"), text(one.kind.value)
        yield subject, CG("reason"), text(one.reason)
        for end in ends:
            yield subject, CG("between"), end
        yield from self._evidence(subject, one.quotes)
        for quote in one.quotes:
            yield from self._passage(quote)

    def _passage(self, quote: Quote) -> Iterator[_Triple]:
        """The passage itself: the words of a contradiction need not be those of a statement."""
        linked = self.collection.documents[quote.document]
        passage, span = self.names.passage(quote), quote.span
        words = linked.facts.document.text[span.begin : span.end]
        for one in PASSAGE:
            yield passage, TYPE, one
        yield passage, LABEL, text(words)
        yield passage, NIF("anchorOf"), text(words)
        yield passage, NIF("beginIndex"), offset(span.begin)
        yield passage, NIF("endIndex"), offset(span.end)
        yield passage, NIF("referenceContext"), node(linked.document)

    def _quote(self, ref: Ref) -> Quote:
        facts = self.collection.documents[ref.document].facts
        told = facts.statements if ref.told is Told.STATEMENT else facts.figures
        return Quote(ref.document, told[ref.index].span)

    def _evidence(self, subject: NamedNode, quotes: Iterable[Quote]) -> Iterator[_Triple]:
        for quote in quotes:
            passage = self.names.passage(quote)
            yield subject, CG("evidence"), passage
            yield subject, PROV("wasDerivedFrom"), passage
