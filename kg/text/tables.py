"""Tables pasted as text: lines whose cells stand between tabs or wide blanks, under a line of heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

Cell = tuple[int, int]
"""Where a cell begins and ends in its line, white space around it left out; begin and end are the same where it is empty."""

_TAB = re.compile("\t")
_BLANK = re.compile("[ \u3000]{2,}")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_LONGEST = 200
_YEAR = re.compile("(?:19|20)\\d\\d")


def is_number(words: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    return bool(_NUMBER.fullmatch(words))


def cells(line: str) -> list[Cell]:
    """The cells of a line; one where it is no row."""
    low, high = len(line) - len(line.lstrip(" \u3000\r")), len(line.rstrip())
    gap = _TAB if "\t" in line[low:high] else _BLANK
    edges = [(low, low), *(hit.span() for hit in gap.finditer(line, low, high)), (high, high)]
    found = []
    for (_, low), (high, _) in pairwise(edges):
        begin = high - len(line[low:high].lstrip())
        found.append((begin, begin + len(line[low:high].strip())))
    return found


def tables(lines: Sequence[str]) -> Iterator[tuple[int, list[list[Cell]]]]:
    """Each table: the index of its first line, and the cells of its rows, the line of heads first.

    All rows have as many cells, at least two, and there are two rows at least. The heads are the last line before one with
    a number.
    """
    at = 0
    while at < len(lines):
        rows = [_short(cells(lines[at]))]
        while len(rows[0]) > 1 and at + len(rows) < len(lines):
            row = _short(cells(lines[at + len(rows)]))
            if len(row) != len(rows[0]):
                break
            rows.append(row)
        numbers = [n for n, row in enumerate(rows) if _has_number(lines[at + n], row)]
        if numbers and numbers[0] > 0 and len(rows) > numbers[0] + 1:
            yield at + numbers[0] - 1, rows[numbers[0] - 1 :]
        at += len(rows)


def _short(row: list[Cell]) -> list[Cell]:
    """The cells, none where one of them holds more than an entry."""
    return row if all(end - begin <= _LONGEST for begin, end in row) else []


def _has_number(line: str, row: Sequence[Cell]) -> bool:
    """Whether a row has a number beside its first cell. A year is none: it may head a column."""
    words = [line[begin:end] for begin, end in row[1:]]
    return any(is_number(word) and not _YEAR.fullmatch(word) for word in words)
