"""Places that other names hold."""

import pytest

from kg.extract import within


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("石门镇人民政府", ["石门镇"]),
        ("平安县柳林镇大河村饮水工程", ["平安县", "柳林镇", "大河村"]),
        ("江北省云州市南山区桃源街道", ["江北省", "云州市", "南山区", "桃源街道"]),
        ("白云高新区管委会", ["白云高新区"]),
        ("清水至石门公路", ["清水", "石门"]),
        ("《云州市桃源镇总体规划》", ["云州市", "桃源镇"]),
        ("住房和城乡建设局", []),
        ("返乡创业园", []),
        ("县聘镇用", []),
        ("“苗乡通”", []),
        ("石门镇", []),
        ("景德镇市文化和旅游局", []),
    ],
)
def test_towns_villages_zones_and_ends_of_ways_stand_in_names(name: str, places: list[str]) -> None:
    assert [name[begin:end] for begin, end in within.places(name)] == places


def test_short_names_before_their_unit_are_a_list() -> None:
    text = "我们先在清水、石门、桃源等镇试点，再推广到白云、南山两个街道；社区、街道两级联动。"
    found = [(text[begin:end], unit) for begin, end, unit in within.listed(text, 0, len(text))]
    assert found[0] == ("清水、石门、桃源", "镇")
    assert found[1][1] == "街道"
    assert len(found) == 2
