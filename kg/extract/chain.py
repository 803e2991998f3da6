"""A linear chain: a weight for each feature and label, a weight for each pair of neighbouring labels, the best path.

The same few lines name the characters of a letter (which of them belong to a body, a place, a programme) and give
clauses their status. Weights are a table that a person can read (`seeds/weights/*.tsv`); applying them is a
look-up and a sum, done for a whole letter at once in numpy. How they are learnt is in `kg.gold.train`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.errors import KgError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
SCALE = 100
"""Weights are written as whole hundredths."""
_SYMBOL = 1 << 21
"""A symbol of a stream (a code point, a class) is below this, so that three make one 63-bit key."""
_MIXES = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93))


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of feature: up to three symbols taken from streams at offsets from the position."""

    parts: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        return "&".join(f"{stream}{offset:+d}" if offset else stream for stream, offset in self.parts)

    @property
    def moved(self) -> tuple[Template, int]:
        """The template with its first symbol at 0, and where that stands: char-2&char-1 is char&char+1 at -2."""
        low = min(offset for _, offset in self.parts)
        return Template(tuple((stream, offset - low) for stream, offset in self.parts)), low

    def keys(self, streams: Mapping[str, Ints]) -> Ints:
        """One key a position; beyond the ends of a stream stands the symbol 0."""
        total: Ints | None = None
        for stream, offset in self.parts:
            values = streams[stream]
            shifted = np.zeros_like(values)
            if offset > 0:
                shifted[:-offset] = values[offset:]
            elif offset < 0:
                shifted[-offset:] = values[:offset]
            else:
                shifted = values
            total = shifted if total is None else total * _SYMBOL + shifted
        if total is None:
            raise ValueError("a template needs at least one part")
        return total


class Table:
    """Rows of numbers under 63-bit keys, looked up for many keys at once; a key stands in one of two slots (cuckoo)."""

    def __init__(self, keys: Ints) -> None:
        """`keys` are all different."""
        size = 4
        while size < 4 * len(keys) or not self._place(keys, size):
            size *= 2

    def _place(self, keys: Ints, size: int) -> bool:
        """Put each key into one of its slots; those that are driven out take their other one. False where that never ends."""
        self._shift = np.uint64(65 - size.bit_length())
        self._key = np.full(size, -1, dtype=np.int64)
        self._row = np.zeros(size, dtype=np.int64)
        first, second = (self._slot(keys, mix) for mix in _MIXES)
        number = np.arange(len(keys))
        moving, slot = number, first.copy()
        for _ in range(100):
            self._row[slot[moving]] = moving + 1
            moving = np.flatnonzero(self._row[slot] != number + 1)
            if not len(moving):
                self._key[slot] = keys
                return True
            slot[moving] = first[moving] + second[moving] - slot[moving]
        return False

    def _slot(self, keys: Ints, mix: np.uint64) -> Ints:
        return ((keys.view(np.uint64) * mix) >> self._shift).view(np.int64)

    def rows(self, keys: Ints) -> Ints:
        """Row of each key, counted from 1; 0 where the key is unknown."""
        # `take` is several times faster than an index in brackets.
        slot = self._slot(keys, _MIXES[0])
        result = self._row.take(slot)
        others = np.flatnonzero(self._key.take(slot) != keys)
        sought = keys.take(others)
        slot = self._slot(sought, _MIXES[1])
        result[others] = self._row.take(slot) * (self._key.take(slot) == sought)
        return result


class _Shared:
    """Templates that are one template at several places: its keys are looked up once for all of them."""

    def __init__(self, template: Template, members: Sequence[tuple[int, Ints, Floats]]) -> None:
        """`members` have the place, the keys and the weights of each template, the first row for unknown keys."""
        self.template = template
        keys = np.unique(np.concatenate([keys for _, keys, _ in members]))
        self.table = Table(keys)
        self.weights: list[tuple[int, Floats]] = []
        for place, own, weights in members:
            spread = np.zeros((len(keys) + 1, weights.shape[1]), dtype=np.float32)
            spread[np.searchsorted(keys, own) + 1] = weights[1:]
            self.weights.append((place, spread))


class Chain:
    """Labels, templates and weights."""

    def __init__(
        self,
        labels: Sequence[str],
        templates: Sequence[Template],
        features: Sequence[Ints],
        weights: Sequence[Floats],
        transitions: Floats,
    ) -> None:
        self.labels = tuple(labels)
        self.templates = tuple(templates)
        self.features = [np.asarray(keys) for keys in features]
        blank = np.zeros((1, len(labels)), dtype=np.float32)
        self.weights = [np.concatenate([blank, table]) if len(table) else blank for table in weights]
        self.transitions = transitions
        members: dict[Template, list[tuple[int, Ints, Floats]]] = {}
        for template, keys, table in zip(self.templates, self.features, self.weights, strict=True):
            alike, place = template.moved
            members.setdefault(alike, []).append((place, keys, table))
        self._shared = [_Shared(template, those) for template, those in members.items()]
        self._reach = max(abs(offset) for template in self.templates for _, offset in template.parts)

    def emissions(self, streams: Mapping[str, Ints]) -> Floats:
        """Score of each label at each position: positions × labels."""
        size = len(next(iter(streams.values())))
        edge = np.zeros(self._reach, dtype=np.int64)
        padded = {name: np.concatenate([edge, stream, edge]) for name, stream in streams.items()}
        total = np.zeros((size, len(self.labels)), dtype=np.float32)
        one = np.empty_like(total)
        for shared in self._shared:
            rows = shared.table.rows(shared.template.keys(padded))
            for place, weights in shared.weights:
                begin = self._reach + place
                weights.take(rows[begin : begin + size], axis=0, out=one, mode="clip")
                total += one
        return total


def margins(emissions: Floats, transitions: Floats, path: Ints, starts: Ints) -> Floats:
    """How far the label of each position is ahead of the next best one, its neighbours being as they are."""
    size = len(path)
    before = np.empty(size, dtype=np.int64)
    before[1:] = path[:-1] + 1
    before[starts] = 0
    inner = np.ones(size, dtype=bool)
    inner[starts[1:] - 1] = False
    inner[-1:] = False
    total = emissions + transitions[before]
    total[inner] += transitions[1:].T[path[1:][inner[:-1]]]
    at = np.arange(size)
    chosen = total[at, path].copy()
    total[at, path] = -np.inf
    ahead: Floats = chosen - total.max(axis=1)
    return ahead


def viterbi(emissions: Floats, transitions: Floats, starts: Ints) -> Ints:
    """Best path through each stretch, all stretches at once. `transitions`: from × to, first row: beginning."""
    size, labels = emissions.shape
    if not size:
        return np.zeros(0, dtype=np.int64)
    lengths = np.diff(np.append(starts, size))
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    # Longest first: those that reach step t are the first `reaching[t]`; labels stand in rows, stretches in columns.
    reaching = np.searchsorted(-lengths, -np.arange(int(lengths[0])), side="left").tolist()
    places = [starts[:many] + t for t, many in enumerate(reaching)]
    columns = np.split(emissions.T.take(np.concatenate(places), axis=1), np.cumsum(reaching[:-1]), axis=1)
    steps = transitions[1:, :, None]
    scores = [columns[0] + transitions[0][:, None]]
    for many, column in zip(reaching[1:], columns[1:], strict=True):
        scores.append((scores[-1][:, None, :many] + steps).max(axis=0) + column)
    # Back from the end of each stretch, where a last step to nowhere costs nothing.
    back = np.concatenate([transitions[1:], np.zeros((labels, 1), dtype=transitions.dtype)], axis=1)
    result = np.zeros(size, dtype=np.int64)
    label = np.zeros(0, dtype=np.int64)
    for place, score in zip(reversed(places), reversed(scores), strict=True):
        following = np.full(len(place), labels)
        following[: len(label)] = label
        label = (score + back.take(following, axis=1)).argmax(axis=0)
        result[place] = label
    return result


def write(chain: Chain, path: Path, words: Mapping[int, str], note: str) -> None:
    """Write the weights as a table: under each template its symbols and label:hundredths, sorted for comparison.

    `words` spells the symbols that `word_symbol` made. Rows whose weights all round to nothing are left out.
    """
    lines = [f"# {note}", "\t".join(["labels", *chain.labels])]
    for name, row in zip(("begin", *chain.labels), chain.transitions, strict=True):
        lines.append("\t".join(["transition", name, _numbers(row)]))
    for template, keys, weights in zip(chain.templates, chain.features, chain.weights, strict=True):
        rows = []
        for key, row in zip(keys.tolist(), weights[1:], strict=True):
            if not np.any(np.rint(row * SCALE)):
                continue
            symbols = []
            rest = key
            for stream, _ in reversed(template.parts):
                rest, symbol = divmod(rest, _SYMBOL)
                symbols.append(_spell(symbol, stream, words))
            rows.append("\t".join([" ".join(reversed(symbols)), _numbers(row)]))
        lines += [f"template\t{template.name}", *sorted(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _numbers(row: Floats) -> str:
    """The weights that are not nothing, each behind the number of its label."""
    return " ".join(f"{at}:{int(number)}" for at, number in enumerate(np.rint(row * SCALE)) if number)


def _spell(symbol: int, stream: str, words: Mapping[int, str]) -> str:
    """Characters and words as themselves, other symbols and what cannot be seen as numbers behind a backslash."""
    if stream.startswith("word"):
        return words.get(symbol, f"\\{symbol}")
    if (
        stream.startswith("char")
        and symbol > 32
        and chr(symbol).isprintable()
        and symbol not in (0x5C, 0x3000)
    ):
        return chr(symbol)
    return f"\\{symbol}"


def word_symbol(word: str) -> int:
    """The symbol of a word: a number below the limit, the same on every machine."""
    return 1 + zlib.crc32(word.encode("utf-8")) % (_SYMBOL - 1)


def read(path: Path, templates: Sequence[Template]) -> Chain:
    """Read what `write` wrote; KgError names the line that is no row of weights."""
    by_name = {template.name: number for number, template in enumerate(templates)}
    keys: list[list[int]] = [[] for _ in templates]
    rows: list[list[list[float]]] = [[] for _ in templates]
    labels: list[str] = []
    transitions: list[list[float]] = []
    which = len(templates)  # none, until a line names one: a row before it is refused
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise KgError(
            f"{path}: the weights cannot be read ({error.strerror}); train them with `kg train`."
        ) from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("# "):
            continue
        cells = line.split("\t")
        try:
            if cells[0] == "labels":
                labels = cells[1:]
            elif cells[0] == "transition":
                transitions.append(_row(cells[2], len(labels)))
            elif cells[0] == "template" and ":" not in cells[1]:
                which = by_name[cells[1]]
            else:
                key = 0
                for (stream, _), word in zip(templates[which].parts, cells[0].split(" "), strict=True):
                    key = key * _SYMBOL + _symbol(word, stream)
                keys[which].append(key)
                rows[which].append(_row(cells[1], len(labels)))
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise KgError(
                f"{path}, line {number}: not a row of weights ({error}); train them with `kg train`."
            ) from error
    return Chain(
        labels,
        templates,
        [np.array(k, dtype=np.int64) for k in keys],
        [np.array(r, dtype=np.float32).reshape(len(r), len(labels)) for r in rows],
        np.array(transitions, dtype=np.float32),
    )


def _row(cell: str, width: int) -> list[float]:
    row = [0.0] * width
    for pair in cell.split():
        at, _, number = pair.partition(":")
        row[int(at)] = int(number) / SCALE
    return row


def _symbol(word: str, stream: str) -> int:
    if word.startswith("\\") and len(word) > 1:
        return int(word[1:])
    return word_symbol(word) if stream.startswith("word") else ord(word)


def characters(text: str) -> Ints:
    """The text as code points."""
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)


def spread(size: int, marks: Iterable[tuple[int, int, int]]) -> Ints:
    """A stream of symbols: each mark (begin, end, symbol) written over its range, later ones over earlier."""
    stream = np.zeros(size, dtype=np.int64)
    for begin, end, symbol in marks:
        stream[begin:end] = symbol
    return stream
