"""Lines of a web copy to paragraphs, headings and sections.

A letter reaches us with hard line breaks, indents of any width and bookmark leftovers. `flow` gives the text as its
author wrote it: one line a paragraph, no white space inside Chinese, equivalent characters folded, and for each
character where it stands in the document, so that every offset leads back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.models import Passage, Span
from kg.text.fold import fold
from kg.text.tables import Cell, tables

SPACE = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
_LEFTOVER = re.compile(r"\[bookmark:[^\]\n]{0,40}\]|^\s*[-—－]{1,2}\s*\d{1,3}\s*[-—－]{1,2}\s*$", re.M)
_GAP = re.compile(r"[ \u3000\t]{3,}")
"""White space that sets things apart on one line: such a line is typeset, not wrapped."""
_TERMINAL = "。！？：；…”）"
_STOP = "。！？：；"
MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"([一二三四五六七八九十]{1,3})、")),
    (2, re.compile(r"（([一二三四五六七八九十]{1,3})）")),
    (3, re.compile(r"(\d{1,2})[.、](?!\d)")),
    (4, re.compile(r"（(\d{1,2})）")),
    (1, re.compile(r"(关于)(?=[^。，；]{2,60}(?:问题|建议|方面|情况|工作)[。：]?$)")),
    (4, re.compile(r"([■●◆◇▲★※]|-{2})")),
)
_INLINE = re.compile(
    r"(?<=[。；：，）\n])((?:第?[一二三四五六七八九十]{1,2}(?:是|方面|要))|(?:首先|其次|再次|再者|另一方面|一方面))(?=[^一二三四五六七八九十])"
)
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,2}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the flow: where it is, and how deep its mark stands (0: no mark)."""

    begin: int
    end: int
    level: int
    mark: str


@dataclass(frozen=True, slots=True)
class Flow:
    """The text as paragraphs. `origin[i]` is the place of `text[i]` in the document."""

    text: str
    origin: tuple[int, ...]
    source: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[tuple[tuple[Cell, ...], ...], ...] = ()
    """Of each table the cells of its rows, the row of heads first. A row is a paragraph, a tab stands between its cells."""

    def span(self, begin: int, end: int) -> Span:
        """The span in the document of a non-empty range of the flow."""
        return Span(self.origin[begin], self.origin[end - 1] + 1)

    def words(self, begin: int, end: int) -> str:
        """The words of a range as printed, white space removed."""
        return (
            SPACE.sub("", self.source[self.origin[begin] : self.origin[end - 1] + 1]) if end > begin else ""
        )

    def paragraph(self, at: int) -> int:
        """Index of the paragraph that holds a place of the flow."""
        return max(0, bisect_right(self.paragraphs, at, key=lambda paragraph: paragraph.begin) - 1)


def flow(text: str) -> Flow:
    """Join hard line breaks, drop white space and leftovers, find paragraphs and their marks."""
    folded = fold(text)
    if "bookmark" in folded or "-" in folded:
        # Leftovers are looked for in the text as printed: folding has made their square brackets round.
        blanked = list(folded)
        for hit in _LEFTOVER.finditer(text):
            blanked[hit.start() : hit.end()] = " " * (hit.end() - hit.start())
        folded = "".join(blanked)
    lines = [(at, line) for at, line in _lines(folded) if line.strip()]
    found = list(tables([line for _, line in lines]))
    rows = {lines[first + n][0]: row for first, table in found for n, row in enumerate(table)}
    placed: dict[int, tuple[Cell, ...]] = {}
    text_so_far = _Growing()
    paragraphs: list[Paragraph] = []
    for group in _groups(lines, rows):
        begin = text_so_far.size
        for at, line in group:
            if at in rows:
                placed[at] = tuple(_placed(text_so_far, at, line, rows[at]))
            else:
                text_so_far.add(at, line, begin)
        level, mark = mark_of(text_so_far.since(begin))
        paragraphs.append(Paragraph(begin, text_so_far.size, level, mark))
        text_so_far.put("\n", group[-1][0] + len(group[-1][1]))
    return Flow(
        "".join(text_so_far.pieces),
        tuple(text_so_far.origin),
        text,
        tuple(paragraphs),
        tuple(tuple(placed[lines[first + n][0]] for n in range(len(table))) for first, table in found),
    )


class _Growing:
    """The text of a flow while it is put together."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.origin: list[int] = []
        self.size = 0

    def put(self, words: str, at: int) -> None:
        """Add words that stand at a place of the document."""
        self.pieces.append(words)
        self.origin.extend(range(at, at + len(words)))
        self.size += len(words)

    def add(self, at: int, line: str, begin: int) -> None:
        """Add a line without its white space; what it goes on with began at `begin`."""
        for chunk_at, chunk in _chunks(line):
            if begin < self.size and _needs_space(self.pieces[-1], chunk):
                self.put(" ", at + chunk_at - 1)
            self.put(chunk, at + chunk_at)

    def since(self, begin: int) -> str:
        """The text from a place on at which a piece begins."""
        count, size = 0, self.size - begin
        while size > 0:
            count += 1
            size -= len(self.pieces[-count])
        return "".join(self.pieces[-(count or 1) :])


def _placed(text: _Growing, at: int, line: str, row: Sequence[Cell]) -> Iterator[Cell]:
    """Add the cells of a row, a tab between two; where each stands in the flow."""
    for number, (begin, end) in enumerate(row):
        if number:
            text.put("\t", at + row[number - 1][1])
        here = text.size
        text.add(at + begin, line[begin:end], here)
        yield here, text.size


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _chunks(line: str) -> Iterator[tuple[int, str]]:
    """The parts of a line between white space."""
    at = 0
    for found in SPACE.finditer(line):
        if found.start() > at:
            yield at, line[at : found.start()]
        at = found.end()
    if at < len(line):
        yield at, line[at:]


def _needs_space(left: str, right: str) -> bool:
    """A space between two Latin words is part of the text, any other is typesetting."""
    return left[-1].isascii() and left[-1].isalpha() and right[0].isascii() and right[0].isalpha()


def mark_of(line: str) -> tuple[int, str]:
    """Level and label of the mark that opens a line; (0, "") where there is none."""
    for level, pattern in MARKS:
        found = pattern.match(line)
        if found:
            label = found[1]
            return level, f"（{label}）" if level in (2, 4) and found[0].startswith("（") else label
    return 0, ""


def _ems(line: str) -> float:
    """How wide a line is drawn, in Chinese characters, with an indent of two at most."""
    words = line.strip()
    ascii_only = words.encode("ascii", "ignore")
    return len(words) - len(ascii_only) / 2 + min(2.0, _indent(line) / 2)


def _width(lines: list[tuple[int, str]]) -> float:
    """The width at which the copy was wrapped, 0 where it was not: many lines of nearly the same greatest length."""
    lengths = sorted(_ems(line) for _, line in lines if not _GAP.search(line.strip()))
    if len(lengths) < 8 or lengths[-1] > 90:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    full = sum(length >= width * 0.85 for length in lengths)
    return width if full >= max(4, len(lengths) * 0.25) and width >= 18 else 0


def _groups(lines: list[tuple[int, str]], rows: Container[int]) -> Iterator[list[tuple[int, str]]]:
    """Lines that make up one paragraph; those that are a row of a table, named by where they begin, are each one."""
    width = _width(lines)
    group: list[tuple[int, str]] = []
    for line in lines:
        apart = line[0] in rows or (group and group[-1][0] in rows)
        inside = not apart and group and _opens(group[-1][1], line[1])
        if group and not inside and (apart or not (width and _continues(group[-1][1], line[1], width))):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _opens(line: str, following: str) -> bool:
    """Whether a title in 《》 that a line begins ends in the following one."""
    begun = line.rfind("《") > line.rfind("》")
    return begun and "》" in following and "《" not in following[: following.find("》")]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


_TITLED = re.compile("(?:答复|答复意见|复函|回复|的函|报告)$")
"""The end of a title; a line that addresses somebody follows it."""
_TRAIL = re.compile("(?:您?(?:现在|当前)的?(?:所在)?的?位置|首页)[：: >]")
"""The line of a web page that says where in the site it stands."""
_SPOKEN_TO = re.compile("(?:代表|委员)[：:]$")
"""The end of a line that addresses somebody."""


def _continues(line: str, following: str, width: float) -> bool:
    """Whether the following line goes on with the paragraph of this one."""
    end, begin = line.rstrip(), following.strip()
    if _TRAIL.match(line.lstrip()):
        return False
    if _ems(line) < width * 0.8 or _GAP.search(line.strip()) or _GAP.search(begin):
        return False
    if end[-1] in _STOP and _indent(following) >= _indent(line):
        return False
    if begin[-1] in "：:" and (_TITLED.search(end) or (_SPOKEN_TO.search(begin) and end[-1] not in "、，,")):
        return False
    if _indent(following) > _indent(line) + 1:
        return False
    level, _ = mark_of(begin)
    return not (level and end[-1] in _TERMINAL)


def sections(text: Flow) -> tuple[Passage, ...]:
    """The passages of the letter with the path of heads that they stand under, as "二/（一）/一是"."""
    found: list[Passage] = []
    path: list[tuple[int, str]] = []
    for paragraph in text.paragraphs:
        if paragraph.level:
            path = [step for step in path if step[0] < paragraph.level]
            path.append((paragraph.level, paragraph.mark))
        head = "/".join(label for _, label in path)
        cuts = [
            (hit.start(1), hit[1])
            for hit in _INLINE.finditer(text.text, max(0, paragraph.begin - 1), paragraph.end)
            if hit.start(1) >= paragraph.begin
        ]
        edges = [(paragraph.begin, ""), *cuts, (paragraph.end, "")]
        for (begin, label), (end, _) in pairwise(edges):
            if end > begin:
                found.append(Passage(text.span(begin, end), "/".join(part for part in (head, label) if part)))
    return tuple(found)


def is_ordinal_mark(words: str) -> bool:
    """Whether words such as 一是, 二要, 首先 only count the items of a list."""
    return bool(_ORDINAL.match(words)) or words in {"首先", "其次", "再次", "再者", "一方面", "另一方面"}


def paragraph(text: str, begin: int, end: int) -> tuple[str, int]:
    """The paragraph (or paragraphs) of `text` around these offsets, and where it begins."""
    first = text.rfind("\n", 0, begin) + 1
    last = text.find("\n", end)
    return text[first : len(text) if last < 0 else last], first
