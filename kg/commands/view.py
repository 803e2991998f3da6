"""`kg view`: the graph of a build as one page that opens without network."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.talk import loudness_options, progress
from kg.errors import KgError, UsageError

if TYPE_CHECKING:
    from kg.views.explorer import Page

_PART = re.compile(r"(?:names-)?\d+\.css")


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
@loudness_options
@click.pass_obj
def view(loudness: int, *, build: Path, out: Path, focus: str | None, depth: int, lang: str) -> None:
    """Draw the graph of a BUILD as one HTML file, which opens offline in any browser.

    In it each point leads to the sentence that says it: graph, ledger of promises, letters with their facts
    marked, time line, search by name or pinyin, paths, exports. A large graph opens on its letters and what
    is most linked, and unfolds. Of one that no file holds, the letters nearest to the focus (or the latest)
    are in the page, and all others in a folder beside it (page.html and page.parts), from which the page
    takes them when they are wanted: keep the two together.

    \b
    Examples:
      kg view build/demo --out build/demo.html
      kg view build/all --focus 慈溪市经济和信息化局 --depth 1 --out page.html
    """
    from kg import pipeline
    from kg.views import explorer

    beside = f"{out.stem}.parts"
    with progress(shown=loudness >= 0) as watch:
        subjects = pipeline.subjects(build)
        made = explorer.page(subjects, focus=focus, depth=depth, lang=lang, beside=beside, watch=watch)
        try:
            _put(made, out, out.with_name(beside))
        except OSError as error:
            raise KgError(f"Cannot write {out}: {error.strerror}.") from error
    if loudness >= 0:
        click.echo(f"{out}: opens with {made.opened} of {made.whole} documents and entities")
    if loudness >= 0 and made.letters < made.all_letters:
        click.echo(
            f"kg: the page holds {made.letters} of {made.all_letters} letters, the others are in"
            f" {out.with_name(beside)}: keep the two together.",
            err=True,
        )


def _put(page: Page, out: Path, beside: Path) -> None:
    """Writes the page and the folder that it needs, if any; both appear when they are whole."""
    if beside.exists() and not (beside.is_dir() and all(map(_is_part, beside.iterdir()))):
        raise UsageError(f"{beside} has other files in it; move it away or give the page another name.")
    out.parent.mkdir(parents=True, exist_ok=True)
    file, folder = out.with_name(f".{out.name}.part"), beside.with_name(f".{beside.name}.part")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        for name, text in page.files:
            folder.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="ascii")
        file.write_bytes(page.text.encode("utf-8"))
        shutil.rmtree(beside, ignore_errors=True)
        if folder.exists():
            folder.replace(beside)
        file.replace(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        file.unlink(missing_ok=True)


def _is_part(file: Path) -> bool:
    return _PART.fullmatch(file.name) is not None
