"""What a name sounds like, so that it can be found without a Chinese keyboard."""

from __future__ import annotations

from collections.abc import Iterable


def sounds(names: Iterable[str]) -> str:
    """Pinyin and initials of each name that has Chinese in it: `cixishi|cxs` separated by spaces."""
    found = (_sound(name) for name in names if any("\u3400" <= one <= "\u9fff" for one in name))
    return " ".join(dict.fromkeys(found))


def _sound(name: str) -> str:
    from pypinyin import lazy_pinyin

    parts = lazy_pinyin(name[:60], errors=str.lower)
    letters = ["".join(one for one in part if one.isascii() and one.isalnum()) for part in parts]
    return f"{''.join(letters)}|{''.join(one if one.isdigit() else one[0] for one in letters if one)}"
