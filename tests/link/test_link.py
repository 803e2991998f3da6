"""What only other letters tell: which title has which number; and what stays apart."""

from __future__ import annotations

import itertools

from kg.identity import BASE
from kg.link import link
from kg.models import Document, Entity, EntityField, Facts, Field, Header, Kind, Span

AT = Span(0, 1)
TITLE = "慈溪市人民政府办公室关于印发一季度“全力拼经济、冲刺开门红”若干举措的通知"
NICKNAME = "全力拼经济、冲刺开门红16条"
NUMBER = "慈政办发〔2023〕4号"
OFFICE = "慈溪市人民政府办公室"


def letter(text: str, *entities: Entity, number: str | None = None) -> Facts:
    body = Entity((Kind.BODY,), "慈溪市经济和信息化局")
    header = Header(
        number=Field(number, AT, "test") if number else None,
        issuers=(EntityField(0, AT, "test"),),
    )
    return Facts(Document(f"{text}.txt", text, "0" * 64), header, entities=(body, *entities))


def policy(name: str, *aliases: str, number: str | None = None, scope: str | None = OFFICE) -> Entity:
    return Entity((Kind.POLICY,), name, aliases, number=number, scope=scope)


def iris(*letters: Facts) -> list[str]:
    """The IRI of the policy of each letter, in the order given."""
    found = {linked.facts.document.source: linked.entities[1] for linked in link(letters).documents}
    return [found[one.document.source] for one in letters]


def test_a_title_without_number_is_the_numbered_policy_of_that_title() -> None:
    one, other = iris(letter("甲", policy(TITLE)), letter("乙", policy(TITLE, number=NUMBER)))
    assert one == other == f"{BASE}document/{OFFICE}/{NUMBER}"


def test_a_nickname_that_one_letter_ties_to_a_number() -> None:
    one, other = iris(
        letter("甲", policy(NICKNAME, scope="慈溪市")), letter("乙", policy(TITLE, NICKNAME, number=NUMBER))
    )
    assert one == other


def test_what_was_given_up_is_kept() -> None:
    collection = link([letter("甲", policy(TITLE)), letter("乙", policy(TITLE, number=NUMBER))])
    (merge,) = collection.merges
    assert merge.other.startswith(f"{BASE}policy/")
    assert merge.one == f"{BASE}document/{OFFICE}/{NUMBER}"
    assert merge.reason.startswith("name ")


def test_a_number_without_issuer_is_that_of_the_only_one() -> None:
    one, other = iris(
        letter("甲", policy("某意见", number=NUMBER, scope=None)), letter("乙", policy(TITLE, number=NUMBER))
    )
    assert one == other == f"{BASE}document/{OFFICE}/{NUMBER}"


def test_one_title_told_by_place_and_by_issuer() -> None:
    one, other = iris(letter("甲", policy(TITLE, scope="慈溪市")), letter("乙", policy(TITLE)))
    assert one == other


def test_namesakes_of_two_places_stay_apart() -> None:
    plain = policy("关于加快制造业恢复发展的若干意见", scope="余姚市")
    numbered = policy("关于加快制造业恢复发展的若干意见", number="慈政发〔2022〕30号", scope="慈溪市人民政府")
    one, other = iris(letter("甲", plain), letter("乙", numbered))
    assert one != other


def test_a_town_is_not_its_county() -> None:
    town = policy("关于加快制造业恢复发展的若干意见", scope="慈溪市庵东镇人民政府")
    county = policy("关于加快制造业恢复发展的若干意见", number="慈政发〔2022〕30号", scope="慈溪市人民政府")
    one, other = iris(letter("甲", town), letter("乙", county))
    assert one != other


def test_a_name_that_two_numbers_bear_joins_nothing() -> None:
    yearly = "慈溪市推动经济高质量发展若干政策"
    letters = [
        letter("甲", policy(yearly)),
        letter("乙", policy(yearly, number="慈政发〔2022〕1号")),
        letter("丙", policy(yearly, number="慈政发〔2023〕1号")),
    ]
    assert len(set(iris(*letters))) == 3


def test_generic_names_join_nothing() -> None:
    one, other = iris(
        letter("甲", policy("实施意见")), letter("乙", policy(TITLE, "实施意见", number=NUMBER))
    )
    assert one != other


def test_two_texts_of_one_number_are_told_apart_and_one_keeps_the_name() -> None:
    collection = link([letter("甲", number=NUMBER), letter("乙", number=NUMBER), letter("甲", number=NUMBER)])
    names = sorted({linked.document for linked in collection.documents})
    assert len(names) == 2
    assert names[1].startswith(f"{names[0]}/text-")
    assert len(collection.documents) == 3


def test_no_order_changes_anything() -> None:
    letters = [
        letter("甲", policy(TITLE, scope="慈溪市")),
        letter("乙", policy(TITLE, NICKNAME, number=NUMBER)),
        letter("丙", policy(NICKNAME, scope="慈溪市")),
        letter("丁", number=NUMBER),
        letter("戊", number=NUMBER),
    ]
    assert len({repr(link(order)) for order in itertools.permutations(letters)}) == 1
