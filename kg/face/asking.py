"""A researcher's question with values of Python, put as `kg query` puts it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg.face.names import Iri
from kg.face.result import Result
from kg.face.things import Thing

if TYPE_CHECKING:
    from kg.face.graph import Parameter
    from kg.graph.guard import Term


def ask(
    folder: Path, question: str, values: Mapping[str, Parameter], timeout: float, limit: int | None
) -> Result:
    """The answer; see `Graph.query`."""
    from kg.graph.query import run
    from kg.pipeline import ask as ask_named

    if not set(question) & set("{ \t\n"):  # one word is a name
        said = {name: _words(value) for name, value in values.items()}
        return Result(ask_named(folder, question, said, timeout=timeout, limit=limit))
    terms = {name: _term(value) for name, value in values.items()}
    return Result(run(folder, question, terms, timeout, limit))


def _term(value: Parameter) -> Term:
    from kg.graph.own import literal, node

    if isinstance(value, Thing):
        return node(value.iri)
    return node(value) if isinstance(value, Iri) else literal(value)


def _words(value: Parameter) -> str:
    """A value as a named question takes it."""
    if isinstance(value, Thing):
        return value.name
    return value.isoformat() if isinstance(value, date) else str(value)
