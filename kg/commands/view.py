"""`kg view`: the graph of a build as one page that opens without network."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.graph.store import Dataset


@click.command()
@click.argument("build", type=click.Path(path_type=Path))
@click.option(
    "--out",
    "-o",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The HTML file to write.",
)
@click.option("--focus", metavar="THING", help="Open on what is around this name, number or IRI.")
@click.option(
    "--depth", type=click.IntRange(1, 6), default=2, show_default=True, help="Links to go from the focus."
)
@click.option(
    "--lang", type=click.Choice(("zh", "en")), default="zh", show_default=True, help="Language it opens in."
)
def view(*, build: Path, out: Path, focus: str | None, depth: int, lang: str) -> None:
    """Draw the graph of a BUILD as one HTML file, which opens offline in any browser.

    In it each point leads to the sentence that says it: graph, ledger of promises, letters with their facts
    marked, time line, search by name or pinyin, paths, exports. A large graph opens on its letters and what
    is most linked, and unfolds; of one that no file holds, the letters nearest to the focus (or the latest)
    are taken and the page says so.

    \b
    Examples:
      kg view build/demo --out build/demo.html
      kg view build/all --focus 慈溪市经济和信息化局 --depth 1 --out page.html
    """
    from kg import pipeline
    from kg.views import explorer

    with _progress() as watch:
        made = explorer.page(asker(pipeline.dataset(build)), focus=focus, depth=depth, lang=lang, watch=watch)
    beside = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(made.text.encode("utf-8"))
        beside.replace(out)
    except OSError as error:
        raise KgError(f"Cannot write {out}: {error.strerror}.") from error
    click.echo(f"{out}: opens with {made.opened} of {made.held} documents and entities")
    if made.held < made.whole:
        click.echo(
            f"kg: the graph has {made.whole}, more than one file holds; take a part with --focus,"
            " or look at all of it with `kg serve`.",
            err=True,
        )


def asker(dataset: Dataset) -> Callable[[str], Iterator[tuple[str, ...]]]:
    """The project's own questions to a dataset in this process: each row as strings, unbound ones empty."""
    from kg.graph.results import plain
    from kg.graph.terms import PREFIXES

    def ask(text: str) -> Iterator[tuple[str, ...]]:
        found = dataset.store.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
        for row in found:  # type: ignore[union-attr] # SELECT only
            yield tuple(map(plain, row))

    return ask


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Steps on stderr, if somebody is there to see them."""
    if not sys.stderr.isatty():
        yield None
        return

    def tell(done: int, total: int) -> None:
        click.echo(f"\r{done}/{total} ", nl=False, err=True)

    try:
        yield tell
    finally:
        click.echo("\r      \r", nl=False, err=True)
