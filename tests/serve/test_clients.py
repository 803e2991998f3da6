"""Programs of others ask the server by the protocol, and the command line asks it as it asks a file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import KgError, UsageError
from kg.graph.query import run
from kg.graph.questions import bind, question, questions

LETTERS = "PREFIX cg: <https://w3id.org/commitment-graph/ontology#> SELECT ?l { ?l a cg:Reply } ORDER BY ?l"
COMUNICA = "@comunica/query-sparql@4.5.0"
"""The last that runs on Node 18 and 20 too."""


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


@pytest.fixture(scope="module")
def comunica() -> Path:
    """Comunica's command; fetched once into the user's cache, or taken from the folder that KG_COMUNICA names."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("KG_COMUNICA") or cache / "commitment-graph" / COMUNICA.replace("/", "-"))
    command = folder / "node_modules" / ".bin" / "comunica-sparql"
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("there is no node and npm: Comunica was not tried")
    if not command.exists():
        folder.mkdir(parents=True, exist_ok=True)
        quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0", "--fetch-timeout=20000")
        try:
            subprocess.run(
                ["npm", "install", *quiet, "--prefix", str(folder), COMUNICA],
                capture_output=True,
                check=True,
                timeout=300,
            )
        except (subprocess.SubprocessError, OSError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            pytest.skip(f"npm could not fetch Comunica, it was not tried: {error}")
    return command


def test_comunica(server, comunica: Path) -> None:  # type: ignore[no-untyped-def]
    def told(query: str, form: str) -> bytes:
        asked = [str(comunica), f"sparql@{server.address}/sparql", query, "-t", form]
        return subprocess.run(asked, capture_output=True, check=True, timeout=120).stdout

    rows = json.loads(told(LETTERS, "application/sparql-results+json"))
    assert len(rows["results"]["bindings"]) == 5
    cg = "https://w3id.org/commitment-graph/ontology#"
    made = told(f"CONSTRUCT WHERE {{ ?l <{cg}repliesTo> ?s }}", "application/n-triples")
    assert len(made.splitlines()) == 5


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


def test_the_command_line_asks_an_endpoint(server, five: Path) -> None:  # type: ignore[no-untyped-def]
    def told(place: object, *words: str, status: int = 0) -> str:
        result = CliRunner().invoke(main, ["query", str(place), *words])
        assert result.exit_code == status, result.output
        return result.stderr if status else result.stdout

    address = f"{server.address}/sparql"
    for words in (
        (LETTERS, "-f", "csv"),
        ("ASK { ?l a cg:Reply }", "-f", "json"),
        ("--name", "answer-to-suggestion", "--set", "number=151", "-f", "csv"),
        ("--name", "deadlines", "--set", "since=2023-01-01", "--limit", "3", "-f", "tsv"),
        ("--name", "cooperation-network", "-f", "csv"),
    ):
        assert sorted(told(address, *words).splitlines()) == sorted(told(five, *words).splitlines())
    assert "慈经信建〔2023〕19号" in told(address, "--name", "answer-to-suggestion", "--set", "number=151")
    assert "needs number=" in told(address, "--name", "answer-to-suggestion", status=2)
    assert "answered 400" in told(address, "SELECT nothing here", status=2)
    assert "cannot be asked" in told("http://127.0.0.1:1/sparql", LETTERS, status=1)


def test_an_endpoint_that_never_ends_is_left(dripping: str) -> None:
    begun = time.monotonic()
    with pytest.raises(KgError, match="took longer than 1 seconds"):
        run(dripping, "ASK { ?s ?p ?o }", timeout=1)
    assert time.monotonic() - begun < 10


def test_half_an_answer_is_none(five: Path, serving) -> None:  # type: ignore[no-untyped-def]
    with serving(five, "--timeout", "1", "--rate", "0", "--rows", "1000000000") as server:
        for query in ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "CONSTRUCT { ?a ?e ?f } { ?a ?b ?c . ?d ?e ?f }"):
            with pytest.raises(KgError, match="broke its answer off"):
                run(f"{server.address}/sparql", query)


@pytest.fixture
def dripping() -> Iterator[str]:
    """The address of an endpoint that sends a byte now and then, for ever."""
    over = threading.Event()

    class Drip(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            with suppress(OSError):
                while not over.wait(0.2):
                    self.wfile.write(b" ")
                    self.wfile.flush()

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Drip) as endpoint:
        threading.Thread(target=endpoint.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{endpoint.server_port}/sparql"
        over.set()
        endpoint.shutdown()


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
