"""The process that evaluates one query and can be killed: run as a script, it needs only pyoxigraph.

Reads a pickled request from standard input, writes pickled answers to standard output: first what comes
(`kind`, `variables`) or what is wrong (`error`), then rows in batches.
"""

from __future__ import annotations

import contextlib
import ctypes
import pickle
import platform
import struct
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Store

_BATCH = 1000


def main() -> None:
    """Answers the request on standard input."""
    request: dict[str, Any] = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent wrote it
    _limit(request["memory"], request["output"], request["seconds"])
    _cut_network()
    try:
        for part in _answer(request):
            pickle.dump(part, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except (SyntaxError, ValueError, RuntimeError, OSError, MemoryError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}")
        sys.stderr.flush()
        sys.exit(1)


def _answer(request: dict[str, Any]) -> Iterator[object]:
    store = Store()
    store.bulk_load(path=request["path"], format=RdfFormat.N_QUADS)
    restricted = False
    for graph in (*request["default"], *request["named"]):
        restricted = True
        if not store.contains_named_graph(NamedNode(graph)):
            raise ValueError(f"the dataset has no graph <{graph}>; FROM may name only graphs of the dataset")
    found = store.query(
        request["text"],
        prefixes=request["prefixes"],
        # The union would silently override FROM.
        use_default_graph_as_union=not restricted,
    )
    limit = request["limit"]
    if isinstance(found, QueryBoolean):
        yield {"kind": "ask", "variables": ("answer",)}
        yield [bool(found)]
    elif isinstance(found, QuerySolutions):
        yield {"kind": "select", "variables": tuple(one.value for one in found.variables)}
        yield from _batches((tuple(row) for row in found), limit)
    else:
        yield {"kind": "construct", "variables": ("subject", "predicate", "object")}
        # Two graphs may say one triple: it is one triple of the answer.
        seen: dict[object, None] = {}
        triples = (one for one in found if one not in seen and seen.setdefault(one) is None)
        yield from _batches(((one.subject, one.predicate, one.object) for one in triples), limit)


def _batches(rows: Iterable[object], limit: int | None) -> Iterator[list[object]]:
    """One row more than the limit is sent, so that the reader knows that there are more."""
    left = islice(rows, None if limit is None else limit + 1)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _limit(memory: int, output: int, seconds: float) -> None:
    """Bounds memory and output; processor time too, should the parent die before it can kill."""
    try:
        import resource
    except ImportError:  # not a Unix
        return
    cpu = int(seconds) * 4 + 60
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


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
    main()
