"""What a query may not do is refused before it runs, in whatever way it is written; what it may do is not."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal

from kg.errors import UsageError
from kg.graph.guard import check, graphs, with_values

REFUSED = {
    "plain": "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }",
    "lower case": "SELECT * { service silent ?x { ?s ?p ?o } }",
    "glued to a literal": "SELECT * { ?s ?p trueSERVICE<http://a/>{ ?a ?b ?c } }",
    "glued to a number": "SELECT * { ?s ?p 1SERVICE<http://a/>{ ?a ?b ?c } }",
    "glued to its name": "PREFIX ex: <http://a/> SELECT * { ?s ?p ?o SERVICEex:b { ?a ?b ?c } }",
    "behind a comment in what looks like an IRI": "SELECT * { ?s ?p ?o FILTER(1<2)SERVICE#>\n<http://a/>{ ?a ?b ?c } }",
    "behind a quote in what looks like an IRI": "SELECT * { ?s ?p ?o FILTER(?o<'>')SERVICE<http://a/>{ ?a ?b 'c' } }",
    "behind a line break": "SELECT * { ?s ?p ?o FILTER(?a<ex:b)SERVICE#>\r<http://a/>{ ?a ?b ?c } }",
    "load": "LOAD <http://a/>",
    "insert": "INSERT DATA { <a:a> <a:b> <a:c> }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "clear": "clear all",
    "drop": "DROP ALL",
    "create": "CREATE GRAPH <a:a>",
    "copy": "COPY <a:a> TO <a:b>",
    "move": "MOVE <a:a> TO <a:b>",
    "add": "ADD <a:a> TO <a:b>",
    "second of two": "SELECT * { ?s ?p ?o } ; DROP ALL",
}
ALLOWED = {
    "in a string": 'SELECT * { ?s ?p "SERVICE <http://a/> { }" }',
    "in a long string": "SELECT * { ?s ?p '''drop 'all' \n insert''' }",
    "in a comment": "SELECT * { ?s ?p ?o } # SERVICE <http://a/> { }",
    "in an IRI": "SELECT * { <http://a/service> <http://a/load#insert> ?o }",
    "in a name": "PREFIX ex: <http://a/> SELECT * { ?s ex:service ?o ; ex:add ?p ; ex:load/ex:copy ?q }",
    "in a variable": "SELECT ?service $load { ?service ?p $load }",
    "comparison": "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1 || ?o<=2) }",
    "language": 'SELECT * { ?s ?p "x"@add-insert }',
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is refused: a query"):
        check(text)


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_allowed(text: str) -> None:
    check(text)


def test_graphs_after_from_are_seen_with_their_prefixes() -> None:
    text = """PREFIX g: <http://g/> SELECT ?from FROM <http://a/> FROM NAMED g:b from named <http://c/>
    { ?from ?p 'FROM <http://d/>' }"""
    assert graphs(text) == (["http://a/"], ["http://g/b", "http://c/"])


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("SELECT ?x { ?x ?p ?n }", "SELECT ?x { VALUES (?n) { (VALUE) }  ?x ?p ?n }"),
        ("ASK WHERE { ?x ?p ?n }", "ASK WHERE { VALUES (?n) { (VALUE) }  ?x ?p ?n }"),
        (
            "CONSTRUCT { ?x ?p ?n } WHERE { ?x ?p ?n }",
            "CONSTRUCT { ?x ?p ?n } WHERE { VALUES (?n) { (VALUE) }  ?x ?p ?n }",
        ),
        (
            "SELECT (EXISTS { ?a ?b ?n } AS ?y) { ?x ?p ?n }",
            "SELECT (EXISTS { ?a ?b ?n } AS ?y) { VALUES (?n) { (VALUE) }  ?x ?p ?n }",
        ),
        ("SELECT ?x #{\n{ ?x ?p ?n }", "SELECT ?x #{\n{ VALUES (?n) { (VALUE) }  ?x ?p ?n }"),
    ],
)
def test_values_stand_at_the_head_of_the_outermost_group(text: str, bound: str) -> None:
    assert with_values(text, {"n": Literal("a")}) == bound.replace("VALUE)", '"a")')


def test_a_value_cannot_become_query_text() -> None:
    bound = with_values("SELECT ?x { ?x ?p ?n }", {"n": Literal('" } } DROP ALL # \\')})
    assert '("\\" } } DROP ALL # \\\\")' in bound


def test_a_value_needs_its_variable() -> None:
    with pytest.raises(UsageError, match=r"no variable \?m"):
        with_values("SELECT ?x { ?x ?p '?m' }", {"m": Literal("a")})
