"""Places that a name holds: 仙女镇 in 仙女镇人民政府, 高台镇 and 三联村 in 高台镇三联村产业路硬化, 百色 in 黄桶至百色铁路."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NO_TOWN = (
    "(?<!城乡|乡镇|城镇|村镇|返乡|下乡|家乡|老乡|之乡|水乡|小镇|集镇|古镇|重镇|制镇|强镇|心镇|一镇|一乡|各乡|每乡|聘镇|聘乡|财镇)"
    "(?<!景德镇|镇街道)"
)
"""Words that end as a town's name does and are none."""
_TOWN = rf"(?:[^\W\d_a-zA-Z县区旗]{{1,5}}?(?:镇|民族乡|乡|街道|苏木){_NO_TOWN})(?![村公级企镇街道路县]|经开|工业园|高新|开发区)"
_ABOVE = "[\u4e00-\u9fa5]{2,8}?(?:自治区|[省县市区旗州盟](?![省县市区旗盟]))"
_UNITS = re.compile(
    rf"(?P<above>(?:{_ABOVE}){{0,3}})[市县区旗州]??(?P<town>{_TOWN})"
    "(?P<village>[\u4e00-\u9fa5]{1,5}?(?:村|社区)(?![级庄委民卫]))?"
)
_VILLAGE = re.compile("(?:农|乡|全|各|每|一|行政|自然|示范|文明|中心|城中|聘)村$|[、和与及]")
_ZONE = re.compile("(?P<zone>[\u4e00-\u9fa5]{3,}?(?:区|港|新城))(?:管理委员会|管委会)$")
_IN_ZONE = re.compile(
    "(?P<zone>[\u4e00-\u9fa5—]{2,14}?(?:经济技术开发区|经济开发区|技术产业开发区|开发区|高新区|工业园区|工业园|产业园|新区|新城|灌区|景区|小镇|港区|保税区|街区|商务区))"
    "(?![内外级管的及和、至地区园]|街道)(?=.{2,}[^区园会局司])"
)
"""A zone that begins the name of what lies in it: 腾龙洞景区提档升级工程, 秦望山产业园生活垃圾焚烧发电项目."""
_NO_ZONE = re.compile(
    "^(?:国家|省|市|县|区|[^县市区]{0,3}级|现代|特色|大型|.*至|[一二三四五六七八九十两]|.*[进入建设创]).{0,6}$"
)
_FROM_TO = re.compile(
    "(?:.*(?:线|道|省|市|县|区|镇|乡|国道|省道)(?!至))?(?P<from>[\u4e00-\u9fa5]{2,6})至(?P<to>[\u4e00-\u9fa5]{2,5}?)"
    "(?:段|[一二三四]?级?公路|高速|铁路|道路|轻轨|连接线|旅游|快速|专线|城际|直通|客运|公交|改扩?建|供水|输水|产业|通组)"
)
_AREA = re.compile("[县市区旗州](?:区|域)?$|市区")


def units(name: str) -> list[tuple[int, int]]:
    """The divisions with which a name begins, down to a town and a village; as ranges of the name."""
    begin = len(name) - len(name.lstrip("“《"))
    found = _UNITS.match(name, begin)
    if not found or "“" in name[begin : found.start("town")]:
        return []
    above = [hit.span() for hit in re.finditer(_ABOVE, name[: found.end("above")]) if hit.start() >= begin]
    below = [found.span("village")] if found["village"] and not _VILLAGE.search(found["village"]) else []
    return [*above, found.span("town"), *below]


def places(name: str) -> Iterator[tuple[int, int]]:
    """The ranges of a name that name places by themselves; the whole name is none of them."""
    quoted = name.startswith("“") and name.endswith("”")
    found = [] if quoted else units(name)
    zone = _ZONE.match(name)
    if zone:
        found.append(zone.span("zone"))
    inside = _IN_ZONE.match(name)
    if inside and not _NO_ZONE.match(inside["zone"]):
        found.append(inside.span("zone"))
    way = _FROM_TO.match(name)
    if way:
        found += [
            way.span(which)
            for which in ("from", "to")
            if not _AREA.fullmatch(way[which]) and all(way.span(which)[0] >= end for _, end in found)
        ]
    return (span for span in found if span != (0, len(name)))


_LISTED = re.compile(
    r"(?P<list>[\u4e00-\u9fa5]{2,4}(?:、[\u4e00-\u9fa5]{2,4})+)(?:等?(?:[两三四五六七八九十]|\d{1,2})个?[\u4e00-\u9fa5]{0,2}?|等)"
    "(?P<unit>镇|乡(?!镇)|街道|县|村)(?![级域民庄公政])"
)
_SMALL = re.compile("^(?:[在对由与和及以从到至于把将向为沿先是]|选择|选取|选定|确定|其中)+(?=..)")


def listed(text: str, begin: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Lists of short names of divisions with the unit that they share: 石壕、打通、安稳等镇."""
    for found in _LISTED.finditer(text, begin, end):
        small = _SMALL.match(found["list"])
        yield found.start("list") + (small.end() if small else 0), found.end("list"), found["unit"]
