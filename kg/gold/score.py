"""Facts held against an annotation: what was found, what was missed, what is false.

How facts are compared is said at each function. An optional record of the annotation is free: finding it and missing it
cost nothing.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kg.gold.annotation import Annotation
from kg.models import Entity, Facts, Field, Figure, Kind, Span, Statement
from kg.text.fold import key as _key

STATUSES = ("planned", "ongoing", "delivered")
_KINDS = {
    Kind.BODY: "body",
    Kind.ORGANIZATION: "body",
    Kind.PERSON: "person",
    Kind.PLACE: "place",
    Kind.POLICY: "policy",
    Kind.PROGRAMME: "work",
    Kind.PROJECT: "work",
    Kind.PLATFORM: "work",
}
_GOLD_KINDS = {
    "GovernmentBody": "body",
    "Organization": "body",
    "Person": "person",
    "Place": "place",
    "Policy": "policy",
    "Programme": "work",
    "Platform": "work",
}


def key(words: str | None) -> str:
    """Names that differ only in brackets, quotes, dashes, width or white space are one."""
    return re.sub("[-~]", "", _key(words or "")).replace("（", "〔").replace("）", "〕")


@dataclass
class Count:
    """Hits, predictions and truths of one kind of fact."""

    hit: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return self.hit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.predicted + self.gold
        return 2 * self.hit / both if both else 0.0


@dataclass(frozen=True)
class Miss:
    """One fact that was missed or is false."""

    document: str
    kind: str
    false: bool
    group: str
    """Class, field or status."""
    rule: str
    words: str


@dataclass
class Report:
    """Counts by kind of fact, by kind and class, and by kind and rule, summed over letters; and every miss."""

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    classes: dict[tuple[str, str], Count] = field(default_factory=lambda: defaultdict(Count))
    rules: dict[tuple[str, str], Count] = field(default_factory=lambda: defaultdict(Count))
    misses: list[Miss] = field(default_factory=list)

    def add(self, kind: str, group: str, rule: str, hit: int, predicted: int, gold: int) -> None:
        tables = [self.counts[kind], self.classes[kind, group]]
        if rule:
            tables.append(self.rules[kind, rule])
        for count in tables:
            count.hit += hit
            count.predicted += predicted
            count.gold += gold

    def f1(self, kind: str) -> float:
        """F1 of a kind; of `statements` the mean over the statuses that occur."""
        if kind == "statements":
            parts = [
                self.counts[f"statements: {s}"]
                for s in STATUSES
                if self.counts[f"statements: {s}"].gold or self.counts[f"statements: {s}"].predicted
            ]
            return sum(part.f1 for part in parts) / len(parts) if parts else 0.0
        return self.counts[kind].f1

    def summary(self) -> dict[str, float]:
        """The kinds of the public table with their F1."""
        kinds = (
            "header",
            "entities",
            "names",
            "figures",
            "figure details",
            "statements",
            "deadlines",
            "relations",
        )
        return {kind: self.f1(kind) for kind in kinds}


def score(pairs: Iterable[tuple[Facts, Annotation]]) -> Report:
    """Facts of letters against their annotations."""
    report = Report()
    for facts, annotation in pairs:
        _Scorer(facts, annotation, report).score()
    return report


def last_day(edtf: str | None) -> str | None:
    """The last day of an EDTF date or interval; None where it is open."""
    end = edtf.split("/")[-1].strip("~? ") if edtf else ""
    if end in ("..", ""):
        return None
    year, month, day = (*(int(part) for part in end.split("-")), 0, 0)[:3]
    month = month or 12
    return f"{year:04d}-{month:02d}-{day or calendar.monthrange(year, month)[1]:02d}"


class _Scorer:
    def __init__(self, facts: Facts, gold: Annotation, report: Report) -> None:
        self.facts = facts
        self.gold = gold
        self.report = report
        text = facts.document.text
        self.tight: list[int] = []
        count = 0
        for c in text:
            self.tight.append(count)
            count += not (c.isspace() or c == "\u3000")
        self.tight.append(count)
        self.plain = re.sub(r"[\s\u3000]", "", gold.text)

    def score(self) -> None:
        self._header()
        match = self._entities()
        self._figures()
        self._statements()
        self._relations(match)

    def _miss(self, kind: str, false: bool, group: str, rule: str, words: str) -> None:
        self.report.misses.append(Miss(self.gold.name, kind, false, group, rule, words))

    def _span(self, span: Span) -> tuple[int, int]:
        return self.tight[span.begin], self.tight[span.end]

    def _places(self, quote: str) -> list[tuple[int, int]]:
        words = re.sub(r"[\s\u3000]", "", quote)
        return (
            [
                (hit.start(), hit.start() + len(words))
                for hit in re.finditer(f"(?={re.escape(words)})", self.plain)
            ]
            if words
            else []
        )

    # --- header: (field, value) pairs -------------------------------------------------------------------------------

    def _header(self) -> None:
        header, want = self.facts.header, self.gold.header
        literal: dict[str, Field | None] = {
            name: getattr(header, name)
            for name in (
                "number",
                "title",
                "issued",
                "suggestion_number",
                "suggestion_title",
                "category",
                "session",
            )
        }
        for name, value in literal.items():
            self._literal(name, value.value if value else None, want[name], header.session_name)
        signer = self.facts.entities[header.signer.entity].name if header.signer else None
        self._literal("signer", signer, want["signer"], None)
        alias: dict[str, set[str]] = defaultdict(set)
        for entity in self.gold.entities:
            forms = {key(entity["name"]), *map(key, entity.get("aliases", []))}
            for form in forms:
                alias[form] |= forms
        for name in ("issuers", "addressees", "proposers", "consulted", "copied_to"):
            got = {one.entity: _forms(self.facts.entities[one.entity]) for one in getattr(header, name)}
            left = list(got.values())
            hit = 0
            for wanted in want[name]:
                forms = alias[key(wanted)] | {key(wanted)}
                found = next((one for one in left if one & forms), None)
                if found is None:
                    self._miss("header", False, name, "", wanted)
                else:
                    left.remove(found)
                    hit += 1
            for one in left:
                self._miss("header", True, name, "", max(one, key=len))
            self.report.add("header", name, "", hit, len(got), len(want[name]))

    def _literal(self, name: str, got: str | None, want: str | None, full: str | None) -> None:
        strip = name.startswith("suggestion")
        mine, truth = (key(x).lstrip("0") if strip else key(x) for x in (got, want))
        same = bool(mine) and mine == truth
        if name == "session" and got and want:
            same = any(truth[-8:] in one or one in truth for one in (mine, key(full)) if one)
        self.report.add("header", name, "", int(same), int(bool(mine)), int(bool(truth)))
        if not same and (mine or truth):
            self._miss("header", bool(mine), name, "", f"want {want}, got {got}")

    # --- entities: one of its names is one of the gold names, kinds compatible --------------------------------------

    def _entities(self) -> dict[int, int]:
        gold = self.gold.entities
        forms = [
            {key(g["name"]), *map(key, g.get("aliases", []))}
            | ({key(g["number"])} if g.get("number") else set())
            for g in gold
        ]
        match: dict[int, int] = {}
        taken: set[int] = set()
        for number, entity in enumerate(self.facts.entities):
            kinds, mine = {_KINDS[kind] for kind in entity.kinds}, _forms(entity)
            rule = entity.mentions[0].rule if entity.mentions else ""
            fitting = [i for i, g in enumerate(gold) if _GOLD_KINDS[g["type"]] in kinds and forms[i] & mine]
            if not fitting:
                self.report.add("entities", "/".join(sorted(kinds)), rule, 0, 1, 0)
                self._miss(
                    "entities",
                    True,
                    "/".join(sorted(kinds)),
                    rule,
                    " | ".join([entity.name, *entity.aliases][:4]),
                )
                continue
            best = max(fitting, key=lambda i: len(forms[i] & mine))
            match[number] = best
            group = _GOLD_KINDS[gold[best]["type"]]
            if gold[best].get("optional"):
                taken.add(best)
                continue
            if best in taken:
                self.report.add("entities", group, rule, 0, 1, 0)
                self._miss("entities", True, group, rule, f"split of {gold[best]['name']}: {entity.name}")
                continue
            taken.add(best)
            full = key(gold[best]["name"])
            self.report.add("entities", group, rule, 1, 1, 0)
            named = key(entity.name) in {full} | {form for form in forms[best] if full in form}
            self.report.add("names", group, rule, int(named), 1, 1)
            if not named:
                self._miss("names", True, group, rule, f"want {gold[best]['name']}, got {entity.name}")
        for i, g in enumerate(gold):
            if not g.get("optional"):
                self.report.add("entities", _GOLD_KINDS[g["type"]], "", 0, 0, 1)
                if i not in taken:
                    self._miss(
                        "entities",
                        False,
                        _GOLD_KINDS[g["type"]],
                        "",
                        " | ".join([g["name"], *g.get("aliases", [])]),
                    )
        return match

    # --- figures: same value and unit, evidence that overlaps the quote; then comparator, role, end of period --------

    def _figures(self) -> None:
        left = dict(enumerate(self.facts.figures))
        for g in sorted(self.gold.figures, key=lambda g: bool(g.get("optional"))):
            places = self._places(g["quote"])
            found = [
                n
                for n, f in left.items()
                if f.value == Decimal(str(g["value"]))
                and _unit(f.unit) == _unit(g["unit"])
                and any(_overlap(self._span(f.span), p) for p in places)
            ]
            if not found:
                if not g.get("optional"):
                    self.report.add("figures", g["role"], "", 0, 0, 1)
                    self._miss("figures", False, g["role"], "", f"{g['value']} {g['unit']}: {g['quote']}")
                continue
            best = max(
                found, key=lambda n: (left[n].comparator == g["comparator"], left[n].role == g["role"])
            )
            figure = left.pop(best)
            if not g.get("optional"):
                self.report.add("figures", g["role"], figure.rule, 1, 1, 1)
                self._details(figure, g)
        for figure in left.values():
            self.report.add("figures", figure.role, figure.rule, 0, 1, 0)
            self._miss(
                "figures",
                True,
                figure.role,
                figure.rule,
                f"{figure.value} {figure.unit}: {self._quote(figure.span)}",
            )

    def _quote(self, span: Span) -> str:
        return re.sub(r"\s", "", self.facts.document.text[span.begin : span.end])

    def _details(self, figure: Figure, g: dict[str, Any]) -> None:
        end = last_day(g.get("period"))
        checks = {
            "comparator": (g["comparator"], figure.comparator),
            "role": (g["role"], figure.role),
            "period": (end, figure.period_end) if end else (None, None),
        }
        for name, (want, got) in checks.items():
            self.report.add("figure details", name, figure.rule, int(want == got), 1, 1)
            if want != got:
                self._miss(
                    "figure details",
                    True,
                    name,
                    figure.rule,
                    f"{g['value']} {g['unit']}: want {want}, got {got}: {g['quote']} ({figure.period_text})",
                )

    # --- statements: one status or none for each character; deadlines: statements that overlap and end the same day ---

    def _statements(self) -> None:
        size = len(self.plain)
        want: list[str | None] = [None] * size
        free = [False] * size
        got: list[str | None] = [None] * size
        used: dict[str, int] = defaultdict(int)
        due: list[tuple[tuple[int, int], str | None, str, bool]] = []
        for g in self.gold.statements:
            places = self._places(g["quote"])
            if not places:
                continue
            place = places[min(used[g["quote"]], len(places) - 1)]
            used[g["quote"]] += 1
            for at in range(*place):
                want[at], free[at] = g["status"], bool(g.get("optional"))
            if g.get("deadline"):
                due.append((place, last_day(g["deadline"]), g["quote"], bool(g.get("optional"))))
        mine: list[tuple[tuple[int, int], Statement]] = []
        for statement in self.facts.statements:
            place = self._span(statement.span)
            for at in range(*place):
                if statement.status != "declined":
                    got[at] = statement.status.value
            if statement.deadline:
                mine.append((place, statement))
        for status in STATUSES:
            hit = sum(w == status == g for w, g, f in zip(want, got, free, strict=True) if not f)
            self.report.add(
                f"statements: {status}",
                status,
                "",
                hit,
                sum(g == status for g, f in zip(got, free, strict=True) if not f),
                sum(w == status for w, f in zip(want, free, strict=True) if not f),
            )
        self._statement_misses(want, got, free)
        for place, day, quote, optional in due:
            found = next((one for one in mine if _overlap(one[0], place) and one[1].deadline == day), None)
            if optional:
                continue
            if found:
                mine.remove(found)
                self.report.add("deadlines", "", found[1].rule, 1, 1, 1)
            else:
                self.report.add("deadlines", "", "", 0, 0, 1)
                self._miss("deadlines", False, "", "", f"{day}: {quote}")
        for place, statement in mine:
            if not any(o and _overlap(place, p) and d == statement.deadline for p, d, _, o in due):
                self.report.add("deadlines", "", statement.rule, 0, 1, 0)
                self._miss(
                    "deadlines",
                    True,
                    "",
                    statement.rule,
                    f"{statement.deadline}: {self._quote(statement.span)}",
                )

    def _statement_misses(self, want: list[str | None], got: list[str | None], free: list[bool]) -> None:
        """Stretches of six characters or more whose status is not the annotated one."""
        begin = 0
        state: tuple[str | None, str | None] | None = None
        for at in range(len(want) + 1):
            now = (want[at], got[at]) if at < len(want) and not free[at] and want[at] != got[at] else None
            if now != state:
                if state and at - begin >= 6:
                    self._miss("statements", True, f"{state[0]} as {state[1]}", "", self.plain[begin:at])
                begin, state = at, now

    # --- relations: both ends matched to gold entities ---------------------------------------------------------------

    def _relations(self, match: dict[int, int]) -> None:
        gold = self.gold.entities
        index: dict[str, int] = {}
        for i, g in enumerate(gold):
            for form in (g["name"], *g.get("aliases", []), g.get("number") or g["name"]):
                index.setdefault(key(form), i)
        want: set[tuple[str, Any, Any]] = set()
        free: set[tuple[str, Any, Any]] = set()
        for r in self.gold.relations:
            s, o = index.get(key(r["s"])), index.get(key(r["o"]))
            if s is not None and o is not None:
                optional = r.get("optional") or gold[s].get("optional") or gold[o].get("optional")
                (free if optional else want).add((r["p"], s, o))
        got: dict[tuple[str, Any, Any], str] = {}
        for relation in self.facts.relations:
            s, o = match.get(relation.subject), match.get(relation.object)
            triple: tuple[str, Any, Any] = (relation.predicate.value, s, o)
            if s is None or o is None:
                triple = (relation.predicate.value, f"e{relation.subject}", f"e{relation.object}")
            elif gold[s].get("optional") or gold[o].get("optional"):
                free.add(triple)
            got.setdefault(triple, relation.rule)

        def say(triple: tuple[str, Any, Any]) -> str:
            ends = [
                gold[x]["name"] if isinstance(x, int) else self.facts.entities[int(x[1:])].name
                for x in triple[1:]
            ]
            return f"{ends[0]} {triple[0]} {ends[1]}"

        for triple in want:
            self.report.add(
                "relations", triple[0], got.get(triple, ""), int(triple in got), int(triple in got), 1
            )
            if triple not in got:
                self._miss("relations", False, triple[0], "", say(triple))
        for triple, rule in got.items():
            if triple not in want and triple not in free:
                self.report.add("relations", triple[0], rule, 0, 1, 0)
                self._miss("relations", True, triple[0], rule, say(triple))


def _forms(entity: Entity) -> set[str]:
    return {form for form in map(key, (entity.name, *entity.aliases, entity.number or "")) if form}


def _unit(words: str) -> str:
    return re.sub(r"^个(?=百分点|工作日|小时|月|单位)", "", key(words))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])
