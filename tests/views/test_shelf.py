"""What a server's explorer is told: the same as a page with all letters finds in itself."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.pipeline import subjects
from kg.views import part
from kg.views.reading import read
from kg.views.shelf import Shelf, fold, make
from kg.views.values import Graph

DAY = "2026-11-21"


@pytest.fixture(scope="module")
def graph(demo: Path) -> Graph:
    return read(subjects(demo))


@pytest.fixture(scope="module")
def shelf(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    out = tmp_path_factory.mktemp("shelf") / "explorer.sqlite"
    with pytest.MonkeyPatch.context() as small:
        small.setattr(part, "MOST_THINGS", 150)
        make(out, subjects(demo), "v1")
    return Shelf(out)


def all_rows(shelf: Shelf, chosen: dict[str, str]) -> list[tuple[int, str, str]]:
    found: list[Any] = []
    while True:
        answer = shelf.rows(chosen, len(found))
        if not answer["rows"]:
            assert answer["total"] == len(found)
            return found
        found += answer["rows"]


def test_parts_hold_the_letters_that_the_page_does_not(shelf: Shelf, graph: Graph) -> None:
    parts = [one for one in json.loads(shelf.parts(range(20))) if one]
    assert all(len(facts["letters"]) == 1 for _, _, facts, _ in parts)
    assert 0 < len(parts) < len(graph.letters)
    texts = {letters["texts"][0] for _, _, _, letters in parts}
    assert texts < {one.text for one in graph.letters}
    assert all("g" not in node for nodes, _, _, _ in parts for node in nodes)
    assert re.search(r"connect-src 'self';", shelf.page)


def test_rows_pass_what_the_ledger_lets_pass(shelf: Shelf, graph: Graph) -> None:
    base = graph.base
    planned = [one for one in graph.statements if one.status == "planned"]
    body = Counter(one.actor for one in planned if one.actor).most_common(1)[0][0]
    texts = {one.iri: one for one in graph.letters}
    expected = {
        "": planned,
        "show=dated": [one for one in planned if one.deadline],
        "show=all": graph.statements,
        "show=delivered": [one for one in graph.statements if one.status == "delivered"],
        "show=undated": [
            one
            for one in planned
            if not one.deadline and one.iri not in {each.earlier for each in graph.reports}
        ],
        f"body={body.removeprefix(base)}": [one for one in planned if one.actor == body],
        "from=2023&to=2023": [
            one for one in planned if texts[one.place.letter].last[:4] == "2023" or one.deadline[:4] == "2023"
        ],
        "body=nobody": [],
    }
    for query, statements in expected.items():
        chosen = dict(one.split("=") for one in query.split("&") if one)
        found = {f"{base}{letter}#{key}" for _, letter, key in all_rows(shelf, {**chosen, "day": DAY})}
        assert found == {one.iri for one in statements}, query


def test_rows_come_in_the_order_that_is_asked(shelf: Shelf, graph: Graph) -> None:
    due = {one.iri: one.deadline or "9999" for one in graph.statements}
    for way, ordered in (("1", False), ("-1", True)):
        rows = all_rows(shelf, {"sort": "dueDate", "way": way, "day": DAY})
        days = [due[f"{graph.base}{letter}#{key}"] for _, letter, key in rows]
        assert days == sorted(days, reverse=ordered)


def test_the_tally_adds_up(shelf: Shelf, graph: Graph) -> None:
    found = shelf.tally({"day": DAY})
    status = Counter(one.status for one in graph.statements)
    assert {one: found[one] for one in status} == status
    states = ("overdue", "due", "restated", "progress", "fulfilled", "undated")
    assert sum(found[one] for one in states) == found["planned"]


def test_names_are_found_by_sound_and_words_where_they_stand(shelf: Shelf) -> None:
    for query in ("慈溪市经济和信息化局", "cxsjjhxxhj", "cxsjxj", "市经信局"):
        names = [one.get("name", one["label"]) for one in shelf.find(query)["things"]]
        assert "慈溪市经济和信息化局" in names[:3], query
    said = shelf.find("平台")["statements"]
    assert said
    assert all("平台" in words for _, _, _, words, _, _ in said)


@pytest.mark.parametrize(
    "text", ["%", "_", "\\", "'", '"; DROP TABLE thing; --', "%%%%", "a" * 500, "\x00", "\u202e"]
)
def test_signs_of_the_database_are_only_text(shelf: Shelf, text: str) -> None:
    """Nothing in a question is understood as more than letters to be looked for."""
    assert all(fold(text)[:60] in fold(one[3]) for one in shelf.find(text)["statements"])
    for name in ("thing", "body", "place", "letter", "show", "ask", "from", "to", "sort", "way", "status"):
        assert shelf.rows({name: text, "day": text})["total"] >= 0
    assert shelf.things([text]) == []
    assert shelf.way(text, text) == []
    assert shelf.tally({})["planned"] > 0


def test_a_way_is_told_by_the_letters_along_it(shelf: Shelf, graph: Graph) -> None:
    home = {letter: number for number, letter, _ in all_rows(shelf, {"show": "all"})}
    link = next(
        one
        for one in graph.links
        if one.places
        and home.get(one.places[0].letter.removeprefix(graph.base), 0) > 0
        and one.name == "publisher"
    )
    ends = link.subject.removeprefix(graph.base), link.object.removeprefix(graph.base)
    assert shelf.way(*ends) == [home[link.places[0].letter.removeprefix(graph.base)]]
