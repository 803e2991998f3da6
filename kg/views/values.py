"""What the explorer shows, as plain values: things, the links between them, and what letters say of them.

The values of `kg.models` belong to one letter and point by index; these are read from a graph of many letters
and point by IRI. Offsets are code points into a letter's text, half open, as everywhere in the project.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.models import Status, Strength

KINDS = (
    "Reply",
    "Suggestion",
    "Policy",
    "GovernmentBody",
    "NonStateOrganization",
    "Person",
    "Place",
    "Platform",
    "Project",
    "Programme",
)
"""Classes of things, the more telling first: what bears two is drawn as the first."""

STATUSES = tuple(one.value for one in Status)
STRENGTHS = tuple(one.value for one in Strength)
OUTCOMES = ("fulfils", "advances", "restates", "reportsOn")
"""How a later statement may speak of an earlier one, the most telling first."""

MENTIONS = "mentions"
"""The property of a link that says no more than that a letter names a thing."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where words stand: IRI of the letter and offsets into its text."""

    letter: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Thing:
    """A document or an entity; `kind` is one of `KINDS`."""

    iri: str
    kind: str
    name: str
    number: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was read: its text and dates (ISO; empty where unknown); `issued` as precise as printed."""

    iri: str
    file: str
    text: str
    issued: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A property between two things, with the words that say it."""

    subject: str
    name: str
    object: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What a letter says was, is, will or will not be done; empty strings where it says nothing."""

    iri: str
    place: Place
    status: str
    section: str = ""
    strength: str = ""
    deadline: str = ""
    deadline_text: str = ""
    condition: str = ""
    actor: str = ""
    basis: str = ""
    about: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity; `label` is what is counted and the number as printed."""

    iri: str
    place: Place
    label: str
    indicator: str
    value: str
    unit: str
    comparator: str
    role: str
    about: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A later statement that speaks of an earlier one; `outcome` is one of `OUTCOMES`."""

    later: str
    earlier: str
    outcome: str
    reason: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A question that letters leave open because they contradict each other or themselves."""

    iri: str
    kind: str
    reason: str
    between: tuple[str, ...]
    """IRIs of figures, statements or things."""
    places: tuple[Place, ...]
    """The words on each side."""


@dataclass(frozen=True, slots=True)
class Graph:
    """All that a page may show, each tuple in a fixed order."""

    base: str = ""
    things: tuple[Thing, ...] = ()
    letters: tuple[Letter, ...] = ()
    links: tuple[Link, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    reports: tuple[Report, ...] = ()
    mentions: tuple[tuple[str, Place], ...] = field(default=())
    """Things and where letters name them."""
    ledger: bool = False
    """Whether the dataset was asked what became of its promises; else silence says nothing."""
    discrepancies: tuple[Discrepancy, ...] = ()
