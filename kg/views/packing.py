"""A graph as the columns that the page reads: things by number, offsets in the units of JavaScript.

A graph that no file holds is packed as several parts, each with numbers of its own; the page joins them by
IRI. What a part says of a letter in another part (a report, the other side of a contradiction) is quoted in it.
"""

from __future__ import annotations

import base64
import gzip
import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.views import layout
from kg.views.labels import readable, short_names
from kg.views.sounds import sounds
from kg.views.values import KINDS, MENTIONS, OUTCOMES, STATUSES, STRENGTHS, Graph, Place, Thing

COMPARATORS = ("eq", "ge", "gt", "approx", "le", "lt")
NAMED = 40
"""Letters up to which each of them is named in a picture."""
HUB = 12
"""Links above which a thing is named before others."""
_WEAK = 0.25
"""How much a mere mention draws two points together, against a stated link."""
_STRETCH = 400_000
"""Characters of one property of a style sheet; a browser leaves out what is longer than two million."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A part: points and edges, as pyvis holds them, facts, and the letters, which can wait."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    facts: dict[str, Any]
    letters: dict[str, Any]


class Packer:
    """Packs parts of one graph: what a thing is called and where it stands is the same in all of them."""

    def __init__(
        self, whole: Graph, parts: Sequence[Graph], opening: Sequence[str], *, grouped: bool = True
    ) -> None:
        """`parts` of the `whole` will be packed, the first in the page, which opens with the things `opening`.

        With `grouped` each thing tells in which parts it is; without, somebody else does.
        """
        self.base = whole.base
        self.ledger = whole.ledger
        self.letters = {one.iri: one for one in whole.letters}
        self.numbers = {one.iri: readable(one.number) for one in whole.things}
        self.statements = {one.iri: one.place for one in whole.statements}
        things = {one.iri: one for part in parts for one in part.things}
        ordered = dict.fromkeys(iri for iri in opening if iri in things)
        self.opening = len(ordered)
        self.rank = {iri: number for number, iri in enumerate(ordered | dict.fromkeys(things))}
        springs = [
            (self.rank[one.subject], self.rank[one.object], _WEAK if one.name == MENTIONS else 1.0)
            for one in (parts[0] if len(parts) == 1 else whole).links
            if one.subject in self.rank and one.object in self.rank
        ]
        self.degree = Counter(end for one, other, _ in springs for end in (one, other))
        self.shorts = dict(zip(things, short_names(list(things.values())), strict=True))
        self.places = layout.places(self.opening, len(things), springs, self._named(parts[0]))
        self.sounds: dict[str, str] = {}
        self.groups: dict[str, list[int]] = defaultdict(list)
        """Of each thing the parts beside the page, each with the number of its letters that name the thing."""
        for number, part in enumerate(parts[1:] if grouped else (), start=1):
            for iri, count in _named_by(part).items():
                self.groups[iri] += [number, count]

    def _named(self, graph: Graph) -> dict[int, float]:
        """The letters and hubs that a picture names before all others, with the width of each name."""
        shown = [(self.rank[one.iri], one) for one in graph.things if self.rank[one.iri] < self.opening]
        letters = [(rank, one) for rank, one in shown if one.kind == "Reply"]
        if len(letters) > NAMED:
            return {}
        hubs = sorted(
            ((-self.degree[rank], rank, one) for rank, one in shown if self.degree[rank] > HUB),
            key=lambda hub: hub[:2],
        )
        first = letters + [(rank, one) for _, rank, one in hubs][: NAMED - len(letters)]
        return {rank: 40 + 14 * len(self.shorts[one.iri]) for rank, one in first}

    def pack(self, graph: Graph) -> Packed:
        """One part."""
        things = sorted(graph.things, key=lambda one: self.rank[one.iri])
        number = {one.iri: index for index, one in enumerate(things)}
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
            nodes=[self._node(index, one) for index, one in enumerate(things)],
            edges=edges,
            facts=self._facts(graph, number, letter, where),
            letters={
                "texts": [one.text for one in graph.letters],
                "mentions": _mentions(graph, number, where),
            },
        )

    def entry(self, thing: Thing) -> dict[str, Any]:
        """What a thing is found by, and in which parts."""
        node: dict[str, Any] = {
            "label": self.shorts[thing.iri],
            "iri": thing.iri.removeprefix(self.base),
            "k": KINDS.index(thing.kind),
        }
        name = readable(thing.name)
        if name != self.shorts[thing.iri]:
            node["name"] = name
        if thing.number:
            node["no"] = readable(thing.number)
        if thing.aliases:
            node["also"] = [readable(one) for one in thing.aliases]
        if thing.iri not in self.sounds:  # a thing of many parts is sounded once
            self.sounds[thing.iri] = sounds((name, *thing.aliases))
        if self.sounds[thing.iri]:
            node["s"] = self.sounds[thing.iri]
        if thing.iri in self.groups:
            node["g"] = self.groups[thing.iri]
        return node

    def _node(self, index: int, thing: Thing) -> dict[str, Any]:
        rank = self.rank[thing.iri]
        x, y = self.places[rank]
        return {"id": index, **self.entry(thing), "d": self.degree[rank], "x": x, "y": y}

    def _facts(
        self, graph: Graph, number: Mapping[str, int], letter: Mapping[str, int], where: Any
    ) -> dict[str, Any]:
        figure = {one.iri: index for index, one in enumerate(graph.figures)}
        statement = {one.iri: index for index, one in enumerate(graph.statements)}
        series: dict[str, int] = {}

        def end(iri: str) -> int | list[str]:
            """A statement by its number, one of another part by its words."""
            return statement[iri] if iri in statement else self._elsewhere(iri, self.statements[iri])

        return {
            "base": graph.base,
            "kinds": KINDS,
            "opening": self.opening,
            "ledger": self.ledger,
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
            "series": [iri.removeprefix(self.base) for iri in series],
            "reports": [
                [end(one.later), end(one.earlier), OUTCOMES.index(one.outcome), one.reason, one.confidence]
                for one in graph.reports
                if one.later in self.statements and one.earlier in self.statements
            ],
            "discrepancies": [
                [
                    one.iri.removeprefix(self.base),
                    one.kind,
                    readable(one.reason),
                    [number[iri] for iri in one.between if iri in number],
                    [statement[iri] for iri in one.between if iri in statement],
                    [figure[iri] for iri in one.between if iri in figure],
                    [
                        where(place) if place.letter in letter else self._elsewhere("", place)
                        for place in one.places
                    ],
                ]
                for one in graph.discrepancies
            ],
        }

    def _elsewhere(self, iri: str, place: Place) -> list[str]:
        """A quotation of a letter in another part: key of the statement, letter, its name and date, words."""
        letter = self.letters[place.letter]
        return [
            iri.removeprefix(self.base),
            letter.iri.removeprefix(self.base),
            self.numbers.get(letter.iri) or self.shorts.get(letter.iri) or readable(letter.file),
            letter.issued or letter.first[:4],
            "".join(letter.text[place.begin : place.end].split()),
        ]


def totals(graph: Graph) -> dict[str, Any]:
    """What is said in all letters, where a page holds only some of them.

    `days` counts letters by the day on which they stand in time, `due` the promises by the day on which they
    are due: those reported as done, as under way, as only said again, and those without a report.
    """
    planned = [one for one in graph.statements if one.status == "planned"]
    reported: dict[str, int] = {}
    for one in graph.reports:
        rank = {"fulfils": 0, "restates": 2}.get(one.outcome, 1)
        reported[one.earlier] = min(rank, reported.get(one.earlier, rank))
    due: dict[str, list[int]] = defaultdict(lambda: [0] * 4)
    for promise in planned:
        if promise.deadline:
            due[promise.deadline][reported.get(promise.iri, 3)] += 1
    return {
        "things": len(graph.things),
        "letters": len(graph.letters),
        "planned": len(planned),
        "dated": sum(bool(one.deadline) for one in planned),
        "reported": sum(one.iri in reported for one in planned),
        "differ": len(graph.discrepancies),
        "days": dict(sorted(Counter(one.issued or one.first[:4] for one in graph.letters).items())),
        "due": dict(sorted(due.items())),
    }


def compressed(value: object, level: int = 9) -> bytes:
    """JSON, compressed; the same bytes for the same value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8", "replace"), level, mtime=0)


def block(value: object) -> str:
    """The same in letters that no HTML parser can misread."""
    return base64.b64encode(compressed(value)).decode("ascii")


def sheet(value: object) -> str:
    """The same as a style sheet: the one kind of file that a page on a disk may read and that cannot run."""
    text = block(value)
    cuts = range(0, len(text), _STRETCH)
    stretches = "".join(f'--{n}:"{text[at : at + _STRETCH]}";' for n, at in enumerate(cuts))
    return f"#part{{--count:{len(cuts)};{stretches}}}\n"


def _named_by(graph: Graph) -> Counter[str]:
    """How many letters of a part say something of each of its things."""
    letters = {one.iri for one in graph.letters}
    named = {(iri, iri) for iri in letters} | {(thing, place.letter) for thing, place in graph.mentions}
    for link in graph.links:
        named |= {(link.object, link.subject)} if link.subject in letters else set()
        named |= {(end, place.letter) for end in (link.subject, link.object) for place in link.places}
    return Counter(thing for thing, letter in named if letter in letters)


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
