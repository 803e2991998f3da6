"""Promises counted by state."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.face.table import Table

if TYPE_CHECKING:
    from kg.graph.store import Dataset

GROUPS = ("body", "programme", "year")


class Counts(Table):
    """One row a group, a column for each state."""

    __slots__ = ("_columns", "_rows")

    def __init__(self, columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> None:
        self._columns = columns
        self._rows = rows

    @property
    def columns(self) -> tuple[str, ...]:
        """The group, promises, the states, the rate and its denominator."""
        return self._columns

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<Counts of {len(self)} by {self._columns[0]}>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a group; the rate is a fraction of 1, None where nothing is settled."""
        return [dict(zip(self._columns, row, strict=True)) for row in self._rows]


def counts(dataset: Dataset, by: str, as_of: date) -> Counts:
    """The promises of a dataset by group, those with more first."""
    from kg.graph.accounts import STATES, Accounts
    from kg.graph.accounts import counts as count

    if by not in GROUPS:
        raise UsageError(f"There is no grouping by {by}; there are {', '.join(GROUPS)}.")
    rows = []
    for name, promises, *rest in count(Accounts(dataset).commitments(as_of), by):
        *states, _, settled = rest
        numbers = [int(one) for one in states]
        kept = numbers[STATES.index("kept")]
        share = kept / int(settled) if int(settled) else None
        rows.append((name, int(promises), *numbers, share, int(settled)))
    return Counts((by, "promises", *STATES, "kept of settled", "settled"), tuple(rows))
