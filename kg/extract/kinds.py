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
from kg.extract.linear import Linear
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
_DOUBLE = frozenset(("BODY", "PLACE", "WORK"))
"""Kinds that one thing can be at once; a person or a policy is nothing else."""


@cache
def shipped() -> Linear:
    """The weights that come with the project."""
    return linear.read(WEIGHTS)


def judged(letter: Letter, tags: Sequence[Tag], model: Linear) -> list[Tag]:
    """The names of the chain, in order, each with the kind that all its places together make likeliest."""
    groups = list(grouped(letter, tags).values())
    order = [model.labels.index(kind) for kind in KINDS]
    scores = model.scores(rows(letter, groups))[:, order].astype(np.float64)
    scores += [np.mean([tag.scores for tag in group], axis=0) for group in groups] or 0.0
    shares = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
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


def rows(letter: Letter, groups: Sequence[Sequence[Tag]]) -> list[list[str]]:
    """The features of each name: its words, and what stands beside it at its first places."""
    return [
        list(dict.fromkeys([*_name(letter, group[0]), *_beside(letter.text, group[:_MOST])]))
        for group in groups
    ]


def _name(letter: Letter, tag: Tag) -> Iterator[str]:
    words = letter.flow.words(tag.begin, tag.end)
    plain = re.sub(r"[“”《》\s]", "", words)
    for size in (1, 2, 3, 4):
        yield f"end{size}={plain[-size:]}"
    for size in (1, 2, 3):
        yield f"begin{size}={plain[:size]}"
    yield f"length={min(len(plain), 12)}"
    yield f"quoted={'“' in words}"
    yield f"last={words[-2:]}"
    for at in range(len(plain) - 1):
        yield f"in={plain[at : at + 2]}"


def _beside(text: str, group: Sequence[Tag]) -> Iterator[str]:
    for tag in group:
        left = re.sub(r"\s", "_", text[max(0, tag.begin - _SIDE) : tag.begin])
        right = re.sub(r"\s", "_", text[tag.end : tag.end + _SIDE])
        for size in (1, 2, 3):
            yield f"before{size}={left[-size:]}"
            yield f"behind{size}={right[:size]}"
        yield f"between={left[-1:]}|{right[:1]}"
        for at in range(len(left) - 1):
            yield f"left={left[at : at + 2]}"
        for at in range(len(right) - 1):
            yield f"right={right[at : at + 2]}"
