"""The chain of names: which characters of a letter belong to the name of a body, person, place, policy or work.

A work is a programme, platform or project; `kg.extract.names` tells them apart by their head words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from kg.extract import chain
from kg.extract.chain import Floats, Ints
from kg.extract.letter import Letter
from kg.extract.streams import TEMPLATES, streams
from kg.resources import SEEDS

KINDS = ("BODY", "PERSON", "PLACE", "POLICY", "WORK")
LABELS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BI"))
WEIGHTS = SEEDS / "weights" / "names.tsv"


def may_follow(before: str | None, label: str) -> bool:
    """The inside of a name follows only its beginning or its inside."""
    return not label.startswith("I-") or before in ("B-" + label[2:], label)


@dataclass(frozen=True, slots=True)
class Tag:
    """A stretch of the flow that names something."""

    begin: int
    end: int
    kind: str
    scores: tuple[float, ...] = (0.0,) * len(KINDS)
    """How the chain likes each kind, a character."""
    other: str | None = None
    """A second kind that is about as likely."""
    margin: float = math.inf
    """How far the chain prefers this kind to another or to none, a character; infinite where nothing was weighed."""


@cache
def shipped() -> chain.Chain:
    """The chain with the weights that come with the project."""
    return chain.read(WEIGHTS, TEMPLATES)


def tags(letter: Letter, model: chain.Chain | None = None) -> list[Tag]:
    """What the chain names in a letter, in order."""
    if not letter.text:
        return []
    model = model or shipped()
    emissions = model.emissions(streams(letter))
    best = chain.viterbi(emissions, model.transitions, np.array(letter.stretches))
    return _weighed(spans(best), best, emissions, model.transitions)


def spans(labels: Ints) -> list[Tag]:
    """Labels of characters to stretches."""
    kinds = (labels + 1) // 2
    goes_on = (labels > 0) & (labels % 2 == 0)
    goes_on[0] = False
    goes_on[1:] &= kinds[1:] == kinds[:-1]
    edges = np.append(np.flatnonzero(~goes_on), len(labels))
    kind = kinds[edges[:-1]]
    named = np.flatnonzero(kind)
    begins, ends, numbers = edges[named].tolist(), edges[named + 1].tolist(), kind[named].tolist()
    return [Tag(begin, end, KINDS[at - 1]) for begin, end, at in zip(begins, ends, numbers, strict=True)]


def _weighed(found: Sequence[Tag], best: Ints, emissions: Floats, transitions: Floats) -> list[Tag]:
    """The stretches with their margins: the same characters scored as each kind and as nothing, all else being as it is."""
    if not found:
        return []
    sums = np.concatenate([np.zeros((1, len(LABELS))), emissions.astype(np.float64).cumsum(axis=0)])
    step = transitions[1:]
    begin, end = np.array([tag.begin for tag in found]), np.array([tag.end for tag in found])
    long = end - begin > 1
    before = transitions[np.where(begin > 0, best[begin - 1] + 1, 0)]
    behind = np.concatenate([step.T, np.zeros((1, len(LABELS)), dtype=step.dtype)])[
        np.append(best, len(LABELS))[end]
    ]
    between = np.maximum(end - begin - 2, 0).astype(np.float32)
    scores = np.empty((len(KINDS) + 1, len(found)))
    for way, (first, rest) in enumerate([(0, 0), *((2 * at + 1, 2 * at + 2) for at in range(len(KINDS)))]):
        inside = sums[end, rest] - sums[begin + 1, rest] + step[rest, rest] * between
        scores[way] = (
            before[:, first]
            + emissions[begin, first]
            + np.where(long, step[first, rest], np.float32(0))
            + inside
            + np.where(long, behind[:, rest], behind[:, first])
        )
    at, own = np.arange(len(found)), np.array([KINDS.index(tag.kind) + 1 for tag in found])
    chosen = scores[own, at]
    kinds = (scores[1:] / (end - begin)).T.tolist()
    scores[own, at] = -np.inf
    ahead = ((chosen - scores.max(axis=0)) / (end - begin)).tolist()
    return [
        Tag(tag.begin, tag.end, tag.kind, scores=tuple(liked), margin=margin)
        for tag, liked, margin in zip(found, kinds, ahead, strict=True)
    ]
