"""Mentions that are brought together, and mentions that are not."""

import pytest

from kg.extract import entities, extract, letter
from kg.extract.entities import Named
from kg.models import Document, Kind

TEXT = "安岳县教育和体育局\n\n李明代表：\n您提出的建议收悉，现答复如下：已办。\n\n安岳县教育和体育局\n2024年5月20日\n"


@pytest.mark.parametrize(
    ("kind", "names", "count"),
    [
        (Kind.PLACE, ["积玉口镇", "积玉口"], 1),
        (Kind.PLACE, ["白云区", "白云山"], 2),
        (Kind.ORGANIZATION, ["安岳县青少年体育训练联盟", "联盟"], 1),
        (Kind.ORGANIZATION, ["安岳县体育训练联盟", "安岳县足球联盟", "联盟"], 3),
    ],
)
def test_a_short_name_is_of_the_one_thing_that_it_can_be_short_for(
    kind: Kind, names: list[str], count: int
) -> None:
    found = [Named(at, at + 1, (kind,), name, "chain", [name]) for at, name in enumerate(names)]
    joined = entities.join(letter.read(Document("x", TEXT, "")), found, {})
    assert len(joined.entities) == count


LETTER = """沧源佤族自治县民政局

李明代表：
您提出的建议收悉，现答复如下：去年在岩帅建成敬老院1所，今年在岩帅和勐省各增设床位30张。

沧源佤族自治县民政局
2024年5月20日

抄送：{copies}
"""


def names(copies: str = "县人大常委会办公室") -> set[str]:
    return {one.name for one in extract(Document("x", LETTER.format(copies=copies), "")).entities}


def test_a_bare_town_of_the_letter_s_county_bears_its_full_name() -> None:
    assert {"岩帅镇", "勐省镇"} <= names()


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        ("县政府督查考核办", "沧源佤族自治县人民政府督查考核办"),
        ("县政府督查室", "沧源佤族自治县人民政府督查室"),
        ("县人大常委会选联工委", "沧源佤族自治县人大常委会选联工委"),
        ("县贸促会", "中国国际贸易促进委员会沧源佤族自治县委员会"),
        ("大连海事局", "大连海事局"),
    ],
)
def test_a_body_is_spelt_out_where_there_is_one_way_only(printed: str, official: str) -> None:
    assert official in names(printed)


def test_of_two_forms_of_one_length_the_first_one_leads() -> None:
    found = [
        Named(at, at + 1, (Kind.PROGRAMME,), name, "chain", [name])
        for at, name in enumerate(["劳务经纪人制度", "劳务经纪人模式"])
    ]
    joined = entities.join(letter.read(Document("x", TEXT, "")), found, {})
    assert [one.name for one in joined.entities] == ["劳务经纪人制度"]


def test_a_policy_keeps_the_words_behind_its_quotes() -> None:
    text = TEXT.replace("已办。", "已办。\n今年落实《关于防治“指尖上的形式主义”的若干意见》。")
    assert "关于防治“指尖上的形式主义”的若干意见" in {
        one.name for one in extract(Document("x", text, "")).entities
    }
