"""Names that letters of one place give to one thing: candidates by index, each pair judged, each with a reason.

No thing is ever held against all others: an index of telling cores, quoted words, endings and rare pieces brings
together the few that may be one. What fits only loosely must be the only one that fits; else it is a question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import combinations, takewhile

from kg import identity
from kg.link import cores
from kg.link.things import ACTS, OFFICIAL, Thing, by_place
from kg.models import Kind

CROWD = 40
"""Things under one key from which the key says too little to be worth a look."""

_SHORTEST = 4
"""Characters from which a whole name without its place is one that two kinds of thing do not share by chance."""
_YEARS = re.compile(r"[一两三四五]年|年度?")
_PART_OF = re.compile(
    r"(?:专区|专版|模块|板块|分厅|专厅|专窗|窗口|频道|专栏|栏目|子平台|分平台|分中心|分校|分院|分行|支行|名单|目录|推介会|发布会|[一-鿿\d]版|路?段)$"
)
"""How the name of a part or an offshoot of something ends."""
_LONG_TITLE = 10
"""Characters from which a title is no generic one."""
_NICKNAME = re.compile(r"(.{2,}?)(\d+|[一二三四五六七八九十]+)条(?:政策|措施|意见)?")
_COUNTED_FIRST = re.compile(r"(\d+|[一二三四五六七八九十]+)条(.{2,}?)(?:政策|措施|意见)?")
_MEASURES = re.compile(r"(?:措施|举措|政策|意见|条款|通知)$")
_TITLE_END = re.compile(
    r"(?:若干|的|实施|工作|行动|专项|试行|暂行|政策|举措|措施|意见|方案|计划|办法|细则|规定|通知|规划|条例|财政|资金|〔|〕)+$"
)


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Two things that may be one."""

    sure: bool
    """False where it holds only if nothing else fits as well."""
    one: str
    other: str
    reason: str
    likeness: float
    open_end: str = ""
    """The IRI for which it does not matter that other names fit as well: one title has several nicknames."""


def candidates(found: Iterable[Thing]) -> Iterator[Candidate]:
    """All pairs of things that fit, in no particular order."""
    for group in by_place(found).values():
        yield from _Place(group).candidates()


class _Place:
    """The things of one place."""

    def __init__(self, group: list[Thing]) -> None:
        self.group = group
        self.keys = [thing.keys() for thing in group]
        self.wholes = [thing.wholes() for thing in group]
        self.levels = [thing.levels() for thing in group]
        self.channels = [_channel(thing) for thing in group]
        self.quotes = [_quotes(thing) for thing in group]

    def candidates(self) -> Iterator[Candidate]:
        index: dict[str, set[int]] = defaultdict(set)
        for number, thing in enumerate(self.group):
            for key in self._index_keys(number, thing):
                index[key].add(number)
        pairs: set[tuple[int, int]] = set()
        for key in sorted(index):
            members = index[key]
            if 1 < len(members) <= CROWD:
                pairs.update(combinations(sorted(members), 2))
        for left, right in sorted(pairs):
            if judged := self._judge(left, right):
                yield judged

    def _index_keys(self, number: int, thing: Thing) -> Iterator[str]:
        for whole in thing.wholes(_SHORTEST):
            yield f"w{whole}"
        if OFFICIAL & thing.kinds:
            return
        policy = Kind.POLICY in thing.kinds
        for form in thing.forms:
            for inner in cores.quoted(form):
                yield f"q{inner}"
        for core, form in self.keys[number].items():
            said = cores.core(form, thing.place)[1]
            if policy:
                yield from self._policy_keys(core)
            else:
                yield f"={core}"
                yield f"s{core[-3:]}"
                yield f"a{core[0]}{said[-2:]}"
                if len(core) >= 8:
                    yield from (f"g{core[at : at + 5]}" for at in range(len(core) - 4))

    @staticmethod
    def _policy_keys(core: str) -> Iterator[str]:
        stem = _TITLE_END.sub("", core)
        yield f"t{stem}"
        if nickname := _nickname(core):
            yield f"n{nickname[:2]}"
        else:
            # 科创 is short for 科技创新
            for at, first in enumerate(stem):
                yield from (f"n{first}{second}" for second in stem[at + 1 : at + 4])

    def _judge(self, left: int, right: int) -> Candidate | None:
        one, other = self.group[left], self.group[right]
        if one.numbers and other.numbers and not one.numbers & other.numbers:
            return self._misnumbered(one, other)
        if other.iri in one.related or one.iri in other.related:
            return None
        levels, its_levels = self.levels[left], self.levels[right]
        if levels and its_levels and not levels & its_levels:
            return None  # 省…平台, 县…平台
        if Kind.POLICY in one.kinds or Kind.POLICY in other.kinds:
            if not (Kind.POLICY in one.kinds and Kind.POLICY in other.kinds):
                return self._taken_otherwise(one, other)
            return self._policies(left, right)
        if OFFICIAL & (one.kinds | other.kinds):
            return self._taken_otherwise(one, other)
        if not _kinds_fit(one, other):
            # 中心: an organisation in one letter, a platform in another
            return self._taken_otherwise(one, other)
        return self._named(left, right)

    def _misnumbered(self, one: Thing, other: Thing) -> Candidate | None:
        """One title under two numbers that differ in one part: one document, misprinted in one letter."""
        slips = any(identity.is_slip(mine, its) for mine in one.numbers for its in other.numbers)
        if not slips or one.documents & other.documents:
            return None
        for title in sorted(one.titles() & other.titles(), key=lambda title: (-len(title), title)):
            if len(title) >= _LONG_TITLE:
                return self._found(one, other, f"one title under two numbers: {title}", 1.0, sure=True)
        return None

    def _taken_otherwise(self, one: Thing, other: Thing) -> Candidate | None:
        """Things of different kinds whose name is the same, whole."""
        kinds = one.kinds | other.kinds
        if one.kinds & other.kinds or (Kind.POLICY in kinds and OFFICIAL & kinds):
            return None
        shared = [
            whole
            for whole in one.wholes(_SHORTEST, named=True) & other.wholes(_SHORTEST, named=True)
            if cores.is_telling(whole) and not cores.is_phase(whole)
        ]
        if not shared:
            return None
        longest = min(shared, key=lambda whole: (-len(whole), whole))
        return self._found(one, other, f"both are called {longest}", 1.0, sure=True)

    def _named(self, left: int, right: int) -> Candidate | None:
        one, other = self.group[left], self.group[right]
        mine, its = self.keys[left], self.keys[right]
        shared = [c for c in mine.keys() & its.keys() if cores.is_telling(c) and not cores.is_phase(c)]
        if self.channels[left] != self.channels[right]:
            return None  # a channel is not its platform, even where a letter calls both alike
        if shared:
            longest = min(shared, key=lambda core: (-len(core), core))
            forms = sorted({mine[longest], its[longest]})
            said = forms[0] if len(forms) == 1 else f"{longest}: {'、'.join(forms)}"
            return self._found(one, other, f"both are called {said}", 1.0, sure=True)
        if wholes := self.wholes[left] & self.wholes[right]:
            longest = min(wholes, key=lambda whole: (-len(whole), whole))
            return self._found(one, other, f"both are called {longest}", 1.0, sure=True)
        together = bool(one.documents & other.documents)
        if number := _hotline(one) & _hotline(other):
            return self._found(one, other, f"both are the line {min(number)}", 1.0, sure=True)
        mine_quoted, its_quoted = self.quotes[left], self.quotes[right]
        common = mine_quoted & its_quoted | mine_quoted & its.keys() | its_quoted & mine.keys()
        if bool(_PART_OF.search(one.label)) != bool(_PART_OF.search(other.label)):
            return None  # a part of it: “浙里办”, “浙里办”专区
        for name in sorted(common, key=lambda name: (-len(name), name)):
            if not (_is_only(one, name) or _is_only(other, name) or _goes_on_alike(one, other, name)):
                continue  # a brand that is given to several things
            if cores.is_telling(name) and len(name) >= 3 and not _two_things(one, other):
                return self._found(
                    one,
                    other,
                    f"both bear the name “{name}”",
                    0.9,
                    sure=bool(not together or one.kinds & other.kinds),
                )
        if together:
            return None
        return self._like(left, right)

    def _like(self, left: int, right: int) -> Candidate | None:
        """Names of which one is a shorter form of the other."""
        one, other = self.group[left], self.group[right]
        best: Candidate | None = None
        for mine, form in self.keys[left].items():
            for its, its_form in self.keys[right].items():
                if cores.marks(mine) != cores.marks(its):
                    continue
                said, its_said = cores.core(form, one.place)[1], cores.core(its_form, other.place)[1]
                same_class = said.endswith(its_said[-2:]) and its_said.endswith(said[-2:])
                reason, likeness = _short_of(mine, its, same_class=same_class)
                if reason and (best is None or likeness > best.likeness):
                    best = self._found(one, other, reason, likeness)
        return best

    def _policies(self, left: int, right: int) -> Candidate | None:
        one, other = self.group[left], self.group[right]
        if not _years_fit(one, other) or _spans_differ(one, other):
            return None
        for mine in self.keys[left]:
            for its in self.keys[right]:
                for nick, title in ((mine, its), (its, mine)):
                    named = _nickname(nick)
                    if named and not _nickname(title) and _MEASURES.search(title) and _calls(named, title):
                        titled = one.iri if title == mine else other.iri
                        # What is counted by articles is nearly always 若干措施.
                        likeness = 0.85 if _SEVERAL.search(title) else 0.65
                        found = self._found(one, other, f"{named}… is short for {title}", likeness)
                        return replace(found, open_end=titled)
                stem, its_stem = _TITLE_END.sub("", mine), _TITLE_END.sub("", its)
                whole = mine == its and (
                    len(mine) >= 6 or (len(mine) >= 4 and cores.is_telling(_YEARS.sub("", stem)))
                )
                if _family(mine) != _family(its):
                    continue
                if stem == its_stem and (whole or len(stem) >= 6) and cores.marks(mine) == cores.marks(its):
                    together = bool(one.documents & other.documents)
                    return None if together else self._found(one, other, f"titles of {stem}", 0.9)
        return None

    @staticmethod
    def _found(one: Thing, other: Thing, reason: str, likeness: float, *, sure: bool = False) -> Candidate:
        first, second = sorted((one.iri, other.iri))
        return Candidate(sure, first, second, reason, likeness)


_SEVERAL = re.compile(r"若干|政策|举措|措施")
_FAMILIES = {
    **dict.fromkeys(("方案", "计划", "行动"), "plan"),
    **dict.fromkeys(("措施", "举措", "政策", "意见"), "policy"),
    **{word: word for word in ("办法", "细则", "规划", "条例", "规定", "标准", "指南", "目录")},
}
"""What sort of document a title names; letters mix the words of one sort."""
_FAMILY = re.compile("|".join(_FAMILIES))


def _family(title: str) -> str:
    """The sort that the last such word of the title says; empty where none does."""
    found = _FAMILY.findall(title)
    return _FAMILIES[found[-1]] if found else ""


def _nickname(core: str) -> str:
    """The telling part of a name that counts its measures: 城乡客运12条; empty where the name counts none."""
    found = _NICKNAME.fullmatch(core)
    if found:
        return found[1]
    found = _COUNTED_FIRST.fullmatch(core)
    return found[2] if found else ""


def _calls(named: str, title: str) -> bool:
    """Whether the title holds the words of a nickname, whole or each shortened to a character: 科创 of 科技创新."""
    if named in title:
        return True
    for at, first in enumerate(title):
        if first == named[0]:
            rest = iter(title[at + 1 : at + 2 * len(named)])
            if all(c in rest for c in named[1:]):
                return True
    return False


def _short_of(mine: str, its: str, *, same_class: bool) -> tuple[str, float]:
    """Why one core may be a shorter form of the other, and how alike they are; an empty reason where it is not."""
    short, long = sorted((mine, its), key=lambda one: (len(one), one))
    before = long.removesuffix(short)
    if len(short) >= 3 and before != long and before and cores.is_telling(short) and _is_qualifier(before):
        return f"{short} is the end of {long}", len(short) / len(long)
    if same_class and len(long) - len(short) >= 2 and _abbreviates(short, long):
        return f"{short} is short for {long}", 0.7 + len(short) / len(long) / 10
    if len(short) >= 8:
        match = SequenceMatcher(None, short, long, autojunk=False).find_longest_match()
        # 东山水库…, 西山水库…: what differs at one end on both sides tells two things apart.
        one_begins = match.a == 0 or match.b == 0
        one_ends = match.a + match.size == len(short) or match.b + match.size == len(long)
        if one_begins and one_ends and match.size >= 6 and match.size >= 0.7 * len(long):
            words = short[match.a : match.a + match.size]
            return f"both hold {words}", match.size / len(long)
    return "", 0.0


def _abbreviates(short: str, long: str) -> bool:
    """环创 of 环杭州湾创新: the same first character, the others in order; a mere beginning is another thing."""
    if len(short) < 2 or short[0] != long[0]:
        return False
    if long[-2] == "之" and short[-1] != long[-1]:
        return False  # 单项冠军, 单项冠军之城: what a town wants to be is none of those that make it so
    if long.startswith(short):
        return len(short) >= 3 and not cores.is_telling(long.removeprefix(short))
    begin = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(short, long, strict=False)))
    inserted = long[begin : begin + len(long) - len(short)]
    if short == long[:begin] + long[begin + len(inserted) :] and cores.is_telling(inserted):
        return False  # 浙江大学, 浙江工业大学
    rest = iter(long)
    return all(c in rest for c in short)


def _is_qualifier(words: str) -> bool:
    """Whether words before a name only say where it is or how it is: 上海, 企业."""
    return not cores.is_telling(words) or words in cores.place_names()


def _is_only(thing: Thing, name: str) -> bool:
    """Whether a thing is called by a quoted name and the word for what it is, nothing else."""
    return any(cores.core(form, thing.place)[0] == name for form in thing.names)


def _quotes(thing: Thing) -> set[str]:
    return {inner for form in thing.forms for inner in cores.quoted(form)}


def _goes_on_alike(one: Thing, other: Thing, name: str) -> bool:
    """Whether what the names say beside the quoted words has something in common, or one says nothing more."""
    mine, its = (
        {core.replace(name, "", 1) for form in thing.forms for core in (cores.core(form, thing.place)[0],)}
        for thing in (one, other)
    )
    if not (any(map(cores.is_telling, mine)) and any(map(cores.is_telling, its))):
        return True
    return any(
        {a[at : at + 2] for at in range(len(a) - 1)} & {b[at : at + 2] for at in range(len(b) - 1)}
        for a in mine
        for b in its
    )


def _hotline(thing: Thing) -> set[str]:
    """The numbers of the lines to call that the thing is called by: 12345政务服务便民热线."""
    found = (_LINE.search(cores.plain(form)) for form in thing.forms)
    return {one[1] for one in found if one}


_LINE = re.compile(r"(?<!\d)(\d{5})(?!\d).*热线$")


def _two_things(one: Thing, other: Thing) -> bool:
    """Whether the names count apart what bears one quoted name: “X”一期, “X”二期."""
    return cores.marks(cores.plain(one.label)) != cores.marks(cores.plain(other.label))


def _channel(thing: Thing) -> str:
    """The channel that all leading names of the thing end in."""
    return min(map(cores.channel, thing.names), default="")


def _kinds_fit(one: Thing, other: Thing) -> bool:
    return bool(one.kinds & other.kinds) or bool(ACTS & one.kinds and ACTS & other.kinds)


def _spans_differ(one: Thing, other: Thing) -> bool:
    """Whether the titles name different years: （2018—2020年）, （2021—2023年）."""
    mine, its = ({tuple(_YEAR.findall(form)) for form in thing.forms} - {()} for thing in (one, other))
    return bool(mine and its and not mine & its)


_YEAR = re.compile(r"(?:19|20)\d\d")


def _years_fit(one: Thing, other: Thing) -> bool:
    """Whether a letter can speak of a document of that year: long before it was planned, nobody does."""
    if bool(one.issued) == bool(other.issued):
        return True
    numbered, plain = (one, other) if one.issued else (other, one)
    return not plain.years or min(numbered.issued) - max(plain.years) <= _PLANNED


_PLANNED = 3
"""Years from which a plan is too far ahead of a document to be the plan of it."""
