"""Names that a letter itself says are one: X，又称“Y”; X（原Y）; X更名为Y."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.link import cores
from kg.link.things import ACTS, NAMED
from kg.models import Entity, Linked, Merge, Span

_BETWEEN = re.compile(
    r"(?!.*[。；;、])(?:"
    # 以下简称, 又称, 当地俗称, 此前称, 对外统称为, 原名, 旧称, 前身为, 即原, 更名为
    r".*(?:[简又俗别旧曾原前现改通统也亦名叫]称|称之?为|称作|习惯称|对外称|原名|又名|别名|取名|定名|命名|曾用名|更名|改名|前身|即原|原[为系])[^，,（(]{0,6}|"
    r"[^，,（(）)]{0,16}(?:升级|迭代|改造|转型|扩展|拓展)[^，,（(]{0,4}[为成]|"
    r"[”》]?[（(，,](?:即|也就是|原|原来的|此前的|原先的|名为)"
    r")[“《]?"
)
"""What stands between two names of one thing."""
_FROM = re.compile(
    r"[”》]?[^。；;、]{0,12}[（(，,]?(?:系|是|现)?(?:由|在)(?:原|原来的|此前的|原有的?)?[“《]?"
)
_RENAMED = re.compile(r"[”》]?[^。；;、，“]{0,6}(?:更名|改名|改称|升级|迭代|转型)")
"""What stands between and after in X（由Y更名而来）."""
_ALONE = re.compile(r"[”》]?[（(][“《]?")
_CLOSED = re.compile(r"[”》]?[）)]")
"""What stands between and after in X（Y）."""
_LONGEST = 56
"""Characters that may stand between."""


def introduced(documents: Sequence[Linked]) -> Iterator[Merge]:
    """Pairs of IRIs that one letter calls one thing, each with the words that say so."""
    for linked in documents:
        facts = linked.facts
        mentions = sorted(
            (mention.span, index)
            for index, entity in enumerate(facts.entities)
            if NAMED.intersection(entity.kinds)
            for mention in entity.mentions
        )
        for (left, one), (right, other) in pairwise(mentions):
            if one == other or not left.end <= right.begin <= left.end + _LONGEST:
                continue
            if not _fit(facts.entities[one], facts.entities[other]):
                continue
            text = facts.document.text
            between = "".join(text[left.end : right.begin].split())
            after = "".join(text[right.end : right.end + 8].split())
            if _says(between, after) or _in_apposition(text, left, right):
                words = "".join(text[left.begin : right.end].split())
                yield Merge(linked.entities[other], linked.entities[one], f"one letter says so: {words}")


def _says(between: str, after: str) -> bool:
    """Whether the words between two names and after the second say that both are of one thing."""
    if _BETWEEN.fullmatch(between):
        return True
    if _FROM.fullmatch(between) and _RENAMED.match(after):
        return True
    return bool(_ALONE.fullmatch(between) and _CLOSED.match(after))


def _in_apposition(text: str, left: Span, right: Span) -> bool:
    """Whether a name in quotes and one without stand side by side: 智慧监管平台“校车通”."""
    if text[left.end : right.begin].strip("“”"):
        return False
    quoted = [text[max(one.begin - 1, 0) : one.begin + 1].find("“") >= 0 for one in (left, right)]
    return quoted[0] != quoted[1]


def _fit(one: Entity, other: Entity) -> bool:
    """Whether both can be one: kinds that letters mix, not two numbers, not a channel and what it is of."""
    if one.number and other.number and one.number != other.number:
        return False
    if cores.channel(one.name) != cores.channel(other.name):
        return False
    if cores.is_phase(cores.plain(one.name)) or cores.is_phase(cores.plain(other.name)):
        return False
    mine, its = set(one.kinds), set(other.kinds)
    return bool(mine & its) or bool(ACTS & mine and ACTS & its)
