"""Hand-made annotations of letters as facts, so that the graph is tested without the extractor.

A quote is found in the letter with white space left out, as a reader finds it whatever the line breaks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from hashlib import sha256
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest

from kg.graph import dates
from kg.graph.ledger import ledger
from kg.graph.quads import Run, quads
from kg.graph.store import FILE, Dataset, write
from kg.ledger import account
from kg.link import link
from kg.models import (
    Document,
    Entity,
    EntityField,
    Facts,
    Field,
    Figure,
    Header,
    Kind,
    Mention,
    Passage,
    Predicate,
    Relation,
    Span,
    Statement,
    Status,
    Strength,
)

TESTS = Path(__file__).parents[1]
ANNOTATIONS = TESTS / "gold" / "real"
LETTERS = TESTS.parent / "seeds" / "documents"
RULE = "annotation"
PLACE = "慈溪市"

KINDS = {
    "GovernmentBody": Kind.BODY,
    "Organization": Kind.ORGANIZATION,
    "Person": Kind.PERSON,
    "Place": Kind.PLACE,
    "Policy": Kind.POLICY,
    "Programme": Kind.PROGRAMME,
    "Platform": Kind.PLATFORM,
}
SCOPED = (Kind.PERSON, Kind.PROGRAMME, Kind.PLATFORM)
BASE_UNITS = {
    "万元": ("元", 10_000),
    "亿元": ("元", 100_000_000),
    "亿美元": ("美元", 100_000_000),
    "%": ("1", Decimal("0.01")),
}
CHANGE = re.compile("同比|增长倍数|降费幅度")
"""Indicators that say by how much something changed."""
PERIOD = re.compile(r"（(\d{4})[—-](\d{4})年?）")
"""The years for which a plan holds, as its title says."""
STRENGTHS = (
    (re.compile("探索"), Strength.EXPLORED),
    (re.compile("力争"), Strength.AIMED),
    (re.compile("^将|(?:我市|我们|仍|也)将"), Strength.FIRM),
)
"""What a promise says of its own firmness: where it says two things, the weaker one holds."""
LONG_SESSION = re.compile(r"市(十.)届人大(.)次会议")


class Letter:
    """A letter whose quotes can be found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [i for i, c in enumerate(text) if not c.isspace()]
        self.tight = "".join(text[i] for i in self.places)

    def spans(self, quote: str) -> list[Span]:
        wanted = "".join(quote.split())
        found = []
        at = self.tight.find(wanted)
        while at >= 0 and wanted:
            found.append(Span(self.places[at], self.places[at + len(wanted) - 1] + 1))
            at = self.tight.find(wanted, at + len(wanted))
        return found

    def span(self, *quotes: str | None) -> Span:
        """The first place of the first quote that the letter has; its first character where it has none."""
        for quote in quotes:
            if quote and (spans := self.spans(quote)):
                return spans[0]
        return Span(0, 1)


def annotated(path: Path) -> dict[str, Any]:
    """The annotation file as it is."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def facts_of(path: Path, letters: Path = LETTERS) -> Facts:
    """The facts that the annotations of one letter state."""
    gold = annotated(path)
    text = (letters / gold["doc"]).read_text(encoding="utf-8").replace("\r\n", "\n")
    return _Reader(gold, Letter(text)).facts()


class _Reader:
    def __init__(self, gold: dict[str, Any], letter: Letter) -> None:
        self.gold = gold
        self.letter = letter
        self.entities = [self._entity(one) for one in gold["entities"]]
        self.index: dict[str, int] = {}
        for number, entity in enumerate(gold["entities"]):
            for form in (entity["name"], *entity.get("aliases", [])):
                self.index.setdefault(form, number)

    def facts(self) -> Facts:
        header = self._header()
        figures = tuple(self._figure(one) for one in self.gold["figures"])
        relations = tuple(
            Relation(self.of(r["s"]), Predicate(r["p"]), self.of(r["o"]), self.letter.span(r["quote"]), RULE)
            for r in self.gold["relations"]
        )
        return Facts(
            document=Document(
                self.gold["doc"], self.letter.text, sha256(self.letter.text.encode()).hexdigest()
            ),
            header=header,
            sections=self._sections(),
            entities=tuple(self.entities),
            figures=figures,
            statements=tuple(self._statements(figures)),
            relations=relations,
        )

    def of(self, name: str) -> int:
        """The entity of this name; one that only the head names is added, as an extractor would."""
        if name not in self.index:
            self.index[name] = len(self.entities)
            self.entities.append(Entity((Kind.BODY,), name))
        return self.index[name]

    def _entity(self, one: dict[str, Any]) -> Entity:
        kind = KINDS[one["type"]]
        forms = sorted({one["name"], *one.get("aliases", []), one.get("number") or one["name"]})
        spans = {span for form in forms for span in self.letter.spans(form)}
        # A short form inside a longer one is no mention of its own.
        outer = sorted(
            s for s in spans if not any(o != s and o.begin <= s.begin and s.end <= o.end for o in spans)
        )
        issuers = [
            r["o"]
            for r in self.gold["relations"]
            if r["p"] == "issued_by" and r["s"] in (one["name"], *one.get("aliases", []))
        ]
        period = PERIOD.search(one["name"]) if kind is Kind.POLICY else None
        scope = PLACE if kind in SCOPED else issuers[0] if kind is Kind.POLICY and issuers else None
        return Entity(
            kinds=(kind,),
            name=one["name"],
            aliases=tuple(alias for alias in one.get("aliases", [])),
            mentions=tuple(Mention(span, RULE) for span in outer) or (Mention(Span(0, 1), RULE),),
            number=one.get("number"),
            scope=scope,
            valid_from=period[1] if period else None,
            valid_to=period[2] if period else None,
        )

    def _field(self, value: str | None, *quotes: str) -> Field | None:
        return Field(value, self.letter.span(value, *quotes), RULE) if value else None

    def _head(self, names: list[str]) -> tuple[EntityField, ...]:
        fields = []
        for name in names:
            index = self.of(name)
            entity = self.entities[index]
            fields.append(EntityField(index, self.letter.span(entity.name, *entity.aliases), RULE))
        return tuple(fields)

    def _header(self) -> Header:
        said = self.gold["header"]
        session = said["session"]
        long = LONG_SESSION.fullmatch(session)
        signer = [said["signer"]] if said["signer"] else []
        return Header(
            number=self._field(said["number"]),
            title=self._field(said["title"]),
            issuers=self._head(said["issuers"]),
            signer=next(iter(self._head(signer)), None),
            issued=self._field(said["issued"]),
            addressees=self._head(said["addressees"]),
            proposers=self._head(said["proposers"]),
            suggestion_number=self._field(said["suggestion_number"]),
            suggestion_title=self._field(said["suggestion_title"]),
            session=self._field(session),
            session_name=f"{PLACE}第{long[1]}届人民代表大会第{long[2]}次会议" if long else None,
            consulted=self._head(said["consulted"]),
            copied_to=self._head(said["copied_to"]),
            category=self._field(said["category"]),
        )

    def _sections(self) -> tuple[Passage, ...]:
        text = self.letter.text
        heads = [(found.start(), found[1]) for found in re.finditer(r"^\s*（([一二三四五六])）", text, re.M)]
        ends = [*heads, (len(text), "")]
        return tuple(Passage(Span(a, b), f"（{name}）") for (a, name), (b, _) in pairwise(ends))

    def _figure(self, one: dict[str, Any]) -> Figure:
        span = self.letter.span(one["quote"])
        value = Decimal(str(one["value"]))
        base_unit, factor = BASE_UNITS.get(one["unit"], (one["unit"], 1))
        start, end = _days(one["period"])
        return Figure(
            span=span,
            number=self._numeral(span, value, one["unit"]),
            value=value,
            unit=one["unit"],
            base_value=value * factor,
            base_unit=base_unit,
            comparator=one["comparator"],
            role=one["role"],
            measure="change"
            if CHANGE.search(one["indicator"])
            else "share"
            if one["unit"] == "%"
            else "level",
            indicator=one["indicator"],
            rule=RULE,
            about=(self.of(one["subject"]),) if one.get("subject") in self.index else (),
            period_start=start,
            period_end=end,
        )

    def _numeral(self, span: Span, value: Decimal, unit: str) -> Span:
        """The numeral and its unit in the words of a figure; all its words where they are written otherwise."""
        written = rf"{re.escape(format(value, 'f'))}[^\d，。；、]{{0,3}}?{re.escape(unit)}"
        found = re.search(written, self.letter.text[span.begin : span.end])
        return Span(span.begin + found.start(), span.begin + found.end()) if found else span

    def _statements(self, figures: tuple[Figure, ...]) -> list[Statement]:
        used: dict[str, int] = {}
        statements = []
        for one in self.gold["statements"]:
            spans = self.letter.spans(one["quote"])
            ordinal = used.get(one["quote"], 0)
            used[one["quote"]] = ordinal + 1
            span = spans[min(ordinal, len(spans) - 1)]
            status = Status(one["status"])
            statements.append(
                Statement(
                    span=span,
                    status=status,
                    rule=RULE,
                    actor=self.index.get(one.get("actor") or ""),
                    strength=next((to for cue, to in STRENGTHS if cue.search(one["quote"])), None)
                    if status is Status.PLANNED
                    else None,
                    deadline=_days(one.get("deadline"))[1],
                    about=tuple(self.index[name] for name in one.get("about", []) if name in self.index),
                    figures=tuple(
                        i
                        for i, f in enumerate(figures)
                        if f.span.begin < span.end and span.begin < f.span.end
                    ),
                )
            )
        return statements


def _days(edtf: str | None) -> tuple[str | None, str | None]:
    """First and last day of an EDTF date or interval."""
    if not edtf:
        return None, None
    first, _, last = edtf.partition("/")
    last = last or first
    return (
        None if first in ("..", "") else dates.first_day(first),
        None if last in ("..", "") else dates.last_day(last),
    )


def build(facts: Iterable[Facts], folder: Path) -> Dataset:
    """The dataset of the facts, written to the folder and loaded again."""
    several = list(facts)
    inputs = tuple((one.document.source, one.document.sha256) for one in several)
    write(quads(link(several), Run("test", inputs)), folder / FILE)
    return Dataset.load(folder)


def build_with_ledger(facts: Iterable[Facts], folder: Path) -> Dataset:
    """The dataset of the facts and of what they say of each other, as `kg build` makes it."""
    several = list(facts)
    run = Run("test", tuple((one.document.source, one.document.sha256) for one in several))
    collection = link(several)
    found = ledger(account(collection), collection, run.base)
    write(chain(quads(collection, run), found), folder / FILE)
    return Dataset.load(folder)


@pytest.fixture(scope="session")
def golds() -> list[dict[str, Any]]:
    """The annotations of the five letters."""
    return [annotated(path) for path in sorted(ANNOTATIONS.glob("*.json"))]


@pytest.fixture(scope="session")
def real() -> list[Facts]:
    """The facts of the five letters."""
    return [facts_of(path) for path in sorted(ANNOTATIONS.glob("*.json"))]


@pytest.fixture(scope="session")
def dataset(real: list[Facts], tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The graph of the five letters."""
    return build(real, tmp_path_factory.mktemp("five"))


@pytest.fixture(scope="session")
def accounted(real: list[Facts], tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The graph of the five letters with what became of their statements."""
    return build_with_ledger(real, tmp_path_factory.mktemp("accounted"))


@pytest.fixture
def built(tmp_path: Path) -> Callable[[Iterable[Facts]], Dataset]:
    """Builds a dataset of given facts."""
    return lambda facts: build(facts, tmp_path)


@pytest.fixture
def promise() -> Facts:
    """A small letter with all that the five letters lack: strength, refusal, condition, range, validity, code."""
    text = (
        "《甲市水系规划（2022-2025年）》第12号建议：我局将力争2025年底前新建泵站10至15座；"
        "暂不具备条件建闸。抄送乙镇。甲市水利局"
    )

    def at(words: str) -> Span:
        begin = text.index(words)
        return Span(begin, begin + len(words))

    def figure(value: int, comparator: str, other: int) -> Figure:
        number = at("10至15座")
        amount = Decimal(value)
        return Figure(
            span=at("新建泵站10至15座"),
            number=number,
            value=amount,
            unit="座",
            base_value=amount,
            base_unit="座",
            comparator=comparator,
            role="target",
            measure="level",
            indicator="新建泵站",
            rule="range",
            about=(3,),
            period_end="2025-12-31",
            period_text="2025年底前",
            range_with=other,
        )

    planned = Span(text.index("我局将力争"), text.index("；"))
    return Facts(
        document=Document("jia.txt", text, sha256(text.encode()).hexdigest()),
        header=Header(
            issuers=(EntityField(0, at("甲市水利局"), "foot"),),
            suggestion_number=Field("12", at("第12号建议"), "opening"),
            copied_to=(EntityField(2, at("乙镇"), "copies"),),
            proposal=True,
        ),
        sections=(Passage(Span(0, len(text)), "一"), Passage(planned, "一/1")),
        entities=(
            Entity((Kind.BODY,), "甲市水利局", mentions=(Mention(at("甲市水利局"), "name"),)),
            Entity(
                (Kind.POLICY,),
                "甲市水系规划（2022-2025年）",
                mentions=(Mention(at("甲市水系规划（2022-2025年）"), "title"),),
                scope="甲市",
                valid_from="2022",
                valid_to="2025",
            ),
            Entity((Kind.PLACE,), "乙镇", mentions=(Mention(at("乙镇"), "place"),), code="330282101"),
            Entity(
                (Kind.ORGANIZATION, Kind.PLATFORM),
                "泵站",
                mentions=(Mention(at("泵站"), "name"),),
                scope="甲市",
            ),
        ),
        figures=(figure(10, "ge", 1), figure(15, "le", 0)),
        statements=(
            Statement(
                span=planned,
                status=Status.PLANNED,
                rule="cue",
                strength=Strength.AIMED,
                deadline="2025-12-31",
                deadline_text="2025年底前",
                condition="资金落实",
                figures=(0, 1),
            ),
            Statement(span=at("暂不具备条件建闸"), status=Status.DECLINED, rule="cue"),
        ),
    )
