"""One pass over the file says the same as the store that is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kg.errors import KgError
from kg.graph.store import FILE, Dataset
from kg.graph.subjects import subjects
from kg.graph.terms import CG, ITSRDF, NIF, TYPE


def test_says_what_the_store_says(demo: Path) -> None:
    dataset = Dataset.load(demo)
    names = {
        "cg:evidence": CG("evidence"),
        "nif:isString": NIF("isString"),
        "itsrdf:taIdentRef": ITSRDF("taIdentRef"),
    }
    told = dict(subjects(demo / FILE, names, ["cg:Statement", "cg:Figure"]))
    assert any("\n" in one for said in told.values() for one in said.get("nif:isString", ()))
    for name, term in names.items():
        found = {(iri, value) for iri, said in told.items() for value in said.get(name, ())}
        assert found == {
            (quad.subject.value, quad.object.value)
            for quad in dataset.quads_of(term)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)
        }
    for class_ in ("Statement", "Figure"):
        instances = {iri for iri, said in told.items() if f"cg:{class_}" in said.get("a", ())}
        assert instances == {one.value for one in dataset.instances(CG(class_))}


def test_reads_what_lines_can_hold(tmp_path: Path) -> None:
    file = tmp_path / FILE
    status, type_ = CG("status"), TYPE
    file.write_text(
        f'<e:a> {status} "\\"1\\" \\u4E00\\\\" <e:g> .\n'
        f'<e:a> {status} "2"@zh <e:g> .\n<e:a> {status} "2"@zh <e:h> .\n'
        f"<e:b> {type_} <e:else> .\n<e:c> {type_} {CG('Figure')} .\n",
        encoding="utf-8",
    )
    found = list(subjects(file, ["cg:status"], ["cg:Figure"]))
    assert found == [("e:a", {"cg:status": ['"1" 一\\', "2"]}), ("e:c", {"a": ["cg:Figure"]})]


def test_lines_in_disorder_are_refused(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_text(f'<e:b> {CG("status")} "1" .\n<e:a> {CG("status")} "1" .\n', encoding="utf-8")
    with pytest.raises(KgError, match="not sorted"):
        list(subjects(file, ["cg:status"], []))


def test_tells_how_far_it_is(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.subjects._OFTEN", 100)
    told: list[tuple[int, int]] = []
    list(subjects(demo / FILE, ["cg:evidence"], [], lambda *one: told.append(one)))
    size = (demo / FILE).stat().st_size
    assert len(told) > 3
    assert told == sorted(told)
    assert told[-1] == (size, size)
