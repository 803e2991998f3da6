"""The command line: parse, call, print. What is asked for goes to stdout, all else to stderr.

Exit status: 0 done; 1 nothing could be done; 2 a wrong call; 3 done, but some files could not be read or the
check found violations; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kg import __version__
from kg.errors import KgError, UsageError

if TYPE_CHECKING:
    from kg.graph.query import Result
    from kg.graph.questions import Question

PARTLY = 3
STOPPED = 130

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "xml", "turtle", "ntriples", "jsonld", "rdfxml")
_FOLDER = click.Path(path_type=Path)


class _Failure(click.ClickException):
    """A KgError as click shows it: one sentence on stderr."""

    def __init__(self, error: KgError):
        super().__init__(str(error))
        self.exit_code = error.status

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"kg: {self.message}", file=file, err=file is None)


class _Commands(click.Group):
    """Turns what the rooms raise into a sentence and an exit status, for every command."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as error:
            raise _Failure(error) from error
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
@click.option("-v", "--verbose", is_flag=True, help="Say more on stderr.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
@click.pass_context
def main(ctx: click.Context, *, verbose: bool, quiet: bool) -> None:
    """Letters in which a government answers become a graph of what it promised, each fact with its words.

    \b
    Examples:
      kg build seeds/documents --out build/demo
      kg query build/demo --name open-commitments
      kg show build/demo 慈政发〔2022〕30号
    """
    if verbose and quiet:
        raise click.UsageError("-v and -q ask for opposite things.")
    ctx.obj = 1 if verbose else -1 if quiet else 0


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
@click.pass_obj
def build(loudness: int, *, paths: tuple[Path, ...], out: Path, fresh: bool, jobs: int | None) -> None:
    """Read letters (files, or folders with all that is below) and write their graph.

    Leaves graph.nq (the RDF), facts.jsonl (one line a document), issues.jsonl (what the text leaves unclear)
    and manifest.json in the folder. A file that cannot be read is named; the exit status is then 3.

    \b
    Examples:
      kg build seeds/documents --out build/demo
      kg build letters/2023 letters/2024 one-more.txt --out build/all
    """
    from kg import pipeline

    with _progress(shown=loudness >= 0) as watch:
        made = pipeline.build(paths, out, fresh=fresh, jobs=jobs, watch=watch)
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


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr, if somebody is there to see it."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("")
        yield lambda done, total: progress.update(bar, completed=done, total=total)


# --- query


def _assignments(ctx: click.Context, parameter: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    """NAME=VALUE pairs; the value may hold further equal signs."""
    pairs = [value.partition("=") for value in values]
    for (name, sign, _), value in zip(pairs, values, strict=True):
        if not sign or not name:
            raise click.BadParameter(f"{value} is not NAME=VALUE", ctx, parameter)
    return {name: value for name, _, value in pairs}


@main.command()
@click.argument("build", required=False, type=_FOLDER)
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
    build: Path | None,
    text: str | None,
    name: str | None,
    values: dict[str, str],
    listed: bool,
    form: str | None,
    timeout: float,
    limit: int | None,
) -> None:
    """Ask the graph of a BUILD in SPARQL, or one of the questions that come with the program.

    TEXT is a query (SELECT, ASK, CONSTRUCT or DESCRIBE) or `-` to read one from stdin. Values of parameters
    are bound, not pasted. A query reads no files, reaches no network and ends after --timeout.

    \b
    Examples:
      kg query --list
      kg query build/demo --name open-commitments --set body=慈溪市经济和信息化局
      kg query build/demo 'SELECT ?letter WHERE { ?letter a cg:Reply }' --format csv
    """
    if listed:
        _list_questions(form)
        return
    if build is None or (text is None) == (name is None):
        raise UsageError("Name a build and one question: SPARQL text, or --name (see `kg query --list`).")
    from kg import pipeline

    asked = click.get_text_stream("stdin").read() if text == "-" else name or text or ""
    _print_result(pipeline.ask(build, asked, values, timeout=timeout, limit=limit), form)


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
        _print_table(result.variables, [tuple(map(plain, row)) for row in result.rows])
    else:
        click.get_binary_stream("stdout").write(result.serialize(form))
    if result.more:
        click.echo(f"kg: only the first {len(result)} rows; there are more (--limit).", err=True)


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


# --- view


@main.command()
@click.argument("build", type=_FOLDER)
@click.option("--out", "-o", required=True, type=_FOLDER, help="The HTML file to write.")
@click.pass_obj
def view(loudness: int, *, build: Path, out: Path) -> None:
    """Draw the graph of a BUILD as one HTML file, which opens offline in any browser.

    \b
    Examples:
      kg view build/demo --out build/demo.html
    """
    from kg import pipeline

    shown, total = pipeline.draw(build, out)
    if loudness >= 0:
        click.echo(f"{out}: {shown} of {total} documents and entities")
