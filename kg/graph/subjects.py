"""What a dataset says of each of its subjects, read in one pass over its file.

A store answers questions about few things; who wants most of what millions of quads say is sooner done with
the file itself. It is sorted, so that all that is said of a subject stands together, and no more than one
subject is held at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kg.errors import KgError
from kg.graph.terms import PREFIXES, TYPE

Said = Mapping[str, list[str]]
"""Values by the prefixed name of their property: of a literal its string, of a node its IRI."""
Watch = Callable[[int, int], None]
Subjects = Callable[[Iterable[str], Iterable[str], Watch | None], Iterator[tuple[str, Said]]]
"""`subjects` of one file."""

_QUOTE = ord('"')
_OFTEN = 5_000
"""Subjects after which it is told how far the reading is."""


def subjects(
    file: Path, properties: Iterable[str], classes: Iterable[str], watch: Watch | None = None
) -> Iterator[tuple[str, Said]]:
    """Each subject in a sorted N-Quads file of which at least one of the properties or classes is said.

    Properties and classes are prefixed names (`cg:status`); classes come under `a`. A value that several
    graphs say comes once. KgError where the lines are not sorted.
    """
    wanted = {f"<{_iri(name)}>".encode(): name for name in properties}
    wanted[str(TYPE).encode()] = "a"
    types = {f"<{_iri(name)}>".encode(): name for name in classes}
    current, said, number = b"", dict[str, list[str]](), 0
    size = file.stat().st_size
    with file.open("rb") as lines:
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            name = wanted.get(predicate)
            if name is None:
                continue
            if subject != current:
                if said:
                    yield _value(current), said
                    said = {}
                if subject < current:
                    raise KgError(f"{file}: its lines are not sorted; sort them with `LC_ALL=C sort -u`.")
                current = subject
                number += 1
                if watch and number % _OFTEN == 0:
                    watch(lines.tell(), size)
            if rest[0] == _QUOTE:
                value = _words(line, rest)
            elif name == "a":
                value = types.get(rest.split(b" ", 1)[0], "")
                if not value:
                    continue
            else:
                value = _value(rest.split(b" ", 1)[0])
            values = said.get(name)
            if values is None:
                said[name] = [value]
            elif values[-1] != value:  # the same line of another graph is the next one
                values.append(value)
    if said:
        yield _value(current), said
    if watch:
        watch(size, size)


def _words(line: bytes, rest: bytes) -> str:
    words = rest[1 : rest.rindex(b'"')]  # an IRI, as of a datatype or a graph, has no quotation mark
    if b"\\" in words:
        (quad,) = parse(line, format=RdfFormat.N_QUADS)
        return str(quad.object.value)
    return words.decode()


def _value(node: bytes) -> str:
    return (node[1:-1] if node[:1] == b"<" else node).decode()


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


__all__ = ["Said", "Subjects", "Watch", "subjects"]
