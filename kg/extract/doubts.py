"""What a letter leaves unclear, for a person to look at: nothing of this is guessed."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.extract import bodies
from kg.extract.clauses import Clause
from kg.extract.departments import departments
from kg.extract.entities import Names
from kg.extract.letter import Letter
from kg.extract.tags import Tag
from kg.models import Doubt, Kind, Statement, Status

_HEAD = (
    ("number", "no document number is found"),
    ("issuers", "no issuing body is found"),
    (
        "issued",
        "no date is found; relative words such as 今年 are read against the year of the number, or not at all",
    ),
    ("addressees", "nobody is addressed"),
    ("suggestion_title", "no title of a suggestion is found"),
)
_RELATIVE = re.compile(r"^[省市县区旗州](?!民|场|政)")
_ROUND = re.compile(
    r"(?<![\d一二三四五六七八九十])[一二三四五六七八九]千?百[二三四五六七八九](?![十百千万亿零\d])"
)
_SURE_NAME = 1.0
_SURE_STATUS = 1.0
"""What is less ahead of the next best reading is told as unsure. In 84 letters that the weights had not seen, 66 of 100
such names and 76 of such clauses were right, of the others 95 and 89."""
_REFUSING = re.compile(r"暂不|尚不|难以|无法|不具备|不宜|不予|不能")


def read(
    letter: Letter, names: Names, parts: Sequence[Clause], statements: Sequence[Statement]
) -> Iterator[Doubt]:
    """Missing parts of the head, names without an official form, numbers with two readings, promises that name two days."""
    yield from _head(letter)
    yield from _bodies(letter, names)
    yield from _numbers(letter, names)
    yield from _days(letter, statements)
    for hit in _ROUND.finditer(letter.text, *letter.head.body):
        yield _doubt(
            letter,
            "numeral",
            hit.start(),
            hit.end(),
            "may be read in two ways (三百五: 350 or 305) and is left out",
        )
    yield from _refusals(letter, parts, statements)


def names(letter: Letter, found: Names, tags: Sequence[Tag]) -> Iterator[Doubt]:
    """Names that the chain of names would as well have read otherwise, wherever they stand: each told once."""
    margins = {(tag.begin, tag.end): tag.margin for tag in tags}
    best: dict[int, tuple[float, int, int]] = {}
    for begin, end, entity in found.mentions:
        margin = margins.get((begin, end), math.inf)
        if entity not in best or margin > best[entity][0]:
            best[entity] = (margin, begin, end)
    for entity, (margin, begin, end) in sorted(best.items()):
        kinds = found.entities[entity].kinds
        if len(kinds) > 1:
            message = f"may be a {kinds[0].value} or a {kinds[1].value}, and is taken for both"
            yield _doubt(letter, "two-kinds", begin, end, message)
        elif margin < _SURE_NAME:
            kind = kinds[0].value
            yield _doubt(letter, "unsure-name", begin, end, f"read as {kind}, but not surely")


def statuses(
    letter: Letter, parts: Sequence[Clause], labels: Sequence[str], margins: Sequence[float]
) -> Iterator[Doubt]:
    """Clauses whose status was a near thing."""
    for clause, label, margin in zip(parts, labels, margins, strict=True):
        if margin < _SURE_STATUS and not clause.heading:
            status = label.partition("-")[2]
            message = (
                f"read as {status}, but not surely" if status else "read as no statement, but not surely"
            )
            yield _doubt(letter, "unsure-status", clause.begin, clause.end, message)


def _doubt(letter: Letter, rule: str, begin: int, end: int, message: str) -> Doubt:
    span = letter.flow.span(begin, end)
    return Doubt(rule, span, letter.flow.words(begin, end), message)


def _head(letter: Letter) -> Iterator[Doubt]:
    end = letter.flow.paragraphs[0].end if letter.flow.paragraphs else 0
    if end == 0:
        return
    for field, message in _HEAD:
        if not getattr(letter.head, field):
            yield _doubt(letter, f"header-{field}", 0, end, message)


def _bodies(letter: Letter, names: Names) -> Iterator[Doubt]:
    """市企服办 whose department no table knows: its full name is left as place and words."""
    for number, entity in enumerate(names.entities):
        if entity.kinds[0] is not Kind.BODY:
            continue
        short = next((form for form in entity.aliases if _RELATIVE.match(form)), None)
        place = letter.setting.level(short[0]) if short else None
        if short is None or place is None or "届" in short:
            continue
        if departments().named(short[1:], place.level, letter.setting.year) is None:
            begin, end, _ = next(m for m in names.mentions if m[2] == number)
            message = f"no table knows this office; {entity.name} is its place and its words"
            yield _doubt(letter, "body-name", begin, end, message)


def _numbers(letter: Letter, names: Names) -> Iterator[Doubt]:
    """A document number whose prefix names no known body."""
    for number, entity in enumerate(names.entities):
        if entity.number and bodies.issuer_of_number(entity.number, letter.setting) is None:
            begin, end, _ = next(m for m in names.mentions if m[2] == number)
            yield _doubt(
                letter,
                "number-prefix",
                begin,
                end,
                f"the prefix of {entity.number} names no body that is known",
            )


def _days(letter: Letter, statements: Sequence[Statement]) -> Iterator[Doubt]:
    """A promise that names several days ahead of the letter: the last is taken."""
    for statement in statements:
        if statement.status is not Status.PLANNED or statement.deadline is None:
            continue
        begin, end = (
            bisect_left(letter.flow.origin, at) for at in (statement.span.begin, statement.span.end)
        )
        days = {period.last for period in letter.ahead(begin, end)}
        if len(days) > 1:
            words = letter.document.text[statement.span.begin : statement.span.end]
            yield Doubt(
                "deadline", statement.span, words, f"names {len(days)} days; {statement.deadline} is taken"
            )


def _refusals(letter: Letter, parts: Sequence[Clause], statements: Sequence[Statement]) -> Iterator[Doubt]:
    """A clause that refuses by its words but is read as something done or promised."""
    spans = [(s.span, s.status) for s in statements if s.status is not Status.DECLINED]
    for clause in parts:
        hit = _REFUSING.search(letter.text, clause.begin, clause.end)
        if hit:
            at = letter.flow.origin[hit.start()]
            status = next((status for span, status in spans if span.begin <= at < span.end), None)
            if status:
                yield _doubt(
                    letter,
                    "refusal",
                    clause.begin,
                    clause.end,
                    f"sounds like a refusal but is read as {status.value}",
                )
