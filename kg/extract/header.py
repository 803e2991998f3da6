"""The head and foot of a letter: who answers whom, on what, when.

Written for the genre: replies to deputies' suggestions and CPPCC proposals of any place, with head lines in any order,
with key and value lines of web pages, with parts missing. What is found are raw names with their places in the flow;
`kg.extract.names` makes entities of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.extract import bodies, consulted
from kg.extract.bodies import BODY_END, NUMBER
from kg.extract.copies import copies, listed
from kg.extract.page import BODY_LINE, REPLY, Found, Page, key_finder, unique
from kg.extract.places import Setting, setting
from kg.extract.proposers import addressees, proposers
from kg.text.layout import Flow
from kg.text.times import dates
from kg.text.titles import titles

_TITLE_END = re.compile(
    r"(?:答复(?:意见|函|的函|的报告|情况的?函?|情况)?|函复|[复回]函|回复(?:意见|函)?|的函|办理情况(?:的?(?:报告|函|答复))?|答复意见的?函?|(?:办理|[会协]办)(?:意见|函)的?函?|复文)"
    r"(?:（[A-DＡ-Ｄ]类?）)?$"
)
_TITLE_BEGIN = re.compile(
    r"(?:^|(?<=[局委办厅部院府会司心联社站队处所行馆校学道园团关室）]))(?:关于|对)(?=.{0,40}(?:建议|提案|议案|号|意见))"
    r"|^(?:[^对关局委办，。]{1,5}[省市县区州旗]){0,2}[省市县区州旗镇]?(?:政协|人大|第?[一二三四五六七八九十]+届)(?=.{0,24}号(?:建议|提案|议案))"
)
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


def read(flow: Flow) -> Head:
    """Read the head and foot of a letter."""
    return _Reader(flow).read()


class _Reader(Page):
    def read(self) -> Head:
        head = Head()
        head.body = self.body
        head.number = self._number()
        head.title = self._title()
        head.issuers = self._issuers(head)
        head.signer = self._signer()
        head.issued = self._issued()
        head.copied_to = copies(self)
        head.category = self._category()
        head.proposal = self._is_proposal(head)
        head.session = self._session(head)
        head.suggestion_number = self._suggestion_number(head)
        head.suggestion_title = self._suggestion_title(head)
        head.addressees = addressees(self)
        head.proposers = proposers(self, head.title, head.addressees)
        office = head.issuers[0].value if head.issuers else None
        year = (
            int(head.issued.value[:4])
            if head.issued
            else (
                int(hit[1]) if head.number and (hit := re.search(r"〔(\d{4})", head.number.value)) else 2020
            )
        )
        head.setting = setting(office, year)
        head.consulted = self._consulted(head.setting, head.issuers)
        return head

    def _number(self) -> Found | None:
        for begin, _, line in self.edges():
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
                start = max([start, *self.gaps(begin, start, hit.end("prefix"))])
                value = f"{line[start : hit.end('prefix')]}〔{hit['year']}〕{hit['ordinal'] or ''}{hit['serial']}号"
                if "》" in line[: hit.start()]:
                    continue
                return self.found(begin + start, begin + hit.end(), "header-number", value)
        for begin, _, line in self.edges():
            if court := _COURT_NUMBER.fullmatch(line):
                return self.found(begin, begin + len(line), "header-number", court[0])
            if torn := _TORN_NUMBER.fullmatch(line):
                value = f"{torn['prefix']}〔{torn['year'] or torn['late']}〕{torn['serial']}号"
                return self.found(begin, begin + torn.end(), "header-number", value)
        return None

    def _title(self) -> Found | None:
        top = min(self.top if self.addressee else self.top + 1, len(self.lines))
        for index in range(top):
            begin, _, first = self.lines[index]
            if key_finder().match(first.removeprefix("信息")) or self.spaced_key(begin, first):
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
                    return self.found(
                        start,
                        end,
                        "header-title",
                        re.sub(r"（[^（）]{0,6}[A-DＡ-Ｄ]类?）$|（[\d二][^（）]*日）$|^《|》$", "", words),
                    )
        value = self.value("title")
        if value and _TITLE_END.search(value[0]):
            return self.given_as(value, "header-title")
        return None

    def _adjacent(self, index: int) -> bool:
        """Whether a line follows the one before it without a blank line: then both are one title."""
        return self.space(self.lines[index - 1][1] - 1, self.lines[index][0]).count("\n") == 1

    @staticmethod
    def _is_office(line: str) -> bool:
        return bool(BODY_LINE.match(line)) and not line.endswith("文件") and "、" not in line

    def _issuers(self, head: Head) -> list[Found]:
        signed = self._signatures()
        top = []
        values = {at for _, at in self.values.values()}
        for begin, _end, line in self.lines[: self.top]:
            if begin in values:
                continue
            if head.title and head.title.begin <= begin < head.title.end and not self._is_office(line):
                continue
            core = re.sub(r"(?:文件)$", "", line)
            core = core[: hit.start()] if (hit := NUMBER.search(core)) and hit.start() > 3 else core
            core = re.sub(r"（[^（）]*）$", "", core)
            if (
                BODY_LINE.match(core)
                and "、" not in core
                and not key_finder().match(line)
                and not self.spaced_key(begin, line)
                and not re.search(r"建议|提案|议案|代表|关于", core)
            ):
                top += self._names_of_line(begin, begin + len(core), "header-head-line")
        if head.title and not top:
            words = self.text[head.title.begin : head.title.end].replace("\n", "")
            at = _TITLE_BEGIN.search(words)
            if at and at.start() > 3:
                top = [self.found(head.title.begin, head.title.begin + at.start(), "header-title-issuer")]
        given = self.value("issuers")
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
        value = self.value("issuers")
        if value and BODY_LINE.match(value[0]):
            return [self.given_as(value)]
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
                found.append(self.found(at, at + len(part), rule))
                at += len(part)
            return found
        half = self._doubled(self.text[begin:end])
        if half:
            return [self.found(begin, begin + half, rule), self.found(begin + half, end, rule)]
        return [self.found(begin, end, rule)]

    @staticmethod
    def _doubled(line: str) -> int:
        """Where the second of two names begins that bear the same place and stand without a gap."""
        place = re.match(r"[\u4e00-\u9fa5]{2,6}?[省市县区旗州]", line)
        at = line.find(place[0], 5) if place else -1
        return at if at > 0 and re.search(BODY_END + "$", line[:at]) else 0

    def _signatures(self) -> list[Found]:
        found: list[Found] = []
        for begin, _end, line in self.lines[max(self.foot, self.top + 1) :]:
            if key_finder().match(line.lstrip("（")) or (line.startswith(("抄", "（", "附")) and found):
                continue
            core = re.sub(r"(?:（[^（）]*）)?(?:(?:19|20)\d\d|二〇).{3,12}日$", "", line)
            core = re.sub(r"（(?:盖章|公章|章|代章)）", "", core)
            if "、" not in core and BODY_LINE.match(re.sub(r"（[^（）]*）$", "", core)) and len(core) >= 4:
                clean = re.sub(r"（[^（）]*）$", "", core)
                if "盖章" in line or "（章）" in line:
                    at = 0
                    for part in re.split(r"（(?:盖章|公章|章|代章)）", line):
                        where = line.find(part, at) if part else -1
                        if part and BODY_LINE.match(part):
                            found.append(
                                self.found(begin + where, begin + where + len(part), "header-signature")
                            )
                            at = where + len(part)
                    continue
                found += self._names_of_line(begin, begin + len(clean), "header-signature")
        return found[:3]

    def _signer(self) -> Found | None:
        for begin, _, line in self.edges():
            found = _SIGNER.search(line)
            if found:
                name, first = found["name"], found.start("name")
                key = key_finder().search(line, first)
                cut = key.start() - first if key else len(name)
                for word in ("办理", "答复", "公开", "类别", "联系", "是否", "办复", "对市", "关于"):
                    at = name.find(word)
                    cut = min(cut, at) if at > 1 else cut
                name = name[: min([cut, *(at - first for at in self.gaps(begin, first, first + cut))])]
                if 2 <= len(name) <= 14:
                    at = begin + first
                    return self.found(at, at + len(name), "header-signer")
        for begin, _, line in self.lines[max(self.foot - 3, 0) :]:
            if found := _SIGNED_OFF.search(line):
                return self.part(begin, found, "header-signer")
        value = self.value("signer")
        if value and re.fullmatch("[\u4e00-\u9fa5·]{2,4}", value[0]):
            return self.given_as(value)
        return None

    def _issued(self) -> Found | None:
        foot = self.lines[max(self.foot - 1, 0) :]
        for begin, _, line in reversed(foot):
            if (
                key_finder().match(line)
                or line.startswith(("抄", "附"))
                or line.endswith("印发")
                or len(line) > 60
            ):
                continue
            hits = [hit for hit in dates(line.replace("·", ".")) if hit[1] >= len(line.rstrip("（）")) - 8]
            if hits and len(line) < 45:
                return self.found(begin + hits[-1][0], begin + hits[-1][1], "header-date", hits[-1][2])
        for begin, _, line in self.lines[: self.top + 1]:
            hits = list(dates(line))
            if (
                hits
                and not key_finder().search(line)
                and (line.startswith("（") or hits[0][1] - hits[0][0] >= len(line) - 2)
            ):
                return self.found(begin + hits[0][0], begin + hits[0][1], "header-date", hits[0][2])
        for value in self.given("issued"):
            hits = list(dates(value[0]))
            if hits:
                return self.found(value[1] + hits[0][0], value[1] + hits[0][1], "header-metadata", hits[0][2])
        return None

    def _category(self) -> Found | None:
        for begin, _end, line in self.edges():
            if line.startswith("抄") or len(line) > 120:
                continue
            found = _CATEGORY.search(line)
            if found:
                name = found.lastgroup or "a"
                at = begin + found.start(name)
                return self.found(at, at + 1, "header-category", found[name].upper())
        for begin, _, line in self.opening:
            if found := _CATEGORY_SAID.search(line):
                return self.found(begin + found.start(1), begin + found.end(1), "header-category")
        value = self.value("category")
        if value and (letter := re.match("[A-D](?![A-Za-z\\d])", value[0])):
            return self.found(value[1], value[1] + 1, "header-metadata", letter[0])
        return None

    def _is_proposal(self, head: Head) -> bool:
        words = (head.title.value if head.title else "") + "".join(line for _, _, line in self.opening)[:200]
        return (
            "提案" in words
            and words.count("提案") >= words.count("建议》")
            and ("政协" in words or "建议" not in words[:40])
        )

    def _session(self, head: Head) -> Found | None:
        places = [(head.title.begin, head.title.end)] if head.title else []
        places += [(begin, min(end, begin + 220)) for begin, end, _ in self.opening]
        value = self.value("session")
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
                    return self.found(start, stop, "header-session", words)
        return None

    def _suggestion_number(self, head: Head) -> Found | None:
        value = self.value("suggestion_number")
        if value and (hit := re.search(r"[A-Z]{0,3}\d[\d-]*", value[0])):
            return self.found(value[1] + hit.start(), value[1] + hit.end(), "header-metadata")
        spans = [(head.title.begin, head.title.end)] if head.title else []
        spans += [(begin, min(end, begin + 260)) for begin, end, _ in self.opening]
        for begin, end in spans:
            for hit in _NUMBERED.finditer(self.text, begin, end):
                name = hit.lastgroup
                said = re.match("第.*号", hit[0])
                if name and (said or not re.match(r"(?:19|20)\d\d$", hit[name])):
                    return self.found(hit.start(name), hit.end(name), "header-suggestion-number")
        return None

    def _suggestion_title(self, head: Head) -> Found | None:
        value = self.value("suggestion_title")
        title = self.value("title")
        if value is None and title and re.search(_WANTED + "$", title[0]):
            value = title
        if value:
            return self.given_as(value)
        for begin, _end, line in self.opening:
            titled = [(a + 1, b - 1) for a, b in titles(line)]
            titled += [hit.span(1) for hit in re.finditer("“(关于[^”]{4,80})”", line)]
            for a, b in sorted(titled):
                if _NOTICE.search(line[a:b]):
                    continue
                near = line[max(0, a - 31) : a - 1] + "|" + line[b + 1 : b + 21]
                if re.search(_WANTED + "$", line[a:b]) or re.search(
                    rf"提出|提交|收悉|写|附议|领衔|联名|交办|转来|{_WANTED}", near
                ):
                    return self.found(begin + a, begin + b, "header-suggestion-title")
            bare = _BARE_TITLE.search(line)
            if bare:
                return self.part(begin, bare, "header-suggestion-title")
        for at, line in [(head.title.begin, head.title.value)] if head.title else []:
            for a, b in titles(line):
                if re.search(_WANTED + "》$", line[a:b]) and self.text.startswith(line[a:b], at + a):
                    return self.found(at + a + 1, at + b - 1, "header-suggestion-title")
        return None

    def _consulted(self, setting: Setting, issuers: list[Found]) -> list[Found]:
        """The bodies that the opening, or a later paragraph for one request, names as consulted."""
        value = self.value("consulted")
        found = listed(self, value[1], value[0], "header-metadata") if value else []
        spans = []
        for begin, _, line in self.opening:
            after = max(
                (line.find(word) + len(word) for word in ("收悉", "交由我") if word in line), default=0
            )
            reply = REPLY.search(line, after)
            words = line[after : reply.start() if reply else len(line)]
            spans += [(begin + after + a, begin + after + b) for a, b in consulted.opening(words, setting)]
        spans += consulted.later(self.text, self.opening[-1][1] if self.opening else 0, setting)
        for a, b in spans:
            for first, last, rest in consulted.sharing(self.text, a, b, setting):
                found.append(self.found(first, last, "header-consulted", self.text[first:last] + rest))
            found.append(self.found(a, b, "header-consulted"))
        own = {bodies.official(one.value, setting) for one in issuers}
        return [one for one in unique(found) if bodies.official(one.value, setting) not in own]
