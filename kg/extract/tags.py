"""The chain of names: which characters of a letter belong to the name of a body, person, place, policy or work.

A work is a programme, platform or project; `kg.extract.names` tells them apart by their head words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from kg.extract import chain
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


@cache
def shipped() -> chain.Chain:
    """The chain with the weights that come with the project."""
    return chain.read(WEIGHTS, TEMPLATES)


def tags(letter: Letter, model: chain.Chain | None = None) -> list[Tag]:
    """What the chain names in a letter, in order."""
    if not letter.text:
        return []
    best = (model or shipped()).best(streams(letter), np.array(letter.stretches))
    return spans(best.tolist())


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
