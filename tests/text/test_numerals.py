"""Numerals lead to exact values and back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.numerals import parse, spell


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_spelt_number_reads_back_as_itself(value: int) -> None:
    assert parse(spell(value)) == value


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_arabic_digits_read_as_themselves(value: Decimal) -> None:
    assert parse(f"{value:f}") == value
    assert parse(f"{value:,f}") == value


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("两千", 2000),
        ("三万五千", 35000),
        ("一百零五", 105),
        ("二〇二三", 2023),
        ("1.45亿", 145000000),
        ("10万", 100000),
        ("半", Decimal("0.5")),
    ],
)
def test_numerals_of_letters(numeral: str, value: Decimal) -> None:
    assert parse(numeral) == value


@pytest.mark.parametrize("words", ["", "三农", "百分", "1.2.3", "三百五"])
def test_what_is_no_numeral_or_two_is_refused(words: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are the message
        parse(words)
