"""Which part of a graph goes into a page, and which part of that the page opens with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.errors import KgError
from kg.views.labels import readable
from kg.views.values import (
    MENTIONS,
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

ALL = 1_000
"""Things up to which a page opens on all of them; a picture of more says less."""
OPEN = 420
"""Things on which the page of a larger graph opens."""
MOST_THINGS = 12_000
MOST_CHARACTERS = 6_000_000
"""What one file holds: things, and characters of letters."""
GROUP = 200_000
"""Characters of the letters that are added to a page at once."""


def find(things: Iterable[Thing], name: str) -> Thing:
    """The thing that is called so: by IRI, number, name or short form. KgError where none or several are."""
    wanted = readable(name).replace(" ", "")
    exact, partly = [], []
    for thing in things:
        names = {readable(one).replace(" ", "") for one in (thing.name, thing.number, *thing.aliases) if one}
        if thing.iri == name or wanted in (thing.name, thing.number):
            return thing
        if wanted in names:
            exact.append(thing)
        elif any(wanted in one for one in names):
            partly.append(thing)
    found = exact or partly
    if not found:
        raise KgError(f"Nothing is called {name}, and no name has that in it.")
    if len(found) > 1:
        some = "、".join(one.name for one in found[:5])
        raise KgError(
            f"{len(found)} things are called {name}: {some}{' …' if len(found) > 5 else ''}; say which."
        )
    return found[0]


def around(graph: Graph, focus: str, depth: int) -> list[str]:
    """The focus and what is at most `depth` links away, nearest first; mentions lead only from letters."""
    neighbours = _neighbours(graph)
    seen = {focus: 0}
    ring = [focus]
    for distance in range(1, depth + 1):
        ring = sorted({other for one in ring for other in neighbours[one]} - seen.keys())
        seen.update(dict.fromkeys(ring, distance))
    return list(seen)


def holdable(graph: Graph, focus: str | None = None) -> Graph:
    """As many whole letters as one file holds, those nearest to the focus first, else the latest.

    The graph itself where it fits. What no kept letter names is left out, too.
    """
    return graph if fits(graph) else next(split(graph, [[one.iri for one in _letters(graph, focus)]]))


def parts(graph: Graph, focus: str | None = None, *, each: bool = False) -> list[Graph]:
    """The graph as what one file holds and, of the letters left over, groups that can be added to it.

    Letters of one issuer stand together, in the order of time: what a body said is in few groups. With `each`
    every letter is a group of its own.
    """
    if fits(graph):
        return [graph]
    first = [one.iri for one in _letters(graph, focus)]
    issuer = {link.subject: link.object for link in graph.links if link.name == "publisher"}
    rest = {one.iri: one for one in graph.letters}
    for iri in first:
        del rest[iri]
    groups: list[list[str]] = [first]
    characters = GROUP
    for letter in sorted(rest.values(), key=lambda one: (issuer.get(one.iri, ""), one.last, one.iri)):
        if each or characters >= GROUP:
            groups.append([])
            characters = 0
        groups[-1].append(letter.iri)
        characters += len(letter.text)
    return list(split(graph, groups))


def fits(graph: Graph) -> bool:
    """Whether one file holds the graph."""
    return len(graph.things) <= MOST_THINGS and sum(len(one.text) for one in graph.letters) <= MOST_CHARACTERS


@dataclass(slots=True)
class _Group:
    """What is said in some letters; what belongs to several groups is in each."""

    things: set[str]
    links: list[Link] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    mentions: list[tuple[str, Place]] = field(default_factory=list)
    discrepancies: list[Discrepancy] = field(default_factory=list)


def split(graph: Graph, groups: Sequence[Sequence[str]]) -> Iterator[Graph]:
    """For each group of letters, given by IRI, what they say; a report may speak of a letter elsewhere."""
    of = {iri: number for number, letters in enumerate(groups) for iri in letters}
    found = [_Group(set(letters)) for letters in groups]
    for thing, place in graph.mentions:
        if place.letter in of:
            found[of[place.letter]].mentions.append((thing, place))
            found[of[place.letter]].things.add(thing)
    loose: list[Link] = []
    for link in graph.links:
        said = (link.subject, link.object, *(place.letter for place in link.places))
        numbers = {of[iri] for iri in said if iri in of}
        for number in numbers:
            found[number].links.append(link)
            found[number].things |= {link.subject, link.object}
        if not numbers and not link.places:
            loose.append(link)
    at: dict[str, int] = {}
    for one in graph.statements:
        if one.place.letter in of:
            at[one.iri] = of[one.place.letter]
            found[at[one.iri]].statements.append(one)
            found[at[one.iri]].things.update(filter(None, (one.actor, *one.about)))
    for figure in graph.figures:
        if figure.place.letter in of:
            found[of[figure.place.letter]].figures.append(figure)
    for report in graph.reports:
        for number in {at[iri] for iri in (report.later, report.earlier) if iri in at}:
            found[number].reports.append(report)
    for question in graph.discrepancies:
        for number in {of[place.letter] for place in question.places if place.letter in of}:
            found[number].discrepancies.append(question)
    holders: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(found):
        for iri in group.things:
            holders[iri].add(number)
    for link in loose:  # no letter says it, as of a place in a place
        for number in sorted(holders[link.subject] & holders[link.object]):
            found[number].links.append(link)
    things = {one.iri: one for one in graph.things}
    letters_ = {one.iri: one for one in graph.letters}
    rank = {iri: number for number, iri in enumerate(things)}
    for group, letters in zip(found, groups, strict=True):
        yield replace(
            graph,
            things=tuple(things[iri] for iri in sorted(group.things & rank.keys(), key=rank.__getitem__)),
            letters=tuple(sorted((letters_[iri] for iri in letters), key=lambda one: one.iri)),
            links=tuple(group.links),
            statements=tuple(group.statements),
            figures=tuple(group.figures),
            reports=tuple(group.reports),
            mentions=tuple(group.mentions),
            discrepancies=tuple(group.discrepancies),
        )


def _letters(graph: Graph, focus: str | None) -> Sequence[Letter]:
    by_letter: dict[str, set[str]] = defaultdict(set)
    for thing, place in graph.mentions:
        by_letter[place.letter].add(thing)
    for link in graph.links:
        by_letter[link.subject].add(link.object)
    order = sorted(graph.letters, key=lambda one: (one.last, one.iri), reverse=True)
    if focus:
        near = {iri: number for number, iri in enumerate(around(graph, focus, 3))}
        order.sort(key=lambda one: near.get(one.iri, len(near)))
    kept: list[Letter] = []
    things: set[str] = set()
    characters = 0
    for letter in order:
        characters += len(letter.text)
        things |= by_letter[letter.iri] | {letter.iri}
        if kept and (characters > MOST_CHARACTERS or len(things) > MOST_THINGS * 0.95):
            break
        kept.append(letter)
    return kept


def opening(graph: Graph, focus: str | None = None, depth: int = 2) -> list[str]:
    """The IRIs that the page opens with: all, or the letters and what is most linked, or what is around."""
    if focus:
        return around(graph, focus, depth)[:ALL]
    iris = [one.iri for one in graph.things]
    if len(iris) <= ALL:
        return iris
    degree = Counter(
        end for link in graph.links for end in (link.subject, link.object) if link.name != MENTIONS
    )
    mentioned = Counter(link.object for link in graph.links if link.name == MENTIONS)
    letters = sorted((one.iri for one in graph.letters), key=lambda iri: (-degree[iri], iri))[: OPEN // 2]
    chosen = dict.fromkeys(letters)
    for iri in sorted(iris, key=lambda iri: (-degree[iri] - mentioned[iri], iri)):
        if len(chosen) >= OPEN:
            break
        chosen.setdefault(iri)
    return list(chosen)


def _neighbours(graph: Graph) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for link in graph.links:
        found[link.subject].add(link.object)
        if link.name != MENTIONS:
            found[link.object].add(link.subject)
    return found
