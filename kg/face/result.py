"""The answer to a query, with values of Python in place of RDF terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.face.names import Iri
from kg.face.table import SHOWN, Table

if TYPE_CHECKING:
    from kg.graph.query import Result as Answer


class Result(Table):
    """Rows of a SELECT, triples of a CONSTRUCT or DESCRIBE, or the truth of an ASK.

    `xsd:date` is `datetime.date`, `xsd:decimal` `decimal.Decimal`, integers and `xsd:gYear` are int, IRIs are
    `Iri`, other literals str, what is unbound is None.
    """

    __slots__ = ("_answer", "_rows")

    def __init__(self, answer: Answer) -> None:
        from kg.graph.own import value

        self._answer = answer
        self._rows = tuple(tuple(value(term, Iri) for term in row) for row in answer.rows)

    @property
    def kind(self) -> str:
        """`select`, `construct` (also of DESCRIBE) or `ask`."""
        return self._answer.kind

    @property
    def columns(self) -> tuple[str, ...]:
        """The variables; of triples subject, predicate, object; of ASK answer."""
        return self._answer.variables

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        """One tuple a row, in the order of `columns`."""
        return self._rows

    @property
    def more(self) -> bool:
        """Whether the limit cut rows off."""
        return self._answer.more

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._rows)

    def __getitem__(self, index: int) -> tuple[Any, ...]:
        return self._rows[index]

    def __bool__(self) -> bool:
        """The answer of an ASK; for the others, whether there is any row."""
        return bool(self._answer)

    def __repr__(self) -> str:
        if self.kind == "ask":
            return f"<Result {bool(self)}>"
        return (
            f"<Result {len(self)} rows: {', '.join(self.columns)}{' (there are more)' if self.more else ''}>"
        )

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a row, from variable to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self._rows]

    def column(self, name: str) -> list[Any]:
        """The values of one column; UsageError where there is none of this name."""
        if name not in self.columns:
            raise UsageError(f"The result has no column {name}; it has {', '.join(self.columns)}.")
        at = self.columns.index(name)
        return [row[at] for row in self._rows]

    def serialize(self, form: str) -> bytes:
        """The answer as `csv`, `tsv`, `json`, `jsonl`, `xml`; triples also as `turtle`, `ntriples`, `jsonld`, `rdfxml`.

        UsageError for a format that does not exist or does not fit the kind of answer.
        """
        return self._answer.serialize(form)

    def _note(self, rows: int) -> str:
        if not self.more:
            return super()._note(rows)
        return (
            f"显示前 {min(rows, SHOWN)} 行；查询在 {rows} 行处截断（limit），后面还有 · "
            f"the first {min(rows, SHOWN)}; cut at the limit of {rows} rows, there are more"
        )
