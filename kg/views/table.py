"""Rows as a table for the terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import io
from collections.abc import Sequence

WIDEST = 100_000
"""Columns of a page that wraps nothing: what goes into a file has no edge."""


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, width: int | None = None) -> str:
    """The rows under their header, wrapped to `width` columns of the terminal, or not at all.

    Numbers stand at the right. Nothing in a cell is read as markup, and characters that steer a terminal are
    shown as �: the words come from documents that somebody else wrote.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number, name in enumerate(header):
        cells = [row[number] for row in rows]
        right = bool(cells) and all(_is_number(cell) for cell in cells)
        shown.add_column(Text(_printable(name)), justify="right" if right else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(_printable(cell)) for cell in row))
    page = io.StringIO()
    console = Console(file=page, width=width or WIDEST, color_system=None, legacy_windows=False, emoji=False)
    console.print(shown)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return not cell
    return True


def _printable(cell: str) -> str:
    return "".join(
        char if char.isprintable() or char == "\n" else " " if char.isspace() else "�" for char in cell
    )
