"""From what was found in a letter to `Facts`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.entities import Names
from kg.extract.letter import Letter
from kg.extract.page import Found
from kg.models import Doubt, EntityField, Facts, Field, Figure, Header, Relation, Statement
from kg.text.layout import sections
from kg.text.numerals import DIGITS, TENS, spell

_SESSION = re.compile(
    r"(?P<place>[\u4e00-\u9fa5]*?)(?P<one>人大|政协|人民代表大会)?第?(?P<term>[十一二三四五六七八九\d]{1,3})届(?P<two>人大|政协|人民代表大会|委员会)?"
    r"第?(?P<time>[十一二三四五六七八九\d]{1,2})次"
)


def session_name(letter: Letter, proposal: bool) -> str | None:
    """The full name of a session: 市十八届人大三次会议 of Cixi is 慈溪市第十八届人民代表大会第三次会议."""
    head = letter.head
    found = _SESSION.search(head.session.value) if head.session else None
    if not found:
        return None
    word = found["place"].removeprefix("政协").removeprefix("在")
    place = letter.setting.level(word) if word else letter.setting.own
    name = place.name if place else word
    if not name:
        return None
    term, time = (spell(int(part)) if part.isdigit() else part for part in (found["term"], found["time"]))
    if any(c not in DIGITS and c not in TENS for c in term + time):
        return None
    organ = (found["one"] or found["two"] or "") + found["place"]
    if "政协" in organ or (proposal and "人" not in organ):
        return f"中国人民政治协商会议{name}第{term}届委员会第{time}次会议"
    return f"{name}第{term}届人民代表大会第{time}次会议"


def header(letter: Letter, names: Names) -> Header:
    """The head of a letter with its bodies and persons as entities."""
    head, flow = letter.head, letter.flow

    def literal(found: Found | None) -> Field | None:
        return Field(found.value, flow.span(found.begin, found.end), found.rule) if found else None

    def entities(found: Sequence[Found]) -> tuple[EntityField, ...]:
        fields: dict[int, EntityField] = {}
        for one in found:
            entity = names.of_header.get((one.begin, one.end))
            if entity is not None:
                fields.setdefault(entity, EntityField(entity, flow.span(one.begin, one.end), one.rule))
        return tuple(fields.values())

    signer = entities([head.signer]) if head.signer else ()
    return Header(
        literal(head.number),
        literal(head.title),
        entities(head.issuers),
        signer[0] if signer else None,
        literal(head.issued),
        entities(head.addressees),
        entities(head.proposers),
        literal(head.suggestion_number),
        literal(head.suggestion_title),
        literal(head.session),
        session_name(letter, head.proposal),
        entities(head.consulted),
        entities(head.copied_to),
        literal(head.category),
        head.proposal,
    )


def facts(
    letter: Letter,
    names: Names,
    figures: Sequence[Figure] = (),
    statements: Sequence[Statement] = (),
    relations: Sequence[Relation] = (),
    doubts: Sequence[Doubt] = (),
) -> Facts:
    """Everything that was found, as values with offsets into the document."""
    return Facts(
        letter.document,
        header(letter, names),
        sections(letter.flow),
        tuple(names.entities),
        tuple(figures),
        tuple(statements),
        tuple(relations),
        tuple(doubts),
    )
