"""The head and foot of a letter: who answers whom, on what, when.

Written for the genre: replies to deputies' suggestions and CPPCC proposals of any place, with head lines in any order,
with key and value lines of web pages, with parts missing. What is found are raw names with their places in the flow;
`kg.extract.names` makes entities of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from kg.extract import bodies, consulted
from kg.extract.bodies import BODY_END, NUMBER
from kg.extract.places import Setting, setting
from kg.resources import SEEDS, read_table
from kg.text.layout import Flow
from kg.text.times import dates
from kg.text.titles import titles

_BODY_LINE = re.compile(rf"^[\u4e00-\u9fa5（）、]{{3,38}}{BODY_END}$")
_TITLE_END = re.compile(
    r"(?:答复(?:意见|函|的函|的报告|情况的?函?|情况)?|函复|复函|回复(?:意见|函)?|的函|办理情况(?:的?(?:报告|函|答复))?|答复意见的?函?|(?:办理|[会协]办)(?:意见|函)的?函?|复文)"
    r"(?:（[A-DＡ-Ｄ]类?）)?$"
)
_TITLE_BEGIN = re.compile(
    r"(?:^|(?<=[局委办厅部院府会司心联社站队处所行馆校学道园团关室）]))(?:关于|对)(?=.{0,40}(?:建议|提案|议案|号|意见))"
    r"|^(?:[^对关局委办，。]{1,5}[省市县区州旗]){0,2}[省市县区州旗镇]?(?:政协|人大|第?[一二三四五六七八九十]+届)(?=.{0,24}号(?:建议|提案|议案))"
)
_SHARE = re.compile("[会协]办(?:意见|函)(?:的?函)?$")
"""In the title: the letter gives its office's share to the one that answers, and speaks to that."""
_SHARED_WITH = re.compile(
    "(?:现[就对将]|[^，。《]{0,20}会议)?(?P<who>[^，。《]{2,60}?)(?:在[^，。《]{2,30})?(?:联名|共同)?(?:提出|提交|所提)的?[《“关]"
)
"""Whom such a letter names as the proposers of what the other office answers."""
_WANTED = r"(?:建议|提案|议案)"
_SESSION_CORE = re.compile(
    r"(?:中国人民政治协商会议|(?:中国人民)?政协)?(?:[\u4e00-\u9fa5]{2,9}?(?:自治区|自治州|自治县|省|市|县|区|旗|州|盟|镇|乡)|(?:自治区|自治州|自治县|省|市|县|区|旗|州|盟|镇|乡))?"
    r"(?:人大|政协|人民代表大会)?第?[十一二三四五六七八九\d]{1,3}届(?:人大|政协|人民代表大会|委员会)?第?[十一二三四五六七八九\d]{1,2}次(?:全体)?会议$"
)
_BARE_TITLE = re.compile(
    rf"(?:提出|提交|所提|领衔)的?(?P<a>关于[^，。《》]{{4,60}}?的?{_WANTED})"
    rf"|^(?:[\u4e00-\u9fa5]{{0,5}}(?:代表|委员)|收到)?(?:您|你|贵)?(?:们|会|二位|两位|三位)?(?:代表|委员)?的?"
    rf"(?P<b>关于(?:“[^“”]{{4,60}}”|[^，。《》]){{2,60}}?的{_WANTED})(?:（第?[\dA-Z]{{1,12}}号?）)?(?:收悉|收到|[，后已由我]|$)"
    rf"|(?:提出|提交|督办|领衔|联名)的?“(?P<c>[^“”]{{6,60}})”的?{_WANTED}|所提“(?P<f>[^“”]{{6,60}})”"
    rf"|{_WANTED}（(?P<d>关于[^（）。]{{4,60}})）|号{_WANTED}（(?P<e>(?!以下|简称|下称)[^（）。]{{8,60}})）"
)
_NOTICE = re.compile("(?:通知|办法|规定|条例|方案|函)$")
"""A paper that the opening names beside the suggestion: 接到《交办通知》后."""
_NUMBERED = re.compile(
    rf"第?(?P<a>[A-Z]{{0,3}}\d[\d-]{{0,10}})号?(?:代表|委员)?{_WANTED}|第(?P<b>[A-Z]{{0,3}}\d[\d-]{{0,10}})号|（(?P<c>\d{{2,10}})号?）|"
    rf"{_WANTED}第?(?P<d>\d{{1,10}})号"
)
_TORN_NUMBER = re.compile(
    r"(?P<prefix>[\u4e00-\u9fa5]{2,10})(?:[〔（](?P<year>20\d\d)[〕）]?|(?P<late>20\d\d)[〕）]) ?第?(?P<serial>\d{1,4})号?"
)
"""A document number of which the copy has lost a bracket or 号, alone on its line."""
_COURT_NUMBER = re.compile(r"[〔（]20\d\d[〕）][\u4e00-\u9fa5]{1,10}第?\d{1,6}号")
"""A number that begins with its year: （2024）东法函字第3号."""
_SIGNER = re.compile(
    r"(?:签发(?:人|领导)?|核签|领导署名|签署人|审签人?|(?:领导|负责人|法定代表人)（?(?:签字|签发)）?|签字人)[：:）]*"
    r"(?:检察长|院长|局长|主任)?(?P<name>[\u4e00-\u9fa5·]{2,14})"
)
_SIGNED_OFF = re.compile(
    "经[\u4e00-\u9fa5]{0,8}?(?:(?:校长|院长|总?经理|[局厅]长)(?P<a>[\u4e00-\u9fa5]{2,3})(?:同志)?"
    "|(?P<b>(?!.{0,2}(?:负责|领导|会议|研究|委员|集体|党组))[\u4e00-\u9fa5]{2,3})(?:副?(?:局|县|区|市|镇|乡|厅|院|部)长|副?主任|书记|同志))(?:审[签定]|签发)"
)
"""Said at the end of the body, as is usual in Chongqing: 此复函已经某某局长审签."""
_CATEGORY = re.compile(
    r"(?:类别标记|办理(?:结果|意见|程度)|主办结果|解决程度|分类|类别|类型|标记)[：:）〕】]?[“（]?(?P<a>[A-Da-d])(?:类|级|[”）]|$|(?![A-Za-z\d])|\d(?:）|$))"
    r"|号\s*(?P<e>[A-D])$|^[（【〔]?(?P<b>[A-D])类?[）】〕]?$|[（〔](?P<c>[A-D])类?(?:[）〕，：]|共印)|(?<![A-Za-z])(?P<d>[A-D])类$",
    re.M,
)
_CATEGORY_SAID = re.compile("(?:结果|意见|情况)（([A-D])类）")
_ADDRESSEE = re.compile(
    r"^(?:尊敬的)?(?P<who>[^：。！？]{2,110}?)(?P<end>[：:]|，?您好[！：，]|，?你们好[！：，])"
)
_PERSONAL = re.compile(
    r"(?:等?(?:(?:\d+|[两二三四五六七八九十几多]+)[名位]|\d*[几多]?[名位]?))?(?:人大)?老?(?:代表|委员|同志|先生|女士|主委|常委|政协委员|人大代表)(?:团|小组)?$"
)
_DELEGATION = re.compile("(?:代表团|(?:代表|委员)小组)$")
_ROLE = re.compile(
    "^[^，]{4,}(?:支部|委员会|总支|支社)的(?=[\u4e00-\u9fa5]{2,3}(?:委员|$))|^.*会议(?=[\u4e00-\u9fa5]{2,8}代表团$)"
    "|^.*(?:召集人|[县市区省镇乡]人大代表|届人大代表|政协委员)(?!小组|团)(?=[\u4e00-\u9fa5]{2,4}$)"
)
"""What stands before a person or a delegation that says what they are, or where they spoke."""
_COLLECTIVE = re.compile(f"(?:{BODY_END}|界别?|支部|总支|小组|代表团)$")
"""The end of an addressee or proposer that is no person."""
_GROUP = re.compile(r"等(?:[\d一二三四五六七八九十百]+[名位人]?)?(?:人大|政协)?(?:代表|委员|同志)?$|等$")
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
_REPLY = re.compile(
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
_COUNTED = r"(?:等)?(?:(?:\d+|[一二两三四五六七八九十]+)[名位])?"
_PEOPLE_AMONG = re.compile(
    r"(?:您|你)?(?:二位|两位)?(?:与|和|同|及|并)(?P<a>[\u4e00-\u9fa5·、和]{2,160}?)"
    rf"{_COUNTED}(?:代表|委员)"
    r"(?:联名|共同|联合|一[起道])?(?:，)?(?:在[^，。]{2,30})?(?:提出|提交|附议|所提|写的|提的|反映|[《“])"
    r"|与[省市县区州]?(?:人大代表|政协委员)(?P<h>[\u4e00-\u9fa5·、]{2,40}?)(?:共同|联名)(?:提出|提交)"
    r"|^[你您]们（(?P<i>[\u4e00-\u9fa5·、]{5,60})）"
    r"|您联名(?P<g>[\u4e00-\u9fa5·、]{2,40}?)(?:代表|委员)"
    r"|(?:领衔|牵头)[、，](?P<f>[\u4e00-\u9fa5、]{2,40}?)(?:联名|共同)提出"
    r"|(?:领衔提出?|领衔)，?(?:并?[由与和])?(?P<b>[\u4e00-\u9fa5·、和]{2,160}?)"
    rf"{_COUNTED}(?:代表|委员)(?:共同|联名)?(?:附议|联名|联署|附名|在)"
    r"|(?:由?您?(?:领衔|牵头|执笔)[、，])?(?P<c>[\u4e00-\u9fa5·、和]{2,120}?)"
    rf"{_COUNTED}(?:代表|委员)(?:共同|联名)?(?:附议|联署|署名|联名的|联名提出)"
    r"|(?:由|另有)(?P<d>[\u4e00-\u9fa5·、和]{2,40}?)(?:代表|委员)(?=领衔|）)"
    r"|提出、(?P<e>[\u4e00-\u9fa5·、和]{2,40}?)(?:代表|委员)联名"
)
_BRACKETED = re.compile("[〔【](?P<key>[\u4e00-\u9fa5]{2,8})[〕】](?P<value>[^〔〕【】]+)")
"""A key in brackets before its value: 【成文日期】2021-05-24."""
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


@dataclass(frozen=True, slots=True)
class Found:
    """A value of the head with its place in the flow."""

    value: str
    begin: int
    end: int
    rule: str


@dataclass
class Head:
    """What the head and foot say, as raw names with their places."""

    number: Found | None = None
    title: Found | None = None
    issuers: list[Found] = field(default_factory=list)
    signer: Found | None = None
    issued: Found | None = None
    addressees: list[Found] = field(default_factory=list)
    proposers: list[Found] = field(default_factory=list)
    suggestion_number: Found | None = None
    suggestion_title: Found | None = None
    session: Found | None = None
    consulted: list[Found] = field(default_factory=list)
    copied_to: list[Found] = field(default_factory=list)
    category: Found | None = None
    proposal: bool = False
    setting: Setting = field(default_factory=lambda: Setting((), 2020))
    """Where the letter is from: what 市 and 省 mean in it."""
    body: tuple[int, int] = (0, 0)
    """The range of the flow between addressee and signature: what the letter says."""


@cache
def _fields() -> dict[str, str]:
    """The keys of lines of data such as 文号：…, each with its field, the surest of a field first."""
    return {row["key"]: row["field"] for row in read_table(SEEDS / "names" / "keys.csv", ("key", "field"))}


@cache
def _key() -> re.Pattern[str]:
    """Finder of the keys."""
    return re.compile("(" + "|".join(sorted(_fields(), key=len, reverse=True)) + ")[：:]")


def read(flow: Flow) -> Head:
    """Read the head and foot of a letter."""
    return _Reader(flow).read()


class _Reader:
    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.text = flow.text
        self.lines = [(p.begin, p.end, self.text[p.begin : p.end]) for p in flow.paragraphs]

    def read(self) -> Head:
        head = Head()
        self.top = self._top()
        self.foot = self._foot()
        begin = self.lines[self.top + 1][0] if self.top + 1 < len(self.lines) else 0
        head.body = (
            begin if self.addressee else self._first_prose(),
            self.lines[self.foot][0] if self.foot < len(self.lines) else len(self.text),
        )
        head.number = self._number()
        head.title = self._title()
        head.issuers = self._issuers(head)
        head.signer = self._signer()
        head.issued = self._issued()
        head.copied_to = self._copies()
        opening = self._opening(head.body[0])
        head.category = self._category(opening)
        head.proposal = self._is_proposal(head, opening)
        head.session = self._session(head, opening)
        head.suggestion_number = self._suggestion_number(head, opening)
        head.suggestion_title = self._suggestion_title(head, opening)
        head.addressees = self._addressees()
        head.proposers = self._proposers(head, opening)
        office = head.issuers[0].value if head.issuers else None
        year = (
            int(head.issued.value[:4])
            if head.issued
            else (
                int(hit[1]) if head.number and (hit := re.search(r"〔(\d{4})", head.number.value)) else 2020
            )
        )
        head.setting = setting(office, year)
        head.consulted = self._consulted(opening, head.setting, head.issuers)
        return head

    # --- parts of the letter -------------------------------------------------------------------------------------

    def _top(self) -> int:
        """Index of the line that addresses somebody; before it stands the head."""
        self.addressee: re.Match[str] | None = None
        for index, (_, _, line) in enumerate(self.lines[:25]):
            if _key().match(line) or NUMBER.search(line[:24]) or "答复如下" in line:
                continue
            found = _ADDRESSEE.match(line)
            if not found or line.startswith(("关于", "对")):
                continue
            who = found["who"]
            closing = len(line) - found.end() < 2 or "好" in found["end"]
            personal = bool(_PERSONAL.search(who)) or bool(re.search(r"(?:代表|委员)", who))
            collective = bool(_COLLECTIVE.search(_GROUP.sub("", who)))
            if closing and (personal or collective) and not _CLOSE.match(line) and len(who) <= 100:
                self.addressee = found
                return index
            if (
                personal
                and len(who) < 40
                and _PERSONAL.search(who)
                and not re.search(r"[，。]", who)
                and index < 20
            ):
                self.addressee = found
                return index
        return next((i - 1 for i, (b, _, line) in enumerate(self.lines) if b >= self._first_prose()), 0)

    def _first_prose(self) -> int:
        """Where the first line stands that is a sentence."""
        for begin, _, line in self.lines:
            if len(line) > 30 and "。" in line and not _key().match(line):
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
        if _key().match(line.lstrip("（")) or _FOOT.match(line) or _BODY_LINE.match(line.rstrip("。")):
            return False
        return bool(re.search(r"[。；！？]", line)) and not _FOOT_LIST.match(line)

    def _margins(self) -> Iterator[tuple[int, int, str]]:
        """Lines of the head, then of the foot."""
        yield from self.lines[: self.top if self.addressee else self.top + 1]
        yield from self.lines[self.foot :]

    def _opening(self, begin: int) -> list[tuple[int, int, str]]:
        """The first paragraphs of the body, up to 答复如下."""
        found = []
        for line in self.lines:
            if line[0] < begin or (self.addressee and line[0] <= self.lines[self.top][0]):
                continue
            found.append((line[0], min(line[1], line[0] + _OPENING), line[2][:_OPENING]))
            if _REPLY.search(line[2]) or len(found) == 3:
                break
        if self.addressee:
            at = self.lines[self.top][0] + self.addressee.end()
            if self.lines[self.top][1] - at > 5:
                found.insert(0, (at, self.lines[self.top][1], self.text[at : self.lines[self.top][1]]))
        return found

    @cached_property
    def _values(self) -> dict[str, tuple[str, int]]:
        """Keys and values of lines such as 文号：…　发布日期：…, and of a key alone on its line with the value on the next."""
        found: dict[str, tuple[str, int]] = {}
        alone = ""
        for begin, _, line in self._margins():
            value = line.lstrip("：:")
            if alone and value not in _fields() and not _key().search(value):
                found.setdefault(alone, (value, begin + len(line) - len(value)))
            alone = key if (key := line.rstrip("：:")) in _fields() else ""
            if spaced := self._spaced_key(begin, line):
                found.setdefault(spaced, (line[len(spaced) :], begin + len(spaced)))
            for hit in _BRACKETED.finditer(line):
                if hit["key"] in _fields():
                    found.setdefault(hit["key"], (hit["value"], begin + hit.start("value")))
            hits = list(_key().finditer(line))
            for number, hit in enumerate(hits):
                end = hits[number + 1].start() if number + 1 < len(hits) else len(line)
                value = line[hit.end() : end].strip("（）。；， ")
                if value:
                    found.setdefault(hit[1], (value, begin + hit.end() + line[hit.end() : end].find(value)))
        return found

    def _spaced_key(self, begin: int, line: str) -> str:
        """The key that a line begins with and that only white space divides from its value; "" where there is none."""
        return next(
            (
                line[:size]
                for size in range(min(8, len(line) - 1), 1, -1)
                if line[:size] in _fields() and self._space(begin + size - 1, begin + size)
            ),
            "",
        )

    def _given(self, field: str) -> Iterator[tuple[str, int]]:
        """The values of lines of data that belong to a field, the surest first, each with its place."""
        return (self._values[key] for key, of in _fields().items() if of == field and key in self._values)

    def _value(self, field: str) -> tuple[str, int] | None:
        return next(self._given(field), None)

    def _found(self, begin: int, end: int, rule: str, value: str | None = None) -> Found:
        return Found(self.flow.words(begin, end) if value is None else value, begin, end, rule)

    def _part(self, begin: int, hit: re.Match[str], rule: str) -> Found:
        """The one named group that a match filled; `begin` is where the line that was searched begins."""
        low, high = hit.span(hit.lastgroup or 0)
        return self._found(begin + low, begin + high, rule)

    def _given_as(self, value: tuple[str, int], rule: str = "header-metadata") -> Found:
        """The whole value of a line of data."""
        return self._found(value[1], value[1] + len(value[0]), rule)

    # --- fields ---------------------------------------------------------------------------------------------------

    def _number(self) -> Found | None:
        for begin, _, line in self._margins():
            if line.startswith(("抄送", "抄报", "附件")):
                continue
            for hit in NUMBER.finditer(line):
                start = hit.start()
                key = max(
                    line.rfind("：", 0, hit.end()),
                    line.rfind(":", 0, hit.end()),
                    line.rfind("文件", 0, hit.end()),
                    line.rfind("文号", 0, hit.end()),
                )
                start = key + (2 if line.startswith("文", key) else 1) if key >= start else start
                start = max([start, *self._gaps(begin, start, hit.end("prefix"))])
                value = f"{line[start : hit.end('prefix')]}〔{hit['year']}〕{hit['ordinal'] or ''}{hit['serial']}号"
                if "》" in line[: hit.start()]:
                    continue
                return self._found(begin + start, begin + hit.end(), "header-number", value)
        for begin, _, line in self._margins():
            if court := _COURT_NUMBER.fullmatch(line):
                return self._found(begin, begin + len(line), "header-number", court[0])
            if torn := _TORN_NUMBER.fullmatch(line):
                value = f"{torn['prefix']}〔{torn['year'] or torn['late']}〕{torn['serial']}号"
                return self._found(begin, begin + torn.end(), "header-number", value)
        return None

    def _title(self) -> Found | None:
        top = min(self.top if self.addressee else self.top + 1, len(self.lines))
        for index in range(top):
            begin, _, first = self.lines[index]
            if _key().match(first.removeprefix("信息")) or self._spaced_key(begin, first):
                continue
            line = ""
            for last in range(index, min(index + 3, top)):
                line += self.lines[last][2]
                found = _TITLE_BEGIN.search(line)
                if not found or found.start() >= len(first):
                    continue
                if _TITLE_END.search(re.sub(r"（[^（）]{1,16}）$|》$", "", line)):
                    office_above = (
                        found.start() == 0
                        and index
                        and self._adjacent(index)
                        and self._is_office(self.lines[index - 1][2])
                    )
                    start = self.lines[index - 1][0] if office_above else begin
                    end = self.lines[last][1]
                    words = self.flow.words(start, end)
                    return self._found(
                        start,
                        end,
                        "header-title",
                        re.sub(r"（[^（）]{0,6}[A-DＡ-Ｄ]类?）$|（[\d二][^（）]*日）$|^《|》$", "", words),
                    )
        value = self._value("title")
        if value and _TITLE_END.search(value[0]):
            return self._given_as(value, "header-title")
        return None

    def _adjacent(self, index: int) -> bool:
        """Whether a line follows the one before it without a blank line: then both are one title."""
        return self._space(self.lines[index - 1][1] - 1, self.lines[index][0]).count("\n") == 1

    def _space(self, left: int, right: int) -> str:
        """The white space that the copy has between two characters of the flow."""
        origin = self.flow.origin
        return self.flow.source[origin[left] + 1 : origin[right]]

    def _gaps(self, begin: int, first: int, last: int) -> list[int]:
        """Where in a part of a line the copy has a wide gap between words of two characters at least: 签发：张三　　慈政函〔…"""
        wide = [at for at in range(first + 1, last) if len(self._space(begin + at - 1, begin + at)) > 3]
        edges = [first, *wide, last]
        return [
            at
            for low, at, high in zip(edges, edges[1:], edges[2:], strict=False)
            if min(at - low, high - at) > 1
        ]

    @staticmethod
    def _is_office(line: str) -> bool:
        return bool(_BODY_LINE.match(line)) and not line.endswith("文件") and "、" not in line

    def _issuers(self, head: Head) -> list[Found]:
        signed = self._signatures()
        top = []
        values = {at for _, at in self._values.values()}
        for begin, _end, line in self.lines[: self.top]:
            if begin in values:
                continue
            if head.title and head.title.begin <= begin < head.title.end and not self._is_office(line):
                continue
            core = re.sub(r"(?:文件)$", "", line)
            core = core[: hit.start()] if (hit := NUMBER.search(core)) and hit.start() > 3 else core
            core = re.sub(r"（[^（）]*）$", "", core)
            if (
                _BODY_LINE.match(core)
                and "、" not in core
                and not _key().match(line)
                and not self._spaced_key(begin, line)
                and not re.search(r"建议|提案|议案|代表|关于", core)
            ):
                top += self._names_of_line(begin, begin + len(core), "header-head-line")
        if head.title and not top:
            words = self.text[head.title.begin : head.title.end].replace("\n", "")
            at = _TITLE_BEGIN.search(words)
            if at and at.start() > 3:
                top = [self._found(head.title.begin, head.title.begin + at.start(), "header-title-issuer")]
        given = self._value("issuers")
        banner = not signed and len(top) == 1 and top[0].value.endswith("人民政府")
        if given and banner and not given[0].endswith("政府"):
            top = []  # the banner of the site
        if top and signed:
            both = [name for name in top if any(self._same(name.value, other.value) for other in signed)]
            if both and len(both) >= len(signed):
                return both
            longer = [
                other for other in signed if not any(self._same(name.value, other.value) for name in both)
            ]
            return (both + longer) if both else top
        if top or signed:
            return top or signed
        value = self._value("issuers")
        if value and _BODY_LINE.match(value[0]):
            return [self._given_as(value)]
        return []

    @staticmethod
    def _same(one: str, other: str) -> bool:
        return one in other or other in one

    def _names_of_line(self, begin: int, end: int, rule: str) -> list[Found]:
        """One or two names of a line: apart where the copy has a gap and both sides are names of their own."""
        raw = self.flow.source[self.flow.origin[begin] : self.flow.origin[end - 1] + 1]
        parts = [part for part in re.split(r"[\s\u3000]+", raw) if part]
        if len(parts) > 1 and all(len(part) > 4 for part in parts):
            found, at = [], begin
            for part in parts:
                found.append(self._found(at, at + len(part), rule))
                at += len(part)
            return found
        half = self._doubled(self.text[begin:end])
        if half:
            return [self._found(begin, begin + half, rule), self._found(begin + half, end, rule)]
        return [self._found(begin, end, rule)]

    @staticmethod
    def _doubled(line: str) -> int:
        """Where the second of two names begins that bear the same place and stand without a gap."""
        place = re.match(r"[\u4e00-\u9fa5]{2,6}?[省市县区旗州]", line)
        at = line.find(place[0], 5) if place else -1
        return at if at > 0 and re.search(BODY_END + "$", line[:at]) else 0

    def _signatures(self) -> list[Found]:
        found: list[Found] = []
        for begin, _end, line in self.lines[max(self.foot, self.top + 1) :]:
            if _key().match(line.lstrip("（")) or (line.startswith(("抄", "（", "附")) and found):
                continue
            core = re.sub(r"(?:（[^（）]*）)?(?:(?:19|20)\d\d|二〇).{3,12}日$", "", line)
            core = re.sub(r"（(?:盖章|公章|章|代章)）", "", core)
            if "、" not in core and _BODY_LINE.match(re.sub(r"（[^（）]*）$", "", core)) and len(core) >= 4:
                clean = re.sub(r"（[^（）]*）$", "", core)
                if "盖章" in line or "（章）" in line:
                    at = 0
                    for part in re.split(r"（(?:盖章|公章|章|代章)）", line):
                        where = line.find(part, at) if part else -1
                        if part and _BODY_LINE.match(part):
                            found.append(
                                self._found(begin + where, begin + where + len(part), "header-signature")
                            )
                            at = where + len(part)
                    continue
                found += self._names_of_line(begin, begin + len(clean), "header-signature")
        return found[:3]

    def _signer(self) -> Found | None:
        for begin, _, line in self._margins():
            found = _SIGNER.search(line)
            if found:
                name, first = found["name"], found.start("name")
                key = _key().search(line, first)
                cut = key.start() - first if key else len(name)
                for word in ("办理", "答复", "公开", "类别", "联系", "是否", "办复", "对市", "关于"):
                    at = name.find(word)
                    cut = min(cut, at) if at > 1 else cut
                name = name[: min([cut, *(at - first for at in self._gaps(begin, first, first + cut))])]
                if 2 <= len(name) <= 14:
                    at = begin + first
                    return self._found(at, at + len(name), "header-signer")
        for begin, _, line in self.lines[max(self.foot - 3, 0) :]:
            if found := _SIGNED_OFF.search(line):
                return self._part(begin, found, "header-signer")
        value = self._value("signer")
        if value and re.fullmatch("[\u4e00-\u9fa5·]{2,4}", value[0]):
            return self._given_as(value)
        return None

    def _issued(self) -> Found | None:
        foot = self.lines[max(self.foot - 1, 0) :]
        for begin, _, line in reversed(foot):
            if _key().match(line) or line.startswith(("抄", "附")) or line.endswith("印发") or len(line) > 60:
                continue
            hits = [hit for hit in dates(line.replace("·", ".")) if hit[1] >= len(line.rstrip("（）")) - 8]
            if hits and len(line) < 45:
                return self._found(begin + hits[-1][0], begin + hits[-1][1], "header-date", hits[-1][2])
        for begin, _, line in self.lines[: self.top + 1]:
            hits = list(dates(line))
            if (
                hits
                and not _key().search(line)
                and (line.startswith("（") or hits[0][1] - hits[0][0] >= len(line) - 2)
            ):
                return self._found(begin + hits[0][0], begin + hits[0][1], "header-date", hits[0][2])
        for value in self._given("issued"):
            hits = list(dates(value[0]))
            if hits:
                return self._found(
                    value[1] + hits[0][0], value[1] + hits[0][1], "header-metadata", hits[0][2]
                )
        return None

    def _category(self, opening: list[tuple[int, int, str]]) -> Found | None:
        for begin, _end, line in self._margins():
            if line.startswith("抄") or len(line) > 120:
                continue
            found = _CATEGORY.search(line)
            if found:
                name = found.lastgroup or "a"
                at = begin + found.start(name)
                return self._found(at, at + 1, "header-category", found[name].upper())
        for begin, _, line in opening:
            if found := _CATEGORY_SAID.search(line):
                return self._found(begin + found.start(1), begin + found.end(1), "header-category")
        value = self._value("category")
        if value and (letter := re.match("[A-D](?![A-Za-z\\d])", value[0])):
            return self._found(value[1], value[1] + 1, "header-metadata", letter[0])
        return None

    def _copies(self) -> list[Found]:
        found = []
        goes_on = False
        for begin, _, line in self.lines[self.top + 1 :]:
            hit = _COPIES.search(line)
            if goes_on and not hit and not _key().match(line):
                at, words = begin, line
            elif hit and (hit.start() < 2 or begin >= self.lines[min(self.foot, len(self.lines) - 1)][0]):
                at, words = begin + hit.start(hit.lastgroup or 0), hit[hit.lastgroup or 0]
            else:
                goes_on = False
                continue
            goes_on = line.endswith(("、", "，", "；"))
            other = next((key for key in _key().finditer(words) if not _MORE_COPIES.match(key[0])), None)
            words = re.split(r"[。）]?(?:联系人|联系电话)", words[: other.start()] if other else words)[0]
            words = words.rstrip("。")
            if words.count("）") > words.count("（"):
                words = words.rstrip("）。")
            edges = [(0, 0), *(more.span() for more in _MORE_COPIES.finditer(words)), (len(words), 0)]
            for (_, low), (high, _) in itertools.pairwise(edges):
                found += self._list(at + low, words[low:high], "header-copies")
        return found

    def _list(self, begin: int, words: str, rule: str) -> list[Found]:
        """The names of a list, also of one that has white space for marks."""
        cuts = [
            at
            for at in range(1, len(words))
            if (space := self._space(begin + at - 1, begin + at))
            and "\n" not in space
            and re.search(BODY_END + "$", words[:at])
        ]
        edges = itertools.pairwise([0, *cuts, len(words)])
        return [one for a, b in edges for one in self._marked(begin + a, words[a:b], rule)]

    def _marked(self, begin: int, words: str, rule: str) -> list[Found]:
        """The names between marks, without counts and titles; 甲县、乙县人民政府 names two governments."""
        found: list[Found] = []
        at = first = 0
        for part, mark in re.findall(r"([^、，,；;。]*)([、，,；;。]|$)", words):
            name = re.sub(
                r"[〔（](?:共印)?[\d一二三两四五六七八九十]+份[〕）]|[〔（](?:存档|\d+)[〕）]|各?[\d一二]+份$|^(?:和|及|以及|各)",
                "",
                part,
            )
            name = _GROUP.sub("", name)
            name = re.sub("^([\u4e00-\u9fa5]{2,3})(?:代表|委员)$", r"\1", name)
            if len(name) >= 2 and not _NO_COPY.fullmatch(name):
                where = begin + at + part.find(name)
                found.append(self._found(where, where + len(name), rule))
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

    def _is_proposal(self, head: Head, opening: list[tuple[int, int, str]]) -> bool:
        words = (head.title.value if head.title else "") + "".join(line for _, _, line in opening)[:200]
        return (
            "提案" in words
            and words.count("提案") >= words.count("建议》")
            and ("政协" in words or "建议" not in words[:40])
        )

    def _session(self, head: Head, opening: list[tuple[int, int, str]]) -> Found | None:
        places = [(head.title.begin, head.title.end)] if head.title else []
        places += [(begin, min(end, begin + 220)) for begin, end, _ in opening]
        value = self._value("session")
        if value:
            places.insert(0, (value[1], value[1] + len(value[0])))
        for begin, end in places:
            line = self.text[begin:end]
            tight = line.replace("\n", "")
            for hit in re.finditer(r"次(?:全体)?会议", tight):
                core = _SESSION_CORE.search(tight[max(0, hit.start() - 40) : hit.end()])
                core_start = max(0, hit.start() - 40) + core.start() if core else -1
                if core and "届" in core[0]:
                    words = re.sub(r"^(?:在|对|于|关于)", "", core[0])
                    words = re.sub(
                        r"^.*?(?:关于|对|在|了|出席)(?=[省市县区旗州政第]|.{2,8}[省市县区旗州])", "", words
                    )
                    core_start += len(core[0]) - len(words)
                    shift = line[: core_start + 1].count("\n")
                    start = begin + core_start + shift
                    stop = start + len(words) + line[core_start : core_start + len(words)].count("\n")
                    return self._found(start, stop, "header-session", words)
        return None

    def _suggestion_number(self, head: Head, opening: list[tuple[int, int, str]]) -> Found | None:
        value = self._value("suggestion_number")
        if value and (hit := re.search(r"[A-Z]{0,3}\d[\d-]*", value[0])):
            return self._found(value[1] + hit.start(), value[1] + hit.end(), "header-metadata")
        spans = [(head.title.begin, head.title.end)] if head.title else []
        spans += [(begin, min(end, begin + 260)) for begin, end, _ in opening]
        for begin, end in spans:
            for hit in _NUMBERED.finditer(self.text, begin, end):
                name = hit.lastgroup
                said = re.match("第.*号", hit[0])
                if name and (said or not re.match(r"(?:19|20)\d\d$", hit[name])):
                    return self._found(hit.start(name), hit.end(name), "header-suggestion-number")
        return None

    def _suggestion_title(self, head: Head, opening: list[tuple[int, int, str]]) -> Found | None:
        value = self._value("suggestion_title")
        title = self._value("title")
        if value is None and title and re.search(_WANTED + "$", title[0]):
            value = title
        if value:
            return self._given_as(value)
        for begin, _end, line in opening:
            titled = [(a + 1, b - 1) for a, b in titles(line)]
            titled += [hit.span(1) for hit in re.finditer("“(关于[^”]{4,80})”", line)]
            for a, b in sorted(titled):
                if _NOTICE.search(line[a:b]):
                    continue
                near = line[max(0, a - 31) : a - 1] + "|" + line[b + 1 : b + 21]
                if re.search(_WANTED + "$", line[a:b]) or re.search(
                    rf"提出|提交|收悉|写|附议|领衔|联名|交办|转来|{_WANTED}", near
                ):
                    return self._found(begin + a, begin + b, "header-suggestion-title")
            bare = _BARE_TITLE.search(line)
            if bare:
                return self._part(begin, bare, "header-suggestion-title")
        for at, line in [(head.title.begin, head.title.value)] if head.title else []:
            for a, b in titles(line):
                if re.search(_WANTED + "》$", line[a:b]) and self.text.startswith(line[a:b], at + a):
                    return self._found(at + a + 1, at + b - 1, "header-suggestion-title")
        return None

    def _people(self, begin: int, words: str, rule: str) -> list[Found]:
        """Persons and bodies of a list such as 县政协农业农村委员会、罗开明委员."""
        found = []
        for at, part in self._parts(begin, words):
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
                name = _PERSONAL.sub("", _GROUP.sub("", _PERSONAL.sub("", name))) or name
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
                found.append(self._found(begin + at + shift, begin + at + shift + len(name), rule))
        return found

    def _parts(self, begin: int, words: str) -> Iterator[tuple[int, str]]:
        """The parts of a list of persons and bodies, each with its place in the words."""
        at = 0
        for piece in re.split(
            r"[、，,；;]|(?:(?<=代表|委员)|(?<=员会)|(?<=小组)|(?<=代表团))并(?:转|抄送)?|并(?=[\u4e00-\u9fa5]{2,4}(?:、|$))",
            words,
        ):
            for half in self._halves(piece):
                at = words.find(half, at)
                for part in self._spaced(begin + at, half):
                    yield at, part
                    at += len(part)

    def _spaced(self, begin: int, piece: str) -> list[str]:
        """侯国治 秦玉兰 代表 are two persons: nothing but white space stands between them; 张 三 is one."""
        name = _PERSONAL.sub("", piece)
        cuts = [at for at in range(1, len(name)) if self._space(begin + at - 1, begin + at)]
        parts = [name[a:b] for a, b in itertools.pairwise([0, *cuts, len(name)])]
        return parts if all(2 <= len(part) <= 4 for part in parts) and len(parts) > 1 else [piece]

    @staticmethod
    def _halves(piece: str) -> list[str]:
        """张三和李四 are two persons; 社会和法制委员会 is one body."""
        if re.search(f"(?:{BODY_END}|界别?|组)$", _GROUP.sub("", piece)) and not re.search(
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

    def _addressees(self) -> list[Found]:
        if not self.addressee:
            return []
        above = self.top
        bare = re.fullmatch("(?:代表|委员)等?", self.addressee["who"])
        while above and (self.lines[above - 1][2].endswith(("、", "，")) or (bare and above == self.top)):
            above -= 1
        found = []
        for begin, _, line in self.lines[above : self.top]:
            found += self._people(begin, line.rstrip("、，"), "header-addressee")
        begin = self.lines[self.top][0] + self.addressee.start("who")
        found += self._people(begin, self.addressee["who"], "header-addressee")
        if not found and (value := self._value("proposers")):  # 各位代表
            found = self._people(value[1], value[0], "header-metadata")
        return found

    def _proposers(self, head: Head, opening: list[tuple[int, int, str]]) -> list[Found]:
        shared = head.title is not None and _SHARE.search(head.title.value)
        found = [] if shared else list(head.addressees)
        value = self._value("proposers")
        if value:
            found += self._people(value[1], value[0], "header-metadata")
        for begin, _end, line in opening[:1] if shared else ():
            if hit := _SHARED_WITH.match(line):
                found += self._people(begin + hit.start("who"), hit["who"], "header-proposers")
        for begin, _end, line in opening[:2]:
            for hit in _PEOPLE_AMONG.finditer(line[:400]):
                name = hit.lastgroup
                if name:
                    words = re.split(r"(?:由|，|您与|您和|你与|提出|领衔|牵头)", hit[name])[-1]
                    words = words.lstrip("、")
                    at = begin + hit.end(name) - len(words)
                    found += self._people(at, words, "header-proposers")
        if all(_COLLECTIVE.search(one.value) for one in found):
            others: list[Found] = []
            for begin, _end, line in opening[:2]:
                for hit in _NAMED_BY_OTHERS.finditer(line[:400]):
                    name = hit.lastgroup or "a"
                    others += self._people(begin + hit.start(name), hit[name], "header-proposers")
            if others:
                found = [one for one in found if not _PASSES_ON.search(one.value)] + others
        for begin, _end, line in self.lines[self.foot :]:
            if below := _NAMED_BELOW.search(line):
                found += self._people(begin + below.start("list"), below["list"], "header-proposers")
        return _unique(found)

    def _consulted(
        self, opening: list[tuple[int, int, str]], setting: Setting, issuers: list[Found]
    ) -> list[Found]:
        """The bodies that the opening, or a later paragraph for one request, names as consulted."""
        value = self._value("consulted")
        found = self._list(value[1], value[0], "header-metadata") if value else []
        spans = []
        for begin, _, line in opening:
            after = max(
                (line.find(word) + len(word) for word in ("收悉", "交由我") if word in line), default=0
            )
            reply = _REPLY.search(line, after)
            words = line[after : reply.start() if reply else len(line)]
            spans += [(begin + after + a, begin + after + b) for a, b in consulted.opening(words, setting)]
        spans += consulted.later(self.text, opening[-1][1] if opening else 0, setting)
        for a, b in spans:
            for first, last, rest in consulted.sharing(self.text, a, b, setting):
                found.append(self._found(first, last, "header-consulted", self.text[first:last] + rest))
            found.append(self._found(a, b, "header-consulted"))
        own = {bodies.official(one.value, setting) for one in issuers}
        return [one for one in _unique(found) if bodies.official(one.value, setting) not in own]


def _unique(found: list[Found]) -> list[Found]:
    """The first of each value."""
    return list({one.value: one for one in reversed(found)}.values())[::-1]
