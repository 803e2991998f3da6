"""What is installed works away from the checkout, and says what it depends on."""

import subprocess
import sys
import tomllib
import zipfile
from itertools import chain
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)], cwd=ROOT, check=True
    )
    return next(out.glob("*.whl"))


def test_wheel_carries_what_the_program_reads(wheel: Path) -> None:
    assert wheel.name == f"commitment_graph-{kg.__version__}-py3-none-any.whl"
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "seeds"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".ttl", ".rq", ".csv", ".txt"):
                assert f"kg/_data/{path.relative_to(ROOT).as_posix()}" in names
    assert {"kg/py.typed", "kg/views/web/bundle/explorer.js"} <= names
    assert not any(name.startswith(("tests/", "build/")) for name in names)


def test_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    script = (
        "import runpy, sys; sys.path.insert(0, 'site')\n"
        "import kg; assert kg.__file__.startswith(sys.argv.pop(1)), kg.__file__\n"
        "runpy.run_module('kg', run_name='__main__')"
    )

    def run(*words: str) -> str:
        command = [sys.executable, "-c", script, str(tmp_path), *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert run("--version") == f"kg {kg.__version__}\n"
    assert "open-commitments" in run("query", "--list")
    run("build", "site/kg/_data/seeds/documents", "--out", "out")
    assert (tmp_path / "out" / "graph.nq").stat().st_size > 0


def test_dependencies_have_lower_bounds_only() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    for one in chain(project["dependencies"], *extras):
        assert ">=" in one
        assert "<" not in one
        assert "==" not in one


def test_no_test_is_left_out_of_the_list() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]
    listed = [ROOT / path for path in options["ini_options"]["testpaths"]]
    left_out = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if not any(path.is_relative_to(one) for one in listed)
    }
    assert {path.rsplit("/", 1)[0] for path in left_out} == {"tests/bench"}
