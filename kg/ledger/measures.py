"""The results of one place, prepared once: what is counted, over what time, in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.findings import Ref, Told
from kg.ledger.clauses import NAMED
from kg.ledger.letters import Letter
from kg.ledger.words import Weights, pairs
from kg.models import Collection, Figure

NOISE = re.compile(
    r"累计|共计|总计|新增|总数|总额|金额|总量|次数|人数|个数|场次|数量|数$|额$|完成|实现|达到|全[市县区省]|我[市县区]|发放|拨付|安排|开展|举办|组织|投入"
)
"""What every second indicator says: it tells nothing apart."""
_STOCK = re.compile(r"累计|截至|截止|目前|已有|现有|总数|增至|拥有|保有|投入运营")
_NEW = re.compile(r"新增|新建|新开|增加|加装|当年|全年|每年|年均|年推送")
_UNITS = {"条次": "次", "场次": "场", "人次": "人次", "家次": "家次", "名": "人", "位": "人", "所": "所"}


class Span(StrEnum):
    """Over what time a value counts: values of two kinds make no series."""

    STOCK = "stock"
    YEAR = "year"
    YEARS = "years"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Measure:
    """One result with what tells whether another is of the same kind."""

    ref: Ref
    letter: Letter
    figure: Figure
    unit: str
    span: Span
    pairs: frozenset[str]
    """Of the indicator."""
    start: str | None
    end: str | None
    """The first and last day of its period."""
    new: bool
    """Whether it counts what was added, not what there is."""
    about: frozenset[str]
    named: frozenset[str]
    """IRIs of named things in the statement around it."""
    text: str
    """The clause, without white space."""

    @property
    def period(self) -> tuple[str, str] | None:
        """First and last day; of a stock, twice the last."""
        if not self.end:
            return None
        return (self.end, self.end) if self.span is Span.STOCK else (self.start or self.end, self.end)

    @property
    def when(self) -> str:
        """The day that stands for it in the order of time."""
        return self.end or self.start or (self.letter.middle or date.min).isoformat()


def measures(collection: Collection, group: Sequence[Letter]) -> list[Measure]:
    """The results of the letters, in the order of the letters and of the text."""
    return [one for letter in group for one in _of(collection, letter)]


def _of(collection: Collection, letter: Letter) -> Iterator[Measure]:
    linked = collection.documents[letter.index]
    around: dict[int, set[str]] = {}
    statement_of: dict[int, int] = {}
    for number, statement in enumerate(linked.facts.statements):
        named = {
            linked.entities[at]
            for at in statement.about
            if NAMED.intersection(linked.facts.entities[at].kinds)
        }
        for at in statement.figures:
            around.setdefault(at, set()).update(named)
            statement_of[at] = number
    text = linked.facts.document.text
    before: dict[int, Measure] = {}
    for index, figure in enumerate(linked.facts.figures):
        if figure.role != "target":
            said = "".join(text[figure.span.begin : figure.span.end].split())
            start, end = _shared_out(text, linked.facts.figures, index)
            own = pairs(NOISE.sub("，", indicator(figure.indicator)))
            unit = _UNITS.get(figure.base_unit, figure.base_unit)
            neighbour = before.get(statement_of.get(index, -1))
            if len(own) < _FEW and neighbour and neighbour.unit == unit:
                own |= neighbour.pairs  # 其中2022年招聘203名: what is counted stands before
            measure = Measure(
                ref=Ref(letter.index, Told.FIGURE, index),
                letter=letter,
                figure=figure,
                unit=unit,
                span=_span(figure, said, start, end),
                pairs=own or pairs(figure.indicator),
                start=start,
                end=end,
                new=bool(_NEW.search(figure.indicator) or _NEW.search(_before(said, figure))),
                about=frozenset(linked.entities[at] for at in figure.about),
                named=frozenset(around.get(index, ())),
                text=said,
            )
            before[statement_of.get(index, -1)] = measure
            yield measure


_FEW = 3
"""Pairs below which an indicator says nothing by itself."""
_TAIL = re.compile(r"\d[\d.]*[余多]?[万亿千百]*[^\d、，]{1,4}$")
_NAMED_FIRST = re.compile(r"^“?[^“”]{2,12}”(?:工程|行动|项目|平台|计划|志愿服务队|服务队)?(?=.{3})")
"""The named thing that a figure is about, told before what is counted."""
_LISTED = re.compile(r"^.*\d[^、，]*[、，]")
_YEARS = re.compile(r"((?:(?:19|20)\d\d年[、和及与]?){2,})[^，。；]*?分别")


def indicator(words: str) -> str:
    """What is counted, without the numbers that stand before it in a list: 服务站46个、食堂 is 食堂."""
    plain = _YEARS.sub("", words).replace("…", "，")
    plain = _NAMED_FIRST.sub("", plain)
    rest = _LISTED.sub("", _TAIL.sub("", plain))
    return rest if len(rest) >= 2 else _TAIL.sub("", plain)


def _shared_out(text: str, figures: Sequence[Figure], index: int) -> tuple[str | None, str | None]:
    """The period of a figure; where years and values are told apart (2019年、2020年分别…), its own year."""
    figure = figures[index]
    said = _YEARS.search(text, max(0, figure.span.begin - 2), figure.span.end)
    if said:
        years = re.findall(r"\d{4}", said[1])
        same = [one for one in figures if one.span == figure.span and one.base_unit == figure.base_unit]
        same.sort(key=lambda one: one.number)
        if len(same) == len(years):
            year = years[same.index(figure)]
            return f"{year}-01-01", f"{year}-12-31"
    return figure.period_start, figure.period_end


def _before(text: str, figure: Figure) -> str:
    """The words just before the number: 新增校车 of 新增校车18辆."""
    end = figure.number.begin - figure.span.begin
    return text[max(0, end - 10) : end] if 0 < end <= len(text) else text[:12]


def _span(figure: Figure, text: str, start: str | None, end: str | None) -> Span:
    if figure.measure == "share":
        return Span.STOCK
    if start and end:
        length = (date.fromisoformat(end) - date.fromisoformat(start)).days
        if length > 370:
            return Span.YEARS
        whole_year = start.endswith("-01-01") and end.endswith("-12-31")
        if length > 32 and (whole_year or not re.search(r"累计|目前", text)):
            return Span.YEAR
        return Span.STOCK if length <= 32 or _STOCK.search(text) else Span.YEAR
    if re.search(r"每年|年均|年推送|全年", text):
        return Span.YEAR
    if end or _STOCK.search(text):
        return Span.STOCK
    return Span.OPEN


def likeness(one: Measure, other: Measure, weights: Weights) -> float:
    """How alike two indicators are, from 0 to 1: what they share of both, more where one holds the other."""
    mine, its = weights.of_all(one.pairs), weights.of_all(other.pairs)
    if not mine or not its:
        return 0.0
    both = weights.of_all(one.pairs & other.pairs)
    dice = 2 * both / (mine + its)
    held = both / min(mine, its)
    if held > 0.95 and both >= 0.65:
        dice = max(dice, 0.7)
    if one.about and one.about & other.about:
        dice += 0.1
    return min(dice, 1.0)
