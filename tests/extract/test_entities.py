"""Mentions that are brought together, and mentions that are not."""

import pytest

from kg.extract import entities, letter
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
