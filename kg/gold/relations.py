"""Annotated relations as labels of pairs of entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.extract.entities import Names
from kg.extract.relations import Pair
from kg.gold.annotation import Annotation
from kg.gold.score import _GOLD_KINDS, _KINDS, key


def match(annotation: Annotation, names: Names) -> dict[int, int]:
    """The annotated entity of each entity of a letter, where one of its names is annotated under a compatible kind."""
    forms: dict[tuple[str, str], int] = {}
    for number, entity in enumerate(annotation.entities):
        for form in (entity["name"], *entity.get("aliases", []), entity.get("number") or entity["name"]):
            forms.setdefault((_GOLD_KINDS[entity["type"]], key(form)), number)
    found: dict[int, int] = {}
    for number, one in enumerate(names.entities):
        hits = [
            forms[kind, key(form)]
            for kind in {_KINDS[k] for k in one.kinds}
            for form in (one.name, *one.aliases)
            if (kind, key(form)) in forms
        ]
        if hits:
            found[number] = hits[0]
    return found


def labels(
    annotation: Annotation, names: Names, pairs: Sequence[Pair], otherwise: str | None = None
) -> list[str | None]:
    """The predicate of each pair, `none` for pairs that nothing relates, None where the annotation leaves it open.

    A pair of which one is not annotated gets the label `otherwise`.
    """
    index: dict[str, int] = {}
    for number, entity in enumerate(annotation.entities):
        for form in (entity["name"], *entity.get("aliases", []), entity.get("number") or entity["name"]):
            index.setdefault(key(form), number)
    related: dict[tuple[int, int], list[tuple[str, bool]]] = defaultdict(list)
    for relation in annotation.relations:
        s, o = index.get(key(relation["s"])), index.get(key(relation["o"]))
        if s is not None and o is not None:
            optional = bool(
                relation.get("optional")
                or annotation.entities[s].get("optional")
                or annotation.entities[o].get("optional")
            )
            related[s, o].append((relation["p"], optional))
    matched = match(annotation, names)
    result: list[str | None] = []
    for pair in pairs:
        s, o = matched.get(pair.subject), matched.get(pair.object)
        if s is None or o is None:
            result.append(otherwise)
            continue
        truth = related.get((s, o), [])
        required = [p for p, optional in truth if not optional]
        free = truth or annotation.entities[s].get("optional") or annotation.entities[o].get("optional")
        result.append(required[0] if required else None if free else "none")
    return result
