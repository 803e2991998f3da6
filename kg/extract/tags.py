"""The chain of names: which characters of a letter belong to the name of a body, person, place, policy or work.

A work is a programme, platform or project; `kg.extract.names` tells them apart by their head words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from kg.extract import chain
from kg.extract.chain import Floats
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
    best = chain.viterbi(emissions, model.transitions, np.array(letter.stretches)).tolist()
    return _weighed(spans(best), best, emissions, model.transitions)


def spans(labels: list[int]) -> list[Tag]:
    """Labels of characters to stretches."""
    found: list[Tag] = []
    begin, kind = 0, ""
    for at, number in enumerate([*labels, 0]):
        label = LABELS[number]
        if kind and label != "I-" + kind:
            found.append(Tag(begin, at, kind))
            kind = ""
        if label.startswith("B-") or (label.startswith("I-") and not kind):
            begin, kind = at, label[2:]
    return found


def _weighed(found: Sequence[Tag], best: Sequence[int], emissions: Floats, transitions: Floats) -> list[Tag]:
    """The stretches with their margins: the same characters scored as each kind and as nothing, all else being as it is."""
    sums = np.concatenate([np.zeros((1, len(LABELS))), emissions.astype(np.float64).cumsum(axis=0)])
    step = transitions[1:]
    ways = [(0, 0), *((2 * at + 1, 2 * at + 2) for at in range(len(KINDS)))]
    weighed = []
    for tag in found:
        length = tag.end - tag.begin
        before = step[best[tag.begin - 1]] if tag.begin else transitions[0]
        behind = step[:, best[tag.end]] if tag.end < len(best) else np.zeros(len(LABELS))
        scores = []
        for first, rest in ways:
            inside = sums[tag.end, rest] - sums[tag.begin + 1, rest] + step[rest, rest] * max(length - 2, 0)
            scores.append(
                before[first]
                + emissions[tag.begin, first]
                + (step[first, rest] if length > 1 else 0)
                + inside
                + behind[rest if length > 1 else first]
            )
        kinds = tuple(float(score) / length for score in scores[1:])
        chosen = scores.pop(KINDS.index(tag.kind) + 1)
        weighed.append(replace(tag, scores=kinds, margin=float(chosen - max(scores)) / length))
    return weighed
