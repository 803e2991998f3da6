"""The commands of the ledger over a build of one county's letters."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kg
from kg import review as decisions
from kg.cli import main
from kg.commands import ledger as commands
from kg.errors import KgError
from kg.findings import Question
from kg.views.rows import render

SERIES = Path(__file__).parents[1] / "gold" / "series"
COUNTY = "xiaoyang-*.txt"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of four letters of one county."""
    folder = tmp_path_factory.mktemp("county")
    out: Path = folder / "build"
    kg.build(sorted(SERIES.glob(COUNTY)), out)
    return out


def run(name: str, *words: object) -> Result:
    """What a command prints; its error is raised."""
    command = {one.name: one for one in commands.COMMANDS}[name]
    return CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False)


def test_the_ledger_as_csv_opens_in_a_spreadsheet(build: Path) -> None:
    page = run("ledger", build, "--as-of", "2024-06-30", "--format", "csv").stdout_bytes
    assert page.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(page.decode("utf-8-sig"))))
    told = {row["promise"]: row for row in rows}
    target = next(row for words, row in told.items() if "150公里窄路拓宽" in words)
    assert target["state"] == "kept"
    assert "152公里 达到 150公里" in target["why"]
    assert "潇交函〔2021〕22号" in target["reported in"]


def test_overdue_says_which_letters_were_looked_at(build: Path) -> None:
    rows = json.loads(
        run("ledger", build, "--status", "overdue", "--as-of", "2024-06-30", "-f", "json").output
    )
    station = next(row for row in rows if "城南公交首末站" in row["promise"])
    assert station["due"].startswith("2020-06-30")
    assert station["looked at"].count("；") == 2


def test_before_its_day_nothing_is_overdue(build: Path) -> None:
    assert (
        json.loads(run("ledger", build, "--status", "overdue", "--as-of", "2019-06-19", "-f", "json").output)
        == []
    )


@pytest.mark.parametrize("by", ["body", "programme", "year"])
def test_counts_add_up(build: Path, by: str) -> None:
    rows = json.loads(run("ledger", build, "--group-by", by, "--as-of", "2024-06-30", "-f", "json").output)
    for row in rows:
        states = ("kept", "partly", "restated", "overdue", "open")
        assert int(row["promises"]) == sum(int(row[state]) for state in states)
        assert int(row["settled"]) == sum(int(row[state]) for state in ("kept", "partly", "overdue"))


def test_a_timeline_goes_by_time(build: Path) -> None:
    rows = json.loads(run("timeline", build, "“平安放学路”工程", "-f", "json").output)
    assert len({row["letter"] for row in rows}) == 3
    assert [row["written"] for row in rows] == sorted(row["written"] for row in rows)


def test_contradictions_show_both_quotations(build: Path) -> None:
    rows = json.loads(run("conflicts", build, "-f", "json").output)
    assert all(row["one"] and row["other"] for row in rows)
    assert any("650万元" in row["question"] and "560万元" in row["question"] for row in rows)


def test_series_are_drawn_without_scripts(build: Path, tmp_path: Path) -> None:
    out = tmp_path / "series.svg"
    run("series", build, "--plot", out)
    drawn = out.read_text(encoding="utf-8")
    assert "校车" in drawn
    assert "<script" not in drawn


def test_a_report_holds_promises_and_quotations(build: Path, tmp_path: Path) -> None:
    for name in ("report.html", "report.md"):
        out = tmp_path / name
        run("report", build, "潇阳县交通运输局", "--out", out, "--as-of", "2024-06-30")
        page = out.read_text(encoding="utf-8")
        assert "窄路拓宽" in page
        assert "潇交函〔2021〕22号" in page


def test_a_report_of_another_ending_is_refused(build: Path, tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"\.html or \.md"):
        run("report", build, "潇阳县交通运输局", "--out", tmp_path / "report.doc")


def test_a_decision_holds_in_every_later_build(tmp_path: Path) -> None:
    out = tmp_path / "build"
    letters = sorted(SERIES.glob(COUNTY))
    kg.build(letters, out)
    question = json.loads(run("review", out, "-f", "json").output)[0]
    run("review", out, "--accept", question["id"])
    assert [one.decision for one in decisions.read(decisions.place(out))] == [decisions.ACCEPTED]
    kg.build(letters, out)
    left = json.loads(run("review", out, "-f", "json").output)
    assert question["id"] not in {one["id"] for one in left}


def test_what_is_rejected_is_asked_no_more_and_undone(tmp_path: Path) -> None:
    out = tmp_path / "build"
    letters = sorted(SERIES.glob("feihe-*.txt"))
    kg.build(letters, out)
    asked = json.loads(run("review", out, "-f", "json").output)
    for question in asked[:3]:
        run("review", out, "--reject", question["id"])
    assert {one.decision for one in decisions.read(decisions.place(out))} == {decisions.REJECTED}
    kg.build(letters, out)
    left = {one["id"] for one in json.loads(run("review", out, "-f", "json").output)}
    assert not left & {question["id"] for question in asked[:3]}


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    page = render(("words",), [("=1+1",), ("@SUM(A1)",), ("-3.5",), ("慈溪市",)], "csv").decode("utf-8-sig")
    assert page.split() == ["words", "'=1+1", "'@SUM(A1)", "-3.5", "慈溪市"]
    file = tmp_path / "decisions.csv"
    decisions.decide(file, Question("1", "merge", "a", "b", "why", ("=1+1", "乙")), decisions.ACCEPTED)
    assert "'=1+1" in file.read_text(encoding="utf-8-sig")
    assert [one.decision for one in decisions.read(file)] == [decisions.ACCEPTED]


def test_words_are_told_without_the_line_breaks_of_the_letter(build: Path) -> None:
    rows = json.loads(run("ledger", build, "-f", "json").output)
    assert not any(" " in row["promise"] for row in rows)


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_series_are_drawn(build: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"series.{ending}"
    run("series", build, "--plot", out)
    assert out.read_bytes().startswith(b"\x89PNG" if ending == "png" else b"<svg")


def test_an_unknown_question_is_named(build: Path) -> None:
    with pytest.raises(KgError, match="no question"):
        run("review", build, "--accept", "0000")


def test_why_names_were_made_one(build: Path) -> None:
    page = CliRunner().invoke(main, ["show", str(build), "校车通", "--why"]).output
    assert "“校车通”平台" in page
    assert "校车通" in page.split("= ", 1)[1].splitlines()[1]
    rows = json.loads(CliRunner().invoke(main, ["show", str(build), "校车通", "--why", "-f", "json"]).output)
    assert any(other["reason"] for row in rows for other in row["made_one"])


def test_why_has_no_form_of_a_graph(build: Path) -> None:
    result = CliRunner().invoke(main, ["show", str(build), "校车通", "--why", "-f", "turtle"])
    assert (result.exit_code, "text or json" in result.stderr) == (2, True)


def test_the_ledger_stands_in_a_graph_of_its_own(build: Path) -> None:
    graph = kg.open(build)
    question = "ASK { GRAPH ?g { ?later cg:fulfils ?earlier } FILTER(STRENDS(STR(?g), 'graph/ledger')) }"
    assert graph.query(question)
