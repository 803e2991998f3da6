"""How fast the graph answers: a generated graph of KG_BENCH_QUADS quads, ratios measured in one run.

    KG_BENCH_QUADS=1000000 pytest tests/bench/test_queries.py -s

Measured are the making of a store, a four-way join beside rdflib's memory store, the named questions, and
requests a second beside the `oxigraph` server, where that is installed (`pip install oxigraph`), and loading, the
join and requests beside Virtuoso 7, where Debian's packages are installed or unpacked.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from pyoxigraph import RdfFormat, Store

from kg.graph.query import run
from kg.graph.questions import Question, bind, question, questions
from kg.graph.results import plain
from kg.graph.store import FILE, STORE, put_store

QUADS = int(os.environ.get("KG_BENCH_QUADS", "0"))
PLACE = os.environ.get("KG_BENCH_FOLDER", "")
"""Where the generated graph is kept between runs; a temporary folder without it."""
pytestmark = pytest.mark.skipif(not QUADS, reason="KG_BENCH_QUADS is not set: nothing was measured")

BASE = "https://w3id.org/commitment-graph/id/"
CG = "https://w3id.org/commitment-graph/ontology#"
PREFIXES = {
    "cg": CG,
    "dct": "http://purl.org/dc/terms/",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "schema": "https://schema.org/",
    "its": "http://www.w3.org/2005/11/its/rdf#",
}
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
JOIN = """PREFIX cg: <https://w3id.org/commitment-graph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?body (COUNT(*) AS ?n) WHERE {
  ?commitment a cg:Commitment . ?commitment cg:statedIn ?letter .
  ?letter dcterms:publisher ?body . ?commitment cg:about ?thing . ?thing a cg:Policy .
} GROUP BY ?body ORDER BY DESC(?n) ?body LIMIT 10"""


def iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def generate(path: Path, quads: int) -> None:
    """A graph like that of letters: 3,000 documents a million quads, names that recur as they do."""
    chance = random.Random(7)  # noqa: S311 - the same graph each time
    bodies = [f"<{BASE}body/某市第{i}局>" for i in range(300)]
    people = [f"<{BASE}person/某市/代表{i}>" for i in range(3000)]
    policies = [f"<{BASE}policy/某市/政策{i}>" for i in range(2000)]
    registry = f"<{BASE}graph/registry>"
    with path.open("w", encoding="utf-8") as file:
        written = 0

        def say(graph: str, subject: str, *facts: tuple[str, str]) -> None:
            nonlocal written
            file.writelines(f"{subject} {p} {o} {graph} .\n" for p, o in facts)
            written += len(facts)

        for kind, things in (("GovernmentBody", bodies), ("Policy", policies)):
            for number, thing in enumerate(things):
                name = thing[1:-1].rpartition("/")[2]
                say(registry, thing, (TYPE, iri(f"cg:{kind}")), (iri("skos:prefLabel"), f'"{name}"'))
                say(
                    registry,
                    thing,
                    (iri("rdfs:label"), f'"{name}"'),
                    (iri("skos:altLabel"), f'"又名{number}-{kind}"'),
                )
        for thing in people:
            name = thing[1:-1].rpartition("/")[2]
            say(registry, thing, (TYPE, iri("foaf:Person")), (TYPE, iri("foaf:Agent")))
            say(registry, thing, (iri("skos:prefLabel"), f'"{name}"'))
        say(registry, f"<{BASE}dataset>", ("<http://rdfs.org/ns/void#uriSpace>", f'"{BASE}"'))
        for body in bodies:
            say(registry, body, (TYPE, "<http://www.w3.org/ns/org#Organization>"))
        document = 0
        while written < quads:
            document += 1
            letter(say, chance, document, bodies, people, policies)


def number_of(n: int) -> str:
    """The number of the n-th letter."""
    return f"字〔{2015 + n % 10}〕{n}号"


def letter(
    say: Callable[..., None],
    chance: random.Random,
    n: int,
    bodies: list[str],
    people: list[str],
    policies: list[str],
) -> None:
    """One letter of about 330 quads."""
    body, year = chance.choice(bodies), 2015 + n % 10
    plain = f"{BASE}document/{body[1:-1].rpartition('/')[2]}/{number_of(n)}"
    graph = f"<{plain}>"
    suggestion = f"<{BASE}suggestion/第{year}次/{n}>"
    sentences = [
        f"第{n}号第{i}句：我局将推进第{chance.randrange(10**6)}项工作，力争年内完成{i}个。" for i in range(20)
    ]
    day = f'"{year}-06-{1 + n % 28:02}"^^{iri("xsd:date")}'
    say(
        graph,
        graph,
        (TYPE, iri("cg:Reply")),
        (TYPE, iri("cg:Document")),
        (iri("dct:identifier"), f'"{number_of(n)}"'),
    )
    say(graph, graph, (iri("dct:title"), f'"关于第{n}号建议的答复"'), (iri("dct:publisher"), body))
    say(graph, graph, (iri("dct:issued"), day), (iri("cg:issuedFrom"), day), (iri("cg:issuedTo"), day))
    say(graph, graph, (iri("cg:repliesTo"), suggestion), (iri("nif:isString"), f'"{"".join(sentences)}"'))
    say(graph, suggestion, (TYPE, iri("cg:Suggestion")), (iri("dct:identifier"), f'"{n}"'))
    say(
        graph, suggestion, (iri("cg:proposedBy"), chance.choice(people)), (iri("dct:title"), f'"第{n}号建议"')
    )
    for one in chance.sample(policies, 3):
        say(graph, graph, (iri("dct:references"), one), (iri("schema:mentions"), one))
    at = 0
    for i, sentence in enumerate(sentences):
        kind, status = chance.choice(
            (("Commitment", "planned"), ("Practice", "ongoing"), ("Achievement", "delivered"))
        )
        one, passage = f"<{plain}#statement={i}>", f"<{plain}#char={at},{at + len(sentence)}>"
        say(
            graph,
            one,
            (TYPE, iri("cg:Statement")),
            (TYPE, iri(f"cg:{kind}")),
            (iri("rdfs:label"), f'"{sentence}"'),
        )
        say(
            graph,
            one,
            (iri("cg:status"), iri(f"cg:{status}")),
            (iri("cg:statedIn"), graph),
            (iri("cg:actor"), body),
        )
        say(graph, one, (iri("cg:about"), chance.choice(policies)), (iri("cg:evidence"), passage))
        say(graph, passage, (TYPE, iri("cg:Passage")), (iri("nif:anchorOf"), f'"{sentence}"'))
        begin, end = (f'"{x}"^^{iri("xsd:nonNegativeInteger")}' for x in (at, at + len(sentence)))
        say(
            graph,
            passage,
            (iri("nif:beginIndex"), begin),
            (iri("nif:endIndex"), end),
            (iri("nif:referenceContext"), graph),
        )
        if kind == "Commitment" and i % 3 == 0:
            say(graph, one, (iri("cg:deadline"), f'"{year + 1}-12-31"^^{iri("xsd:date")}'))
        if i % 4 == 0:
            figure = f"<{plain}#figure={i}>"
            value = f'"{chance.randrange(10, 10**7)}"^^{iri("xsd:decimal")}'
            say(graph, one, (iri("cg:hasFigure"), figure))
            say(
                graph,
                figure,
                (TYPE, iri("cg:Figure")),
                (iri("cg:indicator"), f'"第{i}项指标"'),
                (iri("cg:value"), value),
            )
            say(
                graph,
                figure,
                (iri("cg:unit"), '"元"'),
                (iri("cg:baseUnit"), '"元"'),
                (iri("cg:baseValue"), value),
            )
            say(
                graph,
                figure,
                (iri("cg:role"), '"target"'),
                (iri("cg:measure"), '"level"'),
                (iri("cg:comparator"), '"ge"'),
            )
            say(graph, figure, (iri("cg:statedIn"), graph), (iri("cg:evidence"), passage))
        at += len(sentence)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(PLACE or tmp_path_factory.mktemp("bench")) / str(QUADS)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / FILE).is_file():
        generate(folder / "part", QUADS)
        (folder / "part").rename(folder / FILE)
    return folder


def report(name: str, words: str) -> None:
    sys.stdout.write(f"\n{QUADS:,} quads: {name}: {words}")


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def test_making_a_store(build: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    alone = tmp_path_factory.mktemp("alone") / "store"

    def plain() -> None:
        store = Store(str(alone))
        store.bulk_load(path=str(build / FILE), format=RdfFormat.N_QUADS)
        store.flush()

    theirs, ours = [], []  # ours also puts the files in order, which makes look-ups faster
    for _ in range(3 if QUADS <= 1_000_000 else 1):  # in turns, so that both meet the same weather
        theirs.append(timed(plain))
        shutil.rmtree(alone)
        shutil.rmtree(build / STORE, ignore_errors=True)
        ours.append(timed(lambda: put_store(build)))
    ratio = min(theirs) / min(ours)
    report("store", f"{QUADS / min(ours):,.0f} quads/s, {ratio:.2f} of bulk_load alone")
    assert ratio >= 0.8


RDFLIB = """
import sys, time
from rdflib import Dataset
graph = Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
print("loaded", flush=True)
begun = time.perf_counter()
rows = list(graph.query(sys.argv[2]))
print(time.perf_counter() - begun, len(rows), flush=True)
"""


@pytest.mark.skipif(QUADS > 1_000_000, reason="rdflib's memory store is not asked for more")
def test_a_join_beside_rdflib(build: Path) -> None:
    if not (build / STORE).is_dir():
        put_store(build)
    ours: dict[str, float] = {}
    for place, name in ((build, "on disk"), (build / FILE, "in memory")):
        run(place, JOIN)
        ours[name] = min(timed(lambda place=place: run(place, JOIN)) for _ in range(3))  # type: ignore[misc]
        report("join", f"{ours[name]:.3f} s {name}")
    patience = max(105 * max(ours.values()), 10)
    process = subprocess.Popen(
        [sys.executable, "-c", RDFLIB, str(build / FILE), JOIN], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "loaded"
    try:
        said, _ = process.communicate(timeout=patience)
        theirs, sign = float(said.split()[0]), ""
    except subprocess.TimeoutExpired:
        process.kill()
        theirs, sign = patience, "more than "
    ratios = ", ".join(f"{sign}{theirs / taken:.0f} times as long as {name}" for name, taken in ours.items())
    report("join", f"rdflib in memory {sign}{theirs:.1f} s, {ratios}")
    assert theirs / ours["in memory"] >= 100


VALUES: dict[str, Callable[[random.Random], str]] = {
    "body": lambda chance: f"某市第{chance.randrange(300)}局",
    "person": lambda chance: f"代表{chance.randrange(3000)}",
    "number": lambda chance: str(chance.randrange(1, QUADS // 400)),
    "name": lambda chance: f"政策{chance.randrange(2000)}",
    "document": lambda chance: number_of(chance.randrange(1, QUADS // 400)),
    "day": lambda chance: f"{chance.randrange(2016, 2027)}-01-01",
    "word": lambda chance: f"第{chance.randrange(20)}项",
    "words": lambda chance: f"第{chance.randrange(20)}项",
}
QUICK = {
    "answer-to-suggestion",
    "commitments-in-letter",
    "document-card",
    "names-of-thing",
    "partners-of-body",
    "proposals-of-person",
    "relations-of-thing",
    "who-cites",
}
"""Look-ups of one thing whose answer does not grow with the graph; the others list or count, be it all that the
letters of ten years say of a body."""


def test_look_ups(build: Path) -> None:
    if not (build / STORE).is_dir():
        put_store(build)
    chance = random.Random(1)  # noqa: S311 - the same values each time
    lookups: list[float] = []
    for name in sorted(QUICK):
        times = [taken for _ in range(30) if (taken := _asked(build, question(name), chance)) is not None]
        _tell(name, times)
        lookups += times[1:]
    report("look-ups", f"p50 {statistics.median(lookups) * 1000:.1f} ms, p95 {_p95(lookups) * 1000:.1f} ms")
    assert len(lookups) == 29 * len(QUICK)
    assert _p95(lookups) <= 0.05


def test_lists_and_counts(build: Path) -> None:
    """Told, not bounded: what they go through grows with the graph."""
    chance = random.Random(1)  # noqa: S311 - the same values each time
    for name, one in questions().items():
        if name not in QUICK:
            times: list[float] = []
            while (
                len(times) < (2 if QUADS <= 1_000_000 else 1)
                and (taken := _asked(build, one, chance)) is not None
            ):
                times.append(taken)
            _tell(name, times)


def _tell(name: str, times: list[float]) -> None:
    if times:
        report(name, f"p50 {statistics.median(times) * 1000:.1f} ms, p95 {_p95(times) * 1000:.1f} ms")
    else:
        report(name, "over 60 s")


def _asked(build: Path, one: Question, chance: random.Random) -> float | None:
    text, terms = bind(one, {p.name: VALUES[p.name](chance) for p in one.parameters if p.required})
    try:
        return timed(lambda: run(build, text, terms, timeout=60, limit=1000))
    except Exception:  # noqa: BLE001 - an answer that comes too late is a result too
        return None


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


# --- requests a second ------------------------------------------------------------------------------------


START = "from kg.commands.serve import serve; serve()"
LOOKUP = (
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX cg: <https://w3id.org/commitment-graph/ontology#> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    'SELECT ?c ?w ?l {{ ?b skos:prefLabel "某市第{}局" . ?c cg:actor ?b ; rdfs:label ?w ; cg:statedIn ?l }} LIMIT 18'
)


@contextmanager
def server(command: list[str], port: int, path: str) -> Iterator[int]:
    """A server that answers at `path` already: it listens before it has opened its graph."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            assert process.poll() is None
            try:
                urlopen(f"http://127.0.0.1:{port}{path}?query=ASK%7B%7D", timeout=300).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


async def _load(port: int, path: str, seconds: float, clients: int) -> float:
    """Requests a second of some clients that keep their connections."""
    done = 0
    end = time.perf_counter() + seconds

    async def client(seed: int) -> None:
        nonlocal done
        chance = random.Random(seed)  # noqa: S311
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            query = quote(LOOKUP.format(chance.randrange(300)))
            writer.write(
                f"GET {path}?query={query} HTTP/1.1\r\nHost: localhost\r\n"
                "Accept: application/sparql-results+json\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head.split(b"\r\n", 1)[0], head
            if found := re.search(rb"content-length: (\d+)", head, re.IGNORECASE):
                body = await reader.readexactly(int(found[1]))
            else:
                body = await reader.readuntil(b"\r\n0\r\n\r\n")
            assert b'"bindings"' in body
            assert b'"uri"' in body
            done += 1
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(client(seed) for seed in range(clients)))
    return done / (time.perf_counter() - begun)


def test_requests_a_second(build: Path, tmp_path: Path) -> None:
    """Each answer is found anew (`--keep 0`); how many are given where finished answers are kept is told beside."""
    binary = Path(sys.executable).with_name("oxigraph")
    if not binary.exists():
        pytest.skip("the oxigraph server is not installed: nothing to compare with")
    if not (build / STORE).is_dir():
        put_store(build)
    copy = shutil.copytree(build / STORE, tmp_path / "store", ignore=shutil.ignore_patterns("KG_*"))
    ports = {name: free_port() for name in ("oxigraph", "kg serve", "kg serve that keeps answers")}
    theirs_command = [str(binary), "serve-read-only", "-l", str(copy), "--union-default-graph"]
    theirs_command += ["-b", f"127.0.0.1:{ports['oxigraph']}"]
    figures: dict[str, list[float]] = {name: [] for name in ports}
    with (
        server(theirs_command, ports["oxigraph"], "/query"),
        server(_ours(build, ports["kg serve"], "--keep", "0"), ports["kg serve"], "/sparql"),
        server(
            _ours(build, ports["kg serve that keeps answers"]),
            ports["kg serve that keeps answers"],
            "/sparql",
        ),
    ):
        for _ in range(5):  # in turns, so that all meet the same weather
            for name, port in ports.items():
                path = "/query" if name == "oxigraph" else "/sparql"
                figures[name].append(asyncio.run(_load(port, path, 3, 8)))
    theirs = statistics.median(figures["oxigraph"])
    for name in ports:
        ours = statistics.median(figures[name])
        report("requests", f"{name} {ours:,.0f}/s, {ours / theirs:.2f} of oxigraph")
    assert statistics.median(figures["kg serve"]) / theirs >= 0.5


def _ours(build: Path, port: int, *options: str) -> list[str]:
    return [sys.executable, "-c", START, str(build), "--port", str(port), "--rate", "0", "--no-log", *options]


# --- beside Virtuoso --------------------------------------------------------------------------------------

VIRTUOSO = os.environ.get("KG_VIRTUOSO", "")
"""A folder into which Debian's packages of Virtuoso 7 were unpacked (`dpkg -x`); where it is empty, /usr is looked at."""
INI = """[Database]
DatabaseFile = {place}/virtuoso.db
ErrorLogFile = {place}/virtuoso.log
LockFile = {place}/virtuoso.lck
TransactionFile = {place}/virtuoso.trx
xa_persistent_file = {place}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {place}/temp.db
TransactionFile = {place}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {data}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
CheckpointInterval = 0
SchedulerInterval = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {place}
MaxKeepAlives = 20
KeepAliveTimeout = 60
[SPARQL]
ResultSetMaxRows = 1000000
"""


def test_beside_virtuoso(build: Path, tmp_path: Path) -> None:
    root = Path(VIRTUOSO or "/")
    program, shell = root / "usr/bin/virtuoso-t", root / "usr/bin/isql-vt"
    if not program.exists() or not shell.exists():
        pytest.skip("Virtuoso is not installed: nothing to compare with")
    libraries = sorted({str(one.parent) for one in root.glob("**/lib/**/*.so*")}) if VIRTUOSO else []
    surroundings = {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(libraries)}
    sql, http = free_port(), free_port()
    ini = tmp_path / "virtuoso.ini"
    ini.write_text(INI.format(place=tmp_path, data=build, sql=sql, http=http), encoding="ascii")
    process = subprocess.Popen(
        [str(program), "+foreground", "+configfile", str(ini)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=surroundings,
    )

    def tell(words: str) -> None:
        asked = [str(shell), f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={words}"]
        subprocess.run(asked, check=True, capture_output=True, env=surroundings)

    def ask(query: str) -> bytes:
        address = (
            f"http://127.0.0.1:{http}/sparql?query={quote(query)}&format=application/sparql-results%2Bjson"
        )
        with urlopen(address, timeout=600) as answer:
            told: bytes = answer.read()
        return told

    try:
        while True:
            assert process.poll() is None, "Virtuoso did not start"
            try:
                socket.create_connection(("127.0.0.1", http), 1).close()
                break
            except OSError:
                time.sleep(0.2)
        tell(f"ld_dir('{build}', '{FILE}', 'urn:none')")
        taken = timed(lambda: tell("rdf_loader_run()"))
        report("Virtuoso", f"loads {QUADS / taken:,.0f} quads/s")
        rows = json.loads(ask(JOIN))["results"]["bindings"]
        ours = run(build / STORE, JOIN)
        assert [row["body"]["value"] for row in rows] == [plain(row[0]) for row in ours.rows]
        theirs = min(timed(lambda: ask(JOIN)) for _ in range(3))
        on_disk = min(timed(lambda: run(build / STORE, JOIN)) for _ in range(3))
        report("Virtuoso", f"join {theirs:.3f} s, ours on disk {on_disk:.3f} s")
        report("Virtuoso", f"{asyncio.run(_load(http, '/sparql', 5, 8)):,.0f} requests/s")
    finally:
        process.terminate()
        process.wait(60)
