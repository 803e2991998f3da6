"""Rows of plain strings in the formats that people take away: table, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from kg.views.table import table

FORMATS = ("table", "csv", "json", "md")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run."""


def render(
    header: Sequence[str], rows: Sequence[Sequence[str]], form: str, *, width: int | None = None
) -> bytes:
    """The rows under their header. CSV begins with a byte order mark, so that Excel reads its Chinese."""
    if form == "csv":
        page = io.StringIO(newline="")
        csv.writer(page).writerows([header, *([_harmless(cell) for cell in row] for row in rows)])
        return page.getvalue().encode("utf-8-sig")
    if form == "json":
        objects = [dict(zip(header, row, strict=True)) for row in rows]
        return (json.dumps(objects, ensure_ascii=False, indent=1) + "\n").encode()
    if form == "md":
        lines = [header, ["---"] * len(header), *rows]
        return ("\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines) + "\n").encode()
    return (table(header, rows, width=width) + "\n").encode()


def _harmless(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would take for a formula; numbers stay numbers."""
    if not cell.startswith(_FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return "'" + cell
    return cell


def _cell(cell: str) -> str:
    plain = cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return " ".join(plain.split())
