"""The IRI of a thing as a function of stable facts: kind, full name, place or issuer, number.

Nothing here looks at offsets, at order or at other documents, so a thing read alone or among a million bears
the same IRI. Both the room that links and the room that writes RDF mint from here; it knows only the values.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from kg.models import Entity, Facts, Kind, Predicate

BASE = "https://w3id.org/commitment-graph/id/"
"""Under what all things are minted unless a user sets another base."""

_BRACKETS = str.maketrans(
    dict.fromkeys("([{【﹝〖⟨〈", "〔") | dict.fromkeys(")]}】﹞〗⟩〉", "〕") | dict.fromkeys("·•∙⋅・‧․", "·")
)
_QUOTES = dict.fromkeys(map(ord, "“”‘’\"'`´「」『』《》〝〞〟"))
_NUMBER = re.compile(r"〕第?0*(?=\d)")
_SAFE = "-._~!$&*+,;=:@"


def key(name: str) -> str:
    """What all writings of one name share, whatever their width, case, brackets, quotes and white space."""
    plain = unicodedata.normalize("NFKC", name).translate(_QUOTES).translate(_BRACKETS).lower()
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))


def number_key(number: str) -> str:
    """The key of a document number: 慈政发[2022]第030号 is 慈政发〔2022〕30号."""
    return _NUMBER.sub("〕", key(number))


_PARTS_OF_NUMBER = re.compile(r"(.*)〔(\d{4})〕(\d+)号?")


def is_slip(one: str, other: str) -> bool:
    """Whether two document numbers differ in one part only, series, year or running number, as by a slip.

    The first documents of each year (1号) often bear one title: small numbers of two years are two documents.
    """
    mine, its = (_PARTS_OF_NUMBER.fullmatch(number_key(number)) for number in (one, other))
    if not (mine and its):
        return False
    differ = [left != right for left, right in zip(mine.groups(), its.groups(), strict=True)]
    return differ.count(True) == 1 and not (differ[1] and len(mine[3]) < 2)


def segment(folded: str) -> str:
    """One path segment of an IRI: Chinese stays readable, what an IRI may not hold is percent-encoded."""
    text = "".join(c if _is_iri_character(c) else quote(c, safe=_SAFE) for c in folded)
    return text if text.strip(".") else "-" + text.replace(".", "%2E")


def _is_iri_character(character: str) -> bool:
    """Whether RFC 3987 lets the character stand in a path (`ucschar`); ASCII is left to `quote`."""
    code = ord(character)
    if code < 0x10000:
        return 0xA0 <= code <= 0xD7FF or 0xF900 <= code <= 0xFDCF or 0xFDF0 <= code <= 0xFFEF
    return code < 0xF0000 and code & 0xFFFF <= 0xFFFD and not 0xE0000 <= code < 0xE1000


def path(*parts: str | None) -> str:
    """The parts as keys joined by slashes; missing parts are left out."""
    return "/".join(segment(key(part)) for part in parts if part)


def digest(text: str, length: int = 12) -> str:
    """The first `length` hexadecimal digits of the SHA-256 of the text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length]


def numbered(issuer: str | None, number: str, base: str = BASE) -> str:
    """A document that bears a number, cited or read: both are one thing and bear one IRI."""
    return f"{base}document/{path(issuer)}{'/' if issuer else ''}{segment(number_key(number))}"


def document(facts: Facts, base: str = BASE) -> str:
    """The IRI of the letter: by its number, else by the suggestion that it answers, else by its text."""
    header = facts.header
    issuer = first_issuer(facts)
    if header.number:
        return numbered(issuer, header.number.value, base)
    session = header.session_name or (header.session.value if header.session else None)
    if issuer and session and header.suggestion_number:
        return f"{base}document/{path(issuer, session)}/{_plain_number(header.suggestion_number.value)}"
    return f"{base}document/sha256/{digest(facts.document.text, 64)}"


def first_issuer(facts: Facts) -> str | None:
    """The full name of the body that the letter names first as its issuer."""
    issuers = facts.header.issuers
    return facts.entities[issuers[0].entity].name if issuers else None


def session(facts: Facts, base: str = BASE) -> str | None:
    """The IRI of the session in which the suggestion was put; None where the letter names none."""
    header = facts.header
    if header.session_name:
        return f"{base}session/{path(header.session_name)}"
    if header.session:
        # The short form says neither town nor county: the issuer tells it from namesakes elsewhere.
        return f"{base}session/{path(first_issuer(facts), header.session.value)}"
    return None


def suggestion(facts: Facts, letter: str, base: str = BASE) -> str | None:
    """The IRI of the suggestion or proposal that the letter answers; None where the letter speaks of none.

    `letter` is the IRI of the letter: it stands in where neither number nor title is known.
    """
    header = facts.header
    kind = "proposal" if header.proposal else "suggestion"
    printed = header.session.value if header.session else None
    scope = path(header.session_name) if header.session_name else path(first_issuer(facts), printed)
    prefix = f"{base}{kind}/{scope}{'/' if scope else ''}"
    if header.suggestion_number:
        return prefix + _plain_number(header.suggestion_number.value)
    if header.suggestion_title:
        return prefix + path(header.suggestion_title.value)
    if header.session or header.proposers:
        return f"{base}{kind}/{letter.removeprefix(base)}"
    return None


def _plain_number(number: str) -> str:
    return segment(key(number).lstrip("0") or "0")


def entity(facts: Facts, index: int, base: str = BASE) -> str:
    """The IRI of an entity of the letter, by its leading kind."""
    one = facts.entities[index]
    match one.kinds[0]:
        case Kind.BODY:
            return f"{base}body/{path(one.name)}"
        case Kind.ORGANIZATION:
            return f"{base}organization/{path(one.name)}"
        case Kind.PERSON:
            return f"{base}person/{path(one.scope, one.name)}"
        case Kind.PLACE:
            return f"{base}place/{path(one.code) if one.code else path(one.scope, one.name)}"
        case Kind.POLICY:
            issuer = policy_issuer(facts, index)
            return (
                numbered(issuer, one.number, base) if one.number else f"{base}policy/{path(issuer, one.name)}"
            )
        case Kind.PROGRAMME | Kind.PROJECT:
            return f"{base}programme/{path(one.scope, one.name)}"
        case Kind.PLATFORM:
            return f"{base}platform/{path(one.scope, one.name)}"


def policy_issuer(facts: Facts, index: int) -> str | None:
    """Who issued a policy as far as the letter says: its scope, else the first body named as issuer."""
    one: Entity = facts.entities[index]
    if one.scope:
        return one.scope
    said = [r for r in facts.relations if r.subject == index and r.predicate is Predicate.ISSUED_BY]
    if not said:
        return None
    return facts.entities[min(said, key=lambda r: (r.span, facts.entities[r.object].name)).object].name


_CHAIN = re.compile(
    r"(?:[^省市县区州旗盟镇乡]{1,8}?(?:特别行政区|自治区|自治州|自治县|自治旗|省|市|州|盟|地区|县|(?<![社校园片景厂小街])区|旗|(?<!城)镇|(?<!城)乡|街道))+"
)
_STEP = re.compile(r".+?(?:特别行政区|自治区|自治州|自治县|自治旗|省|市|州|盟|地区|县|区|旗|镇|乡|街道)")


@lru_cache(maxsize=1 << 16)
def division(name: str) -> str:
    """The last division that a full name begins with: 合肥市淝河区民政局 is of 淝河区; empty where none is."""
    found = _CHAIN.match(key(name).removeprefix("中共"))
    steps = _STEP.findall(found[0]) if found else []
    return str(steps[-1]) if steps else ""


def place_of(facts: Facts) -> str:
    """The division of the letter: that of its issuer, else of its session; empty where neither says one."""
    header = facts.header
    names = [facts.entities[one.entity].name for one in header.issuers]
    names += [name for name in (header.session_name,) if name]
    return next(filter(None, map(division, names)), "")
