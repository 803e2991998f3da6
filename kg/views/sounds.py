"""What a name sounds like, so that it can be found without a Chinese keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_RUN = re.compile("[\u3400-\u9fff]+|[^\u3400-\u9fff]+")


def sounds(names: Iterable[str]) -> str:
    """Pinyin and initials of each name that has Chinese in it: `cixishi|cxs` separated by spaces."""
    found = (_sound(name) for name in names if any("\u3400" <= one <= "\u9fff" for one in name))
    return " ".join(dict.fromkeys(found))


def _sound(name: str) -> str:
    parts = [part for word in _words(name[:60]) for part in _read(word)]
    return f"{''.join(parts)}|{''.join(one if one.isdigit() else one[0] for one in parts)}"


def _words(name: str) -> Iterator[str]:
    """The words that are read as one; names of a graph share most of theirs."""
    from pypinyin.contrib.mmseg import seg

    for run in _RUN.findall(name):
        if run[0] < "\u3400" or run[0] > "\u9fff":
            yield run
        else:
            yield from seg.cut(run)


@lru_cache(maxsize=100_000)
def _read(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    parts = lazy_pinyin(word, errors=str.lower)
    letters = ("".join(one for one in part if one.isascii() and one.isalnum()) for part in parts)
    return tuple(one for one in letters if one)
