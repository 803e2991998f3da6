"""What a reader of the five letters would answer to each named question.

A row here must be among the rows of the answer, as far as it is written out; where a number stands, the
answer has so many rows. Where the letters hold nothing of a kind, the answer has none, and small letters of the
tests show that it has some where there is something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

import pytest

from kg.graph.query import run
from kg.graph.questions import bind, question, questions
from kg.graph.results import plain
from kg.graph.store import Dataset
from kg.models import Facts

Build = Callable[[Iterable[Facts]], Dataset]

L21 = "慈经信建〔2021〕1号"
L22 = "慈经信建〔2022〕3号"
L23 = "慈经信建〔2023〕3号"
L23B = "慈经信建〔2023〕19号"
L24 = "慈党改办建〔2024〕3号"
JINGXIN = "慈溪市经济和信息化局"
HUMAN = "慈溪市人力资源和社会保障局"
TODAY = "2026-11-21"
PLATFORM = "8718慈溪平台"
PAYMENTS = "失业保险稳岗返还|留工培训补助|扩岗补助|留工优工补贴"


class Answer(NamedTuple):
    """Values for the parameters, rows that must be there, and how many rows there are."""

    values: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]
    number: int | None = None


NOTHING: Sequence[Mapping[str, str]] = ()

EXPECTED: Mapping[str, Answer] = {
    # look-ups
    "answer-to-suggestion": Answer(
        {"number": "151"},
        [
            {
                "document": L23B,
                "issued": "2023-06-07",
                "title": "关于加快制造业恢复发展的建议",
                "bodies": JINGXIN,
                "signed": "龚激红",
                "proposers": "袁郭竣",
            }
        ],
        1,
    ),
    "consulted-bodies": Answer(
        {},
        [
            {"body": "慈溪市发展和改革局", "letters": "3"},
            {"body": HUMAN, "letters": "3"},
            {"body": "慈溪市财政局", "letters": "1"},
        ],
        13,
    ),
    "document-card": Answer(
        {"name": "慈政发〔2022〕30号"},
        [
            {
                "title": "慈溪市人民政府关于进一步促进经济稳进提质的产业政策意见",
                "issuers": "慈溪市人民政府",
                "citedBy": L23B,
            }
        ],
        1,
    ),
    "letters": Answer(
        {},
        [
            {"number": L21, "issued": "2021-06-11", "bodies": JINGXIN, "commitments": "19"},
            {"number": L22, "issued": "", "category": "A"},
            {"number": L23, "issued": "2023-06-13", "category": ""},
            {"number": L23B, "issued": "2023-06-07"},
            {"number": L24, "issued": "2024-06-21"},
        ],
        5,
    ),
    "letters-by-year": Answer(
        {},
        [
            {"year": "2021", "letters": "1"},
            {"year": "2022", "letters": "1"},
            {"year": "2023", "letters": "2"},
            {"year": "2024", "letters": "1"},
        ],
        4,
    ),
    "most-mentioned": Answer({}, [{"name": "慈溪市", "letters": "5"}], 50),
    "names-of-thing": Answer(
        {"name": PLATFORM},
        [{"kind": "平台", "called": "慈溪市企业发展服务中心暨8718公共服务慈溪平台", "usual": "true"}],
    ),
    "organisations-named": Answer(
        {},
        [
            {"organisation": "上海临港创新管理学院", "number": L22},
            {"organisation": "上海临港创新管理学院", "number": L24},
        ],
    ),
    "places-named": Answer({}, [{"name": "慈溪市", "letters": "5"}, {"name": "上海市", "letters": "3"}]),
    "proposals-of-person": Answer(
        {"person": "罗冲"},
        [
            {"number": "110", "document": L22, "category": "A", "body": JINGXIN},
            {"number": "211", "document": L23, "category": ""},
        ],
        2,
    ),
    "relations-of-thing": Answer(
        {"name": PLATFORM},
        [
            {"direction": "→", "called": "“1+N”企服体系"},
            {"direction": "→", "called": "南二环东路"},
            {"direction": "←", "called": "8718帮企贷"},
        ],
    ),
    "thing-statements": Answer(
        {"name": PLATFORM},
        [
            {"number": L21, "status": "已完成", "issued": "2021-06-11"},
            {"number": L22, "status": "进行中"},
            {"number": L23, "status": "进行中"},
        ],
        11,
    ),
    "who-cites": Answer({"name": "慈政发〔2022〕30号"}, [{"number": L23B, "words": "慈政发〔2022〕30号"}]),
    # promises
    "achievements-of-body": Answer(
        {"body": JINGXIN}, [{"number": L21, "words": "截至2021年3月底，已补办完成17家"}]
    ),
    "bodies-by-commitments": Answer(
        {},
        [{"body": JINGXIN, "commitments": "36", "withDeadline": "13"}, {"body": HUMAN, "commitments": "9"}],
    ),
    "commitments-in-letter": Answer({"document": L23B}, [{"body": JINGXIN}], 4),
    "commitments-with-words": Answer(
        {"word": "力争"}, [{"words": "力争2023年实现省级“未来工厂”零的突破", "number": L23}], 4
    ),
    "deadlines": Answer(
        {},
        [
            {"deadline": "2021-12-31", "number": L21},
            {"deadline": "2023-12-31", "words": "新增工业机器人800台以上", "number": L23},
            {"deadline": "2025-12-31", "number": L21},
        ],
        13,
    ),
    "declined": Answer({}, NOTHING, 0),
    "delivery-by-body": Answer(
        {"day": TODAY}, [{"body": JINGXIN, "commitments": "36", "pastDeadline": "13"}]
    ),
    "measurable-commitments": Answer(
        {},
        [
            {"number": L21, "commitments": "19", "withDeadline": "8"},
            {"number": L23, "commitments": "22", "withDeadline": "5"},
            {"number": L23B, "commitments": "4", "withDeadline": "0", "withNeither": "4"},
        ],
        3,
    ),
    "open-commitments": Answer({"body": "市人力社保局"}, [{"number": L23}], 9),
    "open-in-category": Answer({}, [{"number": L22, "commitments": "0", "unreported": "0"}], 1),
    "overdue": Answer({"day": "2022-01-01"}, [{"deadline": "2021-12-31", "number": L21}], 1),
    "same-matter-later": Answer(
        {},
        [
            {
                "name": "上海临港创新管理学院",
                "was": "进行中",
                "earlierLetter": L22,
                "status": "进行中",
                "said": "推进实现市环创中心等产业平台同临港创新管理学院等上海主体合作",
                "laterLetter": L24,
            },
            {
                "name": "“1+N”企服体系",
                "promised": "围绕“1+N”企服体系建设思路，搭建企业“家门口”的服务窗口",
                "earlierLetter": L21,
                "said": "建立完善“1+N”企服体系“窗口平台”",
                "laterLetter": L22,
            },
        ],
    ),
    "statuses-by-letter": Answer(
        {},
        [{"number": L22, "planned": "0"}, {"number": L21, "planned": "19"}, {"number": L24, "planned": "0"}],
        5,
    ),
    "strength-of-wording": Answer(
        {},
        [
            # 力争…有突破, 力争…零的突破, 力争遴选; 力争使企业码成为… is the fourth, but 引导…力争…探索新路径 is weaker
            {"body": JINGXIN, "strength": "力争", "commitments": "3"},
            {"body": JINGXIN, "strength": "探索", "commitments": "5"},
            # 人社局也将继续
            {"body": HUMAN, "strength": "确定", "commitments": "1"},
        ],
        4,
    ),
    "what-became-of-it": Answer(
        {},
        [
            {
                "earlierLetter": L22,
                "later": "推进实现市环创中心等产业平台同临港创新管理学院等上海主体合作",
                "laterLetter": L24,
            },
            {
                "outcome": "restated",
                "earlier": "根据各地企业共性需求，免费为企业提供财务、环保、法务等特色专题培训服务",
                "earlierLetter": L22,
                "later": "开展企服品牌“讲政策、送服务”双月系列活动，免费为企业提供财务、法务等特色专题培训",
                "laterLetter": L24,
            },
        ],
    ),
    "words-by-letter": Answer(
        {"word": "力争"}, [{"number": L21, "times": "3"}, {"number": L23, "times": "3"}], 2
    ),
    # figures
    "figures-with-words": Answer(
        {"word": "稳岗返还", "year": "2022"},
        [
            {"value": "1.45", "unit": "亿元", "number": L23},
            {"value": "1.45", "unit": "亿元", "number": L23B},
        ],
        2,
    ),
    "growth": Answer(
        {},
        [
            {"value": "25", "unit": "%", "words": "同比提高约25%", "number": L23},
            {"value": "6.8", "unit": "%", "words": "同比增长6.8%", "number": L23},
            {"value": "2", "unit": "倍", "to": "2025-12-31", "number": L21},
        ],
        5,
    ),
    "indicator-over-time": Answer(
        {"word": "推送"},
        [
            {"year": "2020", "value": "500", "unit": "次", "comparator": "approx", "number": L21},
            {"year": "2022", "value": "500", "unit": "条次", "number": L22},
            {"year": "2024", "value": "10", "unit": "万条次", "number": L24},
        ],
        3,
    ),
    "largest-figures": Answer(
        {},
        [
            {"value": "167.33", "shown": "亿元", "base": "16733000000"},
            {"value": "84.8", "shown": "亿元"},
            {"value": "40.63", "shown": "亿元"},
            {"value": "23", "shown": "亿元"},
        ],
    ),
    "rankings": Answer(
        {},
        [
            {
                "number": L21,
                "words": "至2020年7月20日，我市合计领码企业30549家；领码率达126.6%，居宁波各区(县、市)第一",
            },
            {"number": L22, "words": "慈溪站建筑规模为30000平方米，在七座高铁站中面积排第三"},
            {"number": L22, "words": "共已完成208家企业评价，数量居宁波各县市区前列"},
            {"number": L23},
        ],
        4,
    ),
    "series": Answer(
        {},
        [
            {"label": "公益企服活动场次", "year": "2022", "value": "50", "unit": "场", "number": L22},
            {"label": "公益企服活动场次", "year": "2023", "value": "70", "unit": "场", "number": L24},
        ],
    ),
    "sum-of-figures": Answer(
        {"document": L23B, "words": PAYMENTS}, [{"unit": "元", "total": "194731300", "figures": "4"}], 1
    ),
    "targets": Answer(
        {},
        [
            {"number": L21, "indicator": "盘活低效工业用地", "value": "3000", "unit": "亩"},
            {"number": L23, "indicator": "新增工业机器人", "value": "800", "deadline": "2023-12-31"},
        ],
        15,
    ),
    "targets-and-results": Answer({"word": "上云"}, [{"number": L23, "target": "780", "result": "1000"}], 1),
    "thing-figures": Answer(
        {"name": PLATFORM}, [{"value": "6600", "unit": "个"}, {"value": "50", "unit": "场"}], 10
    ),
    # policies
    "expiring-policies": Answer(
        {},
        [
            {"begin": "2020-01-01", "end": "2022-12-31", "number": "慈政办发〔2020〕41号"},
            {"end": "2025-12-31", "title": "高新技术企业提质扩容行动计划（2022-2025年）"},
            {"end": "2025-12-31", "title": "高质量融入长三角一体化三年发展规划（2023-2025）"},
            {"end": "2026-12-31", "number": "慈政办发〔2022〕24号"},
        ],
        4,
    ),
    "nicknames": Answer(
        {},
        [
            {
                "number": "慈政办发〔2023〕4号",
                "title": "慈溪市人民政府办公室关于印发一季度“全力拼经济、冲刺开门红”若干举措的通知",
                "called": "全力拼经济、冲刺开门红16条",
            }
        ],
    ),
    "policies-by-issuer": Answer({}, [{"body": "慈溪市人民政府办公室", "policies": "6"}]),
    "policies-cited": Answer({}, [{"number": "慈政办发〔2023〕4号", "letters": "2"}], 50),
    "policies-promised": Answer(
        {},
        [
            {"title": "高新技术企业提质扩容行动计划（2022-2025年）", "number": L23B},
            {"title": "家电行业中小企业数字化改造实施方案及年度计划", "number": L23},
            {"title": "支持供应链金融的奖励政策", "number": L21},
        ],
    ),
    "policy-chain": Answer(
        {},
        [
            {"name": "“1+2+N”政策体系", "above": "“8+4”政策体系"},
            {"name": "慈溪市推动经济高质量发展若干政策举措", "above": "稳链纾困助企35条"},
        ],
    ),
    "similar-titles": Answer(
        {},
        [{"title": "慈溪市推动经济高质量发展若干政策举措", "shorter": "慈溪市推动经济高质量发展若干政策"}],
    ),
    # networks
    "bodies-together": Answer({}, [{"oneName": HUMAN, "otherName": JINGXIN, "letters": "3"}]),
    "co-proposers": Answer({}, [{"number": "184", "people": "13"}, {"number": "151", "people": "1"}], 5),
    "cooperation-network": Answer({}, [{"predicate": "https://w3id.org/commitment-graph/ontology#partner"}]),
    "partners-of-body": Answer(
        {"body": "市自规局"},
        [
            {"partner": "慈溪市住房和城乡建设局", "thing": "工业企业用房权属证书补办"},
            {"partner": "慈溪市综合行政执法局", "thing": "工业企业用房权属证书补办"},
            {"partner": "慈溪市企业服务办公室", "thing": "工业企业用房权属证书补办"},
        ],
        3,
    ),
    "platforms": Answer({}, [{"name": "“550”劳务协作机制", "responsibleBodies": HUMAN}]),
    # contradictions
    "different-values": Answer({}, NOTHING, 0),
    "discrepancies": Answer(
        {},
        [
            {
                "kind": "same figure for two things",
                "reason": "3524.33万元既是“发放留工优工补贴”，"
                "又是“发放一次性留工补贴、春节返岗交通补贴、企业节日加班补贴等”",
            },
            {"kind": "different name or number"},
        ],
    ),
    "numbers-against-dates": Answer({}, [{"oneNumber": L23, "otherNumber": L23B}], 1),
    "same-number-twice": Answer(
        {}, [{"number": L23, "value": "35243300"}, {"number": L23B, "value": "35243300"}], 2
    ),
    "shares-above-one": Answer({}, [{"value": "126.6", "number": L21}, {"value": "105.75", "number": L23}]),
    "told-twice": Answer({}, [{"value": "145000000", "unit": "元"}, {"value": "2268000", "unit": "元"}]),
    # quality
    "actor-basis": Answer({}, [{"number": L21, "basis": "implied", "statements": "94"}], 5),
    "evidence-check": Answer({}, NOTHING, 0),
    "missing-fields": Answer(
        {},
        [
            {"number": L22, "missing": "日期 date"},
            {"number": L22, "missing": "抄送 copies"},
            {"number": L23, "missing": "类别 category"},
            {"number": L24, "missing": "会办 consulted"},
        ],
        8,
    ),
    "sources": Answer({}, [{"source": "cixi-jingxin-2023-19.txt", "number": L23B}], 5),
    "without-evidence": Answer({}, NOTHING, 0),
}


def test_every_question_has_its_answer() -> None:
    assert set(EXPECTED) == set(questions())
    assert len(EXPECTED) >= 40


@pytest.mark.parametrize("name", EXPECTED)
def test_answer(accounted: Dataset, name: str) -> None:
    values, rows, number = EXPECTED[name]
    text, terms = bind(question(name), values)
    found = run(accounted, text, terms)
    told = [dict(zip(found.variables, map(plain, row), strict=True)) for row in found.rows]
    for row in rows:
        assert any(row.items() <= one.items() for one in told), f"{row} is not in the answer"
    if number is not None:
        assert len(told) == number


def test_what_the_five_letters_do_not_hold_is_found_where_it_is(promise: Facts, built: Build) -> None:
    """A refusal, and one indicator of one day with two values."""
    first, _ = promise.figures
    other = replace(first, value=Decimal(12), base_value=Decimal(12), range_with=None)
    dataset = built([replace(promise, figures=(replace(first, range_with=None), other))])

    def told(name: str) -> list[dict[str, str]]:
        found = run(dataset, question(name).text)
        return [dict(zip(found.variables, map(plain, row), strict=True)) for row in found.rows]

    assert [one["words"] for one in told("declined")] == ["暂不具备条件建闸"]
    (pair,) = told("different-values")
    assert (pair["indicator"], pair["oneValue"], pair["otherValue"]) == ("新建泵站", "10", "12")


@pytest.mark.parametrize("name", EXPECTED)
def test_no_row_comes_twice(accounted: Dataset, name: str) -> None:
    """Two graphs may say one triple, and the engine then gives its rows twice."""
    text, terms = bind(question(name), EXPECTED[name].values)
    rows = run(accounted, text, terms).rows
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("name", questions())
def test_a_chart_shows_variables_of_the_answer(dataset: Dataset, name: str) -> None:
    one = question(name)
    text, terms = bind(one, EXPECTED[name].values)
    if one.chart is not None:
        assert set(one.chart.variables) <= set(run(dataset, text, terms).variables)
