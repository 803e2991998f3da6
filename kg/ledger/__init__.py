"""The ledger: what became of each commitment across letters and years."""

from __future__ import annotations

from kg.findings import Discrepancy, FollowUp, Ledger, SameFact, Series
from kg.ledger import conflicts, repeats
from kg.ledger.clauses import clauses
from kg.ledger.follow import follow_ups
from kg.ledger.letters import Letter, by_place, letters
from kg.ledger.measures import measures
from kg.ledger.series import groups, series
from kg.ledger.within import handed_on, numbers_of_practices
from kg.ledger.words import Weights
from kg.models import Collection

__all__ = ["account"]


def account(collection: Collection) -> Ledger:
    """All that the letters of the collection say of each other.

    Letters are held against each other only where they speak for one place; the result does not depend on the order
    in which they come.
    """
    follow: list[FollowUp] = []
    same: list[SameFact] = []
    lines: list[Series] = []
    differing: list[Discrepancy] = []
    known = letters(collection)
    for letter in known:
        differing += conflicts.wrong_counts(collection, letter)
        differing += conflicts.wrong_dates(collection, letter)
    for group in by_place(known).values():
        _place(collection, group, follow, same, lines, differing)
    return Ledger(tuple(follow), tuple(same), tuple(lines), tuple(differing))


def _place(
    collection: Collection,
    group: list[Letter],
    follow: list[FollowUp],
    same: list[SameFact],
    lines: list[Series],
    differing: list[Discrepancy],
) -> None:
    told = clauses(collection, group)
    counted = measures(collection, group)
    weights = Weights.of(one.pairs for one in told)
    sure, _ = follow_ups(told)
    inside = numbers_of_practices(collection, told, weights)
    follow += [*sure, *inside, *handed_on(sure, inside)]
    repeated = repeats.same_figures(counted, weights)
    same += repeated
    same += repeats.same_statements(told, weights)
    alike = groups(counted, weights)
    lines += series(alike)
    differing += conflicts.two_values(alike, weights)
    differing += conflicts.one_figure(counted, repeated, weights)
    differing += conflicts.two_names(collection, group)
