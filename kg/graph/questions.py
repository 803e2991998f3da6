"""The named questions of `ontology/queries/`: SPARQL files that say in their first lines what they ask.

    # group: promises
    # title@zh: 某单位还有哪些承诺
    # title@en: Open commitments of a body
    # description@zh: …
    # description@en: …
    # chart: bar body commitments
    # parameter body (body): 单位名称 | name of the body
    # parameter until (date) = 2025-12-31: 截止日期 | last day
    # parameter person (text, optional): 人名 | name of a person

A parameter is a variable of the query that a value is given to. One that is optional and not given stays
unbound: the query must then hold for any value. Its type says how a value is written: a number, a date, an
IRI, any text, or a name of some kind of thing, which a page can suggest. A chart, where one fits, says which
variable goes along (years, names) and which one up (a number); `by` and further variables keep apart what may
not share a line (`# chart: line year value by label unit`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg import resources
from kg.errors import KgError, UsageError
from kg.graph.guard import Term
from kg.graph.terms import XSD, decimal

GROUPS: Mapping[str, Mapping[str, str]] = {
    "lookups": {"zh": "查找", "en": "Look-ups"},
    "promises": {"zh": "承诺", "en": "Promises"},
    "figures": {"zh": "数据与序列", "en": "Figures and series"},
    "policies": {"zh": "政策文件", "en": "Policies"},
    "networks": {"zh": "关系网络", "en": "Networks"},
    "contradictions": {"zh": "矛盾与疑点", "en": "Contradictions"},
    "quality": {"zh": "数据质量", "en": "Quality"},
}
"""What questions are about, in the order of a page."""
NAMES = (
    "body",
    "organisation",
    "person",
    "place",
    "policy",
    "programme",
    "platform",
    "letter",
    "suggestion",
    "session",
    "thing",
    "unit",
    "indicator",
    "category",
)
"""Types of parameters that are names or words as the letters print them: plain strings, as `text` is."""
TYPES = ("text", "iri", "date", "integer", "decimal", *NAMES)
CHARTS = ("bar", "line")
_TEXT_LINE = re.compile(r"# (title|description)@(zh|en): (.+)")
_GROUP = re.compile(r"# group: (\w+)")
_CHART = re.compile(r"# chart: (\w+) (\w+) (\w+)(?: by ((?:\w+ ?)+))?")
_PARAMETER = re.compile(r"# parameter (\w+) \((\w+)(, optional)?\)(?: = (.+?))?: (.+?) \| (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question asks for."""

    name: str
    type: str
    """One of `TYPES`."""
    title: Mapping[str, str]
    """By language, `zh` and `en`."""
    default: str | None = None
    optional: bool = False

    @property
    def required(self) -> bool:
        """Whether the question cannot be asked without it."""
        return self.default is None and not self.optional


@dataclass(frozen=True, slots=True)
class Chart:
    """How an answer is drawn: a kind of `CHARTS`, and the variables of its rows."""

    kind: str
    along: str
    up: str
    apart: tuple[str, ...] = ()
    """Rows that differ in one of these share no line."""

    @property
    def variables(self) -> tuple[str, ...]:
        """All that it shows."""
        return (self.along, self.up, *self.apart)


@dataclass(frozen=True, slots=True)
class Question:
    """A named question; `title` and `description` by language."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    text: str
    group: str
    """A key of `GROUPS`."""
    chart: Chart | None = None

    @property
    def body(self) -> str:
        """The query without the lines that say what it asks."""
        lines = self.text.splitlines(keepends=True)
        while lines and lines[0].startswith("#"):
            del lines[0]
        return "".join(lines).lstrip()


@cache
def questions() -> Mapping[str, Question]:
    """All named questions in the order of their names. KgError for a file whose head is not complete."""
    files = sorted((resources.ONTOLOGY / "queries").glob("*.rq"))
    return {path.stem: read_question(path) for path in files}


def question(name: str) -> Question:
    """One question; UsageError that lists the names where there is none of this name."""
    known = questions()
    if name not in known:
        raise UsageError(f"There is no question {name}; there are {', '.join(known)}.")
    return known[name]


def read_question(path: Path) -> Question:
    """The question in a file. KgError names the line that cannot be read."""
    text = path.read_text(encoding="utf-8")
    said: dict[str, dict[str, str]] = {"title": {}, "description": {}}
    parameters = []
    group = ""
    chart: Chart | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        if found := _TEXT_LINE.fullmatch(line):
            said[found[1]][found[2]] = found[3].strip()
        elif found := _GROUP.fullmatch(line):
            group = found[1]
        elif (found := _CHART.fullmatch(line)) and found[1] in CHARTS:
            chart = Chart(found[1], found[2], found[3], tuple((found[4] or "").split()))
        elif found := _PARAMETER.fullmatch(line):
            name, type_, optional, default, zh, en = found.groups()
            if type_ not in TYPES:
                raise KgError(f"{path}, line {number}: no parameter is of type {type_}.")
            titles = {"zh": zh.strip(), "en": en.strip()}
            parameters.append(Parameter(name, type_, titles, default, optional=bool(optional)))
        else:
            raise KgError(
                f"{path}, line {number}: neither a group, a title, a description, a chart nor a parameter."
            )
    for part, texts in said.items():
        if set(texts) != {"zh", "en"}:
            raise KgError(f"{path}: the {part} is needed in Chinese (@zh) and in English (@en).")
    if group not in GROUPS:
        raise KgError(f"{path}: the group is needed, one of {', '.join(GROUPS)}.")
    return Question(
        path.stem, said["title"], said["description"], tuple(parameters), text, group=group, chart=chart
    )


def bind(one: Question, values: Mapping[str, str]) -> tuple[str, dict[str, Term]]:
    """The question's text and the terms of its variables, ready for `kg.graph.query.run`.

    UsageError for a parameter that the question does not have or that is missing, and for a wrong value.
    """
    known = {parameter.name: parameter for parameter in one.parameters}
    for name in values:
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise UsageError(f"The question {one.name} has no parameter {name}; {has}.")
    terms: dict[str, Term] = {}
    for parameter in one.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            terms[parameter.name] = _term(parameter, value)
        elif parameter.required:
            example = f"{parameter.name}=…"
            raise UsageError(f"The question {one.name} needs {example} ({parameter.title['en']}).")
    return one.text, terms


def _term(parameter: Parameter, value: str) -> Term:
    try:
        match parameter.type:
            case "iri":
                return NamedNode(value)
            case "date":
                return Literal(date.fromisoformat(value).isoformat(), datatype=XSD("date"))
            case "integer":
                return Literal(str(int(value)), datatype=XSD("integer"))
            case "decimal":
                return decimal(Decimal(value))
            case _:
                return Literal(value)
    except (ValueError, InvalidOperation) as error:
        example = {"date": "2025-12-31", "iri": "an absolute IRI"}.get(parameter.type, "a number")
        raise UsageError(f"{parameter.name} must be {example}, not {value!r}.") from error
