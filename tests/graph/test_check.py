"""The five letters keep every shape; each kind of damage is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph.check import check
from kg.graph.quads import Run, quads
from kg.graph.stats import stats
from kg.graph.store import FILE, Dataset, write
from kg.link import link
from kg.models import Facts

PASSAGE = 'nif-core#anchorOf> "市科技局"'


def test_five_letters_conform(dataset: Dataset) -> None:
    report = check(dataset)
    assert report.violations == ()
    assert report.counts["passages"] > 1000


CG = "https://w3id.org/commitment-graph/"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("evidence", PASSAGE, PASSAGE.replace("科技", "教育")),
        ("shape", '#comparator> "eq"', '#comparator> "about"'),
        ("shape", f"#status> <{CG}ontology#delivered>", "#status> <a:done>"),
        ("shape", 'core#beginIndex> "0"', 'core#beginIndex> "9"'),
        ("dangling", f"#signedBy> <{CG}id/person/", f"#signedBy> <{CG}id/nobody/"),
        ("label", f'{LABEL} "袁郭竣"', f'{LABEL.replace("label", "comment")} "袁郭竣"'),
        ("blank", '#actorBasis> "implied"', "#actorBasis> _:who"),
    ],
)
def test_damage_is_found(one_letter: str, tmp_path: Path, rule: str, old: str, new: str) -> None:
    assert old in one_letter
    (tmp_path / FILE).write_text(one_letter.replace(old, new, 1), encoding="utf-8")
    assert rule in check(Dataset.load(tmp_path)).by_rule()


@pytest.fixture(scope="module")
def one_letter(real: list[Facts], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The N-Quads of one letter."""
    (facts,) = (one for one in real if one.document.source == "cixi-jingxin-2023-19.txt")
    path = tmp_path_factory.mktemp("one") / FILE
    write(quads(link([facts]), Run("test", ())), path)
    return path.read_text(encoding="utf-8")


def test_counts_are_those_of_the_annotations(dataset: Dataset, golds: list[dict[str, list[object]]]) -> None:
    documents, classes, statuses, bodies = stats(dataset)
    assert len(documents.rows) == len(golds)
    counted = {row[0]: row[1] for row in classes.rows}
    assert counted["Statement"] == sum(len(gold["statements"]) for gold in golds)
    assert counted["Figure"] == sum(len(gold["figures"]) for gold in golds)
    assert sum(int(row[1]) for row in statuses.rows) == counted["Statement"]
    assert bodies.rows[0][0] == "慈溪市经济和信息化局"
    assert all(len(row) == len(table.columns) for table in stats(dataset) for row in table.rows)
