"""Annotated entities as labels of characters, to learn the chain of names from."""

from __future__ import annotations

import numpy as np

from kg.extract.letter import Letter
from kg.extract.streams import TEMPLATES, streams
from kg.extract.tags import LABELS, may_follow
from kg.gold.annotation import Annotation
from kg.gold.learn import Example

LABEL = {
    "GovernmentBody": "BODY",
    "Organization": "BODY",
    "Person": "PERSON",
    "Place": "PLACE",
    "Policy": "POLICY",
    "Programme": "WORK",
    "Platform": "WORK",
}

__all__ = ["LABELS", "TEMPLATES", "example", "may_follow"]


def titled(text: str, begin: int, end: int) -> bool:
    """Whether a name holds 《 or stands in 《》: such names are read by rule."""
    return "《" in text[begin:end] or text.rfind("《", 0, begin) > text.rfind("》", 0, begin)


def example(annotation: Annotation, letter: Letter) -> Example:
    """Each place of each form of each entity, longest first; optional ones are left open."""
    text = letter.text
    places = []
    for entity in annotation.entities:
        label = LABEL[entity["type"]]
        for form in {entity["name"], *entity.get("aliases", [])}:
            for begin, end in annotation.find(form):
                if not (label == "POLICY" and titled(text, begin, end)):
                    places.append((begin - end, bool(entity.get("optional")), begin, end, label))
    size = len(text)
    label_of, free, taken = np.zeros(size, np.int64), np.zeros(size, bool), np.zeros(size, bool)
    for _, optional, begin, end, label in sorted(places):
        if taken[begin:end].any():
            continue
        taken[begin:end] = True
        if optional:
            free[begin:end] = True
        else:
            label_of[begin:end] = LABELS.index("I-" + label)
            label_of[begin] -= 1
    starts = np.array(letter.stretches)
    inside = np.array([label.startswith("I-") for label in LABELS])
    label_of[starts] -= inside[label_of[starts]]
    allowed = np.zeros((size, len(LABELS)), bool)
    allowed[np.arange(size), label_of] = True
    allowed[free] = True
    return Example(streams(letter), starts, allowed)
