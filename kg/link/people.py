"""People of one name: what a letter says of a person beside the name tells two deputies apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from kg import identity
from kg.models import Facts, Kind, Linked, Merge

_BESIDE = re.compile(r"[^（）()，,、；;。：:\n]{1,12}?(?:代表|委员)?\s*[（(]([^（）()]{1,30})[）)]")
_SAYS_NOTHING = re.compile(
    r"^(?:女|男|..?族|代表|委员|副?(?:局长|主任|书记|市长|县长|区长)|签名|签章|\d+人?)$"
)


def described(facts: Facts, index: int) -> str | None:
    """The unit or town that the letter prints in brackets after a person's name; None where it prints none."""
    for mention in facts.entities[index].mentions:
        found = _BESIDE.match(facts.document.text, mention.span.begin)
        if found and found.start(1) <= mention.span.end + len("代表（"):
            said = [part for part in re.split(r"[，,、；;\s]+", found[1]) if part]
            telling = [part for part in said if not _SAYS_NOTHING.match(part) and len(part) >= 3]
            if telling:
                return telling[0]
    return None


def minted(facts: Facts, index: int, base: str) -> str:
    """The IRI of an entity; that of a person who is described beside the name bears the description."""
    iri = identity.entity(facts, index, base)
    if facts.entities[index].kinds[0] is not Kind.PERSON:
        return iri
    said = described(facts, index)
    return f"{iri}/{identity.path(said)}" if said else iri


def same_people(documents: Sequence[Linked], base: str) -> tuple[list[Merge], list[Merge]]:
    """People of one name and place: joined where nothing speaks against it, else (second list) in doubt."""
    described_as: dict[str, set[str]] = defaultdict(set)
    plain: set[str] = set()
    for linked in documents:
        for index, (entity, iri) in enumerate(zip(linked.facts.entities, linked.entities, strict=True)):
            if entity.kinds[0] is Kind.PERSON:
                bare = identity.entity(linked.facts, index, base)
                if iri == bare:
                    plain.add(bare)
                else:
                    described_as[bare].add(iri)
    same, doubtful = [], []
    for bare, iris in sorted(described_as.items()):
        one, *others = sorted(iris)
        if not others and bare in plain:
            same.append(Merge(one, bare, "one name in one place, described once"))
        doubtful += [Merge(other, one, "one name in one place, described differently") for other in others]
        if others and bare in plain:
            doubtful.append(Merge(one, bare, "one name in one place; several bear it"))
    return same, doubtful
