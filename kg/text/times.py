"""Time expressions of official letters to first and last days.

The grammar is a few named parts: a year (2023年, 今年, “十四五”), a part of a year (3月, 上半年, 第三季度, 年底),
and a bound (以来, 前, 起). Relative words are read against the date of the letter.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from kg.resources import SEEDS, read_table
from kg.text.numerals import parse


class Bound(StrEnum):
    """How a period lies to its expression."""

    WITHIN = "within"
    """In the time named: 2022年, 上半年."""
    UNTIL = "until"
    """At its end at the latest: 9月底前, 截至3月底."""
    SINCE = "since"
    """From its beginning to the date of the letter: 今年以来."""
    NOW = "now"
    """The state at the date of the letter: 目前."""


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression: place in the text, first and last day (None where open or not said)."""

    begin: int
    end: int
    first: date | None
    last: date | None
    bound: Bound
    dated: bool
    """Whether the expression itself names a year, in figures or by 今年, 去年, 明年."""


_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?P<year>(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3})(?:年度?|(?=届))"
_YEARS = r"(?P<from>(?:19|20)\d\d)年?[-至到](?P<to>(?:19|20)\d\d)年?(?:底|末)?"
_RELATIVE = r"(?P<relative>今明两年|今年|本年度?|当年|去年|上年|前年|明年|次年|后年)"
_PLAN = (
    r"“?(?P<plan>十[一二三四五六]五)”?(?:规划)?(?P<planpart>末期?|期末|期间|时期|以来|中期|开局(?:之)?年)?"
)
_MONTHS = rf"(?P<month1>{_NUMBER})月?(?:份)?[-至到](?P<month2>{_NUMBER})月(?:份)?"
_MONTH = rf"(?P<month>{_NUMBER})月(?!球|亮|饼|季|报|调度|牌)"
_DAY = rf"(?P<day>{_NUMBER})[日号]"
_TENDAYS = r"(?P<tendays>上旬|中旬|下旬|初|中|底|末)?"
_PART = (
    rf"(?:{_MONTHS}(?P<rangeend>底|末)?|{_MONTH}(?:份)?(?:{_DAY}|{_TENDAYS})"
    r"|(?P<half>上半年|下半年)|第?(?P<quarter1>[一二三四1-4])(?:[-至到、](?P<quarter2>[一二三四2-4]))?季度(?:末)?"
    r"|(?P<yearend>年?底|年?末|年内|岁末|年终(?![奖考总评绩分述]))|(?P<yearbegin>年初)"
    r"|(?P<season>春节|清明节?|国庆节?|“?五一”?|暑假|汛期(?!前)|[春秋]季(?:学期)?开学|[春秋]季学期|新学期|(?<![\d一二三四五六七八九十几数])年中(?![央心小学期医国])|(?<=年)[春夏秋冬]季|入冬))"
)
_BOUND = r"(?P<bound>(?:期间)?(?:以来|来(?=[，,])|至今|之前|以前|前|起|止|开始|内)?)"
_LAST = r"(?P<near>近|过去|未来|今后)?(?P<count>[两一二三四五六七八九十]|\d{1,2})(?P<span>年|个月)(?P<near2>内|来|之内|以内)"
_USED = r"用(?P<count4>[两一二三四五六七八九十]|\d{1,2})年(?:左右)?的?时间"
_NEARLY = r"(?:近|过去|未来|今后)(?P<count3>[两一二三四五六七八九十]|\d{1,2})(?P<span3>年|个月)(?!来|内)"
_COUNTS = ("count", "count3", "count4")
"""The groups that hold the length of a time; no two groups of one pattern may share a name."""
_NOW = r"(?P<now>截[至止]到?目前|截至?止?当前|至目前|迄今|目前|至今|到目前为止|现有|现已)"
_WHOLE = r"(?P<whole>全年|本年内|今冬明春|下个?月|本月)"
_FIRST = (
    r"(?=[\d一二三四五六七八九十两“截到至今本当去上前明次后迄目现全下近过未用第年底末岁春夏秋冬国暑汛新入])"
)
"""What an expression can begin with: most characters of a text are none of these, and are passed over at once."""
_EXPRESSION = re.compile(
    rf"{_FIRST}(?P<until>截[至止]到?|到|至)?(?:{_YEARS}(?P<bound1>期间)?|{_PLAN}"
    rf"|(?:{_YEAR}|{_RELATIVE}){_PART}?{_BOUND}"
    rf"|{_NOW}|{_WHOLE}|{_LAST}|{_USED}|{_NEARLY}|{_PART.replace('?P<', '?P<b_')}{_BOUND.replace('?P<', '?P<b_')})"
)
_SHIFT = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "当年": 0,
    "去年": -1,
    "上年": -1,
    "前年": -2,
    "明年": 1,
    "次年": 1,
    "后年": 2,
}
_PLAN_START = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
_SEASON = {
    "春节": (1, 2),
    "国庆": (10, 10),
    "国庆节": (10, 10),
    "五一": (5, 5),
    "暑假": (7, 8),
    "汛期": (5, 9),
    "秋季学期": (9, 12),
    "秋季开学": (9, 9),
    "秋季学期开学": (9, 9),
    "新学期": (9, 9),
    "清明": (4, 4),
    "清明节": (4, 4),
    "春季学期": (3, 3),
    "春季开学": (3, 3),
    "春季学期开学": (3, 3),
    "年中": (6, 6),
    "春季": (3, 5),
    "夏季": (6, 8),
    "秋季": (9, 11),
    "冬季": (12, 12),
    "入冬": (11, 11),
}


@cache
def _spring_festivals() -> dict[int, int]:
    """The month of the Spring Festival of each year that the table has."""
    days = [
        date.fromisoformat(row["day"])
        for row in read_table(SEEDS / "names" / "spring_festivals.csv", ("day",))
    ]
    return {day.year: day.month for day in days}


def month_end(year: int, month: int) -> date:
    """The last day of a month; months before 1 and after 12 run into the years beside."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def month_start(year: int, month: int) -> date:
    """The first day of a month; months before 1 and after 12 run into the years beside."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def periods(text: str, base: date | None, begin: int = 0, end: int | None = None) -> list[Period]:
    """Every time expression of the text, in order. Relative ones need `base`, the date of the letter."""
    return [
        period
        for found in _EXPRESSION.finditer(text, begin, len(text) if end is None else end)
        if (period := _period(found, base)) is not None
    ]


def _period(found: re.Match[str], base: date | None) -> Period | None:
    part = {name.removeprefix("b_"): value for name, value in found.groupdict().items() if value}
    begin, end = found.span()
    if "until" in part:
        begin += len(part["until"]) if part["until"] in ("到", "至") else 0
    try:
        first, last, bound = _days(found, part, base)
    except (ValueError, OverflowError):
        return None
    if first is None and last is None:
        return None
    dated = any(name in part for name in ("year", "relative", "from", "plan"))
    return Period(begin, end, first, last, bound, dated)


def _days(
    found: re.Match[str], part: dict[str, str], base: date | None
) -> tuple[date | None, date | None, Bound]:
    """First day, last day and bound of one match. Raises ValueError for what is no date."""
    until = part.get("until", "").startswith("截")
    if "now" in part:
        return None, base, Bound.NOW
    if "from" in part:
        return date(int(part["from"]), 1, 1), date(int(part["to"]), 12, 31), Bound.WITHIN
    if "plan" in part:
        start = _PLAN_START[part["plan"]]
        if part.get("planpart") == "以来":
            return date(start, 1, 1), base and month_end(base.year, base.month), Bound.SINCE
        if "planpart" not in part and found[0].endswith("规划"):
            raise ValueError(found[0])
        if part.get("planpart", "").startswith("开局"):
            return date(start, 1, 1), date(start, 12, 31), Bound.WITHIN
        if part.get("planpart") == "中期":
            return None, date(start + 2, 12, 31), Bound.UNTIL
        bound = (
            Bound.UNTIL
            if part.get("planpart", "").endswith("末") or "末" in part.get("planpart", "")
            else Bound.WITHIN
        )
        return (None if bound is Bound.UNTIL else date(start, 1, 1)), date(start + 4, 12, 31), bound
    if "year" in part:
        year: int | None = int(parse(part["year"]))
    elif base is None:
        raise ValueError(found[0])
    elif part.get("relative") == "今明两年":
        return date(base.year, 1, 1), date(base.year + 1, 12, 31), Bound.WITHIN
    else:
        year = base.year + _SHIFT[part["relative"]] if "relative" in part else None
    if "whole" in part and base:
        return _whole(part["whole"], base)
    if base and (count := next((part[name] for name in _COUNTS if name in part), None)):
        return _spell(part, int(parse(count)), base)
    first, last = _part(found, part, year, base)
    words = part.get("bound", "").removeprefix("期间")
    if words in ("以来", "来", "至今"):
        return first, base and month_end(base.year, base.month), Bound.SINCE
    if words in ("之前", "以前", "前") or until:
        if part.get("season", "").strip("“”").endswith(("学期", "开学", "五一", "国庆", "国庆节")):
            last = first - timedelta(days=1)
        return None, last, Bound.UNTIL
    if part.get("yearend", "").endswith(("底", "末")) or part.get("tendays") in ("底", "末"):
        return first, last, Bound.UNTIL
    if words in ("起", "开始"):
        return first, last, Bound.WITHIN
    return first, last, Bound.WITHIN


def _whole(word: str, base: date) -> tuple[date, date, Bound]:
    if word in ("下月", "下个月"):
        return month_start(base.year, base.month + 1), month_end(base.year, base.month + 1), Bound.WITHIN
    if word == "本月":
        return month_start(base.year, base.month), month_end(base.year, base.month), Bound.WITHIN
    return date(base.year, 1, 1), date(base.year, 12, 31), Bound.WITHIN


def _spell(part: dict[str, str], count: int, base: date) -> tuple[date | None, date | None, Bound]:
    """近三年, 三年内, 未来两年, 3个月内: a length of time that ends or begins with the letter."""
    months = part.get("span") == "个月" or part.get("span3") == "个月"
    back = part.get("near") in ("近", "过去") or part.get("near2") == "来" or "count3" in part
    if back and part.get("near") not in ("未来", "今后"):
        length = count if months else 12 * count
        return month_start(base.year, base.month - length), month_end(base.year, base.month), Bound.SINCE
    if months:
        return None, month_end(base.year, base.month + count), Bound.UNTIL
    return month_start(base.year, base.month), month_end(base.year + count, base.month), Bound.UNTIL


def _part(
    found: re.Match[str], part: dict[str, str], year: int | None, base: date | None
) -> tuple[date, date]:
    """The days of a year or of a part of it. A part without a year takes that of the letter."""
    bare = year is None
    if year is None:
        if base is None:
            raise ValueError(found[0])
        year = base.year
    if "month1" in part:
        one, two = int(parse(part["month1"])), int(parse(part["month2"]))
        return month_start(year, _month(one)), month_end(year, _month(two))
    if "month" in part:
        month = _month(int(parse(part["month"])))
        if "day" in part:
            day = date(year, month, int(parse(part["day"])))
            return day, day
        tendays = part.get("tendays", "")
        if tendays == "上旬":
            return date(year, month, 1), date(year, month, 10)
        if tendays == "中旬":
            return date(year, month, 11), date(year, month, 20)
        return month_start(year, month), month_end(year, month)
    if "half" in part:
        return (
            (date(year, 1, 1), date(year, 6, 30))
            if part["half"] == "上半年"
            else (date(year, 7, 1), date(year, 12, 31))
        )
    if "quarter1" in part:
        one = int(parse(part["quarter1"]))
        two = int(parse(part.get("quarter2", part["quarter1"])))
        return month_start(year, 3 * one - 2), month_end(year, 3 * two)
    if "season" in part:
        season = part["season"].strip("“”")
        one, two = _SEASON[season]
        if bare and base and two < base.month:
            year += 1
        if season == "春节" and year in _spring_festivals():
            one = two = _spring_festivals()[year]
        return month_start(year, one), month_end(year, two)
    if "yearend" in part or "yearbegin" in part or not bare:
        if bare and part.get("yearend") in ("底", "末", "岁末"):
            raise ValueError(found[0])
        return date(year, 1, 1), date(year, 12, 31)
    raise ValueError(found[0])


def _month(month: int) -> int:
    if not 1 <= month <= 12:
        raise ValueError(f"{month} is no month")
    return month


_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d|[一二][〇零0一二三四五六七八九]{3})[年\-./](?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})"
    r"[月\-./](?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})日?(?!\d)"
)
_YEAR_MONTH = re.compile(
    r"(?P<y>(?:19|20)\d\d|[一二][〇零0一二三四五六七八九]{3})年(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月"
)


def dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Full dates of the text, as offsets and YYYY-MM-DD; where only year and month stand, YYYY-MM."""
    taken: list[tuple[int, int]] = []
    for pattern in (_DATE, _YEAR_MONTH):
        for found in pattern.finditer(text):
            if any(a < found.end() and found.start() < b for a, b in taken):
                continue
            try:
                year = int(parse(found["y"].replace("0", "〇") if not found["y"].isdigit() else found["y"]))
                month = _month(int(parse(found["m"])))
                day = int(parse(found["d"])) if pattern is _DATE else 0
                value = date(year, month, day).isoformat() if day else f"{year:04d}-{month:02d}"
            except (ValueError, IndexError):
                continue
            taken.append(found.span())
            yield found.start(), found.end(), value
