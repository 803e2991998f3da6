"""What all letters together call each thing: the input of the second pass over names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg import identity
from kg.identity import division, place_of
from kg.link import cores
from kg.models import Kind, Linked

NAMED = frozenset((Kind.PROGRAMME, Kind.PROJECT, Kind.PLATFORM, Kind.ORGANIZATION, Kind.POLICY))
"""Kinds whose names are held against each other; people have their own rule."""
OFFICIAL = frozenset((Kind.BODY, Kind.PLACE))
"""Kinds whose full names are enough among themselves; a letter may take one for a thing of another kind."""
ACTS = frozenset((Kind.PROGRAMME, Kind.PROJECT, Kind.PLATFORM))
"""What letters call now a programme, now a platform."""


@dataclass(slots=True)
class Thing:
    """One IRI with everything that the letters call it."""

    iri: str
    place: str
    kinds: set[Kind] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    """As printed."""
    names: set[str] = field(default_factory=set)
    """The leading names; of policies, titles and nicknames."""
    numbers: set[str] = field(default_factory=set)
    issued: set[int] = field(default_factory=set)
    """Of policies: the years of the numbers."""
    years: set[int] = field(default_factory=set)
    """The years of the letters that name it."""
    documents: set[int] = field(default_factory=set)
    related: set[str] = field(default_factory=set)
    """IRIs that a letter relates it to: a part is not the whole."""

    def keys(self) -> dict[str, str]:
        """From each core to the form that it was taken from; the longest form first."""
        found: dict[str, str] = {}
        policy = Kind.POLICY in self.kinds
        for form in sorted(self.forms, key=lambda one: (-len(one), one)):
            for part in cores.parts(cores.title(form) if policy else form):
                found.setdefault(cores.core(part, self.place)[0], form)
        return found

    def wholes(self, shortest: int = 6, *, named: bool = False) -> set[str]:
        """Its forms without place and level, of those that are long enough to be a name by themselves.

        With `named` only those of its leading names.
        """
        parts = {part for form in (self.names if named else self.forms) for part in cores.parts(form)}
        wholes = {cores.whole(part, self.place) for part in parts}
        return {one for one in wholes if len(one) >= shortest and not cores.is_phase(one)}

    def titles(self) -> set[str]:
        """Of a policy, its titles without place and the words that hand it out."""
        return {cores.whole(cores.title(form), self.place) for form in self.forms}

    def levels(self) -> frozenset[str]:
        """Whose it is (省, 县), as far as its names say."""
        return frozenset[str]().union(*(cores.levels(form, self.place) for form in self.forms))

    @property
    def label(self) -> str:
        """The longest form."""
        return min(self.forms, key=lambda one: (-len(one), one))


def things(documents: Sequence[Linked]) -> list[Thing]:
    """The things of the collection whose names are worth a second look, by IRI."""
    found: dict[str, Thing] = {}
    for number, linked in enumerate(documents):
        letter_place = place_of(linked.facts)
        header = linked.facts.header
        dated = (one.value for one in (header.issued, header.number) if one)
        written = next((years for one in dated if (years := _years(one))), set())
        for entity, iri in zip(linked.facts.entities, linked.entities, strict=True):
            if not (NAMED | OFFICIAL).intersection(entity.kinds):
                continue
            thing = found.get(iri)
            if thing is None:
                scope = division(entity.scope) if entity.scope else ""
                thing = found[iri] = Thing(iri, scope or letter_place)
            thing.kinds.update(entity.kinds)
            thing.forms.update((entity.name, *entity.aliases))
            thing.names.add(entity.name)
            thing.documents.add(number)
            if entity.number:
                thing.numbers.add(identity.number_key(entity.number))
                thing.issued.update(_years(entity.number))
                thing.forms.discard(entity.number)
            thing.years.update(written)
        for relation in linked.facts.relations:
            subject = found.get(linked.entities[relation.subject])
            if subject is not None:
                subject.related.add(linked.entities[relation.object])
    return [found[iri] for iri in sorted(found) if found[iri].forms]


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _years(said: str) -> set[int]:
    """The year of a number or of a date."""
    found = _YEAR.search(said)
    return {int(found[0])} if found else set()


def by_place(found: Iterable[Thing]) -> dict[str, list[Thing]]:
    """The things of each place; those of no known place are left as they are."""
    groups: dict[str, list[Thing]] = defaultdict(list)
    for thing in found:
        if thing.place:
            groups[thing.place].append(thing)
    return groups
