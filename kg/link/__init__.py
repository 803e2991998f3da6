"""Names to identities: what each letter calls a thing, and the one IRI that the thing bears everywhere.

First by function (`kg.identity`): the same facts give the same IRI without a look at other documents. Then
one small pass over what only other documents can tell. The kept facts are never renamed; the merges are
values that the graph writes as `owl:sameAs`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg import identity
from kg.identity import BASE
from kg.link.clusters import Clusters
from kg.link.policies import same_policies
from kg.models import Collection, Facts, Linked

__all__ = ["BASE", "link"]


def link(facts: Iterable[Facts], base: str = BASE) -> Collection:
    """Gives every document and entity its IRI. The result is the same in whatever order the facts come.

    `base` must be an absolute IRI that ends with a slash or a hash.
    """
    ordered = sorted(facts, key=lambda one: (identity.digest(one.document.text, 64), one.document.source))
    minted = [
        Linked(
            facts=one,
            document=identity.document(one, base),
            entities=tuple(identity.entity(one, index, base) for index in range(len(one.entities))),
        )
        for one in ordered
    ]
    clusters = Clusters(base)
    for merge in same_policies(minted, base):
        clusters.join(merge.other, merge.one, merge.reason)
    merges = tuple(clusters.merges())
    one_of = {merge.other: merge.one for merge in merges}
    documents = _told_apart([_renamed(linked, one_of) for linked in minted])
    return Collection(documents=tuple(sorted(documents, key=_place)), merges=merges)


def _place(linked: Linked) -> tuple[str, str]:
    return linked.document, linked.facts.document.source


def _renamed(linked: Linked, one_of: dict[str, str]) -> Linked:
    document = one_of.get(linked.document, linked.document)
    return Linked(linked.facts, document, tuple(one_of.get(iri, iri) for iri in linked.entities))


def _told_apart(documents: list[Linked]) -> list[Linked]:
    """Where different texts claim one IRI, the one with the smallest hash keeps it; the rest bear their hash.

    One IRI holds one text, else the offsets of passages would speak of two.
    """
    texts: dict[str, set[str]] = defaultdict(set)
    for linked in documents:
        texts[linked.document].add(identity.digest(linked.facts.document.text, 64))
    result = []
    for linked in documents:
        own = identity.digest(linked.facts.document.text, 64)
        if own == min(texts[linked.document]):
            result.append(linked)
        else:
            result.append(Linked(linked.facts, f"{linked.document}/text-{own[:12]}", linked.entities))
    return result
