"""The kind of a name is judged over the whole letter; what may be two kinds bears both and is told."""

from kg.extract import doubts, kinds, names
from kg.extract.letter import read
from kg.extract.linear import Linear
from kg.extract.tags import KINDS, Tag
from kg.models import Document, Kind

TEXT = "对第21号建议的答复\n李明代表：\n清河驿站开放。下一步扩建清河驿站。\n清河市民政局\n2022年8月1日\n"


def judge(place: float, work: float) -> list[Tag]:
    """What is made of two mentions that the chain reads as a body and as a place, with given weights for their end."""
    letter = read(Document("x", TEXT, ""))
    begins = [at for at in range(len(letter.text)) if letter.text.startswith("清河驿站", at)]
    tags = [Tag(at, at + 4, kind) for at, kind in zip(begins, ("BODY", "PLACE"), strict=True)]
    model = Linear(KINDS, {"end2=驿站": (0.0, 0.0, place, 0.0, work)})
    return kinds.judged(letter, tags, model)


def test_one_name_is_one_kind_in_a_letter() -> None:
    found = judge(place=0.0, work=6.0)
    assert [tag.kind for tag in found] == ["WORK", "WORK"]
    assert [tag.other for tag in found] == [None, None]


def test_two_kinds_that_are_about_as_likely_are_both_borne() -> None:
    found = judge(place=5.0, work=5.5)
    assert {(tag.kind, tag.other) for tag in found} == {("WORK", "PLACE")}


def test_a_name_of_two_kinds_is_told() -> None:
    letter, tags = read(Document("x", TEXT, "")), judge(place=5.0, work=5.5)
    named = names.read(letter, tags)
    (number,) = [at for at, entity in enumerate(named.entities) if entity.name == "清河驿站"]
    assert set(named.entities[number].kinds) == {Kind.PLATFORM, Kind.PLACE}
    (told,) = [doubt for doubt in doubts.names(letter, named, tags) if doubt.rule == "two-kinds"]
    assert told.words == "清河驿站"


def test_no_names_are_no_error() -> None:
    letter = read(Document("x", "", ""))
    assert kinds.judged(letter, [], Linear(KINDS, {})) == []
