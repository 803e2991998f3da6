"""Files become documents with clean line ends; what cannot be read says why."""

from hashlib import sha256
from pathlib import Path

import pytest

from kg import read
from kg.errors import KgError


def test_line_ends_controls_and_mark(tmp_path: Path) -> None:
    path = tmp_path / "letter.TXT"
    data = b"\xef\xbb\xbf" + "一\r\n二\r三\x0c四\x00\x07\t五\n".encode()
    path.write_bytes(data)
    document = read.read(path, "x/letter.TXT")
    assert document.text == "一\n二\n三\n四\t五\n"
    assert document.source == "x/letter.TXT"
    assert document.sha256 == sha256(data).hexdigest()


def test_page_gives_its_article_only() -> None:
    article = "慈溪市经济和信息化局关于办理情况的答复，" * 6
    page = (
        "<html><head><title>网站</title><script>var a = '菜单'</script></head><body><nav>首页</nav>"
        "<div class='TRS_Editor'><p>　　慈经信建&nbsp;〔2023〕19号</p>"
        f"<p>{article}<br>第二<b>行</b></p></div>"
        "<footer>版权所有</footer></body></html>"
    )
    lines = read.decode(page.encode("gb18030"), "page.html").text.splitlines()
    assert [line.strip() for line in lines] == ["慈经信建\xa0〔2023〕19号", article, "第二行"]


def test_the_cells_of_a_row_of_a_page_stand_in_one_line_between_tabs() -> None:
    body = "<p>" + "主要指标见下表，请予审阅。" * 8 + "</p>"
    page = (
        f"<html><body>{body}<table><tr><td><p>指标</p></td><td><p>2021年</p></td></tr>"
        "<tr><td>优良天数（天）</td><td><p><b>262</b></p></td></tr></table></body></html>"
    )
    assert "指标\t2021年\n优良天数（天）\t262\n" in read.decode(page.encode(), "page.html").text


def test_a_table_that_lays_out_a_page_stays_text() -> None:
    words = "我局高度重视，会同有关部门认真研究。" * 10
    page = f"<html><body><table><tr><td>导航</td><td><p>{words}</p></td></tr></table></body></html>"
    assert read.decode(page.encode(), "page.html").text.splitlines() == ["导航", words]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "no text"),
        ("blank.txt", " \n　\n".encode(), "no text"),
        ("picture.png", b"\x89PNG", "only .txt"),
        ("binary.txt", bytes(range(256)) * 4, "not text"),
    ],
)
def test_reasons(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(KgError, match=reason) as caught:
        read.decode(data, name)
    assert name in str(caught.value)


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(read.LARGEST_FILE + 1)
    with pytest.raises(KgError, match="more than the 50 MB"):
        read.read(path, "large.txt")


def test_find_names_files_below_what_was_given(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in ("z.txt", "b/a.txt", "b/deep/c.html", "b/.hidden", ".git/config"):
        (tmp_path / name).write_text("x")
    found = read.find([tmp_path / "z.txt", tmp_path])
    assert [name for _, name in found] == ["b/a.txt", "b/deep/c.html", "z.txt"]
    assert [name for _, name in read.find([tmp_path], leave_out=[tmp_path / "b"])] == ["z.txt"]


def test_find_says_what_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="There is no file"):
        read.find([tmp_path / "nowhere"])
