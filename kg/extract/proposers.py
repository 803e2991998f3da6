"""Who proposed what a letter answers, and whom it addresses: persons, delegations, parties and committees, in lists."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from kg.extract.bodies import BODY_END
from kg.extract.page import COLLECTIVE, GROUP, PERSONAL, Found, Page, unique

_SHARE = re.compile("[会协]办(?:意见|函)(?:的?函)?$")
"""In the title: the letter gives its office's share to the one that answers, and speaks to that."""
_SHARED_WITH = re.compile(
    "(?:现[就对将]|[^，。《]{0,20}会议)?(?P<who>[^，。《]{2,60}?)(?:在[^，。《]{2,30})?(?:联名|共同)?(?:提出|提交|所提)的?[《“关]"
)
"""Whom such a letter names as the proposers of what the other office answers."""
_DELEGATION = re.compile("(?:代表团|(?:代表|委员)小组)$")
_ROLE = re.compile(
    "^[^，]{4,}(?:支部|委员会|总支|支社)的(?=[\u4e00-\u9fa5]{2,3}(?:委员|$))|^.*会议(?=[\u4e00-\u9fa5]{2,8}代表团$)"
    "|^.*(?:召集人|[县市区省镇乡]人大代表|届人大代表|政协委员)(?!小组|团)(?=[\u4e00-\u9fa5]{2,4}$)"
)
"""What stands before a person or a delegation that says what they are, or where they spoke."""
_COUNTED = r"(?:等)?(?:(?:\d+|[一二两三四五六七八九十]+)[名位])?"
_PEOPLE_AMONG = re.compile(
    r"(?:您|你)?(?:二位|两位)?(?:与|和|同|及|并)(?P<a>[\u4e00-\u9fa5·、和]{2,160}?)"
    rf"{_COUNTED}(?:代表|委员)"
    r"(?:联名|共同|联合|一[起道])?(?:，)?(?:在[^，。]{2,30})?(?:提出|提交|附议|所提|写的|提的|反映|[《“])"
    r"|与[省市县区州]?(?:人大代表|政协委员)(?P<h>[\u4e00-\u9fa5·、]{2,40}?)(?:共同|联名)(?:提出|提交)"
    r"|^[你您]们（(?P<i>[\u4e00-\u9fa5·、]{5,60})）"
    r"|您联[名合](?P<g>[\u4e00-\u9fa5·、]{2,40}?)(?:代表|委员)"
    r"|(?:领衔|牵头)[、，](?P<f>[\u4e00-\u9fa5、]{2,40}?)(?:联名|共同)提出"
    r"|(?:领衔提出?|领衔)，?(?:并?[由与和])?(?P<b>[\u4e00-\u9fa5·、和]{2,160}?)"
    rf"{_COUNTED}(?:代表|委员)(?:共同|联名)?(?:附议|联名|联署|附名|在)"
    r"|(?:由?您?(?:领衔|牵头|执笔)[、，])?(?P<c>[\u4e00-\u9fa5·、和]{2,120}?)"
    rf"{_COUNTED}(?:代表|委员)(?:共同|联名)?(?:附议|联署|署名|联名的|联名提出)"
    r"|(?:由|另有)(?P<d>[\u4e00-\u9fa5·、和]{2,40}?)(?:代表|委员)(?=领衔|）)"
    r"|提出、(?P<e>[\u4e00-\u9fa5·、和]{2,40}?)(?:代表|委员)联名"
)
_NAME = r"(?:(?!和)[\u4e00-\u9fa5·]){2,6}"  # with 和 in it, a line of 和 alone could be cut in countless ways
_NAMES = rf"{_NAME}(?:[、和]{_NAME})*"
_NAMED_BY_OTHERS = re.compile(
    rf"(?:期间|[会上]上?|贵局转来的|^|[，。])，?(?P<a>{_NAMES}){_COUNTED}(?:[省市县区州]?(?:人大|政协))?(?:代表|委员)"
    r"(?:分别|联名|共同|领衔|以[^，。]{2,8}名义|在[^，。]{2,24}(?:上|期间))*(?:或附议)?[、，]?(?:以[^，。]{2,8}名义)?(?:提出|提交|反映|《)"
    rf"|(?:界别|[省市县区]?政协)委员(?P<b>{_NAMES}){_COUNTED}人?(?:联名|共同)?(?:提出|提交|《)"
)
"""Who proposed, in a letter that speaks to a delegation, or to a body that passed the suggestion on."""
_PASSES_ON = re.compile("(?:局|厅|委|政府|办公[室厅]|督查室|人大常委会)$")
_NAMED_BELOW = re.compile("(?:代表|委员|联名人?|附议人?)名单[：:](?P<list>[\u4e00-\u9fa5·、，]{2,200})")
"""At the foot: 附：提出建议的代表名单：李顺英、陇光祥。"""


def addressees(page: Page) -> list[Found]:
    """Whom the letter speaks to, also where the list began on the lines above."""
    if not page.addressee:
        return []
    above = page.top
    bare = re.fullmatch("(?:代表|委员)等?", page.addressee["who"])
    while above and (page.lines[above - 1][2].endswith(("、", "，")) or (bare and above == page.top)):
        above -= 1
    found = []
    for begin, _, line in page.lines[above : page.top]:
        found += _people(page, begin, line.rstrip("、，"), "header-addressee")
    begin = page.lines[page.top][0] + page.addressee.start("who")
    found += _people(page, begin, page.addressee["who"], "header-addressee")
    if not found and (value := page.value("proposers")):  # 各位代表
        found = _people(page, value[1], value[0], "header-metadata")
    return found


def proposers(page: Page, title: Found | None, addressed: Sequence[Found]) -> list[Found]:
    """Who made what the letter answers: those it speaks to, those named beside them, and those named at the foot."""
    shared = title is not None and _SHARE.search(title.value)
    found = [] if shared else list(addressed)
    value = page.value("proposers")
    if value:
        found += _people(page, value[1], value[0], "header-metadata")
    for begin, _end, line in page.opening[:1] if shared else ():
        if hit := _SHARED_WITH.match(line):
            found += _people(page, begin + hit.start("who"), hit["who"], "header-proposers")
    for begin, _end, line in page.opening[:2]:
        for hit in _PEOPLE_AMONG.finditer(line[:400]):
            name = hit.lastgroup
            if name:
                words = re.split(r"(?:由|，|您与|您和|你与|提出|领衔|牵头)", hit[name])[-1]
                words = words.lstrip("、")
                at = begin + hit.end(name) - len(words)
                found += _people(page, at, words, "header-proposers")
    if all(COLLECTIVE.search(one.value) for one in found):
        others: list[Found] = []
        for begin, _end, line in page.opening[:2]:
            for hit in _NAMED_BY_OTHERS.finditer(line[:400]):
                name = hit.lastgroup or "a"
                others += _people(page, begin + hit.start(name), hit[name], "header-proposers")
        if others:
            found = [one for one in found if not _PASSES_ON.search(one.value)] + others
    for begin, _end, line in page.lines[page.foot :]:
        if below := _NAMED_BELOW.search(line):
            found += _people(page, begin + below.start("list"), below["list"], "header-proposers")
    return unique(found)


def _people(page: Page, begin: int, words: str, rule: str) -> list[Found]:
    """Persons and bodies of a list such as 县政协农业农村委员会、罗开明委员."""
    found = []
    for at, part in _parts(page, begin, words):
        name = re.sub(
            r"^(?:尊敬的|各位|另有|并?与(?=[\u4e00-\u9fa5]{2,3}$)|代表(?=[\u4e00-\u9fa5]{2,3}$)|委员(?=[\u4e00-\u9fa5]{2,3}$))",
            "",
            part,
        )
        name = _ROLE.sub("", name)
        shift = len(part) - len(name)  # what is cut off below stands behind the name
        name = name.split("（领衔")[0]
        if not _DELEGATION.search(name):
            name = re.sub("（[^（）]*）$", "", name)
            name = PERSONAL.sub("", GROUP.sub("", PERSONAL.sub("", name))) or name
        name = re.sub(r"等(?:\d+|[一二三四五六七八九十]+)?[名位]?$", "", name)
        name = re.sub(r"[，：:]|您好.*$", "", name)
        if (
            len(name) >= 2
            and not re.search(
                r"提出|提交|建议|提案|^其他|^各位|^(?:代表|委员)$|^贵[^\u4e00-\u9fa5]*(?=[委会局单支界组团])|^[两二三四五几][位名]",
                name,
            )
            and re.fullmatch(r"[\u4e00-\u9fa5·（）A-Za-z]+", name)
        ):
            found.append(page.found(begin + at + shift, begin + at + shift + len(name), rule))
    return found


def _parts(page: Page, begin: int, words: str) -> Iterator[tuple[int, str]]:
    """The parts of a list of persons and bodies, each with its place in the words."""
    at = 0
    for piece in re.split(
        r"[、，,；;]|(?:(?<=代表|委员)|(?<=员会)|(?<=小组)|(?<=代表团))并(?:转|抄送)?|并(?=[\u4e00-\u9fa5]{2,4}(?:、|$))",
        words,
    ):
        for half in _halves(piece):
            at = words.find(half, at)
            for part in _spaced(page, begin + at, half):
                yield at, part
                at += len(part)


def _spaced(page: Page, begin: int, piece: str) -> list[str]:
    """侯国治 秦玉兰 代表 are two persons: nothing but white space stands between them; 张 三 is one."""
    name = PERSONAL.sub("", piece)
    cuts = [at for at in range(1, len(name)) if page.space(begin + at - 1, begin + at)]
    parts = [name[a:b] for a, b in itertools.pairwise([0, *cuts, len(name)])]
    return parts if all(2 <= len(part) <= 4 for part in parts) and len(parts) > 1 else [piece]


def _halves(piece: str) -> list[str]:
    """张三和李四 are two persons; 社会和法制委员会 is one body."""
    if re.search(f"(?:{BODY_END}|界别?|组)$", GROUP.sub("", piece)) and not re.search(
        r"(?:代表|委员)(?:和|与|及)", piece
    ):
        return [piece]
    return [
        part
        for part in re.split(
            r"(?<=[\u4e00-\u9fa5]{2})(?:和|及|以及|与)(?=[\u4e00-\u9fa5]{2})(?!(?:人大|政协)?(?:代表|委员)$)",
            piece,
        )
        if part
    ]
