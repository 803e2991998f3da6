"""A target held against later results: whether it was met, with the arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.ledger.measures import NOISE, indicator
from kg.ledger.words import Weights, pairs
from kg.models import Figure

_AT_MOST = ("le", "lt")
_ADDED = re.compile(r"新增|新建|新开|增加")
_FINISHED = re.compile(r"完工|竣工|完成|建成|投用|交付")
_BEGUN = re.compile(r"实施|开工|启动|推进|计划|涉及|列入|申报|在建")
_ALIKE = 0.5
"""Share of the shorter indicator that both must have in common."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a target: whether it was reached, and the sum as a reader would write it."""

    reached: bool
    arithmetic: str
    likeness: float


Stated = tuple[Figure, frozenset[str]]
"""A figure with the pairs of the clause that states it: what is counted may stand behind the number."""


def compare(
    targets: Sequence[Stated], results: Sequence[Stated], weights: Weights, context: float = 0.0
) -> Comparison | None:
    """The best comparison of a target with one result or the sum of several; None where none speaks of it.

    `context` is how alike the clauses are besides: it makes up for short indicators.
    """
    found: list[Comparison] = []
    for target, around in targets:
        fit = [
            (max(alike(target, one, weights), _share(around, its, weights)), one)
            for one, its in results
            if _speaks_of(target, one)
        ]
        fit = [(likeness, one) for likeness, one in fit if likeness >= _ALIKE - context]
        if not fit:
            continue
        best = max(likeness for likeness, _ in fit)
        chosen = _finished([one for likeness, one in fit if likeness >= best - 0.1], target, results)
        found.append(_judge(target, chosen, best))
    reached = [one for one in found if one.reached]
    # One number of several that falls short means that the promise is not kept in full.
    short = [one for one in found if not one.reached]
    return max(short or reached, key=lambda one: one.likeness, default=None)


def _finished(chosen: Sequence[Figure], target: Figure, results: Sequence[Stated]) -> Sequence[Figure]:
    """What was finished of what was begun, where the letter gives both: 实施改造30个，已完工18个."""
    if not all(_BEGUN.search(one.indicator) for one in chosen):
        return [one for one in chosen if not _BEGUN.search(one.indicator)]
    done = [one for one, _ in results if _FINISHED.search(one.indicator) and _speaks_of(target, one)]
    return done or chosen


def alike(one: Figure, other: Figure, weights: Weights) -> float:
    """How much of the shorter indicator both have in common, from 0 to 1."""
    return _share(_counted(one), _counted(other), weights)


def _share(mine: frozenset[str], its: frozenset[str], weights: Weights) -> float:
    least = min(weights.of_all(mine), weights.of_all(its))
    # One everyday word in common says little.
    return weights.of_all(mine & its) / least * min(1.0, least / 0.4) if least else 0.0


def _counted(figure: Figure) -> frozenset[str]:
    return pairs(NOISE.sub("，", indicator(figure.indicator))) or pairs(figure.indicator)


def _speaks_of(target: Figure, result: Figure) -> bool:
    """Whether unit and period let the result be one of the target."""
    if target.base_unit != result.base_unit or target.measure != result.measure:
        return False
    if target.period_start and result.period_end and result.period_end < target.period_start:
        return False
    if _ADDED.search(target.indicator) and result.period_end and not result.period_start:
        return False  # what was added is not what there is
    yearly = target.period_start is not None
    return not (
        yearly and target.period_end and result.period_start and result.period_start > target.period_end
    )


def _judge(target: Figure, results: Sequence[Figure], likeness: float) -> Comparison:
    at_most = target.comparator in _AT_MOST
    pick = min if at_most else max
    best = pick(results, key=lambda one: one.base_value)
    if _reaches(target, best.base_value, best, at_most=at_most):
        return Comparison(
            reached=True, arithmetic=_line(target, (best,), best.base_value, reached=True), likeness=likeness
        )
    parts = _parts(target, results)
    total = sum((one.base_value for one in parts), Decimal(0))
    if len(parts) > 1 and not at_most and target.measure == "level":
        reached = total >= target.base_value
        return Comparison(
            reached=reached, arithmetic=_line(target, parts, total, reached=reached), likeness=likeness
        )
    return Comparison(
        reached=False, arithmetic=_line(target, (best,), best.base_value, reached=False), likeness=likeness
    )


def _reaches(target: Figure, value: Decimal, result: Figure, *, at_most: bool) -> bool:
    if at_most:
        return value <= target.base_value and result.comparator not in ("ge", "gt")
    if result.comparator in _AT_MOST:
        return False
    return value > target.base_value if target.comparator == "gt" else value >= target.base_value


def _parts(target: Figure, results: Sequence[Figure]) -> tuple[Figure, ...]:
    """Results of single periods within that of the target, one for each period."""
    if not target.period_start:
        return ()
    by_period = {(one.period_start, one.period_end): one for one in results if one.period_start}
    return tuple(by_period[period] for period in sorted(by_period, key=str))


def _line(target: Figure, results: Sequence[Figure], total: Decimal, *, reached: bool) -> str:
    said = "+".join(_plain(one.value) for one in results)
    if len(results) > 1:
        said += f"={_plain(total / (results[0].base_value / results[0].value if results[0].value else 1))}"
    sign = {"le": "≤", "lt": "<", "gt": ">", "ge": "≥", "approx": "≈"}.get(target.comparator, "")
    verdict = "达到" if reached else "未达到"
    return f"{said}{results[0].unit} {verdict} {sign}{_plain(target.value)}{target.unit}"


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
