"""Names to identities: what each letter calls a thing, and the one IRI that the thing bears everywhere.

First by function (`kg.identity`): the same facts give the same IRI without a look at other documents. Then
small passes over what only other documents can tell: numbers, names, people. The kept facts are never renamed;
the merges are values that the graph writes as `owl:sameAs`. What people decided overrules every rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg import identity
from kg.identity import BASE
from kg.link import decisions as decided
from kg.link import names, people
from kg.link.clusters import Clusters
from kg.link.decisions import Decision, seeded
from kg.link.elsewhere import found_elsewhere, with_parts, with_surroundings
from kg.link.introduced import introduced
from kg.link.policies import same_policies
from kg.link.things import things
from kg.models import Collection, Facts, Linked, Merge

__all__ = ["BASE", "Decision", "link", "seeded"]


def link(facts: Iterable[Facts], base: str = BASE, decisions: Sequence[Decision] | None = None) -> Collection:
    """Gives every document and entity its IRI. The result is the same in whatever order the facts come.

    `base` must be an absolute IRI that ends with a slash or a hash. `decisions` are those of people about names;
    without them those of `seeds/names` hold.
    """
    ordered = sorted(facts, key=lambda one: (identity.digest(one.document.text, 64), one.document.source))
    minted = [
        Linked(
            facts=one,
            document=identity.document(one, base),
            entities=tuple(people.minted(one, index, base) for index in range(len(one.entities))),
        )
        for one in ordered
    ]
    clusters = Clusters(base)
    said = seeded() if decisions is None else tuple(decisions)
    for left, right, same, reason in sorted(decided.pairs(said, minted), key=lambda one: (one[2], one)):
        if same:
            clusters.join(left, right, reason)
        else:
            clusters.forbid(left, right)
    for merge in same_policies(minted, base):
        clusters.join(merge.other, merge.one, merge.reason)
    for merge in introduced(minted):
        clusters.join(merge.other, merge.one, merge.reason)
    same_people, doubtful = people.same_people(minted, base)
    for merge in same_people:
        clusters.join(merge.other, merge.one, merge.reason)
    doubtful += _second_pass(_all_renamed(minted, clusters), clusters)
    merges = tuple(clusters.merges())
    found = found_elsewhere([with_parts(one) for one in _all_renamed(minted, clusters)])
    documents = _told_apart([with_surroundings(one) for one in found])
    open_ = {
        tuple(sorted((clusters.find(one.other), clusters.find(one.one)))): one.reason
        for one in doubtful
        if clusters.find(one.other) != clusters.find(one.one) and clusters.may_join(one.other, one.one)
    }
    return Collection(
        documents=tuple(sorted(documents, key=_place)),
        merges=merges,
        doubtful=tuple(Merge(other, one, reason) for (one, other), reason in sorted(open_.items())),
    )


def _second_pass(documents: Sequence[Linked], clusters: Clusters) -> list[Merge]:
    """Joins things by their names; returns the pairs that fit but not well enough."""
    found = things(documents)
    met: dict[str, set[int]] = {clusters.find(thing.iri): set(thing.documents) for thing in found}
    loose, doubtful = [], []

    def join(one: names.Candidate) -> bool:
        left, right = clusters.find(one.one), clusters.find(one.other)
        if not clusters.join(one.one, one.other, one.reason):
            return False
        met[clusters.find(left)] = met.pop(left, set()) | met.pop(right, set())
        return True

    for candidate in sorted(names.candidates(found), key=lambda one: (not one.sure, -one.likeness, one)):
        if not candidate.sure:
            loose.append(candidate)
        elif clusters.find(candidate.one) != clusters.find(candidate.other):
            join(candidate)
    rivals: dict[str, dict[str, float]] = defaultdict(dict)
    for one in loose:
        left, right = clusters.find(one.one), clusters.find(one.other)
        if left != right:
            ends = [
                (mine, its)
                for mine, its in ((left, right), (right, left))
                if mine != clusters.find(one.open_end)
            ]
            for mine, its in ends:
                rivals[mine][its] = max(one.likeness, rivals[mine].get(its, 0.0))
    for one in loose:
        left, right = clusters.find(one.one), clusters.find(one.other)
        if left == right:
            continue
        fits = _only(rivals[left], right, one.likeness) and _only(rivals[right], left, one.likeness)
        apart = one.open_end or not met[left] & met[right]
        if not (fits and apart and join(one)):
            doubtful.append(Merge(right, left, one.reason))
    return doubtful


def _only(rivals: dict[str, float], chosen: str, likeness: float) -> bool:
    """Whether no other thing fits nearly as well."""
    return all(other == chosen or likeness - value >= _MARGIN for other, value in rivals.items())


_MARGIN = 0.15


def _all_renamed(documents: Sequence[Linked], clusters: Clusters) -> list[Linked]:
    one_of = {merge.other: merge.one for merge in clusters.merges()}
    return [_renamed(linked, one_of) for linked in documents]


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
