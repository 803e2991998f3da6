"""Series: one indicator of one thing over periods, from at least two letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from kg.findings import Series
from kg.ledger.measures import Measure, Span, likeness
from kg.ledger.words import Weights

ALIKE = 0.6
"""Likeness from which two indicators are one."""
CROWD = 80
"""Results under one key from which the key says too little to be worth a look."""


def groups(found: Sequence[Measure], weights: Weights) -> list[list[Measure]]:
    """The results that tell one indicator over time, whatever the number of letters; each in one group at most."""
    edges: list[tuple[float, int, int]] = []
    for left, right in _candidates(found, weights):
        one, other = found[left], found[right]
        if _fit(one, other):
            alike = likeness(one, other, weights)
            if alike >= ALIKE:
                edges.append((-alike, left, right))
    member = list(range(len(found)))
    groups_: dict[int, list[int]] = {at: [at] for at in member}
    for _, left, right in sorted(edges):
        into, away = member[left], member[right]
        if into != away and _all_fit(found, groups_[into], groups_[away], weights):
            for at in groups_.pop(away):
                member[at] = into
                groups_[into].append(at)
    return [
        [found[at] for at in sorted(members, key=lambda at: (found[at].when, found[at].ref))]
        for _, members in sorted(groups_.items())
        if len(members) > 1
    ]


def series(found: Sequence[Sequence[Measure]]) -> list[Series]:
    """The groups that span two periods in two letters."""
    result = []
    for group in found:
        letters = {one.letter.index for one in group}
        periods = {one.period or (one.when, one.when) for one in group}
        if len(letters) > 1 and len(periods) > 1:
            labels = Counter(one.figure.indicator for one in group)
            label = min(labels, key=lambda one: (-labels[one], len(one), one))
            about = frozenset.intersection(*(one.about for one in group))
            unit = group[0].figure.base_unit
            result.append(Series(label, unit, tuple(sorted(about)), tuple(one.ref for one in group)))
    return result


def _candidates(found: Sequence[Measure], weights: Weights) -> set[tuple[int, int]]:
    index: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(found):
        for pair in one.pairs:
            if weights.of_pair(pair) >= 0.25:
                index[one.unit, one.figure.measure, pair].append(at)
    met: set[tuple[int, int]] = set()
    for postings in index.values():
        if len(postings) <= CROWD:
            met.update(combinations(postings, 2))
    return met


def _fit(one: Measure, other: Measure) -> bool:
    if one.figure.range_with is not None or other.figure.range_with is not None:
        return False
    spans = {one.span, other.span}
    if len(spans) == 2 and Span.OPEN not in spans:
        return False
    if one.new != other.new and not (one.span is Span.YEAR and other.span is Span.YEAR):
        return False
    return not (one.letter.index == other.letter.index and one.period == other.period)


def _all_fit(found: Sequence[Measure], left: Sequence[int], right: Sequence[int], weights: Weights) -> bool:
    """Whether the groups can be one: no two values of one letter for one period, no stranger among them."""
    return all(
        _fit(found[one], found[other]) and likeness(found[one], found[other], weights) >= ALIKE - 0.15
        for one in left
        for other in right
    )
