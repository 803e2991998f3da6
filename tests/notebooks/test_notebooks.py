"""The notebooks: both halves of each pair are equal, each runs from top to bottom, and what it finds holds."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import kg

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
NAMES = (
    "01-first-look",
    "02-who-answers-for-what",
    "03-policies-and-programmes",
    "04-promises-and-results",
    "05-your-own-letters",
    "06-the-graph-in-other-tools",
)
PLOTS = {
    "02-who-answers-for-what": 2,
    "03-policies-and-programmes": 2,
    "04-promises-and-results": 4,
    "05-your-own-letters": 1,
}
SECONDS = 60

Notebook = Any


def _read(path: Path) -> Notebook:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def both(name: str) -> tuple[Notebook, Notebook]:
    """A notebook as `.ipynb` and as `.py` say it."""
    return jupytext.read(FOLDER / f"{name}.ipynb"), jupytext.read(FOLDER / f"{name}.py")


def cells(notebook: Notebook) -> list[tuple[str, str, list[str]]]:
    return [(one.cell_type, one.source, one.metadata.get("tags", [])) for one in notebook.cells]


def test_these_are_all() -> None:
    assert (
        {path.stem for path in FOLDER.glob("*.ipynb")}
        == {path.stem for path in FOLDER.glob("0*.py")}
        == set(NAMES)
    )


@pytest.mark.parametrize("name", NAMES)
def test_both_halves_are_equal_and_nothing_is_stored(name: str) -> None:
    stored, text = both(name)
    assert cells(stored) == cells(text)  # `make notebooks-pair` makes them so
    nbformat.validate(_read(FOLDER / f"{name}.ipynb"))
    for cell in stored.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.parametrize("name", NAMES)
def test_told_in_chinese_with_an_english_summary_and_checks(name: str) -> None:
    _, text = both(name)
    told = "\n".join(cell.source for cell in text.cells if cell.cell_type == "markdown")
    assert re.search(r"^# .*[\u4e00-\u9fff]", told, re.M)
    assert "**Summary.**" in told
    checks = [cell.source for cell in text.cells if "check" in cell.metadata.get("tags", [])]
    assert len(checks) >= 4
    assert all("assert " in one for one in checks)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Path:
    """A checkout with a fresh build, as a reader has it after `make demo`."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    shutil.copytree(demo, folder / "build" / "demo")
    shutil.copytree(FOLDER, folder / "notebooks")
    (folder / "tests").symlink_to(ROOT / "tests")
    return folder


@pytest.fixture(scope="module")
def executed(place: Path) -> Callable[[str], tuple[Notebook, float]]:
    """Runs a notebook once; returns it with its outputs, and the seconds that it took."""
    kept: dict[str, tuple[Notebook, float]] = {}

    def run(name: str) -> tuple[Notebook, float]:
        if name not in kept:
            notebook = _read(place / "notebooks" / f"{name}.ipynb")
            begun = time.monotonic()
            NotebookClient(
                notebook,
                timeout=SECONDS,
                kernel_name="python3",
                resources={"metadata": {"path": place / "notebooks"}},
            ).execute()
            kept[name] = notebook, time.monotonic() - begun
        return kept[name]

    return run


def outputs(notebook: Notebook, media: str) -> Iterator[str]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if media in output.get("data", {}):
                yield output["data"][media]


@pytest.mark.parametrize("name", NAMES)
def test_runs_from_top_to_bottom(name: str, executed: Callable[[str], tuple[Notebook, float]]) -> None:
    notebook, seconds = executed(name)
    assert seconds < SECONDS
    said = "".join(
        output.text
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
    )
    assert "Warning" not in said  # a letter that no font has, an old name of a library
    assert len(list(outputs(notebook, "image/png"))) == PLOTS.get(name, 0)
    assert "/tmp/" not in "".join(outputs(notebook, "text/plain"))  # noqa: S108 - what a reader would see of us


@pytest.mark.parametrize("name", NAMES)
def test_no_table_is_empty(name: str, executed: Callable[[str], tuple[Notebook, float]]) -> None:
    notebook, _ = executed(name)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            shown = output.get("data", {}).get("text/html", "")
            if "<table" in shown and "<iframe" not in shown:
                assert shown.count("<tr") > 1, cell.source


@pytest.fixture(scope="module")
def empty(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose one letter says nothing."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "seeds" / "documents").mkdir(parents=True)
    (folder / "seeds" / "documents" / "a.txt").write_text("这里没有什么。", encoding="utf-8")
    kg.build(folder / "seeds" / "documents", folder / "build" / "demo")
    shutil.copytree(place / "notebooks", folder / "notebooks")
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_graph_fails(name: str, empty: Path) -> None:
    """The checks check something: a collection in which nothing was found does not pass them."""
    notebook = _read(empty / "notebooks" / f"{name}.ipynb")
    resources = {"metadata": {"path": empty / "notebooks"}}
    client = NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", resources=resources)
    with pytest.raises(CellExecutionError, match="Error"):
        client.execute()
