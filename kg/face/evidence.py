"""The words that say a fact, where they stand, and the paragraph around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from kg.errors import KgError
from kg.face.names import Iri, Name

AROUND = 300
"""Characters that are shown before and after the words; the whole paragraph can be unfolded."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a letter. Offsets are code points into the letter's text, half open."""

    words: str
    document: Name
    """Number (or title) of the letter."""
    section: str
    """Where in the letter, as "二/（一）/2"; empty before the first head."""
    begin: int
    end: int
    paragraph: str
    paragraph_begin: int
    """Offset of the paragraph in the letter."""
    iri: Iri
    says: str = ""
    """What the words prove, where that is not plain from what they were asked of: 发文机关."""

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.document, self.section)))
        return f"“{' '.join(self.words.split())}” {place}"

    def _repr_html_(self) -> str:
        first = self.begin - self.paragraph_begin
        last = first + len(self.words)
        before, after = self.paragraph[:first], self.paragraph[last:]
        marked = f'<mark style="background:#ffe28a;color:#111">{escape(self.words)}</mark>'
        near = f"{_tail(before)}{marked}{_head(after)}"
        whole = ""
        if len(before) > AROUND or len(after) > AROUND:
            whole = (
                '<details style="font-size:smaller"><summary>整段 · whole paragraph</summary>'
                f"<p>{escape(before)}{marked}{escape(after)}</p></details>"
            )
        says = f"<b>{escape(self.says)}</b> " if self.says else ""
        place = f"{escape(' '.join(filter(None, (self.document, self.section))))} · {self.begin}–{self.end}"
        return (
            '<blockquote style="margin:.5em 0;padding-left:1em;border-left:3px solid #ffc107">'
            f'{near}<footer style="font-size:smaller;opacity:.75">{says}{place}</footer>{whole}</blockquote>'
        )


def _tail(text: str) -> str:
    return escape(text) if len(text) <= AROUND else "…" + escape(text[-AROUND:])


def _head(text: str) -> str:
    return escape(text) if len(text) <= AROUND else escape(text[:AROUND]) + "…"


class Evidence(tuple[Passage, ...]):
    """All passages that say one fact, in the order of letters and offsets.

    Most facts rest on one: `words`, `document`, `section`, `begin`, `end` and `paragraph` are those of the first;
    KgError where there is none.
    """

    __slots__ = ()

    @property
    def first(self) -> Passage:
        """The first passage."""
        if not self:
            raise KgError("No words of the letters say this: the fact is known across letters only.")
        return self[0]

    @property
    def words(self) -> str:
        """The words of the first passage."""
        return self.first.words

    @property
    def document(self) -> Name:
        """The letter of the first passage."""
        return self.first.document

    @property
    def section(self) -> str:
        """The section of the first passage."""
        return self.first.section

    @property
    def begin(self) -> int:
        """The offset at which the first passage begins, in code points."""
        return self.first.begin

    @property
    def end(self) -> int:
        """The offset behind the first passage."""
        return self.first.end

    @property
    def paragraph(self) -> str:
        """The paragraph of the first passage."""
        return self.first.paragraph

    def __repr__(self) -> str:
        return f"<Evidence {'; '.join(map(str, self[:3]))}{' …' if len(self) > 3 else ''}>"

    def _repr_html_(self) -> str:
        return listed(self)


MOST = 10
"""Passages that a notebook shows of one fact."""


def listed(passages: Sequence[Passage], most: int = MOST) -> str:
    """Passages one below the other; how many are left out is said."""
    shown = "".join(one._repr_html_() for one in passages[:most])
    left = len(passages) - most
    return f"{shown}<p>还有 {left} 处 · {left} more</p>" if left > 0 else shown
