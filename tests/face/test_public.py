"""What `import kg` gives: the names that are public, and nothing that was not asked for."""

import inspect
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg
from kg.errors import KgError

ROOT = Path(__file__).parents[2]
LETTERS = ROOT / "seeds" / "documents"
HEAVY = {
    "spacy",
    "pandas",
    "polars",
    "rdflib",
    "pyoxigraph",
    "numpy",
    "pyvis",
    "rich",
    "matplotlib",
    "networkx",
}


def run(script: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_what_is_listed_is_what_is_importable() -> None:
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    assert sorted(kg.__all__) == dir(kg)
    own = {
        name for name, one in vars(kg).items() if getattr(one, "__module__", None) == "kg" and name[0] != "_"
    }
    assert own | {"__version__"} | set(kg._FROM) == set(kg.__all__)  # noqa: SLF001 - where they are loaded from
    with pytest.raises(AttributeError, match="load"):
        kg.load  # noqa: B018


def test_everything_public_is_documented_and_typed() -> None:
    for name in set(kg.__all__) - {"__version__"}:
        one = getattr(kg, name)
        assert inspect.getdoc(one), name
        if not inspect.isclass(one):
            assert "return" in one.__annotations__, name
            continue
        for member, value in vars(one).items():
            function = value.fget if isinstance(value, property) else getattr(value, "func", value)
            if member.startswith("_") or not inspect.isfunction(function):
                continue
            assert inspect.getdoc(getattr(one, member)), f"{name}.{member}"
            assert "return" in function.__annotations__, f"{name}.{member}"


def test_import_and_open_load_nothing_that_was_not_asked_for(folder: Path) -> None:
    script = f"import sys, kg; kg.open({str(folder)!r}); print(*{{n.partition('.')[0] for n in sys.modules}})"
    assert not HEAVY & set(run(script))


def test_import_takes_less_than_a_third_of_a_second() -> None:
    script = "import time; t = time.perf_counter(); import kg; print(time.perf_counter() - t)"
    assert min(float(run(script)[0]) for _ in range(3)) < 0.3


def test_open_takes_milliseconds(folder: Path) -> None:
    kg.open(folder)
    begun = time.perf_counter()
    kg.open(folder)
    assert time.perf_counter() - begun < 0.05


def test_a_folder_without_a_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="not a build"):
        kg.open(tmp_path)
    with pytest.raises(KgError, match="not a build"):
        kg.open(tmp_path / "nowhere")


def test_text_stays_the_function_after_the_room_of_that_name_is_loaded() -> None:
    script = "import kg, kg.text.fold, sys; print(callable(kg.text), sys.modules['kg.text'].__name__)"
    assert run(script) == ["True", "kg.text"]


def test_build_and_open_give_the_same_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter = next(LETTERS.glob("*2023-19.txt"))
    built = kg.build(letter, tmp_path / "one", progress=True)
    assert "1/1" in capsys.readouterr().err
    opened = kg.open(tmp_path / "one")
    assert type(built) is type(opened) is kg.Graph
    assert built.documents == opened.documents
    assert built.manifest == opened.manifest
    assert repr(opened) == f"<kg.Graph {tmp_path / 'one'}: 1 documents>"
    assert [one.document.source for one in opened.facts] == ["cixi-jingxin-2023-19.txt"]


def test_asking_changes_nothing_on_disk(folder: Path) -> None:
    def seen() -> dict[str, tuple[int, int]]:
        return {path.name: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.iterdir()}

    before = seen()
    graph = kg.open(folder)
    _ = graph.documents, graph.bodies, graph.commitments(), graph.to_networkx(), graph.to_rdflib()
    graph.query("ASK { ?letter a cg:Reply }")
    assert seen() == before
