"""A graph as the columns that the page reads: things by number, offsets in the units of JavaScript."""

from __future__ import annotations

import base64
import gzip
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.views import layout
from kg.views.labels import readable, short_names
from kg.views.sounds import sounds
from kg.views.values import KINDS, MENTIONS, OUTCOMES, STATUSES, Graph, Place

COMPARATORS = ("eq", "ge", "gt", "approx", "le", "lt")
STRENGTHS = ("firm", "intended", "aimed", "explored")
_WEAK = 0.25
"""How much a mere mention draws two points together, against a stated link."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What a page is made of: points and edges for pyvis, facts, and the letters, which can wait."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    facts: dict[str, Any]
    letters: dict[str, Any]


def pack(graph: Graph, opening: Sequence[str], whole: int) -> Packed:
    """The graph with positions and names; `whole` is the number of things of the dataset it is a part of."""
    order = _order(graph, opening)
    number = {iri: index for index, iri in enumerate(order)}
    letter = {one.iri: index for index, one in enumerate(graph.letters)}
    offsets = [_Offsets(one.text) for one in graph.letters]

    def where(place: Place) -> list[int]:
        index = letter[place.letter]
        return [index, offsets[index].of(place.begin), offsets[index].of(place.end)]

    edges = [
        {
            "from": number[link.subject],
            "to": number[link.object],
            "p": link.name,
            "e": [one for place in link.places[:4] if place.letter in letter for one in where(place)],
        }
        for link in graph.links
        if link.subject in number and link.object in number
    ]
    return Packed(
        nodes=_nodes(graph, order, edges, len(opening)),
        edges=edges,
        facts=_facts(graph, number, where, len(opening), whole),
        letters={
            "texts": [one.text for one in graph.letters],
            "mentions": _mentions(graph, number, where),
        },
    )


def block(value: object) -> str:
    """JSON, compressed, in letters that no HTML parser can misread; the same bytes for the same value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)).decode("ascii")


def _order(graph: Graph, opening: Sequence[str]) -> list[str]:
    known = {one.iri for one in graph.things}
    first = [iri for iri in opening if iri in known]
    inside = set(first)
    return first + [one.iri for one in graph.things if one.iri not in inside]


def _nodes(
    graph: Graph, order: Sequence[str], edges: Sequence[Mapping[str, Any]], core: int
) -> list[dict[str, Any]]:
    things = {one.iri: one for one in graph.things}
    shorts = dict(zip((one.iri for one in graph.things), short_names(graph.things), strict=True))
    springs = [(one["from"], one["to"], _WEAK if one["p"] == MENTIONS else 1.0) for one in edges]
    places = layout.places(core, len(order), springs)
    degree = Counter(end for first, second, _ in springs for end in (first, second))
    nodes = []
    for index, (iri, (x, y)) in enumerate(zip(order, places, strict=True)):
        thing = things[iri]
        node: dict[str, Any] = {
            "id": index,
            "label": shorts[iri],
            "iri": iri.removeprefix(graph.base),
            "k": KINDS.index(thing.kind),
            "d": degree[index],
            "x": x,
            "y": y,
        }
        name = readable(thing.name)
        if name != shorts[iri]:
            node["name"] = name
        if thing.number:
            node["no"] = readable(thing.number)
        if thing.aliases:
            node["also"] = [readable(one) for one in thing.aliases]
        if found := sounds((name, *thing.aliases)):
            node["s"] = found
        nodes.append(node)
    return nodes


def _facts(graph: Graph, number: Mapping[str, int], where: Any, opening: int, whole: int) -> dict[str, Any]:
    figure = {one.iri: index for index, one in enumerate(graph.figures)}
    statement = {one.iri: index for index, one in enumerate(graph.statements)}
    series: dict[str, int] = {}
    return {
        "base": graph.base,
        "kinds": KINDS,
        "opening": opening,
        "whole": whole,
        "ledger": graph.ledger,
        "letters": [
            [number.get(one.iri, -1), readable(one.file), one.issued, one.first, one.last]
            for one in graph.letters
        ],
        "statements": [
            [
                *where(one.place),
                STATUSES.index(one.status) if one.status in STATUSES else -1,
                one.section,
                STRENGTHS.index(one.strength) if one.strength in STRENGTHS else -1,
                one.deadline,
                one.deadline_text,
                one.condition,
                number.get(one.actor, -1),
                int(one.basis == "stated"),
                [number[iri] for iri in one.about if iri in number],
                [figure[iri] for iri in one.figures if iri in figure],
                one.iri.partition("#")[2],
            ]
            for one in graph.statements
        ],
        "figures": [
            [
                *where(one.place),
                one.label,
                one.indicator,
                one.value,
                one.unit,
                COMPARATORS.index(one.comparator) if one.comparator in COMPARATORS else 0,
                one.role,
                [number[iri] for iri in one.about if iri in number],
                one.first,
                one.last,
                series.setdefault(one.series, len(series)) if one.series else -1,
            ]
            for one in graph.figures
        ],
        "reports": [
            [
                statement[one.later],
                statement[one.earlier],
                OUTCOMES.index(one.outcome),
                one.reason,
                one.confidence,
            ]
            for one in graph.reports
        ],
    }


def _mentions(graph: Graph, number: Mapping[str, int], where: Any) -> list[list[int]]:
    """For each letter, thing, begin and end of each mention, one after the other."""
    found: list[list[int]] = [[] for _ in graph.letters]
    for thing, place in graph.mentions:
        if thing in number:
            letter, begin, end = where(place)
            found[letter] += [number[thing], begin, end]
    return found


class _Offsets:
    """Code points to the 16-bit units in which JavaScript counts."""

    def __init__(self, text: str) -> None:
        self.wide = [index for index, one in enumerate(text) if ord(one) > 0xFFFF]

    def of(self, offset: int) -> int:
        return offset + bisect_left(self.wide, offset) if self.wide else offset
