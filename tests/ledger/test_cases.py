"""Sentences of two letters and what the ledger says of them: each case is one property."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.findings import Conflict
from kg.models import Facts, Field, Kind, Span
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


P, F, L, J, G = Kind.PROGRAMME, Kind.PLATFORM, Kind.POLICY, Kind.PROJECT, Kind.ORGANIZATION


def n(kind: Kind, name: str) -> tuple[tuple[Kind, str], ...]:
    """One name of a sentence."""
    return ((kind, name),)


FURTHER = [
    pytest.param(
        Said(
            "planned", "2022年6月底前完成永安河综合治理工程", "2022-06-30", names=n(J, "永安河综合治理工程")
        ),
        Said("delivered", "永安河综合治理工程已全面完工并通过验收", names=n(J, "永安河综合治理工程")),
        "fulfilled",
        id="a work that passed acceptance",
    ),
    pytest.param(
        Said("planned", "计划新建充电站12个", "2022-12-31", year(2022)),
        Said("delivered", "2022年新建充电站15个", None, year(2022)),
        "fulfilled",
        id="more than planned",
    ),
    pytest.param(
        Said("planned", "计划新建充电站12个", "2022-12-31", year(2022)),
        Said("delivered", "2022年新建充电站9个", None, year(2022)),
        "progress",
        id="fewer than planned",
    ),
    pytest.param(
        Said("planned", "年内开通“乐药通”线上问诊平台", "2021-12-31", names=n(F, "“乐药通”线上问诊平台")),
        Said("delivered", "2022年3月，“乐药通”线上问诊平台上线运行", names=n(F, "“乐药通”线上问诊平台")),
        "fulfilled",
        id="opened in the year after",
    ),
    pytest.param(
        Said("planned", "2023年底前建成县老年活动中心", "2023-12-31", names=n(J, "县老年活动中心")),
        Said("delivered", "县老年活动中心已完成主体封顶", names=n(J, "县老年活动中心")),
        "progress",
        id="the roof is on",
    ),
    pytest.param(
        Said("planned", "2023年底前建成县老年活动中心", "2023-12-31", names=n(J, "县老年活动中心")),
        Said("delivered", "县老年活动中心项目已完成选址和可行性研究", names=n(J, "县老年活动中心")),
        "progress",
        id="the site is chosen",
    ),
    pytest.param(
        Said("planned", "2023年底前建成县老年活动中心", "2023-12-31", names=n(J, "县老年活动中心")),
        Said("ongoing", "县老年活动中心目前正在进行装饰装修", names=n(J, "县老年活动中心")),
        "progress",
        id="fitting out is a step",
    ),
    pytest.param(
        Said("planned", "2023年底前建成县老年活动中心", "2023-12-31", names=n(J, "县老年活动中心")),
        Said("planned", "县老年活动中心力争2025年底前投用", "2025-12-31", names=n(J, "县老年活动中心")),
        "restated",
        id="a later day is the promise again",
    ),
    pytest.param(
        Said("planned", "2023年底前建成县老年活动中心", "2023-12-31", names=n(J, "县老年活动中心")),
        Said(
            "ongoing", "受资金影响，县老年活动中心建设进度滞后，预计2025年建成", names=n(J, "县老年活动中心")
        ),
        "restated",
        id="behind its schedule, with a new day",
    ),
    pytest.param(
        Said("planned", "研究制定《乐安县托育服务补贴办法》", names=n(L, "《乐安县托育服务补贴办法》")),
        Said(
            "delivered",
            "2022年8月，县政府办公室印发《乐安县托育服务补贴办法》",
            names=n(L, "《乐安县托育服务补贴办法》"),
        ),
        "fulfilled",
        id="a document that was issued",
    ),
    pytest.param(
        Said("planned", "尽快出台《乐安县托育服务补贴办法》", names=n(L, "《乐安县托育服务补贴办法》")),
        Said(
            "ongoing",
            "按照《乐安县托育服务补贴办法》，对普惠托位给予补贴",
            names=n(L, "《乐安县托育服务补贴办法》"),
        ),
        "fulfilled",
        id="a document that is applied",
    ),
    pytest.param(
        Said("planned", "研究制定《乐安县托育服务补贴办法》", names=n(L, "《乐安县托育服务补贴办法》")),
        Said(
            "delivered",
            "已起草《乐安县托育服务补贴办法》初稿并征求意见",
            names=n(L, "《乐安县托育服务补贴办法》"),
        ),
        "progress",
        id="a draft is a step",
    ),
    pytest.param(
        Said("planned", "研究制定《乐安县托育服务补贴办法》", names=n(L, "《乐安县托育服务补贴办法》")),
        Said("planned", "加快出台《乐安县托育服务补贴办法》", names=n(L, "《乐安县托育服务补贴办法》")),
        "restated",
        id="the document promised again",
    ),
    pytest.param(
        Said("planned", "力争三年内实现全县行政村污水处理设施全覆盖", "2023-12-31"),
        Said("delivered", "2023年全县行政村污水处理设施实现全覆盖"),
        "fulfilled",
        id="all villages, as promised",
    ),
    pytest.param(
        Said("planned", "到2023年完成农村户厕改造2000户", "2023-12-31", (None, "2023-12-31")),
        Said("delivered", "截至2022年底累计完成农村户厕改造1460户", None, (None, "2022-12-31")),
        "progress",
        id="a stock on its way",
    ),
    pytest.param(
        Said("planned", "到2023年完成农村户厕改造2000户", "2023-12-31", (None, "2023-12-31")),
        Said("delivered", "截至2023年底累计完成农村户厕改造2115户", None, (None, "2023-12-31")),
        "fulfilled",
        id="a stock that was reached",
    ),
    pytest.param(
        Said("planned", "2021年城镇登记失业率控制在3.5%以内", "2021-12-31", year(2021)),
        Said("delivered", "2021年城镇登记失业率为2.9%", None, year(2021)),
        "fulfilled",
        id="a rate that was kept down",
    ),
    pytest.param(
        Said("planned", "2021年城镇登记失业率控制在3.5%以内", "2021-12-31", year(2021)),
        Said("delivered", "2021年城镇登记失业率为3.8%", None, year(2021)),
        "progress",
        id="a rate that was not kept down",
    ),
    pytest.param(
        Said("planned", "2022年普惠托位占比达到60%以上", "2022-12-31", year(2022)),
        Said("delivered", "2022年普惠托位占比达64%", None, year(2022)),
        "fulfilled",
        id="a share that was reached",
    ),
    pytest.param(
        Said("planned", "2022年普惠托位占比达到60%以上", "2022-12-31", year(2022)),
        Said("delivered", "2022年普惠托位占比为52%", None, year(2022)),
        "progress",
        id="a share that was not reached",
    ),
    pytest.param(
        Said("ongoing", "每月开展“法律进乡村”宣讲活动", names=n(P, "“法律进乡村”宣讲活动")),
        Said(
            "delivered", "2022年开展“法律进乡村”宣讲活动48场", None, year(2022), n(P, "“法律进乡村”宣讲活动")
        ),
        "progress",
        id="a monthly activity counted",
    ),
    pytest.param(
        Said("ongoing", "每月开展“法律进乡村”宣讲活动", names=n(P, "“法律进乡村”宣讲活动")),
        Said("ongoing", "持续开展“法律进乡村”宣讲活动", names=n(P, "“法律进乡村”宣讲活动")),
        "restated",
        id="a monthly activity told again",
    ),
    pytest.param(
        Said("ongoing", "建立农机购置补贴“一站式”办理机制"),
        Said("ongoing", "农机购置补贴“一站式”办理机制全年受理申请312家", None, year(2022)),
        "progress",
        id="a standing arrangement used",
    ),
    pytest.param(
        Said("planned", "探索建立长期护理保险制度", names=n(P, "长期护理保险制度")),
        Said("planned", "继续探索建立长期护理保险制度", names=n(P, "长期护理保险制度")),
        "restated",
        id="explored again",
    ),
    pytest.param(
        Said("planned", "将“白改黑”工程列入2022年民生实事", names=n(P, "“白改黑”工程")),
        Said("delivered", "“白改黑”工程已列入2022年县政府民生实事项目", names=n(P, "“白改黑”工程")),
        "fulfilled",
        id="put on the list, as promised",
    ),
    pytest.param(
        Said("planned", "计划引进三甲医院专家团队10名", "2022-12-31", year(2022)),
        Said("delivered", "2022年引进三甲医院专家12名", None, year(2022)),
        "fulfilled",
        id="more people than planned",
    ),
    pytest.param(
        Said("planned", "拟在城东片区增设公交线路2条", "2022-12-31"),
        Said("delivered", "2022年在城东片区新开公交线路2条", None, year(2022)),
        "fulfilled",
        id="lines opened",
    ),
    pytest.param(
        Said("planned", "组建县级农产品质量安全检测中心", names=n(G, "县级农产品质量安全检测中心")),
        Said("delivered", "县农产品质量安全检测中心挂牌成立", names=n(G, "县农产品质量安全检测中心")),
        "fulfilled",
        id="a centre founded",
    ),
    pytest.param(
        Said("planned", "年底前完成县体育馆维修", "2021-12-31", names=n(J, "县体育馆")),
        Said("ongoing", "县体育馆维修因设计变更尚未完成", names=n(J, "县体育馆")),
        "restated",
        id="not finished yet",
    ),
    pytest.param(
        Said("planned", "2022年完成老旧小区改造30个", "2022-12-31", year(2022)),
        Said("ongoing", "2022年实施老旧小区改造30个，目前已完工18个", None, year(2022)),
        "progress",
        id="finished part of what was begun",
    ),
    pytest.param(
        Said("planned", "2023年底前建成县老年活动中心", "2023-12-31", names=n(J, "县老年活动中心")),
        Said("delivered", "县老年活动中心因招标流标", names=n(J, "县老年活动中心")),
        "restated",
        id="a failed tender is no step",
    ),
    pytest.param(
        Said("planned", "力争创成国家全域旅游示范区", "2023-12-31"),
        Said("delivered", "2023年成功创建国家全域旅游示范区"),
        "fulfilled",
        id="a title won",
    ),
]


@pytest.mark.parametrize(("earlier", "later", "outcome"), FURTHER)
def test_what_came_of_it_three_years_later(earlier: Said, later: Said, outcome: str) -> None:
    found = outcomes(letter("2021-06-18", earlier), letter("2024-06-25", later))
    assert found == [(earlier.words, later.words, outcome)]


@pytest.mark.parametrize(
    ("words_", "status"),
    [
        ("2022年9月底前出台《乐安县托育服务补贴办法》", "fulfilled"),
        ("年内出台《乐安县托育服务补贴办法》", "fulfilled"),
    ],
)
def test_a_day_after_the_letter_makes_a_plan_of_what_was_read_as_done(words_: str, status: str) -> None:
    name = n(L, "《乐安县托育服务补贴办法》")
    earlier = Said("delivered", words_, names=name)
    later = Said("delivered", "县政府办公室印发《乐安县托育服务补贴办法》", names=name)
    found = outcomes(letter("2022-06-18", earlier), letter("2024-06-25", later))
    assert found == [(earlier.words, later.words, status)]


def test_what_was_done_by_the_day_of_the_letter_is_no_plan() -> None:
    name = n(L, "《乐安县托育服务补贴办法》")
    earlier = Said("delivered", "2022年5月底前已出台《乐安县托育服务补贴办法》", names=name)
    later = Said("delivered", "县政府办公室印发《乐安县托育服务补贴办法》", names=name)
    assert outcomes(letter("2022-06-18", earlier), letter("2024-06-25", later)) == []


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


@pytest.mark.parametrize(
    ("words_", "kinds"),
    [
        ("举办招聘会线上12场、线下18场，共计35场", [Conflict.SUM]),
        ("举办招聘会线上12场、线下18场，共计30场", []),
        ("建成幼儿园3所：城东幼儿园、城西幼儿园", [Conflict.SUM]),
        ("建成3所公办幼儿园，分别为城东幼儿园、城西幼儿园", [Conflict.SUM]),
        ("建成2所公办幼儿园，分别为城东幼儿园、城西幼儿园", []),
        ("建成3所公办幼儿园，包括城东幼儿园、城西幼儿园等", []),
        ("在8个镇（街道、园区）设立专窗", []),
        ("建成基地7个，其中入驻项目21个", []),
        ("落后指标1个，落后指标为空气质量、水质", [Conflict.SUM]),
        ("安置点已于2021年9月建成", [Conflict.DATES]),
        ("安置点已于2021年5月建成", []),
    ],
)
def test_what_one_letter_counts_adds_up_and_dates_is_in_order(words_: str, kinds: list[Conflict]) -> None:
    _, ledger = told(letter("2021-06-18", Said("delivered", words_, None, year(2020))))
    assert [found.kind for found in ledger.discrepancies] == kinds


def test_two_values_in_one_letter_are_a_question() -> None:
    one = Said("delivered", "2020年全县共安排公办幼儿园建设资金650万元", None, year(2020))
    other = Said("delivered", "2020年安排公办幼儿园建设资金560万元，用于改善条件", None, year(2020))
    spent = Said("delivered", "2020年实际使用560万元", None, year(2020))
    _, ledger = told(letter("2021-06-18", one, other))
    assert [found.kind for found in ledger.discrepancies] == [Conflict.TWO_VALUES]
    assert told(letter("2021-06-18", one, spent))[1].discrepancies == ()


def test_a_letter_whose_number_is_of_a_year_after_its_day_is_a_question() -> None:
    facts = letter("2021-06-18", Said("delivered", "校车已全部更新"))
    late = replace(facts, header=replace(facts.header, number=Field("乐教函〔2022〕9号", Span(0, 2), "head")))
    assert [found.kind for found in told(late)[1].discrepancies] == [Conflict.DATES]
    early = replace(
        facts, header=replace(facts.header, number=Field("乐教函〔2021〕9号", Span(0, 2), "head"))
    )
    assert told(early)[1].discrepancies == ()


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
