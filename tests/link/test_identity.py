"""An IRI follows from the facts of a thing, however its name is written."""

from __future__ import annotations

import pytest

from kg import identity
from kg.models import Document, Entity, EntityField, Facts, Field, Header, Kind, Predicate, Relation, Span

BASE = identity.BASE
AT = Span(0, 1)


def facts(
    *entities: Entity, text: str = "甲", header: Header | None = None, relations: tuple[Relation, ...] = ()
) -> Facts:
    return Facts(
        Document("a.txt", text, "0" * 64), header or Header(), entities=entities, relations=relations
    )


def said(value: str) -> Field:
    return Field(value, AT, "test")


BUREAU = Entity((Kind.BODY,), "慈溪市经济和信息化局")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("创新型县（市）样板", "创新型县(市)样板"),
        ("“一件事”方案", '"一件事" 方案'),
        ("８７１８平台APP", "8718平台app"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("陈\u3000迪", "陈迪"),
    ],
)
def test_one_name_however_written(one: str, other: str) -> None:
    assert identity.key(one) == identity.key(other)


@pytest.mark.parametrize(
    "number", ["慈政发[2022]30号", "慈政发（2022）第30号", "慈政发【2022】030 号", "慈政发〔２０２２〕３０号"]
)
def test_one_number_however_written(number: str) -> None:
    assert identity.number_key(number) == "慈政发〔2022〕30号"


def test_what_an_iri_may_not_hold_is_encoded_and_chinese_stays() -> None:
    assert identity.path("甲/乙?#%<a b>|") == "甲%2F乙%3F%23%25%3Cab%3E%7C"
    assert identity.path("慈溪市", None, "“550”机制") == "慈溪市/550机制"
    assert identity.path("..") == "-%2E%2E"
    assert identity.path("\ue000") == "%EE%80%80"


@pytest.mark.parametrize(
    ("entity", "path"),
    [
        (BUREAU, "body/慈溪市经济和信息化局"),
        (Entity((Kind.ORGANIZATION,), "宁波银行"), "organization/宁波银行"),
        (Entity((Kind.PERSON,), "罗冲", scope="慈溪市"), "person/慈溪市/罗冲"),
        (Entity((Kind.PLACE,), "慈溪市", code="330282"), "place/330282"),
        (Entity((Kind.PLACE,), "南二环东路", scope="慈溪市"), "place/慈溪市/南二环东路"),
        (Entity((Kind.PROGRAMME,), "“1+2+N”政策体系", scope="慈溪市"), "programme/慈溪市/1+2+n政策体系"),
        (Entity((Kind.PROJECT,), "通苏嘉甬铁路"), "programme/通苏嘉甬铁路"),
        (Entity((Kind.PLATFORM, Kind.ORGANIZATION), "企业码", scope="慈溪市"), "platform/慈溪市/企业码"),
        (Entity((Kind.POLICY,), "意见", number="甲发〔2022〕3号", scope="甲市委"), "document/甲市委/甲发〔2022〕3号"),
        (Entity((Kind.POLICY,), "意见", number="慈政发〔2022〕30号"), "document/慈政发〔2022〕30号"),
        (Entity((Kind.POLICY,), "留工优工16条", scope="慈溪市"), "policy/慈溪市/留工优工16条"),
    ],
)  # fmt: skip
def test_an_entity_by_its_kind(entity: Entity, path: str) -> None:
    assert identity.entity(facts(entity), 0) == BASE + path


def test_a_policy_of_no_scope_is_told_apart_by_who_issued_it() -> None:
    policy = Entity((Kind.POLICY,), "意见", number="慈经信〔2022〕3号")
    one = facts(policy, BUREAU, relations=(Relation(0, Predicate.ISSUED_BY, 1, AT, "test"),))
    assert identity.entity(one, 0) == f"{BASE}document/慈溪市经济和信息化局/慈经信〔2022〕3号"


def test_a_letter_and_its_citation_are_one() -> None:
    header = Header(number=said("慈经信建〔2023〕19号"), issuers=(EntityField(0, AT, "test"),))
    letter = facts(BUREAU, header=header)
    cited = Entity((Kind.POLICY,), "答复", number="慈经信建[2023] 19号", scope=BUREAU.name)
    assert identity.document(letter) == identity.entity(facts(cited), 0)


def test_a_letter_without_number_is_known_by_what_it_answers_else_by_its_text() -> None:
    header = Header(
        issuers=(EntityField(0, AT, "test"),),
        suggestion_number=said("042"),
        session=said("市十八届人大二次会议"),
        session_name="慈溪市第十八届人民代表大会第二次会议",
    )
    path = "document/慈溪市经济和信息化局/慈溪市第十八届人民代表大会第二次会议/42"
    assert identity.document(facts(BUREAU, header=header)) == BASE + path
    assert identity.document(facts(text="乙")).startswith(f"{BASE}document/sha256/")
    assert identity.document(facts(text="乙")) != identity.document(facts(text="丙"))


def test_suggestions_and_sessions() -> None:
    header = Header(
        suggestion_number=said("151"), session=said("市十八届人大二次会议"), session_name="慈溪市人大二次会议"
    )
    one = facts(header=header)
    assert identity.suggestion(one, "x") == f"{BASE}suggestion/慈溪市人大二次会议/151"
    assert identity.session(one) == f"{BASE}session/慈溪市人大二次会议"
    short = facts(BUREAU, header=Header(issuers=(EntityField(0, AT, "t"),), session=said("市二次会议"), proposal=True,
                                        suggestion_title=said("关于水的提案")))  # fmt: skip
    assert identity.suggestion(short, "x") == f"{BASE}proposal/慈溪市经济和信息化局/市二次会议/关于水的提案"
    assert identity.suggestion(facts(), "x") is None
    assert identity.session(facts()) is None


def test_another_base() -> None:
    assert (
        identity.entity(facts(BUREAU), 0, "https://a.example/id/")
        == "https://a.example/id/body/慈溪市经济和信息化局"
    )
