"""Mentions of one thing brought together: an entity under all its names, with what tells it from namesakes."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from kg.extract import bodies
from kg.extract.departments import departments
from kg.extract.letter import Letter
from kg.extract.places import core, divisions, split
from kg.models import Entity, Kind, Mention
from kg.text.fold import key

WORKS = (Kind.PROGRAMME, Kind.PROJECT, Kind.PLATFORM)
"""Kinds of what a government sets up and runs."""
REGION = re.compile("(?<=..)(?:地区|区域|大市)$")
"""长三角地区 is 长三角, 宁波大市 is 宁波."""
_COMPANY = re.compile("(?:股份|集团)?有限(?:责任)?公司$|集团(?:公司)?$")
_EDITION = re.compile(r"第[\d一二三四五六七八九十百]+[届期]")
_WORK_HEAD = re.compile(
    r"(?:的)?(?:机制|制度|模式|工程|行动|活动|工作|建设|改革|计划|项目|体系|服务|专项|试点|平台|系统|微信公众号|公众号|小程序|app|建设项目|工程建设|发展|方式|做法)+$"
)
SUB_HEAD = re.compile(
    r"(?:专区|专窗|窗口|模块|板块|子系统|分厅|分市场|分中心|分站|分赛区?|专题|专席|会|队|专班|领导小组)$"
)
"""Heads of parts: “企业码”慈溪专区 is a part of 企业码, not another name of it."""
_COMMON = re.compile(
    "联盟|联合会|协会|学会|商会|指挥部|领导小组|专班|协作体|研究院|基金会|合作社|工作组|集团|公司"
)
"""What a body is, said for its name where the letter names one such body only."""
PLACE_TAIL = re.compile("(?:镇|乡|街道|村|社区|县|区|市|旗|苏木)$")
_PLACE_HEAD = re.compile("(?:[\u4e00-\u9fa5]{2,8}(?:省|市|州|县|区|旗|镇|乡|街道)?)+$")


@dataclass
class Named:
    """A mention while entities are made: its range, its class, its names, what else it is known by."""

    begin: int
    end: int
    kinds: tuple[Kind, ...]
    name: str
    rule: str
    forms: list[str] = field(default_factory=list)
    number: str | None = None
    code: str | None = None


_LONGEST_NAME = 200
"""Characters of a name at most."""


@dataclass
class Names:
    """The entities of a letter with the index of the entity at each mention, by place in the flow."""

    entities: list[Entity]
    mentions: list[tuple[int, int, int]]
    """Begin, end and entity, in order."""
    of_header: dict[tuple[int, int], int]
    """The entity of each name in the head, by its range."""

    def within(self, begin: int, end: int) -> list[int]:
        """Entities that are named in a range, in order, each once."""
        low = bisect_left(self.mentions, (begin - _LONGEST_NAME, 0, 0))
        high = bisect_left(self.mentions, (end, 0, 0))
        return list(dict.fromkeys(entity for _, b, entity in self.mentions[low:high] if begin < b))


def join(letter: Letter, found: list[Named], header: dict[tuple[int, int], Named]) -> Names:
    """The entities of all mentions found in a letter; `header` has those of the head by their ranges."""
    return _Joiner(letter, found, header).join()


class _Joiner:
    def __init__(self, letter: Letter, found: list[Named], header: dict[tuple[int, int], Named]) -> None:
        self.letter = letter
        self.text = letter.text
        self.setting = letter.setting
        self.place = letter.setting.own
        self.found = found
        self.header = header

    def join(self) -> Names:
        groups = self._groups()
        entities: list[Entity] = []
        mentions: list[tuple[int, int, int]] = []
        index_of: dict[int, int] = {}
        for members in sorted(groups, key=lambda group: min(n.begin for n in group)):
            number = len(entities)
            entities.append(self._entity(members))
            for named in members:
                index_of[id(named)] = number
                mentions.append((named.begin, named.end, number))
        header = {span: index_of[id(named)] for span, named in self.header.items()}
        return Names(entities, sorted(set(mentions)), header)

    def _groups(self) -> list[list[Named]]:
        """Mentions of one thing together: by name, by another form, by number, by what is left without head and place."""
        groups: dict[tuple[str, str], list[Named]] = {}
        alias: dict[tuple[str, str], tuple[str, str]] = {}
        by_number: dict[str, tuple[str, str]] = {}
        for named in sorted(self.found, key=lambda n: (-len(n.name), n.begin)):
            family = family_of(named.kinds[0])
            own = (family, _plain(named.name))
            others = [(family, _plain(form)) for form in (*named.forms, *_parts(named))]
            target = next((alias[one] for one in (own, *others[:1]) if one in alias), own)
            if named.number:
                target = by_number.setdefault(key(named.number), target)
            groups.setdefault(target, []).append(named)
            for one in (own, *others):
                if len(one[1]) > 1:
                    alias.setdefault(one, target)
        merged: dict[tuple[str, str], tuple[str, str]] = {}

        def root(one: tuple[str, str]) -> tuple[str, str]:
            while one in merged:
                one = merged[one]
            return one

        cores: dict[tuple[str, str], tuple[str, str]] = {}
        for target in sorted(groups, key=lambda one: (-len(one[1]), one[1])):
            for core_key in self._cores(target, groups[target]):
                owner = cores.setdefault(core_key, target)
                if root(owner) != root(target):
                    merged[root(target)] = root(owner)
        for family in ("work", "body", "Place"):
            names = [target for target in groups if target[0] == family and target not in merged]
            for short in names:
                owners = [
                    long
                    for long in names
                    if (long[1].endswith(short[1][-2:]) or long[1].startswith(short[1]))  # else it cannot
                    and long != short
                    and root(long) != root(short)
                    and _shortens(short[1], long[1], family)
                ]
                if len({root(owner) for owner in owners}) == 1:
                    merged[root(short)] = root(owners[0])
        joined: dict[tuple[str, str], list[Named]] = {}
        for target, members in groups.items():
            joined.setdefault(root(target), []).extend(members)
        return list(joined.values())

    def _cores(self, target: tuple[str, str], members: list[Named]) -> list[tuple[str, str]]:
        """What a name shares with its variants: without the place or level before it and the head word behind it."""
        family, name = target
        if family == "Place":
            codes = [f"code {n.code}" for n in members if n.code]
            return [("core-Place", one) for one in (REGION.sub("", name), *codes)]
        if family not in ("work", "body"):
            return []
        found = [name]
        near = self.setting.places[-1:] if family == "body" else self.setting.places
        own = [key(word) for place in near for word in (place.name, core(place.name)) if len(word) > 1]
        for prefix in sorted(own, key=len, reverse=True):
            if name.startswith(prefix) and len(name) - len(prefix) >= 4:
                found.append(name[len(prefix) :])
                break
        level = re.match(r"(?:我|全|本)?[省市县区旗州](?=.{4})", name)
        if level and not any(name.startswith(prefix) for prefix in own):
            found.append(name[level.end() :])
        if family == "body":
            found += [stem for one in list(found) if len(stem := _COMPANY.sub("", one)) >= 4 and stem != one]
            found += [stem] if (stem := company_stem(name)) else []
        if family == "work":
            found += [one for whole in list(found) if len(one := _EDITION.sub("", whole)) >= 3]
            for one in list(found):
                bare = _WORK_HEAD.sub("", one)
                if len(bare) >= 3 and (len(bare) < len(one)):
                    found.append(bare)
            quoted = (
                set()
                if SUB_HEAD.search(name)
                else {
                    key(hit)
                    for n in members
                    for hit in re.findall("“([^“”]{2,})”", self.text[n.begin : n.end])
                }
            )
            found += sorted(one for one in quoted if len(one) >= 2)
        return [("core-" + family, one) for one in dict.fromkeys(found)]

    def _entity(self, members: list[Named]) -> Entity:
        kinds = tuple(dict.fromkeys(kind for n in members[:1] for kind in n.kinds))
        titled = [n for n in members if n.rule != "policy-number"] or members
        name = min(titled, key=lambda n: (-len(_plain(n.name)), n.begin)).name
        name = name if kinds[0] is Kind.POLICY else name.replace("”的", "”")
        number = next((n.number for n in members if n.number), None)
        forms = dict.fromkeys(
            form for n in sorted(members, key=lambda n: n.begin) for form in (n.name, *n.forms, *_parts(n))
        )
        aliases = tuple(form for form in forms if form != name)
        mentions = tuple(
            Mention(self.letter.flow.span(n.begin, n.end), n.rule)
            for n in sorted(members, key=lambda n: (n.begin, n.end))
        )
        scope = None
        if kinds[0] in (Kind.PERSON, Kind.PROGRAMME, Kind.PROJECT, Kind.PLATFORM):
            scope = self.place.name if self.place else None
        elif kinds[0] is Kind.POLICY:
            scope = (bodies.issuer_of_number(number, self.setting) if number else None) or (
                self.place.name if self.place else None
            )
        elif kinds[0] is Kind.PLACE and not any(n.code for n in members):
            scope = self.place.name if self.place and self.place.name not in name else None
        elif (
            kinds[0] in (Kind.BODY, Kind.ORGANIZATION)
            and not split(name)[0]
            and self.place
            and not _national(name)
        ):
            scope = self.place.name
        code = next((n.code for n in members if n.code), None)
        years = re.search(r"(20\d\d)年?[-—–至](20\d\d)年?", name)
        return Entity(
            kinds,
            name,
            aliases,
            mentions,
            number,
            scope,
            code if kinds[0] is Kind.PLACE else None,
            years[1] if years else None,
            years[2] if years else None,
        )


def _national(name: str) -> bool:
    return name.startswith(("国", "中华", "中国", "全国", "中央")) or bool(
        departments().named(name, "nation", 2020)
    )


def unquoted(words: str) -> str:
    """A name that stands in one pair of marks, without them."""
    if len(words) > 2 and words[0] in "“《" and words[-1] in "”》" and not re.search("[“”《》]", words[1:-1]):
        return words[1:-1]
    return words


def _plain(name: str) -> str:
    """A name for comparison: without marks, and without the 的 behind a quoted part."""
    return key(re.sub("”的", "”", name))


def _parts(named: Named) -> list[str]:
    """Both names of X（Y）and of X暨Y, for works and bodies."""
    if ("（" not in named.name and "暨" not in named.name) or family_of(named.kinds[0]) not in (
        "work",
        "body",
    ):
        return []
    found = []
    brackets = re.match(r"(.{4,})（([^（）]{4,})）$", named.name)
    if brackets and not re.search(r"试行|暂行|\d{4}|[省市县、]$", brackets[2]):
        found += [brackets[1], brackets[2]]
    joined = re.match(r"(.{4,})暨(.{4,})$", named.name)
    if joined:
        found += [joined[1], joined[2]]
    return found


def _shortens(short: str, long: str, family: str) -> bool:
    """Whether a name is the end of another one: 窗口平台 of 企业服务窗口平台; 方太 is the beginning of 方太集团, 白云 of 白云镇."""
    if len(long) <= len(short):
        return False
    if family == "body" and long.startswith(short) and len(short) >= 2:
        return (
            bool(re.match(r"(?:集团|公司|有限公司|股份|科技|实业)", long[len(short) :]))
            and len(long) - len(short) <= 10
        )
    if family == "body" and _COMMON.fullmatch(short):
        return long.endswith(short)
    if family == "Place":
        if long.startswith(short) and PLACE_TAIL.fullmatch(long, len(short)):
            return True
        return (
            len(short) >= 3
            and long.endswith(short)
            and bool(PLACE_TAIL.search(short))
            and bool(_PLACE_HEAD.match(long[: -len(short)]))
        )
    if re.match(r"[\da-z]", short):
        return False
    ends = len(short) >= 4 and long.endswith(short)
    return ends or (family == "work" and len(short) >= 5 and _leaves_out(short, long))


def company_stem(name: str) -> str:
    """The name of a company without the place before it and its legal form behind it; "" where it is none or too short."""
    if not _COMPANY.search(name):
        return ""
    table = divisions()
    places = (name[:size] for size in range(min(11, len(name) - 1), 1, -1))
    place = next((one for one in places if one in table.by_name or one in table.by_short), "")
    stem = _COMPANY.sub("", name.removeprefix(place))
    return stem if len(stem) >= 4 else ""


def _leaves_out(short: str, long: str) -> bool:
    """Whether a name is another one with something left out in it: 家电专项行动 of 家电普惠金融专项行动."""
    same = next(
        (at for at, (one, two) in enumerate(zip(short, long, strict=False)) if one != two), len(short)
    )
    return 3 <= same <= len(short) - 2 and long.endswith(short[same:])


def family_of(kind: Kind) -> str:
    """Kinds that a letter mixes freely for one thing count as one family."""
    if kind in (Kind.BODY, Kind.ORGANIZATION):
        return "body"
    if kind in WORKS:
        return "work"
    return kind.value
