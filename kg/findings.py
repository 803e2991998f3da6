"""What is known only across letters: the values that flow from the ledger to the graph.

Frozen and without behaviour, as the values of `kg.models`: they can be compared, written, and made by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.models import Span


class Told(StrEnum):
    """What of a letter a reference means."""

    STATEMENT = "statement"
    FIGURE = "figure"


class Outcome(StrEnum):
    """What a later statement says of an earlier one; the values are those of `cg:outcome`."""

    FULFILLED = "fulfilled"
    PROGRESS = "progress"
    RESTATED = "restated"


class Conflict(StrEnum):
    """How letters contradict each other or themselves; the values are those of `cg:discrepancyKind`."""

    ONE_FIGURE = "same figure for two things"
    TWO_VALUES = "different value for the same thing"
    TWO_NAMES = "different name or number"
    SUM = "sum"
    DATES = "dates"


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A statement or figure: index into `Collection.documents`, which of the two, index into its facts."""

    document: int
    told: Told
    index: int


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Words of a letter: index into `Collection.documents` and their place."""

    document: int
    span: Span


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A later statement that reports on an earlier one."""

    earlier: Ref
    later: Ref
    outcome: Outcome
    reason: str
    confidence: float
    """From 0 to 1; what lies near the line is also a question."""
    rule: str
    """Name of the rule, or "person" where somebody decided."""


@dataclass(frozen=True, slots=True)
class SameFact:
    """One fact told in two letters."""

    one: Ref
    other: Ref
    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator of one thing over time."""

    label: str
    unit: str
    """Base unit, in which all points can be compared."""
    about: tuple[str, ...]
    """IRIs of the things that it is about."""
    points: tuple[Ref, ...]
    """Figures in the order of time."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A contradiction, put as a question to a reader and never corrected."""

    kind: Conflict
    between: tuple[Ref | str, ...]
    """Figures and statements, or IRIs of entities."""
    quotes: tuple[Quote, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person should decide: whether two names are one thing, whether one statement reports on another."""

    identifier: str
    """Made from both sides, so that it stays the same from build to build."""
    kind: str
    """"merge" or "follow-up"."""
    one: str
    other: str
    """IRIs of things, or of statements."""
    reason: str
    words: tuple[str, str]
    """Both names, or both quotations."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is known across the letters of a collection."""

    follow_ups: tuple[FollowUp, ...] = ()
    repeats: tuple[SameFact, ...] = ()
    series: tuple[Series, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    questions: tuple[Question, ...] = ()
