"""Word files give what the printed letter shows: numbers that Word counts, insertions, boxes; nothing hidden."""

import io
import zipfile

import pytest

from kg import read
from kg.errors import KgError

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
NUMBERING = f"""<w:numbering {SPACES}>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
STYLES = f"""<w:styles {SPACES}><w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>"""


def word(body: str, **parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return data.getvalue()


def lines(body: str, **parts: str) -> list[str]:
    return read.decode(word(body, **parts), "letter.docx").text.splitlines()


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(words: str, level: int | None = None, style: str = "") -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>' if level is not None else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{number}</w:pPr>{run(words)}</w:p>"


def test_numbers_that_word_counts() -> None:
    body = "".join(
        paragraph(words, level)
        for words, level in [("甲", 0), ("子", 1), ("丑", 1), ("乙", 0), ("寅", 1), ("卯", 2)]
    )
    assert lines(body, numbering=NUMBERING) == [
        "一、甲",
        "（一）子",
        "（二）丑",
        "二、乙",
        "（一）寅",
        "1.卯",
    ]


def test_numbers_of_a_style_that_rests_on_another() -> None:
    body = paragraph("甲", style="A") + paragraph("乙", style="B")
    assert lines(body, numbering=NUMBERING, styles=STYLES) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        pytest.param(f"<w:ins>{run('增')}</w:ins>", "前增后", id="inserted"),
        pytest.param("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "前后", id="deleted"),
        pytest.param("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>", "前后", id="hidden"),
        pytest.param(f"<w:hyperlink>{run('链')}</w:hyperlink>", "前链后", id="link"),
        pytest.param(f"<w:sdt><w:sdtContent>{run('控')}</w:sdtContent></w:sdt>", "前控后", id="control"),
        pytest.param(f"<w:smartTag>{run('标')}</w:smartTag>", "前标后", id="smart tag"),
        pytest.param("<w:r><w:instrText>PAGE</w:instrText></w:r>", "前后", id="field"),
        pytest.param("<w:r><w:tab/></w:r>", "前\t后", id="tab"),
    ],
)
def test_runs(inside: str, expected: str) -> None:
    assert lines(f"<w:p>{run('前')}{inside}{run('后')}</w:p>") == [expected]


def test_box_once_and_table_by_rows() -> None:
    box = f"<w:txbxContent>{paragraph('框')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    cells = "".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in "甲乙")
    assert lines(f"<w:p>{run('文')}{drawing}</w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl>") == [
        "文",
        "框",
        "甲\t乙",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 broken",
        b"no archive at all",
        word("<unclosed>"),
        word("").replace(b"word/document.xml", b"word/else_____.xml"),
        word(run("x"), numbering='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(KgError, match=r"Cannot read letter\.docx: it"):
        read.decode(data, "letter.docx")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.docx.LARGEST_PART", 1000)
    with pytest.raises(KgError, match="unpacks to more"):
        lines(paragraph("字" * 1000))
