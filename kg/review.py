"""What people decided: questions accepted or rejected, kept in a CSV file that every later build honours."""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from kg import resources
from kg.errors import UsageError
from kg.findings import Question

ACCEPTED, REJECTED = "accepted", "rejected"


@dataclass(frozen=True, slots=True)
class Decided:
    """One row: the question and what a person said to it."""

    id: str
    decision: str
    """`accepted` or `rejected`."""
    kind: str
    """`merge` or `follow-up`."""
    one: str
    other: str
    """IRIs of both sides."""
    one_words: str
    other_words: str
    """For the reader of the file; without meaning for a build."""


COLUMNS = tuple(field.name for field in fields(Decided))


def place(build: Path) -> Path:
    """The file of decisions of a build: beside its folder, so that a new build does not take it away."""
    return build.with_name(f"{build.name}.decisions.csv")


def read(file: Path) -> tuple[Decided, ...]:
    """The decisions; none where there is no file. KgError names a bad row."""
    if not file.is_file():
        return ()
    found = tuple(Decided(**row) for row in resources.read_table(file, COLUMNS))
    for one in found:
        if one.decision not in (ACCEPTED, REJECTED):
            raise UsageError(f"{file}: {one.id} is {one.decision!r}; write {ACCEPTED} or {REJECTED}.")
    return found


def decide(file: Path, question: Question, decision: str) -> None:
    """Writes a decision; an earlier one on the same question is replaced."""
    words = tuple(_harmless(" ".join(said.split())) for said in question.words)
    own = Decided(
        question.identifier, decision, question.kind, question.one, question.other, words[0], words[1]
    )
    kept = [one for one in read(file) if one.id != own.id]
    beside = file.with_name(file.name + ".part")
    with beside.open("w", encoding="utf-8-sig", newline="") as page:
        writer = csv.writer(page, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(astuple(one) for one in sorted((*kept, own), key=lambda one: one.id))
    beside.replace(file)


def _harmless(cell: str) -> str:
    """The words with an apostrophe before what a spreadsheet would take for a formula."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@")) else cell
