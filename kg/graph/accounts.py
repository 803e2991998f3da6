"""The ledger read from a graph: commitments with what became of them, timelines, series, contradictions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from kg import identity
from kg.errors import UsageError
from kg.graph.show import Thing, find
from kg.graph.store import Dataset
from kg.graph.terms import ALTERNATIVE, CG, DCTERMS, LABEL, NIF, OWL, PREFERRED, node

STATES = ("kept", "partly", "restated", "overdue", "open")
"""What can have become of a commitment on a given day: fulfilled; advanced; only told again; past its day and
nothing reported; none of these."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a letter with their place."""

    words: str
    letter: str
    """IRI."""
    name: str
    """Number or title of the letter."""
    written: str
    """The last day on which the letter can have been written, ISO; empty where unknown."""
    section: str = ""

    @property
    def place(self) -> str:
        """Letter, day and section, for a person."""
        return " ".join(filter(None, (self.name, self.written and f"({self.written})", self.section)))


@dataclass(frozen=True, slots=True)
class Report:
    """What a later statement says of a commitment."""

    said: Said
    outcome: str
    """fulfilled, progress or restated."""
    reason: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise and what became of it."""

    iri: str
    said: Said
    bodies: tuple[str, ...]
    about: tuple[str, ...]
    deadline: str
    deadline_words: str
    strength: str
    state: str
    reports: tuple[Report, ...]
    """In the order of time."""
    looked_at: tuple[str, ...]
    """The later letters of the same place, which could have reported."""

    @property
    def latest(self) -> Report | None:
        """The report that says most: a result before a promise told again; then the surest, then the last."""
        return max(
            self.reports,
            key=lambda one: (_WEIGHT.get(one.outcome, 0), one.confidence, one.said.written),
            default=None,
        )


_WEIGHT = {"fulfilled": 2, "progress": 1, "restated": 0}


@dataclass(frozen=True, slots=True)
class MadeOne:
    """A name that was found to be one thing with another: as printed, the IRI given up, and the reasons."""

    name: str
    iri: str
    reason: str


@dataclass(frozen=True, slots=True)
class Oneness:
    """A thing, and the names that the letters together show to be its own."""

    iri: str
    label: str
    """The fullest name."""
    kinds: tuple[str, ...]
    name: str
    """The name from which the IRI is made."""
    made_one: tuple[MadeOne, ...]


_BROKEN = re.compile(r"\s+(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])\s+")
"""White space beside Chinese: where the letter breaks its lines."""


class Accounts:
    """Reads a dataset once; what it returns are plain values."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._letters: dict[str, tuple[str, str]] = {}
        self._of_place: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for one in dataset.instances(CG("Reply")):
            name, written = self._letter(one)
            self._of_place[self._place(one)].append((written, name))
        for told in self._of_place.values():
            told.sort()

    # --- commitments --------------------------------------------------------------------------------------

    def commitments(
        self, as_of: date, *, body: str | None = None, about: str | None = None
    ) -> list[Commitment]:
        """Every promise of the dataset (of a body, about a thing), by day of the letter and place in it.

        UsageError where nothing bears the name of the body or thing.
        """
        of_body = self._named(body) if body else None
        of_thing = self._named(about) if about else None
        found = []
        for iri in self.dataset.instances(CG("Commitment")):
            if of_body and not of_body & set(self._nodes(iri, "actor")):
                continue
            if of_thing and not of_thing & set(self._nodes(iri, "about")):
                continue
            found.append(self._commitment(iri, as_of))
        return sorted(found, key=lambda one: (one.said.written, one.said.letter, one.said.section, one.iri))

    def _commitment(self, iri: NamedNode, as_of: date) -> Commitment:
        said = self.said(iri)
        deadline = self.dataset.text(iri, CG("deadline")) or ""
        reports = self._reports(iri)
        return Commitment(
            iri=iri.value,
            said=said,
            bodies=tuple(self._label(one) for one in self._nodes(iri, "actor")),
            about=tuple(self._label(one) for one in self._nodes(iri, "about")),
            deadline=deadline,
            deadline_words=self.dataset.text(iri, CG("deadlineText")) or "",
            strength=", ".join(self._label(one) for one in self._nodes(iri, "strength")),
            state=state({one.outcome for one in reports}, deadline, as_of),
            reports=reports,
            looked_at=self._later(said),
        )

    def _later(self, said: Said) -> tuple[str, ...]:
        """The letters of the same place that were written later."""
        told = self._of_place[self._place(node(said.letter))] if said.letter else []
        return tuple(name for _, name in told[bisect_right(told, (said.written, "\U0010ffff")) :])

    def _place(self, letter: NamedNode) -> str:
        """The division of the first publisher; empty where the letter says none."""
        for one in self.dataset.values(letter, DCTERMS("publisher")):
            if isinstance(one, NamedNode) and (place := identity.division(self._label(one))):
                return place
        return ""

    def _reports(self, iri: NamedNode) -> tuple[Report, ...]:
        found = []
        for quad in self.dataset.store.quads_for_pattern(None, CG("ofStatement"), iri):
            assessment = quad.subject
            if isinstance(assessment, NamedNode):
                for later in self._nodes(assessment, "report"):
                    text = self.dataset.text
                    found.append(
                        Report(
                            self.said(later),
                            text(assessment, CG("outcome")) or "",
                            text(assessment, CG("reason")) or "",
                            text(assessment, CG("confidence")) or "",
                        )
                    )
        return tuple(sorted(set(found), key=lambda one: (one.said.written, one.said.letter, one.said.words)))

    # --- all that is said of a thing ----------------------------------------------------------------------

    def timeline(self, name: str) -> list[tuple[Said, str, str]]:
        """Statements and figures about a thing in the order of time: what is said, its kind, and its values."""
        wanted = self._named(name)
        found: dict[str, tuple[Said, str, str]] = {}
        for thing in wanted:
            for quad in self.dataset.store.quads_for_pattern(None, CG("about"), thing):
                one = quad.subject
                if isinstance(one, NamedNode) and "#statement=" in one.value:
                    found[one.value] = (self.said(one), self._kind(one), self._values(one))
        return sorted(found.values(), key=lambda one: (one[0].written, one[0].letter, one[0].words))

    def _kind(self, statement: NamedNode) -> str:
        return ", ".join(self._label(one) for one in self._nodes(statement, "status"))

    def _values(self, statement: NamedNode) -> str:
        told = [self.dataset.text(one, LABEL) or "" for one in self._nodes(statement, "hasFigure")]
        due = self.dataset.text(statement, CG("deadline"))
        return "；".join(filter(None, (*told, due and f"期限 {due}")))

    # --- series and contradictions ------------------------------------------------------------------------

    def series(self, about: str | None = None) -> list[tuple[str, str, list[Point]]]:
        """Each series: its label, its unit and its points in the order of time."""
        wanted = self._named(about) if about else None
        found = []
        for one in self.dataset.instances(CG("Series")):
            if wanted and not wanted & set(self._nodes(one, "about")):
                continue
            points = sorted(
                (self._point(figure) for figure in self._nodes(one, "hasPoint")),
                key=lambda point: (point.when, point.said.letter),
            )
            found.append((self._label(one), self.dataset.text(one, CG("unit")) or "", points))
        return sorted(found, key=lambda one: (-len(one[2]), one[0]))

    def _point(self, figure: NamedNode) -> Point:
        text = self.dataset.text
        said = self.said(figure)
        return Point(
            when=text(figure, CG("periodEnd")) or text(figure, CG("periodStart")) or said.written,
            value=text(figure, CG("value")) or "",
            unit=text(figure, CG("unit")) or "",
            base_value=float(text(figure, CG("baseValue")) or "nan"),
            comparator=text(figure, CG("comparator")) or "eq",
            said=said,
        )

    def conflicts(self) -> list[tuple[str, str, tuple[Said, ...]]]:
        """Each contradiction: its kind, the question, and the words on both sides."""
        found = []
        for one in self.dataset.instances(CG("Discrepancy")):
            quotes = tuple(self._passage(passage) for passage in self._nodes(one, "evidence"))
            kind = self.dataset.text(one, CG("discrepancyKind")) or ""
            found.append((kind, self.dataset.text(one, CG("reason")) or "", quotes))
        return sorted(found, key=lambda one: (one[0], one[1], [said.letter for said in one[2]]))

    def why(self, name: str) -> list[Oneness]:
        """Of each thing that the name may mean, which names were made one with it and for what reason.

        UsageError where nothing bears the name.
        """
        return [self._oneness(thing) for thing in self._things(name)]

    def _oneness(self, thing: Thing) -> Oneness:
        kept = node(thing.iri)
        printed = {
            identity.key(value.value): value.value
            for predicate in (DCTERMS("identifier"), ALTERNATIVE, PREFERRED)
            for value in self.dataset.values(kept, predicate)
            if isinstance(value, Literal)
        }

        def name(iri: str) -> str:
            last = unquote(iri.rsplit("/", 1)[-1])
            return printed.get(last, last)

        others = (
            quad.subject
            for quad in self.dataset.store.quads_for_pattern(None, OWL("sameAs"), kept)
            if isinstance(quad.subject, NamedNode)
        )
        made_one = [
            MadeOne(name(one.value), one.value, self.dataset.text(one, CG("reason")) or "") for one in others
        ]
        ordered = tuple(sorted(made_one, key=lambda one: (one.name, one.iri)))
        return Oneness(thing.iri, thing.label, thing.kinds, name(thing.iri), ordered)

    # --- values -------------------------------------------------------------------------------------------

    def said(self, one: NamedNode) -> Said:
        """The words of a statement or figure and where they stand."""
        passages = self._nodes(one, "evidence")
        return self._passage(passages[0]) if passages else Said(self._label(one), "", "", "")

    def _passage(self, passage: NamedNode) -> Said:
        documents = self.dataset.values(passage, NIF("referenceContext"))
        letter = documents[0] if documents and isinstance(documents[0], NamedNode) else passage
        name, written = self._letter(letter)
        words = _BROKEN.sub("", (self.dataset.text(passage, NIF("anchorOf")) or "").strip())
        words = " ".join(words.split())
        return Said(words, letter.value, name, written, self.dataset.text(passage, CG("section")) or "")

    def _letter(self, letter: NamedNode) -> tuple[str, str]:
        if letter.value not in self._letters:
            name = self.dataset.text(letter, DCTERMS("identifier")) or self._label(letter)
            self._letters[letter.value] = name, self.dataset.text(letter, CG("issuedTo")) or ""
        return self._letters[letter.value]

    def _things(self, name: str) -> list[Thing]:
        found = find(self.dataset, name)
        if not found:
            raise UsageError(f"Nothing is called {name}, and no name has that in it.")
        return found

    def _named(self, name: str) -> set[NamedNode]:
        return {node(one.iri) for one in self._things(name)}

    def _nodes(self, subject: NamedNode, name: str) -> list[NamedNode]:
        return [one for one in self.dataset.values(subject, CG(name)) if isinstance(one, NamedNode)]

    def _label(self, one: NamedNode) -> str:
        found = self.dataset.values(one, PREFERRED) or self.dataset.values(one, LABEL)
        chinese = [value for value in found if isinstance(value, Literal) and value.language in (None, "zh")]
        return chinese[0].value if chinese else one.value


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series."""

    when: str
    value: str
    unit: str
    base_value: float
    comparator: str
    said: Said


def state(outcomes: set[str], deadline: str, as_of: date) -> str:
    """One of `STATES`, from what later letters say and the deadline."""
    if "fulfilled" in outcomes:
        return "kept"
    if "progress" in outcomes:
        return "partly"
    if deadline and deadline < as_of.isoformat():
        return "overdue"
    return "restated" if outcomes else "open"


def counts(found: Sequence[Commitment], by: str) -> list[tuple[str, ...]]:
    """Commitments by `body`, `programme` or `year`: total, a column a state, and the rate kept of those due.

    The rate is of commitments that were due or kept; its denominator stands beside it.
    """
    groups: dict[str, list[Commitment]] = defaultdict(list)
    for one in found:
        names = {"body": one.bodies, "programme": one.about, "year": (one.said.written[:4],)}[by]
        for name in names or ("",):
            groups[name].append(one)
    rows = []
    for name in sorted(groups, key=lambda name: (-len(groups[name]), name)):
        group = groups[name]
        said = [sum(one.state == which for one in group) for which in STATES]
        settled = said[0] + said[1] + said[3]
        rate = f"{said[0] / settled:.0%}" if settled else ""
        rows.append((name, str(len(group)), *map(str, said), rate, str(settled)))
    return rows
