"""How facts are held against an annotation, and what `kg evaluate` says of it.

The truth of each test is what was read, changed in one thing: so the tests are about the measure, not about the reading.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.extract import extract
from kg.gold.annotation import read
from kg.gold.score import Count, Report, last_day, score
from kg.models import Document, Facts, Field, Kind

LETTER = """海州市水利局
海水函〔2022〕14号

对市十届人大二次会议第2041号建议的答复

周明代表：
　　您提出的《关于整治白马河的建议》收悉。经会同市财政局研究，现答复如下：
　　2021年，我局投入资金300万元，清淤河道12公里。下一步，我局将在2023年底前建成泵站2座。
　　感谢您对水利工作的关心。

海州市水利局
2022年6月3日
"""
Gold = dict[str, Any]


def truth(facts: Facts, name: str) -> Gold:
    """What was read, in the form of an annotation."""
    header, entities, text = facts.header, facts.entities, facts.document.text

    def said(field: Field | None) -> str | None:
        return field.value if field else None

    literal = ("number", "title", "issued", "suggestion_number", "suggestion_title", "category", "session")
    lists = ("issuers", "addressees", "proposers", "consulted", "copied_to")
    return {
        "doc": f"{name}.txt",
        "header": {
            **{field: said(getattr(header, field)) for field in literal},
            **{field: [entities[one.entity].name for one in getattr(header, field)] for field in lists},
            "signer": entities[header.signer.entity].name if header.signer else None,
        },
        "entities": [
            {
                "type": {Kind.ORGANIZATION: "Organization", Kind.PROJECT: "Programme"}.get(
                    one.kinds[0], one.kinds[0].value
                ),
                "name": one.name,
                "aliases": list(one.aliases),
            }
            for one in entities
        ],
        "figures": [
            {
                "quote": text[one.span.begin : one.span.end],
                "value": float(one.value),
                "unit": one.unit,
                "comparator": one.comparator,
                "role": one.role,
                "period": one.period_end,
            }
            for one in facts.figures
        ],
        "statements": [
            {
                "quote": text[one.span.begin : one.span.end],
                "status": one.status.value,
                "deadline": one.deadline,
            }
            for one in facts.statements
        ],
        "relations": [
            {"s": entities[one.subject].name, "p": one.predicate.value, "o": entities[one.object].name}
            for one in facts.relations
        ],
    }


@pytest.fixture(scope="module")
def facts() -> Facts:
    return extract(Document("letter.txt", LETTER, ""))


@pytest.fixture
def gold(facts: Facts) -> Gold:
    return truth(facts, "letter")


def put(folder: Path, gold: Gold) -> Path:
    path = folder / "letter.json"
    path.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    path.with_suffix(".txt").write_text(LETTER, encoding="utf-8")
    return path


@pytest.fixture
def measured(tmp_path: Path, facts: Facts) -> Callable[[Gold], Report]:
    return lambda gold: score([(facts, read(put(tmp_path, gold)))])


def test_what_agrees_in_everything_is_wholly_right(measured: Callable[[Gold], Report], gold: Gold) -> None:
    report = measured(gold)
    assert not report.misses
    assert {kind for kind, f1 in report.summary().items() if f1 != 1.0} <= {"relations"}
    assert report.counts["figures"] == Count(3, 3, 3)
    assert report.counts["deadlines"] == Count(1, 1, 1)


def test_a_name_that_is_not_annotated_is_false_and_one_that_is_not_read_is_missed(
    measured: Callable[[Gold], Report], gold: Gold
) -> None:
    before = len(gold["entities"])
    (finance,) = [one for one in gold["entities"] if one["name"].endswith("财政局")]
    gold["entities"].remove(finance)
    gold["header"]["consulted"] = []
    gold["entities"].append({"type": "Programme", "name": "白马河整治工程"})
    report = measured(gold)
    assert report.counts["entities"] == Count(before - 1, before, before)
    assert [(miss.false, miss.group) for miss in report.misses if miss.kind == "entities"] == [
        (True, "body"),
        (False, "work"),
    ]


def test_a_name_of_another_kind_is_not_the_same(measured: Callable[[Gold], Report], gold: Gold) -> None:
    (finance,) = [one for one in gold["entities"] if one["name"].endswith("财政局")]
    finance["type"] = "Programme"
    assert measured(gold).counts["entities"].hit == len(gold["entities"]) - 1


def test_what_is_optional_costs_nothing_found_or_missed(
    measured: Callable[[Gold], Report], gold: Gold
) -> None:
    for one in (gold["entities"][-1], gold["figures"][0], gold["statements"][0]):
        one["optional"] = True
    gold["entities"].append({"type": "Programme", "name": "白马河整治工程", "optional": True})
    report = measured(gold)
    assert not report.misses
    assert report.counts["figures"] == Count(2, 2, 2)


def test_the_fullest_name_is_asked_and_a_longer_one_that_holds_it_is_as_good(
    measured: Callable[[Gold], Report], gold: Gold
) -> None:
    (finance,) = [one for one in gold["entities"] if one["name"].endswith("财政局")]
    name = finance["name"]
    finance.update(name="海州市财政与国资局", aliases=[name])
    report = measured(gold)
    assert report.counts["names"].hit == report.counts["entities"].hit - 1
    finance.update(name="市财政局", aliases=[name])
    assert measured(gold).f1("names") == 1.0


def test_a_figure_is_its_value_and_unit_the_rest_are_details(
    measured: Callable[[Gold], Report], gold: Gold
) -> None:
    gold["figures"][0]["value"] = 301
    gold["figures"][1]["comparator"] = "ge"
    report = measured(gold)
    assert report.counts["figures"] == Count(2, 3, 3)
    right = report.counts["figure details"]
    assert right.gold - right.hit == 1


def test_statements_count_by_character(measured: Callable[[Gold], Report], gold: Gold) -> None:
    (promise,) = [one for one in gold["statements"] if one["status"] == "planned"]
    promise["status"] = "ongoing"
    report = measured(gold)
    length = len(promise["quote"])
    assert report.counts["statements: planned"] == Count(0, length, 0)
    assert report.counts["statements: ongoing"].gold - report.counts["statements: ongoing"].hit == length


def test_a_deadline_is_the_last_day_of_what_is_named(measured: Callable[[Gold], Report], gold: Gold) -> None:
    (promise,) = [one for one in gold["statements"] if one["deadline"]]
    for same in ("2023", "2023-12", "../2023-12-31"):
        promise["deadline"] = same
        assert measured(gold).counts["deadlines"] == Count(1, 1, 1)
    promise["deadline"] = "2024"
    assert measured(gold).counts["deadlines"] == Count(0, 1, 1)


@pytest.mark.parametrize(
    ("edtf", "day"),
    [
        ("2024", "2024-12-31"),
        ("2024-02", "2024-02-29"),
        ("2021/2025-06-30", "2025-06-30"),
        ("2024~", "2024-12-31"),
        ("2021/..", None),
        (None, None),
    ],
)
def test_the_last_day_of_a_date(edtf: str | None, day: str | None) -> None:
    assert last_day(edtf) == day


def told(*arguments: object, status: int = 0) -> str:
    result = CliRunner().invoke(main, ["evaluate", *map(str, arguments)])
    assert result.exit_code == status, result.output
    return result.output


def test_the_command_prints_a_line_for_each_kind(tmp_path: Path, gold: Gold) -> None:
    gold["figures"][0]["value"] = 301
    lines = {line[:24].strip(): line[24:].split() for line in told(put(tmp_path, gold)).splitlines()}
    assert lines["kind"] == ["P", "R", "F1", "hit", "found", "gold"]
    assert lines["figures"] == ["0.667", "0.667", "0.667", "2", "3", "3"]


def test_the_command_tells_by_rule_and_every_miss_with_its_words(tmp_path: Path, gold: Gold) -> None:
    gold["figures"][0]["value"] = 301
    said = told(put(tmp_path, gold), "--by", "rule", "--misses", "figures")
    assert "figures / " in said
    missed = [line.split("\t") for line in said.splitlines() if "\t" in line]
    assert [(line[1], line[2]) for line in missed] == [("figures", "missed"), ("figures", "false")]
    assert missed[0][-1].startswith("301 万元")


def test_the_command_tells_what_was_gained_and_lost_since_an_earlier_build(
    tmp_path: Path, gold: Gold
) -> None:
    earlier = tmp_path / "letter.txt"
    earlier.write_text(LETTER.replace("，清淤河道12公里", ""), encoding="utf-8")
    kg.build(earlier, tmp_path / "before")
    said = told(put(tmp_path, gold), "--against", tmp_path / "before" / "graph.nq")
    gained = [line for line in said.splitlines() if line.startswith("gained\t")]
    assert any("12.0 公里" in line for line in gained)
    assert not [line for line in said.splitlines() if line.startswith("lost\t")]


def test_a_build_can_be_measured_and_must_hold_the_letters(tmp_path: Path, gold: Gold) -> None:
    path = put(tmp_path, gold)
    kg.build(path.with_suffix(".txt"), tmp_path / "build")
    assert told(path, "--build", tmp_path / "build") == told(path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "else.txt").write_text(LETTER, encoding="utf-8")
    kg.build(other / "else.txt", tmp_path / "without")
    assert "has no letter letter" in told(path, "--build", tmp_path / "without", status=2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not an annotation"),
        ('{"doc": "letter.txt"}', "not an annotation"),
        ('{"doc": "elsewhere.txt"}', "its text is neither beside it"),
    ],
)
def test_a_file_that_is_no_annotation_is_named(tmp_path: Path, gold: Gold, text: str, said: str) -> None:
    path = put(tmp_path, gold)
    path.write_text(text, encoding="utf-8")
    answer = told(path, status=1)
    assert said in answer
    assert "letter.json" in answer


def test_a_date_that_is_none_is_named(tmp_path: Path, gold: Gold) -> None:
    gold["statements"][0]["deadline"] = "end of the year"
    assert "no date in EDTF" in told(put(tmp_path, gold), status=1)


def test_a_folder_without_annotations_is_said(tmp_path: Path) -> None:
    assert "No annotation" in told(tmp_path, status=2)
