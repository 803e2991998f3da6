"""The bodies that were asked before a letter was written: 经会商市财政局、市住建局，现答复如下."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from kg.extract import bodies
from kg.extract.bodies import BODY_END
from kg.extract.places import Setting

_CONSULT = re.compile(
    r"会同|经与|协办|主办|会商|会(?=[省市县区州])|协同|征求|会签|协商|沟通|走访|对接|会办|协办|联合|配合|汇总|听取|一块儿?|一起|一道|商议|碰头|对表|分办|协助|共同|邀请|座谈|研判|参与|交换[了过]?(?:意见|看法)|坐下来|商(?!务|量|会|业|贸|品|标|户|家)|意见"
)
_CONSULTED_LATER = re.compile(
    "经(?:会)?商(?![定业贸务])[^，。；：后\n]{2,60}"
    "|(?<=\n)[ \u3000]*[接收]到[^，。；\n]{0,16}后，[^。；\n]{0,12}会同[^，。；\n]{2,60}"
)
"""What a later paragraph says of one request, 经商市财政局，该资金……, or of the whole: 接到建议后，我局会同……"""
_ANY_BODY = re.compile(
    rf"(?P<name>[\u4e00-\u9fa5][\u4e00-\u9fa5（）]{{0,25}}?(?:{BODY_END}|财政|商行|中支))"
    r"(?=$|（|和|与|等|进行|共同|研究|认真|逐|会商|协商|作|到|的|办理|(?<!管委)会办|协办|沟通|对|就|专门|一道|一起|一并|反复|多次|分别|已|派员|提供|为会办|为协办|(?<![协会主承]办)意见|参与|参加|座谈|交换)"
)
_JOINED = re.compile(
    "(?<=街道|公司|中心|政府|委会|事处|医院|学校|大学|银行|支行|分局|大队)(?:以及|和|及|与)(?=[\u4e00-\u9fa5]{3})"
)
"""An and between two names of a list."""
_AND = re.compile("^(?:以及|和|与|及|并)")
_LISTED = re.compile(
    "(?P<name>[\u4e00-\u9fa5][\u4e00-\u9fa5（）]{1,23}?(?:管委会|政府|街道(?:办事处|办)?|局|委|海关|公司|[银商]行|联社|中心|筹[建备]组|公安处|工委|学院|大学))"
    "(?![\u4e00-\u9fa5]{0,8}(?:管委会|政府|办事处|局|公司|分行|支行|集团)|会|员|托|派|主任)"
)
"""What goes on with a list of bodies, whatever is said of them all behind it: 市财政局、龙山新区管委会逐条研究."""
_TOWN = re.compile(
    "(?P<name>[\u4e00-\u9fa5]{2,5}[镇乡])(?=$|等|进行|逐|会商|协商|会办|协办|配合|商[量议]|共同|联合|一[道起]|研究|参与|作了|提供|已|分别|的意见|意见)"
)
"""A town among those asked, which is its government: 经与市财政局、根子镇会商."""
_SHARED_OFFICE = re.compile(
    "[\u4e00-\u9fa5]{2,8}?(?P<unit>[市县区旗州镇乡]|街道)(?P<rest>(?:人民)?政府|办事处|办|)"
)
"""A government or street office at the end of a list, with what its name ends in."""
_LISTED_BEFORE = re.compile("(?:[\u4e00-\u9fa5]{2,14}、)+$")
_PLACE_LISTED = re.compile("(?:.*[求了同商取由与])?(?P<place>[\u4e00-\u9fa5]{2,6}[市县区旗州镇乡])$")
"""A place in such a list that bears its level, behind the word by which it is asked."""
_NO_BODY = re.compile(
    "^(?:贵|本|各|有关|相关|您|你|该|高度|两|先后|主要|们|市委书|并|分别|到|参与)|带队|开会|带着|^派|参与|的|由(?!管)|督办|开了|召开|组建|我|建议|提案|议案|此件|书记|召集|亲自|[主承领]办|[县市区]长|个街道|简称|[共研重商合包交代]办$|会办|[镇乡]$"
)
_ASKING = re.compile(
    "^.*?(?:等部门[及和]|[协会]办单位为?|会同|经商|商请|征求了?|会商|函询|联合|经与|以及|^与|^和|^及|^会(?=[省市县区州])|我[局委院关办厅校会司团][与商]|^由|^商|^同|邀请了?|听取了?|结合|综合|协同)"
)
_GOVERNMENT = re.compile("(?P<place>[\u4e00-\u9fa5]{2,7}[市县区旗镇乡])(?:人民)?政府")
"""A government that can be asked; that of a city of the letter is the one that it speaks for."""
_VISIT = re.compile("实地|走访|踏勘|赴")
"""Who is visited is not asked, unless others came along: 会同市财政局走访了……"""
_WITH = re.compile("会同|联合|邀请")
_ABOVE = "国家税务总局"
"""What the names of tax offices of places begin with."""
_ZONE = re.compile("(?:[新园景]区|新城|开发区|高新区|区)管")
"""The end of the name of a zone, which stands before it: 宝鸡高|新区管委会."""
_PAPER = re.compile("印发|出台|下发|转发|制定|《")
"""A sentence with these tells who made a paper."""
_BRANCH = re.compile(r"[\u4e00-\u9fa5]{1,6}?(?:分局|支队|大队|支行|分公司|管理局|监管[科组]|海事处|管理部)")
_NOT_CONSULTED = re.compile(
    r"(?:\d+月(?:\d+日|[上中下]旬|[初底])?)?(?:交(?![换流])|转|批|领导|要求|部署|常委会|已|同意|主席|副|党组|高度)"
)


def opening(words: str, setting: Setting) -> Iterator[tuple[int, int]]:
    """Where the words before 现答复如下 name a body that was asked."""
    for sentence in re.finditer(r"[^。；]+", words):
        cue, known = _CONSULT.search(sentence[0]), bodies.find(sentence[0], setting)
        if cue or _lists(sentence[0], known):
            for a, b in _bodies(sentence[0], cue.start() if cue else 0, known, setting):
                yield sentence.start() + a, sentence.start() + b


def _lists(sentence: str, known: list[tuple[int, int]]) -> bool:
    """Whether a sentence lists departments, and no paper that they made: who is named so early was asked."""
    return not _PAPER.search(sentence) and any(
        sentence[end:begin] == "、" for (_, end), (begin, _) in itertools.pairwise(known)
    )


def later(text: str, begin: int, setting: Setting) -> Iterator[tuple[int, int]]:
    """Where a paragraph behind the opening names a body that was asked about one request."""
    for hit in _CONSULTED_LATER.finditer(text, begin):
        for a, b in _bodies(hit[0], 0, bodies.find(hit[0], setting), setting):
            yield hit.start() + a, hit.start() + b


def sharing(text: str, begin: int, end: int, setting: Setting) -> Iterator[tuple[int, int, str]]:
    """The names before a government that share its last words, with these: 坳仔、诗洞、中洲镇政府; 永定区、上杭县人民政府."""
    office = _SHARED_OFFICE.fullmatch(text, begin, end)
    listed = _LISTED_BEFORE.search(text[max(0, begin - 40) : begin]) if office else None
    if office and listed:
        shift = begin - len(listed[0])
        for part in re.finditer("[^、]+", listed[0]):
            last = shift + part.end()
            if place := _PLACE_LISTED.match(part[0]):
                yield last - len(place["place"]), last, office["rest"]
                continue
            bare = (size for size in (4, 3, 2) if part[0][-size:] + office["unit"] in setting.towns)
            if size := next(bare, 0):
                yield max(last - size, shift + part.start()), last, office["unit"] + office["rest"]


def _bodies(words: str, cue: int, known: list[tuple[int, int]], setting: Setting) -> list[tuple[int, int]]:
    """The known departments of a sentence, then other names of its lists; those that lead or order are left out."""
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    for first, b in known:
        a = first - len(_ABOVE) if words.endswith(_ABOVE, 0, first) else first
        named = words[a] in "区园镇乡街" or words[b - 2 : b] == "政府" or _ZONE.match(words, a)
        if named and re.match("[\u4e00-\u9fa5](?<![与和及同商由向经求合取请了])", words[a - 1 : a]):
            continue
        end = _with_branch(words, b)
        taken.update(range(a, end))
        if (
            not _NOT_CONSULTED.match(words, end)
            and not _leads(words, a, end)
            and (
                not words[:end].endswith(("人", "大", "府", "政协"))
                or _other_government(words[a:end], setting)
            )
        ):
            found.append((a, end))
    free = "".join("、" if at in taken else char for at, char in enumerate(words))
    free = _JOINED.sub(lambda hit: "、" * len(hit[0]), free)
    for part in re.finditer(r"[^、，：]+", free):
        clause = words[words.rfind("，", 0, part.start()) + 1 :].split("，", 1)[0]
        if _VISIT.search(clause) and not _WITH.search(clause):
            continue
        before = part.start() - (words[part.start() - 1 : part.start()] == "、") - 1
        tries = [(_ANY_BODY, _ASKING.sub("", part[0])), (_ANY_BODY, part[0])]
        if before in taken:
            tries += [(pattern, _AND.sub("", part[0])) for pattern in (_LISTED, _TOWN)]
        for pattern, name in tries:
            hit = pattern.match(name)
            if not hit or len(hit["name"]) < 3 or (pattern is not _TOWN and _NO_BODY.search(hit["name"])):
                continue
            at = part.start() + part[0].rfind(name)
            if not _leads(words, at, at + hit.end("name")) and part.end() > cue - 30:
                end = _with_branch(words, at + hit.end("name"))
                taken.update(range(at, end))
                found.append((at, end))
            break
    return found


def _other_government(name: str, setting: Setting) -> bool:
    """Whether a body is a government, and not that of a city of the letter, which the letter speaks for."""
    found = _GOVERNMENT.fullmatch(name)
    return found is not None and not any(
        place.name.endswith(found["place"]) for place in setting.places if place.name[-1] == "市"
    )


def _with_branch(words: str, end: int) -> int:
    """Where a body ends, with its branches: 公安局|西城分局|交警大队."""
    while more := _BRANCH.match(words, end):
        end = more.end()
    return end


def _leads(words: str, begin: int, end: int) -> bool:
    """Whether a body of a list is one that leads: 县农业农村局、县乡村振兴局主办."""
    clause = re.match(r"[^，；。]*", words[end:])
    rest = clause[0] if clause else ""
    before = words[words.rfind("，", 0, begin) + 1 : begin]
    leading = re.search(r"(?:主办|领办|分别办理|牵头办理|承办|交办|转办|批转|督办|立案)$", rest)
    return bool(leading) and not re.search(r"会同|商|协办|会办|配合", before + rest)
