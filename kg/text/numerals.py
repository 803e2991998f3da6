"""Numerals in Arabic and Chinese digits, to exact decimals and back."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万": 10**4, "亿": 10**8}
CHINESE = "".join({**DIGITS, **TENS, **SCALES})
SCALE_WORDS = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}


def parse(numeral: str) -> Decimal:
    """The value of one numeral: 18,867.81, 1.45亿, 三千五百, 二〇二三, 半, 百.

    Raises ValueError for anything else.
    """
    if numeral == "半":
        return Decimal("0.5")
    head = numeral.rstrip("十百千万亿")
    if head and head[0].isascii():
        digits = head.replace(",", "")
        if not digits.replace(".", "", 1).isdigit():
            raise ValueError(numeral)
        scale = 1
        for word in numeral[len(head) :]:
            scale *= TENS.get(word) or SCALES[word]
        return Decimal(digits) * scale
    return Decimal(_chinese(numeral))


def _chinese(numeral: str) -> int:
    if not numeral or any(c not in CHINESE for c in numeral):
        raise ValueError(numeral)
    if len(numeral) > 1 and all(c in DIGITS for c in numeral):
        return int("".join(str(DIGITS[c]) for c in numeral))
    total = section = digit = 0
    seen = False
    for c in numeral:
        if c in DIGITS:
            digit, seen = DIGITS[c], True
        elif c in TENS:
            section += (digit if seen else 1) * TENS[c]
            digit, seen = 0, False
        else:
            section += digit
            if c == "亿":
                total, section = (total + (section or 1)) * SCALES[c], 0
            else:
                total, section = total + (section or 1) * SCALES[c], 0
            digit, seen = 0, False
    if seen and digit and len(numeral) > 1 and numeral[-2] in "百千万":
        raise ValueError(f"{numeral}: 三百五 may be 350 or 305")
    return total + section + digit


def spell(value: int) -> str:
    """A whole number from 0 below 10**12 in Chinese numerals, as in official letters: 12005 is 一万二千零五."""
    if not 0 <= value < 10**12:
        raise ValueError(f"{value} is not within 0 and 10**12")
    if value == 0:
        return "零"
    words, gap = "", False
    for scale, word in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, value = divmod(value, scale)
        if not part:
            gap = bool(words)
            continue
        words += ("零" if words and (gap or part < 1000) else "") + _spell_section(part) + word
        gap = False
    return words[1:] if words.startswith("一十") else words


def _spell_section(part: int) -> str:
    words, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, part = divmod(part, unit)
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + word
            gap = False
        else:
            gap = True
    return words
