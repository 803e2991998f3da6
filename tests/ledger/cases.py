"""Letters for the ledger: small ones made of single sentences, and the annotated ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from kg.findings import Ledger, Ref, Told
from kg.ledger import account
from kg.link import link
from kg.models import (
    Collection,
    Document,
    Entity,
    EntityField,
    Facts,
    Field,
    Figure,
    Header,
    Kind,
    Mention,
    Span,
    Statement,
    Status,
)

_NUMBER = re.compile(
    r"(\d+(?:\.\d+)?)(亿元|万元|元|%|辆|个|所|名|公里|场|户|部|家|人次|张|条|台|亩|套|万人次)(以上|以内)?"
)
_FACTORS = {
    "亿元": ("元", Decimal(100_000_000)),
    "万元": ("元", Decimal(10_000)),
    "%": ("1", Decimal("0.01")),
}


@dataclass(frozen=True)
class Said:
    """One sentence of a letter: its status, its words, and what an extractor would read from it."""

    status: str
    words: str
    deadline: str | None = None
    period: tuple[str | None, str | None] = (None, None)
    names: tuple[tuple[Kind, str], ...] = ()


def letter(written: str, *sentences: Said, body: str = "乐安县教育局") -> Facts:
    """A letter of a body with these sentences, one a line."""
    text, spans = f"{body}\n", []
    for one in sentences:
        spans.append(Span(len(text), len(text) + len(one.words)))
        text += one.words + "。\n"
    entities = [Entity((Kind.BODY,), body, mentions=(Mention(Span(0, len(body)), "name"),))]
    figures: list[Figure] = []
    statements = []
    for one, span in zip(sentences, spans, strict=True):
        own = [_figure(one, span, found) for found in _NUMBER.finditer(one.words)]
        about = []
        for kind, name in one.names:
            about.append(len(entities))
            begin = span.begin + one.words.index(name)
            entities.append(
                Entity(
                    (kind,),
                    name.strip("《》"),
                    aliases=(name,),
                    mentions=(Mention(Span(begin, begin + len(name)), "name"),),
                    scope="乐安县",
                )
            )
        statements.append(
            Statement(
                span, Status(one.status), "case", deadline=one.deadline, about=tuple(about),
                figures=tuple(range(len(figures), len(figures) + len(own))),
            )
        )  # fmt: skip
        figures += own
    return Facts(
        document=Document(f"{written}.txt", text, sha256(text.encode()).hexdigest()),
        header=Header(
            issuers=(EntityField(0, Span(0, len(body)), "head"),), issued=Field(written, Span(0, 1), "head")
        ),
        entities=tuple(entities),
        figures=tuple(figures),
        statements=tuple(statements),
    )


def _figure(one: Said, span: Span, found: re.Match[str]) -> Figure:
    value = Decimal(found[1])
    base, factor = _FACTORS.get(found[2], (found[2], Decimal(1)))
    begin = one.words.rfind("，", 0, found.start()) + 1
    return Figure(
        span=Span(span.begin + begin, span.begin + found.end()),
        number=Span(span.begin + found.start(), span.begin + found.end()),
        value=value,
        unit=found[2],
        base_value=value * factor,
        base_unit=base,
        comparator={"以上": "ge", "以内": "le"}.get(found[3] or "", "eq"),
        role="target" if one.status == "planned" else "result",
        measure="share" if found[2] == "%" else "level",
        indicator=one.words[begin : found.start()],
        rule="case",
        period_start=one.period[0],
        period_end=one.period[1],
    )


def told(*letters: Facts) -> tuple[Collection, Ledger]:
    """The letters linked, and their ledger."""
    collection = link(letters, decisions=())
    return collection, account(collection)


def outcomes(*letters: Facts) -> list[tuple[str, str, str]]:
    """Of every follow-up the earlier words, the later words and the outcome."""
    collection, ledger = told(*letters)
    return sorted(
        (words(collection, one.earlier), words(collection, one.later), one.outcome.value)
        for one in ledger.follow_ups
    )


def words(collection: Collection, ref: Ref) -> str:
    """The quotation of a statement or figure."""
    facts = collection.documents[ref.document].facts
    span = (facts.statements if ref.told is Told.STATEMENT else facts.figures)[ref.index].span
    return facts.document.text[span.begin : span.end]


def year(number: int) -> tuple[str, str]:
    """The first and last day of a year."""
    return f"{number}-01-01", f"{number}-12-31"


__all__: Sequence[str] = ("Said", "letter", "outcomes", "told", "words", "year")
