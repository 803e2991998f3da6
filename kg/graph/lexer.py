"""SPARQL text as tokens: enough to see keywords apart from comments, strings, IRIs and names.

Every pattern looks ahead a bounded way or consumes what it has seen, so that no text makes it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<space>[\s\ufeff]+|\#[^\r\n]*)
    |(?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<variable>[?$]\w+)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[^\W\d][\w.\-]{0,80})?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*)
    |(?P<word>[^\W\d]\w*)
    |(?P<number>\d+)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind (string, iri, variable, language, name, word, number, sign), words and place."""

    kind: str
    words: str
    begin: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query as it is meant; `<…>` is an IRI wherever it can be one."""
    for found in _TOKEN.finditer(text):
        if found.lastgroup and found.lastgroup != "space":
            yield Token(found.lastgroup, found[0], found.start(), found.end())


def possible_tokens(text: str) -> Iterator[Token]:
    """Every token of every way to read the text.

    `?a<?b` compares, `?a <b>` names an IRI, and only a full parser can tell which is meant: a keyword behind
    a quote or a # that one reading takes to be inside an IRI must not stay unseen. So at each `<` both are
    followed. An IRI with `://` can be nothing else.
    """
    open_, seen = [0], {0}
    while open_:
        at = open_.pop()
        found = _TOKEN.match(text, at)
        if found is None:
            continue
        kind = found.lastgroup or "sign"
        yield Token(kind, found[0], at, found.end())
        ends = [found.end()]
        if kind == "iri" and not _ABSOLUTE.match(found[0]):
            ends.append(at + 1)
        for end in ends:
            if end not in seen:
                seen.add(end)
                open_.append(end)
