"""The ledger: what became of each commitment across letters and years."""

from __future__ import annotations

from collections.abc import Mapping

from kg.findings import Discrepancy, FollowUp, Ledger, SameFact, Series
from kg.ledger import conflicts, questions, repeats
from kg.ledger.clauses import clauses
from kg.ledger.follow import follow_ups
from kg.ledger.letters import Letter, by_place, letters
from kg.ledger.measures import measures
from kg.ledger.series import groups, series
from kg.ledger.within import handed_on, numbers_of_practices
from kg.ledger.words import Weights
from kg.models import Collection

__all__ = ["account"]


def account(collection: Collection, decisions: Mapping[str, bool] | None = None) -> Ledger:
    """All that the letters of the collection say of each other.

    Letters are held against each other only where they speak for one place; the result does not depend on the order
    in which they come. `decisions` are those of people: from the identifier of a question to accepted or rejected.
    """
    ledger = _Account(collection)
    known = letters(collection)
    for letter in known:
        ledger.differing += conflicts.wrong_counts(collection, letter)
        ledger.differing += conflicts.wrong_sums(collection, letter)
        ledger.differing += conflicts.wrong_totals(collection, letter)
        ledger.differing += conflicts.wrong_dates(collection, letter)
    for group in by_place(known).values():
        ledger.add(group)
    kept, open_ = questions.settled(collection, ledger.follow, ledger.doubtful, decisions or {})
    asked = (*open_, *questions.merges(collection))
    return Ledger(tuple(kept), tuple(ledger.same), tuple(ledger.lines), tuple(ledger.differing), asked)


class _Account:
    """Collects what is found, place by place."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.follow: list[FollowUp] = []
        self.doubtful: list[FollowUp] = []
        self.same: list[SameFact] = []
        self.lines: list[Series] = []
        self.differing: list[Discrepancy] = []

    def add(self, group: list[Letter]) -> None:
        """The letters of one place."""
        told = clauses(self.collection, group)
        counted = measures(self.collection, group)
        weights = Weights.of(one.pairs for one in told)
        sure, doubtful = follow_ups(told)
        inside = numbers_of_practices(self.collection, told, weights)
        self.follow += [*sure, *inside, *handed_on(sure, inside)]
        self.doubtful += doubtful
        repeated = repeats.same_figures(counted, weights)
        self.same += [*repeated, *repeats.same_statements(told, weights)]
        alike = groups(counted, weights)
        self.lines += series(alike)
        self.differing += conflicts.two_values(alike, weights)
        self.differing += conflicts.two_values_within(counted, weights)
        self.differing += conflicts.one_figure(counted, repeated, weights)
        self.differing += conflicts.two_names(self.collection, group)
        self.differing += conflicts.two_numbers(self.collection, group)
