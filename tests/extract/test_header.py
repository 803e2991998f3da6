"""Lists of bodies in the head and foot of a letter."""

import pytest

from kg.extract import extract, header
from kg.extract.page import Found
from kg.models import Document, Field
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


def said(found: Found | Field | None) -> str | None:
    """The value that was found; None where there is none."""
    return found.value if found else None


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
        (
            "我局请市财政局、海州海关、柳河街道办事处分别提出意见，",
            ["市财政局", "海州海关", "柳河街道办事处"],
        ),
        (
            "我局与市财政局、东山新城管委会、白马农商行座谈商议，",
            ["市财政局", "东山新城管委会", "白马农商行"],
        ),
        (
            "我局会同市商务局（以下简称商务局）、海州银保监分局西河监管组研究，",
            ["市商务局", "海州银保监分局西河监管组"],
        ),
        ("市教育局、市交通局、东山度假区管委会参与了研究。", ["市教育局", "市交通局", "东山度假区管委会"]),
        ("我局与市公安局、市供销社交换了看法，", ["市公安局", "市供销社"]),
        ("我局经与市财政局、石桥镇会商，", ["市财政局", "石桥镇"]),
        ("经会商国家税务总局海州市税务局，", ["国家税务总局海州市税务局"]),
        ("由我局会同市财政局、石桥镇、柳河镇会办，", ["市财政局", "石桥镇", "柳河镇"]),
        ("我局会同市财政局及云台市人民政府研究，", ["市财政局", "云台市人民政府"]),
        ("我局会同市财政局、海州市人民政府研究，", ["市财政局"]),
        ("市政协5月转来此件，由我局研办。市政府印发过《河道办法》，", []),
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
    assert said(number) == "2041"


def test_persons_with_nothing_but_space_between_are_two_and_a_name_spaced_out_is_one() -> None:
    text = "关于第3号建议的答复\n{}代表：\n　　您提出的建议收悉，现答复如下：已办。\n"
    for who, names in (
        ("侯国治 秦玉兰 ", ["侯国治", "秦玉兰"]),
        ("侯国治　", ["侯国治"]),
        ("秦 兰、侯国治", ["秦兰", "侯国治"]),
    ):
        facts = extract(Document("x", text.format(who), ""))
        assert [facts.entities[one.entity].name for one in facts.header.addressees] == names


def _head(text: str) -> dict[str, list[str]]:
    facts = extract(Document("x", text, ""))
    return {
        field: [facts.entities[one.entity].name for one in getattr(facts.header, field)]
        for field in ("addressees", "proposers", "consulted", "copied_to")
    }


@pytest.mark.parametrize(
    ("who", "opening", "proposers"),
    [
        ("周明、贺兴贵、陆芳三位代表：", "你们提出的建议收悉，现答复如下：", ["周明", "贺兴贵", "陆芳"]),
        (
            "周明代表：",
            "您与何平、陆芳两位代表联名提出的建议收悉，现答复如下：",
            ["周明", "何平", "陆芳"],
        ),
        ("周明代表、\n陆芳代表：", "你们提出的建议收悉，现答复如下：", ["周明", "陆芳"]),
        ("周明代表：", "您（另有陆芳代表）提出的建议收悉，现答复如下：", ["周明", "陆芳"]),
        ("石桥镇代表团、周明代表：", "你们提出的建议收悉，现答复如下：", ["石桥镇代表团", "周明"]),
        ("陈万和代表：", "您提出的建议收悉，现答复如下：", ["陈万和"]),
        (
            "周明代表：",
            "由您领衔、何平和陆芳两位代表附议的《关于治河的建议》收悉，现答复如下：",
            ["周明", "何平", "陆芳"],
        ),
        (
            "周明代表：",
            "您牵头，何平、陆芳代表联署的《关于治河的建议》收悉，现答复如下：",
            ["周明", "何平", "陆芳"],
        ),
        ("周明代表等3人：", "你们提出的建议收悉，现答复如下：", ["周明"]),
        ("周明老代表：", "您联名何平、陆芳代表提交的建议收悉，现答复如下：", ["周明", "何平", "陆芳"]),
        (
            "石桥镇代表小组并周明代表：",
            "两位代表共同提出的建议收悉，现答复如下：",
            ["石桥镇代表小组", "周明"],
        ),
    ],
)
def test_who_proposed(who: str, opening: str, proposers: list[str]) -> None:
    text = f"关于第3号建议的答复\n{who}\n　　{opening}\n　　河道已清淤。\n海州市水利局\n2022年6月3日\n"
    assert sorted(_head(text)["proposers"]) == sorted(proposers)


def test_those_who_signed_stand_in_a_list_at_the_foot() -> None:
    text = (
        "关于第3号建议的答复\n周明等3位代表：\n　　你们提出的建议收悉，现答复如下：\n　　河道已清淤。\n"
        "海州市水利局\n2022年6月3日\n附：提出建议的代表名单：周明、陆芳、何平\n"
    )
    assert set(_head(text)["proposers"]) == {"周明", "陆芳", "何平"}


def test_a_copy_list_may_have_white_space_for_marks() -> None:
    text = LETTER.format(
        opening="", later="河道已清淤。", foot="抄送：市政协提案委员会　市委办公室　市政府办公室"
    )
    assert _head(text)["copied_to"] == [
        "海州市政协提案委员会",
        "中共海州市委办公室",
        "海州市人民政府办公室",
    ]


def test_several_lists_of_copies_may_stand_in_one_line() -> None:
    foot = "报送：市政协提案委员会　　抄送：市财政局、市水文站"
    assert [one.value for one in head(foot=foot).copied_to] == ["市政协提案委员会", "市财政局", "市水文站"]


def test_an_office_of_the_customs_is_consulted_like_any_other() -> None:
    text = LETTER.format(opening="经会同市商务局、海州海关研究，", later="河道已清淤。", foot="")
    assert _head(text)["consulted"] == ["海州市商务局", "海州海关"]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("关于整治白马河的建议收悉，", "关于整治白马河的建议"),
        ("您提出的“加快白马河治理、建设幸福河湖”的建议收悉。", "加快白马河治理、建设幸福河湖"),
        ("收到您关于整治白马河、疏浚支流的建议（第3号）后，我局认真研究。", "关于整治白马河、疏浚支流的建议"),
        ("关于整治白马河的建议（第003号）已由市人大交我局主办。", "关于整治白马河的建议"),
        ("您的第3号建议（整治白马河、疏浚支流），我局认真研究。", "整治白马河、疏浚支流"),
    ],
)
def test_the_title_of_a_suggestion_without_book_marks(words: str, title: str) -> None:
    text = f"对第3号建议的答复\n周明代表：\n　　{words}现答复如下：\n　　河道已清淤。\n海州市水利局\n2022年6月3日\n"
    found = extract(Document("x", text, "")).header.suggestion_title
    assert said(found) == title


def test_lines_of_metadata_name_title_number_session_and_who_proposed() -> None:
    text = (
        "名　　称：海州市水利局对市政协十届二次会议第31号提案的答复\n提案编号：0031\n届次：市政协十届二次会议\n"
        "提案题目：关于整治白马河的提案\n提案者：周明、何平\n\n周明、何平委员：\n　　提案收悉，现答复如下：\n"
        "　　河道已清淤。\n海州市水利局\n2022年6月3日\n签发领导：陆芳\n"
    )
    head = header.read(flow(text))
    assert said(head.title) == "海州市水利局对市政协十届二次会议第31号提案的答复"
    assert said(head.suggestion_number) == "0031"
    assert said(head.suggestion_title) == "关于整治白马河的提案"
    assert said(head.session) == "市政协十届二次会议"
    assert [one.value for one in head.issuers] == ["海州市水利局"]
    assert [one.value for one in head.proposers] == ["周明", "何平"]
    assert said(head.signer) == "陆芳"


def test_signer_and_number_in_one_line_stand_apart() -> None:
    read = header.read(flow(LETTER.format(opening="", later="河道已清淤。", foot="").replace(
        "海水函〔2022〕14号", "签发人：陆芳　　　　　　海水函【2022】14号")))  # fmt: skip
    assert said(read.signer) == "陆芳"
    assert said(read.number) == "海水函〔2022〕14号"


def test_a_category_may_be_said_in_the_text() -> None:
    read = head("现将办理结果（B类）答复如下。")
    assert said(read.category) == "B"


@pytest.mark.parametrize(
    "title",
    ["市政协十届二次会议第38号提案共同答复意见", "关于市政协十届二次会议第38号提案的回函"],
)
def test_titles_that_begin_with_the_session_or_are_a_letter_back(title: str) -> None:
    text = f"海州市水利局\n\n{title}\n周明委员：\n　　提案收悉，现答复如下：\n　　已办。\n"
    assert said(header.read(flow(text)).title) == title


def test_copies_noted_in_brackets_are_copies() -> None:
    foot = "（此件同时抄送市人大常委会代表工委、市财政局）"
    assert [one.value for one in head(foot=foot).copied_to] == ["市人大常委会代表工委", "市财政局"]


def test_who_went_along_after_the_letter_came_in_was_asked() -> None:
    read = head(later="接到建议后，我局会同石桥镇人民政府到现场作了查看。")
    assert [one.value for one in read.consulted] == ["石桥镇人民政府"]


def test_copies_may_be_set_apart_by_space() -> None:
    read = head(foot="抄报：市人大常委会代表工作室    市政府办")
    assert [one.value for one in read.copied_to] == ["市人大常委会代表工作室", "市政府办"]


@pytest.mark.parametrize("line", ["（答复类型）Ａ", "【答复类型】A　【是否公开】公开", "办理意见：A"])
def test_a_category_under_keys_of_other_pages(line: str) -> None:
    text = LETTER.format(opening="", later="已清淤。", foot="").replace("海水函〔2022〕14号", line)
    category = header.read(flow(text)).category
    assert said(category) == "A"


def test_who_signed_may_be_said_at_the_end() -> None:
    later = "河道已清淤。\n　　此复函已经陆芳局长审签。对以上答复有何意见，请填写回执。"
    signer = head(later=later).signer
    assert said(signer) == "陆芳"


@pytest.mark.parametrize("torn", ["海水函[2022 14号", "海水函2022〕14号", "海水函〔2022〕14"])
def test_a_number_that_the_copy_has_torn(torn: str) -> None:
    number = header.read(
        flow(LETTER.format(opening="", later="已清淤。", foot="").replace("海水函〔2022〕14号", torn))
    ).number
    assert said(number) == "海水函〔2022〕14号"


def test_a_year_or_a_count_alone_is_no_number() -> None:
    text = LETTER.format(opening="", later="已清淤。", foot="").replace(
        "海水函〔2022〕14号", "海州市2022年14号"
    )
    assert header.read(flow(text)).number is None


def test_an_office_that_gives_its_share_speaks_to_another_office() -> None:
    text = (
        "关于对市政协十届二次会议第056号提案的会办意见\n市教育局：\n"
        "　　现就周明委员提出的《关于加强校园周边食品安全监管的提案》，提出如下会办意见：\n"
        "　　我局联合市公安局检查食品经营单位312家次。\n海州市市场监督管理局\n2021年7月2日\n"
    )
    read = header.read(flow(text))
    assert said(read.title) == "关于对市政协十届二次会议第056号提案的会办意见"
    assert [one.value for one in read.addressees] == ["市教育局"]
    assert [one.value for one in read.proposers] == ["周明"]
    assert read.consulted == []


def test_a_line_of_data_is_not_the_beginning_of_the_one_that_addresses() -> None:
    text = (
        "海州市第十届人民代表大会第二次会议第D022号建议的办理情况\n"
        "【发布日期：2022-08-01】 【信息来源：市水利局】 【阅读次数：120】\n李明、周强、孙丽等11位代表：\n"
        "您们提出的关于治理大沙河水环境的建议已收悉，经研究，现答复如下：\n"
        "我局已完成大沙河清淤12.5公里，投资3200万元。待上级资金到位后实施二期工程。\n"
        "海州市水利局\n2022年7月15日\n主办单位：海州市人民政府办公室 承办：海州市大数据中心 备案编号05000000号\n"
    )
    read = header.read(flow(text))
    assert said(read.title) == "海州市第十届人民代表大会第二次会议第D022号建议的办理情况"
    assert [one.value for one in read.addressees] == ["李明", "周强", "孙丽"]
    assert said(read.suggestion_number) == "D022"


def test_a_date_stands_above_a_line_of_reports() -> None:
    foot = "\n咨询：市水利局河道科 0511-6322××××；市财政局 0511-6333××××\n报送：市人大常委会办公室，市政府督查室。"
    issued = head(foot=foot).issued
    assert said(issued) == "2022-06-03"


def test_a_key_alone_on_its_line_has_its_value_on_the_next() -> None:
    text = (
        "政协提案答复\n提案者\n李红梅\n提案编号\n第0217号\n届次\n市政协八届三次会议\n案由\n关于优化公交线路的提案\n"
        "承办单位\n海州市交通运输局\n答复类别\nB\n签发人\n赵国庆\n答复内容\n李红梅委员：\n"
        "您提出的提案收悉，现答复如下：\n2022年新开通公交线路3条，优化调整8条，新购新能源公交车40辆。\n2022-09-15\n"
    )
    read = header.read(flow(text))
    assert said(read.suggestion_number) == "0217"
    assert said(read.session) == "市政协八届三次会议"
    assert said(read.suggestion_title) == "关于优化公交线路的提案"
    assert said(read.category) == "B"
    assert said(read.signer) == "赵国庆"
    assert [one.value for one in read.issuers] == ["海州市交通运输局"]


def test_keys_divided_from_their_values_by_white_space() -> None:
    text = LETTER.format(opening="", later="已清淤。", foot="").replace(
        "海州市水利局\n海水函",
        "索引号 014265498/2022-00416\n发布机构 海州市水利局\n标  题 关于建议的答复\n海水函",
        1,
    )
    read = header.read(flow(text))
    assert [one.value for one in read.issuers] == ["海州市水利局"]
    assert said(read.title) == "对市十届人大二次会议第2041号建议的答复"


def test_a_title_does_not_go_on_with_the_trail_of_the_page() -> None:
    text = "当前位置：首页 > 政务公开 > 建议提案办理 > 人大建议办理结果公开\n" + LETTER.format(
        opening="经研究，", later="河道已清淤，两岸绿化也已完成，共栽植乔木一千二百株。\n" * 8, foot=""
    ).removeprefix("海州市水利局\n海水函〔2022〕14号\n")
    title = header.read(flow(text)).title
    assert said(title) == "对市十届人大二次会议第2041号建议的答复"


def test_a_body_may_be_the_proposer_of_what_is_shared() -> None:
    text = (
        "关于市政协九届三次会议第58号提案的会办意见\n市卫生健康局：\n"
        "　　民建海州市总支部在市政协九届三次会议上提出的《关于完善村卫生站服务的提案》收悉，提出以下会办意见。\n"
        "　　去年以来，我局与市公安局联合印发《村卫生站管理办法》。\n海州市医疗保障局\n2024年5月7日\n"
    )
    read = header.read(flow(text))
    assert [one.value for one in read.proposers] == ["民建海州市总支部"]
    assert read.consulted == []


@pytest.mark.parametrize(
    ("opening", "who"),
    [
        ("由您执笔、刘海和何平等7位委员共同署名的提案由我局承办。", ["周明", "刘海", "何平"]),
        ("", ["周明"]),
    ],
)
def test_who_signed_beside_the_addressee_proposed_too(opening: str, who: list[str]) -> None:
    assert [one.value for one in head(opening).proposers] == who


@pytest.mark.parametrize(
    ("opening", "bodies"),
    [
        ("我局征求了云台市、石桥县人民政府意见，", ["云台市人民政府", "石桥县人民政府"]),
        ("我局会市财政局、市公安局研究，", ["市财政局", "市公安局"]),
        ("听取市财政局、石桥街道和柳河街道意见，", ["市财政局", "石桥街道", "柳河街道"]),
        ("此件经市政协提案委审查立案，市委办、市政府办联合交办。", []),
    ],
)
def test_lists_of_who_was_asked_share_words_and_end_where_others_lead(
    opening: str, bodies: list[str]
) -> None:
    assert [one.value for one in head(opening).consulted] == bodies


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("石桥代表团：\n　　周明、何平等12位代表以代表团名义提出的", ["石桥代表团", "周明", "何平"]),
        ("石桥镇代表团（领衔代表：周明）：\n　　贵团提出的", ["石桥镇代表团"]),
        ("市人大常委会：\n　　会议期间，周明、何平等6名代表提出了", ["周明", "何平"]),
        ("市教育局：\n　　贵局转来的周明、何平代表", ["周明", "何平"]),
        ("周明等委员：\n　　你们（何平、陆芳、周明）在会上提出的", ["何平", "陆芳", "周明"]),
        ("市妇联界别召集人周明并何平、陆芳委员：\n　　您们提出的", ["周明", "何平", "陆芳"]),
        ("何平、周明、\n陆芳   代表：\n　　您们提出的", ["何平", "周明", "陆芳"]),
        ("何平、周明\n代表：\n　　您们提出的", ["何平", "周明"]),
        ("何平代表：\n　　您联合周明、陆芳代表提交的", ["何平", "周明", "陆芳"]),
    ],
)
def test_who_proposed_when_the_letter_speaks_to_others_or_over_lines(line: str, who: list[str]) -> None:
    text = (
        f"海州市水利局\n海水函〔2022〕14号\n对市十届人大二次会议第2041号建议的答复\n{line}《关于整治白马河的建议》收悉。"
        "现答复如下：\n　　白马河全长三十二公里，沿河建有泵站五座，去年完成清淤一次。\n海州市水利局\n2022年6月3日\n"
    )
    assert [one.value for one in header.read(flow(text)).proposers] == who


@pytest.mark.parametrize(
    ("foot", "signer", "category", "issued"),
    [
        ("局领导（签字）：  陆  芳\n办理程度：A类（已采纳）", "陆芳", "A", "2022-06-03"),
        ("签发人：陆芳\n落款日期：2022-06-03　结果：A", "陆芳", "A", "2022-06-03"),
        ("（此件已经校长陆芳同志审签）\n（B类：正在解决）", "陆芳", "B", "2022-06-03"),
        ("签发：检察长  陆芳\n（C类  共印8份）", "陆芳", "C", "2022-06-03"),
        ("签发领导: 陆芳\n解决程度: b类\n海州市水利局办公室　2022年6月9日印发", "陆芳", "B", "2022-06-03"),
    ],
)
def test_signer_category_and_day_in_other_words(foot: str, signer: str, category: str, issued: str) -> None:
    read = head(foot=foot)
    assert said(read.signer) == signer
    assert said(read.category) == category
    assert said(read.issued) == issued


def test_the_meeting_that_looked_at_a_letter_did_not_sign_it() -> None:
    assert head(later="河道已清淤。\n　　此件经局党组会议审定。").signer is None


def test_copies_share_the_office_and_leave_out_who_is_nobody() -> None:
    read = head(foot="抄送：石桥市、柳河市教育局，何平代表，各有关单位，存档（2）")
    assert [one.value for one in read.copied_to] == ["石桥市教育局", "柳河市教育局", "何平"]


def test_keys_in_brackets() -> None:
    text = "【索引号】1150/2022\n【发布机构】海州市水利局 【成文日期】2022-06-01\n" + LETTER.format(
        opening="", later="已清淤。", foot=""
    ).replace("海州市水利局\n", "").replace("2022年6月3日\n", "")
    read = header.read(flow(text))
    assert [one.value for one in read.issuers] == ["海州市水利局"]
    assert said(read.issued) == "2022-06-01"
