"""Whom a letter is sent to beside its addressee, and lists of bodies."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from kg.extract.bodies import BODY_END
from kg.extract.page import GROUP, Found, Page, key_finder

_COPY = "抄送|抄报|报送|发送|分送"
_COPIES = re.compile(
    rf"(?:{_COPY}|抄\s*送|^抄|^（?[送报](?=[：:]))(?:单位)?[：:](?P<list>[^\n]{{2,400}})|^抄[送报](?P<bare>[省市县区州旗][^\n]{{2,400}})|（此件[^）]{{0,6}}抄送(?P<noted>[^）]{{4,200}})）"
)
_NO_COPY = re.compile(
    "存档|档|各.{0,6}|(?:[各提建领主附有].{0,3})?代表|(?:协办|会办|有关|相关|承办)(?:单位|部门)"
)
_OF_PLACE = re.compile("(?<=[县市区旗州镇乡])(?:(?:人民)?政府|[^县市区旗州镇乡政府]{2,8}局)$")
"""What the bodies of several places share that one list names: 邯郸市、承德市教育局."""
_MORE_COPIES = re.compile(f"(?:{_COPY}|[报送])(?:单位)?[：:]")
"""Several lists in one line: 报送：市政府　　抄送：市财政局."""


def copies(page: Page) -> list[Found]:
    """The bodies behind 抄送 and its like, over as many lines as the list goes on."""
    found = []
    goes_on = False
    for begin, _, line in page.lines[page.top + 1 :]:
        hit = _COPIES.search(line)
        if goes_on and not hit and not key_finder().match(line):
            at, words = begin, line
        elif hit and (hit.start() < 2 or begin >= page.lines[min(page.foot, len(page.lines) - 1)][0]):
            at, words = begin + hit.start(hit.lastgroup or 0), hit[hit.lastgroup or 0]
        else:
            goes_on = False
            continue
        goes_on = line.endswith(("、", "，", "；"))
        other = next((key for key in key_finder().finditer(words) if not _MORE_COPIES.match(key[0])), None)
        words = re.split(r"[。）]?(?:联系人|联系电话)", words[: other.start()] if other else words)[0]
        words = words.rstrip("。")
        if words.count("）") > words.count("（"):
            words = words.rstrip("）。")
        edges = [(0, 0), *(more.span() for more in _MORE_COPIES.finditer(words)), (len(words), 0)]
        for (_, low), (high, _) in itertools.pairwise(edges):
            found += listed(page, at + low, words[low:high], "header-copies")
    return found


def listed(page: Page, begin: int, words: str, rule: str) -> list[Found]:
    """The names of a list, also of one that has white space for marks."""
    cuts = [
        at
        for at in range(1, len(words))
        if (space := page.space(begin + at - 1, begin + at))
        and "\n" not in space
        and re.search(BODY_END + "$", words[:at])
    ]
    edges = itertools.pairwise([0, *cuts, len(words)])
    return [one for a, b in edges for one in _marked(page, begin + a, words[a:b], rule)]


def _marked(page: Page, begin: int, words: str, rule: str) -> list[Found]:
    """The names between marks, without counts and titles; 甲县、乙县人民政府 names two governments."""
    found: list[Found] = []
    at = first = 0
    for part, mark in re.findall(r"([^、，,；;。]*)([、，,；;。]|$)", words):
        name = re.sub(
            r"[〔（](?:共印)?[\d一二三两四五六七八九十]+份[〕）]|[〔（](?:存档|\d+)[〕）]|各?[\d一二]+份$|^(?:和|及|以及|各)",
            "",
            part,
        )
        name = GROUP.sub("", name)
        name = re.sub("^([\u4e00-\u9fa5]{2,3})(?:代表|委员)$", r"\1", name)
        if len(name) >= 2 and not _NO_COPY.fullmatch(name):
            where = begin + at + part.find(name)
            found.append(page.found(where, where + len(name), rule))
        if mark != "、":
            shared = _OF_PLACE.search(found[-1].value) if len(found) > first else None
            if shared:
                found[first:] = [
                    replace(one, value=one.value + shared[0])
                    if re.search("[县市区旗州镇乡]$", one.value)
                    else one
                    for one in found[first:]
                ]
            first = len(found)
        at += len(part) + 1
    return found
