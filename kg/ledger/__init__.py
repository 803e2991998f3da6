"""The ledger: what became of each commitment across letters and years."""

from __future__ import annotations

from kg.findings import FollowUp, Ledger
from kg.ledger.clauses import clauses
from kg.ledger.follow import follow_ups
from kg.ledger.letters import by_place, letters
from kg.models import Collection

__all__ = ["account"]


def account(collection: Collection) -> Ledger:
    """All that the letters of the collection say of each other.

    Letters are held against each other only where they speak for one place.
    """
    found: list[FollowUp] = []
    for group in by_place(letters(collection)).values():
        told = clauses(collection, group)
        sure, _ = follow_ups(told)
        found += sure
    return Ledger(follow_ups=tuple(found))
