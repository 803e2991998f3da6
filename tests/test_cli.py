"""Every command does what its help says, says what went wrong in one sentence, and ends with its status."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kg
from kg.cli import main

LETTERS = Path(__file__).parents[1] / "seeds" / "documents"
EVERY = sorted(main.commands)


def run(*words: object, status: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == status, result.output
    return result


def lines_of(command: Sequence[str], **environment: str) -> list[str]:
    """What the program prints when a pipe reads it."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", *command],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, **environment},
    )
    return done.stdout.splitlines()


def test_version() -> None:
    assert run("--version").stdout == f"kg {kg.__version__}\n"


@pytest.mark.parametrize("command", EVERY)
def test_help_has_an_example(command: str) -> None:
    shown = run(command, "--help").stdout
    assert "Example" in shown
    assert f"\n    kg {command} " in shown


def test_every_command_of_the_plan_is_there() -> None:
    assert {"build", "query", "show", "stats", "check", "view"} <= set(EVERY)


def test_build_prints_a_summary(tmp_path: Path) -> None:
    shown = run("build", LETTERS, "--out", tmp_path / "out").stdout
    assert "5 documents in" in shown
    for fact in ("planned", "figures", "relations", "issues", "quads"):
        assert fact in shown
    assert run("build", LETTERS, "--out", tmp_path / "out", "-q").output == ""


def test_build_makes_a_store(tmp_path: Path) -> None:
    run("build", LETTERS, "--out", tmp_path / "out", "--store")
    assert (tmp_path / "out" / "store").is_dir()
    with_store = run("query", tmp_path / "out", SELECT, "-f", "csv").stdout
    assert with_store == run("query", tmp_path / "out" / "graph.nq", SELECT, "-f", "csv").stdout
    assert len(with_store.splitlines()) == 6


def test_build_with_an_unreadable_file_ends_with_3(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    shutil.copytree(LETTERS, folder)
    (folder / "photo.png").write_bytes(b"\x89PNG")
    result = run("build", folder, "--out", tmp_path / "out", status=3)
    assert result.stderr.startswith("kg: Cannot read photo.png: only ")
    assert "5 documents" in result.stdout


def test_build_of_nothing_readable_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    result = run("build", tmp_path / "photo.png", "--out", tmp_path / "out", status=1)
    assert "Nothing could be read" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["build"],
        ["build", "nowhere", "--out", "out", "--jobs", "0"],
        ["query"],
        ["query", "out"],
        ["query", "out", "ASK {}", "--name", "letters"],
        ["query", "out", "ASK {}", "--set", "novalue"],
        ["query", "out", "ASK {}", "--format", "nosuch"],
        ["nosuch"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_ends_with_2(words: list[str]) -> None:
    run(*words, status=2)


@pytest.mark.parametrize(
    "command", [["query", "nowhere", "ASK {}"], ["stats", "nowhere"], ["check", "nowhere"]]
)
def test_no_build_there_ends_with_1(command: list[str]) -> None:
    said = run(*command, status=1).stderr
    assert said.startswith("kg: ")
    assert said.count("\n") == 1


SELECT = """
SELECT ?name (COUNT(*) AS ?n) { ?letter a cg:Reply ; dcterms:identifier ?name } GROUP BY ?name ORDER BY ?name
"""


def test_formats_of_rows(demo: Path) -> None:
    rows = list(csv.reader(io.StringIO(run("query", demo, SELECT, "-f", "csv").stdout)))
    assert rows[0] == ["name", "n"]
    assert len(rows) == 6
    lines = run("query", demo, SELECT, "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line)["name"] for line in lines] == [name for name, _ in rows[1:]]
    bindings = json.loads(run("query", demo, SELECT, "-f", "json").stdout)["results"]["bindings"]
    assert len(bindings) == 5
    assert run("query", demo, SELECT, "-f", "xml").stdout.startswith("<?xml")
    assert run("query", demo, SELECT, "-f", "table").stdout.startswith("name")
    run("query", demo, SELECT, "-f", "turtle", status=2)


def test_formats_of_triples(demo: Path) -> None:
    construct = "CONSTRUCT { ?s dcterms:identifier ?o } { ?s a cg:Reply ; dcterms:identifier ?o }"
    assert "dcterms:identifier" in run("query", demo, construct).stdout
    assert run("query", demo, construct, "-f", "ntriples").stdout.count(" .\n") == 5
    assert len(run("query", demo, construct, "-f", "csv").stdout.splitlines()) == 6


def test_ask_and_stdin(demo: Path) -> None:
    result = CliRunner().invoke(main, ["query", str(demo), "-", "-f", "csv"], input="ASK { ?s a cg:Reply }")
    assert "true" in result.stdout


def test_a_pipe_gets_tsv_in_utf8_whatever_the_locale(demo: Path) -> None:
    lines = lines_of(["query", str(demo), SELECT], LC_ALL="C")
    assert lines[0] == "?name\t?n"
    assert any(line.startswith('"慈经信建〔2023〕19号"') for line in lines)


def test_limit_is_told(demo: Path) -> None:
    result = run("query", demo, SELECT, "--limit", 2, "-f", "csv")
    assert len(result.stdout.splitlines()) == 3
    assert "only the first 2 rows" in result.stderr


def test_every_question_is_listed_and_answers(demo: Path) -> None:
    listed = [json.loads(line) for line in run("query", "--list", "-f", "jsonl").stdout.splitlines()]
    assert len(listed) >= 12
    plain = [one["name"] for one in listed if not one["parameters"]]
    assert plain
    for name in plain:
        run("query", demo, "--name", name, "-f", "csv")


def test_a_parameter_is_a_value_and_no_text(demo: Path) -> None:
    for value in ('"} UNION { ?a ?b ?c } #', "慈溪市经济和信息化局", "=a=b"):
        run("query", demo, "--name", "open-commitments", "--set", f"body={value}", "-f", "csv")
    run("query", demo, "--name", "open-commitments", status=2)
    run("query", demo, "--name", "open-commitments", "--set", "nosuch=1", status=2)
    assert "letters" in run("query", demo, "--name", "nosuch", status=2).stderr


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "this is no query",
    ],
)
def test_what_a_query_may_not_do(demo: Path, text: str) -> None:
    said = run("query", demo, text, status=2).stderr
    assert said.startswith("kg: ")
    assert said.count("\n") == 1


def test_a_query_ends_in_time(demo: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?f && ?f != ?i) }"
    assert "1 second" in run("query", demo, endless, "--timeout", 1, status=1).stderr


def test_no_output_holds_personal_data(tmp_path: Path) -> None:
    letter = (LETTERS / "cixi-gaiban-2024-3.txt").read_text(encoding="utf-8")
    folder = tmp_path / "letters"
    folder.mkdir()
    contact = (
        "\n　　联 系 人：欧阳晓晓\n　　联系电话：0574-63980000，13712345678\n身份证号：330282198001011234\n"
    )
    (folder / "letter.txt").write_text(letter + contact, encoding="utf-8")
    out = tmp_path / "out"
    printed = run("-v", "build", folder, "--out", out).output
    printed += run("view", out, "--out", tmp_path / "page.html").output
    printed += run("query", out, "SELECT * { ?s ?p ?o }", "-f", "csv").output
    printed += run("stats", out).output + run("show", out, "慈溪市营商环境建设局").output
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.parent != folder:
            printed += path.read_text(encoding="utf-8")
    for secret in ("欧阳晓晓", "63980000", "13712345678", "330282198001011234"):
        assert secret not in printed
