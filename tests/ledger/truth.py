"""What a person says of the letters of one place, held against a ledger.

The same counts as in `tests/gold/ledger/GUIDELINES.md`, taken from the values and not from the graph: a found
record answers a listed one if their passages overlap; optional records are free.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.findings import Ledger, Outcome, Ref, Told
from kg.identity import key
from kg.models import Collection

VERDICTS = {Outcome.FULFILLED: "fulfilled", Outcome.PROGRESS: "progress", Outcome.RESTATED: "restated"}
Record = dict[str, Any]


@dataclass(frozen=True)
class Score:
    """Precision and recall over required records."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Truth:
    """The truth of one set of letters beside what was found."""

    def __init__(self, path: Path, collection: Collection, ledger: Ledger) -> None:
        self.said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self.collection = collection
        self.ledger = ledger
        self.source = [linked.facts.document.source for linked in collection.documents]
        self.tight = ["".join(linked.facts.document.text.split()) for linked in collection.documents]

    # --- names

    def names(self, kind: str, *, same: bool) -> float:
        """The share of pairs of forms that are told to be one (or two) as the truth says."""
        known: dict[tuple[str, str], set[str]] = {}
        labels: dict[str, set[str]] = {}
        for linked in self.collection.documents:
            for entity, iri in zip(linked.facts.entities, linked.entities, strict=True):
                forms = {entity.name, *entity.aliases, *([entity.number] if entity.number else [])}
                labels.setdefault(iri, set()).update(map(key, forms))
        for linked in self.collection.documents:
            for iri in linked.entities:
                for label in labels[iri]:
                    known.setdefault((linked.facts.document.source, label), set()).add(iri)

        def of(one: Record) -> set[str]:
            return known.get((one["doc"], key(one["name"]).strip("《》")), set()) | known.get(
                (one["doc"], key(one["name"])), set()
            )

        one_thing = {
            frozenset((a["doc"], a["name"], b["doc"], b["name"]))
            for group in self.said["same_thing"]
            for a, b in combinations(group["names"], 2)
        }
        hits = []
        for group in self.said[kind]:
            if group.get("optional") or group.get("type") == "Figure":
                continue
            for a, b in combinations(group["names"], 2):
                if not same and frozenset((a["doc"], a["name"], b["doc"], b["name"])) in one_thing:
                    continue
                hits.append(bool(of(a) & of(b)) is same)
        return sum(hits) / len(hits)

    # --- passages

    def place(self, ref: Ref) -> tuple[str, str]:
        facts = self.collection.documents[ref.document].facts
        told = facts.statements if ref.told is Told.STATEMENT else facts.figures
        span = told[ref.index].span
        return facts.document.source, "".join(facts.document.text[span.begin : span.end].split())

    def meets(self, ref: Ref, record: Record) -> bool:
        source, words = self.place(ref)
        if source != record["doc"]:
            return False
        text = self.tight[ref.document]
        wanted = "".join(record["quote"].split())
        begin, other = text.find(words), text.find(wanted)
        return begin < other + len(wanted) and other < begin + len(words)

    def score(
        self, found: Sequence[Any], golds: Sequence[Record], match: Callable[[Any, Record], bool]
    ) -> Score:
        required = [gold for gold in golds if not gold.get("optional")]
        true = sum(any(match(one, gold) for gold in required) for one in found)
        false = sum(not any(match(one, gold) for gold in golds) for one in found)
        hit = sum(any(match(one, gold) for one in found) for gold in required)
        return Score(true / (true + false) if true + false else 0.0, hit / len(required) if required else 1.0)

    # --- kinds

    def follow_ups(self) -> Score:
        across = [one for one in self.ledger.follow_ups if one.earlier.document != one.later.document]
        golds = [one for one in self.said["follow_ups"] if one["earlier"]["doc"] != one["later"]["doc"]]
        return self.score(across, golds, self._follows)

    def _follows(self, one: Any, gold: Record) -> bool:
        return self.meets(one.later, gold["later"]) and self.meets(one.earlier, gold["earlier"])

    def verdicts(self) -> float:
        """Of the required follow-ups that were found, the share with the right outcome."""
        right = []
        for gold in self.said["follow_ups"]:
            told = [VERDICTS[one.outcome] for one in self.ledger.follow_ups if self._follows(one, gold)]
            if told and not gold.get("optional") and gold["earlier"]["doc"] != gold["later"]["doc"]:
                right.append(gold["verdict"] in told)
        return sum(right) / len(right)

    def series(self) -> float:
        """The share of required points that stand in one series with another of theirs."""
        hit = total = 0
        for gold in self.said["series"]:
            if gold.get("optional"):
                continue
            need = [point for point in gold["points"] if not point.get("optional")]
            best = max((self._points(need, one.points) for one in self.ledger.series), default=0)
            hit, total = hit + (best if best >= 2 else 0), total + len(need)
        return hit / total

    def _points(self, need: Sequence[Record], refs: Sequence[Ref]) -> int:
        count = 0
        for point in need:
            values = {float(point["value"]), *map(float, point.get("parts", []))}
            count += any(
                float(self.collection.documents[ref.document].facts.figures[ref.index].value) in values
                and self.meets(ref, point)
                for ref in refs
            )
        return count

    def duplicates(self) -> Score:
        def match(one: Any, gold: Record) -> bool:
            return any(
                self.meets(a, gold["a"]) and self.meets(b, gold["b"])
                for a, b in ((one.one, one.other), (one.other, one.one))
            )

        return self.score(self.ledger.repeats, self.said["duplicates"], match)

    def conflicts(self) -> tuple[float, int]:
        """Recall of the required contradictions, and how many found ones are not listed."""

        def touches(one: Any, record: Record) -> bool:
            quoted = "".join(record["quote"].split())
            for quote in one.quotes:
                if self.source[quote.document] == record["doc"]:
                    text = self.collection.documents[quote.document].facts.document.text
                    words = "".join(text[quote.span.begin : quote.span.end].split())
                    if words in quoted or quoted in words:
                        return True
            return any(isinstance(end, Ref) and self.meets(end, record) for end in one.between)

        golds = self.said["conflicts"]
        found = self.ledger.discrepancies
        score = self.score(
            found, golds, lambda one, gold: touches(one, gold["a"]) and touches(one, gold["b"])
        )
        false = sum(
            not any(touches(one, gold["a"]) and touches(one, gold["b"]) for gold in golds) for one in found
        )
        return score.recall, false

    def overdue(self) -> Score:
        told = {
            one.earlier
            for one in self.ledger.follow_ups
            if one.outcome in (Outcome.FULFILLED, Outcome.PROGRESS)
        }
        late = [
            Ref(number, Told.STATEMENT, index)
            for number, linked in enumerate(self.collection.documents)
            for index, statement in enumerate(linked.facts.statements)
            if statement.deadline and statement.deadline < self.said["as_of"]
        ]
        return self.score([one for one in late if one not in told], self.said["overdue"], self.meets)
