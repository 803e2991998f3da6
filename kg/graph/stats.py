"""Counts of a dataset: per document, class, status and body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.graph.store import Dataset
from kg.graph.terms import CG, DCTERMS, FOAF, LABEL, PREFERRED, SCHEMA, TYPE

_DOCUMENT_COLUMNS = (
    "document",
    "mentions",
    "planned",
    "ongoing",
    "delivered",
    "declined",
    "figures",
    "assertions",
)
_STATUSES = ("planned", "ongoing", "delivered", "declined")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts: `title` by language, names of columns, rows."""

    title: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def stats(dataset: Dataset) -> tuple[Table, ...]:
    """The tables per document, class, status and body, in this order."""
    return (_documents(dataset), _classes(dataset), _statuses(dataset), _bodies(dataset))


def _documents(dataset: Dataset) -> Table:
    counts: dict[NamedNode, Counter[str]] = {one: Counter() for one in dataset.instances(CG("Reply"))}
    for one, statuses in _statements(dataset):
        for document in dataset.values(one, CG("statedIn")):
            if isinstance(document, NamedNode) and document in counts:
                counts[document].update(statuses)
    for kind, name in ((CG("Figure"), "figures"), (CG("Assertion"), "assertions")):
        for one in dataset.instances(kind):
            for document in dataset.values(one, CG("statedIn")):
                if isinstance(document, NamedNode) and document in counts:
                    counts[document][name] += 1
    rows: list[tuple[str | int, ...]] = []
    for document, found in counts.items():
        found["mentions"] = len(dataset.values(document, SCHEMA("mentions")))
        name = (
            dataset.text(document, DCTERMS("identifier")) or dataset.text(document, LABEL) or document.value
        )
        rows.append((name, *(found[column] for column in _DOCUMENT_COLUMNS[1:])))
    return Table(
        {"zh": "文件", "en": "Documents"}, _DOCUMENT_COLUMNS, tuple(sorted(rows, key=lambda row: str(row[0])))
    )


def _classes(dataset: Dataset) -> Table:
    counts: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for quad in dataset.store.quads_for_pattern(None, TYPE, None):
        one, subject = quad.object, quad.subject
        if isinstance(one, NamedNode) and (one.value.startswith(CG.iri) or one == FOAF("Person")):
            pair = (str(subject), one.value)
            if pair not in seen:
                seen.add(pair)
                counts[one.value.replace("#", "/").rsplit("/", 1)[-1]] += 1
    return Table({"zh": "类", "en": "Classes"}, ("class", "things"), _ranked(counts))


def _statuses(dataset: Dataset) -> Table:
    counts: Counter[str] = Counter()
    for _, statuses in _statements(dataset):
        counts.update(statuses)
    rows = tuple((status, counts[status]) for status in _STATUSES)
    return Table({"zh": "状态", "en": "Statuses"}, ("status", "statements"), rows)


def _bodies(dataset: Dataset) -> Table:
    counts: dict[str, Counter[str]] = {}
    for one, statuses in _statements(dataset):
        for actor in dataset.values(one, CG("actor")):
            if isinstance(actor, NamedNode):
                name = dataset.text(actor, PREFERRED) or actor.value
                counts.setdefault(name, Counter()).update(statuses)
    ranked = sorted(counts, key=lambda name: (*(-counts[name][status] for status in _STATUSES), name))
    rows: list[tuple[str | int, ...]] = [
        (name, *(counts[name][status] for status in _STATUSES)) for name in ranked
    ]
    return Table({"zh": "单位", "en": "Bodies"}, ("body", *_STATUSES), tuple(rows))


def _statements(dataset: Dataset) -> list[tuple[NamedNode, list[str]]]:
    """Each statement with the names of its statuses (one, unless the graph is wrong)."""
    return [
        (one, [value.value.removeprefix(CG.iri) for value in dataset.values(one, CG("status"))])
        for one in dataset.instances(CG("Statement"))
    ]


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
