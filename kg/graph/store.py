"""The dataset on disk: one file of sorted N-Quads, written whole, and beside it, where it is large, a store.

The file is the truth and can be carried anywhere; the store is Oxigraph's, made from the finished file in a
new folder, put in order there and put in place by a rename; it takes about as much disk as the file. Whoever
reads a store reads hard links of its own to the store's files: an old store may be removed at any time, and its
files go when the last reader has left.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import count
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from kg.errors import KgError
from kg.graph.terms import ONTOLOGY_GRAPH, TYPE, VOID

FILE = "graph.nq"
"""Name of the dataset in a build folder."""
STORE = "store"
"""Name of the store's folder in a build folder."""
STORE_FROM = 200_000
"""Quads from which on a store is worth its making: below, a file is loaded in less than a second."""
_MARK = "KG_MADE_FROM"
_ROCKS = "CURRENT"
"""A file that every store of Oxigraph has."""
_CHUNK = 50_000


def write(quads: Iterable[Quad], path: Path) -> int:
    """Writes the quads to `path` as N-Quads, each once, in the order of their bytes; returns how many.

    The file appears whole or not at all. Same quads, same bytes, in whatever order they come.
    """
    lines: set[bytes] = set()
    chunk: list[Quad] = []
    for quad in quads:
        chunk.append(quad)
        if len(chunk) == _CHUNK:
            lines.update(_lines(chunk))
            chunk.clear()
    lines.update(_lines(chunk))
    beside = path.with_name(path.name + ".part")
    with beside.open("wb") as file:
        file.writelines(sorted(lines))
    beside.replace(path)
    return len(lines)


def _lines(quads: list[Quad]) -> list[bytes]:
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def put_store(folder: Path) -> Path:
    """Makes the store of a build folder from its `graph.nq`, in place of an earlier one; returns its folder.

    KgError where there is no file, where it is no N-Quads, or where the disk is full. An earlier store stays
    until the new one is whole.
    """
    file = dataset_file(folder)
    place = file.parent / STORE
    _remove_left(file.parent, f".{STORE}.")
    part = place.with_name(f".{STORE}.{os.getpid()}.part")
    old = place.with_name(f".{STORE}.{os.getpid()}.old")
    try:
        mark = _mark(file)  # before it is read: of a file that is replaced meanwhile, this is no store
        _fill(part, file)
        (part / _MARK).write_text(mark, encoding="ascii")
        if place.exists():
            place.rename(old)
        part.rename(place)
    except (OSError, SyntaxError, ValueError) as error:
        raise KgError(f"{place}: the store could not be made ({error}).") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return place


def _fill(folder: Path, file: Path) -> None:
    store = Store(str(folder))
    # Whoever wrote the quads has checked their IRIs; what is no N-Quads is refused all the same.
    store.bulk_load(path=str(file), format=RdfFormat.N_QUADS, lenient=True)
    # Loading leaves files that overlap, each of which a look-up has to ask: at ten million quads, put in order,
    # they answer three times as fast.
    store.optimize()
    store.flush()


def _mark(file: Path) -> str:
    """What tells one file of quads from another: size, time and digest of what is in it."""
    known = file.stat()
    return f"{known.st_size} {known.st_mtime_ns} {_digest(file, known.st_size, known.st_mtime_ns)}"


@lru_cache(maxsize=16)
def _digest(file: Path, size: int, time: int) -> str:
    del size, time  # of another size or time, it is another file
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _is_of(store: Path, file: Path) -> bool:
    """Whether a store was made from the file as it is now; False where there is no store.

    A file that only bears another time, because it was copied or carried, is read through once.
    """
    try:
        size, time, digest = (store / _MARK).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return False  # none, or one that is just being replaced
    known = file.stat()
    if str(known.st_size) != size:
        return False
    return str(known.st_mtime_ns) == time or _digest(file, known.st_size, known.st_mtime_ns) == digest


# --- reading ----------------------------------------------------------------------------------------------


class Reading:
    """A dataset that somebody reads: where it is now, and what tells it from a later one at that place."""

    def __init__(self, source: Path) -> None:
        self.source = source
        """The N-Quads file, or the folder of the store."""
        self.is_store = source.is_dir()
        known = (source / _ROCKS if self.is_store else source).stat()
        self.key = (str(source), known.st_ino, known.st_mtime_ns, known.st_size)
        self._pinned: Path | None = None

    @property
    def place(self) -> Path:
        """What to open: the file, or hard links to the store's files that nobody else takes away."""
        if not self.is_store:
            return self.source
        if self._pinned is None:
            self._pinned = _pin(self.source)
        return self._pinned

    def close(self) -> None:
        """Gives the files of a store free."""
        if self._pinned is not None and self._pinned != self.source:
            _unpin(self._pinned)
        self._pinned = None


def read_place(path: Path | str) -> Reading:
    """What holds the dataset at a path: a build folder (its store, if that is of its file), a file, a store.

    KgError where there is none.
    """
    place = Path(path)
    if (place / _ROCKS).is_file():
        return Reading(place)
    file = dataset_file(place)
    store = file.parent / STORE
    try:
        if place.is_dir() and _is_of(store, file):
            return Reading(store)
    except OSError:
        pass  # it is just being replaced
    return Reading(file)


_pins: set[Path] = set()
_numbers = count()


_TRIES = 5


def _pin(store: Path) -> Path:
    """A folder of hard links to a store beside its build; the store itself where there can be none."""
    above = store.parent.parent if store.name == STORE else store.parent
    _remove_left(above, ".kg-reading.")
    for _ in range(_TRIES):
        place = above / f".kg-reading.{os.getpid()}.{next(_numbers)}"
        try:
            place.mkdir()
            _link(store, place)
        except FileNotFoundError:  # it was replaced while its files were being linked
            shutil.rmtree(place, ignore_errors=True)
        except (OSError, NotImplementedError):  # a disk without links, or one that we may not write to
            shutil.rmtree(place, ignore_errors=True)
            return store
        else:
            _pins.add(place)
            return place
    return store


def _link(store: Path, place: Path) -> None:
    """Links all files of one store. It is held open meanwhile: the name may pass to another."""
    held = os.open(store, os.O_RDONLY)
    try:
        for name in (_ROCKS, *(set(os.listdir(held)) - {_ROCKS})):  # noqa: PTH208 - of what is held, not of a name
            os.link(name, place / name, src_dir_fd=held)
    finally:
        os.close(held)


def _unpin(place: Path) -> None:
    _pins.discard(place)
    shutil.rmtree(place, ignore_errors=True)


def _remove_left(above: Path, begin: str) -> None:
    """Removes the folders `<begin><process>.<more>` of processes that were killed."""
    for left in above.glob(f"{begin}*.*"):
        number = left.name.removeprefix(begin).partition(".")[0]
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)
        except (ValueError, OSError):
            continue


def _unpin_all(owner: int) -> None:
    if os.getpid() == owner:  # a forked child leaves them to its parent
        for place in list(_pins):
            _unpin(place)


atexit.register(_unpin_all, os.getpid())


class Dataset:
    """A loaded dataset, read only: the union of its graphs, and each graph by its name."""

    def __init__(self, store: Store, path: Path, reading: Reading | None = None) -> None:
        self.store = store
        self.path = path
        """The N-Quads file that was loaded."""
        self.place = path.parent if reading and reading.is_store else path
        """What a query is asked of."""
        self._reading = reading

    @classmethod
    def load(cls, path: Path | str) -> Dataset:
        """Opens a build folder (its store, where it has one) or loads an N-Quads file.

        KgError where there is none or it cannot be read.
        """
        file = dataset_file(path)
        reading = read_place(path)
        try:
            if reading.is_store:
                return cls(Store.read_only(str(reading.place)), file, reading)
            store = Store()
            store.bulk_load(path=str(file), format=RdfFormat.N_QUADS)
        except (OSError, SyntaxError, ValueError) as error:
            raise KgError(f"{file}: this is no N-Quads file that can be read ({error}).") from error
        return cls(store, file)

    def close(self) -> None:
        """Gives the files of a store free; the dataset answers no more."""
        if self._reading is not None:
            self._reading.close()

    @cached_property
    def graphs(self) -> frozenset[str]:
        """The IRIs of all named graphs."""
        named = self.store.named_graphs()
        return frozenset(graph.value for graph in named if isinstance(graph, NamedNode))

    @cached_property
    def base(self) -> str:
        """The base under which the dataset's things were minted; empty where it does not say."""
        for quad in self.store.quads_for_pattern(None, VOID("uriSpace"), None):
            return _value(quad)
        return ""

    def values(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
        """The objects of all triples with this subject and predicate in any graph, each once, sorted."""
        found = {quad.object for quad in self.store.quads_for_pattern(subject, predicate, None)}
        return sorted((one for one in found if isinstance(one, NamedNode | Literal)), key=str)

    def text(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        """The first of the values as a string; None where there is none."""
        found = self.values(subject, predicate)
        return found[0].value if found else None

    def quads(self, subject: NamedNode | None = None, value: NamedNode | None = None) -> Iterator[Quad]:
        """The quads of a subject or of an object."""
        return iter(self.store.quads_for_pattern(subject, None, value))

    def quads_of(self, predicate: NamedNode) -> Iterator[Quad]:
        """The quads of a predicate."""
        return iter(self.store.quads_for_pattern(None, predicate, None))

    def instances(self, of: NamedNode) -> list[NamedNode]:
        """The things of a class, sorted; terms of the ontology itself are none."""
        found = {
            quad.subject
            for quad in self.store.quads_for_pattern(None, TYPE, of)
            if quad.graph_name != ONTOLOGY_GRAPH and isinstance(quad.subject, NamedNode)
        }
        return sorted(found, key=str)


def dataset_file(path: Path | str) -> Path:
    """The N-Quads file of a build folder, or the file itself. KgError where there is none."""
    place = Path(path)
    file = place / FILE if place.is_dir() else place
    if not file.is_file():
        raise KgError(
            f"{place}: there is no graph here; run `kg build` first, or name a folder that it wrote."
        )
    return file


def _value(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
