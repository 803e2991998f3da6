"""What a graph holds, as small immutable objects: each knows its fields and the words that say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any, Generic, Protocol, TypeVar, overload

from kg.errors import KgError, UsageError
from kg.face.evidence import Evidence, Passage, listed
from kg.face.names import Iri, Name
from kg.face.table import SHOWN, Table, markup


class Source(Protocol):
    """Where a thing finds what it does not carry itself."""

    def evidence(self, iri: str) -> Evidence:
        """The passages that say the thing with this IRI."""

    def text(self, letter: str) -> str:
        """The text of a letter."""

    def figures(self, statement: str) -> Things[Figure]:
        """The figures of a statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that the letters name or say."""

    iri: Iri
    name: str
    """The fullest name; of a statement or figure, its words."""
    kinds: tuple[str, ...] = ()
    """Its classes: Reply, GovernmentBody, NonStateOrganization, Person, Place, Policy, Programme, Project, Platform."""
    _source: Source = field(repr=False, compare=False)

    @property
    def evidence(self) -> Evidence:
        """The words that name or say it."""
        return self._source.evidence(self.iri)

    def to_dict(self) -> dict[str, Any]:
        """Field to value."""
        return {one: getattr(self, one) for one in columns_of(type(self))}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {_short(self.name)}>"

    def __str__(self) -> str:
        return self.name

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th style="text-align:left;vertical-align:top">{escape(name)}</th>'
            f'<td style="text-align:left">{markup(value)}</td></tr>'
            for name, value in self.to_dict().items()
            if value not in (None, "", ()) and name not in _QUOTED
        )
        return f"<table>{rows}</table>{listed(self.evidence, 3)}"


def columns_of(kind: type[Thing]) -> tuple[str, ...]:
    """The public fields of a class of things: its own, then what all things have."""
    own = ["name"]
    for one in kind.__mro__[: kind.__mro__.index(Thing)]:  # what is its own comes before what all have
        own += [name for name in one.__annotations__ if not name.startswith("_")]
    own = [*dict.fromkeys(own), "kinds", "iri"]
    if issubclass(kind, Said):
        own[own.index("name")] = "words"
        own.remove("kinds")
    return tuple(own)


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 60 else flat[:60] + "…"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Named(Thing):
    """An entity: it has other names, and letters mention it."""

    aliases: tuple[str, ...] = ()
    """Every other form met, sorted."""
    mentions: int = 0
    """Passages that name it, in all letters."""
    part_of: tuple[Name, ...] = ()
    located_in: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Body(Named):
    """A government, department, party organ, congress, leading group or task force."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Policy(Named):
    """A document of policy that the letters name."""

    number: str = ""
    """As 慈政发〔2022〕30号; empty where the letters give none."""
    issuers: tuple[Name, ...] = ()
    issued_from: date | None = None
    """First and last day on which it can have been issued, as far as number and text say."""
    issued_to: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    responsible: tuple[Name, ...] = ()
    implements: tuple[Name, ...] = ()
    """What it carries out, continues or rests on."""
    cited_by: tuple[Name, ...] = ()
    """The letters that cite it."""

    def __repr__(self) -> str:
        return f"<Policy {' '.join(filter(None, (self.number, _short(self.name))))}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Programme(Named):
    """A framework, campaign, mechanism, action, reform or series of events; a project among its kinds."""

    responsible: tuple[Name, ...] = ()
    partners: tuple[Name, ...] = ()
    implements: tuple[Name, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Platform(Named):
    """A service platform, system, code, app, media channel or counter."""

    responsible: tuple[Name, ...] = ()
    partners: tuple[Name, ...] = ()
    implements: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Document(Thing):
    """A letter that was read: who answers whom, on what, when."""

    number: str = ""
    title: str = ""
    issuers: tuple[Name, ...] = ()
    issued: str = ""
    """As precise as the letter says: 2023-06-07, 2023-06 or 2023."""
    issued_from: date | None = None
    """First and last day on which it can have been written."""
    issued_to: date | None = None
    signer: tuple[Name, ...] = ()
    addressees: tuple[Name, ...] = ()
    suggestion: tuple[Name, ...] = ()
    """The suggestion or proposal that it answers."""
    proposers: tuple[Name, ...] = ()
    session: tuple[Name, ...] = ()
    consulted: tuple[Name, ...] = ()
    copied_to: tuple[Name, ...] = ()
    category: str = ""
    """A, B, C or D; what it means differs from place to place."""
    file: str = ""

    @property
    def text(self) -> str:
        """The letter as it was read, personal data masked; passages count in its code points."""
        return self._source.text(self.iri)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Said(Thing):
    """Something that a letter says; `name` is its words."""

    document: Name
    """Number (or title) of the letter."""
    section: str = ""
    written: date | None = None
    """The last day on which the letter can have been written."""
    about: tuple[Name, ...] = ()

    @property
    def words(self) -> str:
        """The clause as it stands in the letter."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Figure(Said):
    """One quantity stated of something."""

    indicator: str = ""
    """What is counted, in the words of the text."""
    value: Decimal | None = None
    """As written (1.45), in `unit` (亿元)."""
    unit: str = ""
    base_value: Decimal | None = None
    """In the base unit (145000000 元); per cent as a fraction of 1 with base unit "1"."""
    base_unit: str = ""
    comparator: str = "eq"
    """eq; gt, ge (超, 以上); lt, le (不足, 以内); approx (近, 约, 余)."""
    role: str = ""
    """result, target or parameter."""
    measure: str = ""
    """level, share or change."""
    period_start: date | None = None
    period_end: date | None = None

    @property
    def printed(self) -> str:
        """Number, sign and unit as they stand in the letter: 70余场."""
        return self.name.removeprefix(self.indicator).strip()

    @property
    def low(self) -> Decimal | None:
        """The least that the words allow, in the base unit; None where they set no lower bound.

        超2.1亿 and 70余场 say how little it is at least, 近500次 and 20万元以内 how much at most, 约40亿 neither.
        """
        above = self.comparator in ("eq", "ge", "gt") or (
            self.comparator == "approx" and _ABOVE.search(self.printed)
        )
        return self.base_value if above else None

    @property
    def high(self) -> Decimal | None:
        """The most that the words allow, in the base unit; None where they set no upper bound."""
        below = self.comparator in ("eq", "le", "lt") or (
            self.comparator == "approx" and _BELOW.search(self.printed)
        )
        return self.base_value if below else None


_ABOVE, _BELOW = re.compile("余|多"), re.compile("近")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Statement(Said):
    """What the government says that it did, does, will do or will not do."""

    status: str = ""
    """planned, ongoing, delivered or declined."""
    strength: str = ""
    """Of what is planned: firm, intended, aimed or explored."""
    actors: tuple[Name, ...] = ()
    actor_basis: str = ""
    """"stated", or "implied" where the issuer stands in."""
    deadline: date | None = None
    """The last day of the period named; of what is planned."""
    deadline_text: str = ""
    condition: str = ""
    """The words of its condition."""

    @property
    def figures(self) -> Things[Figure]:
        """The figures that it states."""
        return self._source.figures(self.iri)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status}: {_short(self.name)}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Report(Said):
    """A later statement that reports on a commitment."""

    outcome: str = ""
    """fulfilled, progress or restated."""
    reason: str = ""
    confidence: Decimal | None = None
    """From 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Commitment(Statement):
    """A promise and what became of it by a day, as far as the letters say."""

    state: str = ""
    """kept, partly, restated (only told again), overdue (past its day and no report), open.

    Overdue means that no later letter of the collection reports a result, not that nothing was done.
    """
    as_of: date | None = None
    """The day that counts as today."""
    reports: tuple[Report, ...] = ()
    """In the order of time."""
    looked_at: int = 0
    """Later letters of the same place, which could have reported."""

    def __repr__(self) -> str:
        due = f", due {self.deadline}" if self.deadline else ""
        return f"<Commitment {self.state}{due}: {_short(self.name)}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Series(Thing):
    """One indicator of one thing over time; all points can be compared in `unit`."""

    unit: str = ""
    """Base unit."""
    about: tuple[Name, ...] = ()
    points: tuple[Figure, ...] = ()
    """In the order of their periods, or of their letters where no period is said."""

    @property
    def evidence(self) -> Evidence:
        """The words of all its points."""
        return Evidence(passage for point in self.points for passage in point.evidence)

    def to_things(self) -> Things[Figure]:
        """The points as a collection, for a table or a data frame."""
        return Things(Figure, self.points)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Conflict(Thing):
    """What letters tell differently of one thing, put as a question; `name` is the question."""

    kind: str = ""
    """same figure for two things, different value for the same thing, different name or number, sum, dates."""
    quotes: tuple[Passage, ...] = ()
    """The words on all sides."""

    @property
    def evidence(self) -> Evidence:
        """The words on all sides."""
        return Evidence(self.quotes)


T_co = TypeVar("T_co", bound=Thing, covariant=True)


class Things(Table, Sequence[T_co], Generic[T_co]):
    """An immutable collection of things of one class, in a fixed order.

    `things[0]`, `things[:5]`, and `things["慈政发〔2022〕30号"]` by name, number or alias: KgError where none or
    several are called so.
    """

    __slots__ = ("_kind", "_things")

    def __init__(self, kind: type[T_co], things: Sequence[T_co]) -> None:
        self._kind = kind
        self._things = tuple(things)

    @overload
    def __getitem__(self, index: int | str) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> Things[T_co]: ...
    def __getitem__(self, index: int | str | slice) -> T_co | Things[T_co]:
        if isinstance(index, str):
            return self._named(index)
        if isinstance(index, slice):
            return Things(self._kind, self._things[index])
        return self._things[index]

    def _named(self, name: str) -> T_co:
        from kg.identity import key, number_key

        if isinstance(name, Name):  # it remembers which one it is
            name = name.iri
        wanted = {key(name), number_key(name)}
        for names in (_official, _all_names):
            found = [
                one for one in self._things if wanted & {f(n) for n in names(one) for f in (key, number_key)}
            ]
            if len(found) == 1:
                return found[0]
            if found:
                raise UsageError(
                    f"{len(found)} of these are called {name}: {', '.join(map(str, found[:5]))}."
                )
        raise KgError(f"None of these {len(self)} is called {name}.")

    def where(self, wanted: Callable[[T_co], bool]) -> Things[T_co]:
        """Those of which `wanted` holds, as a collection."""
        return Things(self._kind, [one for one in self._things if wanted(one)])

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[T_co]:
        return iter(self._things)

    def __eq__(self, other: object) -> bool:
        return self._things == other._things if isinstance(other, Things) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._things)

    def __repr__(self) -> str:
        shown = ", ".join(map(repr, self._things[:3]))
        return f"<{len(self)} × {self._kind.__name__}: {shown}{', …' if len(self) > 3 else ''}>"

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields of the class."""
        return tuple(one for one in columns_of(self._kind) if one not in _NOT_IN_TABLES)

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a thing, from field to value."""
        return [{name: getattr(one, name) for name in self.columns} for one in self._things]

    def _shown_columns(self, records: Sequence[Mapping[str, Any]]) -> Sequence[str]:
        """Those in which anything is said; a data frame has all of them."""
        shown = records[:SHOWN]
        said = {name for one in shown for name, value in one.items() if value not in (None, "", (), 0)}
        twice = {"number"} if all(one.get("number") == one.get("name") for one in shown) else set()
        return [name for name in self.columns if name in said - {"iri", "kinds"} - twice]


_QUOTED = frozenset(("points", "quotes"))
"""Fields that are shown as evidence."""
_NOT_IN_TABLES = frozenset(("reports", "points", "quotes"))
"""Fields that hold things themselves."""


def _official(one: Thing) -> tuple[str, ...]:
    return tuple(filter(None, (one.iri, one.name, getattr(one, "number", ""), getattr(one, "file", ""))))


def _all_names(one: Thing) -> tuple[str, ...]:
    return getattr(one, "aliases", ())
