"""Hiding what identifies a private person: contact names, phone numbers, identity numbers.

A letter is a public act of an office; the clerk who answers calls about it is not. Each character of what is
hidden becomes `*`, so that every offset into the text stays what it was. Numbers that an office gives to the
public (a hotline in the body of the letter) and what is masked already are left as they are.
"""

from __future__ import annotations

import re

_BLANK = "[ \t\u00a0\u2002\u2003\u3000]"
_BLANKS = f"{_BLANK}{{0,12}}"
"""Bounded, so that a page of blanks costs no more than a page of words."""
_DIGIT = "[0-9０-９]"
_DASH = "[-－‐–—]"
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
_ALONE = "(?<![0-9０-９A-Za-z.．])"

_MOBILE = re.compile(
    rf"{_ALONE}(?:[+＋]?(?:86|８６){_DASH}?{_BLANK}?)?[1１][3-9３-９]{_DIGIT}(?:(?:{_DASH}|{_BLANK})?{_DIGIT}{{4}}){{2}}"
    rf"(?!{_DIGIT}|[.．]{_DIGIT}|{_BLANKS}[余多]?[万亿元美欧港吨人户家件次个平公千])"
)
"""A mobile number, wherever it stands. Eleven digits before a unit are an amount."""

_IDENTITY = re.compile(
    rf"{_ALONE}[1-8１-８]{_DIGIT}{{5}}(?:19|20|１９|２０){_DIGIT}{{2}}[01０１]{_DIGIT}[0-3０-３]{_DIGIT}{{4}}"
    rf"[0-9０-９XxＸｘ](?![0-9０-９A-Za-z])"
)
"""An identity number: a place of six digits, a date, four more. The check digit may be
wrong: a typo identifies too."""

_OLD_IDENTITY = re.compile(
    rf"(?P<before>身份证(?:件?号码?)?{_BLANKS}[：:]?{_BLANKS}){_DIGIT}{{15}}(?!{_DIGIT})"
)
"""One of the fifteen digits given until 1999, known only by what stands before it."""


def _any(*words: str) -> str:
    """A pattern for any of the words, also when blanks stand between their characters (联 系 人)."""
    return "|".join(f"{_BLANKS}".join(word) for word in words)


_PERSON = _any("联系人", "联络人", "联络员", "经办人", "承办人")
_PHONE = _any("电话", "手机", "传真", "座机", "联系方式")
_LABEL = rf"{_PERSON}|(?:{_any('联系', '办公', '移动', '固定')})?{_BLANKS}(?:{_PHONE})"
_PUBLIC = "".join(f"(?<!{word})" for word in ("热线", "咨询", "服务", "举报", "监督", "投诉", "公开", "受理"))
_BETWEEN = rf"(?:[()（）转]|{_DASH}|{_BLANK}(?={_DIGIT}))*"
_NUMBER = rf"[(（+＋]?(?:{_DIGIT}{_BETWEEN}){{5,}}{_DIGIT}(?![*＊0-9０-９])"

_START = re.compile(
    rf"{_PUBLIC}(?:(?P<person>{_PERSON})|{_LABEL})"
    rf"(?:{_BLANKS}[及和与、/／]?{_BLANKS}(?:{_LABEL}))?(?:姓名|号码)?"
    rf"(?:{_BLANKS}[：:]|(?=[“\"]?{_NUMBER})|(?={_BLANK})|(?=\n)"
    rf"|(?={_HAN}{{2,4}}[，,、；;]?{_BLANKS}(?:{_LABEL}){_BLANKS}(?:[：:]|{_NUMBER})))"
)
"""The label that opens a contact: before a colon, blanks, a number or the end of its line."""

_GAP = rf"(?:{_BLANK}|[·、，,；;/／（()）“”\"])"
_PIECE = re.compile(
    rf"(?P<label>(?:{_LABEL})(?:姓名|号码)?{_BLANKS}[：:]?)"
    rf"|(?P<number>{_NUMBER})"
    rf"|(?P<masked>{_HAN}*[*＊]+)"
    rf"|(?P<name>(?:(?!{_LABEL}){_HAN}){{1,15}}(?={_LABEL}|(?!{_HAN})(?!{_BLANKS}[：:])))"
    rf"|(?P<gap>{_GAP}+)"
)
"""What a contact is made of, one after the other up to the end of its line."""

_THEN_NUMBER = re.compile(rf"{_GAP}*(?:{_NUMBER}|[*＊]{{6}})")
"""After a name that no label announces: the number that makes it one."""

_OWN_LINE = re.compile(rf"{_BLANKS}\n{_BLANKS}(?={_HAN}{{2,4}}{_BLANKS}(?:\n|$)|{_NUMBER})")
"""A label alone in its line, as tables leave it when they are copied: its value is the next line."""


_LONGEST = 120
"""Characters of a contact: what goes on for longer is a list of something else."""
_A_PERSON = re.compile(_PERSON)
_NAME = 4
"""Characters that a name may have."""
_OFFICE_AND_NAME = 15
"""The same right after a label, where the office may stand before the name."""


def mask(text: str) -> str:
    """`text` with every character of personal data replaced by `*`; its length does not change."""
    for pattern in (_IDENTITY, _MOBILE):
        text = pattern.sub(lambda found: "*" * len(found[0]), text)
    text = _OLD_IDENTITY.sub(lambda found: found["before"] + "*" * 15, text)
    chars = list(text)
    for start in _START.finditer(text):
        own_line = _OWN_LINE.match(text, start.end())
        at = own_line.end() if own_line else start.end()
        longest = _OFFICE_AND_NAME if start[0][-1] in "：:" and not own_line else _NAME
        for begin, end in _contact(text, at, longest if start["person"] else 0):
            chars[begin:end] = "*" * (end - begin)
    return "".join(chars)


def _contact(text: str, at: int, longest: int) -> list[tuple[int, int]]:
    """The ranges to hide in the contact that begins at `at`.

    `longest` is how many characters the first name may have, 0 where no person is announced: then a name is one
    only beside a number.
    """
    hidden = []
    last = at + _LONGEST
    while at < last and (piece := _PIECE.match(text, at)):
        kind, at = piece.lastgroup, piece.end()
        if kind == "label" and _A_PERSON.match(piece[0]):
            longest = _OFFICE_AND_NAME
        elif kind == "name":
            bracketed = text[piece.start() - 1] in "（(" and text[at : at + 1] in ("）", ")")
            beside = bracketed or _THEN_NUMBER.match(text, at)
            if len(piece[0]) > (longest or (_NAME if beside else 0)):
                break
            longest = min(longest, _NAME)
        if kind in ("name", "number"):
            hidden.append(piece.span())
    return hidden
