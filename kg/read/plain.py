"""Plain text in whatever encoding Chinese offices save it: UTF-8, GB2312/GBK/GB18030, UTF-16."""

from __future__ import annotations

import codecs
import re

from kg.errors import KgError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

_SAMPLE = 65_536
"""Bytes that the statistics look at: enough to be sure, few enough to be free."""

_EVERYDAY = re.compile("[\t\r\n -~一-鿿–-…\u3000-〿！-～]")
"""ASCII, common Chinese characters and the punctuation between them."""

_NO_TEXT = re.compile("[\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
"""Private use and control characters: what GB18030 makes of bytes that are no text."""


def text(data: bytes) -> str:
    """The text in `data`: by its byte order mark, or if it looks like UTF-16, else UTF-8, else GB18030.

    The order matters: UTF-8 is valid by chance in nothing else, while nearly every text is valid GB18030.
    A file that was cut in the middle of its last character keeps all the others.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    for encoding in _likely_utf16(data[:_SAMPLE]):
        return _strict(data, encoding)
    try:
        decoded = _strict(data, "utf-8")
    except KgError:
        decoded = _strict(data, "gb18030")
    if len(_NO_TEXT.findall(decoded)) > 0.02 * len(decoded):
        raise KgError("its bytes are not text in UTF-8, UTF-16 or GB18030.")
    return decoded


def _strict(data: bytes, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        return decoder.decode(data, final=False)
    except UnicodeDecodeError as error:
        raise KgError("its bytes are not text in UTF-8, UTF-16 or GB18030.") from error


def _likely_utf16(sample: bytes) -> list[str]:
    """The byte orders under which the sample is nearly all everyday Chinese, likelier first.

    Plain ASCII must not get here: pairs of its letters are rare Chinese characters. Real UTF-16 has zero
    bytes (line ends, digits) or bytes that are not UTF-8.
    """
    if b"\0" not in sample and _valid(sample, "utf-8"):
        return []
    shares = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        if _valid(sample, encoding):
            decoded = _strict(sample, encoding)
            shares[encoding] = len(_EVERYDAY.findall(decoded)) / max(len(decoded), 1)
    return sorted((e for e, share in shares.items() if share > 0.9), key=lambda e: -shares[e])


def _valid(data: bytes, encoding: str) -> bool:
    try:
        _strict(data, encoding)
    except KgError:
        return False
    return True
