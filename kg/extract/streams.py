"""What the chain of names sees at each character: the character, its word, quotes, heads, places and departments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

import ahocorasick_rs
import numpy as np

from kg.extract import bodies
from kg.extract.chain import Ints, Template, characters, spread, word_symbol
from kg.extract.letter import Letter
from kg.extract.places import core, divisions
from kg.resources import SEEDS, read_table

HEAD_KINDS = ("platform", "programme", "organization", "body", "place", "policy")
_LEVEL_SYMBOL = {"province": 1, "city": 3, "county": 5}
_BREAK = re.compile("[，。；：、\n“”《》！？（）]")
_DIGIT, _LATIN = re.compile(r"\d"), re.compile("[A-Za-z]")
_REACH = 18
"""How far before its head word a name may begin, in characters."""
_COUNTDOWN = np.arange(_REACH, 0, -1)


@cache
def heads() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, int], ...]]:
    """Finder of head words, and each with the number of its kind, from 1."""
    rows = read_table(SEEDS / "names" / "heads.csv", ("head", "kind"))
    words = tuple({row["head"]: HEAD_KINDS.index(row["kind"]) + 1 for row in reversed(rows)}.items())
    finder = ahocorasick_rs.AhoCorasick(
        [word for word, _ in words], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return finder, words


@cache
def _gazetteer() -> tuple[ahocorasick_rs.AhoCorasick, tuple[int, ...]]:
    """Finder of places, and for each the symbol of its level and form."""
    table = divisions()
    symbols: dict[str, int] = {
        row["name"]: 7 for row in read_table(SEEDS / "names" / "regions.csv", ("name", "kind"))
    }
    for forms, shift in ((table.by_name, 0), (table.by_short, 1)):
        for name, rows in forms.items():
            symbol = min(_LEVEL_SYMBOL[row.level] for row in rows) + shift
            symbols[name] = min(symbol, symbols.get(name, 99))
    names = list(symbols)
    finder = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return finder, tuple(symbols[name] for name in names)


def streams(letter: Letter) -> dict[str, Ints]:
    """The streams of a letter, each with one symbol a character of its flow."""
    text = letter.text
    found = {"char": characters(text), **_words(letter), **_quotes(letter), **_heads(text)}
    code = found["char"]
    found["shape"] = np.select(
        [(code >= 48) & (code < 58), (code > 64) & (code < 128), (code >= 0x4E00) & (code < 0xA000)],
        [1, 2, 3],
        4,
    )
    found["place"] = _places(letter)
    found["body"] = _bodies(letter)
    return found


@lru_cache(maxsize=1 << 16)
def _symbol(word: str) -> int:
    return word_symbol(word)


def _words(letter: Letter) -> dict[str, Ints]:
    """Words and parts of speech: where in its word a character stands, the word, its part of speech."""
    text, words, tags = letter.text, letter.words, [tag for _, tag in letter.tagged]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    ends = np.cumsum(lengths)
    starts = ends - lengths
    place = np.full(len(text), 3, dtype=np.int64)
    place[ends - 1] = 4
    place[starts] = np.where(lengths > 1, 2, 1)
    word = np.repeat(np.fromiter(map(_symbol, words), np.int64, len(words)), lengths)
    speech = np.repeat(np.fromiter(map(_symbol, tags), np.int64, len(tags)), lengths)
    return {"in": place, "word": word, "wordtag": speech}


def _occurrences(text: str, phrases: set[str]) -> Counter[str]:
    """How often each phrase stands in the text, in one pass."""
    known = sorted(filter(None, phrases))
    if not known:
        return Counter()
    hits = quick_finder(known).find_matches_as_indexes(text, overlapping=True)
    return Counter(known[number] for number, _, _ in hits)


def quick_finder(words: Iterable[str]) -> ahocorasick_rs.AhoCorasick:
    """A finder of a letter's own words, of the kind that is quickest to make: it has little to look through."""
    return ahocorasick_rs.AhoCorasick(
        list(words), implementation=ahocorasick_rs.Implementation.NoncontiguousNFA
    )


def _quotes(letter: Letter) -> dict[str, Ints]:
    """Of phrases in quotes: where in it a character stands, its length, what is before and behind, how often it occurs."""
    text, size = letter.text, len(letter.text)
    names = ("quote", "length", "char_behind", "char_behind2", "char_before", "times", "traits")
    found = {name: np.zeros(size, np.int64) for name in names}
    quoted = Counter(text[quote.begin : quote.end] for quote in letter.quotes)
    bare = _occurrences(text, {phrase[1:-1] for phrase in quoted})
    for quote in letter.quotes:
        begin, end = quote.begin, quote.end
        inner = text[begin + 1 : end - 1]
        base = 20 if quote.book else 10
        mark = found["quote"]
        mark[begin], mark[end - 1] = base + 1, base + 5
        mark[begin + 1 : end - 1] = base + 3
        mark[begin + 1] = base + 2
        mark[end - 2] = base + 4
        found["length"][begin:end] = min(len(inner), 14)
        found["char_behind"][begin:end] = ord(text[end]) if end < size else 0
        found["char_behind2"][begin:end] = ord(text[end + 1]) if end + 1 < size else 0
        found["char_before"][begin:end] = ord(text[begin - 1]) if begin else 0
        times = quoted[text[begin:end]]
        found["times"][begin:end] = min(times, 3) * 4 + min(max(bare[inner] - times, 0), 3) + 1
        traits = bool(_DIGIT.search(inner)) + 2 * ("+" in inner) + 4 * ("、" in inner or "，" in inner)
        found["traits"][begin:end] = 1 + traits + 8 * bool(_LATIN.search(inner))
    return found


def _heads(text: str) -> dict[str, Ints]:
    """Head words: what kind of word a character is in, which kind comes next in the clause, and how far off it ends."""
    size = len(text)
    finder, words = heads()
    here, coming, distance = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    stops = np.zeros(size + 1, np.int64)
    for found in _BREAK.finditer(text):
        stops[found.start() + 1] = found.start() + 1
    last_stop = np.maximum.accumulate(stops)
    hits = finder.find_matches_as_indexes(text)
    for number, _, end in reversed(hits):
        low = max(0, end - _REACH, int(last_stop[end]))
        coming[low:end] = words[number][1]
        distance[low:end] = _COUNTDOWN[_REACH - (end - low) :]
    for number, begin, end in hits:
        kind = words[number][1] * 3
        here[begin:end] = kind + 1
        here[begin] = kind
        here[end - 1] = kind + 2
    return {"head": here, "next": coming, "far": distance}


def _places(letter: Letter) -> Ints:
    """Places of the table by level and form, and the letter's own."""
    finder, symbols = _gazetteer()
    text = letter.text
    stream = np.zeros(len(text), np.int64)
    for number, begin, end in finder.find_matches_as_indexes(text):
        stream[begin:end] = symbols[number] * 2
        stream[begin] += 1
    for place in letter.setting.places:
        for name in (place.name, core(place.name)):
            if len(name) > 1:
                at = text.find(name)
                while at >= 0:
                    stream[at : at + len(name)] = 18
                    stream[at] = 19
                    at = text.find(name, at + len(name))
    return stream


def _bodies(letter: Letter) -> Ints:
    """Names of departments, alone and with their place or level before them."""
    text = letter.text
    marks = []
    for begin, end in bodies.finds(text):
        marks += [(begin, end, 4), (begin, begin + 1, 3)]
        start = bodies.before(text, begin, letter.setting)
        if start is not None:
            marks += [(start, end, 2), (start, start + 1, 1)]
    return spread(len(text), marks)


def _templates() -> tuple[Template, ...]:
    c = "char"
    parts: list[tuple[tuple[str, int], ...]] = []
    parts += [((c, i),) for i in range(-3, 4)]
    parts += [((c, i), (c, i + 1)) for i in range(-3, 3)]
    parts += [((c, i), (c, i + 1), (c, i + 2)) for i in range(-3, 2)]
    parts += [(("quote", 0),)]
    parts += [
        (("quote", 0), (name, 0)) for name in ("length", "char_behind", "char_before", "times", "traits")
    ]
    parts += [
        (("char_behind", 0), ("char_behind2", 0), ("quote", 0)),
        (("char_behind", 0), ("char_before", 0), ("quote", 0)),
    ]
    parts += [(("quote", -1), ("quote", 1)), (("quote", 0), ("word", 0))]
    parts += [
        (("head", 0),),
        (("head", -1), ("head", 0)),
        (("head", 0), ("head", 1)),
        (("next", 0), ("far", 0)),
    ]
    parts += [(("next", 0), (c, -1)), (("next", 0), (c, -1), (c, -2)), (("next", 0), (c, 0), (c, -1))]
    parts += [(("next", 0), ("quote", 0)), (("next", 0), ("far", 0), (c, -1))]
    parts += [
        (("place", 0),),
        (("place", -1), ("place", 0)),
        (("place", 0), ("place", 1)),
        (("place", 0), ("next", 0)),
    ]
    parts += [(("place", 0), (c, 1)), (("place", -1), (c, 0)), (("place", -1), ("head", 0))]
    parts += [(("body", 0),), (("body", -1), ("body", 0)), (("body", 0), ("body", 1)), (("body", 0), (c, -1))]
    parts += [(("shape", -1), ("shape", 0), ("shape", 1))]
    parts += [(("in", 0),), (("in", -1), ("in", 0)), (("in", 0), ("in", 1)), (("wordtag", 0), ("in", 0))]
    parts += [(("wordtag", -1), ("wordtag", 0)), (("wordtag", 0), ("wordtag", 1)), (("word", 0), ("in", 0))]
    parts += [(("word", -1), ("in", 0)), (("word", 1), ("in", 0)), (("next", 0), ("wordtag", 0), ("in", 0))]
    return tuple(Template(part) for part in parts)


TEMPLATES = _templates()
