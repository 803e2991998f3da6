"""Folding makes equivalent characters one and never moves an offset."""

from hypothesis import given
from hypothesis import strategies as st

from kg.text.fold import fold, key


@given(st.text())
def test_folding_never_changes_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_brackets_digits_and_quotes_of_all_widths_become_one() -> None:
    assert fold("慈政发［２０２２］30号(试行)") == "慈政发〔2022〕30号（试行）"
    assert fold('建设"一件事"平台') == "建设“一件事”平台"


def test_commas_between_digits_stay_commas_others_become_chinese() -> None:
    assert fold("18,867.81万元,共3项") == "18,867.81万元，共3项"


def test_names_that_differ_in_marks_only_have_one_key() -> None:
    assert key("“1+N” 企服体系") == key("1+N企服体系")
