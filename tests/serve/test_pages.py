"""Linked data and pages: each thing answers at its IRI, a document shows its marked text."""

from __future__ import annotations

import re
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

BASE = "https://w3id.org/commitment-graph/id/"
CG = "https://w3id.org/commitment-graph/ontology#"
DCTERMS = "http://purl.org/dc/terms/"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
LETTER = "document/慈溪市经济和信息化局/慈经信建〔2023〕3号"
BODY = "body/慈溪市经济和信息化局"


@pytest.mark.parametrize("place", [LETTER, BODY])
@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_a_thing_answers_as_rdf(client: httpx.Client, place: str, accept: str, form: RdfFormat) -> None:
    answer = client.get(f"/id/{place}", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(accept)
    subjects = {quad.subject.value for quad in parse(answer.content, format=form)}
    assert BASE + place in subjects


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json"])
def test_an_answer_says_which_form_it_is_and_where_the_others_are(client: httpx.Client, accept: str) -> None:
    first = client.get(f"/id/{BODY}", headers={"Accept": accept})
    assert first.headers["Vary"].startswith("Accept")
    assert quote(BASE + BODY, safe=":/") in first.headers["Link"]
    here = client.get(first.headers["Content-Location"], headers={"Accept": "image/png"})
    assert here.headers["Content-Type"] == first.headers["Content-Type"]
    if accept != "text/html":
        assert here.content == first.content
    for link in re.findall(r"<(/thing[^>]+)>", first.headers["Link"]):
        other = client.get(link, headers={"Accept": "text/html"})
        assert other.status_code == 200
        assert not other.headers["Content-Type"].startswith(accept)


def test_every_thing_of_the_graph_has_a_page(client: httpx.Client) -> None:
    kinds = (
        "cg:Document cg:GovernmentBody cg:NonStateOrganization foaf:Person cg:Place cg:Programme cg:Platform"
    )
    query = f"SELECT DISTINCT ?t {{ VALUES ?k {{ {kinds} }} ?t a ?k }}"
    rows = client.post("/sparql", data={"query": query}).json()["results"]["bindings"]
    things = [row["t"]["value"] for row in rows if row["t"]["value"].startswith(BASE)]
    assert len(things) > 300
    for iri in things[::5]:
        page = client.get(f"/id/{quote(iri.removeprefix(BASE), safe='/%')}", headers={"Accept": "text/html"})
        assert page.status_code == 200, iri
        assert page.headers["Content-Type"].startswith("text/html")


def test_a_page_shows_each_fact_with_its_words(client: httpx.Client) -> None:
    page = client.get(f"/id/{BODY}?lang=en", headers={"Accept": "text/html"}).text
    assert "慈溪市经济和信息化局" in page
    assert "<blockquote>" in page
    assert "#char=" in page


def test_a_document_shows_its_text_unchanged(client: httpx.Client) -> None:
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(client.get(f"/id/{LETTER}", headers={"Accept": "text/html"}).text)
    text = page.css_first("article.text")
    assert text is not None
    rows = client.post("/sparql", data={"query": f"SELECT ?t {{ <{BASE}{LETTER}> nif:isString ?t }}"}).json()[
        "results"
    ]["bindings"]
    assert "".join(text.text().split()) == "".join(rows[0]["t"]["value"].split())
    assert page.css("article.text .planned")
    assert page.css("article.text .figure")
    assert page.css("article.text a.mention")


def test_what_documents_say_is_no_markup(tmp_path, serving) -> None:  # type: ignore[no-untyped-def]
    evil = '</script><img src=x onerror=alert(1)>{{7*7}}"href='
    values = {RDF + "type": f"<{CG}Reply>"} | dict.fromkeys(
        (SKOS + "prefLabel", DCTERMS + "identifier", NIF + "isString"), quoted(evil)
    )
    lines = [f"<{BASE}document/x> <{name}> {value} <x:g> ." for name, value in values.items()]
    lines.append(f'<{BASE}dataset> <http://rdfs.org/ns/void#uriSpace> "{BASE}" <x:g> .')
    file = tmp_path / "graph.nq"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with serving(file, "--rate", "0") as server, httpx.Client(base_url=server.address) as client:
        for path in (
            "/",
            "/id/document/x",
            "/search?q=alert",
            f"/search?q={quote(evil)}",
            f"/id/{quote(evil)}",
        ):
            page = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True).text
            assert "<img" not in page, path
            assert "49" not in page.partition("<main")[2].partition("</main")[0] or "{{7*7}}" in page


def quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_what_is_not_there_is_told(client: httpx.Client) -> None:
    page = client.get("/id/body/nobody", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "这里没有东西" in page.text
    assert client.get("/id/body/nobody", headers={"Accept": "text/turtle"}).status_code == 404
    assert client.get("/nothing").status_code == 404
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/%2e%2e%2fapp.py").status_code == 404


def test_search_finds_by_any_name(client: httpx.Client) -> None:
    one = client.get("/search", params={"q": "慈政发[2022]30号"})
    assert one.status_code == 303
    assert "30%E5%8F%B7" in one.headers["Location"]
    many = client.get("/search", params={"q": "平台"})
    assert many.status_code == 200
    assert many.text.count("<li>") > 5


def test_names_are_suggested(client: httpx.Client) -> None:
    names = client.get("/suggest", params={"kind": "body", "q": "经信"}).json()
    assert "慈溪市经济和信息化局" in names or "市经信局" in names
    assert client.get("/suggest", params={"kind": "suggestion", "q": "15"}).json() == ["151"]
    assert client.get("/suggest", params={"kind": "nothing"}).json() == []


def test_the_words_of_a_statement_stand_in_their_paragraph(client: httpx.Client) -> None:
    query = "SELECT ?s ?w { ?s a cg:Commitment ; rdfs:label ?w } LIMIT 3"
    for row in client.post("/sparql", data={"query": query}).json()["results"]["bindings"]:
        told = client.get("/evidence", params={"iri": row["s"]["value"]}).json()
        assert told[0]["words"] == row["w"]["value"]
        assert told[0]["document"]
        assert client.get(told[0]["url"].partition("#")[0]).status_code == 200


def test_a_question_is_written_out_with_its_values(client: httpx.Client) -> None:
    text = client.get("/questions/open-commitments", params={"body": '甲" . } #'}).text
    assert 'VALUES (?body) { ("甲\\" . } #") }' in text
    assert client.get("/questions/open-commitments").status_code == 400
    assert client.get("/questions/none").status_code == 400
    known = client.get("/questions.json").json()
    assert len(known["questions"]) >= 40
    assert {one["group"] for one in known["questions"]} == {one["name"] for one in known["groups"]}


def test_pages_are_kept_until_the_build_changes(client: httpx.Client) -> None:
    for path in ("/", f"/id/{BODY}", "/explorer"):
        first = client.get(path, headers={"Accept": "text/html"})
        again = client.get(path, headers={"Accept": "text/html", "If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304), path


def test_pages_run_nothing_but_their_own(client: httpx.Client) -> None:
    for path in ("/", "/query", f"/id/{BODY}", "/search?q=平台"):
        policy = client.get(path, headers={"Accept": "text/html"}).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    nonces = {client.get("/query").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(nonces) == 3


def test_the_language_is_that_of_the_reader(client: httpx.Client) -> None:
    assert 'lang="en"' in client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert 'lang="zh-CN"' in client.get("/", headers={"Accept-Language": "fr"}).text
    assert 'lang="zh-CN"' in client.get("/?lang=zh", headers={"Accept-Language": "en"}).text
