"""Which part of a graph goes into a page, and which part of that the page opens with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.errors import KgError
from kg.views.labels import readable
from kg.views.values import MENTIONS, Graph, Letter, Thing

ALL = 1_000
"""Things up to which a page opens on all of them; a picture of more says less."""
OPEN = 420
"""Things on which the page of a larger graph opens."""
MOST_THINGS = 12_000
MOST_CHARACTERS = 6_000_000
"""What one file holds: things, and characters of letters."""


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
    if len(graph.things) <= MOST_THINGS and sum(len(one.text) for one in graph.letters) <= MOST_CHARACTERS:
        return graph
    kept = _letters(graph, focus)
    names = {one.iri for one in kept}
    things = {thing for thing, place in graph.mentions if place.letter in names} | names
    things |= {
        end
        for link in graph.links
        if {link.subject, link.object} & names
        for end in (link.subject, link.object)
    }
    statements = tuple(one for one in graph.statements if one.place.letter in names)
    said = {one.iri for one in statements}
    return replace(
        graph,
        things=tuple(one for one in graph.things if one.iri in things),
        letters=tuple(one for one in graph.letters if one.iri in names),
        links=tuple(one for one in graph.links if one.subject in things and one.object in things),
        statements=statements,
        figures=tuple(one for one in graph.figures if one.place.letter in names),
        reports=tuple(one for one in graph.reports if one.later in said and one.earlier in said),
        mentions=tuple((thing, place) for thing, place in graph.mentions if place.letter in names),
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
