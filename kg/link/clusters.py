"""IRIs that name one thing, joined; which of them is used is a rule that no order changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.models import Merge


class Clusters:
    """Union-find over IRIs with the reason of each join, and pairs that must never meet."""

    def __init__(self, base: str) -> None:
        self._documents = base + "document/"
        self._parent: dict[str, str] = {}
        self._members: dict[str, set[str]] = {}
        self._reason: dict[str, set[str]] = defaultdict(set)
        self._apart: dict[str, set[str]] = defaultdict(set)

    def find(self, iri: str) -> str:
        """The IRI that stands for the cluster at this moment."""
        root = iri
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(iri, iri)) != root:
            self._parent[iri], iri = root, above
        return root

    def members(self, iri: str) -> set[str]:
        """All IRIs of the cluster."""
        return self._members.get(self.find(iri), {iri})

    def forbid(self, left: str, right: str) -> None:
        """Says that both name two things; joins that would make them one are refused from now on."""
        self._apart[left].add(right)
        self._apart[right].add(left)

    def may_join(self, left: str, right: str) -> bool:
        """Whether nobody said that a thing of one cluster is another than a thing of the other."""
        ours, theirs = sorted((self.members(left), self.members(right)), key=len)
        return not any(self._apart[one] & theirs for one in ours if one in self._apart)

    def join(self, left: str, right: str, reason: str) -> bool:
        """Says that both name one thing; False where somebody said that they are two."""
        if not self.may_join(left, right):
            return False
        self._reason[left].add(reason)
        self._reason[right].add(reason)
        one, other = sorted((self.find(left), self.find(right)), key=self._rank)
        members = self.members(one) | self.members(other)
        self._parent[one] = one
        self._parent[other] = one
        self._members.pop(other, None)
        self._members[one] = members
        return True

    def merges(self) -> Iterator[Merge]:
        """Every IRI given up, with the one used instead, in the order of letters."""
        for iri in sorted(self._parent):
            one = self.find(iri)
            if iri != one:
                yield Merge(other=iri, one=one, reason="; ".join(sorted(self._reason[iri])))

    def _rank(self, iri: str) -> tuple[bool, int, str]:
        """Sorts first the IRI to keep: by document number, then the most particular, then by letters."""
        return not iri.startswith(self._documents), -iri.count("/"), iri
