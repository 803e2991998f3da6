"""Annotated figures as roles of quantities, to learn the choice of figures from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kg.extract.figures import Candidate
from kg.gold.annotation import Annotation
from kg.gold.score import _unit


def roles(annotation: Annotation, found: Sequence[Candidate]) -> list[str | None]:
    """The role of each candidate, `none` for what is no figure, None where the annotation leaves it open."""
    left = set(range(len(found)))
    result: list[str | None] = ["none"] * len(found)
    for figure in sorted(annotation.figures, key=lambda g: bool(g.get("optional"))):
        places = annotation.find(figure["quote"])
        fitting = [
            at
            for at in left
            if found[at].quantity.value == Decimal(str(figure["value"]))
            and _unit(found[at].quantity.unit) == _unit(figure["unit"])
            and any(found[at].begin < end and begin < found[at].end for begin, end in places)
        ]
        if fitting:
            best = max(fitting, key=lambda at: (found[at].quantity.comparator == figure["comparator"], -at))
            left.discard(best)
            result[best] = None if figure.get("optional") else figure["role"]
    return result
