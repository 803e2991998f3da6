"""What is telling in a name: without its place, its quotes and the word for what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from kg import identity, resources

CLASS_WORDS = tuple(
    sorted(
        (
            "三年行动", "专线", "专项行动", "中心", "体系", "公众号", "制度", "博览会", "双月活动", "品牌",
            "基地", "学院", "小程序", "展", "展会", "展览会", "工作", "工程", "平台", "应用", "建设工程",
            "建设项目", "微信公众号", "微信群", "攻坚行动", "改革", "改革试点", "服务", "服务体系", "服务平台",
            "服务队", "机制", "框架", "模式", "沟通平台", "活动", "监管平台", "示范区", "示范点", "站",
            "管理平台", "系列活动", "系统", "网络", "联盟", "行动", "计划", "试点", "队", "项目",
            "手机app", "app", "三年攻坚行动", "新建工程", "新建项目", "有限公司", "有限责任公司", "股份有限公司", "公司",
            "热线", "服务热线",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
"""Words that say what a thing is; one thing is called by several (机制, 工程)."""

CHANNELS = ("微信公众号", "公众号", "微信群", "门户网站", "网站")
"""A channel of a platform is not the platform; its app is."""

_DIVISIONS = ("code", "name", "short", "level", "parent", "from", "to")
_COMMON = re.compile(
    "全[市县区省]|我[市县区]|有限|股份|专项|专线|中心|企业|体系|信息|全面|公共|创新|制度|协同|发展|园区|工作|工程|平台|建设|推进|提升|政府|改革|数字|"
    "数据|方案|智慧|服务|机制|模式|活动|社会|示范|管理|系统|综合|联动|行动|街道|计划|试点|部门|重点|镇|项目"
)
_PUNCTUATION = re.compile(r"[〔〕《》<>，,、。；：:·\-—–~!?！？/]")
_LEVEL = re.compile(
    r"^(?:全|我|本)?(?:国家级|省级|市级|县级|区级|镇级|乡级|村级|省市|省|市|县|区)(?![场民政容域块间长委级内外])"
)
_QUOTED = re.compile(r"[“「‘]([^”」’“]{2,20})[”」’]")
_MARKS = re.compile(
    r"\d+(?:\.\d+)?|第[一二三四五六七八九十]+|[一二三四五六七八九十两]+期|[东南西北](?=[站区线院园])"
)


@lru_cache(maxsize=1 << 15)
def plain(name: str) -> str:
    """The name folded, without quotes, brackets and other marks: what all writings of it share."""
    return _PUNCTUATION.sub("", identity.key(name))


@lru_cache(maxsize=1 << 15)
def core(name: str, place: str) -> tuple[str, str]:
    """What is telling in a name, and the word for what it is: “校车通”智慧监管平台 is (校车通智慧, 监管平台).

    `place` (慈溪市) is left out in front, whole and short. The core keeps at least two characters.
    """
    rest = whole(name, place)
    said = ""
    while True:
        word = next((w for w in CLASS_WORDS if rest.endswith(w) and len(rest) - len(w) >= 2), None)
        if word is None:
            return rest, said
        rest, said = rest[: -len(word)], said or word


@lru_cache(maxsize=1 << 15)
def whole(name: str, place: str) -> str:
    """The name without its own place and level: 慈溪市企业发展服务平台, 市级企业发展服务平台 are one."""
    rest = plain(name)
    short = place[:-1] if len(place) > 2 else place
    for own in filter(None, (place, short)):
        if own in rest and len(rest) - len(own) >= 2:
            rest = rest.replace(own, "", 1)
            break
    level = _LEVEL.match(rest)
    return rest[level.end() :] if level and len(rest) - level.end() >= 2 else rest


@lru_cache(maxsize=1 << 15)
def levels(name: str, place: str) -> frozenset[str]:
    """Whose it is as far as the name says: 省 of 省级平台, 县 of 县平台 and of 乐安县平台; empty where it does not say."""
    folded = plain(name)
    if place and folded.startswith(place):
        return frozenset(place[-1])
    found = _LEVEL.match(folded)
    return frozenset(c for c in found[0] if c in "国省市县区镇乡村") if found else frozenset()


@cache
def place_names() -> frozenset[str]:
    """Names of provinces, prefectures and counties, whole and short; 全国 and 中国 too."""
    rows = resources.read_table(resources.SEEDS / "names" / "divisions.csv", _DIVISIONS)
    names = {name for row in rows for name in (row["name"], row["short"]) if len(name) >= 2}
    return frozenset(names | {"全国", "中国", "国家"})


def channel(name: str) -> str:
    """The word for a channel (公众号) that the name ends in; empty where it names none."""
    folded = plain(name)
    found = next((word for word in CHANNELS if folded.endswith(word)), "")
    return found.removeprefix("微信").removeprefix("门户") if found != "微信群" else found


def parts(name: str) -> Iterator[str]:
    """The name, and each of the names that it is made of: A暨B, A（B平台）."""
    yield name
    folded = identity.key(name)
    pieces = folded.split("暨")
    if folded.endswith("〕") and "〔" in folded:
        head, _, tail = folded[:-1].rpartition("〔")
        bare = _CALLED.sub("", tail)
        if bare != tail and len(bare) >= 3:
            yield bare
        pieces = [*head.split("暨"), tail] if _TELLS_APART.search(tail) is None else []
    if len(pieces) > 1:
        for piece in pieces:
            if len(piece) >= 4 and (piece == pieces[0] or piece.endswith(CLASS_WORDS)):
                yield piece


@lru_cache(maxsize=1 << 15)
def title(name: str) -> str:
    """The title without the words that hand it out: …关于印发《X办法》的通知 is X办法, 关于推进X的意见 is 推进X的意见."""
    found = _HANDED_OUT.fullmatch(name)
    rest = found[1] if found else name
    about = _ABOUT.match(rest)
    return rest[about.end() :] if about and len(rest) - about.end() >= 4 else rest


_HANDED_OUT = re.compile(r".*?关于(?:印发|转发|公布|发布)(.{4,}?)(?:的通知)?")
_ABOUT = re.compile(r"[^《》“”]{0,20}?关于(?:进一步)?")


def unquoted(name: str) -> str:
    """The name without the quotes that enclose all of it."""
    inner = name[1:-1]
    return inner if name[:1] == "“" and name[-1:] == "”" and "”" not in inner else name


_TELLS_APART = re.compile(r"^.{0,2}$|(?:段|片区|片|期|校区|院区|分部|部分|版)$")
"""What in brackets tells a part, a branch or an edition from the whole."""
_CALLED = re.compile(r"^(?:原名为?|原称|原为|原|前身为|前身是|以下简称|简称|又称|又名|俗称|即)：?")
_BRACKETED = re.compile(r"([^（()）]+)[（(]([^（()）]+)[）)]")


def printed_parts(name: str) -> Iterator[str]:
    """The names that a joint name prints: 企业服务中心 and “企服通”平台 of 企业服务中心（“企服通”平台）."""
    bracketed = _BRACKETED.fullmatch(name)
    head, tail = (bracketed[1], bracketed[2]) if bracketed else (name, "")
    called = bool(_CALLED.match(tail))
    tail = _CALLED.sub("", tail)
    if tail:
        if len(head) >= 4 and not is_phase(tail) and len(tail) >= 3 and not _TELLS_APART.search(tail):
            yield head
        if len(tail) >= 4 and (called or plain(tail).endswith(CLASS_WORDS)):
            yield unquoted(tail)
    pieces = head.split("暨")
    if len(pieces) > 1:
        yield from (
            piece
            for piece in pieces
            if len(piece) >= 4 and (piece == pieces[0] or piece.endswith(CLASS_WORDS))
        )


_NAMED_AFTER = re.compile("”[^“”]*(?:大会|会议|领导小组|专班|指挥部)$")


def quoted(name: str) -> Iterator[str]:
    """What the name prints in quotes, and each side of a dot in it: “亲清直通车·政企恳谈会”.

    A meeting or a body that bears the name of a work is another thing: “八八战略”…大会.
    """
    if _NAMED_AFTER.search(name):
        return
    for inner in _QUOTED.findall(name):
        yield plain(inner)
        sides = re.split(r"[·•\s]", inner)
        if len(sides) > 1:
            yield from (plain(side) for side in sides if len(side) >= 3)


def is_telling(words: str) -> bool:
    """Whether two letters that use these words are likely to mean one thing: not 服务平台, not 1+N."""
    if _NUMBERED.search(words):
        return True
    if _FORMULA.fullmatch(words):
        return False
    rest = _COMMON.sub("", words)
    letters = sum("一" <= c <= "鿿" for c in rest)
    return letters >= 2 or (letters >= 1 and len(words) >= 3 and len(rest) >= 2) or (
        any(c.isdigit() for c in rest) and sum("一" <= c <= "鿿" for c in words) >= 2
    )  # fmt: skip


_FORMULA = re.compile(r"[一二两三四五六七八九十百千万个位体站式对件事张网\dn+]+|.?一.一.")
"""What many things are called: 六个一, 一站式, 一对一, 三位一体, 一企一策."""
_NUMBERED = re.compile(r"(?<!\d)(?!(?:19|20)\d\d)\d{4,}(?!\d)")
"""A name that is a number (8718, 12345); a year is none."""


def is_phase(words: str) -> bool:
    """Whether the name only counts (二期工程): it means something only beside the name of the whole."""
    return _PHASE.fullmatch(words) is not None


_PHASE = re.compile(
    r"第?(?:[一二三四五六七八九十]+|\d{1,2})(?:(?:期|批|阶段|轮|标段)(?:工程|项目)?)?|第?\d+(?:期|批|阶段|轮|标段)(?:工程|项目)?"
)


def marks(words: str) -> frozenset[str]:
    """What tells siblings apart: numbers, phases, years, 城南 and 城北."""
    return frozenset(_MARKS.findall(words))
