"""Figures: quantities stated of something, with what is counted, when it holds and what part it plays."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from kg.extract import linear
from kg.extract.clauses import Clause
from kg.extract.entities import Names
from kg.extract.letter import Letter
from kg.extract.linear import F, Linear, Templates
from kg.models import Figure
from kg.resources import SEEDS, read_table
from kg.text.quantities import Quantities, Quantity, Unit
from kg.text.times import Bound, Period, month_end

ROLES = ("none", "result", "target", "parameter")
WEIGHTS = SEEDS / "weights" / "figures.tsv"
_ORDINAL_BEFORE = re.compile(r"(?:第|编号|型号|代码|电话|热线|邮编|号码|周|星期)$")
_CHANGE = re.compile(
    r"(?:增长|增加|下降|减少|提高|降低|提升|上升|净增|压减|缩短|压缩|节约|增幅|降幅|同比|较.{1,8})"
)
_PUNCTUATION = re.compile("[，。；：！？\n]")


@cache
def quantities() -> Quantities:
    """The finder of quantities with the units of `seeds/names/units.csv`."""
    rows = read_table(SEEDS / "names" / "units.csv", ("unit", "base", "factor", "kind"))
    return Quantities(
        {row["unit"]: Unit(row["unit"], row["base"], Decimal(row["factor"]), row["kind"]) for row in rows}
    )


@cache
def shipped() -> Linear:
    """The weights that come with the project."""
    return linear.read(WEIGHTS)


@dataclass(frozen=True)
class Candidate:
    """A quantity of the body of a letter with the clause that states it."""

    quantity: Quantity
    begin: int
    end: int
    """The clause."""
    partner: int | None
    """Index of the other end of its range, within the candidates."""


def candidates(letter: Letter) -> list[Candidate]:
    """Every quantity of the body that is no date, ordinal, document number or part of a title."""
    low, high = letter.head.body
    text = letter.text
    blocked = [
        (p.begin, p.end)
        for p in letter.periods
        if re.search(r"\d|[一二三四五六七八九十]", text[p.begin : p.end])
    ]
    blocked += [(q.begin, q.end) for q in letter.quotes if q.book]
    blocked += [hit.span() for hit in letter.numbers]
    blocked.sort()
    edges = [begin for begin, _ in blocked]
    found = quantities().find(text, low, high)
    marks = [hit.start() for hit in _PUNCTUATION.finditer(text)]
    order = sorted(range(len(found)), key=lambda at: (found[at].begin, found[at].range_with or -1))
    kept: list[Candidate] = []
    place: dict[int, int] = {}
    for at in order:
        quantity = found[at]
        if _is_blocked(blocked, edges, quantity) or _ORDINAL_BEFORE.search(
            text[max(0, quantity.begin - 2) : quantity.begin]
        ):
            continue
        begin, end = _clause(marks, len(text), quantity)
        place[at] = len(kept)
        kept.append(Candidate(quantity, begin, end, None))
    for at, number in place.items():
        partner = found[at].range_with
        if partner is not None and partner in place:
            kept[number] = replace(kept[number], partner=place[partner])
    return kept


def _is_blocked(blocked: list[tuple[int, int]], edges: list[int], quantity: Quantity) -> bool:
    at = bisect_right(edges, quantity.begin)
    return any(
        begin < quantity.end and quantity.begin < end for begin, end in blocked[max(0, at - 3) : at + 2]
    )


def _clause(marks: list[int], size: int, quantity: Quantity) -> tuple[int, int]:
    """The stretch between clause marks, given by their places, that holds a quantity."""
    at = bisect_left(marks, quantity.begin)
    begin = marks[at - 1] + 1 if at and marks[at - 1] >= quantity.begin - 120 else 0
    at = bisect_left(marks, quantity.end)
    end = marks[at] if at < len(marks) and marks[at] < quantity.end + 120 else min(size, quantity.end + 40)
    return begin, end


def features(
    letter: Letter,
    found: Sequence[Candidate],
    labels: Sequence[str],
    parts: Sequence[Clause],
    of: Templates[F],
) -> list[list[F]]:
    """What tells a figure from a mere number, and a result from a target and from a parameter."""
    text = letter.text
    bare = of[""]
    begins = [clause.begin for clause in parts]
    rows = []
    for candidate in found:
        q = candidate.quantity
        at = bisect_right(begins, q.begin) - 1
        status = labels[at].split("-")[-1] if at >= 0 and parts[at].end >= q.begin else "none"
        before, behind = (
            text[max(candidate.begin, q.begin - 12) : q.begin],
            text[q.end : min(candidate.end, q.end + 10)],
        )
        clause = text[candidate.begin : candidate.end]
        kind = "small" if q.chinese and q.value < 10 else "chinese" if q.chinese else "arabic"
        p1, f1 = before[-1:], behind[:1]
        row = [
            of["u="](q.unit),
            of["b="](q.base_unit),
            of["kind="](q.kind),
            of["num="](kind),
            of["cmp="](q.comparator),
            of["st="](status),
            of["num-u="](f"{kind}-{q.unit}"),
            of["st-cmp="](f"{status}-{q.comparator}"),
            of["st-kind="](f"{status}-{q.kind}"),
            of["num-cmp="](f"{kind}-{q.comparator}"),
            of["p1="](p1),
            of["p2="](before[-2:]),
            of["p3="](before[-3:]),
            of["f1="](f1),
            of["f2="](behind[:2]),
            of["f3="](behind[:3]),
            of["p1-u="](f"{p1}-{q.unit}"),
            of["f1-u="](f"{f1}-{q.unit}"),
            of["num-f1="](f"{kind}-{f1}"),
            of["num-p1="](f"{kind}-{p1}"),
        ]
        row += map(of["v="], dict.fromkeys(_WORDS.findall(clause)))
        row += [of["v-st="](f"{word}-{status}") for word in dict.fromkeys(_WORDS.findall(before))]
        if letter.marked[q.begin] & 1:
            row += [bare("quoted"), of["quoted-"](kind)]
        if q.range_with is not None:
            row.append(bare("range"))
        sentence = text[max(text.rfind("。", 0, q.begin), text.rfind("\n", 0, q.begin)) + 1 : candidate.end]
        ahead = sentence[: -len(clause)] if len(sentence) > len(clause) else ""
        row += map(of["sv="], dict.fromkeys(_WORDS.findall(ahead)))
        row.append(bare("year" if q.unit == "年" else "other"))
        rows.append(row)
    return rows


_WORDS = re.compile(
    "将|拟|计划|力争|争取|确保|目标|预计|到2|底前|年内|明年|届时|已|了|累计|共|完成|实现|达到|达|同比|增长|截至|目前|去年|上半年|新增|投入|发放|建成|总投资|"
    "补助|补贴|奖励|给予|按|标准|每|最高|不超过|不低于|以上|以内|工作日|限额|上限|额度|期限|年限|贷款|利率|收费|费率|租金|减免|免征|下浮|比例|配套|预算|安排|"
    "由|提高到|增加到|降到|压缩到|缩短|扩大到|调整为|提升至|增至|连续|第|年龄|岁|一次|一期|两|三|四|五|等|个|大|方面|覆盖|规模|面积|长|占地|概算|投资|"
    "要求|规定|应当|须|必须|原则上|凡|对|超过|满|符合|申请|认定|建议|提出|反映|存在|缺口|不足|只有|仅"
)


def read(
    letter: Letter,
    found: Sequence[Candidate],
    rows: Sequence[Iterable[int | None]],
    names: Names,
    model: Linear,
) -> list[Figure]:
    """The figures among the candidates."""
    chosen = model.best(rows)
    shared = _respectively(letter, found)
    place: dict[int, int] = {}
    figures: list[Figure] = []
    for at, (candidate, role) in enumerate(zip(found, chosen, strict=True)):
        if role == "none" and not (candidate.partner is not None and chosen[candidate.partner] != "none"):
            continue
        place[at] = len(figures)
        figures.append(
            _figure(
                letter,
                candidate,
                role if role != "none" else chosen[candidate.partner or at],
                names,
                shared.get(candidate.quantity.begin) or _period(letter, candidate),
            )
        )
    for at, number in place.items():
        partner = found[at].partner
        if partner is not None and partner in place:
            figures[number] = replace(figures[number], range_with=place[partner])
    return figures


def _figure(letter: Letter, candidate: Candidate, role: str, names: Names, period: Period | None) -> Figure:
    q = candidate.quantity
    flow, text = letter.flow, letter.text
    first, last = days(letter, period, role, candidate)
    before = text[candidate.begin : q.begin]
    behind = text[q.end : candidate.end]
    indicator = _indicator(before, behind, q)
    measure = "level"
    if _CHANGE.search(before[-6:]) and not re.search(r"(?:到|至|为)$", before):
        measure = "change"
    elif q.base_unit == "1" or q.unit in ("%", "成"):
        measure = "share"
    return Figure(
        flow.span(candidate.begin, candidate.end),
        flow.span(q.begin, q.end),
        q.value,
        q.unit,
        q.base_value,
        q.base_unit,
        q.comparator,
        role,
        measure,
        indicator,
        "chinese-numeral" if q.chinese else "numeral",
        tuple(names.within(candidate.begin, candidate.end)),
        first,
        last,
        flow.words(period.begin, period.end) if period else None,
    )


def _indicator(before: str, behind: str, quantity: Quantity) -> str:
    """What is counted, in the words of the clause: those before the number, else those behind it."""
    left = re.sub(r"^(?:[一二三四五六七八九十]是|其中|共|累计|已|目前|截至目前|全市|我市)+", "", before)
    left = re.sub(
        r"(?:达到?|为|约|共|共计|累计|已|了|有|的|到|至|是|至少|不少于|不低于|超过?|近|突破)+$", "", left
    )
    right = re.sub(r"^(?:的|左右|以上|以下|以内)+", "", behind)
    words = left if len(left) >= 2 else right
    if quantity.kind == "count" and right and not re.match(r"[、）]", right):
        words = left + "…" + right if left else right
    return words.strip("、，（）“”")[:80] or quantity.unit


_SENTENCE = "。\n"


def _period(letter: Letter, candidate: Candidate) -> Period | None:
    """The last time expression before the number within its sentence, else one right behind it in its clause."""
    text, q = letter.text, candidate.quantity
    begin = max(text.rfind(mark, 0, q.begin) for mark in _SENTENCE) + 1
    best: Period | None = None
    for period in letter.periods_in(begin, q.begin):
        if letter.marked[period.begin] & 2:
            continue
        if re.match(r"(?:以前|之前|前)?(?:建成|出生|版|修订|至20)", text[period.end : period.end + 4]):
            continue
        best = period
    return best


_LISTED = re.compile("[、和及与，]?(?:以及)?")


def _respectively(letter: Letter, found: Sequence[Candidate]) -> dict[int, Period]:
    """The period of each number, by where it begins, in lists like 2022年、2023年分别完成3亿元、4亿元."""
    text = letter.text
    shared: dict[int, Period] = {}
    begins = [candidate.quantity.begin for candidate in found]
    for hit in re.finditer("分别", text):
        low = max(text.rfind(mark, 0, hit.start()) for mark in "。；\n") + 1
        times: list[Period] = []
        for period in letter.periods_in(low, hit.start()):
            joined = times and _LISTED.fullmatch(text, times[-1].end, period.begin)
            times = [*times, period] if joined else [period]
        if len(times) < 2 or re.search("[，、]", text[times[-1].end : hit.start()]):
            continue
        numbers: list[Quantity] = []
        for candidate in found[bisect_right(begins, hit.end() - 1) :]:
            quantity = candidate.quantity
            if numbers and not _LISTED.fullmatch(text, numbers[-1].end, quantity.begin):
                break
            numbers.append(quantity)
        if len(numbers) == len(times) and numbers[0].begin - hit.end() <= 20:
            shared |= {quantity.begin: period for quantity, period in zip(numbers, times, strict=True)}
    return shared


def days(
    letter: Letter, period: Period | None, role: str, candidate: Candidate
) -> tuple[str | None, str | None]:
    """First and last day as ISO dates. For results a running year ends with the letter's month."""
    base = letter.base
    if period is None or (role == "parameter" and period.bound is Bound.NOW):
        return None, None
    first, last = period.first, period.last
    text = letter.text
    if base and role == "result" and first and last and first <= base < last:
        last = month_end(base.year, base.month)
    clause = text[period.end : candidate.quantity.begin]
    if base and first and re.match(r"[^，。；]{0,16}以来", clause) and role == "result":
        last = month_end(base.year, base.month)
    if (
        role == "result"
        and re.search(r"(?:由|从)[^，。]{0,14}$", text[candidate.begin : candidate.quantity.begin])
        and re.match(
            r"[^，。]{0,8}(?:提高|增加|降|压缩|缩短|提升|扩大|增|减)",
            text[candidate.quantity.end : candidate.quantity.end + 12],
        )
    ):
        return None, None
    return _iso(first), _iso(last)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
