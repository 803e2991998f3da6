"""The dataset on disk: same facts, same bytes; loaded, it answers about itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from kg.errors import KgError
from kg.graph.quads import Run, quads
from kg.graph.query import run
from kg.graph.store import FILE, STORE, Dataset, put_store, read_place, write
from kg.link import link
from kg.models import Facts

RUN = Run("test", (("a.txt", "0" * 64),))


def test_same_facts_in_any_order_give_the_same_bytes(real: list[Facts], tmp_path: Path) -> None:
    one, other = tmp_path / "one.nq", tmp_path / "other.nq"
    assert write(quads(link(real), RUN), one) == write(quads(link(real[::-1]), RUN), other)
    assert one.read_bytes() == other.read_bytes()


def test_a_letter_alone_has_the_graph_that_it_has_among_others(real: list[Facts], promise: Facts) -> None:
    for facts in real:
        collection = link([facts])
        graph = collection.documents[0].document
        alone, together = (
            {str(quad) for quad in quads(link(letters), RUN) if quad.graph_name.value == graph}  # type: ignore[union-attr]
            for letters in ([facts], [facts, promise])
        )
        assert alone == together


def test_the_file_is_sorted_and_says_nothing_twice(dataset: Dataset) -> None:
    lines = dataset.path.read_bytes().splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert len(lines) == sum(1 for _ in parse(path=str(dataset.path), format=RdfFormat.N_QUADS))


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no graph here"):
        Dataset.load(tmp_path)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(KgError, match=r"graph\.nq"):
        Dataset.load(tmp_path)


def test_the_base_is_what_the_dataset_says(dataset: Dataset) -> None:
    assert dataset.base == "https://w3id.org/commitment-graph/id/"


COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def laid_out(dataset: Dataset, folder: Path) -> Path:
    folder.mkdir()
    (folder / FILE).write_bytes(dataset.path.read_bytes())
    put_store(folder)
    return folder


def test_a_store_answers_as_the_file_does(dataset: Dataset, tmp_path: Path) -> None:
    folder = laid_out(dataset, tmp_path / "build")
    assert read_place(folder).is_store
    assert run(folder, COUNT).rows == run(folder / FILE, COUNT).rows == run(folder / STORE, COUNT).rows
    opened = Dataset.load(folder)
    assert len(opened.store) == len(dataset.store)
    opened.close()


def test_a_store_that_is_not_of_the_file_is_not_read(dataset: Dataset, tmp_path: Path) -> None:
    folder = laid_out(dataset, tmp_path / "build")
    (folder / FILE).write_text("<a:a> <a:b> <a:c> <a:g> .\n", encoding="utf-8")
    assert not read_place(folder).is_store
    assert run(folder, COUNT).rows[0][0] == Literal(1)


def test_a_store_of_a_file_changed_in_its_middle_is_not_read(tmp_path: Path) -> None:
    def lines(middle: str) -> str:
        return "".join(f'<a:a> <a:b> "{middle if i == 5000 else "x"}{i:05}" <a:g> .\n' for i in range(10_000))

    (tmp_path / FILE).write_text(lines("y"), encoding="utf-8")
    put_store(tmp_path)
    known = (tmp_path / FILE).stat()
    (tmp_path / FILE).write_text(lines("z"), encoding="utf-8")
    assert (tmp_path / FILE).stat().st_size == known.st_size
    assert not read_place(tmp_path).is_store
    assert run(tmp_path, 'ASK { ?s ?p "z05000" }')


def test_a_build_that_was_copied_keeps_its_store(dataset: Dataset, tmp_path: Path) -> None:
    folder = laid_out(dataset, tmp_path / "build")
    shutil.copytree(folder, tmp_path / "copy", copy_function=shutil.copyfile)
    assert (folder / FILE).stat().st_mtime_ns != (tmp_path / "copy" / FILE).stat().st_mtime_ns
    assert read_place(tmp_path / "copy").is_store


def test_a_reader_gets_one_store_or_the_other_never_a_mixture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "build"
    folder.mkdir()
    (folder / FILE).write_text('<a:a> <a:b> "old" <a:g> .\n', encoding="utf-8")
    put_store(folder)
    real = os.link
    begun: list[object] = []

    def link(*places: object, **options: object) -> None:
        if not begun:  # the first file is about to be linked: now a new build comes
            begun.append(places)
            (folder / FILE).write_text('<a:a> <a:b> "new" <a:g> .\n', encoding="utf-8")
            put_store(folder)
        real(*places, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "link", link)
    opened = Dataset.load(folder)
    assert begun
    assert [str(quad.object) for quad in opened.store] == ['"new"']
    opened.close()


def test_an_open_store_can_be_replaced_or_removed(dataset: Dataset, tmp_path: Path) -> None:
    folder = laid_out(dataset, tmp_path / "build")
    opened = Dataset.load(folder)
    put_store(folder)
    shutil.rmtree(folder)
    assert sum(1 for _ in opened.store) == len(dataset.store)
    opened.close()
    assert not list(tmp_path.glob(".kg-reading.*"))


def test_links_of_a_process_that_was_killed_are_removed(dataset: Dataset, tmp_path: Path) -> None:
    folder = laid_out(dataset, tmp_path / "build")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f".kg-reading.{ended.pid}.0"
    left.mkdir()
    Dataset.load(folder).close()
    assert not left.exists()


def test_stores_begun_by_a_process_that_was_killed_are_removed(dataset: Dataset, tmp_path: Path) -> None:
    folder = laid_out(dataset, tmp_path / "build")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = folder / f".{STORE}.{ended.pid}.part"
    left.mkdir()
    put_store(folder)
    assert sorted(one.name for one in folder.iterdir()) == sorted((FILE, STORE))


def test_a_broken_file_makes_no_store(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(KgError, match="could not be made"):
        put_store(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [FILE]
