"""The tables of names hold what they promise: unique keys, codes that lead somewhere, shorts that resolve."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from collections import Counter
from decimal import Decimal
from types import ModuleType

import pytest

from kg.resources import SEEDS, read_table

NAMES = SEEDS / "names"
COLUMNS = {
    "divisions": ("code", "name", "short", "level", "parent", "from", "to"),
    "towns": ("code", "name", "parent", "kind"),
    "departments": ("full", "shorts", "organ", "levels", "from", "to", "codes"),
    "units": ("unit", "base", "factor", "kind"),
    "place_letters": ("letters", "code"),
    "parties": ("full", "shorts"),
}
LEVELS = ("province", "city", "county")
DEPARTMENT_LEVELS = {"nation", "province", "city", "county", "town", "zone"}
ORGANS = {"government", "party", "congress", "cppcc", "mass", "judicial", "discipline"}
LEAST = {"divisions": 5000, "towns": 40000, "departments": 1500, "units": 700}
LEAST |= {"place_letters": 50, "parties": 8}


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, str]]]:
    return {name: read_table(NAMES / f"{name}.csv", columns) for name, columns in COLUMNS.items()}


@pytest.mark.parametrize("name", COLUMNS)
def test_no_table_has_shrunk(tables: dict[str, list[dict[str, str]]], name: str) -> None:
    assert len(tables[name]) >= LEAST[name]


@pytest.mark.parametrize("name", COLUMNS)
def test_no_cell_has_stray_space(tables: dict[str, list[dict[str, str]]], name: str) -> None:
    assert [row for row in tables[name] for cell in row.values() if re.search(r"\s", cell)] == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("divisions", ("code", "name")),
        ("divisions", ("name", "parent")),
        ("towns", ("code",)),
        ("departments", ("full", "organ")),
        ("units", ("unit",)),
        ("place_letters", ("letters", "code")),
        ("parties", ("full",)),
    ],
)
def test_keys_are_unique(tables: dict[str, list[dict[str, str]]], name: str, key: tuple[str, ...]) -> None:
    counts = Counter(tuple(row[column] for column in key) for row in tables[name])
    assert [found for found, count in counts.items() if count > 1] == []


def test_current_divisions_are_those_of_the_state(tables: dict[str, list[dict[str, str]]]) -> None:
    current = [row for row in tables["divisions"] if not row["to"]]
    assert Counter(row["level"] for row in current) == {"province": 34, "city": 333, "county": 2846}
    assert len({row["code"] for row in current}) == len(current)


def test_division_rows_are_sound(tables: dict[str, list[dict[str, str]]]) -> None:
    codes = {row["code"] for row in tables["divisions"]}
    for row in tables["divisions"]:
        assert re.fullmatch(r"[1-8]\d{5}", row["code"]), row
        assert row["level"] in LEVELS, row
        assert (row["parent"] in codes) if row["level"] != "province" else row["parent"] == "", row
        assert row["short"], row
        assert row["name"].startswith(row["short"]), row
        assert 1980 <= int(row["from"]) <= int(row["to"] or 2024) <= 2024, row


@pytest.mark.parametrize(
    ("name", "row"),
    [
        pytest.param("慈溪市", ("330282", "慈溪", "county", "330200", "1988", ""), id="a county-level city"),
        pytest.param("慈溪县", ("330222", "慈溪", "county", "330200", "1980", "1987"), id="its former name"),
        pytest.param("临平区", ("330113", "临平", "county", "330100", "2021", ""), id="a young district"),
        pytest.param(
            "互助土族自治县", ("630223", "互助", "county", "630200", "1980", ""), id="autonomous county"
        ),
        pytest.param(
            "巴音郭楞蒙古自治州", ("652800", "巴音郭楞", "city", "650000", "1980", ""), id="prefecture"
        ),
        pytest.param(
            "克孜勒苏柯尔克孜自治州", ("653000", "克孜勒苏", "city", "650000", "1980", ""), id="two peoples"
        ),
        pytest.param(
            "内蒙古自治区", ("150000", "内蒙古", "province", "", "1980", ""), id="autonomous region"
        ),
        pytest.param(
            "济源市", ("419001", "济源", "county", "410000", "1988", ""), id="county under a province"
        ),
        pytest.param(
            "浦东新区", ("310115", "浦东", "county", "310000", "1992", ""), id="district of a city-province"
        ),
        pytest.param(
            "忠县", ("500233", "忠县", "county", "500000", "1997", ""), id="one character stays whole"
        ),
        pytest.param("香港特别行政区", ("810000", "香港", "province", "", "1997", ""), id="Hong Kong"),
    ],
)
def test_a_division_is_known(
    tables: dict[str, list[dict[str, str]]], name: str, row: tuple[str, ...]
) -> None:
    assert row in [
        tuple(found[column] for column in COLUMNS["divisions"] if column != "name")
        for found in tables["divisions"]
        if found["name"] == name
    ]


def test_towns_lie_in_current_divisions(tables: dict[str, list[dict[str, str]]]) -> None:
    current = {row["code"] for row in tables["divisions"] if not row["to"]}
    for row in tables["towns"]:
        assert re.fullmatch(r"\d{9}", row["code"]), row
        assert row["parent"] in current, row
        assert row["code"].startswith(row["parent"][:4]), row
        assert row["kind"] in {"street", "town", "township", "zone", "farm"}, row


def test_the_towns_of_one_county_are_whole(tables: dict[str, list[dict[str, str]]]) -> None:
    towns = [row for row in tables["towns"] if row["parent"] == "330282"]
    assert Counter(row["kind"] for row in towns) >= Counter(town=14, street=5, zone=1)
    assert {"330282120": "长河镇", "330282004": "浒山街道", "330282402": "滨海经济开发区"}.items() <= {
        row["code"]: row["name"] for row in towns
    }.items()


def test_department_rows_are_sound(tables: dict[str, list[dict[str, str]]]) -> None:
    for row in tables["departments"]:
        assert row["organ"] in ORGANS, row
        assert set(row["levels"].split("|")) <= DEPARTMENT_LEVELS, row
        assert set(re.findall(r"\{.*?\}", row["full"])) <= {"{place}", "{short}", "{parent}", "{level}"}, row
        assert not row["full"].startswith("中共") or row["levels"] == "nation", row
        assert (row["from"] or "0") <= (row["to"] or "9999"), row
        shorts, codes = (row[column].split("|") if row[column] else [] for column in ("shorts", "codes"))
        assert row["full"] not in shorts, row
        assert "{" not in row["shorts"], row
        assert len(set(shorts)) == len(shorts), row
        assert len(set(codes)) == len(codes), row
        assert all(shorts), row
        assert all(re.fullmatch(r"[\u4e00-\u9fff]{1,10}", code) for code in codes), row


@pytest.mark.parametrize(
    ("short", "level", "year", "full"),
    [
        pytest.param("人社局", "county", 2021, "人力资源和社会保障局", id="usual short form"),
        pytest.param("人力社保局", "county", 2021, "人力资源和社会保障局", id="another one"),
        pytest.param("人社厅", "province", 2021, "人力资源和社会保障厅", id="of a province"),
        pytest.param("自规局", "county", 2021, "自然资源和规划局", id="after the reform of 2018"),
        pytest.param("国土局", "county", 2016, "国土资源局", id="before it"),
        pytest.param("卫健委", "city", 2020, "卫生健康委员会", id="a commission"),
        pytest.param("卫计局", "county", 2016, "卫生和计划生育局", id="of a few years only"),
        pytest.param("交通局", "county", 2018, "交通运输局", id="an old name that stayed in use"),
        pytest.param("综合执法局", "county", 2021, "综合行政执法局", id="the most usual of several"),
        pytest.param("政府办", "county", 2021, "人民政府办公室", id="the office"),
        pytest.param("政府办公厅", "province", 2021, "人民政府办公厅", id="the office of a province"),
        pytest.param("扶贫办", "county", 2018, "扶贫开发办公室", id="not the office of the leading group"),
        pytest.param("金融办", "county", 2018, "人民政府金融工作办公室", id="government's, before 2023"),
        pytest.param("委金融办", "city", 2024, "委金融委员会办公室", id="the party's, after it"),
        pytest.param("委组织部", "county", 2021, "委组织部", id="a party organ is its own short form"),
        pytest.param("委", "county", 2021, "委员会", id="the party committee"),
        pytest.param("人大代表工委", "county", 2021, "人大常委会代表工作委员会", id="congress"),
        pytest.param(
            "人大选联工委", "county", 2021, "人大常委会选联工委", id="long name differs from place to place"
        ),
        pytest.param("政协提案委", "city", 2021, "政协提案委员会", id="CPPCC"),
        pytest.param("检察院", "county", 2019, "人民检察院", id="procuratorate"),
        pytest.param("中院", "city", 2019, "中级人民法院", id="court"),
        pytest.param("纪委", "county", 2019, "纪律检查委员会", id="discipline"),
        pytest.param("税务局", "county", 2022, "国家税务总局{place}税务局", id="the place stands inside"),
        pytest.param("国家发改委", "nation", 2022, "国家发展和改革委员会", id="national"),
        pytest.param("国家计生委", "nation", 2010, "国家人口和计划生育委员会", id="national, former"),
        pytest.param("中办", "nation", 2022, "中共中央办公厅", id="central party organ"),
        pytest.param(
            "科工信局", "county", 2022, "科学技术和工业信息化局", id="merged bureau of a small county"
        ),
    ],
)
def test_a_short_form_resolves(
    tables: dict[str, list[dict[str, str]]], short: str, level: str, year: int, full: str
) -> None:
    assert resolve(tables["departments"], short, level, year) == full


def test_every_short_form_resolves(tables: dict[str, list[dict[str, str]]]) -> None:
    known = {name for row in tables["departments"] for name in (row["full"], *row["shorts"].split("|"))}
    assert len(known) > 3000
    for row in tables["departments"]:
        year = int(row["to"] or row["from"] or 2022)
        for short in filter(None, row["shorts"].split("|")):
            for level in row["levels"].split("|"):
                assert resolve(tables["departments"], short, level, year), (short, level)


@pytest.mark.parametrize(
    ("code", "level", "full"),
    [
        ("政发", "county", "人民政府"),
        ("府办", "county", "人民政府办公室"),
        ("政办", "province", "人民政府办公厅"),
        ("党办", "county", "委办公室"),
        ("发", "city", "委员会"),
        ("经信", "county", "经济和信息化局"),
        ("国办发", "nation", "国务院办公厅"),
        ("中发", "nation", "中共中央"),
        ("人社部发", "nation", "人力资源和社会保障部"),
    ],
)
def test_letters_of_a_number_name_the_issuer(
    tables: dict[str, list[dict[str, str]]], code: str, level: str, full: str
) -> None:
    rows = (row for row in tables["departments"] if level in row["levels"].split("|"))
    assert next(row["full"] for row in rows if code in row["codes"].split("|")) == full


def test_units_have_a_base_and_an_exact_factor(tables: dict[str, list[dict[str, str]]]) -> None:
    units = {row["unit"]: row for row in tables["units"]}
    for row in tables["units"]:
        assert Decimal(row["factor"]) > 0, row
        assert row["kind"] in {"money", "ratio", "time", "measure", "count"}, row
        if row["base"] != "1":
            base = units[row["base"]]
            assert (base["base"], base["factor"], base["kind"]) == (row["base"], "1", row["kind"]), row
    assert not {"十", "百", "千", "万", "亿", "万元", "亿元"} & units.keys()


@pytest.mark.parametrize(
    ("unit", "row"),
    [
        ("公里", ("米", "1000", "measure")),
        ("公顷", ("平方米", "10000", "measure")),
        ("亩", ("亩", "1", "measure")),
        ("%", ("1", "0.01", "ratio")),
        ("个百分点", ("1", "0.01", "ratio")),
        ("美元", ("美元", "1", "money")),
        ("人次", ("人次", "1", "count")),
        ("个工作日", ("工作日", "1", "time")),
        ("兆瓦", ("千瓦", "1000", "measure")),
    ],
)
def test_a_unit_is_known(
    tables: dict[str, list[dict[str, str]]], unit: str, row: tuple[str, str, str]
) -> None:
    found = next(found for found in tables["units"] if found["unit"] == unit)
    assert (found["base"], found["factor"], found["kind"]) == row


def test_letters_of_places_lead_to_divisions(tables: dict[str, list[dict[str, str]]]) -> None:
    current = {row["code"]: row["name"] for row in tables["divisions"] if not row["to"]}
    letters = {row["letters"]: current[row["code"]] for row in tables["place_letters"]}
    assert letters["浙"] == "浙江省"
    assert letters["甬"] == "宁波市"


def test_years_of_one_division_fold_into_one_row_a_name() -> None:
    fields = [f"{level}_{part}" for part in ("name", "adcode", "id", "short") for level in LEVELS]
    lines = [
        ",".join(["year", *fields, "rank"]),
        "1986,浙江省,,,330000,,,330000,,,浙江,,,1",
        "1986,浙江省,宁波市,,330000,330200,,330000,330200,,浙江,宁波,,2",
        "1986,浙江省,宁波市,慈溪县,330000,330200,330222,330000,330200,330282,浙江,宁波,慈溪,3",
        "1987,浙江省,宁波市,慈溪县,330000,330200,330222,330000,330200,330282,浙江,宁波,慈溪,3",
        "1988,浙江省,宁波市,慈溪市,330000,330200,339009,330000,330200,330282,浙江,宁波,慈溪,3",
        "2024,浙江省,宁波市,慈溪市,330000,330200,330282,330000,330200,330282,浙江,宁波,慈溪,3",
        "2024,浙江省,,,330000,,,330000,,,浙江,,,1",
        "2024,浙江省,宁波市,,330000,330200,,330000,330200,,浙江,宁波,,2",
    ]
    assert derive().derive_divisions(csv.DictReader(lines)) == [
        ("330000", "浙江省", "浙江", "province", "", "1986", ""),
        ("330200", "宁波市", "宁波", "city", "330000", "1986", ""),
        ("330222", "慈溪县", "慈溪", "county", "330200", "1986", "1987"),
        ("330282", "慈溪市", "慈溪", "county", "330200", "1988", ""),
    ]


@pytest.mark.parametrize(
    ("code", "name", "kept"),
    [
        pytest.param("330282120", "长河镇", ("长河镇", "town"), id="a town"),
        pytest.param(
            "330282402", "明州经济开发区管委会", ("明州经济开发区", "zone"), id="a zone by its office"
        ),
        pytest.param("330282403", "经济开发区", None, id="a zone without a name"),
        pytest.param("330282404", "东风农场", ("东风农场", "farm"), id="a farm"),
        pytest.param("330282405", "第二良种场", None, id="a farm without a name"),
        pytest.param("330282406", "阳江监狱", None, id="a prison counts in statistics only"),
        pytest.param("330282407", "额鲁特街道办事处", ("额鲁特街道", "street"), id="a street by its office"),
    ],
)
def test_statistical_towns_are_kept_if_they_name_a_place(
    code: str, name: str, kept: tuple[str, str] | None
) -> None:
    divisions = [("330282", "慈溪市", "慈溪", "county", "330200", "1988", "")]
    found = derive().derive_towns([{"code": code, "name": name, "areaCode": "330282"}], [], divisions)
    assert found == ([(code, kept[0], "330282", kept[1])] if kept else [])


def resolve(rows: list[dict[str, str]], name: str, level: str, year: int) -> str | None:
    """As README.md of the tables says: of the year first, then the full name, then the order of the table."""
    fitting = [
        (not int(row["from"] or 0) <= year <= int(row["to"] or 9999), row["full"] != name, row["full"])
        for row in rows
        if level in row["levels"].split("|") and (name == row["full"] or name in row["shorts"].split("|"))
    ]
    return min(fitting, key=lambda found: found[:2])[2] if fitting else None


def derive() -> ModuleType:
    """The script beside the tables, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("derive", NAMES / "derive.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules.setdefault("derive", importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module
