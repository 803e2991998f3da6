"""Repeats: one fact that two letters tell, so that it is counted once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from kg.findings import SameFact
from kg.ledger.clauses import Clause, is_courtesy
from kg.ledger.measures import Measure, Span, likeness
from kg.ledger.words import Weights
from kg.models import Status

_ISSUED = re.compile(r"(?:出台|印发|制定|发布|下发|颁布)(?!.{0,4}后)")
_BASIS = re.compile(r"按照|根据|依据|落实|贯彻|执行")
_CROWD = 40


def same_figures(found: Sequence[Measure], weights: Weights) -> list[SameFact]:
    """Figures of two letters with one value, one period and one indicator; each with the most alike only."""
    index: dict[tuple[object, str], list[Measure]] = defaultdict(list)
    for one in found:
        if one.figure.role == "result":
            index[one.figure.base_value, one.unit].append(one)
    result: list[SameFact] = []
    for group in index.values():
        if 1 < len(group) <= _CROWD:
            result += _of_group(group, weights)
    return sorted(result, key=lambda one: (one.one, one.other))


def _of_group(group: Sequence[Measure], weights: Weights) -> list[SameFact]:
    fits = []
    for one, other in combinations(group, 2):
        if one.letter.index != other.letter.index and _same_time(one, other) and not apart(one, other):
            alike = likeness(one, other, weights)
            # A round or small number comes about by chance.
            if alike >= (0.5 if _telling(one) else 0.75):
                fits.append((-alike, one.ref, other.ref))
    taken: set[tuple[object, int]] = set()
    result = []
    for _, left, right in sorted(fits):
        ends = {(left, right.document), (right, left.document)}
        if not ends & taken:
            taken |= ends
            first, second = sorted((left, right))
            result.append(SameFact(first, second, "同一数值、指标和时期"))
    return result


def _same_time(one: Measure, other: Measure) -> bool:
    mine, its = one.period, other.period
    if mine and its:
        if mine == its:
            return True
        return one.span is not Span.STOCK and other.span is not Span.STOCK and mine[1] == its[1]
    return _telling(one)


def _telling(one: Measure) -> bool:
    """Whether a number has so many digits that two letters hardly hit on it by chance."""
    return len(format(one.figure.value, "f").replace(".", "").strip("0")) >= 3


def apart(one: Measure, other: Measure) -> bool:
    """Whether the statements around two equal numbers name different things, and no period makes them one fact."""
    same_time = one.period is not None and one.period == other.period
    return bool(one.named and other.named) and not one.named & other.named and not same_time


def same_statements(found: Sequence[Clause], weights: Weights) -> list[SameFact]:
    """Delivered acts of two letters: one document issued, or one act in nearly the same words."""
    by_policy: dict[str, list[Clause]] = defaultdict(list)
    by_pair: dict[str, list[Clause]] = defaultdict(list)
    for one in found:
        if one.status is not Status.DELIVERED or len(one.text) < 10 or is_courtesy(one.text):
            continue
        if _ISSUED.search(one.text) and not _BASIS.match(one.text):
            for iri in one.policies:
                by_policy[iri].append(one)
        for pair in one.pairs:
            if weights.of_pair(pair) >= 0.45:
                by_pair[pair].append(one)
    result: dict[tuple[object, object], SameFact] = {}
    for group in by_policy.values():
        for one, other in combinations(group[:_CROWD], 2):
            if one.letter.index != other.letter.index:
                _keep(result, one, other, "同一文件的出台")
    met: set[tuple[object, object]] = set()
    for group in by_pair.values():
        if len(group) > _CROWD:
            continue
        for one, other in combinations(group, 2):
            key = one.ref, other.ref
            if one.letter.index != other.letter.index and key not in met:
                met.add(key)
                if _same_words(one, other, weights):
                    _keep(result, one, other, "同一事项，用语几乎相同")
    return [result[key] for key in sorted(result, key=str)]


def _keep(result: dict[tuple[object, object], SameFact], one: Clause, other: Clause, reason: str) -> None:
    first, second = sorted((one.ref, other.ref))
    result.setdefault((first, second), SameFact(first, second, reason))


_IN_QUOTES = re.compile(r"“[^”]*”|〔\d{4}〕\d+号|\d+\+\S{1,3}")
_DATE = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?")


def _counts(words: str) -> bool:
    """Whether the clause gives a number."""
    return bool(re.search(r"\d", _DATE.sub("", _IN_QUOTES.sub("", words))))


def _same_words(one: Clause, other: Clause, weights: Weights) -> bool:
    dates = set(_DATE.findall(one.text)), set(_DATE.findall(other.text))
    if dates[0] and dates[1] and not dates[0] & dates[1]:
        return False
    best = 0.0
    for words, mine in one.sides:
        for its_words, its in other.sides:
            if _counts(words) or _counts(its_words):
                continue  # their figures tell
            both, ours, theirs = map(weights.of_all, (mine & its, mine, its))
            if both >= 3.0:
                best = max(best, 2 * both / (ours + theirs))
            # On one day, the shorter telling is enough.
            if both >= 3.0 and dates[0] & dates[1] and both >= 0.85 * min(ours, theirs):
                best = 1.0
    return best >= 0.75
