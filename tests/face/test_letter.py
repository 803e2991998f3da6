"""One pasted letter: its facts, its words marked, nothing of it executed, nobody's telephone shown."""

import pytest

import kg
from kg.errors import KgError

LETTER = """甲市水利局文件

甲水建〔2024〕12号

对市五届人大三次会议第45号建议的答复

李明代表：
您提出的《关于加快泵站建设的建议》（第45号建议）已收悉。现答复如下：
一、2023年，我局新建泵站8座，完成投资1.45亿元。
二、下一步，我局将于2025年底前新建泵站15座。

甲市水利局
2024年6月3日
联系人：王小明  联系电话：13712347617
"""


@pytest.fixture(scope="module")
def letter() -> kg.Letter:
    return kg.text(LETTER)


def test_facts_are_those_of_the_letter(letter: kg.Letter) -> None:
    said = {(one.kind, one.what): one for one in letter.facts}
    assert said["header", "number"].value == "甲水建〔2024〕12号"
    assert said["header", "issued"].value == "2024-06-03"
    (planned,) = [one for one in letter.facts.of("statement") if one.what == "planned"]
    assert "新建泵站15座" in planned.words
    assert "2025-12-31" in planned.value
    assert any("1.45亿元" in one.value for one in letter.facts.of("figure"))
    for one in letter.facts:
        assert letter.text[one.begin : one.end] == one.words


def test_the_words_are_marked_in_the_text(letter: kg.Letter) -> None:
    shown = letter.facts._repr_html_()
    assert "15座</span>" in shown
    assert "statement · planned" in shown
    assert "figure · eq: " in shown
    assert letter._repr_html_() in shown


def test_personal_data_is_masked(letter: kg.Letter) -> None:
    assert "13712347617" not in letter.text + letter.facts._repr_html_()
    assert "王小明" not in letter.facts._repr_html_()


def test_what_a_letter_says_is_only_shown() -> None:
    evil = '<script>alert(1)</script>我局将于2025年底前新建<img src=x onerror="alert(1)">泵站15座。'
    shown = kg.text(evil).facts._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown


def test_no_text_is_an_error() -> None:
    with pytest.raises(KgError, match="no text"):
        kg.text("  \n ")


def test_facts_are_a_table(letter: kg.Letter) -> None:
    frame = letter.facts.to_pandas()
    assert len(frame) == len(letter.facts)
    assert set(frame["kind"]) <= {"header", "entity", "figure", "statement", "relation"}
    assert repr(letter.facts).startswith("<LetterFacts ")
