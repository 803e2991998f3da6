"""Each named question can be read, bound and answered; the answers about the five letters are the known ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from kg.errors import KgError, UsageError
from kg.graph.endpoint import with_prefixes
from kg.graph.query import Result, run
from kg.graph.questions import bind, question, questions, read_question
from kg.graph.results import plain
from kg.graph.store import Dataset
from kg.models import Facts

VALUES = {
    "body": "慈溪市经济和信息化局",
    "number": "151",
    "name": "8718慈溪平台",
    "person": "罗冲",
    "day": "2026-11-21",
    "word": "培训",
    "words": "补助",
    "document": "慈经信建〔2023〕19号",
}


def answer(dataset: Dataset, name: str, /, **values: str) -> Result:
    text, terms = bind(question(name), values)
    return run(dataset, text, terms)


def column(found: Result, name: str) -> list[str]:
    at = found.variables.index(name)
    return [plain(row[at]) for row in found.rows]


def test_there_are_questions_enough() -> None:
    assert len(questions()) >= 40


@pytest.mark.parametrize("name", questions())
def test_each_question_is_answered(dataset: Dataset, name: str) -> None:
    needed = {one.name: VALUES[one.name] for one in question(name).parameters if one.required}
    found = answer(dataset, name, **needed)
    assert found.variables


@pytest.mark.parametrize("name", questions())
def test_each_question_is_understood_by_another_engine_as_it_stands(name: str) -> None:
    """All its prefixes are declared and nothing in it is Oxigraph's own."""
    text = question(name).text
    assert with_prefixes(text) == text
    translateQuery(parseQuery(text))


def test_every_passage_stands_where_it_says(dataset: Dataset) -> None:
    assert answer(dataset, "evidence-check").rows == ()


def test_who_answered_suggestion_151(dataset: Dataset) -> None:
    found = answer(dataset, "answer-to-suggestion", number="151")
    shown = {name: column(found, name)[0] for name in ("document", "issued", "signed", "proposers")}
    assert shown == {
        "document": "慈经信建〔2023〕19号",
        "issued": "2023-06-07",
        "signed": "龚激红",
        "proposers": "袁郭竣",
    }
    assert not answer(dataset, "answer-to-suggestion", number="151", session="另一次会议").rows


def test_what_a_deputy_put_forward(dataset: Dataset) -> None:
    assert sorted(column(answer(dataset, "proposals-of-person", person="罗冲"), "number")) == ["110", "211"]


def test_a_body_is_found_by_any_name(dataset: Dataset) -> None:
    short = answer(dataset, "open-commitments", body="市人力社保局")
    assert column(short, "commitment") == column(
        answer(dataset, "open-commitments", body="慈溪市人力资源和社会保障局"), "commitment"
    )
    assert len(short) == 9


def test_deadlines_within_a_period(dataset: Dataset) -> None:
    assert len(answer(dataset, "deadlines")) == 13
    assert set(column(answer(dataset, "deadlines", since="2023-01-01", until="2023-12-31"), "deadline")) == {
        "2023-12-31"
    }
    assert len(answer(dataset, "overdue", day="2022-01-01")) == 1


def test_a_number_that_is_told_of_two_things(dataset: Dataset) -> None:
    found = answer(dataset, "same-number-twice")
    assert set(column(found, "value")) == {"35243300"}
    assert sorted(column(found, "number")) == ["慈经信建〔2023〕19号", "慈经信建〔2023〕3号"]


def test_who_cites_a_policy(dataset: Dataset) -> None:
    assert set(column(answer(dataset, "who-cites", name="慈政发〔2022〕30号"), "number")) == {
        "慈经信建〔2023〕19号"
    }


def test_largest_sums_come_first(dataset: Dataset) -> None:
    found = answer(dataset, "largest-figures")
    assert column(found, "value")[:2] == ["167.33", "84.8"]
    assert set(column(answer(dataset, "largest-figures", unit="家"), "shown")) >= {"家"}


def test_expiry_and_strength(promise: Facts, built: Callable[[Iterable[Facts]], Dataset]) -> None:
    dataset = built([promise])
    assert column(answer(dataset, "expiring-policies", until="2025-12-31"), "title") == [
        "甲市水系规划（2022-2025年）"
    ]
    assert not answer(dataset, "expiring-policies", until="2024-12-31").rows
    assert column(answer(dataset, "strength-of-wording"), "strength") == ["力争"]


def test_values_are_terms_of_their_type() -> None:
    text, terms = bind(question("deadlines"), {"since": "2023-01-01"})
    assert text == question("deadlines").text
    assert str(terms["since"]).endswith("XMLSchema#date>")
    assert bind(question("who-cites"), {"name": "甲"})[1] == {"name": Literal("甲")}


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("nothing", {}, "no question nothing; there are"),
        ("open-commitments", {}, "needs body="),
        ("open-commitments", {"body": "甲", "bodi": "乙"}, "no parameter bodi; it has body"),
        ("letters", {"x": "1"}, "it has none"),
        ("overdue", {"day": "yesterday"}, "must be 2025-12-31"),
        ("same-number-twice", {"least": "many"}, "must be a number"),
    ],
)
def test_wrong_calls_are_told(name: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        bind(question(name), values)


HEAD = "# title@zh: 甲\n# title@en: a\n# description@zh: 乙\n# description@en: b\n"


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("# title@zh: 甲\n# title@en: a\n# description@zh: 乙\n", "description is needed"),
        ("# titel@zh: 甲\n", "line 1: neither"),
        ("# group: gossip\n" + HEAD, "the group is needed, one of lookups"),
        ("# parameter x (year): 甲 | a\n", "line 1: no parameter is of type year"),
    ],
)
def test_a_head_that_is_not_complete_is_told(tmp_path: Path, head: str, message: str) -> None:
    file = tmp_path / "bad.rq"
    file.write_text(head + "\nSELECT * { ?s ?p ?o }\n", encoding="utf-8")
    with pytest.raises(KgError, match=message):
        read_question(file)
