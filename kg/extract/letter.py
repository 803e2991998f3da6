"""What the parts of extraction share about one letter: its text as paragraphs, its head, and the marks in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate

import rjieba

from kg.extract import header
from kg.extract.bodies import NUMBER
from kg.extract.header import Head
from kg.extract.places import Setting
from kg.models import Document
from kg.text.layout import Flow, flow
from kg.text.times import Period, month_end, periods
from kg.text.titles import titles

_QUOTE = re.compile(r"“([^“”\n]{1,60})”")
_LONGEST = 240
"""Characters of a stretch at most."""
_APART = frozenset(["", *"，。；：！？、“”《》（）\n"])
"""Marks, or the ends of the text, over which no word reaches."""
_BREAKS = re.compile("[，。；！？\n]")


@dataclass(frozen=True, slots=True)
class Quote:
    """A phrase in “” or 《》; `begin` and `end` take in the marks."""

    begin: int
    end: int
    book: bool


@dataclass(frozen=True)
class Letter:
    """One letter while it is read. Offsets of everything here are offsets into `flow.text`."""

    document: Document
    flow: Flow
    head: Head

    @property
    def text(self) -> str:
        return self.flow.text

    @property
    def setting(self) -> Setting:
        return self.head.setting

    @cached_property
    def base(self) -> date | None:
        """The day of the letter, against which 今年 and 目前 are read: as dated, else the end of its year."""
        if self.head.issued:
            parts = [int(part) for part in self.head.issued.value.split("-")]
            return (
                date(*parts) if len(parts) == 3 else month_end(parts[0], parts[1] if len(parts) > 1 else 12)
            )
        if self.head.number and (year := re.search(r"〔(\d{4})〕", self.head.number.value)):
            return date(int(year[1]), 12, 31)
        return None

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """Phrases in quotes, and titles in 《》 with titles inside them; in order."""
        found = [Quote(*hit.span(), False) for hit in _QUOTE.finditer(self.text)]
        found += [Quote(begin, end, True) for begin, end in titles(self.text)]
        return tuple(sorted(found, key=lambda quote: (quote.begin, -quote.end)))

    @cached_property
    def marked(self) -> bytes:
        """For each character, whether it stands in “” (1), in 《》 (2), in both (3) or in neither (0)."""
        found = bytearray(len(self.text))
        for quote in self.quotes:
            for at in range(quote.begin, quote.end):
                found[at] |= 2 if quote.book else 1
        return bytes(found)

    @cached_property
    def tagged(self) -> list[tuple[str, str]]:
        """The words of the text, white space too, each with its part of speech."""
        return rjieba.tag(self.text)

    @cached_property
    def words(self) -> list[str]:
        return [word for word, _ in self.tagged]

    @cached_property
    def word_begins(self) -> list[int]:
        """Where each word begins."""
        return [0, *accumulate(map(len, self.words))][:-1]

    def tagged_in(self, begin: int, end: int) -> list[tuple[str, str]]:
        """The words of a range as the range alone has them. Between sentence marks they are those of the text:
        words are sought from mark to mark. Elsewhere they are sought anew."""
        text, begins = self.text, self.word_begins
        if text[begin - 1 : begin] in _APART and text[end : end + 1] in _APART:
            first, last = bisect_left(begins, begin), bisect_left(begins, end)
            if begins[first] == begin and (last == len(begins) or begins[last] == end):
                return self.tagged[first:last]
        return rjieba.tag(text[begin:end])

    @cached_property
    def numbers(self) -> tuple[re.Match[str], ...]:
        """The document numbers in the body."""
        return tuple(NUMBER.finditer(self.text, *self.head.body))

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        return tuple(periods(self.text, self.base))

    @cached_property
    def _period_begins(self) -> list[int]:
        return [period.begin for period in self.periods]

    def periods_in(self, begin: int, end: int) -> tuple[Period, ...]:
        """The time expressions that begin in a range."""
        begins = self._period_begins
        return self.periods[bisect_left(begins, begin) : bisect_left(begins, end)]

    def ahead(self, begin: int, end: int) -> Iterator[Period]:
        """Those of them that end after the letter's day; none where the day is not known."""
        base = self.base
        return (
            period
            for period in self.periods_in(begin, end)
            if base is not None and period.last is not None and period.last > base
        )

    @cached_property
    def stretches(self) -> tuple[int, ...]:
        """Where the stretches between clause marks begin; what no mark divides is cut, so that no text is slow."""
        begins = [0, *(hit.end() for hit in _BREAKS.finditer(self.text) if hit.end() < len(self.text))]
        ends = [*begins[1:], len(self.text)]
        return tuple(
            at
            for begin, end in zip(begins, ends, strict=True)
            for at in range(begin, max(end, begin + 1), _LONGEST)
        )


def read(document: Document) -> Letter:
    """Lay out a document and read its head."""
    text = flow(document.text)
    return Letter(document, text, header.read(text))
