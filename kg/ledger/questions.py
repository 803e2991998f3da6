"""What a person should decide: follow-ups near the line, names that may be one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.findings import FollowUp, Question, Ref
from kg.identity import digest
from kg.models import Collection

NEAR = 0.6
"""Confidence below which a follow-up is listed as a question too."""


def identifier(collection: Collection, earlier: Ref, later: Ref) -> str:
    """The same from build to build: made from both letters and both quotations."""
    said = (
        f"{collection.documents[one.document].document}\n{words(collection, one)}" for one in (earlier, later)
    )
    return digest("\n".join(("follow-up", *said)))


def words(collection: Collection, ref: Ref) -> str:
    """The quotation of a statement, without white space."""
    facts = collection.documents[ref.document].facts
    span = facts.statements[ref.index].span
    return "".join(facts.document.text[span.begin : span.end].split())


def settled(
    collection: Collection,
    sure: Iterable[FollowUp],
    doubtful: Iterable[FollowUp],
    decisions: Mapping[str, bool],
) -> tuple[list[FollowUp], list[Question]]:
    """The follow-ups after the decisions of people, and the questions that are left."""
    kept: list[FollowUp] = []
    questions: list[Question] = []
    for one, by_rule in [*((one, True) for one in sure), *((one, False) for one in doubtful)]:
        name = identifier(collection, one.earlier, one.later)
        decided = decisions.get(name)
        if decided is None:
            if by_rule:
                kept.append(one)
            if not by_rule or one.confidence < NEAR:
                questions.append(_question(collection, one, name))
        elif decided:
            kept.append(replace(one, confidence=1.0, rule="person"))
    return kept, questions


def _question(collection: Collection, one: FollowUp, name: str) -> Question:
    return Question(
        identifier=name,
        kind="follow-up",
        one=collection.documents[one.earlier.document].document,
        other=collection.documents[one.later.document].document,
        reason=f"{one.outcome.value}？{one.reason}",
        words=(words(collection, one.earlier), words(collection, one.later)),
    )


def merges(collection: Collection) -> Iterator[Question]:
    """The pairs of names that may be one thing."""
    names: dict[str, str] = {}
    for linked in collection.documents:
        for entity, iri in zip(linked.facts.entities, linked.entities, strict=True):
            if len(entity.name) > len(names.get(iri, "")):
                names[iri] = entity.name
    for one in collection.doubtful:
        ends = sorted((one.one, one.other))
        said = (names.get(ends[0], ends[0]), names.get(ends[1], ends[1]))
        yield Question(digest("\n".join(("merge", *ends))), "merge", ends[0], ends[1], one.reason, said)
