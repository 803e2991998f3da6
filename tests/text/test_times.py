"""Time expressions against the day of the letter."""

from datetime import date

import pytest

from kg.text.times import Bound, dates, periods

BASE = date(2023, 6, 13)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("今年1至3月", "2023-01-01", "2023-03-31"),
        ("去年", "2022-01-01", "2022-12-31"),
        ("“十四五”期间", "2021-01-01", "2025-12-31"),
        ("2023年6月底前", None, "2023-06-30"),
        ("年底前", None, "2023-12-31"),
        ("年终前", None, "2023-12-31"),
        ("明年上半年", "2024-01-01", "2024-06-30"),
        ("第三季度", "2023-07-01", "2023-09-30"),
        ("10月中旬", "2023-10-11", "2023-10-20"),
        ("三年内", "2023-06-01", "2026-06-30"),
        ("2021年12月28日", "2021-12-28", "2021-12-28"),
        ("截至2021年3月底", None, "2021-03-31"),
        ("下月", "2023-07-01", "2023-07-31"),
        ("2020-2022年", "2020-01-01", "2022-12-31"),
        ("国庆节前", None, "2023-09-30"),
        ("国庆节后", "2023-10-01", "2023-10-31"),
        ("2024年国庆", "2024-10-01", "2024-10-31"),
        ("2026年秋季学期前", None, "2026-08-31"),
        ("2024年春季开学前", None, "2024-02-29"),
        ("2024年年中", "2024-06-01", "2024-06-30"),
        ("2024年汛期前", "2024-01-01", "2024-12-31"),
        ("明年“五一”前", None, "2024-04-30"),
        ("明年春节前", None, "2024-02-29"),
        ("2025年春节前", None, "2025-01-31"),
        ("“十五五”开局之年", "2026-01-01", "2026-12-31"),
        ("“十四五”中期", None, "2023-12-31"),
        ("用三年左右时间", "2023-06-01", "2026-06-30"),
    ],
)
def test_days_of_an_expression(words: str, first: str | None, last: str) -> None:
    (found,) = periods(words, BASE)
    assert (found.first and found.first.isoformat(), found.last and found.last.isoformat()) == (first, last)


def test_since_ends_with_the_month_of_the_letter_and_now_with_its_day() -> None:
    assert periods("今年以来", BASE)[0].last == date(2023, 6, 30)
    assert periods("截至目前", BASE)[0].last == BASE
    assert periods("截至目前", BASE)[0].bound is Bound.NOW


def test_relative_words_say_nothing_without_the_day_of_the_letter() -> None:
    assert [p.last for p in periods("今年，2021年", None)] == [date(2021, 12, 31)]
    assert [p.dated for p in periods("今年，2021年", None)] == [True]


@pytest.mark.parametrize(
    ("words", "day"),
    [("二〇二三年六月七日", "2023-06-07"), ("2023年6月7日", "2023-06-07"), ("2021-07-05", "2021-07-05")],
)
def test_full_dates(words: str, day: str) -> None:
    assert [value for _, _, value in dates(words)] == [day]


def test_what_is_no_day_is_left_out() -> None:
    assert list(dates("2023年13月45日")) == []
