"""What a page shows, made of what a dataset says of its subjects, one after the other."""

from __future__ import annotations

import gc
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

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

Watch = Callable[[int, int], None]
"""Told how many of how many steps are done."""
Said = Mapping[str, Sequence[str]]
"""Values by the prefixed name of their property; classes under `a`."""


class Subjects(Protocol):
    """Gives each subject that has at least one of some properties or classes, with what is said of it."""

    def __call__(
        self, properties: Iterable[str], classes: Iterable[str], watch: Watch | None, /
    ) -> Iterable[tuple[str, Said]]: ...


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
_KIND = {name: kind for kind, name in _CLASSES.items()}
_NAMES = {term: name for name, term in LINKS.items()}
_PROPERTIES = (
    *LINKS.values(), *(f"cg:{outcome}" for outcome in OUTCOMES),
    "skos:prefLabel", "skos:altLabel", "dcterms:identifier",
    "nif:isString", "cg:sourceFile", "dcterms:issued", "cg:issuedFrom", "cg:issuedTo",
    "cg:section", "itsrdf:taIdentRef", "cg:evidence", "cg:about",
    "cg:status", "cg:strength", "cg:actor", "cg:actorBasis", "cg:condition", "cg:deadline", "cg:deadlineText",
    "cg:hasFigure", "cg:hasPoint",
    "cg:indicator", "cg:value", "cg:unit", "cg:comparator", "cg:role", "cg:periodStart", "cg:periodEnd",
    "rdfs:label", "rdf:subject", "rdf:predicate", "rdf:object",
    "cg:report", "cg:ofStatement", "cg:reason", "cg:confidence", "cg:discrepancyKind", "cg:between",
    "void:uriSpace",
)  # fmt: skip
_PASSAGE = re.compile(r"(.*)#char=(\d+),(\d+)", re.S | re.A)
_MORE_CLASSES = ("cg:Statement", "cg:Figure", "cg:Assessment", "cg:Discrepancy")


def read(subjects: Subjects, watch: Watch | None = None) -> Graph:
    """The whole graph as values, in an order that only its content decides."""
    reader = _Reader()
    with uncollected():
        for iri, said in subjects(_PROPERTIES, (*_KIND, *_MORE_CLASSES), watch):
            reader.take(iri, said)
        return reader.graph()


@contextmanager
def uncollected() -> Iterator[None]:
    """Millions of values in which nothing is cyclic are made without looking for cycles again and again."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def place(passage: str) -> Place | None:
    """A passage's IRI taken apart: it is the letter's with `#char=BEGIN,END`."""
    found = _PASSAGE.fullmatch(passage)
    return Place(sys.intern(found[1]), int(found[2]), int(found[3])) if found else None


def _at(one: Place) -> tuple[str, int, int]:
    """A place as what is sorted sooner."""
    return one.letter, one.begin, one.end


class _Reader:
    """Values made so far; what needs a second subject waits for the end."""

    def __init__(self) -> None:
        self.base = ""
        self.assessed = False
        self.things: list[Thing] = []
        self.letters: list[Letter] = []
        self.statements: list[Statement] = []
        self.figures: list[Figure] = []
        self.mentions: list[tuple[str, Place]] = []
        self.discrepancies: list[Discrepancy] = []
        self.pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
        """Subject and object of each drawn property."""
        self.proofs: dict[tuple[str, str, str], set[Place]] = defaultdict(set)
        self.judged: dict[tuple[str, str], tuple[str, str]] = {}
        self.outcomes: dict[tuple[str, str], str] = {}
        self.series: dict[str, str] = {}
        """Of each figure the first series that it is a point of."""
        self.letter = ""
        self.sections: dict[tuple[int, int], str] = {}
        """Of the letter whose parts come just now: passages stand before what rests on them."""

    def take(self, iri: str, said: Said) -> None:
        """Takes up what is said of one subject."""
        iri = sys.intern(iri)
        passage = place(iri) if "#char=" in iri else None
        if passage:
            self.passage(passage, said)
            return
        classes = said.get("a", ())
        if "cg:Statement" in classes:
            self.statement(iri, said)
        elif "cg:Figure" in classes:
            self.figure(iri, said)
        elif "rdf:predicate" in said:
            self.assertion(said)
        elif "cg:Discrepancy" in classes:
            self.discrepancy(iri, said)
        else:
            self.thing(iri, said)
        self.assessed = self.assessed or "cg:Assessment" in classes
        for later in said.get("cg:report", ()):
            for earlier in said.get("cg:ofStatement", ()):
                judgement = _first(said, "cg:reason"), _first(said, "cg:confidence")
                self.judged[later, earlier] = max(self.judged.get((later, earlier), ("", "")), judgement)

    def passage(self, where: Place, said: Said) -> None:
        self.turn_to(where.letter)
        if "cg:section" in said:
            self.sections[where.begin, where.end] = sys.intern(_first(said, "cg:section"))
        self.mentions += [(sys.intern(thing), where) for thing in said.get("itsrdf:taIdentRef", ())]

    def turn_to(self, letter: str) -> None:
        """Forgets the sections of another letter."""
        if letter != self.letter:
            self.letter = letter
            self.sections = {}

    def thing(self, iri: str, said: Said) -> None:
        kinds = {_KIND[name] for name in said.get("a", ()) if name in _KIND}
        label, number = _first(said, "skos:prefLabel"), _first(said, "dcterms:identifier")
        if kinds and (label or number):
            aliases = tuple(one for one in _all(said, "skos:altLabel") if one != label)
            self.things.append(Thing(iri, min(kinds, key=KINDS.index), label or number, number, aliases))
        if "nif:isString" in said:
            names = ("cg:sourceFile", "nif:isString", "dcterms:issued", "cg:issuedFrom", "cg:issuedTo")
            self.letters.append(Letter(iri, *(_first(said, name) for name in names)))
        for term, values in said.items():
            if term in _NAMES:
                self.pairs[_NAMES[term]] |= {(iri, sys.intern(value)) for value in values}
        for point in said.get("cg:hasPoint", ()):
            self.series[point] = min(iri, self.series.get(point, iri))
        self.base = self.base or _first(said, "void:uriSpace")

    def statement(self, iri: str, said: Said) -> None:
        where = _evidence(said)
        if not where:
            return
        self.turn_to(where.letter)
        self.statements.append(
            Statement(
                iri=iri,
                place=where,
                status=_local(_first(said, "cg:status")),
                section=self.sections.get((where.begin, where.end), ""),
                strength=_local(_first(said, "cg:strength")),
                deadline=sys.intern(_first(said, "cg:deadline")),
                deadline_text=_first(said, "cg:deadlineText"),
                condition=_first(said, "cg:condition"),
                actor=sys.intern(_first(said, "cg:actor")),
                basis=sys.intern(_first(said, "cg:actorBasis")),
                about=_all(said, "cg:about"),
                figures=_all(said, "cg:hasFigure"),
            )
        )
        for outcome in OUTCOMES:  # the most telling first
            for earlier in said.get(f"cg:{outcome}", ()):
                self.outcomes.setdefault((iri, earlier), outcome)

    def figure(self, iri: str, said: Said) -> None:
        where = _evidence(said)
        if where:
            self.figures.append(
                Figure(
                    iri=iri,
                    place=where,
                    label=_first(said, "rdfs:label"),
                    indicator=sys.intern(_first(said, "cg:indicator")),
                    value=_first(said, "cg:value"),
                    unit=sys.intern(_first(said, "cg:unit")),
                    comparator=sys.intern(_first(said, "cg:comparator")),
                    role=sys.intern(_first(said, "cg:role")),
                    about=_all(said, "cg:about"),
                    first=sys.intern(_first(said, "cg:periodStart")),
                    last=sys.intern(_first(said, "cg:periodEnd")),
                )
            )

    def assertion(self, said: Said) -> None:
        """Where a drawn link is said."""
        places = set(filter(None, map(place, said.get("cg:evidence", ()))))
        for name in map(_local, said["rdf:predicate"]):
            if places and name in LINKS and name != MENTIONS:
                for subject in said.get("rdf:subject", ()):
                    for value in said.get("rdf:object", ()):
                        self.proofs[sys.intern(subject), name, sys.intern(value)] |= places

    def discrepancy(self, iri: str, said: Said) -> None:
        """One of which both sides can be quoted, or the one side that is at odds with itself."""
        places = tuple(sorted(filter(None, map(place, said.get("cg:evidence", ())))))
        kind = _first(said, "cg:discrepancyKind")
        if kind and places:
            self.discrepancies.append(
                Discrepancy(iri, kind, _first(said, "cg:reason"), _all(said, "cg:between"), places)
            )

    def graph(self) -> Graph:
        things = tuple(sorted(self.things, key=lambda one: one.iri))
        statements = tuple(sorted(self.statements, key=lambda one: (_at(one.place), one.iri)))
        figures = sorted(self.figures, key=lambda one: (_at(one.place), one.iri))
        if self.series:
            figures = [replace(one, series=self.series.get(one.iri, "")) for one in figures]
        reports = tuple(self.reports({one.iri for one in statements}))
        return Graph(
            base=self.base,
            things=things,
            letters=tuple(sorted(self.letters, key=lambda one: one.iri)),
            links=tuple(self.links({one.iri for one in things})),
            statements=statements,
            figures=tuple(figures),
            reports=reports,
            mentions=tuple(sorted(self.mentions, key=lambda one: (_at(one[1]), one[0]))),
            ledger=bool(reports) or self.assessed,
            discrepancies=tuple(sorted(self.discrepancies, key=lambda one: one.iri)),
        )

    def links(self, things: set[str]) -> Iterator[Link]:
        found = {
            (subject, name, value)
            for name, pairs in self.pairs.items()
            for subject, value in pairs
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
            places = sorted(self.proofs.get((subject, name, value), ()), key=_at)
            yield Link(subject, name, value, tuple(places))

    def reports(self, statements: set[str]) -> Iterator[Report]:
        """The most telling link of each pair, with the judgement behind it where there is one."""
        for (later, earlier), outcome in sorted(self.outcomes.items()):
            if later in statements and earlier in statements:
                yield Report(later, earlier, outcome, *self.judged.get((later, earlier), ("", "")))


def _first(said: Said, name: str) -> str:
    """The first value by letters; empty where there is none."""
    values = said.get(name)
    return min(values) if values else ""


def _all(said: Said, name: str) -> tuple[str, ...]:
    return tuple(sorted({sys.intern(value) for value in said.get(name, ())}))


def _evidence(said: Said) -> Place | None:
    """The first passage on which something rests."""
    return min(filter(None, map(place, said.get("cg:evidence", ()))), default=None)


def _local(iri: str) -> str:
    return sys.intern(iri.replace("#", "/").rpartition("/")[2])
