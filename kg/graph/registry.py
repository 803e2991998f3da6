"""What is known across documents of each thing: its names, classes, codes, and the IRIs that it gave up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from kg import identity
from kg.graph import dates
from kg.graph.letter import letter_name, suggestion_name, suggestion_number_name
from kg.graph.terms import (
    ALTERNATIVE,
    CG,
    CLASSES,
    DCTERMS,
    FOAF,
    LABEL,
    OWL,
    PREFERRED,
    PROPOSAL,
    SESSION,
    SUGGESTION,
    TYPE,
    day,
    node,
    text,
)
from kg.models import Collection, Entity, Facts, Kind, Linked


@dataclass(slots=True)
class _Thing:
    """All that the letters call one thing."""

    own: set[str] = field(default_factory=set)
    """What a document that was read calls itself; goes before what others call it."""
    names: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    classes: set[NamedNode] = field(default_factory=set)


def registry(collection: Collection, base: str) -> Iterator[Quad]:
    """The quads of the registry graph, `<base>graph/registry`."""
    graph = node(f"{base}graph/registry")
    things = _things(collection, base)
    read = {linked.document for linked in collection.documents}
    for iri in sorted(things):
        subject = node(iri)
        for predicate, value in _facts(things[iri], read=iri in read):
            yield Quad(subject, predicate, value, graph)
    for merge in collection.merges:
        yield Quad(node(merge.other), OWL("sameAs"), node(merge.one), graph)


def _things(collection: Collection, base: str) -> dict[str, _Thing]:
    things: dict[str, _Thing] = defaultdict(_Thing)
    for linked in collection.documents:
        facts = linked.facts
        for entity, iri in zip(facts.entities, linked.entities, strict=True):
            _learn(things[iri], entity, facts)
        things[linked.document].own.add(letter_name(facts))
        _suggestion(things, linked, base)
    return things


def _learn(thing: _Thing, entity: Entity, facts: Facts) -> None:
    thing.names.add(entity.name)
    thing.aliases.update(entity.aliases)
    for kind in entity.kinds:
        thing.classes.update(CLASSES[kind])
    if entity.code:
        thing.codes.add(entity.code)
    if Kind.POLICY in entity.kinds:
        if entity.number:
            thing.numbers.add(entity.number)
        if entity.name != entity.number and _in_title_marks(entity, facts):
            thing.titles.add(entity.name)


def _in_title_marks(entity: Entity, facts: Facts) -> bool:
    """Whether the letter prints the name in 《》: a nickname in quotes is a name, but no title."""
    letter = facts.document.text
    wanted = identity.key(entity.name)
    for mention in entity.mentions:
        begin, end = mention.span.begin, mention.span.end
        before = letter[max(begin - 1, 0) : begin + 1]
        if "《" in before and wanted in identity.key(letter[begin:end]):
            return True
    return False


def _suggestion(things: dict[str, _Thing], linked: Linked, base: str) -> None:
    facts, header = linked.facts, linked.facts.header
    iri = identity.suggestion(facts, linked.document, base)
    if iri is None:
        return
    thing = things[iri]
    thing.classes.update(PROPOSAL if header.proposal else SUGGESTION)
    thing.names.add(suggestion_name(facts))
    if header.suggestion_number:
        thing.aliases.add(suggestion_number_name(facts))
    session = identity.session(facts, base)
    if session and header.session:
        thing = things[session]
        thing.classes.update(SESSION)
        thing.names.add(header.session_name or header.session.value)
        thing.aliases.add(header.session.value)


def _facts(thing: _Thing, *, read: bool) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    # Titles first: a title says more than a nickname, even a longer one.
    preferred = _fullest(thing.own) or _fullest(thing.titles) or _fullest(thing.names - thing.numbers)
    preferred = preferred or _fullest(thing.names | thing.aliases)
    for one in sorted(thing.classes, key=str):
        yield TYPE, one
    yield LABEL, text(preferred)
    yield PREFERRED, text(preferred)
    if FOAF("Person") in thing.classes:
        yield FOAF("name"), text(preferred)
    for name in sorted((thing.own | thing.names | thing.aliases) - {preferred}):
        yield ALTERNATIVE, text(name)
    for code in sorted(thing.codes):
        yield CG("adminCode"), text(code)
    if read:
        return  # the letter's own graph says number, title and date
    for number in sorted(thing.numbers):
        yield DCTERMS("identifier"), text(number)
    if thing.titles:
        yield DCTERMS("title"), text(_fullest(thing.titles))
    year = dates.year_of_number(min(thing.numbers, default=None))
    if year:
        yield CG("issuedFrom"), day(dates.first_day(year))
        yield CG("issuedTo"), day(dates.last_day(year))


def _fullest(names: set[str]) -> str:
    """The longest name, the white space and quotes of its writing left out of the count; ties by letters."""
    return min(names, key=lambda name: (-len(identity.key(name)), name), default="")
