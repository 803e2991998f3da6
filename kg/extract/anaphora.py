"""Words that point back: 该平台 and a bare 平台 at the head of a clause are the platform that was named last."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain

from kg.extract.entities import WORKS, Names
from kg.models import Kind

_REACH = 300
"""How far back, in characters, the named thing may stand."""
_HEADS = (
    *(
        "平台",
        "系统",
        "小程序",
        "热线",
        "专区",
        "专窗",
        "窗口",
        "大厅",
        "中心",
        "基地",
        "园区",
        "基金",
        "机制",
    ),
    *("项目", "工程", "计划", "行动", "活动", "试点", "大赛", "专班", "小组", "联盟", "协会", "集团", "公司"),
    *("驿站", "医院", "学校", "学院", "校", "院", "园", "站", "馆", "路", "桥", "村", "镇", "县", "区", "市"),
)
_ENDS = {"校": ("校", "学院", "大学", "中学", "小学"), "学校": ("校", "学院", "大学", "中学", "小学")}
"""Names that a word may stand for and that do not end in it."""
_POINTED = re.compile(
    f"(?:该|此|上述|我[省市县区州旗](?=专))(?P<head>{'|'.join(sorted(_HEADS, key=len, reverse=True))})(?!级)"
)
_BARE = re.compile(
    f"(?<=[，。；：\n])(?P<head>{'|'.join(head for head in _HEADS if len(head) > 1 and head != '计划')})"
    "(?=[由设嵌以与共已现于将可总位在采向集接累占自下承挂坐落]|上线|包括|内设|内置|依托|注册|选址|建成|建筑面积)"
)
_TOPIC = re.compile(
    "(?<=[\n）．.、：])(?P<topic>关于(?P<name>[^。；\n]{3,40}?)(?:建设|工作|项目|试点)?(?:的?(?:建议|问题|情况|事项))?)(?=[。\n])"
)
_TOPICS = (*WORKS, Kind.POLICY)


def pointers(
    text: str, low: int, high: int, names: Names, mentions: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[int, int, int]]:
    """Where a text points back to an entity without naming it: begin, end and entity. `mentions` are in order of place."""
    yield from _topics(text, low, high, names, mentions)
    for hit in chain(_POINTED.finditer(text, low, high), _BARE.finditer(text, low, high)):
        begin, end = hit.span()
        ends = _ENDS.get(hit["head"], (hit["head"],))
        for at in range(bisect_left(mentions, (end,)) - 1, -1, -1):
            first, last, entity = mentions[at]
            if last > begin or begin - last > _REACH:
                break  # the word is part of a name, or the name is too far
            if text[first:last].rstrip("”").endswith(ends) or names.entities[entity].name.endswith(ends):
                yield begin, end, entity
                break


def _topics(
    text: str, low: int, high: int, names: Names, mentions: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[int, int, int]]:
    """关于建设“人才码”。由…牵头: what is said behind a topic is said of it; its full stop stands for it."""
    ends = {last: entity for _, last, entity in mentions if names.entities[entity].kinds[0] in _TOPICS}
    for hit in _TOPIC.finditer(text, low, high):
        stop = hit.end("topic")
        entity = next((ends[at] for at in (stop, hit.end("name")) if at in ends), None)
        if entity is not None:
            yield stop, stop + 1, entity
