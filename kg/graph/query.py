"""Questions to a dataset, each evaluated in a process that can be ended, or put to another endpoint.

`run` answers the command line and Python; the server asks the same processes (`Request`, `Answer`) without
waiting. Processes are kept warm: a second question to the same dataset needs no loading.
"""

from __future__ import annotations

import atexit
import os
import pickle
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from pyoxigraph import Literal, Triple

from kg.errors import KgError, UsageError
from kg.graph import results, worker
from kg.graph.guard import Term
from kg.graph.store import Dataset, Reading, read_place
from kg.graph.terms import XSD

MEMORY = 4 << 30
"""Bytes of address space that a process may take, the loaded dataset included."""
OUTPUT = 1 << 30
"""Bytes that an answer may have."""
_KEPT = 2
"""Idle processes that are kept for a dataset."""


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


@dataclass(frozen=True, slots=True)
class Request:
    """A query with its values, graphs and limits, as a process takes it."""

    text: str
    values: Mapping[str, Term]
    default: tuple[str, ...] = ()
    """Graphs that are the default graph; with `named`, they take the place of FROM in the query."""
    named: tuple[str, ...] = ()
    seconds: float = 60
    rows: int | None = None
    cut: bool = True
    """Whether rows beyond the limit are left out, or make the answer fail."""
    size: int = OUTPUT
    """Bytes that the answer may have."""
    forms: Mapping[str, str] | None = None
    """The format for each kind of answer; without it, terms are sent."""
    base: str | None = None

    def pickled(self) -> bytes:
        """The request as the process reads it."""
        return pickle.dumps(
            {
                "text": self.text,
                "values": dict(self.values),
                "graphs": (self.default, self.named) if self.default or self.named else None,
                "seconds": self.seconds,
                "rows": self.rows,
                "cut": self.cut,
                "size": self.size,
                "forms": self.forms,
                "base": self.base,
            }
        )


def terms(parameters: Mapping[str, str | Term] | None) -> dict[str, Term]:
    """Values of variables: strings as plain literals, terms as they are."""
    given = (parameters or {}).items()
    return {name: Literal(one) if isinstance(one, str) else one for name, one in given}


def is_address(place: object) -> bool:
    """Whether this names an endpoint to be asked over HTTP, no place on disk."""
    return isinstance(place, str) and place.lower().startswith(("http://", "https://"))


def run(
    dataset: Dataset | Path | str,
    text: str,
    parameters: Mapping[str, str | Term] | None = None,
    timeout: float = 60,
    limit: int | None = None,
    *,
    default: Sequence[str] = (),
    named: Sequence[str] = (),
) -> Result:
    """The answer to a query, asked of the union of all graphs unless it says FROM or `default` and `named` do.

    `dataset` is a loaded one, a build folder, an N-Quads file, the folder of a store, or the http(s) address
    of a SPARQL endpoint. `parameters` are values of variables: strings as plain literals, terms as they are.
    `timeout` is in seconds, `limit` the largest number of rows. The prefixes of the vocabulary need not be
    declared. UsageError for what a query may not do and for a syntax error; KgError when time or memory is
    over.
    """
    request = Request(text, terms(parameters), tuple(default), tuple(named), timeout, limit)
    if is_address(dataset):
        from kg.graph import endpoint

        kind, variables, rows = endpoint.ask(str(dataset), request)
    else:
        place = dataset.place if isinstance(dataset, Dataset) else Path(dataset)
        kind, variables, rows = _evaluate(place, request)
    if kind == "ask":
        rows = [(_TRUE if rows[0] else _FALSE,)]
    kept = rows if limit is None else rows[:limit]
    return Result(kind, variables, tuple(kept), more=len(rows) > len(kept))


def raise_wrong(kind: str, message: str) -> NoReturn:
    """Raises what a process said was wrong: UsageError where the query is to blame, else KgError."""
    if kind == "SyntaxError":
        raise UsageError(f"The query is no SPARQL that can be read: {_sentence(message)}.")
    if kind == "UsageError":
        raise UsageError(message)
    if kind in ("ValueError", "RuntimeError"):
        raise UsageError(f"The query is refused: {message}.")
    if kind == "TooLargeError":
        raise KgError(f"The query was ended: {message}; set a limit.")
    if kind == "MemoryError":
        raise KgError("The query was ended: it needed more memory than it may have.")
    raise KgError(f"The query failed: {message or kind}.")


_SYNTAX = re.compile(r"error at (\d+:\d+): expected (?:one of )?(.*)", re.DOTALL)
_EXPECTED = re.compile(r'"(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^,\["]+')
_MOST_EXPECTED = 6


def _sentence(message: str) -> str:
    """What the engine says of a syntax error, without the classes of characters that it would have read on."""
    found = _SYNTAX.fullmatch(message)
    if found is None:
        return message
    place = f"error at {found[1]}"
    parts = (one.strip() for one in _EXPECTED.findall(found[2]))
    expected = [one for one in parts if one and not one.startswith("[")]
    for one in expected:
        if " " in one and not one.startswith('"'):
            return f"{place}: {one}"  # Prefix not found
    if not expected:
        return f"{place}: something else is expected there"
    more = " or more" if len(expected) > _MOST_EXPECTED else ""
    return f"{place}: expected {', '.join(expected[:_MOST_EXPECTED])}{more}"


# --- processes --------------------------------------------------------------------------------------------


def command(place: Path, memory: int = MEMORY) -> list[str]:
    """What starts a process that answers questions to a dataset."""
    return [sys.executable, "-P", str(Path(worker.__file__)), str(place), str(memory)]


def environment() -> dict[str, str]:
    """The surroundings of such a process: a C library that keeps small pieces of memory at hand.

    The engine asks for and frees thousands of them a query; this saves a fifth of its time. What else a user has
    tuned stays.
    """
    tuned = os.environ.get("GLIBC_TUNABLES") or "glibc.malloc.tcache_count=2000"
    return {**os.environ, "GLIBC_TUNABLES": tuned}


class _Process:
    """A warm process and the pipes to it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.process = subprocess.Popen(  # noqa: S603 - our own script, no shell
            command(reading.place),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        self.late = False
        self.read((b"R",))

    def read(self, wanted: tuple[bytes, ...]) -> tuple[bytes, Any]:
        """The next frame; raises what the process says is wrong."""
        pipe: IO[bytes] = self.process.stdout  # type: ignore[assignment]
        head = pipe.read(worker.FRAME.size)
        if len(head) < worker.FRAME.size:
            raise EOFError
        letter, length = worker.FRAME.unpack(head)
        data = pipe.read(length)
        if len(data) < length:
            raise EOFError
        said: Any = pickle.loads(data) if data else None  # noqa: S301 - our own process wrote it
        if letter == b"X":
            kind, message = said
            raise_wrong(kind, message)
        if letter not in wanted:
            raise EOFError
        return letter, said

    def ask(self, request: Request) -> Iterator[Any]:
        """The head, batches of rows, and what is said at the end."""
        pipe: IO[bytes] = self.process.stdin  # type: ignore[assignment]
        timer = threading.Timer(request.seconds, self._end_late)
        timer.start()
        try:
            pipe.write(request.pickled())
            pipe.flush()
            letter = b""
            while letter != b"E":
                letter, said = self.read((b"H", b"D", b"E"))
                yield said
        finally:
            timer.cancel()
            timer.join()  # it may just be at it

    def _end_late(self) -> None:
        self.late = True
        self.process.kill()

    def close(self) -> None:
        """Ends the process and gives its files free."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self.process.wait()
        self.reading.close()


_idle: dict[tuple[object, ...], list[_Process]] = {}
_lock = threading.Lock()


def _evaluate(place: Path, request: Request) -> tuple[str, tuple[str, ...], list[Any]]:
    reading = read_place(place)
    process = _take(reading)
    parts: list[Any] = []
    usable = False
    try:
        parts.extend(process.ask(request))
        usable = not parts[-1]["tired"]
    except KgError:
        usable = True
        raise
    except (EOFError, OSError) as error:
        if process.late:
            raise KgError(
                f"The query was stopped after {request.seconds:g} seconds; make it smaller or allow more time."
            ) from error
        raise KgError(
            f"The query was ended: it needed more than {MEMORY >> 30} GB of memory or broke the engine."
        ) from error
    finally:
        _give_back(process, usable=usable and not process.late)
    head = parts[0]
    return head["kind"], head["variables"], [row for batch in parts[1:-1] for row in batch]


def _take(reading: Reading) -> _Process:
    with _lock:
        for key in [key for key in _idle if key[0] == reading.key[0] and key != reading.key]:
            for old in _idle.pop(key):  # of a build that has been replaced
                old.close()
        kept = _idle.get(reading.key, [])
        while kept:
            process = kept.pop()
            if process.process.poll() is None:
                reading.close()
                return process
            process.close()
    try:
        return _Process(reading)
    except EOFError as error:
        raise KgError(f"{reading.place}: the process that should answer could not open it.") from error


def _give_back(process: _Process, *, usable: bool) -> None:
    with _lock:
        kept = _idle.setdefault(process.reading.key, [])
        if usable and len(kept) < _KEPT:
            kept.append(process)
            return
    process.close()


def _close_all() -> None:
    with _lock:
        for kept in _idle.values():
            for process in kept:
                process.close()
        _idle.clear()


def _forget() -> None:
    """A forked child must not talk to its parent's processes."""
    global _lock  # noqa: PLW0603 - the parent may have held it while it forked
    _lock = threading.Lock()
    _idle.clear()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
