"""The second pass over names: pairs of one county that are one thing, and look-alikes that stay two."""

from __future__ import annotations

from hashlib import sha256

import pytest

from kg.link import Decision, link
from kg.models import (
    Collection,
    Document,
    Entity,
    EntityField,
    Facts,
    Field,
    Header,
    Kind,
    Linked,
    Mention,
    Span,
)

BODY = "乐安县教育局"


def letter(written: str, *names: tuple[Kind, str, str | None], body: str = BODY) -> Facts:
    """A letter that names these things (kind, name, number), one a line."""
    text = f"{body}\n"
    entities = [Entity((Kind.BODY,), body, mentions=(Mention(Span(0, len(body)), "name"),))]
    for kind, name, number in names:
        begin = len(text)
        text += f"{name}。\n"
        mention = Mention(Span(begin, begin + len(name)), "name")
        entities.append(
            Entity((kind,), name.strip("《》"), (name,), (mention,), number=number, scope=body[:3])
        )
    return Facts(
        Document(f"{written}.txt", text, sha256(text.encode()).hexdigest()),
        Header(issuers=(EntityField(0, Span(0, 1), "head"),), issued=Field(written, Span(0, 1), "head")),
        entities=tuple(entities),
    )


def linked(
    one: tuple[Kind, str, str | None], other: tuple[Kind, str, str | None], *decisions: Decision
) -> Collection:
    """Two letters of two years, each naming one thing."""
    return link([letter("2021-06-01", one), letter("2022-06-01", other)], decisions=decisions)


def is_one(collection: Collection) -> bool:
    """Whether the last thing of each letter bears one IRI."""
    first, second = (linked.entities[-1] for linked in collection.documents)
    return first == second


ONE = [
    (Kind.PLATFORM, "“校车通”智慧监管平台", Kind.PLATFORM, "“校车通”平台"),
    (Kind.PROGRAMME, "“550”劳务协作机制", Kind.PROGRAMME, "“550”劳务协作工程"),
    (Kind.PROGRAMME, "省市“8+4”政策框架", Kind.PROGRAMME, "省“8+4”政策体系"),
    (Kind.PLATFORM, "乐安县企业服务总平台", Kind.PLATFORM, "县企业服务总平台"),
    (Kind.ORGANIZATION, "上海临江管理学院", Kind.ORGANIZATION, "临江管理学院"),
    (Kind.ORGANIZATION, "环杭州湾创新中心", Kind.ORGANIZATION, "县环创中心"),
    (Kind.POLICY, "《乐安县加快城乡客运发展若干措施》", Kind.POLICY, "城乡客运12条"),
    (Kind.POLICY, "《乐安县推动经济发展若干政策》", Kind.POLICY, "《乐安县推动经济发展若干政策举措》"),
    (Kind.PLATFORM, "“智慧停车”一体化平台", Kind.PLATFORM, "智慧停车平台"),
    (Kind.PLATFORM, "乐安县智慧停车综合管理平台", Kind.PLATFORM, "县智慧停车平台"),
    (Kind.PLATFORM, "12345政务服务便民热线", Kind.PLATFORM, "县“12345”热线"),
    (Kind.PLATFORM, "县融媒体中心“乐安发布”公众号", Kind.PLATFORM, "“乐安发布”微信公众号"),
    (Kind.PLATFORM, "“乐药通”智慧药房平台", Kind.PROGRAMME, "“乐药通”项目"),
    (Kind.PROGRAMME, "城市更新三年行动", Kind.PROGRAMME, "城市更新三年攻坚行动"),
    (Kind.PROGRAMME, "“百村示范、千村整治”工程", Kind.PROGRAMME, "“百村示范千村整治”行动"),
    (Kind.PROJECT, "第二实验小学项目", Kind.PROJECT, "县第二实验小学新建项目"),
    (Kind.PROJECT, "滨河公园（二期）建设项目", Kind.PROJECT, "滨河公园二期工程"),
    (Kind.ORGANIZATION, "乐安县水务集团有限公司", Kind.ORGANIZATION, "县水务集团"),
    (Kind.BODY, "乐安县社会福利中心", Kind.PROJECT, "县社会福利中心"),
    (Kind.PLACE, "城南创业园", Kind.ORGANIZATION, "城南创业园"),
    (Kind.POLICY, "《关于推进乐安县社区服务设施建设的实施意见》", Kind.POLICY, "《乐安县推进社区服务设施建设实施意见》"),
    (Kind.POLICY, "《乐安县人民政府办公室关于印发乐安县校车管理办法的通知》", Kind.POLICY, "《乐安县校车管理办法》"),
    (Kind.POLICY, "《乐安县促进跨境电商发展若干措施》", Kind.POLICY, "“跨境电商15条”"),
]  # fmt: skip
TWO = [
    (Kind.PROGRAMME, "“1+N”企服体系", Kind.PROGRAMME, "“1+N”普惠金融服务体系"),
    (Kind.PROGRAMME, "社会福利中心一期工程", Kind.PROGRAMME, "社会福利中心二期工程"),
    (Kind.PROGRAMME, "“银龄安居”工程", Kind.PROGRAMME, "“银龄康养”行动"),
    (Kind.PROGRAMME, "县城北客运站建设项目", Kind.PROGRAMME, "县城南客运站建设项目"),
    (Kind.PLATFORM, "“人才码”", Kind.PLATFORM, "“人才码上招”"),
    (Kind.POLICY, "《乐安县养老服务管理办法》", Kind.POLICY, "《乐安县老年助餐服务管理办法》"),
    (Kind.ORGANIZATION, "浙江大学研究院", Kind.ORGANIZATION, "浙江工业大学研究院"),
    (Kind.PROGRAMME, "产业基金", Kind.PROGRAMME, "跨境电商产业基金"),
    (Kind.PLATFORM, "服务平台", Kind.PLATFORM, "管理服务平台"),
    (Kind.PLATFORM, "省一体化政务服务平台", Kind.PLATFORM, "县一体化政务服务平台"),
    (Kind.PROGRAMME, "“六个一”关爱行动", Kind.PROGRAMME, "“六个一”安全机制"),
    (Kind.PROGRAMME, "“1+5”工作体系", Kind.PROGRAMME, "“1+5”帮扶机制"),
    (Kind.PROGRAMME, "2022年民生实事项目", Kind.PROGRAMME, "2023年民生实事项目"),
    (Kind.PROGRAMME, "制造业单项冠军", Kind.PROGRAMME, "制造业“专精特新”单项冠军之城"),
    (Kind.PROJECT, "东山水库除险加固工程", Kind.PROJECT, "西山水库除险加固工程"),
    (Kind.PROJECT, "永安河综合治理工程", Kind.PROJECT, "永安河生态补水工程"),
    (Kind.ORGANIZATION, "县老年大学", Kind.ORGANIZATION, "县老年大学城西分校"),
    (Kind.POLICY, "“稳就业10条”", Kind.POLICY, "“稳就业20条”"),
    (Kind.POLICY, "《乐安县养老服务条例》", Kind.POLICY, "《乐安县养老服务条例实施细则》"),
    (Kind.POLICY, "《乐安县校车三年行动方案（2018—2020年）》", Kind.POLICY, "《乐安县校车三年行动方案（2021—2023年）》"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "other_kind", "other"), ONE)
def test_names_of_one_thing_bear_one_iri(kind: Kind, name: str, other_kind: Kind, other: str) -> None:
    collection = linked((kind, name, None), (other_kind, other, None))
    assert is_one(collection)
    assert all(merge.reason for merge in collection.merges)


@pytest.mark.parametrize(("kind", "name", "other_kind", "other"), TWO)
def test_look_alikes_stay_two(kind: Kind, name: str, other_kind: Kind, other: str) -> None:
    assert not is_one(linked((kind, name, None), (other_kind, other, None)))


def test_two_numbers_are_two_documents() -> None:
    one = (Kind.POLICY, "《乐安县推动经济发展若干政策》", "乐政发〔2021〕1号")
    other = (Kind.POLICY, "《乐安县推动经济发展若干政策举措》", "乐政发〔2022〕9号")
    assert not is_one(linked(one, other))


def test_another_county_is_another_thing() -> None:
    name = (Kind.PLATFORM, "“校车通”智慧监管平台", None)
    other = (Kind.PLATFORM, "“校车通”平台", None)
    collection = link(
        [letter("2021-06-01", name), letter("2023-06-01", other, body="长宁县教育局")], decisions=()
    )
    assert not is_one(collection)


def test_what_fits_two_things_is_a_question() -> None:
    first = letter(
        "2021-06-01", (Kind.ORGANIZATION, "环湖创业中心", None), (Kind.ORGANIZATION, "环城创新中心", None)
    )
    second = letter("2023-06-01", (Kind.ORGANIZATION, "环创中心", None))
    collection = link([first, second], decisions=())
    assert collection.merges == ()
    assert len(collection.doubtful) == 2


def test_people_overrule_rules() -> None:
    one, other = (Kind.PLATFORM, "“校车通”智慧监管平台", None), (Kind.PLATFORM, "“校车通”平台", None)
    apart = Decision("“校车通”智慧监管平台", "“校车通”平台", same=False, reason="two systems")
    assert not is_one(linked(one, other, apart))
    unlike = (Kind.PLATFORM, "“人才码”", None), (Kind.PLATFORM, "“引才通”", None)
    together = Decision("“人才码”", "“引才通”", same=True, reason="renamed")
    assert is_one(linked(*unlike, together))


def test_namesakes_who_are_described_differently_are_two() -> None:
    def deputy(written: str, words: str) -> Facts:
        text = f"{BODY}\n蒋文{words}代表：\n"
        mention = Mention(Span(len(BODY) + 1, len(BODY) + 3), "name")
        return Facts(
            Document(f"{written}.txt", text, sha256(text.encode()).hexdigest()),
            Header(issued=Field(written, Span(0, 1), "head")),
            entities=(Entity((Kind.PERSON,), "蒋文", mentions=(mention,), scope="乐安县"),),
        )

    two = link(
        [deputy("2019-06-01", "（大锡乡）"), deputy("2021-06-01", "（女，县妇幼保健院）")], decisions=()
    )
    assert not is_one(two)
    assert len(two.doubtful) == 1
    assert is_one(link([deputy("2019-06-01", "（大锡乡）"), deputy("2021-06-01", "（女）")], decisions=()))


def of(collection: Collection, letter_: Facts) -> Linked:
    """The letter as linked."""
    (found,) = (one for one in collection.documents if one.facts.document == letter_.document)
    return found


def words(linked_: Linked) -> list[str]:
    """What a letter says of its last thing, in order."""
    facts = linked_.facts
    return [facts.document.text[one.span.begin : one.span.end] for one in facts.entities[-1].mentions]


def said(written: str, text: str, *names: tuple[Kind, str]) -> Facts:
    """A letter of one sentence in which only these names were read."""
    found = []
    for kind, name in names:
        begin = len(BODY) + 1 + text.index(name)
        mention = Mention(Span(begin, begin + len(name)), "name")
        found.append(Entity((kind,), name, (), (mention,), scope="乐安县"))
    whole = f"{BODY}\n{text}\n"
    return Facts(
        Document(f"{written}.txt", whole, sha256(whole.encode()).hexdigest()),
        Header(issuers=(EntityField(0, Span(0, 1), "head"),), issued=Field(written, Span(0, 1), "head")),
        entities=(Entity((Kind.BODY,), BODY, mentions=(Mention(Span(0, len(BODY)), "name"),)), *found),
    )


def test_a_name_that_one_letter_marks_is_found_in_another() -> None:
    first = said("2021-06-01", "推进县城北客运站建设项目。", (Kind.PROJECT, "县城北客运站建设项目"))
    second = said("2022-06-01", "县城北客运\n站建设项目已竣工。", (Kind.PLACE, "县城北客运"))
    collection = link([first, second], decisions=())
    assert is_one(collection)
    assert words(of(collection, second)) == ["县城北客运\n站建设项目"]


def test_a_channel_speaks_of_the_platform_whose_it_is_and_stays_another_thing() -> None:
    first = said("2021-06-01", "建设“路路通”平台。", (Kind.PLATFORM, "“路路通”平台"))
    second = said("2022-06-01", "通过“路路通”平台公众号推送。", (Kind.PLATFORM, "“路路通”平台公众号"))
    collection = link([first, second], decisions=())
    channel, platform = of(collection, second).entities[1:]
    assert platform == of(collection, first).entities[1] != channel
    assert words(of(collection, second)) == ["“路路通”平台"]


@pytest.mark.parametrize(
    ("marked", "text", "names"),
    [
        pytest.param("服务平台", "建设服务平台。", (), id="a word that says only what it is"),
        pytest.param(
            "“路路通”平台", "建设“路路通”平台二期。", ("“路路通”平台二期",), id="inside another name"
        ),
        pytest.param("“路路通”平台", "建设“路路通”平台。", ("“路路通”平台",), id="read already"),
    ],
)
def test_what_is_read_otherwise_or_tells_nothing_is_not_marked(
    marked: str, text: str, names: tuple[str, ...]
) -> None:
    first = said("2021-06-01", f"推进{marked}。", (Kind.PLATFORM, marked))
    second = said("2022-06-01", text, *((Kind.PLATFORM, name) for name in names))
    facts = of(link([first, second], decisions=()), second).facts
    assert all(mention.rule == "name" for entity in facts.entities for mention in entity.mentions)


def test_a_name_is_also_known_as_it_stands_between_its_place_and_its_kind() -> None:
    text = "推进县“完整社区”试点。"
    (letter_,) = link([said("2021-06-01", text, (Kind.PROGRAMME, "完整社区"))], decisions=()).documents
    assert set(letter_.facts.entities[-1].aliases) == {
        "“完整社区”",
        "“完整社区”试点",
        "县“完整社区”",
        "县“完整社区”试点",
    }


def test_a_joint_name_is_known_by_each_of_its_parts() -> None:
    name = "乐安县企业服务中心（“企服通”服务平台）"
    (letter_,) = link([said("2021-06-01", f"依托{name}。", (Kind.PLATFORM, name))], decisions=()).documents
    assert set(letter_.facts.entities[-1].aliases) == {"乐安县企业服务中心", "“企服通”服务平台"}


def test_a_bracket_that_counts_a_phase_makes_no_joint_name() -> None:
    name = "乐安县社会福利中心（一期）"
    (letter_,) = link([said("2021-06-01", f"建设{name}。", (Kind.PROJECT, name))], decisions=()).documents
    assert letter_.facts.entities[-1].aliases == ()


INTRODUCED = [
    "“路路通”平台，又称“公交通”平台",
    "“路路通”平台（原“公交通”平台）",
    "“公交通”平台于2020年9月更名为“路路通”平台",
    "“路路通”平台（由“公交通”平台升级而来）",
    "“公交通”平台迭代升级为“路路通”平台",
    "“路路通”平台，即原“公交通”平台",
    "“路路通”平台（“公交通”平台）",
]
NOT_INTRODUCED = [
    "“路路通”平台、“公交通”平台",
    "“路路通”平台与“公交通”平台对接",
    "“路路通”平台（含“公交通”平台）",
    "“路路通”平台上线。原“公交通”平台",
    "“路路通”平台，“公交通”平台升级为省级系统",
]


def two_names(text: str) -> Collection:
    """One letter of one sentence with two platforms."""
    names = ("“路路通”平台", "“公交通”平台")
    return link([said("2021-06-01", f"{text}。", *((Kind.PLATFORM, name) for name in names))], decisions=())


@pytest.mark.parametrize("text", INTRODUCED)
def test_a_letter_says_that_two_names_are_one(text: str) -> None:
    collection = two_names(text)
    assert len(set(collection.documents[0].entities)) == 2
    assert "one letter says so" in collection.merges[0].reason


def test_a_name_in_quotes_beside_one_without_is_its_other_name() -> None:
    text = "实施困境儿童关爱服务“暖童”行动。"
    names = ((Kind.PROGRAMME, "困境儿童关爱服务"), (Kind.PROGRAMME, "“暖童”行动"))
    assert len(set(link([said("2021-06-01", text, *names)], decisions=()).documents[0].entities)) == 2
    text = "推广“人才码”“企业码”。"
    codes = ((Kind.PLATFORM, "“人才码”"), (Kind.PLATFORM, "“企业码”"))
    assert len(set(link([said("2021-06-01", text, *codes)], decisions=()).documents[0].entities)) == 3


@pytest.mark.parametrize("text", NOT_INTRODUCED)
def test_names_beside_each_other_are_two(text: str) -> None:
    assert len(set(two_names(text).documents[0].entities)) == 3


@pytest.mark.parametrize(
    ("number", "same"),
    [("乐政办〔2019〕14号", True), ("乐政办〔2020〕41号", True), ("乐政办发〔2019〕41号", True), ("乐政办〔2021〕14号", False)],
)  # fmt: skip
def test_one_title_under_two_numbers_that_a_slip_explains_is_one_document(number: str, same: bool) -> None:
    title = "《乐安县校车安全管理实施方案》"
    one, other = ((Kind.POLICY, title, said) for said in ("乐政办〔2019〕41号", number))
    assert is_one(linked(one, other)) is same


def test_a_plan_is_the_document_that_is_cited_years_later() -> None:
    plan = letter("2019-06-01", (Kind.POLICY, "《乐安县促进民宿发展若干措施》", None))
    cited = letter("2023-06-01", (Kind.POLICY, "《关于促进乐安县民宿发展的若干措施》", "乐政办〔2021〕7号"))
    assert is_one(link([plan, cited], decisions=()))
