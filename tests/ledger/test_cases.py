"""Sentences of two letters and what the ledger says of them: each case is one property."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.findings import Conflict
from kg.models import Facts, Kind
from tests.ledger.cases import Said, letter, outcomes, told, words, year

PLATFORM = ((Kind.PLATFORM, "“路路通”平台"),)
BUS = ((Kind.PROGRAMME, "“暖冬”工程"),)

PAIRS = [
    pytest.param(
        Said("planned", "2020年新增校车30辆以上", "2020-12-31", year(2020)),
        Said("delivered", "2020年全县新增校车34辆", None, year(2020)),
        "fulfilled",
        id="a target that was passed",
    ),
    pytest.param(
        Said("planned", "2020年新增校车30辆以上", "2020-12-31", year(2020)),
        Said("delivered", "2020年全县新增校车27辆", None, year(2020)),
        "progress",
        id="a shortfall of any size is progress",
    ),
    pytest.param(
        Said("planned", "到2020年底，将全县大班额比例控制在5%以内", "2020-12-31", year(2020)),
        Said("delivered", "2020年底全县大班额比例降至4.7%", None, year(2020)),
        "fulfilled",
        id="an upper bound that was kept",
    ),
    pytest.param(
        Said("planned", "2020年底前建成“路路通”平台", "2020-12-31", names=PLATFORM),
        Said("delivered", "“路路通”平台已于2021年4月正式上线", names=PLATFORM),
        "fulfilled",
        id="late is still done",
    ),
    pytest.param(
        Said("planned", "2020年底前建成“路路通”平台", "2020-12-31", names=PLATFORM),
        Said("planned", "“路路通”平台因招标流标，推迟至2022年6月底前上线", "2022-06-30", names=PLATFORM),
        "restated",
        id="a moved date is the promise told again",
    ),
    pytest.param(
        Said("planned", "2020年底前建成“路路通”平台", "2020-12-31", names=PLATFORM),
        Said("ongoing", "“路路通”平台正在试运行", names=PLATFORM),
        "progress",
        id="a trial is a step",
    ),
    pytest.param(
        Said("ongoing", "每季度开展校车线路隐患排查"),
        Said("ongoing", "坚持每季度开展校车线路隐患排查"),
        "restated",
        id="a practice told again without a number",
    ),
    pytest.param(
        Said("ongoing", "实施“暖冬”工程，慰问困难家庭", names=BUS),
        Said("delivered", "“暖冬”工程2020年慰问困难家庭312户", None, year(2020), names=BUS),
        "progress",
        id="a number of a practice",
    ),
    pytest.param(
        Said("planned", "年内出台《乐安县校车管理实施办法》", "2019-12-31", names=((Kind.POLICY, "《乐安县校车管理实施办法》"),)),
        Said("delivered", "县政府印发《乐安县校车管理实施办法》", names=((Kind.POLICY, "《乐安县校车管理实施办法》"),)),
        "fulfilled",
        id="a planned document that was issued",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "later", "outcome"), PAIRS)
def test_a_later_letter_reports_on_an_earlier(earlier: Said, later: Said, outcome: str) -> None:
    found = outcomes(letter("2019-06-18", earlier), letter("2021-06-25", later))
    assert found == [(earlier.words, later.words, outcome)]


UNRELATED = [
    pytest.param(
        Said("planned", "2020年新增校车30辆以上", "2020-12-31", year(2020)),
        Said("delivered", "2020年全县新增泊位340个", None, year(2020)),
        id="another indicator",
    ),
    pytest.param(
        Said("planned", "2020年新增校车30辆以上", "2020-12-31", year(2020)),
        Said("delivered", "2018年全县新增校车34辆", None, year(2018)),
        id="a figure of a year before the promise",
    ),
    pytest.param(
        Said("planned", "社会福利中心一期工程2021年底前竣工", "2021-12-31"),
        Said("delivered", "社会福利中心二期工程已竣工"),
        id="another phase",
    ),
    pytest.param(
        Said("planned", "推进数字化改革"),
        Said("delivered", "数字化水平不断提升"),
        id="a topic word alone",
    ),
    pytest.param(
        Said("planned", "会同县财政局认真研究办理"),
        Said("delivered", "我局会同县财政局认真研究"),
        id="consultation never counts",
    ),
]


@pytest.mark.parametrize(("earlier", "later"), UNRELATED)
def test_what_only_looks_alike_is_no_report(earlier: Said, later: Said) -> None:
    assert outcomes(letter("2019-06-18", earlier), letter("2021-06-25", later)) == []


def test_letters_of_two_places_are_never_held_against_each_other() -> None:
    promise = Said("planned", "2020年底前建成“路路通”平台", "2020-12-31", names=PLATFORM)
    report = Said("delivered", "“路路通”平台已于2021年4月正式上线", names=PLATFORM)
    assert outcomes(letter("2019-06-18", promise), letter("2021-06-25", report, body="长宁县教育局")) == []


def test_a_letter_of_the_same_weeks_reports_on_nothing() -> None:
    promise = Said("planned", "2020年底前建成“路路通”平台", "2020-12-31", names=PLATFORM)
    report = Said("delivered", "“路路通”平台正式上线", names=PLATFORM)
    assert outcomes(letter("2020-06-01", promise), letter("2020-06-20", report)) == []


def test_parts_of_a_target_are_added_up_and_the_sum_is_shown() -> None:
    promise = Said("planned", "2021年至2023年完成旧房改造1500户", "2023-12-31", ("2021-01-01", "2023-12-31"))
    one = Said("delivered", "2021年完成旧房改造463户", None, year(2021))
    _, ledger = told(letter("2021-03-01", promise), letter("2023-06-30", one))
    (found,) = ledger.follow_ups
    assert found.outcome == "progress"
    assert "463户 未达到 1500户" in found.reason


def test_the_same_figure_of_two_letters_is_one_fact() -> None:
    one = Said("delivered", "2022年发放稳岗返还1.45亿元", None, year(2022))
    other = Said("delivered", "2022年全县发放稳岗返还1.45亿元", None, year(2022))
    collection, ledger = told(letter("2023-06-07", one), letter("2023-07-13", other))
    (found,) = ledger.repeats
    assert {words(collection, found.one), words(collection, found.other)} == {one.words, other.words}


def test_one_sum_told_of_two_things_is_a_question() -> None:
    one = Said("delivered", "发放养老服务补贴2178.6万元", None, year(2024))
    other = Said("delivered", "拨付机构运营经费2178.6万元", None, year(2024))
    _, ledger = told(letter("2025-07-16", one, other))
    assert [found.kind for found in ledger.discrepancies] == [Conflict.ONE_FIGURE]


@pytest.mark.parametrize(
    ("parts", "kinds"), [("线上20场，线下15场", [Conflict.SUM]), ("线上9场，线下21场", [])]
)
def test_parts_that_are_more_than_their_whole_are_a_question(parts: str, kinds: list[Conflict]) -> None:
    _, ledger = told(
        letter("2021-06-18", Said("delivered", f"举办招聘会30场，其中{parts}", None, year(2020)))
    )
    assert [found.kind for found in ledger.discrepancies] == kinds


def test_a_promise_due_before_its_letter_is_a_question() -> None:
    late = Said("planned", "2019年底前建成“路路通”平台", "2019-12-31", names=PLATFORM)
    _, ledger = told(letter("2020-06-18", late))
    assert [found.kind for found in ledger.discrepancies] == [Conflict.DATES]


def test_two_values_for_one_year_are_a_question() -> None:
    one = Said("delivered", "2018年安排校车运营补贴650万元", None, year(2018))
    other = Said("delivered", "2018年安排校车运营补贴560万元", None, year(2018))
    _, ledger = told(letter("2019-06-18", one), letter("2020-07-09", other))
    assert [found.kind for found in ledger.discrepancies] == [Conflict.TWO_VALUES]


def numbered(facts: Facts, number: str) -> Facts:
    """The letter with a number for the document that it names."""
    *others, policy = facts.entities
    return replace(facts, entities=(*others, replace(policy, number=number)))


@pytest.mark.parametrize(
    ("titles", "numbers"),
    [
        (
            ("《乐安县校车安全实施方案》", "《乐安县校车安全工作方案》"),
            ("乐政办〔2019〕41号", "乐政办〔2019〕41号"),
        ),
        (("《乐安县校车安全管理实施方案》",) * 2, ("乐政办〔2019〕41号", "乐政办〔2019〕14号")),
    ],
)
def test_one_document_under_two_titles_or_numbers_is_a_question(
    titles: tuple[str, str], numbers: tuple[str, str]
) -> None:
    letters = [
        numbered(letter(day, Said("delivered", f"县政府印发{title}", names=((Kind.POLICY, title),))), number)
        for day, title, number in zip(("2020-06-18", "2021-06-25"), titles, numbers, strict=True)
    ]
    _, ledger = told(*letters)
    assert [found.kind for found in ledger.discrepancies] == [Conflict.TWO_NAMES]


def test_values_of_years_make_a_series() -> None:
    said = [
        Said("delivered", f"{n}年安排校车运营补贴{v}万元", None, year(n))
        for n, v in ((2018, 650), (2020, 810))
    ]
    _, ledger = told(letter("2019-06-18", said[0]), letter("2021-07-09", said[1]))
    (found,) = ledger.series
    assert (found.unit, len(found.points)) == ("元", 2)


def test_what_there_is_and_what_was_added_make_no_series() -> None:
    stock = Said("delivered", "截至2020年底全县共有病床420张", None, (None, "2020-12-31"))
    added = Said("delivered", "2022年新增病床160张", None, year(2022))
    _, ledger = told(letter("2021-06-18", stock), letter("2023-07-09", added))
    assert ledger.series == ()


def test_order_of_letters_changes_nothing() -> None:
    promise = Said("planned", "2020年底前建成“路路通”平台", "2020-12-31", names=PLATFORM)
    report = Said("delivered", "“路路通”平台已于2021年4月正式上线", names=PLATFORM)
    letters = letter("2019-06-18", promise), letter("2021-06-25", report)
    assert told(*letters) == told(*letters[::-1])
