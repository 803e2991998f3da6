"""The commands of the ledger: what was promised and what came of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.graph.accounts import Accounts, Commitment, Said
    from kg.views.lines import Line
    from kg.views.report import Page

_FOLDER = click.Path(path_type=Path)
FORMATS = ("table", "csv", "json", "md")
STATES = ("open", "kept", "partly", "overdue", "restated")

_build = click.argument("build", type=_FOLDER)
_format = click.option(
    "--format", "-f", "form", type=click.Choice(FORMATS), default="table", show_default=True
)
_as_of = click.option(
    "--as-of",
    type=click.DateTime(("%Y-%m-%d",)),
    default=None,
    help="The day that counts as today: YYYY-MM-DD; by default today.",
)


def _accounts(build: Path) -> Accounts:
    from kg import pipeline
    from kg.graph.accounts import Accounts

    return Accounts(pipeline.dataset(build))


def _day(as_of: date | None) -> date:
    # click gives a datetime; only its day counts
    return date(as_of.year, as_of.month, as_of.day) if as_of else date.today()  # noqa: DTZ011 - the reader's day


def _print(header: Sequence[str], rows: Sequence[Sequence[str]], form: str) -> None:
    from kg.views.rows import render

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    sys.stdout.buffer.write(render(header, rows, form, width=width))


# --- ledger -----------------------------------------------------------------------------------------------


@click.command()
@_build
@click.option("--body", help="Only promises of this body.")
@click.option("--about", help="Only promises about this thing.")
@click.option("--status", type=click.Choice(STATES), help="Only promises in this state.")
@click.option("--year", help="Only promises of letters of this year.")
@_as_of
@click.option(
    "--group-by",
    type=click.Choice(("body", "programme", "year")),
    help="Count instead of listing, with rates.",
)
@_format
def ledger(
    *,
    build: Path,
    body: str | None,
    about: str | None,
    status: str | None,
    year: str | None,
    as_of: date | None,
    group_by: str | None,
    form: str,
) -> None:
    """List what a BUILD's letters promised and what later letters say of it, one row a promise.

    kept: reported as done; partly: a step or part is reported; restated: only told again; overdue: past its
    deadline, and no later letter of this collection reports a result (which is not the same as not done);
    open: none of these.

    \b
    Examples:
      kg ledger build/demo --status overdue --as-of 2026-11-21
      kg ledger build/demo --body 慈溪市经济和信息化局 --format csv > ledger.csv
      kg ledger build/demo --group-by year
    """
    from kg.graph.accounts import STATES as ORDER
    from kg.graph.accounts import counts

    found = _accounts(build).commitments(_day(as_of), body=body, about=about)
    if year:
        found = [one for one in found if one.said.written.startswith(year)]
    if status:
        found = [one for one in found if one.state == status]
    if group_by:
        _print((group_by, "promises", *ORDER, "kept of settled", "settled"), counts(found, group_by), form)
        return
    header = (
        "promise", "who", "about", "due", "state", "latest report", "why", "promised in", "reported in", "looked at",
    )  # fmt: skip
    _print(header, [_row(one) for one in found], form)


def _row(one: Commitment) -> tuple[str, ...]:
    latest = one.latest
    due = " ".join(filter(None, (one.deadline, one.deadline_words and f"“{one.deadline_words}”")))
    return (
        one.said.words,
        "、".join(one.bodies),
        "、".join(one.about),
        due,
        one.state,
        latest.said.words if latest else "",
        latest.reason if latest else "",
        one.said.place,
        latest.said.place if latest else "",
        "；".join(one.looked_at),
    )


# --- timeline ---------------------------------------------------------------------------------------------


@click.command()
@_build
@click.argument("thing")
@_format
def timeline(*, build: Path, thing: str, form: str) -> None:
    """Tell all that a BUILD's letters say of a THING, in the order of time.

    \b
    Examples:
      kg timeline build/demo 8718
      kg timeline build/demo 慈政发〔2022〕30号 --format md
    """
    rows = [
        (said.written, kind, said.words, values, said.name, said.section)
        for said, kind, values in _accounts(build).timeline(thing)
    ]
    _print(("written", "status", "words", "figures", "letter", "section"), rows, form)


# --- conflicts --------------------------------------------------------------------------------------------


@click.command()
@_build
@_format
def conflicts(*, build: Path, form: str) -> None:
    """List what a BUILD's letters tell differently of one thing, as questions with the words of both sides.

    \b
    Examples:
      kg conflicts build/demo
      kg conflicts build/demo --format csv > conflicts.csv
    """
    rows = []
    for kind, question, quotes in _accounts(build).conflicts():
        first, second = _two(quotes)
        rows.append((kind, question, first[0], first[1], second[0], second[1]))
    _print(("kind", "question", "one", "where", "other", "where else"), rows, form)


def _two(quotes: Sequence[Said]) -> tuple[tuple[str, str], tuple[str, str]]:
    told = [(said.words, said.place) for said in quotes[:2]]
    told += [("", "")] * (2 - len(told))
    return told[0], told[1]


# --- series -----------------------------------------------------------------------------------------------


@click.command()
@_build
@click.option("--about", help="Only series about this thing.")
@click.option("--plot", type=_FOLDER, help="Draw them into this file, .svg or .png.")
@_format
def series(*, build: Path, about: str | None, plot: Path | None, form: str) -> None:
    """List how the figures of a BUILD moved: one indicator of one thing over periods and letters.

    \b
    Examples:
      kg series build/demo
      kg series build/demo --plot series.svg
    """
    accounts = _accounts(build)
    if plot:
        from kg.views.lines import write

        lines = _lines(accounts, about)
        write(lines, plot)
        click.echo(f"{plot}: {len(lines)} series", err=True)
        return
    rows = [
        (label, point.when, point.comparator, point.value, point.unit, point.said.words, point.said.place)
        for label, _, points in accounts.series(about)
        for point in points
    ]
    _print(("series", "period", "sign", "value", "unit", "words", "where"), rows, form)


def _lines(accounts: Accounts, about: str | None) -> tuple[Line, ...]:
    from kg.views.lines import Dot, Line

    return tuple(
        Line(
            f"{label}（{unit}）",
            tuple(
                Dot(
                    point.when,
                    point.base_value,
                    f"{point.value}{point.unit}",
                    point.comparator,
                    f"{point.said.words} {point.said.place}",
                )
                for point in points
            ),
        )
        for label, unit, points in accounts.series(about)
    )


# --- review -----------------------------------------------------------------------------------------------


@click.command()
@_build
@click.option("--accept", metavar="ID", help="Say yes to a question.")
@click.option("--reject", metavar="ID", help="Say no to a question.")
@_format
def review(*, build: Path, accept: str | None, reject: str | None, form: str) -> None:
    """List what a person should decide about a BUILD: names that may be one, follow-ups near the line.

    A decision goes into the CSV file beside the build (BUILD.decisions.csv); every later build honours it.

    \b
    Examples:
      kg review build/demo
      kg review build/demo --accept 1f2e3d4c5b6a
    """
    from kg import pipeline
    from kg import review as decisions

    questions = pipeline.questions_of(build)
    file = decisions.place(build)
    if accept or reject:
        chosen = accept or reject
        question = next((one for one in questions if one.identifier == chosen), None)
        if question is None or (accept and reject):
            raise UsageError(f"There is no question {chosen}; `kg review {build}` lists them.")
        said = decisions.ACCEPTED if accept else decisions.REJECTED
        decisions.decide(file, question, said)
        click.echo(f"{file}: {said}; the next build honours it.", err=True)
        return
    decided = {one.id: one.decision for one in decisions.read(file)}
    rows = [
        (one.identifier, one.kind, *one.words, one.reason, decided.get(one.identifier, ""))
        for one in questions
    ]
    _print(("id", "kind", "one", "other", "why", "decided"), rows, form)


# --- report -----------------------------------------------------------------------------------------------


@click.command()
@_build
@click.argument("thing")
@click.option("--out", "-o", required=True, type=_FOLDER, help="The file to write, .html or .md.")
@_as_of
def report(*, build: Path, thing: str, out: Path, as_of: date | None) -> None:
    """Write the ledger of one THING or body of a BUILD as a page fit to print.

    \b
    Examples:
      kg report build/demo 慈溪市经济和信息化局 --out report.html
      kg report build/demo 8718 --out report.md
    """
    from kg.views.report import html, markdown

    render = {".html": html, ".htm": html, ".md": markdown}.get(out.suffix.lower())
    if render is None:
        raise UsageError(f"{out}: name a file that ends in .html or .md.")
    out.write_text(render(_page(_accounts(build), thing, _day(as_of))), encoding="utf-8")
    click.echo(f"{out}", err=True)


def _page(accounts: Accounts, thing: str, day: date) -> Page:
    from kg.graph.accounts import STATES as ORDER
    from kg.views.report import STATE_WORDS, Entry, Page

    found = {one.iri: one for one in accounts.commitments(day, about=thing)}
    found |= {one.iri: one for one in accounts.commitments(day, body=thing)}
    told = sorted(found.values(), key=lambda one: (one.said.written, one.said.letter, one.said.section))
    story = accounts.timeline(thing)
    letters = {said.letter for said, _, _ in story} | {one.said.letter for one in told}
    entries = tuple(
        Entry(
            words=one.said.words,
            place=one.said.place,
            who="、".join(one.bodies),
            due=one.deadline,
            state=one.state,
            reports=tuple((r.outcome, r.said.words, r.said.place, r.reason) for r in one.reports),
            looked_at=len(one.looked_at),
        )
        for one in told
    )
    counts = tuple((STATE_WORDS[state], str(sum(one.state == state for one in told))) for state in ORDER)
    quoted = tuple(
        (question, tuple((said.words, said.place) for said in quotes))
        for _, question, quotes in accounts.conflicts()
        if any(said.letter in letters for said in quotes) and thing in question
    )
    return Page(
        title=thing,
        as_of=day.isoformat(),
        letters=len(letters),
        entries=entries,
        counts=(("承诺", str(len(told))), *counts),
        story=tuple((said.written, kind, said.words, said.place) for said, kind, _ in story),
        lines=_lines(accounts, thing),
        conflicts=quoted,
    )


COMMANDS = (ledger, timeline, conflicts, series, review, report)
"""What the command line registers."""
