"""Personal data is hidden character for character; what an office publishes, and figures, stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.personal import mask

HIDDEN = [
    pytest.param("联 系 人：陈　迪", "联 系 人：*　*", id="name with a blank in it"),
    pytest.param(
        "联系人：张三，电话：13712345678。", "联系人：**，电话：***********。", id="name and mobile"
    ),
    pytest.param(
        "联系人及电话：王小明 0574—63980000", "联系人及电话：*** *************", id="one label for both"
    ),
    pytest.param("经办人：赵六电话：63980000", "经办人：**电话：********", id="no blank between them"),
    pytest.param("联系人：张三、李四光", "联系人：**、***", id="two names"),
    pytest.param(
        "联系人\n张三\n联系电话\n63980000", "联系人\n**\n联系电话\n********", id="cells of a table as lines"
    ),
    pytest.param(
        "（联系人：市经信局李四；联系电话：(0574)63980000转801）", None, id="office, brackets, extension"
    ),
    pytest.param("电话：63980000、63980001", "电话：********、********", id="two numbers"),
    pytest.param("联系电话：０５７４－６３９８００００", "联系电话：*************", id="full width"),
    pytest.param(
        "联系人电话：王某 0574-63980000", "联系人电话：** *************", id="person and phone as one word"
    ),
    pytest.param("电话：63980000（王小明）", "电话：********（***）", id="name in brackets after the number"),
    pytest.param("电话：王小明 63980000", "电话：*** ********", id="name before the number"),
    pytest.param(
        "联系人：张三  抄送：市府办", "联系人：**  抄送：市府办", id="another label in the same line"
    ),
    pytest.param("可致电13712345678询问", "可致电***********询问", id="mobile in a sentence"),
    pytest.param("手机：+86 137 1234 5678", "手机：*****************", id="grouped digits"),
    pytest.param("证号330282198001011234。", "证号******************。", id="identity number"),
    pytest.param(
        "身份证号：330282800101123", "身份证号：***************", id="fifteen digits, as until 1999"
    ),
]

KEPT = [
    pytest.param("热线电话“63988718”、门户网站", id="hotline in quotes"),
    pytest.param("服务热线：63988718", id="hotline with a colon"),
    pytest.param("拨打12345热线", id="short public number"),
    pytest.param("联 系 人：蒋**\n联系电话：137****7617", id="masked by the office"),
    pytest.param("资金13600000000元", id="an amount of eleven digits"),
    pytest.param("统一社会信用代码91330282750356789X", id="code of a company"),
    pytest.param("健全联系人制度，电话巡访和实地走访", id="contact as a word of the sentence"),
    pytest.param("联系人：\n抄送：市府办", id="an empty label takes nothing from the next line"),
    pytest.param("各镇街道联系电话，设立8718慈溪平台", id="phone as a word of the sentence"),
    pytest.param("商协会联络员撰写高质量社情民意6篇", id="liaison as a word of the sentence"),
    pytest.param("担任联系人 切实做好服务工作，", id="a stray blank in a sentence"),
    pytest.param("电话：各镇（街道）办公室", id="a phone label without a number"),
    pytest.param("签发人：陈  迪", id="the signer signs in office"),
    pytest.param("南二环东路1010-1014号", id="numbers of a street"),
]


@pytest.mark.parametrize(("text", "expected"), HIDDEN)
def test_hidden(text: str, expected: str | None) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    if expected is None:
        assert not any(char in masked for char in "李四63980000")
    else:
        assert masked == expected


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    assert mask(text) == text


@given(st.text(alphabet="联系人电话：: 　\n张三，、（）(0-9)1374568*2热线号", max_size=80))
def test_never_changes_length_or_what_is_hidden_already(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, masked, strict=True))
    assert masked.count("\n") == text.count("\n")
