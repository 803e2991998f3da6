"""The weights that extraction runs with: those that come with the project, or others that were trained."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.extract import clauses, figures, kinds, relations, tags
from kg.extract.chain import Chain
from kg.extract.clauses import ClauseModel
from kg.extract.linear import Linear


@dataclass(frozen=True)
class Models:
    """One table of weights a decision: names and their kinds, clauses, figures, relations."""

    names: Chain
    kinds: Linear
    clauses: ClauseModel
    figures: Linear
    relations: Linear


@cache
def shipped() -> Models:
    """The weights of `seeds/weights/`."""
    return Models(tags.shipped(), kinds.shipped(), clauses.shipped(), figures.shipped(), relations.shipped())
