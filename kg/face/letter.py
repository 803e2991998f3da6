"""One letter that somebody pasted in: what it states, with the words marked in its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.face.table import Table

if TYPE_CHECKING:
    from kg.models import Facts, Span

NAME = "pasted.txt"
"""What a pasted letter is called where something has to be said of it."""
COLOURS = {
    "planned": "#ffe28a",
    "ongoing": "#cfe8ff",
    "delivered": "#c9efd5",
    "declined": "#f6d5e5",
}
"""Backgrounds of statements by status; told apart by lightness too, and named in words beside."""
LINES = {"header": "#7a5cc0", "entity": "#0072b2", "figure": "#b34700"}
"""Underlines of what else is marked."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a letter. Offsets are code points into `Letter.text`, half open."""

    kind: str
    """header, entity, figure, statement or relation."""
    what: str
    """Which field of the head, class of entity, comparator of a figure, status of a statement, relation."""
    value: str
    """As a person reads it: a name, 1.45 亿元, a clause."""
    words: str
    section: str
    begin: int
    end: int


class LetterFacts(Table, Sequence[Fact]):
    """All facts of a letter, in the order of kinds and of the text; Jupyter shows the marked letter."""

    __slots__ = ("_facts", "_text")

    def __init__(self, text: str, facts: Sequence[Fact]) -> None:
        self._text = text
        self._facts = tuple(facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __getitem__(self, index: Any) -> Any:
        found = self._facts[index]
        return LetterFacts(self._text, found) if isinstance(index, slice) else found

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts)

    def __repr__(self) -> str:
        kinds = {one.kind: 0 for one in self._facts}
        for one in self._facts:
            kinds[one.kind] += 1
        return f"<LetterFacts {', '.join(f'{number} × {kind}' for kind, number in kinds.items())}>"

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields of a fact."""
        return ("kind", "what", "value", "words", "section", "begin", "end")

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a fact."""
        return [{name: getattr(one, name) for name in self.columns} for one in self._facts]

    def of(self, kind: str) -> LetterFacts:
        """The facts of one kind."""
        return LetterFacts(self._text, [one for one in self._facts if one.kind == kind])

    def _repr_html_(self) -> str:
        return f"{_legend()}{_marked(self._text, self._facts)}{super()._repr_html_()}"


class Letter:
    """A letter and what it states."""

    __slots__ = ("facts", "text", "values")

    def __init__(self, values: Facts) -> None:
        self.values = values
        """The same as plain values (`kg.models.Facts`)."""
        self.text = values.document.text
        """As it was read, personal data masked."""
        self.facts = LetterFacts(self.text, list(_facts(values)))

    def __repr__(self) -> str:
        return f"<Letter of {len(self.text)} characters: {self.facts!r}>"

    def _repr_html_(self) -> str:
        return f"{_legend()}{_marked(self.text, tuple(self.facts))}"


def read(text: str) -> Letter:
    """The facts of a pasted text; see `kg.text`."""
    from kg.extract import extract
    from kg.read import decode

    # With a byte order mark, so that no encoding is guessed.
    return Letter(extract(decode(text.encode("utf-8-sig", "replace"), NAME)))


def _facts(values: Facts) -> Iterator[Fact]:
    names = [one.name for one in values.entities]

    def fact(kind: str, what: str, value: str, span: Span) -> Fact:
        words = values.document.text[span.begin : span.end]
        inside = [one for one in values.sections if one.span.begin <= span.begin < one.span.end]
        section = min(inside, key=lambda one: one.span.end - one.span.begin).section if inside else ""
        return Fact(kind, what, value, words, section, span.begin, span.end)

    head = values.header
    for name in ("number", "title", "issued", "suggestion_number", "suggestion_title", "session", "category"):
        field = getattr(head, name)
        if field is not None:
            yield fact("header", name, field.value, field.span)
    signer = (head.signer,) if head.signer else ()
    several = {
        "issuers": head.issuers,
        "signer": signer,
        "addressees": head.addressees,
        "proposers": head.proposers,
        "consulted": head.consulted,
        "copied_to": head.copied_to,
    }
    for name, fields in several.items():
        for one in fields:
            yield fact("header", name, names[one.entity], one.span)
    for entity in values.entities:
        for mention in entity.mentions:
            yield fact("entity", ", ".join(entity.kinds), entity.name, mention.span)
    for figure in values.figures:
        shown = f"{figure.indicator} {figure.value:f}{figure.unit}".strip()
        yield fact("figure", figure.comparator, shown, figure.number)
    for statement in values.statements:
        words = values.document.text[statement.span.begin : statement.span.end]
        due = f"（{statement.deadline}）" if statement.deadline else ""
        yield fact("statement", statement.status, f"{words}{due}", statement.span)
    for relation in values.relations:
        joined = f"{names[relation.subject]} → {names[relation.object]}"
        yield fact("relation", relation.predicate, joined, relation.span)


def _legend() -> str:
    said = {"planned": "计划", "ongoing": "正在做", "delivered": "已做到", "declined": "不做"}
    marks = [
        f'<span style="background:{colour};color:#111;padding:0 .3em">{said[status]} {status}</span>'
        for status, colour in COLOURS.items()
    ]
    lined = {"header": "文头", "entity": "名称", "figure": "数据"}
    marks += [
        f'<span style="border-bottom:2px solid {colour}">{lined[kind]} {kind}</span>'
        for kind, colour in LINES.items()
    ]
    return f'<p style="font-size:smaller">{" ".join(marks)}</p>'


def _marked(text: str, facts: Sequence[Fact]) -> str:
    """The text with every fact marked: statements by background, the others by a line below."""
    drawn = [one for one in facts if one.kind in LINES or one.kind == "statement"]
    cuts = sorted({0, len(text), *(one.begin for one in drawn), *(one.end for one in drawn)})
    starting: dict[int, list[Fact]] = {}
    for one in drawn:
        starting.setdefault(one.begin, []).append(one)
    open_: list[Fact] = []
    parts = []
    for begin, end in pairwise(cuts):
        open_ = [one for one in open_ if one.end > begin] + starting.get(begin, [])
        parts.append(_span(escape(text[begin:end]), open_))
    return (
        '<div style="white-space:pre-wrap;line-height:1.9;max-height:32em;overflow:auto;border:1px solid #ccc;'
        f'padding:.5em 1em">{"".join(parts)}</div>'
    )


def _span(words: str, facts: Sequence[Fact]) -> str:
    if not facts:
        return words
    style = []
    for one in facts:
        if one.kind == "statement":
            style.append(f"background:{COLOURS[one.what]};color:#111")
        else:
            style.append(f"border-bottom:2px solid {LINES[one.kind]}")
    title = escape("\n".join(dict.fromkeys(f"{one.kind} · {one.what}: {one.value[:80]}" for one in facts)))
    return f'<span style="{";".join(style)}" title="{title}">{words}</span>'
