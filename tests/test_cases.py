"""Marked sentences: what must be read from each, and what must not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from kg.extract import extract
from kg.gold.score import _KINDS as KINDS
from kg.gold.score import key
from kg.models import Document, Entity, Facts, Span, Statement

FOLDER = Path(__file__).parent / "cases"
KNOWN = FOLDER / "known.txt"
LEAST = 400
_WORDS = ("entity ", "official ", "same ", "number ", "no ", "figure ", "statement ", "relation ", "section ")


@dataclass
class Case:
    name: str
    date: str = "2023-06-13"
    office: str = "慈溪市经济和信息化局"
    text: list[str] = field(default_factory=list)
    wants: list[str] = field(default_factory=list)


def read_cases() -> list[Case]:
    cases: list[Case] = []
    for path in sorted(FOLDER.glob("*.txt")):
        if path == KNOWN:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("== "):
                cases.append(Case(line[3:].strip()))
            elif not line.strip() or line.startswith("# "):
                continue
            elif line.startswith("letter: "):
                cases[-1].date, cases[-1].office = line[8:].split(" ", 1)
            elif line.startswith(_WORDS) and cases[-1].text:
                cases[-1].wants.append(line.strip())
            else:
                cases[-1].text.append(line)
    return cases


CASES = read_cases()
BEFORE = (
    "多年来，我们对这项工作十分重视，加强组织领导，完善各项制度，狠抓任务落实，取得了一定成效，得到群众认可。"
)
"""A letter is more than a sentence: what stands before and behind it in every case, and states nothing that is asked for."""
AFTER = "同时我们也看到，这项工作与群众的期盼相比还有差距，基础仍较薄弱，人手比较紧张，一些困难需要各方面共同努力来克服。"


def letter(case: Case) -> str:
    year, month, day = (int(part) for part in case.date.split("-"))
    body = "\n".join(case.text)
    return (
        f"{case.office}文件\n\n关于第12号建议的答复\n\n王小明代表：\n"
        f"您提出的《关于改进工作的建议》（第12号）收悉，现答复如下：\n"
        f"{BEFORE}\n{body}\n{AFTER}\n感谢您对我们工作的关心和支持。\n\n"
        f"{case.office}\n{year}年{month}月{day}日\n"
    )


@cache
def facts_of(text: str) -> Facts:
    return extract(Document("case", text, ""))


def covers(facts: Facts, span: Span, words: str) -> bool:
    text = re.sub(r"\s", "", facts.document.text[span.begin : span.end])
    return key(words) in key(text)


def half(facts: Facts, span: Span, words: str) -> bool:
    text = key(facts.document.text[span.begin : span.end])
    wanted = key(words)
    return any(wanted[at : at + (len(wanted) + 1) // 2] in text for at in range(len(wanted) // 2 + 1))


def find(facts: Facts, name: str, kind: str = "") -> list[Entity]:
    return [
        e
        for e in facts.entities
        if (not kind or kind in {KINDS[k] for k in e.kinds})
        and key(name) in {key(f) for f in (e.name, *e.aliases, e.number or "")}
    ]


def fails(case: Case) -> list[str]:
    facts = facts_of(letter(case))
    return [want for want in case.wants if not holds(facts, want)]


def holds(facts: Facts, want: str) -> bool:
    word, _, rest = want.partition(" ")
    if want.startswith("no entity "):
        return not find(facts, want[10:])
    if want.startswith("no figure "):
        return all(f.value != Decimal(want[10:].split(maxsplit=1)[0]) for f in facts.figures)
    if want.startswith("no statement "):
        words = want.split("|", 1)[1].strip()
        return not any(s.status != "declined" and half(facts, s.span, words) for s in facts.statements)
    if want.startswith("no due "):
        words = want.split("|", 1)[1].strip()
        return any(covers(facts, s.span, words) for s in facts.statements) and not any(
            s.deadline for s in facts.statements if covers(facts, s.span, words)
        )
    if word == "entity":
        kind, name = rest.split(" ", 1)
        return bool(find(facts, name, kind))
    if word == "official":
        name, form = (part.strip() for part in rest.split(" = "))
        return any(key(e.name) == key(name) for e in find(facts, form))
    if word == "same":
        one, other = (part.strip() for part in rest.split(" = "))
        return any(e in find(facts, other) for e in find(facts, one))
    if word == "number":
        number, form = (part.strip() for part in rest.split(" = "))
        return any(e.number and key(e.number) == key(number) for e in find(facts, form))
    if word == "figure":
        value, unit, comparator, role, *until = rest.split()
        return any(
            f.value == Decimal(value)
            and unit in (f.unit, "-")
            and comparator in (f.comparator, "-")
            and role in (f.role, "-")
            and (not until or f.period_end == until[1])
            for f in facts.figures
        )
    if word == "statement":
        status, words, *more = (part.strip() for part in rest.split("|"))
        return any(
            s.status == status and covers(facts, s.span, words) and all(_detail(facts, s, m) for m in more)
            for s in facts.statements
        )
    if word == "relation":
        subject, predicate, object_ = (part.strip() for part in rest.split("|"))
        return any(
            r.predicate == predicate
            and facts.entities[r.subject] in find(facts, subject)
            and facts.entities[r.object] in find(facts, object_)
            for r in facts.relations
        )
    if word == "section":
        path, words = (part.strip() for part in rest.split("|"))
        return any(
            p.section == path and key(words) in key(facts.document.text[p.span.begin : p.span.end])
            for p in facts.sections
        )
    raise AssertionError(f"unknown expectation: {want}")


def _detail(facts: Facts, statement: Statement, wanted: str) -> bool:
    name, value = wanted.split(" ", 1)
    if name == "due":
        return statement.deadline == value
    if name == "strength":
        return statement.strength == value
    if name == "condition":
        return key(value) in key(statement.condition or "")
    actor = statement.actor
    return actor is not None and facts.entities[actor] in find(facts, value)


def known() -> set[str]:
    """Cases that do not hold yet, by name; the list may only shrink."""
    return {
        line.strip()
        for line in KNOWN.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    }


def test_there_are_as_many_cases_as_promised_each_with_a_name_of_its_own() -> None:
    assert len(CASES) >= LEAST
    assert len({case.name for case in CASES}) == len(CASES)
    assert all(case.wants and case.text for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case) -> None:
    missing = fails(case)
    if case.name in known():
        assert missing, "this case holds now: take it off tests/cases/known.txt"
    else:
        assert not missing
