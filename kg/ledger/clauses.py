"""The statements of one place, prepared once to be held against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kg.findings import Ref, Told
from kg.ledger import words
from kg.ledger.letters import Letter
from kg.models import Collection, Entity, Facts, Figure, Kind, Span, Statement, Status

NAMED = frozenset((Kind.PROGRAMME, Kind.PROJECT, Kind.PLATFORM, Kind.POLICY, Kind.ORGANIZATION))
"""Kinds whose name in two statements says that they may speak of one thing; offices are in all of them."""

_FOUNDED = re.compile(r"(?:园|飞地|示范区|试验区|开发区|新区|中心|基地|大厦|综合体|站|路|线|桥|馆|场)$")
_LEAD = re.compile(r"[^。；;！？]{2,80}$")
_NEXT = 4
"""Characters between two statements of one sentence."""
_FULL_STOP = re.compile(r"[。；;！\n]")
_SUBJECTLESS = re.compile(
    r"预计|延期|推迟|延至|调整|顺延|计划|拟|将|力争|确保|争取|已|于|目前|正在|\d{4}年|今年|明年|年内|年底|\d{1,2}月|[一二三四]季度"
)
"""How a statement begins whose subject stands before it."""
_PHASE_ALONE = re.compile(r"(?:（[一二三四五六七八九十]+）|\d+[.、])?[一二三四五六]期")
_PHASE_OF = re.compile(r"([一-鿿]{3,12})[一二三四五六]期")
_QUOTED = re.compile(r"“([^“”]{2,16})”([一-鿿]{0,2})")
_HAN = re.compile(r"[一-鿿]")
_COURTESY = re.compile(
    r"收悉|现答复|现将[^，]*答复|感谢|欢迎(?:继续|您|你)|(?:会同|会商|商|协商|征求)[^，]*(?:研究|会商|协商|沟通|意见)|高度重视[^，]*(?:建议|提案|办理)|"
    r"收到(?:建议|提案)|(?:我局|我委|我办)(?:会同|商)|开展[^，]{0,4}调查研究|(?:贯彻|落实|践行|学习)[^，。；]*(?:指示|批示|讲话|会议|重要论述)[^，。；]{0,8}精神"
)

_DRAFTED = re.compile(r"起草|初稿|草案|征求意见稿|公开征求|向社会征求|送审")
"""Who asks for opinions on a draft does more than handle a suggestion."""


def is_courtesy(text: str) -> bool:
    """Whether a statement only speaks of the handling of the suggestion (received, consulted, thanked) or of a spirit followed."""
    return _COURTESY.search(text) is not None and not _DRAFTED.search(text)


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of a letter with what it is about."""

    ref: Ref
    letter: Letter
    statement: Statement
    status: Status
    """What the statement says of the act: as it was read, unless the day of the letter speaks against it."""
    text: str
    """As printed, without white space."""
    lead: str
    """What the sentence says before it, where the statement itself names nothing: the subject is there."""
    sides: tuple[tuple[str, frozenset[str]], ...]
    """Its clauses, each with its pairs of characters."""
    pairs: frozenset[str]
    names: frozenset[str]
    """IRIs of named things, and what stands in quotes (as “…”)."""
    policies: frozenset[str]
    figures: tuple[tuple[Ref, Figure], ...]
    result_beside: bool = False
    """Whether its sentence goes on with what came of it."""

    @property
    def whole(self) -> str:
        """The statement with its lead."""
        return self.lead + self.text

    @property
    def results(self) -> tuple[tuple[Ref, Figure], ...]:
        """Its figures that tell what was reached."""
        return tuple(pair for pair in self.figures if pair[1].role == "result")


def clauses(collection: Collection, group: Sequence[Letter]) -> list[Clause]:
    """The statements of the letters, in the order of the letters and of the text."""
    found = []
    for letter in group:
        linked = collection.documents[letter.index]
        places = _mentions(linked.facts)
        own = [
            _clause(linked.facts, linked.entities, places, letter, index, statement)
            for index, statement in enumerate(linked.facts.statements)
        ]
        found += _with_results_beside(linked.facts.document.text, own)
    return found


def _with_results_beside(text: str, own: Sequence[Clause]) -> list[Clause]:
    """The clauses, those marked whose sentence goes on with a delivered act or with figures."""
    marked = {one.ref: one for one in own}
    for one, after in pairwise(sorted(own, key=lambda clause: clause.statement.span)):
        between = text[one.statement.span.end : after.statement.span.begin]
        goes_on = len(between) <= _NEXT and not _FULL_STOP.search(between)
        if goes_on and (after.status is Status.DELIVERED or after.figures):
            marked[one.ref] = replace(one, result_beside=True)
    return [marked[one.ref] for one in own]


def _mentions(facts: Facts) -> list[tuple[Span, int]]:
    return sorted(
        (mention.span, index)
        for index, entity in enumerate(facts.entities)
        if _is_named(entity)
        for mention in entity.mentions
    )


def _is_named(entity: Entity) -> bool:
    """Whether the name is worth a link; of places, only those that somebody founded (园, 飞地)."""
    if NAMED.intersection(entity.kinds):
        return True
    return entity.kinds[0] is Kind.PLACE and entity.code is None and bool(_FOUNDED.search(entity.name))


def _lead(text: str, begin: int) -> str:
    """The words of the sentence before a statement, as they stand."""
    found = _LEAD.search(text, max(0, begin - 80), begin)
    return found[0] if found else ""


def _clause(
    facts: Facts,
    iris: Sequence[str],
    mentions: Sequence[tuple[Span, int]],
    letter: Letter,
    index: int,
    statement: Statement,
) -> Clause:
    span = statement.span
    said = facts.document.text[span.begin : span.end]
    text = "".join(said.split())
    inside = {at for place, at in mentions if span.begin <= place.begin and place.end <= span.end}
    about = {at for at in statement.about if _is_named(facts.entities[at])} | inside
    lead = ""
    if (not about and _SUBJECTLESS.match(text)) or _PHASE_ALONE.match(text):
        lead = _lead(facts.document.text, span.begin)
    if lead and not about:
        start = span.begin - len(lead)
        about = {at for place, at in mentions if start <= place.begin and place.end <= span.begin}
    lead = "".join(lead.split())
    if _PHASE_ALONE.match(text) or _PHASE_ALONE.match(lead):
        lead = _whole_of_phase(facts.document.text, span.begin) + lead
    names = {iris[at] for at in about}
    names |= {_quoted_name(inner, after) for inner, after in _QUOTED.findall(text)}
    sides = tuple((side, words.pairs(side)) for side in words.sides(f"{lead}，{said}" if lead else said))
    status = _status(statement, text, letter, [facts.figures[at] for at in statement.figures])
    promised = status is Status.PLANNED and statement.status is not Status.PLANNED
    figures = tuple(
        (Ref(letter.index, Told.FIGURE, at), _promised(facts.figures[at]) if promised else facts.figures[at])
        for at in statement.figures
    )
    return Clause(
        ref=Ref(letter.index, Told.STATEMENT, index),
        letter=letter,
        statement=statement,
        status=status,
        text=text,
        lead=lead,
        sides=sides,
        pairs=frozenset().union(*(pairs for _, pairs in sides)),
        names=frozenset(names),
        policies=frozenset(iris[at] for at in about if _is_policy(facts.entities[at])),
        figures=figures,
    )


_DATED = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月)?|今年(\d{1,2})月")
_DONE_BY_NOW = re.compile(r"已|完成了|目前|截至|截止|去年|以来|上年|提前")
_STANDING = re.compile(r"每[年月季周日](?!度)|每学期|每学年|每半年|(?<!不)定期|常态化")
_TITLES = re.compile(r"《[^《》]*》")
_NUMBERED = re.compile(r"[〔\[]\d{4}[〕\]]\d+号")


def _status(statement: Statement, text: str, letter: Letter, figures: Sequence[Figure]) -> Status:
    """The status as read; a day or period after the letter makes a plan of it, “每月” a practice."""
    if statement.status not in (Status.DELIVERED, Status.ONGOING) or letter.last is None:
        return statement.status
    plain = _TITLES.sub("", text)
    if not (_DONE_BY_NOW.search(plain) or _NUMBERED.search(text)) and _is_ahead(plain, letter.last):
        return Status.PLANNED
    if statement.status is Status.DELIVERED and not figures and _STANDING.search(plain):
        return Status.ONGOING
    return statement.status


def _is_ahead(text: str, written: date) -> bool:
    """Whether the words name a day by which it will be done, or a month to come."""
    if re.search(r"年内|(?:年|月)底(?:以|之)?前|明年", text) and not re.search(r"(?:19|20)\d\d年", text):
        return True
    for year, month, this in _DATED.findall(text):
        named = int(year) if year else written.year
        if named > written.year or (named == written.year and int(month or this or 0) > written.month):
            return True
        if named == written.year and re.search(rf"{named}年(?:年?底|末)(?:以|之)?前", text):
            return True
    return False


def _promised(figure: Figure) -> Figure:
    return replace(figure, role="target") if figure.role == "result" else figure


def _whole_of_phase(text: str, begin: int) -> str:
    """The name of the whole, of which a phase was told before: 社会福利中心 of 社会福利中心一期; empty where none."""
    found = _PHASE_OF.findall(text, max(0, begin - 150), begin)
    return found[-1] if found else ""


def _quoted_name(inner: str, after: str) -> str:
    """What stands in quotes; of a formula (“1+N”) with the word behind it, since many things bear it."""
    return f"“{inner}”" if len(_HAN.findall(inner)) >= 2 else f"“{inner}”{after}"


def _is_policy(entity: Entity) -> bool:
    return Kind.POLICY in entity.kinds


def name_counts(found: Sequence[Clause]) -> Counter[str]:
    """In how many statements each name stands."""
    counts: Counter[str] = Counter()
    for clause in found:
        counts.update(clause.names)
    return counts
