"""Every encoding that offices use is told apart, also in files cut short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.read import plain

LETTER = "慈溪市经济和信息化局文件\r\n慈经信建〔2023〕19号        签发人：龚激红\r\n袁郭竣代表：\r\n" * 3
ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_whole_text(encoding: str) -> None:
    assert plain.text(LETTER.encode(encoding)) == LETTER


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_cut_anywhere(encoding: str) -> None:
    data = LETTER.encode(encoding)
    for end in range(8, 200):
        assert LETTER.startswith(plain.text(data[:end]))


def test_characters_of_four_bytes() -> None:
    assert plain.text("𠮷林㐂".encode("gb18030")) == "𠮷林㐂"


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), min_size=1))
def test_ascii_is_not_taken_for_utf16(text: str) -> None:
    assert plain.text(text.encode()) == text


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 20, b"\xff\xd8\xff\xe0\0\x10JFIF\0" * 9],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(KgError):
        plain.text(data)
