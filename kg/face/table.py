"""Rows as HTML, as data frames and as dicts: what results and collections have in common.

A value is a string (or one that remembers its IRI), a number, a Decimal, a date, a tuple of these, or None.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, UsageError
from kg.face.names import Iri, Name

if TYPE_CHECKING:
    import pandas
    import polars

SHOWN = 20
"""Rows that a notebook shows of a table."""
WRAPPED = 12
"""Characters from which on a cell breaks its lines."""
SEVERAL = 3
"""Values that a cell shows; how many there are is said."""
CELL = 160
"""Characters that a cell shows; all of them stand in its title."""


class Table(ABC):
    """Columns and rows of plain values."""

    __slots__ = ()

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""

    @abstractmethod
    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a row, each with every column; what is unknown is None."""

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of one row each, columns as `columns`.

        Dates are `datetime.date`, decimals `decimal.Decimal`, both in columns of objects, so that nothing is
        rounded; integers with gaps are `Int64`, several values of a cell a list (see `DataFrame.explode`).
        KgError where pandas is not installed.
        """
        frames = needed("pandas")
        records = self.to_dicts()
        made = {}
        for name in self.columns:
            values = [_plain(record[name]) for record in records]
            kinds = {type(one) for one in values if one is not None}
            kind = {frozenset({int}): "Int64", frozenset({bool}): "boolean", frozenset({float}): "float64"}
            made[name] = frames.Series(values, dtype=kind.get(frozenset(kinds), "object"))
        frame: pandas.DataFrame = frames.DataFrame(made, columns=list(self.columns))
        return frame

    def to_polars(self) -> polars.DataFrame:
        """The same as a polars data frame: `pl.Date`, `pl.Decimal`, `pl.List(pl.String)`.

        A column that holds several types is one of strings. KgError where polars is not installed.
        """
        frames = needed("polars")
        records = self.to_dicts()
        made = []
        for name in self.columns:
            values = [_plain(record[name]) for record in records]
            made.append(_series(frames, name, values))
        frame: polars.DataFrame = frames.DataFrame(made)
        return frame

    def select(self, *columns: str) -> Table:
        """The same rows with these columns only, in this order; UsageError for one that there is not."""
        for name in columns:
            if name not in self.columns:
                raise UsageError(f"There is no column {name}; there are {', '.join(self.columns)}.")
        return Selection(self, columns)

    def to_csv(self, path: str | PathLike[str]) -> None:
        """Writes CSV for Excel: UTF-8 with a byte order mark, several values of a cell joined by ；, nothing that
        a spreadsheet would run. KgError where it cannot be written.
        """
        from kg.views.rows import render

        rows = [[_cell(record[name]) for name in self.columns] for record in self.to_dicts()]
        try:
            Path(path).write_bytes(render(self.columns, rows, "csv"))
        except OSError as error:
            raise KgError(f"Cannot write {path}: {error.strerror}.") from error

    def _repr_html_(self) -> str:
        records = self.to_dicts()
        return html(self._shown_columns(records), records, self._note(len(records)))

    def _shown_columns(self, records: Sequence[Mapping[str, Any]]) -> Sequence[str]:  # noqa: ARG002
        """The columns that a notebook shows."""
        return self.columns

    def _note(self, rows: int) -> str:
        if rows > SHOWN:
            return f"共 {rows} 行，显示前 {SHOWN} 行 · the first {SHOWN} of {rows} rows"
        return f"共 {rows} 行 · {rows} rows"


class Selection(Table):
    """Some columns of a table."""

    __slots__ = ("_columns", "_of")

    def __init__(self, of: Table, columns: tuple[str, ...]) -> None:
        self._of = of
        self._columns = columns

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that were chosen."""
        return self._columns

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a row."""
        return [{name: record[name] for name in self._columns} for record in self._of.to_dicts()]

    def __repr__(self) -> str:
        return f"<{', '.join(self._columns)} of {self._of!r}>"


def html(columns: Sequence[str], records: Sequence[Mapping[str, Any]], note: str) -> str:
    """The first rows as an HTML table, everything escaped; only http(s) addresses become links."""
    head = "".join(f'<th style="text-align:left">{escape(name)}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(_td(record[name]) for name in columns)}</tr>" for record in records[:SHOWN])
    return (
        f'<div style="overflow-x:auto"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<p style="font-size:smaller">{escape(note)}</p>'
    )


def _td(value: object) -> str:
    right = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    align = "right" if right else "left"
    length = (
        max(map(len, map(_cell, value)), default=0) if isinstance(value, tuple | list) else len(_cell(value))
    )
    width = f"min-width:{min(length, 24)}em" if length > WRAPPED else "white-space:nowrap"
    return f'<td style="text-align:{align};vertical-align:top;{width}">{markup(value)}</td>'


def markup(value: object) -> str:
    """A value as HTML."""
    if isinstance(value, tuple | list):
        shown = "；".join(markup(one) for one in value[:SEVERAL])
        if len(value) <= SEVERAL:
            return shown
        return f'<span title="{escape(_cell(value))}">{shown}；… ({len(value)})</span>'
    if isinstance(value, Iri):
        short = escape(value.short)
        if value.startswith(("https://", "http://")):
            return f'<a href="{escape(value)}" target="_blank" rel="noopener noreferrer">{short}</a>'
        return short
    text = _cell(value)
    if isinstance(value, Name):
        return f'<span title="{escape(value.iri)}">{escape(_cut(text))}</span>'
    if len(text) > CELL:
        return f'<span title="{escape(text)}">{escape(_cut(text))}</span>'
    return escape(text)


def _cut(text: str) -> str:
    return text if len(text) <= CELL else text[:CELL] + "…"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple | list):
        return "；".join(map(_cell, value))
    return str(value)


def _plain(value: Any) -> Any:
    """Without our own kinds of strings, of which data frames know nothing."""
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value


def _series(polars: Any, name: str, values: Sequence[Any]) -> Any:
    kinds: set[type[Any]] = {type(one) for one in values if one is not None}
    if kinds == {int, Decimal}:
        return _decimals(polars, name, [None if one is None else Decimal(one) for one in values])
    if kinds == {Decimal}:
        return _decimals(polars, name, values)
    if kinds == {list}:
        return polars.Series(name, values, dtype=polars.List(polars.String))
    if not kinds:
        return polars.Series(name, values, dtype=polars.String)
    if len(kinds) == 1 and kinds <= {int, float, bool, str, date, datetime}:
        return polars.Series(name, values)
    return polars.Series(name, [None if one is None else _cell(one) for one in values], dtype=polars.String)


def _decimals(polars: Any, name: str, values: Iterable[Decimal | None]) -> Any:
    found = list(values)
    scale = max((max(-int(one.as_tuple().exponent), 0) for one in found if one is not None), default=0)
    return polars.Series(name, found, dtype=polars.Decimal(38, min(scale, 18)))


def needed(module: str) -> Any:
    """The module of an extra; KgError says how it is installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise KgError(
            f"This needs {module}, which is not installed: pip install 'commitment-graph[notebook]'."
        ) from error
