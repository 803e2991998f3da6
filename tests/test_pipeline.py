"""A build is the same whatever the order, survives what goes wrong, and never damages the one before."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg
from kg import extract, pipeline
from kg.errors import KgError, UsageError
from kg.graph import store
from kg.models import Document, Facts

LETTERS = Path(__file__).parents[1] / "seeds" / "documents"
FILES = ("facts.jsonl", "graph.nq", "issues.jsonl", "manifest.json", "questions.jsonl")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A folder of one's own with two of the letters."""
    folder = tmp_path / "letters"
    folder.mkdir()
    for path in sorted(LETTERS.glob("*.txt"))[:2]:
        shutil.copy(path, folder)
    return folder


def test_result_is_five_files_that_agree(demo: Path) -> None:
    assert sorted(contents(demo)) == sorted(FILES)
    manifest = json.loads((demo / "manifest.json").read_bytes())
    assert manifest["version"] == kg.__version__
    assert [one["source"] for one in manifest["inputs"]] == sorted(
        path.name for path in LETTERS.glob("*.txt")
    )
    assert manifest["counts"]["documents"] == 5
    assert manifest["counts"]["quads"] == len((demo / "graph.nq").read_bytes().splitlines())
    assert manifest["counts"]["issues"] == len((demo / "issues.jsonl").read_bytes().splitlines())
    lines = (demo / "graph.nq").read_bytes().splitlines()
    assert lines == sorted(set(lines))


def test_order_of_files_and_processes_change_nothing(demo: Path, tmp_path: Path) -> None:
    files = sorted(LETTERS.glob("*.txt"), reverse=True)
    pipeline.build(files, tmp_path / "other", jobs=2)
    assert contents(tmp_path / "other") == contents(demo)


def test_a_store_is_made_where_it_is_asked_for_or_the_graph_is_large(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    kg.build(letters, out)
    assert not (out / store.STORE).exists()
    asked = kg.build(letters, out, store=True)
    assert store.read_place(out).is_store
    assert len(asked.query("SELECT ?l { ?l a cg:Reply }")) == 2
    kg.build(letters, out)
    assert not (out / store.STORE).exists()
    monkeypatch.setattr(store, "STORE_FROM", 100)
    kg.build(letters, out)
    assert store.read_place(out).is_store


def test_a_build_may_be_replaced_while_its_store_is_read(letters: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    quads = kg.build(letters, out, store=True).manifest.counts["quads"]
    reader = pipeline.dataset(out)
    next(letters.iterdir()).unlink()
    kg.build(letters, out, store=True)
    assert sum(1 for _ in reader.store) == quads
    now = pipeline.dataset(out)
    assert len(now.store) < quads
    for one in (reader, now):
        one.close()
    assert not list(tmp_path.glob(".kg-reading.*"))


def test_facts_come_back_as_they_were_written(demo: Path) -> None:
    facts = list(pipeline.facts_of(demo))
    assert len(facts) == 5
    for one in facts:
        assert one == extract.extract(one.document)
        for statement in one.statements:
            assert one.document.text[statement.span.begin : statement.span.end].strip()


def test_what_cannot_be_read_is_named_and_the_others_are_built(letters: Path, tmp_path: Path) -> None:
    (letters / "broken.txt").write_bytes(bytes(range(256)) * 4)
    (letters / "photo.png").write_bytes(b"\x89PNG")
    shutil.copy(next(letters.glob("cixi*")), letters / "copy.txt")
    made = pipeline.build([letters], tmp_path / "out")
    assert made.manifest.counts["documents"] == 2
    assert [failure.source for failure in made.manifest.failures] == ["broken.txt", "photo.png"]
    issues = [json.loads(line) for line in (tmp_path / "out" / "issues.jsonl").open(encoding="utf-8")]
    assert {"unreadable-file", "repeated-file"} <= {issue["rule"] for issue in issues}


def test_a_rule_that_fails_costs_one_document(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = extract.extract

    def failing(document: Document) -> Facts:
        if document.source == "bad.txt":
            raise ZeroDivisionError
        return real(document)

    (letters / "bad.txt").write_text("一封信", encoding="utf-8")
    monkeypatch.setattr(extract, "extract", failing)
    made = pipeline.build([letters], tmp_path / "out")
    assert made.manifest.counts["documents"] == 2
    assert "a rule failed (ZeroDivisionError" in made.manifest.failures[0].reason


def test_nothing_readable_leaves_the_earlier_build(letters: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    pipeline.build([letters], out)
    before = contents(out)
    empty = tmp_path / "empty.txt"
    empty.touch()
    with pytest.raises(KgError, match=r"Nothing could be read:\n.*empty\.txt"):
        pipeline.build([empty], out)
    assert contents(out) == before


def test_failure_while_writing_leaves_the_earlier_build(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    pipeline.build([letters], out)
    before = contents(out)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.graph.store.write", full)
    with pytest.raises(OSError, match="No space"):
        pipeline.build([LETTERS], out)
    assert contents(out) == before
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_killed_while_taking_its_place_the_earlier_build_comes_back(letters: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    pipeline.build([letters], out)
    before = contents(out)
    script = (
        "import os, signal, sys; from pathlib import Path; from kg import pipeline\n"
        "real = Path.rename\n"
        "def rename(self, target):\n"
        "    if self.suffix == '.partial': os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return real(self, target)\n"
        "Path.rename = rename\n"
        f"pipeline.build([Path({str(letters)!r})], Path({str(out)!r}))\n"
    )
    killed = subprocess.run([sys.executable, "-c", script], timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert not out.exists()
    assert len(list(pipeline.facts_of(out))) == 2
    assert contents(out) == before


def test_a_stopped_build_is_taken_up(letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"

    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kg.graph.store.write", interrupted)
        with pytest.raises(KeyboardInterrupt):
            pipeline.build([letters], out)
    assert not out.exists()
    assert pipeline.build([letters], out).taken_up == 2
    assert pipeline.build([letters], out, fresh=True).taken_up == 0
    monkeypatch.setattr(pipeline, "_code", lambda: "of-another-version")
    assert pipeline.build([letters], out).taken_up == 0
    assert [path.name for path in (tmp_path / ".out.facts").iterdir()] == ["of-another-version"]


def test_a_renamed_file_is_taken_up_under_its_new_name(letters: Path, tmp_path: Path) -> None:
    pipeline.build([letters], tmp_path / "out")
    next(letters.iterdir()).rename(letters / "renamed.txt")
    made = pipeline.build([letters], tmp_path / "out")
    assert made.taken_up == 2
    assert "renamed.txt" in {one.document.source for one in pipeline.facts_of(tmp_path / "out")}


def test_a_folder_with_other_files_is_not_replaced(letters: Path) -> None:
    with pytest.raises(UsageError, match="other files"):
        pipeline.build([LETTERS], letters)


def test_a_build_inside_its_input_does_not_read_itself(letters: Path) -> None:
    pipeline.build([letters], letters / "out")
    assert pipeline.build([letters], letters / "out").manifest.counts["documents"] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_ctrl_c_ends_at_once_and_cleanly(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    text = next(LETTERS.glob("*.txt")).read_text(encoding="utf-8")
    for number in range(400):
        (folder / f"{number}.txt").write_text(f"{text}\n{number}", encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", str(folder), "--out", str(tmp_path / "out")]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    kept = tmp_path / ".out.facts"
    deadline = time.monotonic() + 60
    while not list(kept.glob("*/*.json")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said.strip() == "kg: stopped"
    assert not (tmp_path / "out").exists()
    assert list(kept.glob("*/*.json"))


def test_a_graph_without_a_folder_lives_as_long_as_it_is_used(letters: Path) -> None:
    graph = kg.build(letters)
    folder = graph.folder
    assert len(graph.facts) == 2
    assert folder.is_dir()
    del graph
    assert not folder.exists()
