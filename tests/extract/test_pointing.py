"""Words that point back to what was named before, and topics of which the next sentence speaks."""

import pytest

from kg.extract import anaphora, relations
from kg.extract.frame import annotate
from kg.models import Document

HEAD = "对市十六届人大三次会议第21号建议的答复\n李明代表：\n您提出的建议收悉，现答复如下：\n"
FOOT = "\n清河市经济和信息化局\n2022年8月1日\n"


def pointed(body: str) -> dict[str, str]:
    """The words that point back, each with the name of what it points at."""
    work = annotate(Document("x", HEAD + body + FOOT, ""))._.kg
    low, high = work.letter.head.body
    inside = [mention for mention in work.names.mentions if low <= mention[0] < high]
    found = anaphora.pointers(work.letter.text, low, high, work.names, inside)
    return {work.letter.text[begin:end]: work.names.entities[entity].name for begin, end, entity in found}


@pytest.mark.parametrize(
    ("body", "word", "name"),
    [
        ("我市建成“云企通”服务平台。该平台由宏图数据有限公司运营。", "该平台", "“云企通”服务平台"),
        ("我局上线“云企通”服务平台，平台由宏图数据有限公司运营。", "平台", "“云企通”服务平台"),
        ("清河技师学院扩招两个专业。该校已与企业签约。", "该校", "清河技师学院"),
        ("关于建设“云企通”服务平台。由市大数据局牵头。", "。", "“云企通”服务平台"),
    ],
)
def test_a_word_points_at_the_last_thing_with_its_head(body: str, word: str, name: str) -> None:
    assert pointed(body).get(word) == name


@pytest.mark.parametrize(
    "body",
    [
        "我局将加快平台建设，该项工作由专人负责。",
        "该平台尚未建成，我局正在研究。",
        "我市建成“云企通”服务平台。" + "全市企业运行平稳。" * 40 + "该平台由宏图数据有限公司运营。",
    ],
)
def test_nothing_is_pointed_at_that_was_not_named_shortly_before(body: str) -> None:
    assert not pointed(body)


def test_what_points_back_can_stand_in_a_relation() -> None:
    work = annotate(
        Document("x", HEAD + "我市建成“云企通”服务平台。该平台由宏图数据有限公司运营。" + FOOT, "")
    )._.kg
    names = [entity.name for entity in work.names.entities]
    pairs = {(names[p.subject], names[p.object]) for p in relations.pairs(work.letter, work.names)}
    assert ("“云企通”服务平台", "宏图数据有限公司") in pairs
