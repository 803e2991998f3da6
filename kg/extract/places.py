"""Where a letter is from: its place in the tree of divisions, and what 市, 省 and 县 therefore mean in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.extract.departments import departments
from kg.resources import SEEDS, read_table

COLUMNS = ("code", "name", "short", "level", "parent", "from", "to")
LEVELS = ("nation", "province", "city", "county", "town")
_PART = re.compile(
    r"(?P<province>[\u4e00-\u9fa5]{2,8}?(?:省|自治区))?"
    r"(?P<city>[\u4e00-\u9fa5]{2,9}?(?:市|自治州|地区|盟|州(?=[\u4e00-\u9fa5]{2,5}[市县])))?"
    r"(?P<county>[\u4e00-\u9fa5]{1,10}?(?:自治县|自治旗|林区|特区|县|区|旗|市))?"
    r"(?P<town>[\u4e00-\u9fa5]{2,6}?(?:镇|民族乡|(?<!城)乡(?!村)|街道|苏木))?"
)
_NO_COUNTY = re.compile(
    r"(?:开发|高新|经开|新|园|景|示范|试验|合作|集聚|工业|社|校|小|林|山|城|片|管理|保护|保税|度假|旅游|功能|任务|校)区$"
)


@dataclass(frozen=True, slots=True)
class Division:
    """A row of the table of divisions."""

    code: str
    name: str
    short: str
    level: str
    parent: str
    first: int
    last: int

    def in_year(self, year: int) -> bool:
        return self.first <= year <= self.last


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the letter: its name as the letter's office bears it, level and code where known."""

    name: str
    level: str
    code: str | None = None


class Divisions:
    """The divisions by name, short name and code."""

    def __init__(self, rows: Iterable[Division]) -> None:
        self.by_name: dict[str, list[Division]] = defaultdict(list)
        self.by_short: dict[str, list[Division]] = defaultdict(list)
        self.by_code: dict[str, list[Division]] = defaultdict(list)
        for row in rows:
            self.by_name[row.name].append(row)
            if len(row.short) > 1:
                self.by_short[row.short].append(row)
            self.by_code[row.code].append(row)
            if "自治" in row.name and len(row.short) > 1:
                self.by_name[row.short + row.name[-1]].append(row)  # 恩施州, as its offices call themselves

    def named(self, name: str, year: int, within: str | None = None) -> Division | None:
        """The division of this full name, best one of the year, and within the province or city of this code."""
        rows = self.by_name.get(name)
        return self._pick(rows, year, within) if rows else None

    def short(self, short: str, year: int, within: str | None = None) -> Division | None:
        """The division of this short name, if there is one only (of the highest level)."""
        rows = self.by_short.get(short, [])
        if within is None and rows:
            top = min(LEVELS.index(row.level) for row in rows)
            rows = [row for row in rows if LEVELS.index(row.level) == top]
            if len({row.code[:4] for row in rows}) > 1 and top == LEVELS.index("county"):
                return None
        return self._pick(rows, year, within)

    def _pick(self, rows: list[Division], year: int, within: str | None) -> Division | None:
        if within:
            near = [row for row in rows if self._below(row, within)]
            rows = near or ([] if len({row.code for row in rows}) > 1 else rows)
        if len(rows) < 2:
            return rows[0] if rows else None
        return max(rows, key=lambda row: (row.in_year(year), row.last, -LEVELS.index(row.level), row.code))

    @staticmethod
    def _below(row: Division, code: str) -> bool:
        return row.code.startswith(
            code.rstrip("0") if len(code.rstrip("0")) % 2 == 0 else code.rstrip("0") + "0"
        )

    def parents(self, division: Division, year: int) -> Iterator[Division]:
        """The divisions above, nearest first."""
        code = division.parent
        while code:
            rows = self.by_code.get(code)
            if not rows:
                return
            parent = max(rows, key=lambda row: (row.in_year(year), row.last))
            yield parent
            code = parent.parent


@cache
def divisions() -> Divisions:
    """The table `seeds/names/divisions.csv`."""
    return Divisions(
        Division(
            row["code"],
            row["name"],
            row["short"],
            row["level"],
            row["parent"],
            int(row["from"] or 0),
            int(row["to"] or 9999),
        )
        for row in read_table(SEEDS / "names" / "divisions.csv", COLUMNS)
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """What the place of a letter makes of its relative words: 市 in a letter of a county is the city above it."""

    places: tuple[Place, ...]
    """From the highest known to the letter's own."""
    year: int
    office: str = ""
    """The name of the first issuer."""

    @property
    def own(self) -> Place | None:
        return self.places[-1] if self.places else None

    def level(self, word: str) -> Place | None:
        """The place that a level word (省, 市, 县, 区, 旗, 州, 镇, 街道, 自治区, 我市) names in this letter."""
        word = word.removeprefix("我").removeprefix("全").removeprefix("本")
        word = {"自治县": "县", "自治州": "州", "自治旗": "旗"}.get(word, word)
        if word in ("省", "自治区"):
            return self._at("province")
        exact = [place for place in self.places if place.name.endswith(word) and place.level != "province"]
        if word == "市":
            exact = [p for p in exact if p.level in ("city", "county")] or [
                p for p in self.places if p.name in ("北京市", "上海市", "天津市", "重庆市")
            ]
            return exact[-1] if exact else None
        if exact:
            return exact[-1]
        return None

    @property
    def towns(self) -> dict[str, str]:
        """The towns of the letter's prefecture with their codes."""
        near = (p.code[:4] for p in reversed(self.places) if p.code and p.level in ("city", "county"))
        return _towns().get(next(near, ""), {})

    def above(self, place: Place) -> str:
        """The name of the place above one of the letter's, empty where none is known."""
        at = self.places.index(place) if place in self.places else 0
        return self.places[at - 1].name if at else ""

    def _at(self, level: str) -> Place | None:
        return next((place for place in self.places if place.level == level), None)

    def signs(self) -> dict[str, Place]:
        """The characters by which document numbers name the places of the letter: 慈 for 慈溪市, 深光 for 深圳市光明区."""
        found: dict[str, Place] = {}
        for place in self.places:
            core = (
                re.sub(r"(?:省|市|自治[州县旗区]|县|区|旗|州|盟|镇|乡|街道)", "\n", place.name)
                .strip()
                .split("\n")
            )
            last = core[-1]
            for size in range(1, len(last) + 1):
                found.setdefault(last[:size], place)
            found[last] = place
            if len(last) > 1:
                found.setdefault(last[-1], place)
            if len(core) > 1:
                for one in (core[0][:1], core[0]):
                    for two in (last[:1], last):
                        found.setdefault(one + two, place)
            found.update((sign, place) for sign, code in _signs().items() if code == place.code)
        return found


def _inside(table: Divisions, office: str, year: int) -> list[Place]:
    """The lowest known place anywhere in the name of an office: 国网江西省电力有限公司遂川县供电分公司."""
    found: list[Place] = []
    at = 0
    while at < len(office) - 1:
        for end in range(min(len(office), at + 12), at + 1, -1):
            known = table.named(office[at:end], year) or (
                table.short(office[at:end], year) if end - at > 1 else None
            )
            if (known and known.level != "county") or (known and office[at:end] == known.name):
                if not found or LEVELS.index(known.level) > LEVELS.index(found[-1].level):
                    found.append(Place(known.name, known.level, known.code))
                at = end - 1
                break
        at += 1
    return found[-1:]


@cache
def _signs() -> dict[str, str]:
    """The letters that stand for provinces and some cities in document numbers, with their codes."""
    return {
        row["letters"]: row["code"]
        for row in read_table(SEEDS / "names" / "place_letters.csv", ("letters", "code"))
    }


_SUFFIX = re.compile(r"(?:省|市|自治[州县旗区]|县|区|旗|州|盟|镇|乡|街道)$")


@lru_cache(maxsize=1 << 12)
def core(name: str) -> str:
    """A place without what says its level, and a district without its city: 光明 for 深圳市光明区."""
    short = _SUFFIX.sub("", name)
    return short.rsplit("市", 1)[-1] if len(short.rsplit("市", 1)[-1]) > 1 else short


def place_of_sign(sign: str, year: int) -> Place | None:
    """The province or city whose letter in document numbers this is (浙: 浙江省, 甬: 宁波市)."""
    rows = divisions().by_code.get(_signs().get(sign, ""))
    row = max(rows, key=lambda row: (row.in_year(year), row.last)) if rows else None
    return Place(row.name, row.level, row.code) if row else None


def split(name: str, year: int = 2020) -> tuple[list[Place], str]:
    """The places at the head of a name, from the highest, and what stands behind them.

    岭州市云榕区政务服务和数据管理局 gives 岭州市, 岭州市云榕区 and 政务服务和数据管理局. Places need not be in the table.
    """
    table = divisions()
    places: list[Place] = []
    at = 0
    while at < len(name):
        step = _step(table, name, at, places, year)
        if step is None:
            break
        end, place = step
        places.append(place)
        at = end
        if place.level == "town":
            break
    return places, name[at:]


def _step(table: Divisions, name: str, at: int, places: list[Place], year: int) -> tuple[int, Place] | None:
    """The next place that begins at an offset: a known division, else one by its suffix."""
    above = places[-1] if places else None
    floor = LEVELS.index(above.level) if above else 0
    for end in range(min(len(name), at + 12), at + 1, -1):
        known = table.named(name[at:end], year, above.code if above else None)
        if known and LEVELS.index(known.level) > floor:
            bearing = _bearing(above, known.level, known.name)
            return end, Place(bearing + name[at:end], known.level, known.code)
    found = _PART.match(name, at)
    if not found or name[at:] in departments().by_full:
        return None
    for level in LEVELS[1:]:
        word = found[level]
        if not word or LEVELS.index(level) <= floor or found.start(level) != at:
            continue
        if level == "county" and (_NO_COUNTY.search(word) or len(word) < 2 or word == "城市"):
            continue
        if level == "city" and word.endswith("市") and above and above.level == "city":
            continue
        return found.end(level), Place(_bearing(above, level, word) + word, level)
    return None


def _bearing(above: Place | None, level: str, name: str) -> str:
    """The name of the city that a district bears before its own: 深圳市光明区, but 慈溪市."""
    city = above is not None and (above.level == "city" or above.name.endswith("市"))
    return above.name if above and city and level == "county" and name.endswith("区") else ""


_BRANCH = re.compile("(?:局|委员会|公司)(?P<place>[\u4e00-\u9fa5]{2,8}?)分(?:局|公司)$")


def _of_branch(name: str, above: Place | None, year: int) -> list[Place]:
    """The county whose name, mostly a short one, a branch bears: 宁波市公安局奉化分局 is that of 奉化区."""
    if above and (above.code is None or above.level == "county"):
        return []
    table, within = divisions(), above.code if above else None
    row = table.named(name, year, within) or table.short(name, year, within)
    if row is None or row.level != "county" or (above and row.parent != above.code):
        return []
    place = Place(_bearing(above, row.level, row.name) + row.name, row.level, row.code)
    return [place] if above else [*_parents(row, year), place]


def _parents(division: Division, year: int) -> list[Place]:
    """The places above a division, from the highest."""
    above = list(divisions().parents(division, year))
    return [Place(one.name, one.level, one.code) for one in reversed(above)]


def setting(office: str | None, year: int) -> Setting:
    """The setting of a letter by the name of its first issuer."""
    if not office:
        return Setting((), year)
    table = divisions()
    places, _ = split(office.removeprefix("中共").removeprefix("国家税务总局"), year)
    places = [place for place in places if "局" not in place.name]
    if not places or (places[0].code is None and "公司" in office):
        places = _inside(table, office, year) or places
    if places:
        known = table.named(places[0].name, year)
        if known:
            names = {place.name for place in places}
            places = [place for place in _parents(known, year) if place.name not in names] + places
    if branch := _BRANCH.search(office):
        places += _of_branch(branch["place"], places[-1] if places else None, year)
    return Setting(tuple(places), year, office)


@cache
def _towns() -> dict[str, dict[str, str]]:
    """Towns, townships and street offices under the first four digits of their codes, which are their prefecture's."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_table(SEEDS / "names" / "towns.csv", ("code", "name", "parent", "kind")):
        found[row["code"][:4]][row["name"]] = row["code"]
    return found
