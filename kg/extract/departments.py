"""The kinds of departments that authorities have at each level, under their official and short names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.resources import SEEDS, read_table

COLUMNS = ("full", "shorts", "organ", "levels", "from", "to", "codes")


@dataclass(frozen=True, slots=True)
class Department:
    """A kind of department: 经济和信息化局 with 经信局; of the party 委组织部, whose official name begins with 中共."""

    full: str
    shorts: tuple[str, ...]
    organ: str
    levels: frozenset[str]
    first: int
    last: int
    codes: tuple[str, ...]

    def official(self, place: str, parent: str = "", short: str = "") -> str:
        """The official name in a place: 慈溪市发展和改革局, 中共慈溪市委组织部; 国务院 in no place.

        Offices that answer to the level above are named by it: {parent}公安局{short}分局.
        """
        if "{" in self.full:
            return (
                self.full.replace("{place}", place)
                .replace("{parent}", parent)
                .replace("{short}", short)
                .replace("{level}", place[-1:])
            )
        if "nation" in self.levels:
            return self.full
        return ("中共" if self.organ == "party" else "") + place + self.full


_KIND_OF_LETTER = re.compile("[发办函规字复通文电综提建]{1,2}$")


class Departments:
    """Departments by official and short name, and by the letters of document numbers."""

    def __init__(self, rows: Iterable[Department]) -> None:
        self.by_full: dict[str, list[Department]] = defaultdict(list)
        self.by_short: dict[str, list[Department]] = defaultdict(list)
        self.by_code: dict[str, list[Department]] = defaultdict(list)
        for row in rows:
            self.by_full[row.full].append(row)
            for short in row.shorts:
                self.by_short[short].append(row)
            for code in row.codes:
                self.by_code[code].append(row)

    def named(self, name: str, level: str, year: int) -> Department | None:
        """The department of this official or short name at a level; official names and those of the year first."""
        return self._best([*self.by_full.get(name, ()), *self.by_short.get(name, ())], level, year)

    def code(self, code: str, level: str, year: int) -> Department | None:
        """The department whose numbers bear these letters: 政办发 at a county is 人民政府办公室, 卫健发 卫生健康局."""
        found = self._best(self.by_code.get(code, []), level, year)
        stem = _KIND_OF_LETTER.sub("", code)
        if found or not stem:
            return found
        shorts = [row for end in ("局", "委", "厅", "办") for row in self.by_short.get(stem + end, ())]
        return self._best(self.by_code.get(stem, []), level, year) or self._best(shorts, level, year)

    @staticmethod
    def _best(rows: list[Department], level: str, year: int) -> Department | None:
        fitting = [row for row in rows if level in row.levels]
        if not fitting:
            return None
        # max keeps the first of equals, and the table stands in order of how usual a name is.
        return max(fitting, key=lambda row: row.first <= year <= row.last)


@cache
def departments() -> Departments:
    """The table `seeds/names/departments.csv`."""
    return Departments(
        Department(
            row["full"],
            tuple(filter(None, row["shorts"].split("|"))),
            row["organ"],
            frozenset(row["levels"].split("|")),
            int(row["from"] or 0),
            int(row["to"] or 9999),
            tuple(filter(None, row["codes"].split("|"))),
        )
        for row in read_table(SEEDS / "names" / "departments.csv", COLUMNS)
    )
