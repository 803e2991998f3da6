"""Characters that mean the same, made the same, one for one.

Folding never changes the length of a text, so an offset into the folded text is an offset into the text itself.
NFKC would not do: it turns （ into (, ， into , and ① into 1, and it lengthens over a thousand code points.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def _full_width() -> dict[int, int]:
    """Full-width digits, letters and signs to ASCII; the punctuation of Chinese sentences stays full-width."""
    keep = set("！（），：；？［］｛｝＂")
    return {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in keep}


def _radicals() -> dict[int, int]:
    """Kangxi radicals (common in text copied from PDF) to the characters that they look like."""
    return {code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)}


CHARACTERS = (
    _full_width()
    | _radicals()
    | str.maketrans("(){}［］[]【】﹝﹞⟨⟩〈〉", "（）（）〔〕〔〕〔〕〔〕《》《》")
    | str.maketrans("﹪", "%")
    | dict.fromkeys(map(ord, "﹣−–‐‑—―~∼～"), ord("-"))
    | str.maketrans("「」『』〝〞", "“”“”“”")
    | str.maketrans(";?!", "；？！")
    | str.maketrans("ㄧ〇○◯", "一〇〇〇")
)
_BETWEEN_WORDS = re.compile(r"(?<!\d)[,:](?!\d)|(?<=\d)[,:](?!\d)|(?<!\d)[,:](?=\d)")
_STRAIGHT = re.compile('["＂]')


def fold(text: str) -> str:
    """The text with equivalent characters made one; same length, so offsets hold."""
    folded = text.translate(CHARACTERS)
    if "," in folded or ":" in folded:
        folded = _BETWEEN_WORDS.sub(lambda found: "，" if found[0] == "," else "：", folded)
    if '"' in folded or "＂" in folded:
        folded = "\n".join(_curl(line) for line in folded.split("\n"))
    return folded


def _curl(line: str) -> str:
    """Straight quotes of one line, opening and closing in turn."""
    count = 0

    def quote(_: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return "“" if count % 2 else "”"

    return _STRAIGHT.sub(quote, line)


_KEY = str.maketrans("", "", " \t\n\r\u3000\u00a0\u200b\ufeff“”‘’'《》·•-")


def key(name: str) -> str:
    """What two spellings of one name have in common: folded, without quotes, hyphens and white space.

    For comparing names only; the length changes.
    """
    return _kept(name) if len(name) <= _SHORT else _key(name)


def _key(name: str) -> str:
    return fold(name).translate(_KEY).lower()


_SHORT = 100
"""Names up to this many characters are kept with their keys, so that no long text stays in memory."""
_kept = lru_cache(maxsize=1 << 14)(_key)
