"""The entities of a letter: every real thing that it names, once, under all its names there.

Mentions come from rules (titles in 《》, document numbers, departments, the head of the letter) and from the chain of
names. Here they are trimmed, told apart and brought together: one thing is one `Entity`, with its official name where the
letter lets a reader know it, and with a scope that tells it from namesakes elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from kg.extract import bodies, within
from kg.extract.bodies import NUMBER
from kg.extract.departments import departments
from kg.extract.entities import (
    PLACE_TAIL,
    REGION,
    SUB_HEAD,
    Named,
    Names,
    company_stem,
    family_of,
    join,
    unquoted,
)
from kg.extract.letter import Letter
from kg.extract.page import Found
from kg.extract.places import LEVELS, core, divisions, split
from kg.extract.streams import HEAD_KINDS, heads
from kg.extract.tags import Tag
from kg.models import Kind
from kg.text.fold import key

_SHORT_FOR = re.compile(
    "[（，](?:以下简?称|下称|简称|[下后]文(?:简|统)?称|以下(?:均|统)?(?:简称|称)|又称|俗称|即|(?:业[内界]|群众|企业|社会|百姓)[^，。；（）“”]{0,4}称(?:之为|其为?|之|为)?|也就是[^，。；]{0,6}说的)"
    "(?:为|：)?(?:[“《](?P<quoted>[^“”《》，。；]{2,20})[”》]|(?P<short>[^（）“”《》，。；]{2,20})(?=）))"
    "|[（，](?:[\u4e00-\u9fa5]{0,10}?(?:(?<!被)称|叫|又名|口中的|就是)(?:它|其|之|为|作|做)*)?“(?P<nick>[^“”《》，。；]{2,20})”(?=[），；。]|$)"
)
_BARE_TITLE = re.compile(
    "(?:制定|编制|出台|印发|发布|修订|落实|按照|根据)了?(?:我[省市县区州旗])?(?P<title>[^，。；：《》“”、\n]{4,40}?(?:规划|方案|计划|意见|纲要)"
    r"（20\d\d年?[-—–至]+20\d\d年?）)"
)
"""A plan whose title stands without 《》, known by its years."""
_TRIM_LEFT = re.compile(
    r"^(?:[、，。；：·（）”》和与及等在对将以由的了并把被从向至到于为是]|及其|以及|通过|依托|开展|推进|实施|建设(?!银行|[东西南北中]?[一二三]?路|[东西南北中]?街|大道|兵团)|建立|打造)+(?=.{2})"
)
_CALLED = re.compile("（(?:以下|下文)?(?:简称|下称|简)(?:为|：)?")
_TRIMS = 20
"""How often at most the ends of a name are moved: no text may keep the reader going back and forth."""
_TRIM_RIGHT = re.compile(r"(?<=.{2})[、，。；：·（“《和与及等在对将以由的了并]+$")
_PRESS = re.compile(
    r"(?:日报|晚报|早报|晨报|时报|快报|简报|周刊|月刊|杂志|电视台|电台|频道|客户端|栏目|专栏|问政|夜话|节目)$"
)
_CATCHY = re.compile("[\u4e00-\u9fa5]{2,7}")
_PAPER = re.compile(
    "条例|办法|规划|计划|方案|规定|意见|协议|手册|指南|标准|规范|白皮书|蓝皮书|读本|汇编|制度|机制|合同|章程|守则|公约|规则|规程|导则|纲要|细则"
    "|通知|决定|决议|准则|要求|图谱|目录|清单|报告|条件|公告|通报|宣言|倡议|备忘录|要点|政策|举措|措施|法|预案|教材|指引|名录|分级|技术"
)
"""Words of titles of papers; a short title without them is that of a newspaper, a broadcast or a play."""
_ART = re.compile("(?:剧|戏|小品|歌曲?|舞蹈|演出|节目|纪录片|影片|快板|展演|排演|演)$")
_BARE_POLICY = re.compile(
    r"(?:(?:若干|实施|管理|暂行|指导|工作|行动|三年|专项|总体|攻坚|提升|改革|配套)*(?:办法|意见|方案|规划|条例|通知|规定|细则|纲要|措施|举措|政策|决定|计划))$"
)
_LONGEST_SHORT = 8
"""Characters of the end of a title that stands for the whole one: 《三年提升计划》."""
_FORM = re.compile(
    r"(?:表|单|证|证书|登记证|执照|合同|通知书|告知书|确认书|意见书|回执|承诺书|许可证|责任书)$"
)
_ISSUED = re.compile(
    r"^(?:[\u4e00-\u9fa5]{2,30}?)?关于(?:印发|转发|批转|下发|公布|发布)[《]?(?P<inner>.{4,}?)[》]?的(?:通知|公告|函|批复)$"
)
_GENERIC_BODY = re.compile(
    r"^(?:中共)?(?:[省市县区旗州]委)?[、]?(?:[省市县区旗州]政府)$|"
    r"^(?:我|全|本|各|该|两|有关|相关|上级|省|市|县|区|旗|州|镇|乡|街道|党委|党政|地方|基层|属地|级|乡镇|镇街)*"
    r"(?:政府|人民政府|党委|委|党委政府|委政府|人大|政协|部门|局|办|单位|委办局|公安|法院|财政|街道|镇|乡|村|社区|两级|级部门|委员会|办公室|中心)?$"
)
_GENERIC_PLACE = re.compile(
    r"^(?:省|市|县|区|旗|镇|乡|村|街道|社区|园区|城区|主城区|中心城区|市区|县城|全[省市县区]|我[省市县区]|农村|城乡|各.*|本.*)$"
)
_ARTIFICIAL = re.compile(
    r"(?:工程|项目|改造|扩建|新建|铁路|高速|隧道|大桥|线|专线|二期|一期|三期|公路|枢纽|水库|电站|管网|厂)$"
)
_STATE = re.compile(
    r"(?:局|委|办|厅|部|署|委员会|办公室|政府|法院|检察院|领导小组|指挥部|专班|联席会议|支队|大队|总队|分局|督查室|管委会|人大|政协|常委会|主席团|街道办事处|办事处|纪委监委|监察组|工委)$"
)
_BODY_TAIL = re.compile(
    r"(?:局|委|办|厅|部|署|会|室|府|院|校|学|司|行|团|社|所|站|队|组|班|处|中心|集团|基地|联盟|协会|企业|科技|股份|实验室|工作室|园|馆|厂|店|台|社区|网|点|场|库|医|大|圈|体|家)[”）]?$"
)
_AND_OTHERS = re.compile(
    "(?<=.{2})等(?:[\u4e00-\u9fa5]{0,6}(?:平台|媒体|系统|地|项目|工程|企业|单位|部门|机构|载体|活动|政策|[区县]?[镇乡]街?|街道|村|县|区))?$"
)
_CENTRE = re.compile(r"(?:局|委|办|厅|服务中心|管理中心|指导中心|办公室|委员会)$")
_TOWN = re.compile(r"(?:镇|乡|街道|苏木)$")
_BEFORE_NUMBER = (
    *("按照", "根据", "落实", "依据", "印发", "下发", "出台", "执行", "号文"),
    *("的", "和", "及", "见", "即", "以", "由", "是", "为", "按", "依", "了"),
)
"""Words that may stand before a document number without a mark: 以慈政发〔2022〕30号."""
_PERSON_TAIL = re.compile(
    r"(?:总书记|同志|代表|委员|先生|女士|教授|局长|副局长|主任|副主任|书记|镇长|乡长|县长|市长|副市长|副县长|区长|副区长|院士|博士|主席|会长|总经理|董事长)+$"
)


_QUOTED_WORK = re.compile("“(?P<name>[^“”]{2,}(?:战略|工程|行动|计划|倡议))”")
_DIVISION = re.compile(r"省|自治区|市|自治州|地区|盟|县|区|旗|镇|乡|街道|苏木")
_OFFICE_BEHIND = re.compile(
    r"(?:人民)?政府|人大|党委|委员会|[委局办厅院]|[\u4e00-\u9fa5]{2,8}(?:局|委员会|公司|学院|大学|医院|中学|小学)(?![长面部])"
)


_AUTHORITY = re.compile(
    r"(?P<level>[省市县区旗州])(?:委(?![员会办组宣统政编网党改全社人金宏农托机老军巡书常托督、]|市政府[督办研])|(?:人民)?政府(?![办督研法金驻采购网性部债投]))"
)


def read(letter: Letter, tags: Iterable[Tag]) -> Names:
    """All entities of a letter."""
    return _Maker(letter).make(list(tags))


class _Maker:
    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.text = letter.text
        self.setting = letter.setting
        self.place = letter.setting.own
        self.taken: list[Named | bool] = [False] * len(letter.text)
        self.found: list[Named] = []
        self.header: dict[tuple[int, int], Named] = {}

    def make(self, tags: list[Tag]) -> Names:
        self._head()
        self._own_place()
        self._policies()
        self._tagged(tags)
        self._known_bodies()
        self._known_places()
        self._places_within()
        self._works_within()
        self._places_listed()
        self._shorts()
        self._again()
        return join(self.letter, self.found, self.header)

    # --- helpers --------------------------------------------------------------------------------------------------

    def _words(self, begin: int, end: int) -> str:
        return self.letter.flow.words(begin, end)

    def _add(self, named: Named, layer: bool = True) -> Named:
        if layer:
            for at in range(named.begin, named.end):
                self.taken[at] = named
        self.found.append(named)
        return named

    def _free(self, begin: int, end: int) -> bool:
        return not any(self.taken[begin:end])

    # --- the head ---------------------------------------------------------------------------------------------------

    def _head(self) -> None:
        head = self.letter.head
        for found in (*head.issuers, *head.consulted):
            self._head_body(found)
        for found in (*head.copied_to, *head.addressees, *head.proposers):
            self._head_name(found)
        if head.signer:
            self._person(head.signer)

    def _head_name(self, found: Found) -> None:
        if _looks_like_body(found.value):
            self._head_body(found)
        else:
            self._person(found)

    def _head_body(self, found: Found) -> None:
        self.header[found.begin, found.end] = self._add(
            self._body(found.begin, found.end, found.rule, found.value)
        )

    def _person(self, found: Found) -> None:
        name = _PERSON_TAIL.sub("", found.value) or found.value
        self.header[found.begin, found.end] = self._add(
            Named(found.begin, found.end, (Kind.PERSON,), name, found.rule)
        )

    def _body(self, begin: int, end: int, rule: str, said: str = "") -> Named:
        """A body with its official name; the words as printed, or as a list says them for it, are another form."""
        words = said or self._words(begin, end)
        plain = re.sub(r"文件$|（盖章）$", "", words)
        name = bodies.official(plain, self.setting)
        own = self.place
        if (
            name == plain
            and own
            and plain.startswith(core(own.name))
            and not plain.startswith(own.name)
            and _CENTRE.search(plain)
            and bodies.resolve(plain, self.setting) is None  # 大连海事局 is no 大连市海事局
        ):
            name = own.name + plain[len(core(own.name)) :]
        if _TOWN.search(name) and rule.startswith("header"):
            name += "办事处" if name.endswith("街道") else "人民政府"
        return Named(begin, end, (_body_kind(name, self),), name, rule, [plain])

    def _own_place(self) -> None:
        """The place of the letter, which the name of its office bears; where the text names it, there."""
        own = self.place
        if own is None:
            return
        for name in dict.fromkeys((own.name, core(own.name))):
            at = self.text.find(name)
            if at >= 0:
                forms = [own.name] if name != own.name else []
                short = own.name.removeprefix(self.setting.above(own))
                self._add(
                    Named(
                        at,
                        at + len(name),
                        (Kind.PLACE,),
                        own.name,
                        "own-place",
                        [name, short, *forms],
                        code=own.code,
                    ),
                    layer=False,
                )
                return

    # --- policies ---------------------------------------------------------------------------------------------------

    def _policies(self) -> None:
        head = self.letter.head
        skip = {key(head.suggestion_title.value)} if head.suggestion_title else set()
        for quote in self.letter.quotes:
            if quote.book:
                self._title(quote.begin, quote.end, skip)
        for hit in _BARE_TITLE.finditer(self.text, *self._body_range()):
            begin, end = hit.span("title")
            if self._free(begin, end):
                words = self._words(begin, end)
                self._add(Named(begin, end, (Kind.POLICY,), words, "bare-title", [words]))
        for hit in self.letter.numbers:
            begin = self._number_begin(hit)
            if self._free(begin, hit.end()) and not (
                head.number and head.number.begin <= begin < head.number.end
            ):
                number = self._number(hit, begin)
                self._add(Named(begin, hit.end(), (Kind.POLICY,), number, "policy-number", number=number))
                self._issuer(number, begin)

    def _body_range(self) -> tuple[int, int]:
        return self.letter.head.body

    def _number_begin(self, hit: re.Match[str]) -> int:
        """Where the prefix of a document number begins: behind the last mark or verb before it."""
        prefix = hit["prefix"]
        cut = max(
            (prefix.rfind(word) + len(word) for word in _BEFORE_NUMBER if word in prefix),
            default=0,
        )
        return hit.start("prefix") + cut

    def _number(self, hit: re.Match[str], begin: int) -> str:
        return (
            f"{self._words(begin, hit.end('prefix'))}〔{hit['year']}〕{hit['ordinal'] or ''}{hit['serial']}号"
        )

    def _title(self, begin: int, end: int, skip: set[str]) -> None:
        inner = self._words(begin + 1, end - 1)
        if key(inner) in skip or _FORM.search(inner) or len(inner) < 2:
            return
        if re.search(r"(?:的)?(?:建议|提案|议案)$", inner) and self.letter.head.suggestion_title:
            return
        if self._again_as(begin, end, inner) or _BARE_POLICY.match(inner):
            return
        number, stop = self._number_behind(end)
        if _PRESS.search(inner) or (number is None and _CATCHY.fullmatch(inner) and not _PAPER.search(inner)):
            kind = Kind.PROGRAMME if _ART.search(self.text, max(0, begin - 6), begin) else Kind.PLATFORM
            self._add(Named(begin, end, (kind,), inner, "title-press", [self._words(begin, end)]))
            return
        forms = [self._words(begin, end)]
        issued = _ISSUED.match(inner)
        if issued:
            forms.append(issued["inner"].strip("《》"))
        self._add(Named(begin, end, (Kind.POLICY,), inner, "policy-title", forms, number))
        if number:
            self._issuer(number, end)
        for maker in bodies.of_title(inner):
            at = self.text.find(maker, begin, end)
            if at >= 0 and _looks_like_body(maker):
                self._add(self._body(at, at + len(maker), "title-issuer"), layer=False)
        for at in range(end, stop):
            self.taken[at] = True
        for hit in re.finditer(r"《([^《》]{4,})》", self.text[begin + 1 : end - 1]):
            at = begin + 1 + hit.start()
            if not issued:
                self._add(
                    Named(
                        at,
                        at + len(hit[0]),
                        (Kind.POLICY,),
                        self._words(at + 1, at + len(hit[0]) - 1),
                        "policy-in-title",
                        [self._words(at, at + len(hit[0]))],
                    )
                )
        for hit in re.finditer(
            r"“([^“”]{2,20})”(工程|行动|计划|战略|机制|体系|改革|模式|基金)?", self.text[begin + 1 : end - 1]
        ):
            at = begin + 1 + hit.start()
            stop = at + len(hit[0])
            for b in range(at, stop):
                self.taken[b] = False

    def _again_as(self, begin: int, end: int, inner: str) -> bool:
        """Whether 《办法》 alone is another name of a title before it that ends so; then it is taken as that."""
        if len(inner) > _LONGEST_SHORT:
            return False
        owner = next(
            (
                n
                for n in reversed(self.found)
                if n.kinds == (Kind.POLICY,) and re.sub(r"（[^（）]*）$", "", n.name).endswith(inner)
            ),
            None,
        )
        if owner:
            self._add(
                Named(
                    begin, end, (Kind.POLICY,), owner.name, "policy-short", [inner, self._words(begin, end)]
                )
            )
        return owner is not None

    def _issuer(self, number: str, begin: int) -> None:
        """The body that a number names by its prefix is a body of the letter: 慈政发 is 慈溪市人民政府."""
        issuer = bodies.issuer_of_number(number, self.setting)
        if issuer:
            prefix = number[: number.index("〔")]
            at = self.text.find(prefix, begin)
            if at >= 0:
                self._add(
                    Named(at, at + len(prefix), (Kind.BODY,), issuer, "number-prefix", [prefix]), layer=False
                )

    def _number_behind(self, end: int) -> tuple[str | None, int]:
        """The number in the brackets behind a title, and where the brackets close."""
        if self.text[end : end + 1] not in ("（", "〔"):
            return None, end
        close = self.text.find("）", end)
        found = NUMBER.search(self.text, end, end + 45)
        if not found or found.start() > end + 14:
            return None, end
        begin = found.start("prefix")
        stop = close + 1 if 0 < close <= found.end() + 1 else found.end()
        return self._number(found, begin), stop

    # --- the chain --------------------------------------------------------------------------------------------------

    def _tagged(self, tags: list[Tag]) -> None:
        low, high = self._body_range()
        for tag in tags:
            begin, end = self._trim(tag.begin, tag.end)
            if tag.kind == "PLACE" and self._titled(begin, end):
                continue
            if end - begin < 2 or begin < low or end > high or not self._free(begin, end):
                continue
            words = self._words(begin, end)
            before = len(self.found)
            if tag.kind == "BODY":
                self._tagged_body(begin, end, words)
            elif tag.kind == "PLACE":
                self._tagged_place(begin, end, words)
            elif tag.kind == "PERSON":
                name = _PERSON_TAIL.sub("", words).removesuffix("总") or words
                if 2 <= len(name) <= 12:
                    self._add(Named(begin, end, (Kind.PERSON,), name, "chain", [words]))
            elif tag.kind == "POLICY":
                if _BARE_POLICY.match(words):  # 行动方案 alone names a paper of the letter or none
                    self._again_as(begin, end, words)
                    continue
                self._add(Named(begin, end, (Kind.POLICY,), unquoted(words), "chain", [words]))
            else:
                self._work(begin, end, words)
            if tag.other and len(self.found) > before:
                named = self.found[-1]
                named.kinds = (*named.kinds, self._kind(tag.other, named.name))

    def _kind(self, tag: str, name: str) -> Kind:
        """The kind of a body, place or work by its name."""
        if tag == "PLACE":
            return Kind.PLACE
        return _body_kind(name, self) if tag == "BODY" else _work_kind(name)

    def _titled(self, begin: int, end: int) -> bool:
        """Whether a place is a division that the title of a policy names; then it is taken here."""
        outer = self.taken[begin]
        if not isinstance(outer, Named) or outer.kinds[0] is not Kind.POLICY or end > outer.end:
            return False
        place = self._placed(begin, end, self._words(begin, end), "chain")
        if place.code:
            self._add(place, layer=False)
        return True

    def _trim(self, begin: int, end: int) -> tuple[int, int]:
        """Without marks and small words at the ends; quotes closed or left out."""
        text = self.text
        for _ in range(_TRIMS):
            words = text[begin:end]
            if not words:
                break
            left, right = _TRIM_LEFT.match(words), _TRIM_RIGHT.search(words)
            if left and not words.startswith("（") and not self._known_place(words):
                begin += left.end()
            elif right:
                end -= len(right[0])
            elif (listed := _AND_OTHERS.search(words)) is not None:
                end = begin + listed.start()
            elif words.count("“") > words.count("”"):
                close = text.find("”", end, end + 12)
                if close >= 0 and "\n" not in text[end:close]:
                    end = close + 1
                else:
                    begin += words.rfind("“") + 1
            elif words.count("”") > words.count("“"):
                opening = text.rfind("“", max(0, begin - 14), begin)
                if opening >= 0:
                    begin = opening
                else:
                    begin += words.find("”") + 1
            elif words.count("（") > words.count("）"):
                close = text.find("）", end, end + 12)
                end = close + 1 if close >= 0 else begin + words.rfind("（")
            elif words.count("）") > words.count("（"):
                opening = text.rfind("（", max(0, begin - 10), begin)
                begin = begin + words.find("）") + 1 if opening < 0 else opening
            else:
                break
        if called := _CALLED.match(text, begin, end):
            begin, end = called.end(), end - (text[end - 1] == "）")
        return begin, end

    def _known_place(self, words: str) -> bool:
        """Whether words begin with a division or a town of the prefecture: 将台堡镇 and 和睦镇 begin with no small word."""
        found = _DIVISION.search(words[:8], 1)
        return found is not None and self._is_division(words[: found.end()])

    def _is_division(self, name: str) -> bool:
        """Whether a table knows a division of this full name, or a town of the letter's prefecture."""
        return name in self.setting.towns or divisions().named(name, self.setting.year) is not None

    def _tagged_body(self, begin: int, end: int, words: str) -> None:
        if _GENERIC_BODY.match(words) and not departments().by_full.get(words):
            return
        if not _BODY_TAIL.search(words):
            known = next(
                (end2 for begin2, end2 in bodies.find(self.text[begin:end], self.setting) if begin2 == 0),
                None,
            )
            if known and end - begin - known > 1:
                end = begin + known
                if _GENERIC_BODY.match(self._words(begin, end)):
                    return
        self._add(self._body(begin, end, "chain"))

    def _tagged_place(self, begin: int, end: int, words: str) -> None:
        if _GENERIC_PLACE.match(words):
            return
        for size in (3, 2, 1):
            longer = self.text[begin - size : end]
            if longer not in bodies.VERBLIKE and self._is_division(longer) and self._free(begin - size, end):
                begin, words = begin - size, longer  # 拉布|大林街道
                break
        self._add(self._placed(begin, end, words, "chain"))

    def _placed(self, begin: int, end: int, words: str, rule: str) -> Named:
        """A place under its full name: 慈溪 is 慈溪市; 江西鄱阳 keeps its form."""
        year = self.setting.year
        own = next(
            (
                p
                for p in reversed(self.setting.places)
                if words in (p.name, core(p.name)) or (p.name.endswith(words) and len(words) > 2)
            ),
            None,
        )
        if own:
            return Named(begin, end, (Kind.PLACE,), own.name, rule, [words], code=own.code)
        table = divisions()
        within = next((p.code for p in self.setting.places if p.level == "city" and p.code), None)
        if town := self._town(words):
            return Named(begin, end, (Kind.PLACE,), town, rule, [words], code=self.setting.towns[town])
        row = table.named(words, year, within) or table.named(words, year)
        if row is None and len(words) <= 4:
            row = table.short(words, year, within) or table.short(words, year)
            if row and row.level == "county" and row.name not in self.text and not self._near(row.code):
                row = None
        if row:
            bearing = words if words.endswith(row.name) else row.name
            return Named(begin, end, (Kind.PLACE,), bearing, rule, [words], code=row.code)
        relative = re.match(r"(?:我|全)([省市县区旗州])(?=.{3})", words)
        above = self.setting.level(relative[1]) if relative else None
        name = above.name + words[relative.end() :] if relative and above else unquoted(words)
        bare = REGION.sub("", words)
        forms = list(dict.fromkeys((bare, words, *self._without_place(words, 4))))
        return Named(begin, end, (Kind.PLACE,), bare if words.endswith("大市") else name, rule, forms)

    def _town(self, short: str) -> str | None:
        """The town of a short name: where the text has the full one, or where the letter's county has one such town only."""
        near, own = self.setting.towns, self.place
        fitting = [short + end for end in ("镇", "街道", "乡") if short + end in near]
        if named := next((town for town in fitting if town in self.text), None):
            return named
        county = own.code if own and own.level == "county" else None
        inside = [town for town in fitting if county and near[town].startswith(county)]
        return inside[0] if len(inside) == 1 else None

    def _without_place(self, words: str, shortest: int) -> list[str]:
        """双牌县泷泊镇黄泥冲水库 is also called 黄泥冲水库."""
        above, rest = split(words, self.setting.year)
        return [rest] if above and len(rest) >= shortest and not PLACE_TAIL.search(rest) else []

    def _near(self, code: str) -> bool:
        """Whether a division lies in the letter's own province: a bare 高坪 elsewhere may be any of many."""
        return any(place.code and place.code[:2] == code[:2] for place in self.setting.places)

    def _work(self, begin: int, end: int, words: str) -> None:
        name = words
        forms = [words]
        if words.startswith("“") and words.endswith("”") and words.count("“") == 1:
            name = words[1:-1]
        elif (inner := re.search(r"“([^“”]{2,})”", words)) and not SUB_HEAD.search(words):
            forms.append(inner[1])
        forms += self._without_place(words, 5)
        self._add(Named(begin, end, (_work_kind(words),), name, "chain", forms))

    # --- rules over the whole letter --------------------------------------------------------------------------------

    def _known_bodies(self) -> None:
        """Governments, party committees and departments with their place or level before them, where the chain left them out."""
        low, high = self._body_range()
        for hit in _AUTHORITY.finditer(self.text, low, high):
            begin, end = hit.span()
            if self._free(begin, end) and self.setting.level(hit["level"]) is not None:
                self._add(self._body(begin, end, "authority"))
        for begin, end in bodies.national(self.text):
            if (
                low <= begin
                and end <= high
                and self._free(begin, end)
                and self.text[end : end + 1] not in "门委长队级"
            ):
                self._add(self._body(begin, end, "national"))
        for begin, end in bodies.find(self.text, self.setting):
            if begin < low or end > high or not self._free(begin, end):
                continue
            words = self._words(begin, end)
            if _GENERIC_BODY.match(words) or re.match(r"[\u4e00-\u9fa5]{0,6}(?:级|直)", words[1:3]):
                continue
            resolved = bodies.official(words, self.setting)
            if resolved == words and len(words) < 5:
                continue
            self._add(self._body(begin, end, "department"))

    def _known_places(self) -> None:
        """Divisions by their full names, and towns of the letter's own prefecture."""
        low, high = self._body_range()
        table, year = divisions(), self.setting.year
        near = self.setting.towns
        for hit in _DIVISION.finditer(self.text, low, high):
            for size in range(min(11, hit.end() - low), 2, -1):
                begin, end = hit.end() - size, hit.end()
                name = self.text[begin:end]
                if name not in table.by_name and name not in near:
                    continue
                row = table.named(name, year)
                row = row if row and row.in_year(year) else None
                town = near.get(name) if row is None else None
                if (row is None and town is None) or name in bodies.VERBLIKE or "\n" in name:
                    continue
                free = self._free(begin, end)
                if (free and not _OFFICE_BEHIND.match(self.text, end)) or (
                    not free and self._nests(begin, end)
                ):
                    found = (
                        self._placed(begin, end, name, "division")
                        if row
                        else Named(begin, end, (Kind.PLACE,), name, "town", code=town)
                    )
                    self._add(found, layer=free)
                break

    def _places_within(self) -> None:
        """Towns, villages, zones and ends of ways that other names hold."""
        known = {(named.begin, named.end) for named in self.found if named.kinds[0] is Kind.PLACE}
        low, high = self._body_range()
        for named in list(self.found):
            words = self.text[named.begin : named.end]
            if named.kinds[0] is Kind.PERSON or named.begin < low or named.end > high or "\n" in words:
                continue
            for first, last in within.places(words):
                begin, end = named.begin + first, named.begin + last
                if (begin, end) not in known:
                    known.add((begin, end))
                    self._add(self._placed(begin, end, self.text[begin:end], "within"), layer=False)

    def _works_within(self) -> None:
        """“一号改革工程” in “一号改革工程”专班: a work in quotes that a body or a meeting is named after."""
        for named in list(self.found):
            words = self.text[named.begin : named.end]
            if family_of(named.kinds[0]) == "body" or words.endswith(("大会", "会议")):
                for hit in _QUOTED_WORK.finditer(words):
                    begin, end = named.begin + hit.start(), named.begin + hit.end()
                    if (begin, end) != (named.begin, named.end):
                        name, forms = hit["name"], [hit[0], hit["name"]]
                        self._add(Named(begin, end, (_work_kind(name),), name, "within", forms), layer=False)

    def _places_listed(self) -> None:
        """石壕、打通、安稳等镇: short names before the word for what they are, where a table knows one of them."""
        low, high = self._body_range()
        known = self._is_division
        for begin, end, unit in within.listed(self.text, low, high):
            spans = []
            for hit in re.finditer("[^、]+", self.text[begin:end]):
                words = hit[0]
                # A verb may stick to the first: 推广到白云.
                cut = next((at for at in range(len(words) - 1) if known(words[at:] + unit)), 0)
                spans.append((begin + hit.start() + cut, begin + hit.end()))
            if not any(known(self.text[a:b] + unit) for a, b in spans):
                continue
            for a, b in spans:
                words = self.text[a:b]
                if self._free(a, b) and (known(words + unit) or (len(words) < 4 and not known(words))):
                    code = self.setting.towns.get(words + unit)
                    self._add(Named(a, b, (Kind.PLACE,), words + unit, "list", [words], code=code))

    def _nests(self, begin: int, end: int) -> bool:
        """Whether a place stands inside the name of a place or work: 洗马镇辣椒烘干厂 is in 洗马镇."""
        outer = self.taken[begin]
        return (
            isinstance(outer, Named)
            and end <= outer.end
            and outer.end - outer.begin > end - begin
            and outer.kinds[0] in (Kind.PLACE, Kind.PROJECT, Kind.PROGRAMME, Kind.PLATFORM)
        )

    def _shorts(self) -> None:
        """Short forms that the letter introduces: X（以下简称“Y”）."""
        named = sorted(
            (
                n
                for n in self.found
                if n.kinds != (Kind.PERSON,) and n.rule not in ("number-prefix", "within")
            ),
            key=lambda n: (n.end, n.end - n.begin),
        )
        ends = [n.end for n in named]
        for hit in _SHORT_FOR.finditer(self.text):
            at = bisect_right(ends, hit.start()) - 1
            owner = named[at] if at >= 0 and hit.start() - ends[at] <= 30 else None
            if owner:
                owner.forms.append(self._words(*hit.span(hit.lastgroup or 0)))

    def _again(self) -> None:
        """Every other place where a name of the letter stands: one sense a document."""
        low, high = self._body_range()
        forms: dict[str, Named] = {}
        for named in self.found:
            for form in (named.name, *named.forms, *([stem] if (stem := company_stem(named.name)) else [])):
                plain = re.sub(r"[“”《》]", "", form)
                if len(plain) >= (
                    2 if named.kinds[0] in (Kind.PERSON, Kind.PLACE) else 3
                ) and not _GENERIC_BODY.match(plain):
                    forms.setdefault(plain, named)
        for form in sorted(forms, key=len, reverse=True):
            named = forms[form]
            at = self.text.find(form, low, high)
            while at >= 0:
                end = at + len(form)
                if self._free(at, end):
                    begin = at
                    if (
                        self.text[at - 1 : at] == "“"
                        and self.text[end : end + 1] == "”"
                        and self._free(at - 1, end + 1)
                    ):
                        begin, end = at - 1, end + 1
                    self._add(
                        replace(named, begin=begin, end=end, rule="again", forms=[self._words(begin, end)])
                    )
                at = self.text.find(form, at + len(form), high)


def _looks_like_body(name: str) -> bool:
    """Whether a name in a list of the head is a body; persons are the rest."""
    if departments().named(name, "nation", 2020) or (len(name) > 2 and name[0] in "省市县州旗"):
        return True
    if len(name) <= 3 and not re.search(
        r"(?:局|委|办|厅|院|会|部|政协|人大|民[盟建进革]|[残妇文工]联|海关|科协)$", name
    ):
        return False
    return bool(
        re.search(
            r"(?:局|委|办|厅|部|院|会|室|府|处|队|社|团|公司|中心|集团|银行|支行|大学|学院|人大|政协|支部|小组|界别|基层|工委|镇|乡|街道|站|所|组|党|学社|盟|界|商联|总支|支社|代表团|提案法制委|科|股|联|海关|营销部|召集人)$",
            name,
        )
    ) and not (len(name) == 3 and name[-1] in "会社团部院组党盟界" and name[0] not in "省市县区州民致九")


def _body_kind(name: str, maker: _Maker) -> Kind:
    """An organ of state, or another organisation."""
    places, rest = split(name.removeprefix("中共"), maker.setting.year)
    table = departments()
    if table.by_full.get(rest) or table.by_full.get(name) or name.startswith("中共"):
        return Kind.BODY
    if re.search(
        r"(?:公司|银行|大学|学院|学校|中学|小学|医院|协会|商会|学会|集团|联盟|研究院|研究所|基地|实验室|合作社|基金会|支行|分行)$",
        name,
    ):
        return Kind.ORGANIZATION
    return (
        Kind.BODY
        if _STATE.search(name) or (places and LEVELS.index(places[-1].level) > 4)
        else Kind.ORGANIZATION
    )


def _work_kind(words: str) -> Kind:
    """Programme, project or platform, by the last head word."""
    plain = re.sub(r"[“”]", "", words)
    finder, known = heads()
    hits = [
        (end, known[number][1])
        for number, _, end in finder.find_matches_as_indexes(plain)
        if end == len(plain)
    ]
    kind = HEAD_KINDS[hits[-1][1] - 1] if hits else ""
    if kind == "platform":
        return Kind.PLATFORM
    if kind == "place" or (_ARTIFICIAL.search(plain) and not re.search(r"[“”]", words)):
        return Kind.PROJECT
    return Kind.PROGRAMME
