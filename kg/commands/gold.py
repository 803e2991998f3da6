"""The commands that measure: hold facts against annotated letters, and learn weights from them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.gold.annotation import Annotation
    from kg.gold.score import Count, Miss, Report
    from kg.models import Facts

_PATHS = click.argument("gold", type=click.Path(path_type=Path, exists=True), nargs=-1, required=True)


@click.command()
@_PATHS
@click.option(
    "--build",
    "folder",
    type=click.Path(path_type=Path, exists=True),
    help="Measure this build; by default the letters are read anew.",
)
@click.option(
    "--by",
    type=click.Choice(("class", "rule")),
    help="Also a line for each class or for each rule of every kind.",
)
@click.option(
    "--misses",
    metavar="KIND",
    help="Also what was missed or is false of this kind, with its words (all: every kind).",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True),
    help="Also gains and losses against an earlier build (its folder or graph.nq).",
)
def evaluate(
    gold: Sequence[Path], folder: Path | None, by: str | None, misses: str | None, against: Path | None
) -> None:
    """Hold what is read from letters against annotated letters: precision, recall and F1 for each kind of fact.

    GOLD are annotations (NAME.json with the letter NAME.txt beside it) or folders of them.

    \b
    Examples:
      kg evaluate tests/gold/real
      kg evaluate tests/gold/dev --by rule --misses entities
      kg evaluate tests/gold/dev --against build/before/graph.nq
    """
    from kg.gold.annotation import read_all
    from kg.gold.score import score

    annotations = list(read_all(list(gold)))
    if not annotations:
        raise UsageError("No annotation (NAME.json) in " + ", ".join(map(str, gold)) + ".")
    report = score(_pairs(annotations, folder))
    _table(report)
    if by:
        _parts(report, by)
    if misses:
        _misses(report.misses, misses)
    if against:
        _compare(score(_pairs(annotations, against)), report)


def _pairs(annotations: Sequence[Annotation], folder: Path | None) -> Iterator[tuple[Facts, Annotation]]:
    """The facts of each annotated letter: from a build, else read anew."""
    from kg import pipeline
    from kg.extract import extract
    from kg.models import Document

    if folder is None:
        for annotation in annotations:
            yield extract(Document(annotation.name, annotation.text, "")), annotation
        return
    found = {
        Path(facts.document.source).stem: facts
        for facts in pipeline.facts_of(folder.parent if folder.is_file() else folder)
    }
    for annotation in annotations:
        facts = found.get(annotation.name)
        if facts is None:
            raise UsageError(
                f"{folder} has no letter {annotation.name}; build it from the letters of the annotations."
            )
        yield facts, annotation


def _table(report: Report) -> None:
    click.echo(f"{'kind':24}{'P':>8}{'R':>8}{'F1':>8}{'hit':>7}{'found':>7}{'gold':>7}")
    for kind, count in sorted(report.counts.items()):
        click.echo(f"{kind:24}{_numbers(count)}")
    click.echo(f"{'statements':24}{'':16}{report.f1('statements'):8.3f}")


def _numbers(count: Count) -> str:
    rates = f"{count.precision:8.3f}{count.recall:8.3f}{count.f1:8.3f}"
    return f"{rates}{count.hit:7}{count.predicted:7}{count.gold:7}"


def _parts(report: Report, by: str) -> None:
    click.echo()
    for (kind, part), count in sorted((report.classes if by == "class" else report.rules).items()):
        click.echo(f"{kind + ' / ' + part:44}{_numbers(count)}")


def _say(miss: Miss) -> str:
    return f"{miss.document}\t{miss.kind}\t{'false' if miss.false else 'missed'}\t{miss.group}\t{miss.rule}\t{miss.words}"


def _misses(misses: Sequence[Miss], kind: str) -> None:
    click.echo()
    for miss in misses:
        if kind in ("all", miss.kind):
            click.echo(_say(miss))


def _compare(before: Report, after: Report) -> None:
    """What is wrong no more, and what is wrong since."""
    old, new = {_say(miss) for miss in before.misses}, {_say(miss) for miss in after.misses}
    click.echo()
    for kind, f1 in after.summary().items():
        click.echo(f"{kind:24}{before.f1(kind):8.3f} -> {f1:.3f}")
    for line in sorted(old - new):
        click.echo("gained\t" + line)
    for line in sorted(new - old):
        click.echo("lost\t" + line)


@click.command()
@_PATHS
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder for the tables of weights."
)
def train(gold: Sequence[Path], out: Path) -> None:
    """Learn the tables of weights from annotated letters, in about half an hour.

    A folder that is named several times counts as often: `make train` names the five real letters six times.

    \b
    Examples:
      kg train tests/gold/dev tests/gold/real --out seeds/weights
    """
    from kg.gold import train as learning
    from kg.gold.annotation import read_all

    annotations = [annotation for annotation in read_all(list(gold)) if annotation.header]
    trained = learning.models(annotations, lambda line: click.echo(line, err=True))
    named = [f"{path} ({times} times)" if times > 1 else f"{path}" for path, times in Counter(gold).items()]
    note = f"Learnt by `kg train` from {', '.join(named)}; do not edit by hand."
    learning.save(
        trained, out, note, learning.vocabulary(learning.read(annotation) for annotation in annotations)
    )
    click.echo(f"{len(annotations)} letters learnt into {out}", err=True)
    sys.stdout.flush()
