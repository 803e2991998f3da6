"""Paragraphs as their author wrote them, and every offset back into the document."""

from hypothesis import given
from hypothesis import strategies as st

from kg.text.fold import fold
from kg.text.layout import flow, sections

TEXTS = st.text(
    alphabet=st.sampled_from("一二三、（）。，；：“”《》\n \u3000 12.[bookmark: _GoBack]建设平台-—"),
    max_size=400,
)


@given(TEXTS)
def test_every_character_of_the_flow_leads_back_to_itself(text: str) -> None:
    laid = flow(text)
    assert len(laid.origin) == len(laid.text)
    folded = fold(text)
    for at, c in enumerate(laid.text):
        if c not in "\n ":
            assert folded[laid.origin[at]] == c


@given(TEXTS)
def test_paragraphs_are_in_order_and_do_not_overlap(text: str) -> None:
    laid = flow(text)
    for one, two in zip(laid.paragraphs, laid.paragraphs[1:], strict=False):
        assert one.begin <= one.end < two.begin


def test_hard_line_breaks_inside_a_sentence_are_joined() -> None:
    lines = [
        "    一事一议财政奖补是中央推行的一项强农惠农政策，我县从2010年起开展试点工作",
        "，全县共筹集奖补资金4186万元，其中中央和省级2950万元、州级410万元、县级配",
        "套826万元，群众筹资筹劳折资近1500万元；建成项目318个，硬化村内道路216公里",
        "，实施人畜饮水工程95件，受益群众12.6万人。应该说，这项工作还存在资金到位慢、",
        "管护跟不上等不足，你们提得很中肯，我们将认真研究，逐步提高奖补标准和管护经费",
        "。",
        "    二、下一步打算",
        "    我局将积极向上争取，力争今年中央、省、州三级奖补资金达到1100万元以上，并把",
        "管护经费列入预算，同时督促各乡镇建好项目台账，每季度在政府信息公开网站公示一",
        "次，接受群众监督。",
    ]
    laid = flow("\n".join(lines))
    assert "县级配套826万元" in laid.text
    assert "公示一次" in laid.text
    assert laid.text.count("\n") == 3


def test_sections_name_the_heads_that_a_passage_stands_under() -> None:
    text = "一、基本情况\n（一）平台建设。一是建成平台。二是开通热线。\n二、下一步打算\n继续努力。\n"
    laid = flow(text)
    found = {(p.section, text[p.span.begin : p.span.end]) for p in sections(laid)}
    assert ("一/（一）/二是", "二是开通热线。") in found
    assert ("二", "继续努力。") in found
