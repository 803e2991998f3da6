"""Tables pasted as text: which lines are one, and that their cells stay apart."""

import pytest

from kg.text.layout import flow
from kg.text.tables import cells, tables


def _words(lines: list[str]) -> list[list[list[str]]]:
    return [
        [[lines[first + n][begin:end] for begin, end in row] for n, row in enumerate(table)]
        for first, table in tables(lines)
    ]


def test_cells_stand_between_tabs_and_may_be_empty() -> None:
    line = "　甲镇\t\t 12.5 "
    assert [line[begin:end] for begin, end in cells(line)] == ["甲镇", "", "12.5"]


def test_wide_blanks_part_cells_too() -> None:
    lines = ["  乡镇    计划面积   已完成", "  东关镇      3.2     2.1", "  西镇      2.8     2.8"]
    assert _words(lines) == [
        [["乡镇", "计划面积", "已完成"], ["东关镇", "3.2", "2.1"], ["西镇", "2.8", "2.8"]]
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["索引号：AB-2020-1\t发布机构：某市教育局", "发布日期：2020-09-03\t来源：办公室"],
        ["某经信函〔2023〕4号　　　　签发人：张三", "类别：A　　　　主动公开"],
        ["乡镇\t面积", "甲镇\t多"],
        ["12\t13", "14\t15"],
        ["签发人　　　　类别", "张三　　　　12"],
    ],
)
def test_lines_without_heads_or_with_one_row_of_numbers_are_no_table(lines: list[str]) -> None:
    assert _words(lines) == []


def test_the_line_before_the_first_number_has_the_heads() -> None:
    lines = ["编号：甲\t来源：乙", "年度\t项目（个）", "2021年\t412", "2022年\t468", "以上为近两年情况。"]
    assert _words(lines) == [[["年度", "项目（个）"], ["2021年", "412"], ["2022年", "468"]]]


def test_numbers_of_a_table_do_not_run_together() -> None:
    text = "情况如下：\n项目\t投资（万元）\t年内（万元）\n物流园\t48000\t15000\n冷库\t7400\t—\n以上。"
    read = flow(text)
    assert "48000\t15000" in read.text
    ((_, row, _),) = read.tables
    assert [read.text[begin:end] for begin, end in row] == ["物流园", "48000", "15000"]
    assert [text[span.begin : span.end] for span in (read.span(*cell) for cell in row)] == [
        "物流园",
        "48000",
        "15000",
    ]


def test_latin_words_of_a_cell_keep_their_space() -> None:
    read = flow("平台\t用户（人）\nOpen Data\t12\nmy City\t15\n")
    assert "Open Data\t12" in read.text
