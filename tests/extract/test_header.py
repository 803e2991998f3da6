"""Lists of bodies in the head and foot of a letter."""

import pytest

from kg.extract import extract, header
from kg.models import Document
from kg.text.layout import flow

LETTER = """海州市水利局
海水函〔2022〕14号
对市十届人大二次会议第2041号建议的答复
周明代表：
　　您提出的《关于整治白马河的建议》（第2041号）收悉。{opening}现答复如下：
　　一、基本情况。白马河全长三十二公里，沿河建有泵站五座，去年完成清淤一次。
　　{later}
　　感谢您对我市水利工作的关心和支持，欢迎继续提出意见。
海州市水利局
2022年6月3日
{foot}
"""


def head(opening: str = "", later: str = "今年将继续清淤，年底前完成。", foot: str = "") -> header.Head:
    return header.read(flow(LETTER.format(opening=opening, later=later, foot=foot)))


@pytest.mark.parametrize(
    ("opening", "bodies"),
    [
        ("我局会同市财政局、东山景区管委会认真研究，", ["市财政局", "东山景区管委会"]),
        ("经商市财政局和白马高新区管委会，", ["市财政局", "白马高新区管委会"]),
        ("此建议由我局主办，市财政局协办，", ["市财政局"]),
        ("我们到石桥镇、柳河镇实地走访，并征求了市财政局的意见，", ["市财政局"]),
        ("我局会同云台县人民政府进行了研究，", ["云台县人民政府"]),
        ("市水利局会同市财政局研究，", ["市财政局"]),
        ("市政府高度重视，由副市长李长河领办，", []),
    ],
)
def test_consulted_are_the_bodies_asked_and_not_those_that_lead_or_are_visited(
    opening: str, bodies: list[str]
) -> None:
    assert [one.value for one in head(opening).consulted] == bodies


def test_a_body_asked_about_one_request_in_a_later_paragraph_is_consulted() -> None:
    later = "二、关于补助资金。经商市财政局，该项资金列入明年预算；经商定的事项另行通知。"
    assert [one.value for one in head(later=later).consulted] == ["市财政局"]


def test_copies_go_on_in_the_next_line_and_share_the_word_government() -> None:
    foot = "抄送：市人大常委会办公室，云台县、灌河县人民政府，\n市财政局，市政府督查室（2份）。\n公开属性：主动公开"
    assert [one.value for one in head(foot=foot).copied_to] == [
        "市人大常委会办公室",
        "云台县人民政府",
        "灌河县人民政府",
        "市财政局",
        "市政府督查室",
    ]


def test_a_number_that_looks_like_a_year_is_a_number_where_it_is_said_to_be_one() -> None:
    number = head().suggestion_number
    assert number is not None
    assert number.value == "2041"


def test_persons_with_nothing_but_space_between_are_two_and_a_name_spaced_out_is_one() -> None:
    text = "关于第3号建议的答复\n{}代表：\n　　您提出的建议收悉，现答复如下：已办。\n"
    for who, names in (
        ("侯国治 秦玉兰 ", ["侯国治", "秦玉兰"]),
        ("侯国治　", ["侯国治"]),
        ("秦 兰、侯国治", ["秦兰", "侯国治"]),
    ):
        facts = extract(Document("x", text.format(who), ""))
        assert [facts.entities[one.entity].name for one in facts.header.addressees] == names
