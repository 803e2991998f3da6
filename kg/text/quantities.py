"""Quantities: numeral, unit, comparator; anchored on digits, so that a text without any costs next to nothing.

Chinese numerals are read only where a measure follows (两个工作日, 七成以上, 百余家, 过半): 一是 and 三农 count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.text.numerals import SCALE_WORDS, parse


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word: its base unit, the factor to it, and its kind (measure, count, money, time, ratio)."""

    name: str
    base: str
    factor: Decimal
    kind: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity: the place of numeral with comparator and unit, its value as written and in the base unit."""

    begin: int
    end: int
    value: Decimal
    unit: str
    base_value: Decimal
    base_unit: str
    kind: str
    comparator: str
    chinese: bool
    """Whether the numeral is in Chinese digits."""
    range_with: int | None = None
    """Index, within the list, of the other end of its range."""


_BEFORE = (
    ("不低于", "ge"),
    ("不少于", "ge"),
    ("不得少于", "ge"),
    ("不得低于", "ge"),
    ("至少", "ge"),
    ("不小于", "ge"),
    ("最少", "ge"),
    ("不超过", "le"),
    ("不高于", "le"),
    ("不多于", "le"),
    ("不得超过", "le"),
    ("最高", "le"),
    ("最多", "le"),
    ("控制在", "le"),
    ("至多", "le"),
    ("不大于", "le"),
    ("不足", "lt"),
    ("低于", "lt"),
    ("少于", "lt"),
    ("小于", "lt"),
    ("不到", "lt"),
    ("未满", "lt"),
    ("不满", "lt"),
    ("超过", "gt"),
    ("超出", "gt"),
    ("突破", "gt"),
    ("高于", "gt"),
    ("多于", "gt"),
    ("大于", "gt"),
    ("逾", "gt"),
    ("超", "gt"),
    ("破", "gt"),
    ("近", "approx"),
    ("约", "approx"),
    ("大约", "approx"),
    ("将近", "approx"),
    ("接近", "approx"),
    ("约为", "approx"),
    ("约占", "approx"),
    ("达到近", "approx"),
    ("上", "approx"),
)
_AFTER = (
    ("及以上", "ge"),
    ("以上", "ge"),
    ("（含）以上", "ge"),
    ("以内", "le"),
    ("之内", "le"),
    ("内", "le"),
    ("以下", "le"),
    ("及以下", "le"),
    ("（含）以下", "le"),
    ("左右", "approx"),
    ("上下", "approx"),
    ("余", "approx"),
    ("多", "approx"),
    ("开外", "gt"),
    ("封顶", "le"),
)
_FROM_LEFT = {word[::-1]: sign for word, sign in _BEFORE}
_BEFORE_PATTERN = re.compile(
    "|".join(sorted((re.escape(w[::-1]) for w, _ in _BEFORE), key=len, reverse=True))
)
_AFTER_PATTERN = re.compile("|".join(sorted((re.escape(w) for w, _ in _AFTER), key=len, reverse=True)))
_AFTER_SIGN = dict(_AFTER)
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HANZI = r"[一二两三四五六七八九十百千万亿零〇]+"
_SCALE = r"(?:万亿|[十百千]亿|亿|[十百千]万|万|千(?!瓦|米|克|伏|户|人|家)|百(?!分|日|姓|强))"
_ROUGH = "余多几来"


class Quantities:
    """Finds quantities in folded text with a table of units."""

    def __init__(self, units: Mapping[str, Unit]) -> None:
        self.units = units
        longest = sorted(units, key=len, reverse=True)
        alternatives = "|".join(map(re.escape, longest))
        compound = (
            rf"(?:{alternatives})(?:/(?:{alternatives}|人|家|户)|每(?:秒|升|小时|日|年|公斤|平方米|亩|吨))?"
        )
        joined = rf"(?:个(?=百分点|工作日|小时|月|基点|季度|学年|交易日|自然日|单位))?{compound}"
        tail = rf"(?P<rough>[{_ROUGH}])?(?P<scale>{_SCALE})?(?P<rough2>[{_ROUGH}])?(?P<unit>{joined})?"
        # A digit that belongs to a word (A5, 5G, S3) or follows a point is no numeral of its own.
        self.arabic = re.compile(
            rf"(?=\d)(?<![\d.A-Za-z])(?P<number>{_ARABIC})"
            rf"(?:(?P<first>{_SCALE})?(?P<unit1>{joined})?(?P<to>[-至到~])(?P<number2>{_ARABIC}))?{tail}"
        )
        self.chinese = re.compile(
            rf"(?<![第一二两三四五六七八九十百千万亿零〇])(?:(?P<number>{_HANZI}?)(?P<rough>[{_ROUGH}几])?"
            rf"(?P<scale>{_SCALE})?(?P<rough2>[{_ROUGH}])?(?P<unit>{joined}))"
        )

    def find(self, text: str, begin: int = 0, end: int | None = None) -> list[Quantity]:
        """The quantities of the text in order; both ends of a range are given, pointing at each other."""
        end = len(text) if end is None else end
        found: list[Quantity] = []
        for match in self.arabic.finditer(text, begin, end):
            found.extend(self._arabic(text, match, len(found)))
        taken = {at for quantity in found for at in range(quantity.begin, quantity.end)}
        for match in self.chinese.finditer(text, begin, end):
            if match.start() not in taken:
                found.extend(self._chinese(text, match))
        for match in _HALF.finditer(text, begin, end):
            number, unit, sign = _HALF_VALUES[match[0][:2] if match[0].startswith("过半") else match[0]]
            found.append(self._make(text, match.start(), match.end(), number, "", unit, sign, True))
        for match in _FRACTION.finditer(text, begin, end):
            value = parse(match[2]) / parse(match[1])
            found.append(self._make(text, match.start(), match.end(), round(value, 3), "", "", None, True))
        return found

    def _arabic(self, text: str, match: re.Match[str], index: int) -> Iterator[Quantity]:
        scale, unit = match["scale"] or "", match["unit"] or ""
        if not scale and not unit:
            return
        rough = match["rough"] or match["rough2"]
        after, sign = self._after(text, match.end(), rough)
        if match["to"]:
            low, high = parse(match["number"]), parse(match["number2"])
            first = match["first"] or scale
            if low * SCALE_WORDS[first] < high * SCALE_WORDS[scale] and (
                not match["unit1"] or match["unit1"] == unit
            ):
                yield self._make(text, match.start(), after, low, first, unit, "ge", False, index + 1)
                yield self._make(text, match.start(), after, high, scale, unit, "le", False, index)
                return
            return
        yield self._make(text, match.start(), after, parse(match["number"]), scale, unit, sign, False)

    def _chinese(self, text: str, match: re.Match[str]) -> Iterator[Quantity]:
        numeral, scale, unit = match["number"], match["scale"] or "", match["unit"]
        rough = match["rough"] or match["rough2"]
        if numeral and numeral[-1] in "万亿" and not scale:
            numeral, scale = (numeral[:-1] or "一"), numeral[-1]
        if not numeral and not scale:
            return
        try:
            if not numeral and scale in ("百", "千", "十"):
                value, scale = Decimal(SCALE_WORDS[scale]), ""
            else:
                value = parse(numeral) if numeral else Decimal(1)
        except ValueError:
            return
        if scale in ("百", "千", "十"):
            value, scale = value * SCALE_WORDS[scale], ""
        after, sign = self._after(text, match.end(), rough)
        if unit == "成":
            tail = _TENTH.match(text, match.end())
            if tail:
                value, after = value + parse(tail[0]) / 10, tail.end()
                after, sign = self._after(text, after, None)
            value, unit = value * 10, "%"
        yield self._make(text, match.start(), after, value, scale, unit, sign, True)

    def _after(self, text: str, end: int, rough: str | None) -> tuple[int, str | None]:
        """End of the quantity and comparator by the words behind it."""
        found = _AFTER_PATTERN.match(text, end)
        if found:
            return found.end(), _AFTER_SIGN[found[0]]
        return end, "approx" if rough else None

    def _make(
        self,
        text: str,
        begin: int,
        end: int,
        value: Decimal,
        scale: str,
        unit: str,
        sign: str | None,
        chinese: bool,
        range_with: int | None = None,
    ) -> Quantity:
        before = _BEFORE_PATTERN.match(text[max(0, begin - 4) : begin][::-1])
        if before:
            sign = sign if sign in ("le", "ge") and range_with is not None else _FROM_LEFT[before[0]]
            begin -= len(before[0])
        base, factor, kind = self._base(unit)
        return Quantity(
            begin,
            end,
            value,
            scale + unit,
            value * SCALE_WORDS[scale] * factor,
            base,
            kind,
            sign or "eq",
            chinese,
            range_with,
        )

    def _base(self, unit: str) -> tuple[str, Decimal, str]:
        """Base unit, factor and kind; a unit made of two (元/亩) is its own base."""
        known = self.units.get(unit) or self.units.get(unit.removeprefix("个"))
        if known:
            return known.base, known.factor, known.kind
        return unit, Decimal(1), "measure"


_HALF = re.compile(r"过半(?:数)?(?![^，。；、）]{0,2}年)|一半")
_HALF_VALUES = {"过半": (Decimal(50), "%", "gt"), "一半": (Decimal(50), "%", None)}
_FRACTION = re.compile(r"([二三四五六七八九十]|\d{1,2})分之([一二三四五六七八九]|\d{1,2})")
_TENTH = re.compile("[一二三四五六七八九]")
