"""Answers as tables: values of Python, nothing executed, nothing left out in silence."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kg.errors import KgError, UsageError
from kg.face import table
from kg.face.graph import Graph
from kg.face.names import Iri
from kg.face.result import Result

TYPED = """SELECT ?日 ?年 ?月 ?数 ?次 ?真 ?分 ?坏 ?谁 ?字 ?无 {
  VALUES (?日 ?年 ?月 ?数 ?次 ?真 ?分 ?坏 ?谁 ?字) {
    ("2023-06-07"^^xsd:date "2023"^^xsd:gYear "2023-06"^^xsd:gYearMonth 1.450 15 true 1.5e0
     "30 February"^^xsd:date cg:Reply "罗冲")
  } }"""


def test_terms_are_values_of_python_under_chinese_names(graph: Graph) -> None:
    (row,) = graph.query(TYPED).to_dicts()
    assert row == {
        "日": date(2023, 6, 7),
        "年": 2023,
        "月": "2023-06",
        "数": Decimal("1.450"),
        "次": 15,
        "真": True,
        "分": 1.5,
        "坏": "30 February",
        "谁": "https://w3id.org/commitment-graph/ontology#Reply",
        "字": "罗冲",
        "无": None,
    }
    assert isinstance(row["谁"], Iri)
    assert isinstance(row["数"], Decimal)


def test_a_data_frame_keeps_the_types(graph: Graph) -> None:
    pandas = graph.query(TYPED).to_pandas()
    assert list(pandas.columns) == list("日年月数次真分坏谁字无")
    assert pandas["数"][0] == Decimal("1.450")
    assert pandas["日"][0] == date(2023, 6, 7)
    assert pandas["次"].dtype == "Int64"
    polars = graph.query(TYPED).to_polars()
    assert [str(polars[name].dtype).partition("(")[0] for name in ("日", "数", "次", "字")] == [
        "Date", "Decimal", "Int64", "String"
    ]  # fmt: skip
    assert polars["数"][0] == Decimal("1.450")


def test_mixed_columns_become_text_for_polars_and_stay_for_pandas(graph: Graph) -> None:
    found = graph.query('SELECT ?x { VALUES ?x { 1 2.5 "三" "2023-06-07"^^xsd:date } }')
    assert found.column("x") == [1, Decimal("2.5"), "三", date(2023, 6, 7)]
    assert found.to_polars()["x"].to_list() == ["1", "2.5", "三", "2023-06-07"]
    assert found.to_pandas()["x"].tolist() == found.column("x")
    numbers = graph.query("SELECT ?x { VALUES ?x { 1 2.5 } }").to_polars()
    assert numbers["x"].to_list() == [Decimal(1), Decimal("2.5")]


def test_html_escapes_and_runs_nothing(graph: Graph) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    found = graph.query("SELECT ?x ?y { BIND(?said AS ?x) BIND(<javascript:alert(1)> AS ?y) }", said=evil)
    shown = found._repr_html_()
    assert found[0][0] == evil
    assert "<script" not in shown
    assert "<img" not in shown
    assert "href" not in shown
    assert "&lt;script&gt;" in shown


def test_html_links_things_and_says_how_much_is_shown(graph: Graph) -> None:
    found = graph.query("SELECT ?x { ?x a cg:Passage } ORDER BY ?x")
    shown = found._repr_html_()
    assert len(found) > table.SHOWN
    assert shown.count("<tr>") == table.SHOWN + 1
    assert f"the first {table.SHOWN} of {len(found)} rows" in shown
    assert 'rel="noopener noreferrer"' in shown
    cut = graph.query("SELECT ?x { ?x a cg:Passage } ORDER BY ?x", limit=3)
    assert cut.more
    assert "cut at the limit of 3 rows, there are more" in cut._repr_html_()


def test_values_are_bound_by_their_type(graph: Graph) -> None:
    question = (
        "SELECT ?words { ?x cg:actor ?who ; rdfs:label ?words ; cg:deadline ?day FILTER(?day <= ?until) }"
    )
    bureau = graph.bodies["慈溪市经济和信息化局"]
    by_thing = graph.query(question, who=bureau, until=date(2025, 12, 31))
    assert by_thing
    assert graph.query(question, who=bureau.iri, until=date(2025, 12, 31)).rows == by_thing.rows
    assert not graph.query(question, who=bureau, until=date(2000, 1, 1))
    assert not graph.query(question, who="慈溪市经济和信息化局", until=date(2025, 12, 31))  # text is no thing
    assert graph.query("SELECT ?x { BIND(?a + ?b AS ?x) }", a=Decimal("0.1"), b=Decimal("0.2"))[0] == (
        Decimal("0.3"),
    )
    with pytest.raises(UsageError, match="text, a number, a date or a thing"):
        graph.query("SELECT ?x { BIND(?a AS ?x) }", a=object())  # type: ignore[arg-type]


def test_named_questions_take_names_things_and_days(graph: Graph) -> None:
    bureau = graph.bodies["慈溪市经济和信息化局"]
    by_name = graph.query("open-commitments", body=bureau.name)
    assert by_name.rows == graph.query("open-commitments", body=bureau).rows
    assert by_name
    with pytest.raises(UsageError, match="no question"):
        graph.query("no-such-question")
    with pytest.raises(UsageError, match="no parameter"):
        graph.query("letters", colour="red")


def test_asking_and_constructing(graph: Graph) -> None:
    assert graph.query("ASK { ?x a cg:Reply }")
    assert not graph.query("ASK { ?x a cg:NoSuchClass }")
    made = graph.query("CONSTRUCT { ?x a cg:Reply } WHERE { ?x a cg:Reply }")
    assert (made.kind, len(made), made.columns) == ("construct", 5, ("subject", "predicate", "object"))
    assert b"cg:Reply" in made.serialize("turtle")


@pytest.mark.parametrize(
    "hostile",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_a_query_reaches_nothing_else(graph: Graph, hostile: str) -> None:
    with pytest.raises(KgError):
        graph.query(hostile)


def test_csv_opens_in_excel_as_utf_8(graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "单位.csv"
    graph.bodies.to_csv(file)
    assert file.read_bytes().startswith("\ufeffname,".encode())
    assert "慈溪市经济和信息化局" in file.read_text(encoding="utf-8-sig")


def test_csv_holds_nothing_that_a_spreadsheet_would_run(graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "formula.csv"
    graph.query("SELECT ?x { BIND(?said AS ?x) }", said='=HYPERLINK("http://example.org")').to_csv(file)
    assert not file.read_text(encoding="utf-8-sig").splitlines()[1].lstrip('"').startswith("=")
    with pytest.raises(KgError, match="Cannot write"):
        graph.bodies.to_csv(tmp_path / "no" / "folder.csv")


def test_a_missing_extra_is_said_in_one_sentence() -> None:
    with pytest.raises(KgError, match=r"pip install 'commitment-graph\[notebook\]'"):
        table.needed("no_such_library")


def test_an_empty_answer_is_a_table_too(graph: Graph) -> None:
    empty = graph.query("SELECT ?甲 { ?甲 a cg:NoSuchClass }")
    assert isinstance(empty, Result)
    assert (len(empty), bool(empty), empty.to_dicts()) == (0, False, [])
    assert list(empty.to_pandas().columns) == empty.to_polars().columns == ["甲"]
    assert "0 rows" in empty._repr_html_()
