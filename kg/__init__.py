"""Letters of a government to a graph of what it promised, and questions to that graph.

    import kg

    graph = kg.build("seeds/documents", "build/demo", progress=True)   # or kg.open("build/demo")
    graph.query("open-commitments", body="慈溪市经济和信息化局").to_pandas()
    graph.commitments(status="overdue", due_before="2026-01-01")[0].evidence
    graph.to_networkx("bodies"), graph.view("8718")
    kg.text("…").facts

`__all__` is all that is public. Importing this package loads neither spaCy nor rdflib nor pandas: what a call
needs is loaded when it is made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from os import PathLike
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KgError, UsageError
    from kg.face.counts import Counts
    from kg.face.evidence import Evidence, Passage
    from kg.face.graph import Graph
    from kg.face.letter import Fact, Letter, LetterFacts
    from kg.face.names import Iri, Name
    from kg.face.page import View
    from kg.face.plots import cite, plot_style
    from kg.face.result import Result
    from kg.face.table import Table
    from kg.face.things import (
        Body,
        Commitment,
        Conflict,
        Document,
        Figure,
        Platform,
        Policy,
        Programme,
        Report,
        Series,
        Statement,
        Thing,
        Things,
    )

__version__ = "0.1.0"
__all__ = [
    "Body",
    "Commitment",
    "Conflict",
    "Counts",
    "Document",
    "Evidence",
    "Fact",
    "Figure",
    "Graph",
    "Iri",
    "KgError",
    "Letter",
    "LetterFacts",
    "Name",
    "Passage",
    "Platform",
    "Policy",
    "Programme",
    "Report",
    "Result",
    "Series",
    "Statement",
    "Table",
    "Thing",
    "Things",
    "UsageError",
    "View",
    "__version__",
    "build",
    "cite",
    "open",
    "plot_style",
    "text",
]

_THINGS = (
    "Body", "Commitment", "Conflict", "Document", "Figure", "Platform", "Policy", "Programme", "Report", "Series",
    "Statement", "Thing", "Things",
)  # fmt: skip
_FROM = {
    **dict.fromkeys(_THINGS, "kg.face.things"),
    **dict.fromkeys(("Evidence", "Passage"), "kg.face.evidence"),
    **dict.fromkeys(("Iri", "Name"), "kg.face.names"),
    **dict.fromkeys(("KgError", "UsageError"), "kg.errors"),
    **dict.fromkeys(("Fact", "Letter", "LetterFacts"), "kg.face.letter"),
    "Counts": "kg.face.counts",
    "Graph": "kg.face.graph",
    "Result": "kg.face.result",
    "Table": "kg.face.table",
    "View": "kg.face.page",
    "cite": "kg.face.plots",
    "plot_style": "kg.face.plots",
}
"""Where each of these is, loaded when it is first named."""


def __getattr__(name: str) -> Any:
    if name not in _FROM:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_FROM[name]), name)
    return found


def __dir__() -> list[str]:
    return __all__


def open(folder: str | PathLike[str]) -> Graph:  # noqa: A001 - kg.open is what a reader expects
    """The graph that `kg build` left in `folder`, read only, in milliseconds: what is asked is then loaded.

    KgError where there is none.
    """
    from pathlib import Path

    from kg.face.graph import opened

    return opened(Path(folder))


def build(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    out: str | PathLike[str] | None = None,
    *,
    progress: bool = False,
    fresh: bool = False,
    jobs: int | None = None,
    store: bool = False,
) -> Graph:
    """The graph of all files at or below `paths`, written to `out` or kept only as long as the result.

    `progress` shows how many are read. `fresh` reads everything again, `jobs` is the number of processes. With
    `store`, and always where it is large, the graph is laid out as an Oxigraph store too. Files that cannot be
    read are in the graph's `manifest.failures`; KgError where nothing can be read.
    """
    from pathlib import Path

    from kg.face.graph import made

    several = [paths] if isinstance(paths, str | PathLike) else paths
    place = None if out is None else Path(out)
    return made(
        [Path(path) for path in several], place, progress=progress, fresh=fresh, jobs=jobs, store=store
    )


def text(letter: str) -> Letter:
    """One letter, pasted in as text: `kg.text(letter).facts` is what it states, with the words marked.

    Personal data is masked first. KgError where there is no text, or more than a letter may have.
    """
    from kg.face.letter import read

    return read(letter)


class _Face(ModuleType):
    """Keeps `kg.text` the function: importing the room of that name would put the room in its place."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "text" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
