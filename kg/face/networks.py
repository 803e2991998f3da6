"""Networks of a graph, for networkx: what is a node, what is an edge, what an edge weighs and rests on.

All attributes are strings and numbers, so that every format that networkx writes can hold them. A node's key is
its IRI; `label` is its name, `kind` its leading class, `classes` all of them, `number` that of a document. An
edge has `relation` (several joined by ", "), `weight`, `evidence` (the first words that say it, with their
place) and `passages` (the IRIs of all of them, which `Graph.evidence` takes).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx

    from kg.face.reading import Reading
    from kg.views.values import Graph, Place

    Network = nx.DiGraph[str]
    Ends = tuple[str, str]

_QUOTED = 3
"""Passages whose words an edge carries; of the others it names the IRIs."""


@dataclass(slots=True)
class Edge:
    """What joins two things, gathered from all letters."""

    relations: dict[str, int] = field(default_factory=dict)
    """How often each relation was found."""
    places: set[Place] = field(default_factory=set)

    def add(self, relation: str, places: Iterable[Place], times: int = 1) -> None:
        """One more reason."""
        self.relations[relation] = self.relations.get(relation, 0) + times
        self.places.update(places)


Edges = Mapping[tuple[str, str], Edge]

ENTITIES = frozenset(
    ("publisher", "signedBy", "addressedTo", "repliesTo", "proposedBy", "consulted", "copiedTo", "references",
     "responsibleBody", "partner", "isPartOf", "implements", "locatedIn", "isReplacedBy")
)  # fmt: skip


def entities(graph: Graph) -> Edges:
    """Documents and entities; every relation that a letter states. Weight: passages that say it."""
    return _links(graph, ENTITIES)


def citations(graph: Graph) -> Edges:
    """Documents; from the one that cites to the one that is cited. Weight: places where it is named."""
    named: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for thing, place in graph.mentions:
        named[place.letter, thing].append(place)
    documents = {one.iri for one in graph.things if one.kind in ("Reply", "Suggestion", "Policy")}
    edges = _Edges()
    for link in graph.links:
        if link.name in ("references", "repliesTo") and {link.subject, link.object} <= documents:
            places = {*link.places, *named[link.subject, link.object]}
            edges[link.subject, link.object].add("cites", places, max(len(places), 1))
    return edges


def implements(graph: Graph) -> Edges:
    """Policies, programmes, platforms; from what carries out to what it rests on. Weight: passages that say it."""
    return _links(graph, frozenset(("implements",)))


def mentions(graph: Graph) -> Edges:
    """Letters and all they name; from the letter to the thing. Weight: places where it is named."""
    edges = _Edges()
    for thing, place in graph.mentions:
        if thing != place.letter:
            edges[place.letter, thing].add("mentions", (place,))
    return edges


def bodies(graph: Graph) -> Edges:
    """Bodies; from who issues a letter to whom it consults, copies, issues it with, or names as responsible.

    Weight: how many times, a letter counting once for each role.
    """
    kinds = {one.iri: one.kind for one in graph.things}
    letters = {one.iri for one in graph.letters}
    issuers: dict[str, list[str]] = defaultdict(list)
    for link in graph.links:
        if link.name == "publisher" and link.subject in letters:
            issuers[link.subject].append(link.object)
    reasons: dict[tuple[str, str, str, str], set[Place]] = defaultdict(set)
    for link in graph.links:
        if kinds.get(link.object) != "GovernmentBody":
            continue
        if link.subject in letters and link.name in _ROLES:
            for issuer in issuers[link.subject]:
                reasons[issuer, link.object, _ROLES[link.name], link.subject].update(link.places)
        elif link.name == "responsibleBody":
            for place in link.places:
                for issuer in issuers[place.letter]:
                    reasons[issuer, link.object, "responsible", place.letter].add(place)
    edges = _Edges()
    for (issuer, other, role, _), places in reasons.items():
        if issuer != other:
            edges[issuer, other].add(role, places)
    return edges


_ROLES = {"consulted": "consulted", "copiedTo": "copied", "publisher": "issued with"}


def commitments(graph: Graph) -> Edges:
    """Bodies and what their promises are about; from who is to do it to the thing. Weight: promises."""
    return _statements(graph, lambda status: status == "planned", "promises")


def statements(graph: Graph) -> Edges:
    """Bodies and what their statements are about, whatever their status. Weight: statements."""
    return _statements(graph, lambda _: True, "states")


def _statements(graph: Graph, wanted: Callable[[str], bool], relation: str) -> Edges:
    edges = _Edges()
    for one in graph.statements:
        if one.actor and wanted(one.status):
            for thing in one.about:
                if thing != one.actor:
                    edges[one.actor, thing].add(relation, (one.place,))
    return edges


KINDS: Mapping[str, Callable[[Graph], Edges]] = {
    "entities": entities,
    "bodies": bodies,
    "citations": citations,
    "implements": implements,
    "mentions": mentions,
    "commitments": commitments,
    "statements": statements,
}
"""The networks that there are."""


def network(reading: Reading, graph: Graph, kind: str, min_weight: float = 1) -> Network:
    """A directed networkx graph of one kind; nodes that are left without an edge are left out.

    UsageError that lists the kinds where there is none of this name.
    """
    import networkx as nx

    if kind not in KINDS:
        raise UsageError(f"There is no network of kind {kind}; there are {', '.join(KINDS)}.")
    things = {one.iri: one for one in graph.things}
    classes = reading.kinds
    made: Network = nx.DiGraph(kind=kind)
    ends: set[str] = set()
    kept = []
    for (subject, value), edge in sorted(KINDS[kind](graph).items()):
        weight = sum(edge.relations.values())
        if weight >= min_weight and subject in things and value in things:
            kept.append((subject, value, edge, weight))
            ends |= {subject, value}
    for iri in sorted(ends):
        one = things[iri]
        label = one.number or one.name if one.kind == "Reply" else one.name
        made.add_node(
            iri,
            label=label,
            kind=one.kind,
            classes=", ".join(classes.get(iri, (one.kind,))),
            number=one.number,
        )
    texts = {one.iri: one for one in graph.letters}
    names = {iri: one.number or one.name for iri, one in things.items()}
    for subject, value, edge, weight in kept:
        places = sorted(edge.places)
        quotes = [
            f"“{' '.join(texts[one.letter].text[one.begin : one.end].split())}” {names[one.letter]}"
            for one in places[:_QUOTED]
            if one.letter in texts
        ]
        made.add_edge(
            subject,
            value,
            relation=", ".join(sorted(edge.relations)),
            weight=weight,
            evidence="；".join(quotes),
            passages=" ".join(f"{one.letter}#char={one.begin},{one.end}" for one in places),
        )
    return made


def around(made: Network, iri: str, depth: int) -> Network:
    """What is at most `depth` edges away from a node, in either direction."""
    import networkx as nx

    found: Network = nx.ego_graph(made, iri, radius=depth, undirected=True)
    return found


class _Edges(defaultdict[tuple[str, str], Edge]):
    def __init__(self) -> None:
        super().__init__(Edge)


def _links(graph: Graph, wanted: frozenset[str]) -> Edges:
    edges = _Edges()
    for link in graph.links:
        if link.name in wanted:
            edges[link.subject, link.object].add(link.name, link.places, max(len(link.places), 1))
    return edges


def passages(said: str) -> Iterator[str]:
    """The IRIs in the `passages` of an edge."""
    yield from said.split()
