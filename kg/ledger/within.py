"""A practice and, just after it in the same letter, its number: 举办培训 … 2023年共举办培训会20多次."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.findings import FollowUp, Outcome
from kg.ledger.clauses import Clause, is_courtesy
from kg.ledger.words import Weights, pairs
from kg.models import Collection, Status

REACH = 4
"""How many statements back a number may speak of."""
TELLING = 0.55
"""Weight of what the number counts from which a practice that names it is meant."""
NEAR = 200
"""Characters between the practice and its number."""

_COUNTED = re.compile(r"([一-鿿]{2,5})(?:等|达|共计?|近|约|超|累计|合计|逾)*$")


def numbers_of_practices(collection: Collection, found: Sequence[Clause], weights: Weights) -> list[FollowUp]:
    """Each result with the nearest practice before it that names what is counted."""
    result: list[FollowUp] = []
    told = sorted((one for one in found if not is_courtesy(one.text)), key=_order)
    for at, later in enumerate(told):
        if later.status is not Status.DELIVERED or not later.results:
            continue
        counted = _what_is_counted(collection, later)
        spoken = 0
        for earlier in reversed(told[max(0, at - REACH) : at]):
            if earlier.letter.index != later.letter.index or _far(earlier, later):
                break
            if earlier.status is not Status.ONGOING or earlier.results:
                continue
            both = counted & earlier.pairs
            if weights.of_all(both) >= (0.3 if earlier.names & later.names else TELLING):
                reason = f"同一答复中随后给出的数据；都说到：{'、'.join(sorted(both))}"
                result.append(
                    FollowUp(earlier.ref, later.ref, Outcome.PROGRESS, reason, 0.7, "practice-number")
                )
                spoken += 1
                if spoken == 2:
                    break
    return result


def handed_on(follow: Sequence[FollowUp], within: Sequence[FollowUp]) -> list[FollowUp]:
    """Who told a practice again and then gave its number, gave the number of the practice told before."""
    number_of = {one.earlier: one.later for one in reversed(within)}
    known = {(one.earlier, one.later) for one in follow}
    result = []
    for one in follow:
        number = number_of.get(one.later)
        told_again = one.rule == "practice" and one.outcome is Outcome.RESTATED
        if number is not None and told_again and (one.earlier, number) not in known:
            reason = f"再次说明后给出数据；{one.reason}"
            confidence = round(one.confidence * 0.9, 2)
            result.append(
                FollowUp(one.earlier, number, Outcome.PROGRESS, reason, confidence, "practice-number")
            )
            known.add((one.earlier, number))
    return result


def _order(one: Clause) -> tuple[int, int]:
    return one.letter.index, one.statement.span.begin


def _far(earlier: Clause, later: Clause) -> bool:
    return later.statement.span.begin - earlier.statement.span.end > NEAR


def _what_is_counted(collection: Collection, later: Clause) -> frozenset[str]:
    """The pairs of the words just before each number."""
    text = collection.documents[later.letter.index].facts.document.text
    found: set[str] = set()
    for _, figure in later.results:
        before = "".join(text[max(0, figure.number.begin - 12) : figure.number.begin].split())
        if words := _COUNTED.search(before):
            found |= pairs(words[1])
    return frozenset(found)
