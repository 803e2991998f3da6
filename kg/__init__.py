"""Letters of a government to a graph of what it promised, and questions to that graph.

    import kg

    graph = kg.build(["seeds/documents"])
    graph.rows("open-commitments", body="慈溪市经济和信息化局")
    graph.query("SELECT ?letter WHERE { ?letter a cg:Reply }")
    graph.document("慈经信建〔2023〕19号").statements

Importing this package loads neither spaCy nor rdflib: what a call needs is loaded when it is made.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph.query import Result
    from kg.models import Facts
    from kg.pipeline import Manifest

__version__ = "0.1.0"
__all__ = ["Graph", "build", "load"]


class Graph:
    """A build on disk: questions to its RDF, and the plain facts that it was made from."""

    def __init__(
        self, folder: str | PathLike[str], *, temporary: tempfile.TemporaryDirectory[str] | None = None
    ):
        self.folder = Path(folder)
        self._temporary = temporary
        """Holds a folder that nobody named; it is removed with this object."""

    def __repr__(self) -> str:
        return f"<kg.Graph {self.folder}: {self.manifest.counts['documents']} documents>"

    @cached_property
    def manifest(self) -> Manifest:
        """What the build was made of: version, inputs, counts, files that could not be read."""
        from kg.pipeline import manifest_of

        return manifest_of(self.folder)

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        """What each document states, in the order of their file names."""
        from kg.pipeline import facts_of

        return tuple(facts_of(self.folder))

    def document(self, name: str) -> Facts:
        """The facts of the document with this number or file name; KeyError if there is none."""
        for facts in self.facts:
            number = facts.header.number
            if name == facts.document.source or (number is not None and name == number.value):
                return facts
        raise KeyError(name)

    def query(
        self, question: str, /, *, timeout: float = 60, limit: int | None = None, **values: str
    ) -> Result:
        """The answer to SPARQL text, or to a named question (`kg query --list`) with its parameters.

        `timeout` is in seconds, `limit` the largest number of rows. UsageError for a name or parameter that
        does not exist and for what a query may not do; KgError when the time is over.
        """
        from kg.pipeline import ask

        return ask(self.folder, question, values, timeout=timeout, limit=limit)

    def rows(self, question: str, /, **values: str) -> list[dict[str, str]]:
        """The rows of an answer as plain strings by variable: for printing and for data frames."""
        from kg.pipeline import rows

        return rows(self.folder, question, values)


def build(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    out: str | PathLike[str] | None = None,
    *,
    fresh: bool = False,
    jobs: int | None = None,
    store: bool = False,
) -> Graph:
    """The graph of all files at or below `paths`, written to `out` or kept only as long as the result.

    With `store`, and always where it is large, it is laid out as an Oxigraph store too. Files that cannot be
    read are in the graph's `manifest.failures`; KgError where nothing can be read.
    """
    from kg import pipeline

    several = [paths] if isinstance(paths, str | PathLike) else paths
    temporary = tempfile.TemporaryDirectory(prefix="kg-") if out is None else None
    folder = Path(temporary.name) / "graph" if temporary else Path(out or ".")
    pipeline.build([Path(path) for path in several], folder, fresh=fresh, jobs=jobs, store=store)
    return Graph(folder, temporary=temporary)


def load(folder: str | PathLike[str]) -> Graph:
    """The graph that an earlier `kg build` left in `folder`; KgError if there is none."""
    graph = Graph(folder)
    _ = graph.manifest
    return graph
