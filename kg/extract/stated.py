"""Relations that document numbers, titles, names and tables state by themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.extract import bodies, tables
from kg.extract.entities import WORKS, Names
from kg.extract.letter import Letter
from kg.extract.places import split
from kg.extract.streams import quick_finder
from kg.models import Entity, Kind, Predicate, Relation
from kg.text.fold import key


def issuer(letter: Letter, names: Names) -> int | None:
    """The entity that the head names as the first issuer of a letter."""
    head = letter.head.issuers
    return names.of_header.get((head[0].begin, head[0].end)) if head else None


def read(letter: Letter, names: Names) -> Iterator[Relation]:
    """What numbers, titles, names and tables say."""
    yield from tables.related(letter, names)
    index = {
        key(entity.name): number
        for number, entity in enumerate(names.entities)
        if entity.kinds[0] is Kind.BODY
    }
    titles = _Titles(names)
    for lower, upper in _within(letter, names):
        if places := names.entities[lower].mentions:
            yield Relation(lower, Predicate.LOCATED_IN, upper, places[0].span, "division")
    for work, leader in _led(names):
        if places := names.entities[leader].mentions:
            yield Relation(work, Predicate.RESPONSIBLE_BODY, leader, places[0].span, "named-after")
    for number, entity in enumerate(names.entities):
        if entity.kinds[0] is not Kind.POLICY or not entity.mentions:
            continue
        place = entity.mentions[0].span
        if entity.number:
            known = bodies.issuer_of_number(entity.number, letter.setting)
            own = issuer(letter, names) if known is None and _same_office(letter, entity.number) else None
            body = index.get(key(known)) if known else own
            if body is not None:
                yield Relation(number, Predicate.ISSUED_BY, body, place, "number-prefix")
        for part in bodies.of_title(entity.name):
            body = index.get(key(bodies.official(part, letter.setting)))
            if body is not None:
                yield Relation(number, Predicate.ISSUED_BY, body, place, "title-issuer")
        for other in titles.matter(entity):
            if other != number:
                yield Relation(number, Predicate.IMPLEMENTS, other, place, "title")


_SIGN = re.compile("[\u4e00-\u9fa5]{2,}?(?=[函复字发建提案议规联综通]*(?:$|[^\u4e00-\u9fa5]))")


def _same_office(letter: Letter, number: str) -> bool:
    """Whether a document number bears the sign of the letter's own, or that and one letter more, but 办."""
    own = _SIGN.match(letter.head.number.value) if letter.head.number else None
    other = _SIGN.match(number)
    if own is None or other is None:
        return False
    return other[0] == own[0] or (other[0][:-1] == own[0] and other[0][-1] != "办")


def _within(letter: Letter, names: Names) -> Iterator[tuple[int, int]]:
    """Divisions whose names, as written, lead through the one above them: 浙江省三门县."""
    forms = {
        form: number
        for number, entity in enumerate(names.entities)
        if entity.kinds[0] is Kind.PLACE
        for form in (entity.name, *entity.aliases)
    }
    for form, number in forms.items():
        above, rest = split(form, letter.setting.year)
        if len(above) > 1 and not rest:
            whole = forms.get(above[-2].name, number)
            if whole != number:
                yield number, whole


_OF_WORK = re.compile(
    "(?:工作|建设|推进|改革|协调|创建|项目|工程)*(?:领导小组(?:办公室)?|(?:工作|推进)?专班|指挥部|联席会议|推进办|(?:专项|工作)小组|工作组)$"
)
"""What makes the name of a work that of the body which leads it."""
_WORK_TAIL = re.compile("(?:工作)?(?:体系|机制|制度|工作)$")
_PLACE = re.compile(
    "(?:[\u4e00-\u9fa5]{0,9}[省市县区州旗盟镇乡])?(?:推进|促进|深化|实施|开展|加快|加强|建设)?$"
)


def _led(names: Names) -> Iterator[tuple[int, int]]:
    """Works and the bodies that are named after them: “一号改革工程” and “一号改革工程”专班."""
    works: dict[str, list[int]] = defaultdict(list)
    for number, entity in enumerate(names.entities):
        if entity.kinds[0] in WORKS:
            for form in {_WORK_TAIL.sub("", key(form)) for form in (entity.name, *entity.aliases)}:
                works[form].append(number)
    heads = {
        _OF_WORK.sub("", form): number
        for number, entity in enumerate(names.entities)
        if entity.kinds[0] is Kind.BODY
        for form in (entity.name, *entity.aliases)
        if _OF_WORK.search(form)
    }
    found = {
        (work, at, body)
        for at, (head, body) in enumerate(heads.items())
        for matter in _matters(head)
        for work in works.get(matter, ())
    }
    return ((work, body) for work, _, body in sorted(found))


def _matters(head: str) -> Iterator[str]:
    """The works that a body may be named after: what stands in quotes, or behind at most a place."""
    whole, quoted = key(head), key(head.rpartition("“")[2])
    for cut in range(len(whole) - 3):
        if whole[cut:] == quoted or _PLACE.match(whole[:cut]):
            yield whole[cut:]


_FURTHERING = ("推进", "推动", "打造")


class _Titles:
    """What titles name as their matter: works that they quote or further, and policies in marks that they carry out."""

    def __init__(self, names: Names) -> None:
        works: dict[str, list[int]] = defaultdict(list)
        self._policies: dict[str, list[int]] = defaultdict(list)
        for number, entity in enumerate(names.entities):
            for form in {key(form) for form in (entity.name, *entity.aliases)}:
                if entity.kinds[0] in WORKS and len(form) >= 4:
                    works[form].append(number)
                elif entity.kinds[0] is Kind.POLICY:
                    self._policies[form].append(number)
        self._works = list(works.values())
        self._finder = quick_finder(works)

    def matter(self, policy: Entity) -> list[int]:
        """The works and policies that a title is about, in order."""
        title, quoted = key(policy.name), set(map(key, re.findall("“([^“”]+)”", policy.name)))
        found = {
            number
            for hit, begin, end in self._finder.find_matches_as_indexes(title, overlapping=True)
            if title[begin:end] in quoted or title[:begin].endswith(_FURTHERING)
            for number in self._works[hit]
        }
        if not re.search("关于(?:印发|转发|公布|发布|下发)", policy.name):
            for inner in re.findall("[《〈]([^《》〈〉]{4,})[》〉]", policy.name):
                found.update(self._policies.get(key(inner), ()))
        return sorted(found)
