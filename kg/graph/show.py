"""What is known of one thing: found by any name, told in groups, each fact with the words that say it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg import identity, resources
from kg.errors import UsageError
from kg.graph.results import TRIPLES
from kg.graph.store import Dataset
from kg.graph.terms import (
    ALTERNATIVE,
    CG,
    CITO,
    DCTERMS,
    FOAF,
    ITSRDF,
    LABEL,
    NIF,
    OWL,
    PREFERRED,
    PREFIXES,
    PROV,
    RDF,
    SCHEMA,
    TYPE,
    node,
)

_NAMES = (PREFERRED, ALTERNATIVE, DCTERMS("identifier"), DCTERMS("title"))
_QUIET = frozenset(
    (
        TYPE,
        LABEL,
        PREFERRED,
        FOAF("name"),
        NIF("isString"),
        SCHEMA("mentions"),
        DCTERMS("subject"),
        DCTERMS("references"),
        CITO("repliesTo"),
        PROV("wasDerivedFrom"),
    )
)
"""Outgoing properties that the head or another group tells already."""
_INCOMING = frozenset(
    (
        *map(CG, ("responsibleBody", "partner", "implements", "locatedIn")),
        *map(CG, ("repliesTo", "proposedBy", "session")),
        *map(CG, ("signedBy", "addressedTo", "consulted", "copiedTo")),
        *map(DCTERMS, ("publisher", "isPartOf", "references", "isReplacedBy")),
    )
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that a name may mean: its IRI, usual name and kinds (in Chinese)."""

    iri: str
    label: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that say a fact, where in the letter they stand, and the letter."""

    words: str
    section: str | None
    document: str
    document_name: str
    passage: str = field(default="", compare=False)
    """The IRI of the passage; the same words said again in a section are no further evidence."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the thing: the value as a person reads it, its IRI if it is a thing, and what says so."""

    value: str
    iri: str | None = None
    note: str = ""
    """What else matters: status and deadline of a statement, unit and period of a figure."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one property: `title` by language, `inverse` where the thing is the object."""

    property: str
    title: Mapping[str, str]
    facts: tuple[Fact, ...]
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """All that is known of one thing."""

    thing: Thing
    names: tuple[str, ...]
    """Other names, sorted."""
    groups: tuple[Group, ...]
    triples: tuple[Triple, ...]
    """The triples of the thing itself and those that point at it."""

    def serialize(self, form: str) -> bytes:
        """The description as `json`, or its triples as `turtle`, `ntriples`, `jsonld`, `rdfxml`."""
        if form == "json":
            said = {
                "thing": asdict(self.thing),
                "names": self.names,
                "groups": [asdict(group) for group in self.groups],
            }
            return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
        if form not in TRIPLES:
            raise UsageError(f"There is no format {form}; choose one of json, {', '.join(TRIPLES)}.")
        return serialize(self.triples, format=TRIPLES[form], prefixes=dict(PREFIXES)) or b""


# --- finding ----------------------------------------------------------------------------------------------


_INDEX: WeakKeyDictionary[Dataset, dict[str, set[NamedNode]]] = WeakKeyDictionary()


def find(dataset: Dataset, name: str) -> list[Thing]:
    """The things that `name` may mean, sorted by name: an IRI, any name or number, else a part of a name.

    Brackets, quotes, width and white space are of no account. An IRI that was given up finds its successor.
    """
    wanted = _by_iri(dataset, name)
    if not wanted:
        index = _names(dataset)
        folded = identity.key(name)
        exact = index.get(folded) or index.get(identity.number_key(name))
        wanted = exact or {iri for key, iris in index.items() if folded and folded in key for iri in iris}
    things = [_thing(dataset, iri) for iri in wanted]
    return sorted(things, key=lambda one: (one.label, one.iri))


def _by_iri(dataset: Dataset, name: str) -> set[NamedNode]:
    if "://" not in name or any(c.isspace() for c in name):
        return set()
    try:
        iri = node(name)
    except ValueError:
        return set()
    for one in dataset.values(iri, OWL("sameAs")):
        if isinstance(one, NamedNode):
            return {one}
    return {iri} if next(dataset.quads(iri), None) or next(dataset.quads(None, iri), None) else set()


def _names(dataset: Dataset) -> dict[str, set[NamedNode]]:
    """From folded names to the things that bear them; made once for a dataset."""
    if dataset not in _INDEX:
        index: dict[str, set[NamedNode]] = defaultdict(set)
        for predicate in _NAMES:
            for quad in dataset.store.quads_for_pattern(None, predicate, None):
                subject, value = quad.subject, quad.object
                if isinstance(subject, NamedNode) and isinstance(value, Literal) and not _is_term(subject):
                    index[identity.key(value.value)].add(subject)
                    if predicate == DCTERMS("identifier"):
                        index[identity.number_key(value.value)].add(subject)
        _INDEX[dataset] = index
    return _INDEX[dataset]


def _is_term(iri: NamedNode) -> bool:
    """Whether it is a term of the vocabulary, not a thing of the letters."""
    return iri.value.startswith(CG.iri.removesuffix("#"))


def _thing(dataset: Dataset, iri: NamedNode) -> Thing:
    kinds = [
        _title(one)["zh"]
        for one in dataset.values(iri, TYPE)
        if isinstance(one, NamedNode) and (one.value.startswith(CG.iri) or one == FOAF("Person"))
    ]
    return Thing(iri.value, _label(dataset, iri), tuple(kinds))


def _label(dataset: Dataset, iri: NamedNode) -> str:
    found = dataset.values(iri, PREFERRED) or dataset.values(iri, LABEL)
    chinese = [one for one in found if isinstance(one, Literal) and one.language in (None, "zh")]
    return chinese[0].value if chinese else iri.value


@cache
def _titles() -> dict[NamedNode, dict[str, str]]:
    """What classes and properties are called, ours and the standard ones."""
    titles: dict[NamedNode, dict[str, str]] = defaultdict(dict)
    for name in ("labels.ttl", "commitment-graph.ttl"):
        for triple in parse(path=str(resources.ONTOLOGY / name), format=RdfFormat.TURTLE):
            value = triple.object
            if triple.predicate != LABEL or not isinstance(triple.subject, NamedNode):
                continue
            if isinstance(value, Literal) and value.language:
                titles[triple.subject][value.language] = value.value
    return titles


def _title(term: NamedNode) -> Mapping[str, str]:
    short = term.value.replace("#", "/").rsplit("/", 1)[-1]
    return {"zh": short, "en": short} | _titles().get(term, {})


# --- describing -------------------------------------------------------------------------------------------


def describe(dataset: Dataset, iri: str | NamedNode) -> Description:
    """All that is known of a thing. UsageError where the dataset has no such thing."""
    subject = iri if isinstance(iri, NamedNode) else node(iri)
    found = _by_iri(dataset, subject.value)
    if not found:
        raise UsageError(f"There is nothing of the IRI {subject.value} in this graph.")
    (subject,) = found
    return _Describer(dataset, subject).description()


class _Describer:
    """Collects the groups of one thing."""

    def __init__(self, dataset: Dataset, subject: NamedNode) -> None:
        self.dataset = dataset
        self.subject = subject
        self.outgoing = list(dataset.quads(subject))
        self.incoming = [quad for quad in dataset.quads(None, subject) if isinstance(quad.subject, NamedNode)]

    def description(self) -> Description:
        thing = _thing(self.dataset, self.subject)
        names = {one.value for one in self.dataset.values(self.subject, ALTERNATIVE)} - {thing.label}
        pointing = [quad for quad in self.incoming if quad.predicate in _INCOMING]
        triples = {quad.triple for quad in (*self.outgoing, *pointing)}
        groups = [
            *self._outgoing(),
            *self._incoming(pointing),
            *self._told("Statement"),
            *self._told("Figure"),
        ]
        groups += self._mentions()
        return Description(thing, tuple(sorted(names)), tuple(groups), tuple(sorted(triples, key=str)))

    def _outgoing(self) -> list[Group]:
        facts: dict[NamedNode, dict[str, Fact]] = defaultdict(dict)
        for quad in self.outgoing:
            if (
                quad.predicate in _QUIET
                or quad.predicate == ALTERNATIVE
                or not isinstance(quad.object, NamedNode | Literal)
            ):
                continue
            fact = self._fact(quad, quad.object)
            facts[quad.predicate][str(quad.object)] = fact
        return self._groups(facts, inverse=False)

    def _incoming(self, pointing: Iterable[Quad]) -> list[Group]:
        facts: dict[NamedNode, dict[str, Fact]] = defaultdict(dict)
        for quad in pointing:
            # A graph may repeat what another says: one fact, however many letters tell it.
            facts[quad.predicate][str(quad.subject)] = self._fact(quad, quad.subject)  # type: ignore[arg-type]
        return self._groups(facts, inverse=True)

    def _groups(self, facts: Mapping[NamedNode, Mapping[str, Fact]], *, inverse: bool) -> list[Group]:
        return [
            Group(
                predicate.value,
                _title(predicate),
                tuple(sorted(facts[predicate].values(), key=lambda one: (one.value, one.iri or ""))),
                inverse,
            )
            for predicate in sorted(facts, key=str)
        ]

    def _fact(self, quad: Quad, value: NamedNode | Literal) -> Fact:
        evidence = self._evidence_of(quad.triple)
        if isinstance(value, NamedNode):
            return Fact(_label(self.dataset, value), value.value, evidence=evidence)
        return Fact(value.value, evidence=evidence)

    def _evidence_of(self, triple: Triple) -> tuple[Evidence, ...]:
        """The words of all assertions of the triple, whichever letter makes them."""
        store = self.dataset.store
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        ends = (RDF("subject"), subject) if subject == self.subject else (RDF("object"), value)
        found: set[Evidence] = set()
        for quad in store.quads_for_pattern(None, ends[0], ends[1]):
            assertion = quad.subject
            if (
                isinstance(assertion, NamedNode)
                and self.dataset.values(assertion, RDF("predicate")) == [predicate]
                and self.dataset.values(assertion, RDF("object")) == [value]
                and self.dataset.values(assertion, RDF("subject")) == [subject]
            ):
                found.update(self._evidence(assertion))
        return _sorted(found)

    def _evidence(self, of: NamedNode) -> list[Evidence]:
        passages = self.dataset.values(of, CG("evidence"))
        return [self._passage(one) for one in passages if isinstance(one, NamedNode)]

    def _passage(self, passage: NamedNode) -> Evidence:
        documents = self.dataset.values(passage, NIF("referenceContext"))
        document = documents[0] if documents and isinstance(documents[0], NamedNode) else passage
        name = self.dataset.text(document, DCTERMS("identifier")) or _label(self.dataset, document)
        words = self.dataset.text(passage, NIF("anchorOf")) or ""
        section = self.dataset.text(passage, CG("section"))
        return Evidence(words, section, document.value, name, passage.value)

    def _told(self, kind: str) -> list[Group]:
        """Statements (or figures) about the thing, by it, or in it if it is a letter."""
        groups = []
        for name in ("about", "actor", "statedIn"):
            facts = []
            for quad in self.incoming:
                one = quad.subject
                if quad.predicate == CG(name) and isinstance(one, NamedNode) and self._is(one, kind):
                    note = self._note(one)
                    facts.append(Fact(_label(self.dataset, one), one.value, note, tuple(self._evidence(one))))
            if facts:
                title = _title(CG(kind))
                said = _title(CG(name))
                titles = {language: f"{title[language]} · {said[language]}" for language in ("zh", "en")}
                ordered = tuple(sorted(facts, key=lambda one: (one.note, one.value, one.iri or "")))
                groups.append(Group(CG(name).value, titles, ordered, inverse=True))
        return groups

    def _is(self, one: NamedNode, kind: str) -> bool:
        return next(self.dataset.store.quads_for_pattern(one, TYPE, CG(kind)), None) is not None

    def _note(self, one: NamedNode) -> str:
        concepts = (value for name in ("status", "strength") for value in self.dataset.values(one, CG(name)))
        parts = [_label(self.dataset, value) for value in concepts if isinstance(value, NamedNode)]
        for name in ("deadline", "comparator", "value", "unit", "periodStart", "periodEnd"):
            said = self.dataset.text(one, CG(name))
            if said:
                parts.append(said)
        return " ".join(parts)

    def _mentions(self) -> list[Group]:
        found = {
            self._passage(quad.subject)
            for quad in self.incoming
            if quad.predicate == ITSRDF("taIdentRef") and isinstance(quad.subject, NamedNode)
        }
        if not found:
            return []
        by_letter: dict[tuple[str, str], set[Evidence]] = defaultdict(set)
        for one in found:
            by_letter[one.document_name, one.document].add(one)
        facts = tuple(
            Fact(name, iri, evidence=_sorted(words)) for (name, iri), words in sorted(by_letter.items())
        )
        return [Group(SCHEMA("mentions").value, _title(SCHEMA("mentions")), facts, inverse=True)]


def _sorted(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda one: (one.document, one.section or "", one.words)))
