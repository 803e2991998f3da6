"""The letters of a collection in the order of time, each with the place that it speaks for."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from kg.identity import place_of
from kg.models import Collection, Facts

SEASON = timedelta(days=90)
"""Letters nearer than this answer the same session: they tell the same, they do not report on each other."""

_YEAR_IN_NUMBER = re.compile(r"[〔\[【(（](\d{4})[〕\]】)）]")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: its index in `Collection.documents`, its place, and the days between which it was written."""

    index: int
    place: str
    first: date | None
    last: date | None

    @property
    def middle(self) -> date | None:
        """The day that stands for the letter in the order of time."""
        return self.first + (self.last - self.first) / 2 if self.first and self.last else None


def letters(collection: Collection) -> list[Letter]:
    """The letters in the order of the collection."""
    return [
        Letter(index, place_of(linked.facts), *written(linked.facts))
        for index, linked in enumerate(collection.documents)
    ]


def by_place(found: list[Letter]) -> dict[str, list[Letter]]:
    """The letters of each known place, in the order of time; those without date or place are left out."""
    groups: dict[str, list[Letter]] = defaultdict(list)
    for letter in found:
        if letter.place and letter.middle:
            groups[letter.place].append(letter)
    return {
        place: sorted(group, key=lambda one: (one.middle or date.min, one.index))
        for place, group in sorted(groups.items())
    }


def written(facts: Facts) -> tuple[date | None, date | None]:
    """The first and last day on which the letter can have been written; the year of its number counts."""
    header = facts.header
    if header.issued:
        return days(header.issued.value)
    found = _YEAR_IN_NUMBER.search(header.number.value) if header.number else None
    return days(found[1]) if found else (None, None)


def days(edtf: str) -> tuple[date | None, date | None]:
    """First and last day of YYYY, YYYY-MM or YYYY-MM-DD; nothing for what is no date."""
    try:
        parts = [int(part) for part in edtf.split("-")]
        first = date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    except ValueError:
        return None, None
    if len(parts) > 2:
        return first, first
    month = parts[1] if len(parts) > 1 else 12
    return first, date(parts[0], month, calendar.monthrange(parts[0], month)[1])


def is_later(later: Letter, earlier: Letter) -> bool:
    """Whether one letter can report on the other: written clearly after it."""
    return bool(later.middle and earlier.middle and later.middle - earlier.middle >= SEASON)
