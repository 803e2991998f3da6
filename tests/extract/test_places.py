"""The places of a letter, by the name of its office."""

import pytest

from kg.extract.places import setting


@pytest.mark.parametrize(
    ("office", "places"),
    [
        ("慈溪市教育局", ["浙江省", "宁波市", "慈溪市"]),
        ("宁波市公安局奉化分局", ["浙江省", "宁波市", "宁波市奉化区"]),
        ("台州市生态环境局玉环分局", ["浙江省", "台州市", "玉环市"]),
        ("上海市公安局黄浦分局", ["上海市", "上海市黄浦区"]),
        ("阿克苏地区生态环境局温宿县分局", ["新疆维吾尔自治区", "阿克苏地区", "温宿县"]),
        ("中国电信股份有限公司寿宁分公司", ["福建省", "宁德市", "寿宁县"]),
        ("济南市公安局高新分局", ["山东省", "济南市"]),  # a zone is no county
        ("杭州市公安局玉环分局", ["浙江省", "杭州市"]),  # 玉环 is under another city
        ("国网江西省电力有限公司遂川县供电分公司", ["江西省", "吉安市", "遂川县"]),
    ],
)
def test_the_places_of_an_office_from_the_highest(office: str, places: list[str]) -> None:
    assert [place.name for place in setting(office, 2022).places] == places
