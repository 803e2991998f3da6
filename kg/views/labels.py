"""Names short enough to stand beside a point, of which no two read the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from kg.views.values import Thing

LONGEST = 14
"""Characters of a short name, where that tells it from all others."""

_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,7}?(?:省|市|县|区|州|盟|旗)(?=[\u4e00-\u9fff]{2})")
_NOTICE = re.compile(r"^.{0,40}?(?:关于)?(?:印发|转发|发布)(?=.{6})|的通知$")
_BODIES = ("GovernmentBody", "NonStateOrganization")
_HIDDEN = ((0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAE), (0x61C, 0x61D), (0x200B, 0x2010), (0x2028, 0x202F),
           (0x2060, 0x2070), (0xFEFF, 0xFF00), (0xE0000, 0xE0080))  # fmt: skip
_STEER = dict.fromkeys(code for first, end in _HIDDEN for code in range(first, end))
"""Characters that show nothing and turn or break what stands around them."""


def readable(text: str) -> str:
    """The text on one line without characters that steer how others are shown."""
    return " ".join(text.replace("\n", " ").translate(_STEER).split())


def short_names(things: Sequence[Thing]) -> list[str]:
    """One name a thing, in their order: the shortest of its own that no other thing reads the same as."""
    common = _common_place(things)
    options = [list(dict.fromkeys(_options(thing, common))) for thing in things]
    chosen = [0] * len(things)
    while True:
        readers: dict[str, list[int]] = defaultdict(list)
        for number, names in enumerate(options):
            readers[_seen(names[chosen[number]])].append(number)
        clashes = [number for several in readers.values() if len(several) > 1 for number in several]
        moving = [number for number in clashes if chosen[number] < len(options[number]) - 1]
        if not moving:
            return _numbered(options, chosen, clashes)
        for number in moving:
            chosen[number] += 1


def _numbered(options: Sequence[Sequence[str]], chosen: Sequence[int], clashes: Iterable[int]) -> list[str]:
    """What has one name in every form is told apart by a number."""
    names = [one[at] for one, at in zip(options, chosen, strict=True)]
    taken = {_seen(name) for name in names}
    met: Counter[str] = Counter()
    for number in sorted(clashes):
        name = names[number]
        met[_seen(name)] += 1
        count = met[_seen(name)]
        if count == 1:
            continue
        while _seen(f"{name} ({count})") in taken:
            count += 1
        names[number] = f"{name} ({count})"
        taken.add(_seen(names[number]))
    return names


def _options(thing: Thing, common: str) -> Iterator[str]:
    """From short to long, all different ways to call the thing."""
    name = readable(thing.name) or readable(thing.number) or "?"
    number = readable(thing.number)
    if thing.kind == "Reply" and number:
        yield _cut(number, LONGEST + 4)
        yield number
    if thing.kind == "Suggestion" and number:
        yield f"{number}号：{_cut(re.sub('^关于|的(?:建议|提案|议案)$', '', name), LONGEST - 4)}"
    base = name
    if thing.kind in _BODIES and common and name.startswith(common) and len(name) > len(common) + 2:
        base = name[len(common) :]
    if thing.kind in ("Policy", "Reply"):
        base = _NOTICE.sub("", name).strip("《》") or name
    if re.fullmatch('“[^“”]*”|"[^"]*"', base) and len(base) > 3:
        base = base[1:-1]
    if len(base) <= LONGEST + 2:
        yield base
    else:
        yield f"{base[: LONGEST - 1]}…"
        yield f"{base[:6]}…{base[-(LONGEST - 7) :]}"
    yield f"{name[:9]}…{name[-9:]}" if len(name) > 22 else name
    yield name
    if number:
        yield f"{_cut(name, 22)}（{number}）"
    scope = _scope(thing.iri)
    if scope:
        yield f"{_cut(name, 22)}（{scope}）"


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _scope(iri: str) -> str:
    """What stands before the name in an IRI: the place or the issuer that tells it from namesakes."""
    parts = unquote(iri).rstrip("/").split("/")
    return readable(parts[-2]) if len(parts) > 2 and re.search("[\u4e00-\u9fff]", parts[-2]) else ""


def _common_place(things: Iterable[Thing]) -> str:
    """The place that most bodies begin with; where no place prevails, dropping it would mislead."""
    found = Counter(
        match[0] for one in things if one.kind in _BODIES and (match := _PLACE.match(one.name)) is not None
    )
    if not found:
        return ""
    place, count = max(found.items(), key=lambda one: (one[1], one[0]))
    return place if count >= 3 and count * 2 > sum(found.values()) else ""


def _seen(name: str) -> str:
    """What an eye takes for the same."""
    return "".join(unicodedata.normalize("NFKC", name).lower().split())
