"""Where the project's own data is, and the one reader of its tables."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.errors import KgError


def _folder(name: str) -> Path:
    """The folder inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent / name


ONTOLOGY = _folder("ontology")
"""Vocabulary, shapes, schemes and named queries."""

SEEDS = _folder("seeds")
"""Example letters (`documents/`) and tables of names (`names/`)."""


def read_table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV file (UTF-8), each with exactly the given columns, in the order of the file.

    The first line that is neither empty nor a comment must be the header, equal to `columns`. Lines that
    begin with `#` are comments. A row is one line. Cells are taken as they stand; an empty cell is the empty
    string.
    Raises KgError with file, line and column where the file is missing, is not UTF-8 or has a bad row.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KgError(f"{path}: the table cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        column = error.start - error.object.rfind(b"\n", 0, error.start)
        raise KgError(f"{path}, line {line}, byte {column}: not UTF-8; save the table as UTF-8.") from error
    reader = csv.reader(_without_comments(text.split("\n")), strict=True)
    rows: list[dict[str, str]] = []
    header: list[str] | None = None
    width = len(columns)
    line = 0
    try:
        for cells in reader:
            if reader.line_num != line + 1:
                raise _broken_quotes(path, line + 1, "a quote is left open")
            line += 1
            if not cells:
                continue
            if header is None:
                header = cells
                _check_header(path, line, header, columns)
            elif len(cells) == width:
                rows.append(dict(zip(columns, cells, strict=True)))
            else:
                raise _wrong_width(path, line, cells, columns)
    except csv.Error as error:
        raise _broken_quotes(path, line + 1, str(error)) from error
    if header is None:
        raise KgError(f"{path}: the table is empty; its header must be {','.join(columns)}.")
    return rows


def _without_comments(lines: Iterable[str]) -> Iterator[str]:
    """Comments become empty lines, so that the reader's line numbers stay those of the file."""
    for line in lines:
        yield "" if line.startswith("#") else line


def _check_header(path: Path, line: int, header: Sequence[str], columns: Sequence[str]) -> None:
    for number, (found, wanted) in enumerate(zip(header, columns, strict=False), start=1):
        if found != wanted:
            raise KgError(f"{path}, line {line}, column {number}: the header says {found!r}, not {wanted!r}.")
    if len(header) != len(columns):
        raise _wrong_width(path, line, header, columns)


def _wrong_width(path: Path, line: int, cells: Sequence[str], columns: Sequence[str]) -> KgError:
    """A row that ends early lacks the first column it does not reach; a long one has a comma too many."""
    if len(cells) < len(columns):
        missing = columns[len(cells)]
        return KgError(f"{path}, line {line}, column {len(cells) + 1} ({missing}): the cell is missing.")
    return KgError(
        f"{path}, line {line}, column {len(columns) + 1}: {cells[len(columns)]!r} is one cell too many;"
        " put a cell that holds a comma in double quotes."
    )


def _broken_quotes(path: Path, line: int, what: str) -> KgError:
    return KgError(f"{path}, line {line}: {what}; check the quotes of this row.")
