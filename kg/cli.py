"""The command line: parse, call, print. What is asked for goes to stdout, all else to stderr.

Exit status: 0 done; 1 nothing could be done; 2 a wrong call; 3 done, but some files could not be read or the
check found violations; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import __version__
from kg.commands import gold, ledger
from kg.commands.serve import serve
from kg.commands.talk import loudness_options, progress
from kg.commands.view import view
from kg.errors import KgError, UsageError
from kg.identity import BASE

if TYPE_CHECKING:
    from kg.graph.query import Result
    from kg.graph.questions import Question
    from kg.graph.show import Description, Thing

PARTLY = 3
STOPPED = 130

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "xml", "turtle", "ntriples", "jsonld", "rdfxml")
_FOLDER = click.Path(path_type=Path)


class _Commands(click.Group):
    """Turns what the rooms raise into a sentence and an exit status, for every command."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(error.status)
        except KeyboardInterrupt:
            click.echo("\nkg: stopped", err=True)
            ctx.exit(STOPPED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they are used."""
        del ctx
        return list(self.commands)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='Completion of commands in your shell: eval "$(_KG_COMPLETE=bash_source kg)" (or zsh_source, '
    "or fish_source).",
)
@click.version_option(__version__, "--version", message="kg %(version)s")
@loudness_options
def main() -> None:
    """Letters in which a government answers become a graph of what it promised, each fact with its words.

    \b
    Examples:
      kg build seeds/documents --out build/demo
      kg query build/demo --name open-commitments
      kg show build/demo 慈政发〔2022〕30号
    """


# --- build


@main.command()
@click.argument("paths", nargs=-1, required=True, type=_FOLDER)
@click.option(
    "--out", "-o", required=True, type=_FOLDER, help="Folder for the result; an earlier build is replaced."
)
@click.option("--fresh", is_flag=True, help="Read every file again, also those that have not changed.")
@click.option(
    "--jobs", "-j", type=click.IntRange(min=1), help="Processes that read; by default as many as help."
)
@click.option(
    "--store",
    is_flag=True,
    help="Make an Oxigraph store too, as is always done above 200,000 quads: queries then load nothing.",
)
@loudness_options
@click.pass_obj
def build(
    loudness: int, *, paths: tuple[Path, ...], out: Path, fresh: bool, jobs: int | None, store: bool
) -> None:
    """Read letters (files, or folders with all that is below) and write their graph.

    Leaves graph.nq (the RDF), facts.jsonl (one line a document), issues.jsonl (what the text leaves unclear)
    and manifest.json in the folder, and with --store the folder store, which is made from graph.nq and can be
    removed. A file that cannot be read is named; the exit status is then 3.

    \b
    Examples:
      kg build seeds/documents --out build/demo
      kg build letters/2023 letters/2024 one-more.txt --out build/all
    """
    from kg import pipeline

    with progress(shown=loudness >= 0) as watch:
        made = pipeline.build(paths, out, fresh=fresh, jobs=jobs, store=store, watch=watch)
    for failure in made.manifest.failures:
        click.echo(f"kg: {failure.reason}", err=True)
    if loudness >= 0:
        click.echo(f"{out}: {made.manifest.counts['documents']} documents in {made.seconds:.1f} s\n")
        _print_table(
            ("facts", "number"), [(name, str(number)) for name, number in made.manifest.counts.items()]
        )
    if loudness > 0:
        click.echo(f"{made.taken_up} documents taken up from an earlier run", err=True)
    if made.manifest.failures:
        sys.exit(PARTLY)


# --- query


def _assignments(ctx: click.Context, parameter: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    """NAME=VALUE pairs; the value may hold further equal signs."""
    pairs = [value.partition("=") for value in values]
    for (name, sign, _), value in zip(pairs, values, strict=True):
        if not sign or not name:
            raise click.BadParameter(f"{value} is not NAME=VALUE", ctx, parameter)
    return {name: value for name, _, value in pairs}


@main.command()
@click.argument("place", metavar="[BUILD|URL]", required=False)
@click.argument("text", required=False)
@click.option("--name", "-n", help="Ask this named question instead of TEXT.")
@click.option(
    "--set",
    "-s",
    "values",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_assignments,
    help="Value of a parameter of the question; may be given several times.",
)
@click.option("--list", "listed", is_flag=True, help="List the named questions and their parameters.")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(FORMATS),
    help="By default a table on a terminal and TSV in a pipe; turtle for CONSTRUCT.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    help="Seconds after which the query is ended.",
)
@click.option("--limit", type=click.IntRange(min=0), help="Largest number of rows.")
def query(
    *,
    place: str | None,
    text: str | None,
    name: str | None,
    values: dict[str, str],
    listed: bool,
    form: str | None,
    timeout: float,
    limit: int | None,
) -> None:
    """Ask the graph of a BUILD in SPARQL, or one of the questions that come with the program.

    In place of a build, the URL of any SPARQL endpoint can be asked. TEXT is a query (SELECT, ASK, CONSTRUCT
    or DESCRIBE) or `-` to read one from stdin. Values of parameters are bound, not pasted. A query reads no
    files, reaches no other address and ends after --timeout.

    \b
    Examples:
      kg query --list
      kg query build/demo --name open-commitments --set body=慈溪市经济和信息化局
      kg query build/demo 'SELECT ?letter WHERE { ?letter a cg:Reply }' --format csv
      kg query http://127.0.0.1:8718/sparql --name letters
    """
    if listed:
        _list_questions(form)
        return
    if place is None or (text is None) == (name is None):
        raise UsageError("Name a build and one question: SPARQL text, or --name (see `kg query --list`).")
    from kg import pipeline

    asked = sys.stdin.read() if text == "-" else name or text or ""
    _print_result(pipeline.ask(place, asked, values, timeout=timeout, limit=limit), form)


def _list_questions(form: str | None) -> None:
    from kg.graph.questions import questions

    header = ("name", "parameters", "标题", "title")
    rows = [
        (name, _parameters(one), one.title["zh"], one.title["en"])
        for name, one in sorted(questions().items())
    ]
    _print_rows(header, rows, form)


def _parameters(question: Question) -> str:
    """As one would give them to --set; those with a default in brackets."""
    return " ".join(
        one.name if one.default is None else f"[{one.name}={one.default}]" for one in question.parameters
    )


def _print_result(result: Result, form: str | None) -> None:
    from kg.graph.results import plain

    if form is None:
        on_screen = "table" if sys.stdout.isatty() else "tsv"
        form = "turtle" if result.kind == "construct" else on_screen
    if form == "table":
        _print_table(result.variables, [tuple(_tail(plain(term)) for term in row) for row in result.rows])
    else:
        sys.stdout.buffer.write(result.serialize(form))
    if result.more:
        click.echo(f"kg: only the first {len(result)} rows; there are more (--limit).", err=True)


def _short(value: str) -> str:
    """An IRI of a thing without the base that all share; only where a person looks at it."""
    return f"…/{value.removeprefix(BASE)}" if value.startswith(BASE) else value


def _tail(value: str) -> str:
    """The last part of an IRI of a thing: in a table the words beside it say which one it is."""
    if not value.startswith(BASE):
        return value
    _, sign, fragment = value.partition("#")
    return f"…{sign}{fragment}" if sign else f"…/{value.rpartition('/')[2]}"


def _print_rows(header: Sequence[str], rows: Sequence[Sequence[str]], form: str | None) -> None:
    """Rows of plain strings, in one of the formats that rows have."""
    form = form or ("table" if sys.stdout.isatty() else "tsv")
    if form == "table":
        _print_table(header, rows)
    elif form in ("csv", "tsv"):
        import csv

        csv.writer(sys.stdout, dialect="excel-tab" if form == "tsv" else "excel").writerows([header, *rows])
    elif form in ("json", "jsonl"):
        objects = [dict(zip(header, row, strict=True)) for row in rows]
        if form == "json":
            click.echo(json.dumps(objects, ensure_ascii=False, indent=1))
        else:
            for one in objects:
                click.echo(json.dumps(one, ensure_ascii=False))
    else:
        raise UsageError(
            f"{form} is a format of graphs; for this answer take table, csv, tsv, json or jsonl."
        )


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from kg.views.table import table

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(table(header, rows, width=width))


# --- show


@main.command()
@click.argument("build", type=_FOLDER)
@click.argument("name")
@click.option("--pick", type=click.IntRange(min=1), help="Which one, where several bear the name.")
@click.option("--why", is_flag=True, help="Tell instead which names were made one, and for what reason.")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(("text", "json", "turtle", "ntriples", "jsonld", "rdfxml")),
    default="text",
    show_default=True,
)
@loudness_options
@click.pass_obj
def show(loudness: int, *, build: Path, name: str, pick: int | None, why: bool, form: str) -> None:
    """Tell what a BUILD knows of one thing, each fact with the words that say it and where.

    NAME is a name, a short form, a document number (with any brackets), a part of one of these, or an IRI.
    Where several things fit, they are listed by number. -v shows all words, not only the first few.

    --why tells of every thing that fits, as text or json, which names of the letters were found to be its own.
    What should stay two, or be one, is said in seeds/names/different.csv and same.csv, or by kg review.

    \b
    Examples:
      kg show build/demo 慈政发〔2022〕30号
      kg show build/demo 市经信局 --format turtle
      kg show build/demo 8718 --why
    """
    if why:
        _show_why(build, name, pick, form)
        return
    from kg import pipeline
    from kg.graph import show as shown

    dataset = pipeline.dataset(build)
    description = shown.describe(dataset, _one_of(shown.find(dataset, name), name, pick).iri)
    if form == "text":
        click.echo("\n".join(_described(description, most=None if loudness > 0 else 3)))
    else:
        sys.stdout.buffer.write(description.serialize(form))


def _show_why(build: Path, name: str, pick: int | None, form: str) -> None:
    from kg import pipeline
    from kg.graph.accounts import Accounts

    if form not in ("text", "json"):
        raise UsageError(f"{form} is a format of graphs; --why is told as text or json.")
    found = Accounts(pipeline.dataset(build)).why(name)
    if pick is not None and pick > len(found):
        raise UsageError(f"There are only {len(found)} things called {name}.")
    chosen = found if pick is None else found[pick - 1 : pick]
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in chosen], ensure_ascii=False, indent=1))
        return
    for one in chosen:
        click.echo(f"{one.label}  ({'、'.join(one.kinds)})\n{one.iri}")
        click.echo(f"  {_one_line(one.name)}")
        for other in one.made_one:
            click.echo(f"  = {_one_line(other.name)}\n      {_one_line(other.reason)}")
        if not one.made_one:
            click.echo("  no other name was made one with it")


def _one_of(things: Sequence[Thing], name: str, pick: int | None) -> Thing:
    """The one thing that is meant; where the name leaves it open, the person chooses and nobody guesses."""
    if not things:
        raise KgError(f"Nothing is called {name}, and no name has that in it.")
    if len(things) == 1:
        return things[0]
    if pick is None:
        for number, thing in enumerate(things, start=1):
            click.echo(f"{number:3}  {thing.label}  {'、'.join(thing.kinds)}  {_short(thing.iri)}", err=True)
        if not sys.stdin.isatty():
            raise UsageError(f"{len(things)} things are called {name}; choose one with --pick NUMBER.")
        pick = click.prompt("Which one", type=click.IntRange(1, len(things)), err=True)
    if pick > len(things):
        raise UsageError(f"There are only {len(things)} things called {name}.")
    return things[pick - 1]


def _described(description: Description, most: int | None) -> Iterator[str]:
    """The lines of a description, with up to `most` passages a fact."""
    yield f"{description.thing.label}  ({'、'.join(description.thing.kinds)})"
    yield description.thing.iri
    if description.names:
        yield f"又作 also: {'；'.join(description.names)}"
    for group in description.groups:
        yield f"\n{'← ' if group.inverse else ''}{group.title['zh']} {group.title['en']}"
        for fact in group.facts:
            yield f"  {_one_line(fact.value)}" + (f"  [{fact.note}]" if fact.note else "")
            for one in fact.evidence[:most]:
                words = "" if one.words == fact.value else f"“{_one_line(one.words)}” "
                yield f"      {words}{' '.join(filter(None, (one.document_name, one.section)))}"
            if most is not None and len(fact.evidence) > most:
                yield f"      … {len(fact.evidence) - most} more"


def _one_line(words: str) -> str:
    return " ".join(words.split())


# --- stats


@main.command()
@click.argument("build", type=_FOLDER)
@click.option("--format", "-f", "form", type=click.Choice(("table", "csv", "tsv", "json")), default="table")
def stats(*, build: Path, form: str) -> None:
    """Count what is in a BUILD: by document, class, status and body.

    \b
    Examples:
      kg stats build/demo
      kg stats build/demo --format json
    """
    from kg import pipeline
    from kg.graph.stats import stats as count

    tables = count(pipeline.dataset(build))
    if form == "json":
        named = {
            one.title["en"]: [dict(zip(one.columns, row, strict=True)) for row in one.rows] for one in tables
        }
        click.echo(json.dumps(named, ensure_ascii=False, indent=1))
        return
    for one in tables:
        click.echo(f"{one.title['zh']} {one.title['en']}")
        _print_rows(one.columns, [tuple(map(str, row)) for row in one.rows], form)
        click.echo()


# --- check


@main.command()
@click.argument("build", type=_FOLDER)
@loudness_options
@click.pass_obj
def check(loudness: int, *, build: Path) -> None:
    """Hold a BUILD against its promises: shapes, ends of links, words of passages, labels.

    The exit status is 3 where something does not hold. -v lists every violation, not only the first few.

    \b
    Examples:
      kg check build/demo
    """
    from kg import pipeline
    from kg.graph.check import check as look

    report = look(pipeline.dataset(build))
    if loudness >= 0:
        click.echo("looked at " + ", ".join(f"{number} {name}" for name, number in report.counts.items()))
    if report.conforms:
        click.echo("everything holds")
        return
    _print_table(("rule", "violations"), [(rule, str(number)) for rule, number in report.by_rule().items()])
    listed = report.violations if loudness > 0 else report.violations[:20]
    for one in listed:
        click.echo(f"{one.rule}: {_short(one.thing)}: {_one_line(one.message)}")
    if len(listed) < len(report.violations):
        click.echo(f"… {len(report.violations) - len(listed)} more (-v)")
    sys.exit(PARTLY)


# --- the other rooms' commands

for _command in (
    view,
    ledger.ledger,
    ledger.timeline,
    ledger.series,
    ledger.conflicts,
    ledger.review,
    ledger.report,
    serve,
    gold.evaluate,
    gold.train,
):
    main.add_command(_command)
