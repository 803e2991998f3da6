"""The SPARQL 1.1 Protocol, and what a careful server does besides."""

from __future__ import annotations

import gzip
import json
import socket
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.graph.store import FILE

ASK = "ASK { ?s ?p ?o }"
LETTERS = "SELECT ?l { ?l a cg:Reply } ORDER BY ?l"
BUILD = "CONSTRUCT { ?l a cg:Reply } WHERE { ?l a cg:Reply }"
CROSS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def get(client: httpx.Client, query: str, accept: str = "*/*", **more: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})


def test_a_query_by_get_by_form_and_by_itself(client: httpx.Client) -> None:
    by_get = get(client, LETTERS)
    by_form = client.post("/sparql", data={"query": LETTERS})
    by_itself = client.post(
        "/sparql", content=LETTERS.encode(), headers={"Content-Type": "application/sparql-query"}
    )
    assert by_get.content == by_form.content == by_itself.content
    assert len(by_get.json()["results"]["bindings"]) == 5


@pytest.mark.parametrize(
    "kind",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ],
)
def test_rows_in_every_form(client: httpx.Client, kind: str) -> None:
    for query in (LETTERS, ASK):
        answer = get(client, query, kind)
        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.status_code == 200
        assert answer.content


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/n-quads", RdfFormat.N_QUADS),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_triples_in_every_form(client: httpx.Client, kind: str, form: RdfFormat) -> None:
    answer = get(client, BUILD, kind)
    assert answer.headers["Content-Type"].startswith(kind)
    assert len(list(parse(answer.content, format=form))) == 5
    described = get(client, "DESCRIBE ?l { ?l a cg:Reply }", kind)
    assert len(set(parse(described.content, format=form))) > 50


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
    ],
)
def test_the_form_that_the_client_likes_best(client: httpx.Client, accept: str, kind: str) -> None:
    assert get(client, LETTERS, accept).headers["Content-Type"].startswith(kind)


def test_errors_say_what_is_wrong(client: httpx.Client) -> None:
    wrong = get(client, "SELECT nothing")
    assert wrong.status_code == 400
    assert "SPARQL" in wrong.text
    assert get(client, LETTERS, "image/png").status_code == 406
    assert get(client, LETTERS, "text/turtle").status_code == 406
    assert get(client, BUILD, "text/csv").status_code == 406
    sent = client.post("/sparql", content=b"{}", headers={"Content-Type": "application/json"})
    assert sent.status_code == 415
    assert "application/sparql-query" in sent.text
    assert client.post("/sparql", data={"query": [ASK, ASK]}).status_code == 400
    assert client.post("/sparql", content=b"", headers=FORM).status_code == 400
    assert client.post("/sparql", data={"update": "DROP ALL"}).status_code == 400
    assert client.post("/sparql", content=b"query=%ff", headers=FORM).status_code == 400
    assert client.post("/sparql", content=b"x" * (2 << 20), headers=FORM).status_code == 413
    assert client.put("/sparql").status_code == 405
    assert get(client, LETTERS, limit="many").status_code == 400
    assert get(client, LETTERS, format="csv").headers["Content-Type"].startswith("text/csv")


def test_the_dataset_of_a_request_restricts(client: httpx.Client, five: Path) -> None:
    base = "https://w3id.org/commitment-graph/id/"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    store = Store()
    store.bulk_load(path=str(five / FILE), format=RdfFormat.N_QUADS)
    expected = sum(1 for quad in store if quad.graph_name.value == f"{base}graph/registry")

    def number(query: str, **graphs: str) -> int:
        answer = client.post("/sparql", data={"query": query, **graphs})
        assert answer.status_code == 200, answer.text
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    registry = {"default-graph-uri": f"{base}graph/registry"}
    assert number(count) > expected
    assert number(count, **registry) == expected
    assert number(count.replace("{", f"FROM <{base}graph/registry> {{", 1)) == expected
    # what the request names takes the place of what the query names
    other = count.replace("{", f"FROM <{base}graph/dataset> {{", 1)
    assert number(other, **registry) == expected
    assert number(count, **{"named-graph-uri": f"{base}graph/registry"}) == 0
    inside = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(inside, **{"named-graph-uri": f"{base}graph/registry"}) == expected
    assert number(inside, **registry) == 0
    for field in ("default-graph-uri", "named-graph-uri"):
        assert client.post("/sparql", data={"query": count, field: "file:///etc/passwd"}).status_code == 400


def test_a_limit_of_the_page_cuts_and_says_so(client: httpx.Client) -> None:
    cut = get(client, "SELECT ?s { ?s a cg:Statement }", limit="3")
    assert len(cut.json()["results"]["bindings"]) == 3
    assert cut.headers["KG-More"] == "1"
    assert "KG-More" not in get(client, LETTERS, limit="5").headers


def test_what_a_client_has_is_not_sent_again(client: httpx.Client) -> None:
    tag = get(client, LETTERS).headers["ETag"]
    for known in (tag, tag.removeprefix("W/"), f'"another", {tag}', "*"):
        again = client.get("/sparql", params={"query": LETTERS}, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
    assert (
        client.get("/sparql", params={"query": LETTERS}, headers={"If-None-Match": '"x"'}).status_code == 200
    )
    assert get(client, LETTERS, "text/csv").headers["ETag"] != tag
    assert "ETag" not in get(client, "SELECT (NOW() AS ?now) {}").headers


def test_answers_are_compressed_for_those_who_can_read_it(client: httpx.Client) -> None:
    long = "SELECT * { ?s a cg:Statement ; ?p ?o }"
    with client.stream(
        "GET", "/sparql", params={"query": long}, headers={"Accept-Encoding": "gzip"}
    ) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["Content-Encoding"] == "gzip"
    plain = client.get("/sparql", params={"query": long}, headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 4


def test_pages_of_others_may_ask(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": ASK}, headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    before = client.options(
        "/sparql",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert before.status_code == 200


def test_the_service_describes_itself(client: httpx.Client) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    triples = [quad.triple for quad in parse(answer.content, format=RdfFormat.TURTLE)]
    said = {triple.predicate.value for triple in triples}
    assert {f"{sd}endpoint", f"{sd}supportedLanguage", f"{sd}resultFormat", f"{sd}namedGraph"} <= said
    page = client.get("/sparql", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Location"]) == (303, "/query")
    void = client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    assert "http://rdfs.org/ns/void#sparqlEndpoint" in void.text


def test_graphs_are_had_as_they_are(client: httpx.Client, five: Path) -> None:
    store = Store()
    store.bulk_load(path=str(five / FILE), format=RdfFormat.N_QUADS)
    for graph in store.named_graphs():
        answer = client.get(
            "/graphs", params={"graph": graph.value}, headers={"Accept": "application/n-triples"}
        )
        found = {quad.triple for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)}
        assert found == {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}
    everything = client.get("/graphs?default", headers={"Accept": "application/n-triples"})
    assert len(set(everything.text.splitlines())) == len({quad.triple for quad in store})
    assert client.get("/graphs", params={"graph": "http://example.org/"}).status_code == 404
    assert client.get("/graphs").status_code == 400
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        assert client.request(method, "/graphs?default").status_code == 405


def test_health(client: httpx.Client) -> None:
    assert client.get("/health").json()["status"] == "ok"


def test_the_log_holds_nothing_personal(server, client: httpx.Client) -> None:  # type: ignore[no-untyped-def]
    client.get("/search", params={"q": "secret-name"}, headers={"User-Agent": "secret-browser"})
    get(client, "ASK { ?secret ?p ?o }")
    line = server.wait_for(r"kg\.access GET /search 200")
    server.wait_for(r"kg\.access GET /sparql 200")
    assert not any("secret" in one or "127.0.0.1" in one for one in server.said if "kg.access" in one), line


def test_a_limit_before_the_first_byte_is_told(five: Path, serving) -> None:  # type: ignore[no-untyped-def]
    with (
        serving(five, "--timeout", "1", "--rate", "0", "--rows", "20") as server,
        httpx.Client(base_url=server.address, timeout=30) as client,
    ):
        late = get(client, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        assert late.status_code == 503
        assert "longer than 1 seconds" in late.text
        assert late.headers["Retry-After"]
        for kind in (
            "application/json",
            "application/sparql-results+xml",
            "text/csv",
            "text/tab-separated-values",
        ):
            assert get(client, "SELECT ?s { ?s a cg:Statement } LIMIT 20", kind).status_code == 200
            many = get(client, "SELECT ?s ?l { ?s a cg:Statement ; rdfs:label ?l } LIMIT 21", kind)
            assert many.status_code == 503, many.text
            assert "rows" in many.text
        assert get(client, "CONSTRUCT WHERE { ?s a cg:Statement }", "text/turtle").status_code == 503
        assert get(client, LETTERS).status_code == 200


def test_a_limit_behind_the_first_byte_breaks_the_connection(five: Path, serving) -> None:  # type: ignore[no-untyped-def]
    with (
        serving(five, "--timeout", "2", "--rate", "0", "--rows", "1000000000") as server,
        httpx.Client(base_url=server.address, timeout=30) as client,
    ):
        for kind in ("text/csv", "application/json"):
            with pytest.raises(httpx.RemoteProtocolError):
                get(client, CROSS, kind)
        assert get(client, LETTERS).status_code == 200


def test_who_reads_too_slowly_is_cut_off(five: Path, serving) -> None:  # type: ignore[no-untyped-def]
    """A client that asks for much and reads nothing holds neither a process nor a build for long."""
    with serving(five, "--timeout", "1", "--rate", "0") as server:
        port = int(server.address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as one:
            query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 900000")
            one.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            server.wait_for(r"kg\.access GET /sparql 200 .* broken off", 10)


def test_who_asks_too_often_waits(five: Path, serving) -> None:  # type: ignore[no-untyped-def]
    with serving(five, "--rate", "1") as server, httpx.Client(base_url=server.address) as client:
        codes = [get(client, ASK).status_code for _ in range(20)]
        assert codes.count(429) >= 10
        assert codes[0] == 200
        assert get(client, ASK).headers["Retry-After"]
        assert client.get("/health").status_code == 200


def test_a_wrong_call_is_told_before_the_server_starts(tmp_path: Path, serving) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(AssertionError, match="there is no graph"), serving(tmp_path):
        pass


def test_json_is_json(client: httpx.Client) -> None:
    said = get(client, "SELECT ?t { ?l nif:isString ?t }").content
    assert len(json.loads(said)["results"]["bindings"]) == 5
