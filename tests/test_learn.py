"""How weights are learnt, on examples small enough to know what must come out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.extract import chain, linear
from kg.extract.linear import Linear
from kg.extract.streams import TEMPLATES
from kg.gold.learn import Settings, decide, forward_backward, train_words

ROOT = Path(__file__).parents[1]
SETTINGS = Settings(epochs=20, rate=0.5, margin=0.0, sparse=0.1, decay=0.1, keep=0.2)


def best(model: Linear, *rows: Sequence[str]) -> list[str]:
    return model.best([[model.known[""](word) for word in row] for row in rows])


def test_a_decision_is_learnt_from_what_tells_it() -> None:
    rows = [[["head=局", f"colour={one}"], ["head=平台", f"colour={one}"]] for one in ("red", "blue")]
    model = decide(rows, [["BODY", "WORK"], ["BODY", "WORK"]], SETTINGS)
    assert best(model, ["head=局"], ["head=平台"], ["head=平台", "colour=red"]) == ["BODY", "WORK", "WORK"]
    assert not {word for word in model.weights if word.startswith("colour")}


def test_without_features_the_commoner_answer_wins() -> None:
    model = decide([[["a=1"], ["a=2"], ["a=3"]]] * 4, [["none", "none", "part_of"]] * 4, SETTINGS)
    assert best(model, []) == ["none"]


def test_what_is_left_open_teaches_nothing() -> None:
    rows = [[["head=中心"], ["head=局"], ["head=平台"]]] * 4
    model = decide(rows, [[None, "BODY", "WORK"]] * 4, SETTINGS)
    assert "head=中心" not in model.weights
    assert "head=局" in model.weights


def test_what_occurs_once_gets_no_weight() -> None:
    model = decide([[["head=局"], ["head=平台"]], [["head=馆"], ["head=平台"]]], [["BODY", "WORK"]] * 2, SETTINGS)  # fmt: skip
    assert set(model.weights) - {"*"} == {"head=平台"}


def test_learnt_a_second_time_there_are_fewer_features_and_they_weigh_more() -> None:
    strong, weak = ["head=局"], ["head=局", "place=县"]
    rows = [[strong, ["head=平台"], weak, ["head=平台", "place=县"]]] * 3
    answers = [["BODY", "WORK", "BODY", "WORK"]] * 3
    settings = Settings(epochs=5, rate=0.2, margin=0.0, sparse=0.3, decay=3.0, keep=0.1)
    once = decide(rows, answers, settings)
    twice = decide(rows, answers, replace(settings, again=5))
    assert set(twice.weights) <= set(once.weights)
    assert max(map(abs, twice.weights["head=局"])) > max(map(abs, once.weights["head=局"]))


def test_no_label_follows_one_that_it_may_not_follow() -> None:
    labels = ["none", "B-planned", "I-planned"]

    def may_follow(before: str | None, label: str) -> bool:
        return label != "I-planned" or before in ("B-planned", "I-planned")

    rows = [[["w=将"], ["w=建"], ["w=谢"]]] * 3
    allowed = np.array([[False, True, False], [False, False, True], [True, False, False]])
    stretches = [(np.array([0]), allowed)] * 3
    model, steps = train_words(rows, stretches, labels, may_follow, SETTINGS)
    scores = model.scores([[model.known[""](word) for word in row] for row in rows[0]])
    assert chain.viterbi(scores, steps, np.array([0])).tolist() == [1, 2, 0]
    lonely = model.scores([[model.known[""]("w=建")]])
    assert chain.viterbi(lonely, steps, np.array([0])).tolist() != [2]


def test_the_same_letters_give_the_same_weights() -> None:
    rows = [[["a=1"], ["a=2"]], [["a=1", "b=1"], ["a=2", "b=1"]]]
    one, other = (decide(rows, [["x", "y"]] * 2, SETTINGS) for _ in range(2))
    assert one.weights == other.weights


def test_expectations_are_those_of_all_paths() -> None:
    random = np.random.default_rng(1)
    scores, steps = random.normal(size=(3, 2)), random.normal(size=(3, 2))
    paths = [(a, b, c) for a in range(2) for b in range(2) for c in range(2)]
    weight = {
        path: np.exp(
            steps[0, path[0]]
            + steps[1 + path[0], path[1]]
            + steps[1 + path[1], path[2]]
            + sum(scores[at, label] for at, label in enumerate(path))
        )
        for path in paths
    }
    total = sum(weight.values())
    found = forward_backward(scores, steps, np.array([0]))
    assert found.partition == pytest.approx(np.log(total))
    assert found.marginals[1, 0] == pytest.approx(sum(w for p, w in weight.items() if p[1] == 0) / total)
    assert found.transitions[1, 1] == pytest.approx(
        sum(w * ((p[0], p[1]) == (0, 1)) + w * ((p[1], p[2]) == (0, 1)) for p, w in weight.items()) / total
    )


def test_the_command_writes_tables_that_can_be_read(tmp_path: Path) -> None:
    source = ROOT / "tests" / "gold" / "real"
    chosen = ["cixi-jingxin-2023-3", "cixi-jingxin-2023-19"]
    gold = tmp_path / "gold"
    gold.mkdir()
    for name in chosen:
        annotation = json.loads((source / f"{name}.json").read_text(encoding="utf-8"))
        (gold / f"{name}.json").write_text(json.dumps(annotation), encoding="utf-8")
        letter = ROOT / "seeds" / "documents" / annotation["doc"]
        (gold / annotation["doc"]).write_text(letter.read_text(encoding="utf-8"), encoding="utf-8")
    out = tmp_path / "weights"
    result = CliRunner().invoke(main, ["train", str(gold), str(gold), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "(2 times)" in (out / "names.tsv").read_text(encoding="utf-8").splitlines()[0]
    assert chain.read(out / "names.tsv", TEMPLATES).labels[0] == "O"
    for table in ("kinds", "clauses", "figures", "relations"):
        assert linear.read(out / f"{table}.tsv").weights
    assert "relations, round 20 of 20" in result.output


def test_tables_of_weights_stay_short_enough_to_be_read() -> None:
    """The chain of names is the exception: cut to a third it loses a hundredth on letters not seen."""
    sizes = {path.name: path.stat().st_size for path in (ROOT / "seeds" / "weights").glob("*.tsv")}
    assert set(sizes) == {"names.tsv", "kinds.tsv", "clauses.tsv", "figures.tsv", "relations.tsv"}
    assert sizes.pop("names.tsv") < 4_000_000
    assert max(sizes.values()) < 1_000_000
