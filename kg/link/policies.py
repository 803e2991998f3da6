"""Policies that other letters know better: the number behind a title, the issuer behind a number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from kg import identity
from kg.models import Kind, Linked, Merge

_COUNTED = re.compile(r"[0-9一二三四五六七八九十]+条")
"""“留工优工16条”: a nickname that counts its measures is telling even when short."""
_OPENING = re.compile(r"\s*[（(]$")
_DIVISION = re.compile(r"[省市县区州旗盟镇乡]")
_TELLING = 10
"""Letters from which a title is taken to be no generic one (实施意见, 三年行动计划)."""


@dataclass(frozen=True, slots=True, order=True)
class _Policy:
    iri: str
    number: str | None
    scope: str | None
    names: tuple[str, ...]


def same_policies(documents: Sequence[Linked], base: str = identity.BASE) -> Iterator[Merge]:
    """Pairs of IRIs that are one policy, each with its reason. Ambiguous names join nothing."""
    yield from _numbers_in_brackets(documents)
    policies = sorted(set(_policies(documents)), key=lambda p: (p.iri, p.scope or "", p.names))
    yield from _numbers_without_issuer(documents, policies, base)
    yield from _one_number_two_scopes(policies)
    yield from _names_with_number([p for p in policies if not p.number], [p for p in policies if p.number])
    yield from _one_title_two_scopes([p for p in policies if not p.number])


def _numbers_in_brackets(documents: Sequence[Linked]) -> Iterator[Merge]:
    """A name and the number that follows it in brackets: “城乡客运12条”（潇政办发〔2021〕29号）."""
    for linked in documents:
        facts = linked.facts
        ends: dict[int, int] = {}
        for index, entity in enumerate(facts.entities):
            if Kind.POLICY in entity.kinds and not entity.number:
                ends.update({mention.span.end: index for mention in entity.mentions})
        for index, entity in enumerate(facts.entities):
            if Kind.POLICY not in entity.kinds or not entity.number:
                continue
            for mention in entity.mentions:
                opening = _OPENING.search(
                    facts.document.text, max(0, mention.span.begin - 4), mention.span.begin
                )
                at = opening.start() if opening else -1
                named = ends.get(at, ends.get(at - 1))  # the mention with its closing quote, or without
                if named is not None:
                    yield Merge(
                        linked.entities[named], linked.entities[index], f"number {entity.number} beside it"
                    )


def _policies(documents: Sequence[Linked]) -> Iterator[_Policy]:
    for linked in documents:
        for index, (entity, iri) in enumerate(zip(linked.facts.entities, linked.entities, strict=True)):
            if entity.kinds[0] is Kind.POLICY:
                number = identity.number_key(entity.number) if entity.number else None
                keys = {identity.key(name) for name in (entity.name, *entity.aliases)} - {number}
                names = tuple(sorted(name for name in keys if _is_telling(name)))
                yield _Policy(iri, number, identity.policy_issuer(linked.facts, index), names)


def _is_telling(name: str) -> bool:
    return len(name) >= _TELLING or bool(_COUNTED.search(name) and len(name) > 4)


def _numbers_without_issuer(
    documents: Sequence[Linked], policies: Sequence[_Policy], base: str
) -> Iterator[Merge]:
    """A number without a hint of its issuer is the one document that bears it elsewhere, if only one does."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for policy in policies:
        if policy.number:
            bearers[policy.number].add(policy.iri)
    for linked in documents:
        if number := linked.facts.header.number:
            bearers[identity.number_key(number.value)].add(linked.document)
    for number_, iris in sorted(bearers.items()):
        bare = identity.numbered(None, number_, base)
        known = sorted(iris - {bare})
        if bare in iris and len(known) == 1:
            yield Merge(bare, known[0], f"number {number_}")


def _one_number_two_scopes(policies: Sequence[_Policy]) -> Iterator[Merge]:
    """One number, told once of a government and once of its office or place, is one document."""
    bearers: dict[str, dict[str, str]] = defaultdict(dict)
    for policy in policies:
        if policy.number and policy.scope:
            bearers[policy.number].setdefault(policy.iri, policy.scope)
    for number, scopes in sorted(bearers.items()):
        (first, scope), *others = sorted(scopes.items())
        yield from (
            Merge(iri, first, f"number {number}") for iri, other in others if _compatible(scope, other)
        )


def _names_with_number(plain: Sequence[_Policy], numbered: Sequence[_Policy]) -> Iterator[Merge]:
    """A title or nickname without number is the one numbered document of that place that bears the name."""
    by_name: dict[str, list[_Policy]] = defaultdict(list)
    for policy in numbered:
        for name in policy.names:
            by_name[name].append(policy)
    for policy in plain:
        found = {
            (other.iri, name)
            for name in policy.names
            for other in by_name[name]
            if _compatible(policy.scope, other.scope)
        }
        if len({iri for iri, _ in found}) == 1:
            iri, name = min(found)
            yield Merge(policy.iri, iri, f"name {name}")


def _one_title_two_scopes(plain: Sequence[_Policy]) -> Iterator[Merge]:
    """One title, told once by place and once by issuer, is one policy if nothing speaks against it."""
    by_name: dict[str, dict[str, _Policy]] = defaultdict(dict)
    for policy in plain:
        for name in policy.names:
            by_name[name].setdefault(policy.iri, policy)
    for name, group in sorted(by_name.items()):
        scopes = sorted({policy.scope for policy in group.values() if policy.scope})
        together = all(_compatible(scopes[0], scope) for scope in scopes)
        if len(group) > 1 and together:
            first, *others = sorted(group)
            for iri in others:
                yield Merge(iri, first, f"name {name}")


def _compatible(left: str | None, right: str | None) -> bool:
    """Whether two scopes (places or bodies) are of one place: 慈溪市 and 慈溪市人民政府, not a town in it."""
    if left is None or right is None:
        return True
    one, other = _place_first(left), _place_first(right)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    same_place = shared in (len(one), len(other)) or _DIVISION.search(one[:shared])
    return bool(same_place) and not any(_DIVISION.search(rest, 1) for rest in (one[shared:], other[shared:]))


def _place_first(scope: str) -> str:
    return identity.key(scope).removeprefix("中共")
