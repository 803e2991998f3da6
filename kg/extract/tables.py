"""What tables say: a number in a cell takes its unit from a head, a name stands to that of its row as its column says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract import figures
from kg.extract.entities import Names
from kg.extract.letter import Letter
from kg.models import Doubt, Figure, Kind, Predicate, Relation
from kg.text.quantities import Quantity
from kg.text.tables import Cell, is_number
from kg.text.times import Period

_UNIT = re.compile("[（(]([^（）()]{1,12})[）)]$")
_OF_ALL = re.compile("单位[：:]([^，。；：:）)\n]{1,8})")
_CAPTION = re.compile("[（(]?(?:单位[：:]|附?表[一二三四五六七八九十\\d]*[：: \n])")
"""A line between a table and the sentence that speaks of it."""
_AHEAD = re.compile("计划|目标|任务|预计|拟|年度投资")
_NEAR = 300
"""How far over a table, in characters, the sentence that speaks of it may begin."""
_DONE = re.compile("已|完成|实|累计|新增")
_ROLES = (
    (
        Predicate.RESPONSIBLE_BODY,
        re.compile(
            "(?:建设|实施|牵头|责任|承办|承建|主办|主管|运营|实施主体|项目)(?:单位|主体|部门|企业|公司)|业主"
        ),
        False,
    ),
    (
        Predicate.PARTNER,
        re.compile("(?:合作|配合|协办|参与|共建|支撑|支持)(?:单位|主体|部门|企业|方)"),
        False,
    ),
    (Predicate.LOCATED_IN, re.compile("(?:建设|所在|项目|实施)?(?:地点|地址|位置|所在地|选址)"), True),
)
"""What the head of a column says of the names under it, and whether these are places."""


@dataclass(frozen=True)
class _Table:
    """A table with what the words over it say of all of it."""

    rows: Sequence[Sequence[Cell]]
    plans: bool
    """Whether the sentence over it speaks of plans."""
    period: Period | None
    """When its numbers hold, as that sentence says."""
    unit: str
    """The unit that is given for the whole table; "" where none is."""


def read(letter: Letter, names: Names) -> tuple[list[Figure], list[Doubt]]:
    """The figures of the tables in the body of a letter, and the numbers whose unit nothing says."""
    found: list[Figure] = []
    doubts: list[Doubt] = []
    for rows in _of_body(letter):
        table = _with_words(letter, rows)
        for row in rows[1:]:
            for column, (begin, end) in enumerate(row):
                if not column or not is_number(letter.text[begin:end]):
                    continue
                quantity = _quantity(letter, table, row, column)
                if quantity is None:
                    span = letter.flow.span(row[0][0], end)
                    words = letter.document.text[span.begin : span.end]
                    doubts.append(
                        Doubt("table-unit", span, words, "a number in a table without a unit is left out")
                    )
                else:
                    found.append(_figure(letter, names, table, row, column, quantity))
    return found, doubts


def _of_body(letter: Letter) -> Iterator[Sequence[Sequence[Cell]]]:
    """The rows of each table in the body of a letter."""
    low, high = letter.head.body
    return (rows for rows in letter.flow.tables if low <= rows[0][0][0] < high)


def _with_words(letter: Letter, rows: Sequence[Sequence[Cell]]) -> _Table:
    """The last sentence before a table, and the unit that is given over it."""
    text, begin = letter.text, rows[0][0][0]
    paragraphs = letter.flow.paragraphs
    at = bisect_right(paragraphs, begin, key=lambda paragraph: paragraph.begin) - 2
    if at < 0:
        return _Table(rows, False, None, "")
    unit = _OF_ALL.search(text, max(paragraphs[at].begin, paragraphs[at].end - _NEAR), begin)
    while at > 0 and _CAPTION.match(text, paragraphs[at].begin):
        at -= 1
    end = paragraphs[at].end
    low = max(paragraphs[at].begin, text.rfind("。", end - _NEAR, end - 1) + 1, end - _NEAR)
    plans = bool(_AHEAD.search(text, low, end))
    over, ahead = letter.periods_in(low, end), set(letter.ahead(low, end))
    told = over if plans else [one for one in reversed(over) if one not in ahead]
    return _Table(rows, plans, told[0] if told else None, unit[1].strip() if unit else "")


def _quantity(letter: Letter, table: _Table, row: Sequence[Cell], column: int) -> Quantity | None:
    """The number of a cell with its unit, as a quantity that stands at the cell."""
    text = letter.text
    begin, end = row[column]
    for words in (*_heads(letter, table, row, column), f"（{table.unit}）"):
        if unit := _UNIT.search(words):
            found = figures.quantities().find(f"{text[begin:end]}{unit[1]}")
            if len(found) == 1 and found[0].begin == 0:
                one = found[0]
                return Quantity(
                    begin, end, one.value, one.unit, one.base_value, one.base_unit, one.kind, "eq", False
                )
    return None


def _heads(letter: Letter, table: _Table, row: Sequence[Cell], column: int) -> tuple[str, str]:
    """The head of a column and that of a row."""
    (begin, end), (first, last) = table.rows[0][column], row[0]
    return letter.text[begin:end], letter.text[first:last]


def _figure(
    letter: Letter, names: Names, table: _Table, row: Sequence[Cell], column: int, quantity: Quantity
) -> Figure:
    head, name = _heads(letter, table, row, column)
    of_row, of_column = letter.periods_in(*row[0]), letter.periods_in(*table.rows[0][column])
    period = (*of_row, *of_column, table.period)[0]
    role = "target" if _is_target(letter, table.plans, head, period) else "result"
    first, last = figures.days(
        letter, period, role, figures.Candidate(quantity, row[0][0], quantity.end, None)
    )
    about = names.within(*row[0])
    words = [_UNIT.sub("", one) for one in (name, head)]
    if about or of_row:
        words = words[1:]
    elif of_column:
        words = words[:1]
    share = quantity.base_unit == "1" or quantity.unit == "%"
    change = re.search("增长|下降|增幅|降幅|同比", head)
    return Figure(
        letter.flow.span(row[0][0], quantity.end),
        letter.flow.span(quantity.begin, quantity.end),
        quantity.value,
        quantity.unit,
        quantity.base_value,
        quantity.base_unit,
        quantity.comparator,
        role,
        "change" if change else "share" if share else "level",
        "".join(words),
        "table-cell",
        tuple(about),
        first,
        last,
        letter.flow.words(period.begin, period.end) if period else None,
    )


def _is_target(letter: Letter, plans: bool, head: str, period: Period | None) -> bool:
    """Whether a column says what is planned: its head does, or the sentence over the table and not its head the contrary."""
    if period and period.last and letter.base and period.last.year < letter.base.year:
        return False
    if _AHEAD.search(head):
        return True
    return plans and not _DONE.search(head)


def related(letter: Letter, names: Names) -> Iterator[Relation]:
    """What stands in the row of a work under a head such as 建设单位, 合作单位 or 建设地点."""
    for rows in _of_body(letter):
        for column, head in enumerate(rows[0][1:], 1):
            for predicate, heads, place in _ROLES:
                if heads.fullmatch(letter.text, *head):
                    yield from _under(letter, names, rows, column, predicate, place)


def _under(
    letter: Letter,
    names: Names,
    rows: Sequence[Sequence[Cell]],
    column: int,
    predicate: Predicate,
    place: bool,
) -> Iterator[Relation]:
    """The relations of one column of a table."""
    wanted = (Kind.PLACE,) if place else (Kind.BODY, Kind.ORGANIZATION)
    for row in rows[1:]:
        subjects = names.within(*row[0])
        others = [one for one in names.within(*row[column]) if names.entities[one].kinds[0] in wanted]
        if subjects and names.entities[subjects[-1]].kinds[0] not in (Kind.PLACE, Kind.PERSON):
            span = letter.flow.span(row[0][0], row[column][1])
            for other in others:
                if other != subjects[-1]:
                    yield Relation(subjects[-1], predicate, other, span, "table-column")
