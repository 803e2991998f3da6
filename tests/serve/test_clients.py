"""Programs of others ask the server by the protocol, and the command line asks it as it asks a file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.errors import KgError, UsageError
from kg.graph.query import run
from kg.graph.questions import bind, question, questions

LETTERS = "PREFIX cg: <https://w3id.org/commitment-graph/ontology#> SELECT ?l { ?l a cg:Reply } ORDER BY ?l"
COMUNICA = os.environ.get("KG_COMUNICA", "")
"""A folder in which `npm install @comunica/query-sparql` was called."""


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper(server, method: str) -> None:  # type: ignore[no-untyped-def]
    wrapper = pytest.importorskip("SPARQLWrapper")
    asked = wrapper.SPARQLWrapper(f"{server.address}/sparql")
    asked.setMethod(method)
    for form in (wrapper.JSON, wrapper.XML, wrapper.CSV, wrapper.TSV):
        asked.setQuery(LETTERS)
        asked.setReturnFormat(form)
        assert asked.query().convert()
    asked.setReturnFormat(wrapper.JSON)
    assert len(asked.query().convert()["results"]["bindings"]) == 5
    asked.setQuery("CONSTRUCT WHERE { ?l <https://w3id.org/commitment-graph/ontology#repliesTo> ?s }")
    for form in (wrapper.TURTLE, wrapper.N3, wrapper.JSONLD, wrapper.RDFXML):
        asked.setReturnFormat(form)
        answer = asked.query().convert()
        assert answer
    asked.setQuery("SELECT nothing")
    asked.setReturnFormat(wrapper.JSON)
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        asked.query()


@pytest.mark.skipif(not COMUNICA or not shutil.which("node"), reason="KG_COMUNICA names no folder: not tried")
def test_comunica(server) -> None:  # type: ignore[no-untyped-def]
    command = Path(COMUNICA) / "node_modules" / ".bin" / "comunica-sparql"
    answer = subprocess.run(
        [command, f"sparql@{server.address}/sparql", LETTERS, "-t", "application/sparql-results+json"],
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert len(json.loads(answer.stdout)["results"]["bindings"]) == 5


@pytest.mark.parametrize(
    "name", ["letters", "open-commitments", "answer-to-suggestion", "cooperation-network"]
)
def test_an_endpoint_answers_as_the_file_does(server, five: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    given = {"body": "慈溪市经济和信息化局", "number": "151"}
    one = question(name)
    text, terms = bind(one, {p.name: given[p.name] for p in one.parameters if p.required})
    here, there = run(five, text, terms), run(f"{server.address}/sparql", text, terms)
    assert there.kind == here.kind
    assert set(there.rows) == set(here.rows)


def test_every_question_is_understood_over_http(server, five: Path) -> None:  # type: ignore[no-untyped-def]
    given = {"day": "2026-11-21", "document": "慈经信建〔2023〕19号"}
    for one in questions().values():
        text, terms = bind(one, {p.name: given.get(p.name, "平台") for p in one.parameters if p.required})
        assert len(run(f"{server.address}/sparql", text, terms)) == len(run(five, text, terms)), one.name


def test_an_endpoint_takes_prefixes_graphs_and_limits(server) -> None:  # type: ignore[no-untyped-def]
    address = f"{server.address}/sparql"
    assert len(run(address, "SELECT ?l { ?l a cg:Reply }")) == 5
    cut = run(address, "SELECT ?l { ?l a cg:Reply }", limit=2)
    assert (len(cut), cut.more) == (2, True)
    assert run(address, "ASK { ?l a cg:Reply }")
    registry = "https://w3id.org/commitment-graph/id/graph/registry"
    assert not run(address, "ASK { ?p a cg:Passage }", default=[registry])


def test_what_an_endpoint_says_is_passed_on(server) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError, match="answered 400"):
        run(f"{server.address}/sparql", "SELECT nothing")
    with pytest.raises(UsageError, match="SERVICE is refused"):
        run(f"{server.address}/sparql", "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }")
    with pytest.raises(KgError, match="answered 404"):
        run(f"{server.address}/nothing", "ASK { ?s ?p ?o }")
    with pytest.raises(KgError, match="cannot be asked"):
        run("http://127.0.0.1:1/sparql", "ASK { ?s ?p ?o }")
