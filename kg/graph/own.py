"""The project's own questions to a dataset in this process, and its terms as values of Python and back.

What a stranger asks goes through `kg.graph.query`, which can be ended; nothing here takes foreign text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import UsageError
from kg.graph.terms import PREFIXES, XSD, decimal

if TYPE_CHECKING:
    from kg.graph.guard import Term
    from kg.graph.store import Dataset

Value = str | int | float | bool | Decimal | date | datetime | None
"""What a term is in Python; `date` covers `datetime`."""

_INTEGERS = frozenset(
    XSD(name)
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "unsignedInt", "unsignedLong", "gYear",
    )
)  # fmt: skip
_READ: dict[NamedNode, Callable[[str], Value]] = {
    XSD("date"): date.fromisoformat,
    XSD("dateTime"): datetime.fromisoformat,
    XSD("decimal"): Decimal,
    XSD("double"): float,
    XSD("float"): float,
    XSD("boolean"): lambda said: {"true": True, "1": True, "false": False, "0": False}[said],
    **dict.fromkeys(_INTEGERS, int),
}


def typed(dataset: Dataset, text: str, iri: Callable[[str], str] = str) -> Iterator[tuple[Value, ...]]:
    """Asks SELECT of the union of all graphs: each row as values of Python, unbound ones None."""
    for row in _rows(dataset, text):
        yield tuple(value(term, iri) for term in row)


def _rows(dataset: Dataset, text: str) -> Iterator[tuple[Term | None, ...]]:
    found = dataset.store.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    for row in found:  # type: ignore[union-attr] # SELECT only
        yield tuple(row)


def value(term: Term | None, iri: Callable[[str], str] = str) -> Value:
    """A term as a value of Python; a literal that is not what its datatype says stays a string.

    `xsd:date` is a date, `xsd:decimal` a Decimal, integers and `xsd:gYear` are ints; `iri` makes what stands for
    a node. None for None.
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return iri(term.value)
    if isinstance(term, BlankNode | Triple):
        return str(term)
    reader = _READ.get(term.datatype)
    if reader is not None:
        with suppress(ValueError, InvalidOperation, KeyError):
            return reader(term.value)
    return term.value


def node(iri: str) -> NamedNode:
    """The IRI as a term; UsageError where it is none."""
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"{iri} is no IRI ({error}).") from error


def literal(value: object) -> Literal:
    """A value of Python as a literal; UsageError for what has no datatype."""
    match value:
        case str():
            return Literal(str(value))
        case bool() | int() | float():
            return Literal(value)
        case Decimal():
            return decimal(value)
        case datetime():
            return Literal(value.isoformat(), datatype=XSD("dateTime"))
        case date():
            return Literal(value.isoformat(), datatype=XSD("date"))
    raise UsageError(f"A parameter must be text, a number, a date or a thing, not {type(value).__name__}.")
