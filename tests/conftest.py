"""What several rooms test against: the five letters, built once."""

from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parents[1]
LETTERS = ROOT / "seeds" / "documents"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build of the five letters; not to be changed."""
    out = tmp_path_factory.mktemp("demo") / "build"
    kg.build(LETTERS, out)
    return out
