"""The dataset on disk: one file of sorted N-Quads, written whole, loaded into memory to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from kg.errors import KgError
from kg.graph.terms import ONTOLOGY_GRAPH, TYPE, VOID

FILE = "graph.nq"
"""Name of the dataset in a build folder."""
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


class Dataset:
    """A loaded dataset, read only: the union of its graphs, and each graph by its name."""

    def __init__(self, store: Store, path: Path) -> None:
        self.store = store
        self.path = path
        """The N-Quads file that was loaded."""

    @classmethod
    def load(cls, path: Path | str) -> Dataset:
        """Loads a build folder or an N-Quads file. KgError where there is none or it cannot be read."""
        file = dataset_file(path)
        store = Store()
        try:
            store.bulk_load(path=str(file), format=RdfFormat.N_QUADS)
        except (OSError, SyntaxError, ValueError) as error:
            raise KgError(f"{file}: this is no N-Quads file that can be read ({error}).") from error
        return cls(store, file)

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
