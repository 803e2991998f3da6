"""What a clause is about, in pairs of characters, each weighed by how rare it is in such letters."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from kg import resources
from kg.text.fold import fold

_TIME = re.compile(
    r"(?:截至|截止|到|至|自|从)?(?:(?:19|20)\d\d年?)?[-—至、和及]*(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|初|末|以来)?(?:前|以前|之前)?"
    r"|\d{1,2}月(?:\d{1,2}日)?(?:底|初|末)?(?:前|以前|之前)?|今年以来|今年|去年|明年|全年|年内|当年|本年度|每年度?|年底前?|上半年|下半年|"
    r"截至目前|目前|近年来|[一二三四]季度|“?十[二三四五]五”?(?:期间|末)?"
)
_NUMBER = re.compile(
    r"(?:超过|超|约|近|不少于|不低于|达到|达|共计|共|累计)*\d+(?:\.\d+)?(?:%|[余多]?[万亿千百]*[余多]?[元人户家个名台辆张条项次场期处所亩起部公里米]*)"
)
_FILLER = re.compile(
    r"^(?:[一二三四五六七八九十]+(?:是|、)|（[一二三四五六七八九十\d]+）|\d+[.、．])|"
    r"(?:我市|我县|我区|我局|我委|我办|全市|全县|全区|全省|本市|本县|本区|进一步|积极|继续|大力|深入|持续|不断|切实|着力|认真|全面|加快|会同|有关部门|相关|等)"
)
_BREAK = re.compile(r"[，。；：、,;:!！?？\s]+")
_PURPOSE = re.compile(
    r"(?:以|从而|进而|努力|不断|进一步|全力|切实|有效|为.{2,12})?(?:助推|推动.{0,12}发展|促进|营造|增强|助力|助企|夯实|激发|提升|提高|保障.{0,12}发展|加快推动|"
    r"形成.{0,8}合力|提供.{0,10}(?:支撑|保障))"
)
"""How a clause begins that only says what an act is good for."""
_SIDES = re.compile(r"[，。；！？\n]")
_RUN = re.compile(r"[一-鿿A-Za-z]+|\d+\+\d*\+?[A-Za-z]*")


@cache
def common() -> dict[str, float]:
    """The share of statements of letters of reply that hold a pair of characters, for frequent pairs."""
    rows = resources.read_table(resources.SEEDS / "ledger" / "common_pairs.csv", ("pair", "share"))
    return {row["pair"]: float(row["share"]) for row in rows}


@lru_cache(maxsize=1 << 14)
def pairs(clause: str) -> frozenset[str]:
    """The pairs of characters of what the clause is about; times, numbers and fillers are left out."""
    plain = _FILLER.sub("，", _NUMBER.sub("，", _TIME.sub("，", fold(clause))))
    found: set[str] = set()
    for piece in _BREAK.split(plain):
        for run in _RUN.findall(piece):
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)


@lru_cache(maxsize=1 << 14)
def sides(words: str) -> tuple[str, ...]:
    """The clauses of a statement that name an act, in their order; what it is good for is left out."""
    found = [side for side in _SIDES.split("".join(words.split())) if len(side) >= 4]
    return tuple(side for at, side in enumerate(found) if at == 0 or not _PURPOSE.match(side))


class Weights:
    """How much a shared pair says: rare in letters of reply at large, and rare in the letters at hand."""

    def __init__(self, counts: Counter[str], total: int) -> None:
        self._counts = counts
        self._total = max(total, 1)
        self._known: dict[str, float] = {}

    @classmethod
    def of(cls, statements: Iterable[frozenset[str]]) -> Weights:
        """Weights from the pairs of each statement of a place."""
        counts: Counter[str] = Counter()
        total = 0
        for one in statements:
            counts.update(one)
            total += 1
        return cls(counts, total)

    def of_pair(self, pair: str) -> float:
        """From 0 (in every statement) to 1 (hardly anywhere)."""
        known = self._known.get(pair)
        if known is None:
            here = (self._counts[pair] + 1) / (self._total + 30)
            share = max(common().get(pair, 0.0), here * 0.5, 0.002)
            known = self._known[pair] = min(1.0, math.log(share) / math.log(0.002))
        return known

    def of_all(self, found: Iterable[str]) -> float:
        """The sum over pairs."""
        return sum(map(self.of_pair, found))
