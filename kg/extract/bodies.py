"""Names of authorities to their official names: 市发改局 in a letter from Cixi is 慈溪市发展和改革局."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import ahocorasick_rs

from kg.extract.departments import Department, departments
from kg.extract.places import Place, Setting, core, divisions, place_of_sign, split
from kg.resources import SEEDS, read_table
from kg.text.fold import fold

LEVEL_WORD = re.compile(r"(?:我|全|本)?(省|自治区|市|自治州|州|县|自治县|区|旗|自治旗|盟|镇|乡|街道)")
_TRAILING = re.compile(r"(?:（[^（）]*）|文件|等(?:部门|单位)?)+$")
_SPELT = (
    ("人行", "中国人民银行"),
    ("人民银行", "中国人民银行"),
    ("工信部", "工业和信息化部"),
)
_CENTRAL_BRANCH = re.compile("市?(?:中支|中心支行)$")
"""人行临汾中支 is the central branch of the People's Bank in the city of Linfen."""
_SUPERVISED = {
    "银保监": "中国银行保险监督管理委员会",
    "银监": "中国银行业监督管理委员会",
    "证监": "中国证券监督管理委员会",
}
_SUPERVISOR = re.compile("(?P<place>[\u4e00-\u9fa5]{2,4})(?P<what>银保监|银监|证监)(?P<branch>分)?局")
"""Offices of the supervisors of finance, which put their place into their name: 宁波银保监局."""
_NATIONAL = ("全国", "国家", "中央", "中国", "国务院", "最高人民")
NUMBER = re.compile(
    r"(?P<prefix>[\u4e00-\u9fa5]{2,16}?)[〔（](?P<year>(?:19|20)\d\d)年?[〕）](?P<ordinal>第)?(?P<serial>\d{1,6}(?:-\d{1,3})?)号"
)
BODY_END = (
    r"(?:局|委|委员会|办公室|厅|部|署|院|政府|公司|中心|办|集团|大学|学院|医院|支队|总队|大队|处|工委|总工会|联合会|妇联|团委|分局|"
    r"工商联|商会|银行|支行|分行|海关|筹[建备]组|(?:督查|工作|联络|研究)室|会|站|所|社|街道|镇|乡)"
)
"""What the name of a body in the head or foot of a letter ends in."""


@cache
def _parties() -> tuple[str, ...]:
    """What the name of a committee of a democratic party begins with."""
    rows = read_table(SEEDS / "names" / "parties.csv", ("full", "shorts"))
    return tuple(name for row in rows for name in (row["full"], *row["shorts"].split("|")))


@cache
def _short_forms() -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
    """Finder of official and short names of departments, and the names in its order."""
    table = departments()
    names = tuple(sorted(name for name in {*table.by_full, *table.by_short} if len(name) >= 2))
    return ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), names


def finds(text: str) -> list[tuple[int, int]]:
    """Where the text has the name of a kind of department, longest from the left; places stand before it."""
    finder, _ = _short_forms()
    return [(begin, end) for _, begin, end in finder.find_matches_as_indexes(text)]


@cache
def _national_names() -> frozenset[str]:
    table = departments()
    return frozenset(
        name
        for index in (table.by_full, table.by_short)
        for name, rows in index.items()
        if len(name) >= 3 and all("nation" in row.levels for row in rows)
    )


def national(text: str) -> list[tuple[int, int]]:
    """Where the text names a body of the nation, which needs no place before it: 国务院, 自然资源部."""
    names = _national_names()
    return [(begin, end) for begin, end in finds(text) if text[begin:end] in names]


def find(text: str, setting: Setting) -> list[tuple[int, int]]:
    """Where the text names a department with its place or level before it: 市发改局, 宁波市发展改革委."""
    found = []
    for begin, end in finds(text):
        start = before(text, begin, setting)
        if start is not None:
            found.append((start, end))
    return found


VERBLIKE = {"会同县", "商县", "和县", "和政县", "通道县", "通县", "商州"}
"""Places whose names are usually a word and a level: 会同 + 县…, 会商 + 州…"""


def before(text: str, at: int, setting: Setting) -> int | None:
    """Where the place or level word begins that ends at an offset; None where there is none."""
    table = divisions()
    for size in range(min(11, at), 1, -1):
        name = text[at - size : at]
        if name in table.by_name or any(
            place.name == name or place.name.endswith(name) for place in setting.places
        ):
            if name[-1] not in "省市州县区旗盟" and not name.endswith(("镇", "乡", "街道")) and len(name) < 2:
                continue
            start = at - size
            if name in VERBLIKE and all(place.name != name for place in setting.places):
                continue
            city = before(text, start, setting) if name[-1] in "区县" else None
            start = city if city is not None and start - city > 1 else start
            return start - 2 if text[max(0, start - 2) : start] == "中共" else start
    if text[at - 1 : at] in "省市县区旗州盟" and at:
        start = at - 1
        if text[max(0, at - 3) : at] == "自治区":
            start = at - 3
        if text[start] == "州" and at > 1:
            short = text[at - 2 : at]  # 杭州海关: the last character of a short name is no level.
            known = (short in table.by_short and short not in VERBLIKE) or any(
                core(place.name) == short for place in setting.places
            )
            return at - 2 if known else start
        return start
    if text[max(0, at - 2) : at] in ("国家", "中共", "全国"):
        return at - 2
    return None


def official(name: str, setting: Setting) -> str:
    """The official name of a body as far as the letter lets a reader know it; else the name as it stands."""
    name = _TRAILING.sub("", name) or name
    return resolve(name, setting) or name


def resolve(name: str, setting: Setting) -> str | None:
    """The official name of a body that the tables or the places of the letter tell; None where they do not."""
    table = departments()
    national = table.named(name, "nation", setting.year)
    if national:
        return national.full
    for short, full in _SPELT:
        if name.startswith(short):
            return full + _CENTRAL_BRANCH.sub("市中心支行", name[len(short) :])
    if supervisor := _SUPERVISOR.fullmatch(name):
        office = "监管分局" if supervisor["branch"] else "监管局"
        return _SUPERVISED[supervisor["what"]] + supervisor["place"] + office
    if name.startswith(_NATIONAL):
        return None
    if name.startswith(_parties()):
        return None
    league = re.match(r"团([省市县区旗州])委$", name)
    if league and (place := setting.level(league[1])):
        return f"共青团{place.name}委员会"
    higher = re.match(r"(省|市|自治区|自治州|州)([厅局委])$", name)
    if higher:
        return _above(higher[1], higher[2], setting)
    bare = name.removeprefix("中共")
    if (
        setting.own
        and (whole := table.named(bare, setting.own.level, setting.year)) is not None
        and len(bare) > 2
    ):
        return _named(whole, setting.own, setting)
    word = LEVEL_WORD.match(bare)
    if word and (place := setting.level(word[1])) is not None:
        rest = bare[word.end() :]
        found = _department(rest, place, setting)
        if found:
            return _named(found, place, setting)
        if rest and not rest.startswith(("级", "内", "外", "直", "属", "里", "长", "域", "镇")):
            rest = "人民" + rest if rest.startswith("政府") else rest
            return (
                ("中共" if rest.startswith("委") and not rest.startswith("委员") else "") + place.name + rest
            )
    for place in setting.places:
        short = core(place.name)
        rest = bare.removeprefix(short)
        if len(short) > 1 and rest != bare and not bare.startswith(place.name):
            found = _department(rest, place, setting)  # 宁波地方金融监管局
            if found:
                return _named(found, place, setting)
    places, rest = split(bare, setting.year)
    if places and rest:
        place = _borne(places[-1], setting)
        rest = rest.removesuffix("管委会") + "管理委员会" if rest.endswith("管委会") else rest
        found = _department(rest, place, setting)
        if found:
            return _named(found, place, setting)
        return name
    return name.removesuffix("管委会") + "管理委员会" if name.endswith("区管委会") else None


def _above(word: str, kind: str, setting: Setting) -> str | None:
    """省厅 in a letter of a 局 is the department of the same kind at the province."""
    place = setting.level(word)
    own = _office(setting)
    if place is None or not own or place == setting.own:
        return None
    for end in (kind, "厅", "局", "委员会"):
        found = departments().named(re.sub(r"(?:局|委员会|厅)$", "", own) + end, place.level, setting.year)
        if found:
            return found.official(place.name)
    return None


@lru_cache(maxsize=1 << 8)
def _office(setting: Setting) -> str:
    """The name of the office that wrote a letter, without its place."""
    return split(setting.office, setting.year)[1]


def _named(department: Department, place: Place, setting: Setting) -> str:
    return department.official(place.name, setting.above(place), core(place.name))


def _borne(place: Place, setting: Setting) -> Place:
    """The place under the name that the letter's office bears: 光明区 is 深圳市光明区."""
    own = next((own for own in setting.places if own.name.endswith(place.name)), None)
    if own:
        return own
    if place.level == "county" and place.name.endswith("区"):
        for city in setting.places:
            known = (
                divisions().named(place.name, setting.year, city.code)
                if city.level == "city" and city.code
                else None
            )
            if known and city.code and known.code.startswith(city.code[:4]):
                return Place(city.name + place.name, place.level, known.code)
    return place


def _department(rest: str, place: Place, setting: Setting) -> Department | None:
    table = departments()
    if rest == "人大":
        return None
    rest = "财政局" if rest == "财政" else rest
    offices = table.by_full.get(_office(setting), ()) if place == setting.own else ()
    if own := next((row for row in offices if rest in row.shorts), None):
        return own  # 县教体局 in a letter of 教育体育局, though elsewhere it is 教育和体育局
    found = table.named(rest, place.level, setting.year)
    if found is None and place.level == "province" and place.name.endswith("市"):
        found = table.named(rest, "city", setting.year)
    return found


def of_title(title: str) -> list[str]:
    """The bodies that a title names as its makers: 中共河北省委、河北省人民政府关于…的意见."""
    found = re.match(r"([\u4e00-\u9fa5、 ]{3,40}?)关于", title)
    return re.split("[、 ]+", found[1]) if found else []


def issuer_of_number(number: str, setting: Setting) -> str | None:
    """The body that a document number's prefix names: 慈政办发〔2023〕4号 is of 慈溪市人民政府办公室."""
    found = NUMBER.match(fold(number))
    if not found:
        return None
    prefix, year = found["prefix"], int(found["year"])
    table = departments()
    national = table.code(prefix, "nation", year)
    if national and prefix[:1] not in {core(place.name)[:1] for place in setting.places}:
        return national.full
    signs = setting.signs()
    for size in range(min(len(prefix) - 1, 6), 0, -1):
        sign, code = prefix[:size], prefix[size:]
        place = signs.get(sign) or place_of_sign(sign, year)
        if place is None:
            continue
        department = table.code(code, place.level, year)
        if department is None and place.level == "province" and place.name.endswith("市"):
            department = table.code(code, "city", year)
        if department:
            return department.official(place.name)
    return None
