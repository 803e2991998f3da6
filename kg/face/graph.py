"""The graph of a build, read only: whatever is asked is loaded when it is asked, and kept."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from decimal import Decimal

    import networkx

    from kg.face.counts import Counts
    from kg.face.evidence import Evidence
    from kg.face.page import View
    from kg.face.reading import Reading
    from kg.face.result import Result
    from kg.face.things import (
        Body,
        Commitment,
        Conflict,
        Document,
        Figure,
        Platform,
        Policy,
        Programme,
        Series,
        Statement,
        Thing,
        Things,
    )
    from kg.graph.live import RdflibDataset
    from kg.graph.store import Dataset
    from kg.models import Facts
    from kg.pipeline import Manifest
    from kg.views.values import Graph as Drawn

    Day = date | str
    """A day, also as ISO text: 2024-12-31."""
    Parameter = str | int | float | bool | Decimal | date | Thing
    """A value of a variable: a `Thing` or `Iri` is that thing, other strings are plain text."""


class Graph:
    """A build on disk: questions to its RDF, and what it holds as objects, tables and networks.

    Made by `kg.open` and `kg.build`. Nothing that a method does changes the build.
    """

    def __init__(
        self, folder: str | PathLike[str], *, temporary: tempfile.TemporaryDirectory[str] | None = None
    ) -> None:
        self.folder = Path(folder)
        self._temporary = temporary
        """Holds a folder that nobody named; it is removed with this object."""

    def __repr__(self) -> str:
        return f"<kg.Graph {self.folder}: {self.manifest.counts['documents']} documents>"

    def _repr_html_(self) -> str:
        from kg.face.table import html

        rows = [{"facts": name, "number": number} for name, number in self.manifest.counts.items()]
        return html(("facts", "number"), rows, str(self.folder))

    @cached_property
    def manifest(self) -> Manifest:
        """What the build was made of: version, inputs by SHA-256, counts, files that could not be read."""
        from kg.pipeline import manifest_of

        return manifest_of(self.folder)

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        """What each document states, as plain values (`kg.models`), in the order of their file names."""
        from kg.pipeline import facts_of

        return tuple(facts_of(self.folder))

    @cached_property
    def _dataset(self) -> Dataset:
        from kg.pipeline import dataset

        return dataset(self.folder)

    @cached_property
    def _reading(self) -> Reading:
        from kg.face.reading import Reading

        return Reading(self._dataset)

    @cached_property
    def _drawn(self) -> Drawn:
        from kg.pipeline import subjects
        from kg.views.reading import read

        return read(subjects(self.folder))

    # --- questions ----------------------------------------------------------------------------------------

    def query(
        self, question: str, /, *, timeout: float = 60, limit: int | None = None, **values: Parameter
    ) -> Result:
        """The answer to SPARQL text, or to a named question (`kg query --list`) with its parameters.

        Values are bound, not pasted: `graph.query("SELECT … { ?s cg:actor ?body … }", body=graph.bodies[0])`.
        Variables may be Chinese; the prefixes of the vocabulary need not be declared. `timeout` is in
        seconds, `limit` the largest number of rows. UsageError for a name or parameter that does not exist
        and for what a query may not do (it reads no files and reaches no network); KgError when the time is
        over.
        """
        from kg.face.asking import ask

        return ask(self.folder, question, values, timeout, limit)

    # --- things -------------------------------------------------------------------------------------------

    @property
    def documents(self) -> Things[Document]:
        """The letters that were read, in the order of time."""
        return self._reading.documents

    @cached_property
    def bodies(self) -> Things[Body]:
        """Governments, departments, party organs, leading groups; those that are named most first."""
        from kg.face.things import Body

        return self._reading.entities(Body)

    @cached_property
    def policies(self) -> Things[Policy]:
        """Documents of policy that the letters name; those that are named most first."""
        from kg.face.things import Policy

        return self._reading.entities(Policy)

    @cached_property
    def programmes(self) -> Things[Programme]:
        """Programmes, campaigns, mechanisms and projects; those that are named most first."""
        from kg.face.things import Programme

        return self._reading.entities(Programme)

    @cached_property
    def platforms(self) -> Things[Platform]:
        """Service platforms, systems, apps and media channels; those that are named most first."""
        from kg.face.things import Platform

        return self._reading.entities(Platform)

    def find(self, name: str) -> Things[Thing]:
        """Whatever is called so, by any name, number, part of a name, or IRI. UsageError where nothing is."""
        return self._reading.things(name)

    # --- what is said -------------------------------------------------------------------------------------

    def statements(
        self,
        status: str | None = None,
        *,
        actor: str | Thing | None = None,
        about: str | Thing | None = None,
    ) -> Things[Statement]:
        """What the letters say was done (delivered), is done (ongoing), will be (planned) or not (declined).

        In the order of letters and sentences. `actor` and `about` are things or names (all that a name may
        mean). UsageError for a status that does not exist and where nothing is called so.
        """
        return self._reading.statements(status, self._pattern(actor=actor, about=about))

    def commitments(
        self,
        status: str | None = None,
        *,
        actor: str | Thing | None = None,
        about: str | Thing | None = None,
        due_before: Day | None = None,
        as_of: Day | None = None,
    ) -> Things[Commitment]:
        """What the letters promise, and what later letters report of it up to now.

        `status`: kept, partly, restated (only told again), overdue (past its deadline with no report in these
        letters, which is not the same as not done), open; or planned, for all. `due_before` keeps those whose
        deadline is before a day; `as_of` is the day that counts as today, by default today. UsageError for a
        status that does not exist, for no date, and where nothing is called like `actor` or `about`.
        """
        from kg.face.things import Commitment, Things
        from kg.graph.accounts import STATES

        if status not in (None, "planned", *STATES):
            raise UsageError(
                f"There is no status {status}; a commitment is planned, {', '.join(STATES)}. What letters say was"
                " delivered, is ongoing or is declined: graph.statements(status)."
            )
        today = _day(as_of) or date.today()  # noqa: DTZ011 - the reader's day
        limit = _day(due_before)
        found = [
            one
            for one in self._reading.commitments(self._pattern(actor=actor, about=about), today)
            if status in (None, "planned", one.state)
            and (limit is None or (one.deadline is not None and one.deadline < limit))
        ]
        return Things(Commitment, found)

    def figures(self, about: str | Thing | None = None) -> Things[Figure]:
        """The quantities that the letters state (of a thing), in the order of letters and sentences."""
        return self._reading.read_figures(self._pattern(about=about))

    def evidence(self, thing: str | Thing) -> Evidence:
        """The words that say or name a thing; or the passages whose IRIs the text holds (of an edge).

        UsageError where nothing is called so.
        """
        if isinstance(thing, str) and "#char=" in thing:
            return self._reading.quoted(thing.split())
        return self._reading.evidence(self._reading.only(thing))

    def _pattern(self, **things: str | Thing | None) -> str:
        from kg.face.reading import pattern

        return " ".join(
            f"{pattern(name, self._reading.find(thing))} ?a cg:{name} ?{name} ."
            for name, thing in things.items()
            if thing is not None
        )

    # --- the ledger ---------------------------------------------------------------------------------------

    def ledger(self, by: str = "body", *, as_of: Day | None = None) -> Counts:
        """Promises counted by `body`, `programme` (what they are about) or `year`: a column for each state.

        `kept of settled` is the share of those kept among those due or reported on, `settled` how many these
        are. The promises themselves: `commitments`. UsageError for another `by`.
        """
        from kg.face.counts import counts

        today = _day(as_of) or date.today()  # noqa: DTZ011 - the reader's day
        return counts(self._dataset, by, today)

    def series(self, about: str | Thing | None = None) -> Things[Series]:
        """Indicators over time (of a thing), those with more points first."""
        return self._reading.series(None if about is None else self._reading.find(about))

    def conflicts(self) -> Things[Conflict]:
        """What the letters tell differently of one thing, as questions with the words of both sides."""
        return self._reading.conflicts()

    # --- networks -----------------------------------------------------------------------------------------

    def to_networkx(self, kind: str = "entities", *, min_weight: float = 1) -> networkx.DiGraph[str]:
        """A directed network: nodes are IRIs with `label`, `kind`, `classes`, `number`; edges have `relation`,
        `weight`, `evidence` (words and place) and `passages` (for `Graph.evidence`).

        Kinds: entities (all relations between documents and entities), bodies (who consults, copies, answers
        with whom, whom letters name as responsible), citations, implements, mentions (letter to thing),
        commitments and statements (body to what they are about). Edges lighter than `min_weight` are left out,
        and nodes left without any. All attributes are text and numbers: every format of networkx holds them.
        UsageError that lists the kinds where there is none of this name.
        """
        from kg.face.networks import network

        return network(self._reading, self._drawn, kind, min_weight)

    def subgraph(
        self, thing: str | Thing, depth: int = 2, *, kind: str = "entities"
    ) -> networkx.DiGraph[str]:
        """What is at most `depth` edges away from a thing, in either direction, as `to_networkx` gives it.

        UsageError where nothing or more than one thing is called so, or where it has no edge in this network.
        """
        from kg.face.networks import around

        iri = self._reading.only(thing)
        network = self.to_networkx(kind)
        if iri not in network:
            raise UsageError(f"{self._reading.name(iri)} has no edge in the network of kind {kind}.")
        return around(network, iri, depth)

    def to_rdflib(self) -> RdflibDataset:
        """The same store as an rdflib Dataset, through oxrdflib: live, read only, nothing copied.

        Its default graph is the union of all; the prefixes of the vocabulary are bound. Queries put to it run
        in this process, without the limits and the guard of `query`. KgError where oxrdflib is not installed.
        """
        from kg.face.table import needed

        needed("oxrdflib")
        from kg.graph.live import live

        return live(self._dataset)

    def view(
        self, thing: str | Thing | None = None, depth: int = 2, *, lang: str = "zh", height: int = 640
    ) -> View:
        """The interactive page (`kg view`) inside the notebook, opened on a thing and what is around it.

        It works offline. `lang` is zh or en, `height` in pixels. UsageError where nothing or more than one
        thing is called so.
        """
        from kg.face.page import View
        from kg.pipeline import subjects
        from kg.views import explorer

        if lang not in ("zh", "en"):
            raise UsageError(f"lang must be zh or en, not {lang}.")
        focus = None if thing is None else self._reading.only(thing)
        return View(explorer.page(subjects(self.folder), focus=focus, depth=depth, lang=lang).text, height)


def _day(day: Day | None) -> date | None:
    if day is None or isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(f"{day} is no day; write it as 2024-12-31.") from error


def made(
    paths: Sequence[Path], out: Path | None, *, progress: bool, fresh: bool, jobs: int | None, store: bool
) -> Graph:
    """The graph of files; see `kg.build`."""
    from kg import pipeline
    from kg.face.progress import watching

    temporary = tempfile.TemporaryDirectory(prefix="kg-") if out is None else None
    folder = Path(temporary.name) / "graph" if temporary else out or Path()
    with watching(shown=progress) as watch:
        pipeline.build(paths, folder, fresh=fresh, jobs=jobs, store=store, watch=watch)
    return Graph(folder, temporary=temporary)


def opened(folder: Path) -> Graph:
    """The graph that a build left; see `kg.open`."""
    graph = Graph(folder)
    if not ((folder / "graph.nq").is_file() and (folder / "manifest.json").is_file()):
        _ = graph.manifest  # which puts an interrupted build right, or says what is wrong
    return graph
