"""The names in a graph, for those who type: what a search box or a field of a question suggests."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kg import identity
from kg.graph.store import Dataset
from kg.graph.terms import ALTERNATIVE, CG, DCTERMS, FOAF, PREFERRED, TYPE

MOST = 12
"""Names suggested at once."""
_CLASSES = {
    "body": CG("GovernmentBody"),
    "organisation": CG("NonStateOrganization"),
    "person": FOAF("Person"),
    "place": CG("Place"),
    "policy": CG("Policy"),
    "programme": CG("Programme"),
    "platform": CG("Platform"),
    "letter": CG("Reply"),
    "suggestion": CG("Suggestion"),
    "session": CG("Session"),
}
_NUMBERS = ("suggestion",)
"""Kinds of things that a question knows by number alone."""
_VALUES = {"unit": CG("baseUnit"), "indicator": CG("indicator"), "category": CG("handlingCategory")}
_MOST_KEPT = 200_000
"""Things or values of a kind that are looked at."""


class Names:
    """Names by kind of parameter: `thing` stands for all kinds."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.names: dict[str, list[tuple[str, str]]] = {}
        """By kind, (folded, name), the usual names first."""

    def collect(self) -> None:
        """Reads the names from the dataset."""
        store = self.dataset.store
        kinds: dict[NamedNode, list[str]] = defaultdict(list)
        for kind, of in _CLASSES.items():
            for quad in islice(store.quads_for_pattern(None, TYPE, of), _MOST_KEPT):
                if isinstance(quad.subject, NamedNode):
                    kinds[quad.subject].append(kind)
        usual: dict[str, dict[str, None]] = defaultdict(dict)
        other: dict[str, dict[str, None]] = defaultdict(dict)
        # One way through all names costs less than the look-ups of each thing.
        for predicate in (PREFERRED, DCTERMS("identifier"), ALTERNATIVE):
            for quad in store.quads_for_pattern(None, predicate, None):
                if not isinstance(quad.object, Literal) or not isinstance(quad.subject, NamedNode):
                    continue
                for kind in kinds.get(quad.subject, ()):
                    by_number = predicate == DCTERMS("identifier")
                    if kind in _NUMBERS and not by_number:
                        continue
                    first = predicate == PREFERRED or kind in _NUMBERS
                    (usual if first else other)[kind][quad.object.value] = None
        for kind, of in _VALUES.items():
            for quad in islice(store.quads_for_pattern(None, of, None), _MOST_KEPT):
                if isinstance(quad.object, Literal):
                    usual[kind][quad.object.value] = None
        for kind in (*_CLASSES, *_VALUES):
            ordered = sorted(usual[kind], key=lambda name: (len(name), name))
            ordered += sorted(other[kind].keys() - usual[kind].keys(), key=lambda name: (len(name), name))
            self.names[kind] = [(identity.key(name), name) for name in ordered]
        things = [one for kind in _CLASSES if kind not in _NUMBERS for one in self.names[kind]]
        self.names["thing"] = list(dict.fromkeys(things))

    def suggest(self, kind: str, typed: str) -> list[str]:
        """Up to `MOST` names of a kind that begin with, else hold, what is typed."""
        known = self.names.get(kind, [])
        wanted = identity.key(typed)
        first = [name for key, name in known if key.startswith(wanted)][:MOST]
        if len(first) < MOST:
            first += [name for key, name in known if wanted in key and not key.startswith(wanted)]
        return first[:MOST]
