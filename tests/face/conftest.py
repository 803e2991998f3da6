"""The five letters as their annotations tell them: the face over facts that no change of a rule moves."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

import kg
from kg import pipeline

if TYPE_CHECKING:
    from kg.face.graph import Graph

ROOT = Path(__file__).parents[2]


def module(path: Path) -> ModuleType:
    """A file of tests as a module."""
    spec = importlib.util.spec_from_file_location(f"of_{path.parent.name}", path)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the annotated facts of the five letters; not to be changed."""
    annotations = module(Path(__file__).parents[1] / "graph" / "conftest.py")
    facts = [annotations.facts_of(path) for path in sorted(annotations.ANNOTATIONS.glob("*.json"))]
    place = tmp_path_factory.mktemp("annotated") / "build"
    place.mkdir()
    pipeline._write(place, facts, [], [], [])  # noqa: SLF001 - facts that no file gave
    return place


@pytest.fixture(scope="session")
def graph(folder: Path) -> Graph:
    """The graph of the annotated facts."""
    return kg.open(folder)
