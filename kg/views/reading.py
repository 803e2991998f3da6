"""What a page shows, read by simple questions from whatever answers SPARQL."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from kg.views.values import (
    KINDS,
    MENTIONS,
    OUTCOMES,
    Discrepancy,
    Figure,
    Graph,
    Letter,
    Link,
    Place,
    Report,
    Statement,
    Thing,
)

Ask = Callable[[str], Iterable[tuple[str, ...]]]
"""SPARQL to rows of strings, one a variable; what is unbound is an empty string. The prefixes of the
vocabulary need not be declared, and the default graph is the union of all graphs."""

Watch = Callable[[int, int], None]
"""Told how many of how many steps are done."""

LINKS: Mapping[str, str] = {
    "publisher": "dcterms:publisher",
    "signedBy": "cg:signedBy",
    "addressedTo": "cg:addressedTo",
    "repliesTo": "cg:repliesTo",
    "proposedBy": "cg:proposedBy",
    "consulted": "cg:consulted",
    "copiedTo": "cg:copiedTo",
    "references": "dcterms:references",
    "responsibleBody": "cg:responsibleBody",
    "partner": "cg:partner",
    "isPartOf": "dcterms:isPartOf",
    "implements": "cg:implements",
    "locatedIn": "cg:locatedIn",
    "isReplacedBy": "dcterms:isReplacedBy",
    MENTIONS: "schema:mentions",
}
"""The properties that are drawn, by the name that the page has for each."""

_CLASSES = {kind: "foaf:Person" if kind == "Person" else f"cg:{kind}" for kind in KINDS}
QUESTIONS = 80
"""How many questions are asked of a dataset, whatever is in it."""


def read(ask: Ask, watch: Watch | None = None) -> Graph:
    """The whole graph as values, in an order that only its content decides."""
    reader = _Reader(ask, watch or (lambda _done, _total: None))
    things = reader.things()
    letters = reader.letters()
    statements = tuple(reader.statements(reader.evidence("cg:Statement"), reader.sections()))
    figures = tuple(reader.figures(reader.evidence("cg:Figure")))
    links = tuple(reader.links(reader.proofs(), {one.iri for one in things}))
    mentions = reader.mentions()
    reports = reader.reports({one.iri for one in statements})
    discrepancies = tuple(reader.discrepancies())
    ledger = bool(reports) or bool(list(reader.ask("SELECT ?a { ?a a cg:Assessment } LIMIT 1")))
    bases = [row[0] for row in reader.ask("SELECT ?base { ?set void:uriSpace ?base } LIMIT 1")]
    base = bases[0] if bases else ""
    return Graph(base, things, letters, links, statements, figures, reports, mentions, ledger, discrepancies)


def place(passage: str) -> Place | None:
    """A passage's IRI taken apart: it is the letter's with `#char=BEGIN,END`."""
    letter, sign, offsets = passage.rpartition("#char=")
    begin, comma, end = offsets.partition(",")
    if not (sign and comma and begin.isdecimal() and end.isdecimal()):
        return None
    return Place(letter, int(begin), int(end))


class _Reader:
    def __init__(self, ask: Ask, watch: Watch) -> None:
        self._ask = ask
        self._watch = watch
        self.asked = 0

    def ask(self, text: str) -> Iterator[tuple[str, ...]]:
        """The rows of a question; a string that comes again is the same object."""
        for row in self._ask(text):
            yield tuple(map(sys.intern, row))
        self.asked += 1
        self._watch(self.asked, QUESTIONS)

    def pairs(self, pattern: str) -> Iterator[tuple[str, str]]:
        """Rows of a pattern over ?a and ?b."""
        for row in self.ask(f"SELECT ?a ?b {{ {pattern} }}"):
            yield row[0], row[1]

    def one(self, pattern: str) -> dict[str, str]:
        """?a to ?b, the first by letters where there are several."""
        found: dict[str, str] = {}
        for first, second in self.pairs(pattern):
            if first not in found or second < found[first]:
                found[first] = second
        return found

    def many(self, pattern: str) -> dict[str, tuple[str, ...]]:
        """?a to all ?b, each once, sorted."""
        found: dict[str, set[str]] = defaultdict(set)
        for first, second in self.pairs(pattern):
            found[first].add(second)
        return {first: tuple(sorted(several)) for first, several in found.items()}

    def things(self) -> tuple[Thing, ...]:
        kinds: dict[str, str] = {}
        for kind, name in _CLASSES.items():
            for (iri,) in self.ask(f"SELECT ?a {{ ?a a {name} }}"):
                kinds.setdefault(iri, kind)
        labels = self.one("?a skos:prefLabel ?b")
        numbers = self.one("?a dcterms:identifier ?b")
        aliases = self.many("?a skos:altLabel ?b")
        return tuple(
            Thing(
                iri,
                kinds[iri],
                labels.get(iri) or numbers.get(iri) or iri,
                numbers.get(iri, ""),
                tuple(one for one in aliases.get(iri, ()) if one != labels.get(iri)),
            )
            for iri in sorted(kinds)
            if iri in labels or iri in numbers
        )

    def letters(self) -> tuple[Letter, ...]:
        texts = self.one("?a nif:isString ?b")
        files = self.one("?a cg:sourceFile ?b")
        issued = self.one("?a dcterms:issued ?b")
        first, last = self.one("?a cg:issuedFrom ?b"), self.one("?a cg:issuedTo ?b")
        return tuple(
            Letter(
                iri,
                files.get(iri, ""),
                texts[iri],
                issued.get(iri, ""),
                first.get(iri, ""),
                last.get(iri, ""),
            )
            for iri in sorted(texts)
        )

    def evidence(self, name: str) -> dict[str, Place]:
        """The first passage of each thing of a class."""
        found: dict[str, Place] = {}
        for iri, passage in self.pairs(f"?a a {name} ; cg:evidence ?b"):
            where = place(passage)
            if where and (iri not in found or where < found[iri]):
                found[iri] = where
        return found

    def sections(self) -> dict[str, str]:
        return self.one("?s a cg:Statement ; cg:evidence ?a . ?a cg:section ?b")

    def statements(self, evidence: Mapping[str, Place], sections: Mapping[str, str]) -> Iterator[Statement]:
        status = self.one("?a cg:status ?b")
        strength, actor = self.one("?a cg:strength ?b"), self.one("?a cg:actor ?b")
        basis, condition = self.one("?a cg:actorBasis ?b"), self.one("?a cg:condition ?b")
        deadline, words = self.one("?a cg:deadline ?b"), self.one("?a cg:deadlineText ?b")
        about = self.many("?a a cg:Statement ; cg:about ?b")
        figures = self.many("?a cg:hasFigure ?b")
        for iri, where in sorted(evidence.items(), key=lambda one: (one[1], one[0])):
            yield Statement(
                iri=iri,
                place=where,
                status=_local(status.get(iri, "")),
                section=sections.get(f"{where.letter}#char={where.begin},{where.end}", ""),
                strength=_local(strength.get(iri, "")),
                deadline=deadline.get(iri, ""),
                deadline_text=words.get(iri, ""),
                condition=condition.get(iri, ""),
                actor=actor.get(iri, ""),
                basis=basis.get(iri, ""),
                about=about.get(iri, ()),
                figures=figures.get(iri, ()),
            )

    def figures(self, evidence: Mapping[str, Place]) -> Iterator[Figure]:
        labels = self.one("?a a cg:Figure ; rdfs:label ?b")
        names = ("indicator", "value", "unit", "comparator", "role", "periodStart", "periodEnd")
        indicator, value, unit, comparator, role, first, last = (
            self.one(f"?a cg:{name} ?b") for name in names
        )
        about = self.many("?a a cg:Figure ; cg:about ?b")
        series = self.one("?b cg:hasPoint ?a")
        for iri, where in sorted(evidence.items(), key=lambda one: (one[1], one[0])):
            yield Figure(
                iri=iri,
                place=where,
                label=labels.get(iri, ""),
                indicator=indicator.get(iri, ""),
                value=value.get(iri, ""),
                unit=unit.get(iri, ""),
                comparator=comparator.get(iri, ""),
                role=role.get(iri, ""),
                about=about.get(iri, ()),
                first=first.get(iri, ""),
                last=last.get(iri, ""),
                series=series.get(iri, ""),
            )

    def proofs(self) -> dict[tuple[str, str, str], tuple[Place, ...]]:
        """Where each drawn link is said."""
        found: dict[tuple[str, str, str], set[Place]] = defaultdict(set)
        for name, term in LINKS.items():
            if name == MENTIONS:
                continue
            rows = self.ask(
                f"SELECT ?s ?o ?e {{ ?a rdf:predicate {term} ; rdf:subject ?s ; rdf:object ?o ; cg:evidence ?e }}"
            )
            for subject, value, passage in rows:
                where = place(passage)
                if where:
                    found[subject, name, value].add(where)
        return {link: tuple(sorted(places)) for link, places in found.items()}

    def links(
        self, proofs: Mapping[tuple[str, str, str], tuple[Place, ...]], things: set[str]
    ) -> Iterator[Link]:
        found = {
            (subject, name, value)
            for name, term in LINKS.items()
            for subject, value in self.pairs(f"?a {term} ?b")
            if subject in things and value in things and subject != value
        }
        # A suggestion is also referred to, and whoever is named in the head is also mentioned: said once.
        joined = {(subject, value) for subject, name, value in found if name not in (MENTIONS, "references")}
        referred = {(subject, value) for subject, name, value in found if name == "references"}
        for subject, name, value in sorted(found):
            ends = subject, value
            if (name == "references" and ends in joined) or (
                name == MENTIONS and (ends in joined or ends in referred)
            ):
                continue
            yield Link(subject, name, value, proofs.get((subject, name, value), ()))

    def mentions(self) -> tuple[tuple[str, Place], ...]:
        found = set()
        for passage, thing in self.pairs("?a itsrdf:taIdentRef ?b"):
            where = place(passage)
            if where:
                found.add((thing, where))
        return tuple(sorted(found, key=lambda one: (one[1], one[0])))

    def reports(self, statements: set[str]) -> tuple[Report, ...]:
        """The most telling link of each pair, with the judgement behind it where there is one."""
        judged: dict[tuple[str, str], tuple[str, str]] = {}
        rows = self.ask(
            "SELECT ?later ?earlier ?reason ?confidence { ?a cg:report ?later ; cg:ofStatement ?earlier ."
            " OPTIONAL { ?a cg:reason ?reason } OPTIONAL { ?a cg:confidence ?confidence } }"
        )
        for later, earlier, reason, confidence in rows:
            judged[later, earlier] = max(judged.get((later, earlier), ("", "")), (reason, confidence))
        found: dict[tuple[str, str], str] = {}
        for outcome in OUTCOMES:
            for later, earlier in self.pairs(f"?a cg:{outcome} ?b"):
                if later in statements and earlier in statements:
                    found.setdefault((later, earlier), outcome)
        return tuple(
            Report(later, earlier, outcome, *judged.get((later, earlier), ("", "")))
            for (later, earlier), outcome in sorted(found.items())
        )

    def discrepancies(self) -> Iterator[Discrepancy]:
        """Those of which both sides can be quoted, or the one side that is at odds with itself."""
        kinds, reasons = self.one("?a cg:discrepancyKind ?b"), self.one("?a a cg:Discrepancy ; cg:reason ?b")
        between, evidence = (
            self.many("?a cg:between ?b"),
            self.many("?a a cg:Discrepancy ; cg:evidence ?b"),
        )
        for iri in sorted(kinds):
            places = tuple(sorted(filter(None, map(place, evidence.get(iri, ())))))
            if places:
                yield Discrepancy(iri, kinds[iri], reasons.get(iri, ""), between.get(iri, ()), places)


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
