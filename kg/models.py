"""The values that flow from a file to the graph.

All are frozen dataclasses without behaviour: they can be compared, written as one line of JSON,
annotated by hand and produced by another extractor. Offsets are code points into `Document.text`, half open,
and `Document.text[begin:end]` is always the words that a fact rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What an entity is; the values are the class names of the ontology."""

    BODY = "GovernmentBody"
    ORGANIZATION = "NonStateOrganization"
    PERSON = "Person"
    PLACE = "Place"
    POLICY = "Policy"
    PROGRAMME = "Programme"
    PROJECT = "Project"
    PLATFORM = "Platform"


class Predicate(StrEnum):
    """A relation between two entities of one document; the ontology says which property each one is."""

    ISSUED_BY = "issued_by"
    RESPONSIBLE_BODY = "responsible_body"
    PARTNER = "partner"
    PART_OF = "part_of"
    IMPLEMENTS = "implements"
    LOCATED_IN = "located_in"


class Status(StrEnum):
    """What a statement says of the act that it names."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    DELIVERED = "delivered"
    DECLINED = "declined"


class Strength(StrEnum):
    """How firmly a planned statement is promised, strongest first."""

    FIRM = "firm"
    INTENDED = "intended"
    AIMED = "aimed"
    EXPLORED = "explored"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in `Document.text`."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One source text, decoded, line ends LF, personal data masked character for character."""

    source: str
    """Name of the file as a reader of the graph should see it, relative to the folder that was given."""
    text: str
    sha256: str
    """Of the bytes that were read, before decoding and masking."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A section of the letter: where it is and under which heads it stands, as "二/（一）/2"."""

    span: Span
    section: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named."""

    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One real thing that the document names, under all its names there."""

    kinds: tuple[Kind, ...]
    """One kind, or two for what is two at once; the first is the leading one."""
    name: str
    """The fullest name: for bodies the official name with its place, for policies the title without 《》."""
    aliases: tuple[str, ...] = ()
    """Every other surface form met, exactly as printed, white space removed."""
    mentions: tuple[Mention, ...] = ()
    number: str | None = None
    """Document number with 〔〕 and no spaces; policies only."""
    scope: str | None = None
    """What tells it from namesakes: the full name of the place (programmes, platforms, persons, short places)
    or of the issuing body (policies). None where the name alone is enough."""
    code: str | None = None
    """GB/T 2260 code (6 digits) or town code (9 digits); places only."""
    valid_from: str | None = None
    """EDTF date, where title or text says from when."""
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A literal of the letter's head: value, the words that say it, the rule that read it."""

    value: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class EntityField:
    """An entity in the letter's head: index into `Facts.entities`, the words, the rule."""

    entity: int
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Header:
    """Who answers whom, on what, when. Everything may be missing: web copies lose lines."""

    number: Field | None = None
    title: Field | None = None
    issuers: tuple[EntityField, ...] = ()
    signer: EntityField | None = None
    issued: Field | None = None
    """EDTF date: YYYY-MM-DD, YYYY-MM or YYYY."""
    addressees: tuple[EntityField, ...] = ()
    proposers: tuple[EntityField, ...] = ()
    suggestion_number: Field | None = None
    suggestion_title: Field | None = None
    session: Field | None = None
    """As printed: 市十八届人大二次会议."""
    session_name: str | None = None
    """In full: 慈溪市第十八届人民代表大会第二次会议, where the place is known."""
    consulted: tuple[EntityField, ...] = ()
    copied_to: tuple[EntityField, ...] = ()
    category: Field | None = None
    """A, B, C or D as a plain Latin letter."""
    proposal: bool = False
    """True where the suggestion is a CPPCC proposal (提案)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity stated of something."""

    span: Span
    """The clause that states it."""
    number: Span
    """Only numeral, comparator words and unit."""
    value: Decimal
    unit: str
    base_value: Decimal
    base_unit: str
    comparator: str
    """eq, ge, gt, approx, le, lt."""
    role: str
    """result, target, parameter."""
    measure: str
    """level, share, change."""
    indicator: str
    rule: str
    about: tuple[int, ...] = ()
    """Indices into `Facts.entities`."""
    period_start: str | None = None
    """ISO date, first day; None where open or unsaid."""
    period_end: str | None = None
    period_text: str | None = None
    range_with: int | None = None
    """Index of the figure that is the other end of its range."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the government says that it did, does, will do, or will not do: a clause group with one status."""

    span: Span
    status: Status
    rule: str
    actor: int | None = None
    """Index into `Facts.entities`."""
    actor_basis: str = "implied"
    """"stated" or "implied"."""
    strength: Strength | None = None
    """Planned statements only."""
    deadline: str | None = None
    """ISO date: last day of the period named; planned statements only."""
    deadline_text: str | None = None
    condition: str | None = None
    about: tuple[int, ...] = ()
    figures: tuple[int, ...] = ()
    """Indices into `Facts.figures`."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated link between two entities of the document."""

    subject: int
    predicate: Predicate
    object: int
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that the text leaves unclear and the reader did not guess."""

    rule: str
    span: Span
    words: str
    message: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one document states. Needs no other document to be read."""

    document: Document
    header: Header
    sections: tuple[Passage, ...] = ()
    entities: tuple[Entity, ...] = ()
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """Facts with identities: the IRI of the document and of each of its entities, in their order."""

    facts: Facts
    document: str
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Two IRIs that name one thing, and why."""

    other: str
    one: str
    reason: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Many documents with one set of identities."""

    documents: tuple[Linked, ...]
    merges: tuple[Merge, ...] = field(default=())
    doubtful: tuple[Merge, ...] = field(default=())
    """Pairs that may be one and are kept as two: questions for a person."""
