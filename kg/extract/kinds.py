"""What kind of thing a name names: from its words, and from how the whole letter uses it, one sense a letter.

The chain looks at a few characters at a time and may take 人才驿站 for a body here and for a platform there. Here all
places of one name are looked at together. Where two kinds stay about as likely the thing bears both: 产业园 is a place
and a project, and which of them a letter means often cannot be told; it is named among the doubts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from kg.extract import linear
from kg.extract.letter import Letter
from kg.extract.linear import F, Linear, Templates
from kg.extract.tags import KINDS, Tag
from kg.resources import SEEDS
from kg.text.fold import key

WEIGHTS = SEEDS / "weights" / "kinds.tsv"
_SIDE = 6
"""How many characters before and behind a name are looked at."""
_MOST = 8
"""At how many of its places a name is looked at."""
_BOTH = 0.15
"""From this probability on the second kind is borne too."""
_ENDS = tuple((f"end{size}=", size) for size in (1, 2, 3, 4))
_BEGINS = tuple((f"begin{size}=", size) for size in (1, 2, 3))
_NEXT = tuple((f"before{size}=", f"behind{size}=", size) for size in (1, 2, 3))
_SPACE = re.compile(r"\s")
_DOUBLE = frozenset(("BODY", "PLACE", "WORK"))
"""Kinds that one thing can be at once; a person or a policy is nothing else."""


@cache
def shipped() -> Linear:
    """The weights that come with the project."""
    return linear.read(WEIGHTS)


def judged(letter: Letter, tags: Sequence[Tag], model: Linear) -> list[Tag]:
    """The names of the chain, in order, each with the kind that all its places together make likeliest."""
    if not tags:
        return []
    groups = list(grouped(letter, tags).values())
    order = [model.labels.index(kind) for kind in KINDS]
    scores = model.scores(rows(letter, groups, model.known))[:, order].astype(np.float64)
    scores += [np.mean([tag.scores for tag in group], axis=0) for group in groups]
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    found: list[Tag] = []
    for group, share in zip(groups, shares, strict=True):
        second, first = np.argsort(share)[-2:]
        kind, other = KINDS[first], KINDS[second]
        both = share[second] >= _BOTH and {kind, other} <= _DOUBLE
        found += [replace(tag, kind=kind, other=other if both else None) for tag in group]
    return sorted(found, key=lambda tag: tag.begin)


def grouped(letter: Letter, tags: Sequence[Tag]) -> dict[str, list[Tag]]:
    """The places of each name."""
    groups: dict[str, list[Tag]] = defaultdict(list)
    for tag in tags:
        groups[key(letter.text[tag.begin : tag.end])].append(tag)
    return groups


def rows(letter: Letter, groups: Sequence[Sequence[Tag]], of: Templates[F]) -> list[list[F]]:
    """The features of each name: its words, and what stands beside it at its first places, each once."""
    return [
        [of[template](value) for template, value in dict.fromkeys(_features(letter, group))]
        for group in groups
    ]


def _features(letter: Letter, group: Sequence[Tag]) -> Iterator[tuple[str, str]]:
    yield from _name(letter.flow.words(group[0].begin, group[0].end))
    for tag in group[:_MOST]:
        yield from _beside(letter.text, tag)


def _name(words: str) -> Iterator[tuple[str, str]]:
    plain = re.sub(r"[“”《》\s]", "", words)
    for template, size in _ENDS:
        yield template, plain[-size:]
    for template, size in _BEGINS:
        yield template, plain[:size]
    yield "length=", str(min(len(plain), 12))
    yield "quoted=", str("“" in words)
    yield "last=", words[-2:]
    for at in range(len(plain) - 1):
        yield "in=", plain[at : at + 2]


def _beside(text: str, tag: Tag) -> Iterator[tuple[str, str]]:
    left = _SPACE.sub("_", text[max(0, tag.begin - _SIDE) : tag.begin])
    right = _SPACE.sub("_", text[tag.end : tag.end + _SIDE])
    for before, behind, size in _NEXT:
        yield before, left[-size:]
        yield behind, right[:size]
    yield "between=", left[-1:] + "|" + right[:1]
    for at in range(len(left) - 1):
        yield "left=", left[at : at + 2]
    for at in range(len(right) - 1):
        yield "right=", right[at : at + 2]
