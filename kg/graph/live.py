"""A dataset as rdflib sees it: the same store through oxrdflib, nothing copied, nothing to be changed."""

from __future__ import annotations

from typing import Any, NoReturn

from oxrdflib import OxigraphStore
from rdflib import Dataset as RdflibDataset
from rdflib import URIRef

from kg.errors import UsageError
from kg.graph.store import Dataset
from kg.graph.terms import PREFIXES

__all__ = ["RdflibDataset", "ReadOnlyStore", "live"]


class ReadOnlyStore(OxigraphStore):
    """Reads an Oxigraph store; whatever would change it is refused with a sentence."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise UsageError("This graph is read only: copy it into an rdflib Dataset of your own to change it.")

    add = addN = remove = update = remove_graph = destroy = _refuse  # noqa: N815 - rdflib's names

    def add_graph(self, graph: object) -> None:
        """rdflib registers each graph that it looks at; the store knows those that there are."""


def live(dataset: Dataset) -> RdflibDataset:
    """The dataset as an rdflib Dataset whose default graph is the union of all; prefixes are bound.

    It lives as long as the dataset. Queries run in this process and without the guard of `kg.graph.query`.
    """
    found = RdflibDataset(store=ReadOnlyStore(store=dataset.store), default_union=True)
    for prefix, iri in PREFIXES.items():
        found.bind(prefix, URIRef(iri), override=True, replace=True)
    return found
