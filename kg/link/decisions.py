"""What people decided about names: pairs that are one thing, and pairs that are two, whatever the rules say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import identity, resources
from kg.models import Linked

COLUMNS = ("one", "other", "reason")


@dataclass(frozen=True, slots=True)
class Decision:
    """Two names or IRIs, whether they are one thing, and why."""

    one: str
    other: str
    same: bool
    reason: str


def seeded(folder: Path | None = None) -> tuple[Decision, ...]:
    """The decisions of `same.csv` and `different.csv`; KgError names a bad row."""
    place = folder or resources.SEEDS / "names"
    found: list[Decision] = []
    for name, same in (("same.csv", True), ("different.csv", False)):
        rows = resources.read_table(place / name, COLUMNS)
        found.extend(Decision(row["one"], row["other"], same, row["reason"] or name) for row in rows)
    return tuple(found)


def pairs(decisions: Iterable[Decision], documents: Sequence[Linked]) -> Iterator[tuple[str, str, bool, str]]:
    """The pairs of IRIs that each decision speaks of; a name that nothing bears speaks of none."""
    wanted = list(decisions)
    if not wanted:
        return
    bearers: dict[str, set[str]] = defaultdict(set)
    names = {identity.key(name) for one in wanted for name in (one.one, one.other) if "://" not in name}
    for linked in documents:
        for entity, iri in zip(linked.facts.entities, linked.entities, strict=True):
            for name in (entity.name, *entity.aliases, entity.number or ""):
                if names and (key := identity.key(name)) in names:
                    bearers[key].add(iri)
    for one in wanted:
        lefts = {one.one} if "://" in one.one else bearers[identity.key(one.one)]
        rights = {one.other} if "://" in one.other else bearers[identity.key(one.other)]
        for left in sorted(lefts):
            for right in sorted(rights - {left}):
                yield left, right, one.same, one.reason
