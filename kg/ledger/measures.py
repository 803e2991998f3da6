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

_NOISE = re.compile(
    r"累计|共计|总计|新增|总数|总额|金额|总量|次数|人数|个数|场次|数量|数$|额$|完成|实现|达到|全[市县区省]|我[市县区]|发放|拨付|安排|开展|举办|组织|投入"
)
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
        end = self.figure.period_end
        if not end:
            return None
        return (end, end) if self.span is Span.STOCK else (self.figure.period_start or end, end)

    @property
    def when(self) -> str:
        """The day that stands for it in the order of time."""
        day = self.figure.period_end or self.figure.period_start
        return day or (self.letter.middle or date.min).isoformat()


def measures(collection: Collection, group: Sequence[Letter]) -> list[Measure]:
    """The results of the letters, in the order of the letters and of the text."""
    return [one for letter in group for one in _of(collection, letter)]


def _of(collection: Collection, letter: Letter) -> Iterator[Measure]:
    linked = collection.documents[letter.index]
    around: dict[int, set[str]] = {}
    for statement in linked.facts.statements:
        named = {
            linked.entities[at]
            for at in statement.about
            if NAMED.intersection(linked.facts.entities[at].kinds)
        }
        for at in statement.figures:
            around.setdefault(at, set()).update(named)
    for index, figure in enumerate(linked.facts.figures):
        if figure.role != "target":
            said = linked.facts.document.text[figure.span.begin : figure.span.end]
            text = "".join(said.split())
            yield Measure(
                ref=Ref(letter.index, Told.FIGURE, index),
                letter=letter,
                figure=figure,
                unit=_UNITS.get(figure.base_unit, figure.base_unit),
                span=_span(figure, text),
                pairs=pairs(_NOISE.sub("，", figure.indicator)) or pairs(figure.indicator),
                new=bool(_NEW.search(figure.indicator) or _NEW.search(_before(text, figure))),
                about=frozenset(linked.entities[at] for at in figure.about),
                named=frozenset(around.get(index, ())),
                text=text,
            )


def _before(text: str, figure: Figure) -> str:
    """The words just before the number: 新增校车 of 新增校车18辆."""
    end = figure.number.begin - figure.span.begin
    return text[max(0, end - 10) : end] if 0 < end <= len(text) else text[:12]


def _span(figure: Figure, text: str) -> Span:
    if figure.measure == "share":
        return Span.STOCK
    start, end = figure.period_start, figure.period_end
    if start and end:
        length = (date.fromisoformat(end) - date.fromisoformat(start)).days
        if length > 370:
            return Span.YEARS
        if length > 32 and not re.search(r"累计|目前", text):
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
    if held > 0.95 and both >= 1.0:
        dice = max(dice, 0.7)
    if one.about and one.about & other.about:
        dice += 0.1
    return min(dice, 1.0)
