"""The dataset on disk: same facts, same bytes; loaded, it answers about itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import KgError
from kg.graph.quads import Run, quads
from kg.graph.store import Dataset, write
from kg.link import link
from kg.models import Facts

RUN = Run("test", (("a.txt", "0" * 64),))


def test_same_facts_in_any_order_give_the_same_bytes(real: list[Facts], tmp_path: Path) -> None:
    one, other = tmp_path / "one.nq", tmp_path / "other.nq"
    assert write(quads(link(real), RUN), one) == write(quads(link(real[::-1]), RUN), other)
    assert one.read_bytes() == other.read_bytes()


def test_a_letter_alone_has_the_graph_that_it_has_among_others(real: list[Facts]) -> None:
    together = set(quads(link(real), RUN))
    for facts in real:
        collection = link([facts])
        graph = collection.documents[0].document
        alone = {str(quad) for quad in quads(collection, RUN) if quad.graph_name.value == graph}  # type: ignore[union-attr]
        assert alone == {str(quad) for quad in together if quad.graph_name.value == graph}  # type: ignore[union-attr]


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
