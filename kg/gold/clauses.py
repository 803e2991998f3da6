"""Annotated statements as labels of clauses, to learn the chain of clauses from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.extract.chain import Ints
from kg.extract.clauses import LABELS, STATUSES, Clause, paragraph_starts
from kg.gold.annotation import Annotation
from kg.gold.learn import Allowed

__all__ = ["LABELS", "allowed", "may_follow"]


def may_follow(before: str | None, label: str) -> bool:
    """A statement goes on only where it has begun."""
    return not label.startswith("I-") or before in ("B-" + label[2:], label)


def allowed(annotation: Annotation, parts: Sequence[Clause]) -> tuple[Ints, Allowed]:
    """Where the stretches begin, and the labels that each clause may bear.

    A clause has the status of the statement that covers most of it; one that an optional statement covers is left open.
    """
    size = len(annotation.flow.text)
    owner = np.full(size, -1, np.int64)
    used: dict[str, int] = {}
    for number, statement in enumerate(annotation.statements):
        places = annotation.find(statement["quote"])
        if not places:
            continue
        begin, end = places[min(used.get(statement["quote"], 0), len(places) - 1)]
        used[statement["quote"]] = used.get(statement["quote"], 0) + 1
        owner[begin:end] = number
    starts = np.array(paragraph_starts(parts) or [0])
    table = np.zeros((len(parts), len(LABELS)), bool)
    begins = set(starts.tolist())
    last = -1
    for at, clause in enumerate(parts):
        inside = owner[clause.begin : clause.end]
        numbers, counts = np.unique(inside, return_counts=True)
        best = int(numbers[counts.argmax()]) if len(numbers) else -1
        if best < 0:
            table[at, 0] = True
        elif annotation.statements[best].get("optional"):
            table[at] = True
        else:
            status = annotation.statements[best]["status"]
            part = "I" if best == last and at not in begins else "B"
            if status in STATUSES:
                table[at, LABELS.index(f"{part}-{status}")] = True
        last = best
    return starts, table
