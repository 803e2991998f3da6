"""The ledger: what became of each commitment across letters and years."""

from __future__ import annotations

from kg.findings import Ledger
from kg.models import Collection

__all__ = ["account"]


def account(collection: Collection) -> Ledger:
    """All that the letters of the collection say of each other."""
    del collection
    return Ledger()
