"""Questions to a dataset, each evaluated in a process of its own that ends when its time is over."""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import Literal, Triple

from kg.errors import KgError, UsageError
from kg.graph import guard, results, worker
from kg.graph.guard import Term
from kg.graph.store import Dataset, dataset_file
from kg.graph.terms import PREFIXES, XSD

MEMORY = 4 << 30
"""Bytes of address space that a query may take, the loaded dataset included."""
OUTPUT = 1 << 30
"""Bytes that an answer may have on its way here."""


@dataclass(frozen=True, slots=True)
class Result:
    """An answer: `select` rows, `construct` triples (also of DESCRIBE) or an `ask` truth value."""

    kind: str
    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    """One term for each variable, None where unbound; of triples, subject, predicate and object."""
    more: bool = False
    """Whether the limit cut rows off."""

    def __bool__(self) -> bool:
        """The answer of ASK; for the others, whether there is any row."""
        return self.rows[0][0] == _TRUE if self.kind == "ask" else bool(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def triples(self) -> tuple[Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        return tuple(Triple(*row) for row in self.rows) if self.kind == "construct" else ()  # type: ignore[arg-type]

    def serialize(self, form: str) -> bytes:
        """The answer as `csv`, `tsv`, `json`, `jsonl`, `xml`; triples also as one of `results.TRIPLES`.

        UsageError for a format that does not exist or does not fit the kind of answer.
        """
        return results.serialize(self.kind, self.variables, self.rows, form)


_TRUE = Literal("true", datatype=XSD("boolean"))
_FALSE = Literal("false", datatype=XSD("boolean"))


def run(
    dataset: Dataset | Path | str,
    text: str,
    parameters: Mapping[str, str | Term] | None = None,
    timeout: float = 60,
    limit: int | None = None,
) -> Result:
    """The answer to a query, asked of the union of all graphs unless it says FROM.

    `parameters` are values of variables: strings as plain literals, terms as they are. `timeout` is in
    seconds, `limit` the largest number of rows. The prefixes of the vocabulary need not be declared.
    UsageError for what a query may not do and for a syntax error; KgError when time or memory is over.
    """
    guard.check(text)
    given = (parameters or {}).items()
    values = {name: Literal(one) if isinstance(one, str) else one for name, one in given}
    default, named = guard.graphs(text)
    path = dataset.path if isinstance(dataset, Dataset) else dataset_file(dataset)
    request = {
        "path": str(path),
        "text": guard.with_values(text, values),
        "prefixes": PREFIXES,
        "default": default,
        "named": named,
        "limit": limit,
        "memory": MEMORY,
        "output": OUTPUT,
        "seconds": timeout,
    }
    with tempfile.TemporaryFile() as answer:
        _evaluate(request, answer, timeout)
        answer.seek(0)
        return _result(answer, limit)


def _evaluate(request: Mapping[str, object], answer: BinaryIO, timeout: float) -> None:
    command = [sys.executable, "-P", str(Path(worker.__file__))]
    process = subprocess.Popen(  # noqa: S603 - our own script, no shell
        command, stdin=subprocess.PIPE, stdout=answer, stderr=subprocess.PIPE
    )
    try:
        _, said = process.communicate(pickle.dumps(dict(request)), timeout=timeout)
    except subprocess.TimeoutExpired as error:
        raise KgError(
            f"The query was stopped after {timeout:g} seconds; make it smaller or allow it more time."
        ) from error
    finally:
        process.kill()
        process.wait()
    if process.returncode:
        raise _wrong(process.returncode, said.decode("utf-8", "replace"))


def _wrong(status: int, said: str) -> KgError:
    kind, _, message = said.strip().rpartition("\n")[2].partition(": ")
    if kind == "SyntaxError":
        return UsageError(f"The query is no SPARQL that can be read: {message}.")
    if kind in ("ValueError", "RuntimeError"):
        return UsageError(f"The query is refused: {message}.")
    if kind == "OSError" and "File too large" in message:
        return KgError("The answer is larger than a gigabyte; set a limit.")
    if status < 0 or kind == "MemoryError" or "memory" in message:
        return KgError(f"The query was ended: it needed more than {MEMORY >> 30} GB of memory.")
    return KgError(f"The query failed: {message or kind or status}.")


def _result(answer: BinaryIO, limit: int | None) -> Result:
    head: dict[str, Any] = pickle.load(answer)  # noqa: S301 - our own worker wrote it
    rows: list[Any] = []
    while True:
        try:
            rows.extend(pickle.load(answer))  # noqa: S301
        except EOFError:
            break
    if head["kind"] == "ask":
        rows = [(_TRUE if rows[0] else _FALSE,)]
    kept = rows if limit is None else rows[:limit]
    return Result(head["kind"], head["variables"], tuple(kept), more=len(rows) > len(kept))
