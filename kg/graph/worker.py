"""The process that evaluates queries and can be killed: started once, it answers one query after another.

All that a stranger writes is looked at here and nowhere else, the guard's own reading included: whatever it
costs, the process that asked ends it. Requests come pickled on standard input; answers go to standard output
in frames of a letter, a length and that many bytes:

    R  ready: the dataset is open
    H  head of an answer, pickled: kind, variables
    D  data: bytes of the wanted format, or pickled rows where no format is wanted
    E  end of an answer, pickled: more (rows were cut off), tired (start another process)
    X  what is wrong instead of an answer or in the middle of one, pickled: kind, message
"""

from __future__ import annotations

import contextlib
import ctypes
import pickle
import platform
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

if __name__ == "__main__":  # run by its path: the package is where this file is
    sys.path.insert(0, str(Path(__file__).parents[2]))

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from kg.errors import UsageError
from kg.graph import guard
from kg.graph.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Triple

FRAME = struct.Struct("!cI")
"""Letter and length before each frame."""
_BATCH = 1000
CHUNK = 1 << 16
"""Bytes from which on data is sent before the end: a smaller frame of data is the last."""
_TIRED = 512 << 20
"""Bytes that a query may leave the process larger by before a fresh one takes its place."""

ROWS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
TRIPLES = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


class TooLargeError(Exception):
    """The answer has more rows or bytes than it may have."""


def main(place: str, memory: int) -> None:
    """Answers requests until standard input ends. `place` is an N-Quads file or the folder of a store."""
    # A small answer leaves in one piece: whoever waits for it is woken once.
    requests, out = sys.stdin.buffer, open(sys.stdout.fileno(), "wb", buffering=2 * CHUNK)  # noqa: PTH123, SIM115
    _limit(memory)
    _cut_network()
    try:
        store = _open(place)
    except (OSError, SyntaxError, ValueError) as error:
        _send(out, b"X", pickle.dumps((type(error).__name__, str(error))))
        out.flush()
        return
    _send(out, b"R", b"")
    out.flush()
    fresh = _size()
    while True:
        try:
            request: dict[str, Any] = pickle.load(requests)  # noqa: S301 - our own parent wrote it
        except EOFError:
            return
        _limit_time(request["seconds"])
        try:
            more = _answer(store, request, out)
        except Exception as error:  # noqa: BLE001 - the one who asked is told, whatever it is
            _send(out, b"X", pickle.dumps((type(error).__name__, str(error))))
        else:
            _send(out, b"E", pickle.dumps({"more": more, "tired": _size() > fresh + _TIRED}))
        out.flush()


def _open(place: str) -> Store:
    if Path(place).is_dir():
        return Store.read_only(place)
    store = Store()
    store.bulk_load(path=place, format=RdfFormat.N_QUADS)
    return store


def _send(out: BinaryIO, letter: bytes, data: bytes) -> None:
    out.write(FRAME.pack(letter, len(data)))
    out.write(data)


def _answer(store: Store, request: dict[str, Any], out: BinaryIO) -> bool:
    """Sends the answer; whether rows were cut off."""
    text, given = request["text"], request["graphs"]
    guard.check(text)
    default, named = guard.graphs(text) if given is None else given
    for graph in (*default, *named):
        if not store.contains_named_graph(NamedNode(graph)):
            raise UsageError(
                f"The dataset has no graph <{graph}>; FROM and default-graph-uri may name only its own."
            )
    found = store.query(
        guard.with_values(text, request["values"]),
        base_iri=request["base"],
        # The engine reads each IRI anew for each query: only those that may be meant.
        prefixes={prefix: iri for prefix, iri in PREFIXES.items() if f"{prefix}:" in text},
        # The union would silently override FROM.
        use_default_graph_as_union=not default and not named,
        default_graph=None if given is None else [NamedNode(graph) for graph in default],
        named_graphs=None if given is None else [NamedNode(graph) for graph in named],
    )
    if isinstance(found, QueryBoolean):
        kind = "ask"
        variables: tuple[str, ...] = ("answer",)
    elif isinstance(found, QuerySolutions):
        kind, variables = "select", tuple(one.value for one in found.variables)
    else:
        kind, variables = "construct", ("subject", "predicate", "object")
    form = request["forms"][kind] if request["forms"] else None
    if form == "":
        raise UsageError(f"no form of {kind} is wanted")
    head = pickle.dumps({"kind": kind, "variables": variables, "form": form})
    if form is None:
        _send(out, b"H", head)
        return _send_rows(found, request["rows"], request["size"], out)
    sink = _Sink(out, head, form, request["rows"], request["size"], gather=request["cut"])
    more = _serialize(found, form, request, sink)
    sink.close()
    return more


# --- rows as terms ----------------------------------------------------------------------------------------


def _send_rows(
    found: QuerySolutions | QueryBoolean | QueryTriples, rows: int | None, most: int, out: BinaryIO
) -> bool:
    """Terms of up to `rows` rows, in batches; whether there are more."""
    if isinstance(found, QueryBoolean):
        _send(out, b"D", pickle.dumps([bool(found)]))
        return False
    sent = size = 0
    for batch in _batches(_rows(found), rows):
        data = pickle.dumps(batch)
        size += len(data)
        sent += len(batch)
        if size > most:
            raise TooLargeError(f"the answer is larger than {most} bytes")
        _send(out, b"D", data)
    return rows is not None and sent > rows


def _rows(found: QuerySolutions | QueryTriples) -> Iterator[tuple[object, ...]]:
    if isinstance(found, QuerySolutions):
        return (tuple(row) for row in found)
    return ((one.subject, one.predicate, one.object) for one in _distinct(found))


def _distinct(found: QueryTriples) -> Iterator[Triple]:
    """Two graphs may say one triple: it is one triple of the answer."""
    seen: set[Triple] = set()
    for one in found:
        if one not in seen:
            seen.add(one)
            yield one


def _batches(rows: Iterable[tuple[object, ...]], limit: int | None) -> Iterator[list[tuple[object, ...]]]:
    """One row more than the limit is sent, so that the reader knows that there are more."""
    left = islice(rows, None if limit is None else limit + 1)
    while batch := list(islice(left, _BATCH)):
        yield batch


# --- answers as bytes -------------------------------------------------------------------------------------


def _serialize(
    found: QuerySolutions | QueryBoolean | QueryTriples, form: str, request: dict[str, Any], sink: _Sink
) -> bool:
    rows: int | None = request["rows"]
    output = cast("IO[bytes]", sink)  # it needs no more than write and flush
    if isinstance(found, QueryTriples):
        triples = _Counted(_distinct(found), rows, cut=request["cut"])
        serialize(triples, output, format=TRIPLES[form], prefixes=PREFIXES)
        return triples.more
    if isinstance(found, QuerySolutions) and request["cut"]:
        from kg.graph import results

        counted = _Counted((tuple(row) for row in found), rows, cut=True)
        kept = list(counted)
        sink.write(results.serialize("select", [one.value for one in found.variables], kept, form))
        return counted.more
    if isinstance(found, QueryBoolean) and form in ("csv", "tsv"):
        sink.write(b"true\n" if found else b"false\n")
    else:
        found.serialize(output, format=ROWS[form])
    return False


class _Counted:
    """An iterator that stops, or fails, at a number of items."""

    def __init__(self, items: Iterator[Any], most: int | None, *, cut: bool) -> None:
        self.items = items
        self.left = most
        self.cut = cut
        self.more = False

    def __iter__(self) -> Iterator[Any]:
        for one in self.items:
            if self.left is not None:
                if self.left == 0:
                    self.more = True
                    if self.cut:
                        return
                    raise TooLargeError("the answer has more rows than it may have")
                self.left -= 1
            yield one


_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_ROW_OF_JSON = re.compile(rb"[\[,]\{")


class _Sink:
    """Where an answer is written to: counts its bytes and rows and sends it on in frames.

    The head waits for the first bytes: what goes wrong before them is told instead of an answer.
    """

    def __init__(
        self, out: BinaryIO, head: bytes, form: str, rows: int | None, most: int, *, gather: bool
    ) -> None:
        self.out = out
        self.head = head
        self.form = form
        self.rows = rows
        self.left = most
        self.gather = gather
        self.kept: list[bytes] = []
        self.size = 0
        self.seen = 0
        self.rest = b""

    def write(self, data: bytes) -> int:
        self.left -= len(data)
        if self.left < 0:
            raise TooLargeError("the answer is larger than it may be")
        self.kept.append(bytes(data))
        self.size += len(data)
        if self.size >= CHUNK and not self.gather:
            self._pass_on()
        return len(data)

    def flush(self) -> None:
        """What is small waits for more."""

    def close(self) -> None:
        """Sends what is left."""
        self._pass_on()

    def _pass_on(self) -> None:
        data = b"".join(self.kept)
        self.kept.clear()
        self.size = 0
        if self.rows is not None and self._may_be_more_than(self.rows, data):
            self.seen += self._count(data)
            if self.seen > self.rows + (self.form in ("csv", "tsv")):
                raise TooLargeError(f"the answer has more than {self.rows} rows")
        if self.head:
            _send(self.out, b"H", self.head)
            self.head = b""
        _send(self.out, b"D", data)

    def _may_be_more_than(self, rows: int, data: bytes) -> bool:
        """Whether rows need counting: they need not in a small answer, which cannot hold more than it may."""
        if self.gather or self.form not in ROWS:
            return False
        is_all = bool(self.head) and len(data) < CHUNK
        return not is_all or len(data) > rows

    def _count(self, data: bytes) -> int:
        """The rows that begin or end in these bytes."""
        if self.form == "tsv":
            return data.count(b"\n")
        if self.form == "xml":
            data = self.rest + data
            self.rest = data[-7:]
            return data.count(b"<result>") - self.rest.count(b"<result>")
        if self.form == "csv":
            # A line break inside quotes is none; doubled quotes open and close at once.
            parts = (self.rest + data).split(b'"')
            self.rest = b'"' if len(parts) % 2 == 0 else b""
            return sum(part.count(b"\n") for part in parts[::2])
        bare = _STRING.sub(b"", self.rest + data)
        cut = bare.find(b'"')  # a string that goes on in the next bytes
        if cut < 0:
            cut = len(bare) - bare.endswith((b",", b"["))
        self.rest = bare[cut:]
        return len(_ROW_OF_JSON.findall(bare[:cut]))


# --- limits -----------------------------------------------------------------------------------------------


def _size() -> int:
    """The largest that this process has been, in bytes; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _limit(memory: int) -> None:
    """Bounds memory; writes no file and leaves no core."""
    try:
        import resource
    except ImportError:  # not a Unix
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _limit_time(seconds: float) -> None:
    """Ends this process by itself, should the parent die before it can kill."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 10
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _cut_network() -> None:
    """Refuses new sockets to this process, where the system can (Linux, seccomp); queries need none."""
    machines = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
    known = machines.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return
    architecture, socket_call = known
    steps = (
        (0x20, 0, 0, 4),  # load the architecture
        (0x15, 0, 3, architecture),  # another one: allow
        (0x20, 0, 0, 0),  # load the number of the call
        (0x15, 0, 1, socket_call),
        (0x06, 0, 0, 0x00050000 | 13),  # EACCES
        (0x06, 0, 0, 0x7FFF0000),  # allow
    )
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    header = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(program)))
    libc = ctypes.CDLL(None, use_errno=True)
    # No new privileges (38), then the filter (22, 2); where the system refuses, the guard still stands.
    libc.prctl(38, 1, 0, 0, 0)
    libc.prctl(22, 2, header, 0, 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
