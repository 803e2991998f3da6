"""The ledger of annotated letters held against what a person says of them.

Facts made from annotations show the rules alone; facts read from the text show what users get.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from kg.extract import extract
from kg.ledger import account
from kg.link import link
from kg.models import Facts
from kg.read import read
from tests.graph.conftest import facts_of
from tests.ledger.truth import Truth

TESTS = Path(__file__).parents[1]
SERIES = TESTS / "gold" / "series"
HELD = TESTS / "gold" / "series-held"
LETTERS = TESTS.parent / "seeds" / "documents"
SETS = {
    "five": (TESTS / "gold" / "ledger" / "cixi.json", TESTS / "gold" / "real", LETTERS),
    "county": (SERIES / "ledger-a.json", SERIES, SERIES),
    "district": (SERIES / "ledger-b.json", SERIES, SERIES),
    "held a": (HELD / "ledger-a.json", HELD, HELD),
    "held b": (HELD / "ledger-b.json", HELD, HELD),
}
# name, facts: same_thing, follow-ups (precision, recall), verdicts, series, repeats F1, overdue F1, conflicts not listed
FLOORS = {
    ("five", "annotated"): (0.98, 0.50, 0.60, 0.90, 0.40, 0.95, 0.95, 1),
    ("county", "annotated"): (1.00, 0.95, 0.90, 0.95, 0.95, 0.95, 0.95, 0),
    ("district", "annotated"): (1.00, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0),
    ("five", "extracted"): (0.60, 0.65, 0.70, 0.80, 0.70, 0.90, 0.85, 3),
    ("county", "extracted"): (0.85, 0.80, 0.75, 0.85, 0.85, 0.60, 0.85, 1),
    ("district", "extracted"): (0.80, 0.80, 0.75, 0.85, 0.85, 0.60, 0.85, 1),
    ("held a", "extracted"): (0.80, 0.65, 0.70, 0.75, 0.75, 0.50, 0.80, 2),
    ("held b", "extracted"): (0.75, 0.65, 0.65, 0.75, 0.70, 0.40, 0.75, 2),
}


def letters(name: str, made: str) -> list[Facts]:
    """The facts of a set of letters, from annotations or from the text."""
    truth, annotations, folder = SETS[name]
    sources = json.loads(truth.read_text(encoding="utf-8"))["documents"]
    if made == "annotated":
        return [facts_of(annotations / f"{Path(one).stem}.json", folder) for one in sources]
    return [extract(read(folder / one, one)) for one in sources]


@cache
def truth(name: str, made: str) -> Truth:
    """The truth of a set beside its ledger."""
    collection = link(letters(name, made), decisions=())
    return Truth(SETS[name][0], collection, account(collection))


@pytest.mark.parametrize(("name", "made"), FLOORS)
def test_the_ledger_agrees_with_a_reader(name: str, made: str) -> None:
    held = truth(name, made)
    same, precision, recall, verdicts, series, repeats, overdue, _ = FLOORS[name, made]
    assert held.names("same_thing", same=True) >= same
    assert held.follow_ups().precision >= precision
    assert held.follow_ups().recall >= recall
    assert held.verdicts() >= verdicts
    assert held.series() >= series
    assert held.duplicates().f1 >= repeats
    assert held.overdue().f1 >= overdue


@pytest.mark.parametrize(("name", "made"), FLOORS)
def test_no_two_things_become_one(name: str, made: str) -> None:
    assert truth(name, made).names("not_same", same=False) == 1.0


@pytest.mark.parametrize(("name", "made"), FLOORS)
def test_contradictions_are_found_and_few_are_made_up(name: str, made: str) -> None:
    recall, false = truth(name, made).conflicts()
    assert recall >= (1.0 if made == "annotated" or name == "five" else 0.6 if "held" not in name else 0.4)
    assert false <= max(FLOORS[name, made][-1], 1)
