"""The W3C's SPARQL 1.1 query-evaluation tests, put to `kg serve` over HTTP.

The tests stand in the folder that KG_W3C_TESTS names (`sparql11` of w3c/rdf-tests). All their data are one
dataset, a named graph each; a test names its graphs as the protocol lets it. Without the folder nothing runs,
and the test says so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

FOLDER = os.environ.get("KG_W3C_TESTS", "")
BASE = "http://w3c.example/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

NUMBER = 225
KNOWN = {
    "GRAPH ?g binds nothing around a sub-select, VALUES or MINUS (Oxigraph)": (
        "aggregates/agg-empty-group-count-graph",
        "bindings/graph",
        "negation/graph-minus",
    ),
    "a zero-length path from a constant finds nothing in an empty graph (Oxigraph)": (
        "property-path/zero_or_more_set_start",
        "property-path/zero_or_more_set_end",
        "property-path/zero_or_one_set_start",
        "property-path/zero_or_one_set_end",
    ),
    "GROUP_CONCAT drops the language that all its strings share (Oxigraph)": (
        "aggregates/agg-groupconcat-04",
        "aggregates/agg-groupconcat-06",
    ),
    "BNODE(label) gives the same node in every row (Oxigraph)": ("functions/bnode01",),
}
"""Tests that fail, by reason."""

pytestmark = pytest.mark.skipif(not FOLDER, reason="KG_W3C_TESTS names no folder: the W3C tests did not run")


@dataclass(slots=True)
class Case:
    """A test: what to ask of which graphs, and the file of the answer."""

    name: str
    query: Path
    result: Path
    default: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)


def _iri(path: Path) -> str:
    return BASE + path.relative_to(FOLDER).as_posix()


def _path(iri: str) -> Path:
    return Path(FOLDER) / iri.removeprefix(BASE)


class _Manifest:
    """A manifest as a graph that can be walked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        quads = parse(path=str(path), format=RdfFormat.TURTLE, base_iri=_iri(path))
        self.graph = Dataset(quads)

    def all(self, subject: object, predicate: str) -> list[NamedNode | BlankNode | Literal]:
        found = self.graph.quads_for_subject(subject)  # type: ignore[arg-type]
        return [quad.object for quad in found if quad.predicate.value == predicate]  # type: ignore[misc]

    def one(self, subject: object, predicate: str) -> NamedNode | BlankNode | Literal | None:
        return next(iter(self.all(subject, predicate)), None)

    def list_of(self, head: object) -> Iterator[NamedNode | BlankNode | Literal]:
        while isinstance(head, BlankNode):
            first = self.one(head, f"{RDF}first")
            assert first is not None
            yield first
            head = self.one(head, f"{RDF}rest")

    def entries(self, of: str) -> Iterator[object]:
        (head,) = (q.object for q in self.graph if q.predicate.value == MF + of)
        yield from self.list_of(head)


def cases() -> list[Case]:
    """All query-evaluation tests."""
    if not FOLDER:
        return []
    found = []
    for include in _Manifest(Path(FOLDER) / "manifest-sparql11-query.ttl").entries("include"):
        assert isinstance(include, NamedNode)
        path = _path(include.value)
        manifest = _Manifest(path)
        for entry in manifest.entries("entries"):
            kinds = [getattr(one, "value", "") for one in manifest.all(entry, f"{RDF}type")]
            if f"{MF}QueryEvaluationTest" not in kinds:
                continue
            action = manifest.one(entry, f"{MF}action")
            query, result = manifest.one(action, f"{QT}query"), manifest.one(entry, f"{MF}result")
            assert isinstance(entry, NamedNode)
            assert isinstance(query, NamedNode)
            assert isinstance(result, NamedNode)
            found.append(
                Case(
                    f"{path.parent.name}/{entry.value.rpartition('#')[2]}",
                    _path(query.value),
                    _path(result.value),
                    [one.value for one in manifest.all(action, f"{QT}data") if isinstance(one, NamedNode)],
                    [
                        one.value
                        for one in manifest.all(action, f"{QT}graphData")
                        if isinstance(one, NamedNode)
                    ],
                )
            )
    return found


CASES = cases()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serving) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """A server whose dataset holds every file of data as a graph of its own."""
    quads = []
    fresh = count()
    for iri in sorted({one for case in CASES for one in (*case.default, *case.named)}):
        path = _path(iri)
        form = RdfFormat.RDF_XML if path.suffix == ".rdf" else RdfFormat.TURTLE
        renamed: dict[object, BlankNode] = {}
        for quad in parse(path=str(path), format=form, base_iri=iri):
            for end in (quad.subject, quad.object):
                if isinstance(end, BlankNode) and end not in renamed:
                    renamed[end] = BlankNode(f"b{next(fresh)}")
            subject: Any = renamed.get(quad.subject, quad.subject)
            value: Any = renamed.get(quad.object, quad.object)
            quads.append(Quad(subject, quad.predicate, value, NamedNode(iri)))
    folder = tmp_path_factory.mktemp("w3c")
    file = folder / "graph.nq"
    quads.append(Quad(NamedNode(NOTHING), NamedNode(NOTHING), NamedNode(NOTHING), NamedNode(NOTHING)))
    serialize(quads, str(file), format=RdfFormat.N_QUADS)
    with serving(file, "--rate", "0") as server:
        yield server.address


NOTHING = "http://w3c.example/nothing"
"""A graph that no test asks about: named where a test has an empty default graph."""


def ask(address: str, case: Case) -> httpx.Response:
    text = f"BASE <{_iri(case.query)}>\n{case.query.read_text(encoding='utf-8')}"
    default = [one for one in case.default if any(parse(path=str(_path(one)), base_iri=one))]
    fields = {"query": text, "default-graph-uri": default, "named-graph-uri": case.named}
    if re.search(r"\bFROM\b", text):  # what the request names would take the place of what the query does
        fields = {"query": text}
    elif not default and not case.named:
        fields["named-graph-uri"] = [NOTHING]
    accept = "application/sparql-results+json, application/n-triples"
    answer = httpx.post(f"{address}/sparql", data=fields, headers={"Accept": accept}, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer


# --- comparing --------------------------------------------------------------------------------------------


def expected(case: Case) -> tuple[str, object, bool]:
    """Kind, rows (or truth, or triples) and whether their order counts."""
    ordered = "ORDER BY" in case.query.read_text(encoding="utf-8").upper()
    forms = {
        ".srx": QueryResultsFormat.XML,
        ".srj": QueryResultsFormat.JSON,
        ".tsv": QueryResultsFormat.TSV,
    }
    if case.result.suffix in forms:
        found = parse_query_results(path=str(case.result), format=forms[case.result.suffix])
        if isinstance(found, QueryBoolean):
            return "ask", bool(found), False
        return "select", rows_of(found), ordered
    triples = [
        quad.triple
        for quad in parse(path=str(case.result), format=RdfFormat.TURTLE, base_iri=_iri(case.result))
    ]
    if any(one.object == NamedNode(f"{RS}ResultSet") for one in triples):
        return "select", rows_of_graph(triples), ordered
    return "construct", triples, False


Row = dict[str, object]


def rows_of(found: QuerySolutions) -> list[Row]:
    names = [one.value for one in found.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in found]


def rows_of_graph(triples: list[Triple]) -> list[Row]:
    """Rows from the vocabulary of result sets."""

    def values(subject: object, name: str) -> list[Any]:
        return [t.object for t in triples if t.subject == subject and t.predicate.value == RS + name]

    (table,) = (t.subject for t in triples if t.object == NamedNode(f"{RS}ResultSet"))
    return [
        {values(one, "variable")[0].value: values(one, "value")[0] for one in values(solution, "binding")}
        for solution in values(table, "solution")
    ]


def folded(term: object) -> object:
    """Numbers and truth by value: 2.0 and 2 of one type are one."""
    if isinstance(term, Literal) and term.datatype.value.startswith(XSD):
        kind = term.datatype.value.removeprefix(XSD)
        if kind == "boolean":
            return (kind, term.value in ("true", "1"))
        if kind in ("integer", "decimal", "double", "float"):
            try:
                if kind in ("double", "float"):
                    return (kind, repr(float(term.value.replace("INF", "inf"))))  # NaN is itself here
                return (kind, Decimal(term.value).normalize())
            except (InvalidOperation, ValueError):
                pass
    return term


def same_rows(one: list[Row], other: list[Row], *, ordered: bool) -> bool:
    """Whether rows are equal up to the names of blank nodes."""
    if len(one) != len(other):
        return False

    def match(rows: list[Row], left: list[Row], names: dict[object, object]) -> bool:
        if not rows:
            return True
        row, *rest = rows
        for index, candidate in enumerate(left[:1] if ordered else left):
            known = dict(names)
            alike = row.keys() == candidate.keys() and all(same(row[k], candidate[k], known) for k in row)
            if alike and match(rest, left[:index] + left[index + 1 :], known):
                return True
        return False

    def same(a: object, b: object, names: dict[object, object]) -> bool:
        if isinstance(a, BlankNode) and isinstance(b, BlankNode):
            if a in names or b in names.values():
                return names.get(a) == b
            names[a] = b
            return True
        return folded(a) == folded(b)

    return match(one, other, {})


def same_graphs(one: list[Triple], other: list[Triple]) -> bool:
    sets = []
    for triples in (one, other):
        graph = Dataset(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
        graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
        sets.append({str(quad) for quad in graph})
    return sets[0] == sets[1]


FAILING = {name for names in KNOWN.values() for name in names}


def test_there_are_as_many_as_the_suite_has() -> None:
    assert len(CASES) == NUMBER


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_evaluation(address: str, case: Case, request: pytest.FixtureRequest) -> None:
    if case.name in FAILING:
        request.applymarker(pytest.mark.xfail(strict=True, reason="known"))
    answer = ask(address, case)
    kind, wanted, ordered = expected(case)
    if kind == "construct":
        found = [quad.triple for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)]
        assert same_graphs(found, wanted)  # type: ignore[arg-type]
        return
    read = parse_query_results(answer.content, format=QueryResultsFormat.JSON)
    if kind == "ask":
        assert isinstance(read, QueryBoolean)
        assert bool(read) == wanted
        return
    assert isinstance(read, QuerySolutions)
    assert same_rows(rows_of(read), wanted, ordered=ordered)  # type: ignore[arg-type]
