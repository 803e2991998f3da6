"""A letter as words and names: each name stands as a symbol of its kind, names in a list stand as one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from kg.extract.entities import Names
from kg.extract.letter import Letter
from kg.models import Kind

SYMBOLS = {
    Kind.BODY: "B",
    Kind.ORGANIZATION: "B",
    Kind.PERSON: "P",
    Kind.PLACE: "L",
    Kind.POLICY: "D",
    Kind.PROGRAMME: "W",
    Kind.PROJECT: "W",
    Kind.PLATFORM: "W",
}
"""Kinds that take part in a sentence in the same way share a symbol."""
_LISTED = re.compile("[”》）]?(?:（[^（）]{0,30}）)?(?:、|和|与|及|以及|暨)[“《]?")
_SILENT = "“”《》（）() \n\u3000"
_JOINTS = frozenset("、和与及等") | {"以及"}
_BREAK = re.compile("[，。；：\n]")

Range = tuple[int, int]


class Sentences:
    """Words and names of one letter by place. Ranges are offsets into the letter's text."""

    def __init__(self, letter: Letter, names: Names, mentions: Iterable[tuple[int, int, int]]) -> None:
        """`mentions` are ranges with the number of their entity, in order; those inside another are left out."""
        self.text = letter.text
        self._breaks = [found.start() for found in _BREAK.finditer(self.text)]
        self._outer: list[tuple[int, int, str]] = []
        end = 0
        for begin, behind, entity in mentions:
            if begin >= end:
                self._outer.append((begin, behind, SYMBOLS[names.entities[entity].kinds[0]]))
                end = behind
        self._outer_begins = [begin for begin, _, _ in self._outer]
        self._begins: list[int] = []
        self._words: list[str] = []
        for at, word in self._sequence(letter):
            self._begins.append(at)
            self._words.append(word)
        self._lists = dict(self._listed())
        self._sides: dict[tuple[Range, int, int], tuple[list[str], list[str]]] = {}

    def _listed(self) -> Iterable[tuple[Range, tuple[Range, int]]]:
        """Each name with the range of the list of names of one sort that it stands in, and the number of names there."""
        at, names = 0, self._outer
        while at < len(names):
            last = at
            while (
                last + 1 < len(names)
                and names[last + 1][2] == names[at][2]
                and _LISTED.fullmatch(self.text, names[last][1], names[last + 1][0])
            ):
                last += 1
            for begin, end, _ in names[at : last + 1]:
                yield (begin, end), ((names[at][0], names[last][1]), last - at + 1)
            at = last + 1

    def extent(self, name: Range) -> tuple[Range, int]:
        """The list that a name stands in: its range and how many names it has; the name alone where there is none."""
        return self._lists.get(name, (name, 1))

    def names(self, begin: int, end: int) -> str:
        """The symbols of the names in a range."""
        found = []
        for at in range(bisect_left(self._outer_begins, begin), len(self._outer)):
            if self._outer[at][1] > end:
                break
            found.append(self._outer[at][2])
        return "".join(found)

    def clause(self, begin: int, end: int) -> Range:
        """The stretch between clause marks around a range."""
        at = bisect_right(self._breaks, begin - 1)
        low = self._breaks[at - 1] + 1 if at else 0
        at = bisect_left(self._breaks, end)
        return low, self._breaks[at] if at < len(self._breaks) else len(self.text)

    def sides(self, name: Range, before: int, behind: int) -> tuple[list[str], list[str]]:
        """The words of its clause before and behind a range, each from so many characters at most."""
        asked = name, before, behind
        if asked not in self._sides:
            low, high = self.clause(*name)
            self._sides[asked] = (
                self.words(max(low, name[0] - before), name[0]),
                self.words(name[1], min(high, name[1] + behind)),
            )
        return self._sides[asked]

    def words(self, begin: int, end: int) -> list[str]:
        """The words of a range without quotes and brackets, names as <symbol>, lists of names as one."""
        found: list[str] = []
        for word in self._words[bisect_left(self._begins, begin) : bisect_left(self._begins, end)]:
            if len(found) > 1 and word[0] == "<" and found[-2] == word and found[-1] in _JOINTS:
                found.pop()
            else:
                found.append(word)
        return found

    def _sequence(self, letter: Letter) -> Iterable[tuple[int, str]]:
        """Words and symbols of names in order, each with where it begins; a word that a name cuts is cut there."""
        names = iter([*self._outer, (len(self.text), len(self.text), "")])
        begin, end, symbol = next(names)
        for at, word in zip(letter.word_begins, letter.words, strict=True):
            here, behind = at, at + len(word)
            if behind <= begin:  # before the next name: most words are
                if word.strip(_SILENT):
                    yield at, word
                continue
            while here < behind:
                if here < begin:
                    piece = self.text[here : min(behind, begin)]
                    if piece.strip(_SILENT):
                        yield here, piece
                    here += len(piece)
                elif here < end:
                    if here == begin:
                        yield begin, f"<{symbol}>"
                    here = min(behind, end)
                else:
                    begin, end, symbol = next(names)
