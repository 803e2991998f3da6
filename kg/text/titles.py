"""Titles in 《》, also with titles inside them."""

from __future__ import annotations

import re

_LONGEST = 160


def titles(text: str) -> list[tuple[int, int]]:
    """The outermost 《…》 of each line, marks included; an unclosed 《 names nothing."""
    found: list[tuple[int, int]] = []
    depth, begin = 0, 0
    for hit in re.finditer("[《》\n]", text):
        if hit[0] == "\n":
            depth = 0
        elif hit[0] == "《":
            if depth == 0:
                begin = hit.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and hit.end() - begin <= _LONGEST:
                found.append((begin, hit.end()))
    return found
