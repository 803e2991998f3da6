"""The lines of a letter around what it says: its head, the line that addresses somebody, its foot, and lines of data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from kg.extract.bodies import BODY_END, NUMBER
from kg.resources import SEEDS, read_table
from kg.text.layout import Flow

BODY_LINE = re.compile(rf"^[\u4e00-\u9fa5（）、]{{3,38}}{BODY_END}$")
_ADDRESSEE = re.compile(
    r"^(?:尊敬的)?(?P<who>[^：。！？]{2,110}?)(?P<end>[：:]|，?您好[！：，]|，?你们好[！：，])"
)
PERSONAL = re.compile(
    r"(?:等?(?:(?:\d+|[两二三四五六七八九十几多]+)[名位]|\d*[几多]?[名位]?))?(?:人大)?老?(?:代表|委员|同志|先生|女士|主委|常委|政协委员|人大代表)(?:团|小组)?$"
)
COLLECTIVE = re.compile(f"(?:{BODY_END}|界别?|支部|总支|小组|代表团)$")
"""The end of an addressee or proposer that is no person."""
GROUP = re.compile(r"等(?:[\d一二三四五六七八九十百]+[名位人]?)?(?:人大|政协)?(?:代表|委员|同志)?$|等$")
REPLY = re.compile(
    r"(?:答复|回复|汇报|函复|报告|[办批]复|复|说明|函告|告知|意见|情况|汇总)(?:于后|如[下次])|作?如下(?:答复|说明|(?:办理|[会协]办)?意见)|以下(?:(?:[会协]办)?意见|分|从|几)|(?:一并|逐[条项])答复|答复内容|答复(?:意见)?是|逐条说明"
)
_CLOSE = re.compile(r"^(?:以上|特此|专此|此复|感谢|再次感谢|最后|诚挚感谢|衷心感谢)")
_FOOT = re.compile(
    r"（?(?:此件|联系|抄|附件|注[：:]|主送|分送|报送|发送|咨询|经办|附[：:]|印发|共印)|[^。]{0,14}(?:联系人|电话|印发)"
)
_FOOT_LIST = re.compile(
    rf"(?:[\u4e00-\u9fa5]{{2,16}}{BODY_END}[、，。]){{2,}}|[\u4e00-\u9fa5]{{2,4}}(?:[，、][\u4e00-\u9fa5]{{2,4}}){{3,}}。?$"
)
_OPENING = 1200
"""Characters of a paragraph in which the head of the answer is looked for."""
_BRACKETED = re.compile("[〔【](?P<key>[\u4e00-\u9fa5]{2,8})[〕】](?P<value>[^〔〕【】]+)")
"""A key in brackets before its value: 【成文日期】2021-05-24."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value of the head with its place in the flow."""

    value: str
    begin: int
    end: int
    rule: str


@cache
def fields() -> dict[str, str]:
    """The keys of lines of data such as 文号：…, each with its field, the surest of a field first."""
    return {row["key"]: row["field"] for row in read_table(SEEDS / "names" / "keys.csv", ("key", "field"))}


@cache
def key_finder() -> re.Pattern[str]:
    """Finder of the keys."""
    return re.compile("(" + "|".join(sorted(fields(), key=len, reverse=True)) + ")[：:]")


class Page:
    """A letter by its lines: `top` is the line that addresses somebody, `foot` the first of the signature."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.text = flow.text
        self.lines = [(p.begin, p.end, self.text[p.begin : p.end]) for p in flow.paragraphs]
        self.addressee: re.Match[str] | None = None
        self.top = self._top()
        self.foot = self._foot()
        begin = self.lines[self.top + 1][0] if self.top + 1 < len(self.lines) else 0
        self.body = (
            begin if self.addressee else self._first_prose(),
            self.lines[self.foot][0] if self.foot < len(self.lines) else len(self.text),
        )

    def _top(self) -> int:
        """Index of the line that addresses somebody; before it stands the head."""
        for index, (_, _, line) in enumerate(self.lines[:25]):
            if key_finder().match(line) or NUMBER.search(line[:24]) or "答复如下" in line:
                continue
            found = _ADDRESSEE.match(line)
            if not found or line.startswith(("关于", "对")):
                continue
            who = found["who"]
            closing = len(line) - found.end() < 2 or "好" in found["end"]
            personal = bool(PERSONAL.search(who)) or bool(re.search(r"(?:代表|委员)", who))
            collective = bool(COLLECTIVE.search(GROUP.sub("", who)))
            if closing and (personal or collective) and not _CLOSE.match(line) and len(who) <= 100:
                self.addressee = found
                return index
            if (
                personal
                and len(who) < 40
                and PERSONAL.search(who)
                and not re.search(r"[，。]", who)
                and index < 20
            ):
                self.addressee = found
                return index
        return next((i - 1 for i, (b, _, line) in enumerate(self.lines) if b >= self._first_prose()), 0)

    def _first_prose(self) -> int:
        """Where the first line stands that is a sentence."""
        for begin, _, line in self.lines:
            if len(line) > 30 and "。" in line and not key_finder().match(line):
                return begin
        return self.lines[0][0] if self.lines else 0

    def _foot(self) -> int:
        """Index of the first line of the signature block."""
        last = len(self.lines)
        index = last
        for index in range(last - 1, max(self.top, last - 22, 0), -1):
            line = self.lines[index][2]
            if self._is_prose(line):
                return index + 1
        return index

    @staticmethod
    def _is_prose(line: str) -> bool:
        """Whether a line near the end is a sentence, and no signature, date, copy or contact."""
        if key_finder().match(line.lstrip("（")) or _FOOT.match(line) or BODY_LINE.match(line.rstrip("。")):
            return False
        return bool(re.search(r"[。；！？]", line)) and not _FOOT_LIST.match(line)

    def edges(self) -> Iterator[tuple[int, int, str]]:
        """Lines of the head, then of the foot."""
        yield from self.lines[: self.top if self.addressee else self.top + 1]
        yield from self.lines[self.foot :]

    @cached_property
    def opening(self) -> list[tuple[int, int, str]]:
        """The first paragraphs of the body, up to 答复如下."""
        found = []
        for line in self.lines:
            if line[0] < self.body[0] or (self.addressee and line[0] <= self.lines[self.top][0]):
                continue
            found.append((line[0], min(line[1], line[0] + _OPENING), line[2][:_OPENING]))
            if REPLY.search(line[2]) or len(found) == 3:
                break
        if self.addressee:
            at = self.lines[self.top][0] + self.addressee.end()
            if self.lines[self.top][1] - at > 5:
                found.insert(0, (at, self.lines[self.top][1], self.text[at : self.lines[self.top][1]]))
        return found

    @cached_property
    def values(self) -> dict[str, tuple[str, int]]:
        """Keys and values of lines such as 文号：…　发布日期：…, and of a key alone on its line with the value on the next."""
        found: dict[str, tuple[str, int]] = {}
        alone = ""
        for begin, _, line in self.edges():
            value = line.lstrip("：:")
            if alone and value not in fields() and not key_finder().search(value):
                found.setdefault(alone, (value, begin + len(line) - len(value)))
            alone = key if (key := line.rstrip("：:")) in fields() else ""
            if spaced := self.spaced_key(begin, line):
                found.setdefault(spaced, (line[len(spaced) :], begin + len(spaced)))
            for hit in _BRACKETED.finditer(line):
                if hit["key"] in fields():
                    found.setdefault(hit["key"], (hit["value"], begin + hit.start("value")))
            hits = list(key_finder().finditer(line))
            for number, hit in enumerate(hits):
                end = hits[number + 1].start() if number + 1 < len(hits) else len(line)
                value = line[hit.end() : end].strip("（）。；， ")
                if value:
                    found.setdefault(hit[1], (value, begin + hit.end() + line[hit.end() : end].find(value)))
        return found

    def spaced_key(self, begin: int, line: str) -> str:
        """The key that a line begins with and that only white space divides from its value; "" where there is none."""
        return next(
            (
                line[:size]
                for size in range(min(8, len(line) - 1), 1, -1)
                if line[:size] in fields() and self.space(begin + size - 1, begin + size)
            ),
            "",
        )

    def given(self, field: str) -> Iterator[tuple[str, int]]:
        """The values of lines of data that belong to a field, the surest first, each with its place."""
        return (self.values[key] for key, of in fields().items() if of == field and key in self.values)

    def value(self, field: str) -> tuple[str, int] | None:
        """The surest of them."""
        return next(self.given(field), None)

    def found(self, begin: int, end: int, rule: str, value: str | None = None) -> Found:
        """A range as a value: the words that stand there, or what they are read as."""
        return Found(self.flow.words(begin, end) if value is None else value, begin, end, rule)

    def part(self, begin: int, hit: re.Match[str], rule: str) -> Found:
        """The one named group that a match filled; `begin` is where the line that was searched begins."""
        low, high = hit.span(hit.lastgroup or 0)
        return self.found(begin + low, begin + high, rule)

    def given_as(self, value: tuple[str, int], rule: str = "header-metadata") -> Found:
        """The whole value of a line of data."""
        return self.found(value[1], value[1] + len(value[0]), rule)

    def space(self, left: int, right: int) -> str:
        """The white space that the copy has between two characters of the flow."""
        origin = self.flow.origin
        return self.flow.source[origin[left] + 1 : origin[right]]

    def gaps(self, begin: int, first: int, last: int) -> list[int]:
        """Where in a part of a line the copy has a wide gap between words of two characters at least: 签发：张三　　慈政函〔…"""
        wide = [at for at in range(first + 1, last) if len(self.space(begin + at - 1, begin + at)) > 3]
        edges = [first, *wide, last]
        return [
            at
            for low, at, high in zip(edges, edges[1:], edges[2:], strict=False)
            if min(at - low, high - at) > 1
        ]


def unique(found: list[Found]) -> list[Found]:
    """The first of each value."""
    return list({one.value: one for one in reversed(found)}.values())[::-1]
