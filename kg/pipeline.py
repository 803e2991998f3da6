"""The only place where rooms meet: files are read, each gives its facts, together they become a graph."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from kg import __version__, read, resources, review
from kg.errors import KgError, UsageError
from kg.findings import Question
from kg.models import Collection, Doubt, EntityField, Facts, Field, Header

if TYPE_CHECKING:
    from kg.graph.query import Result
    from kg.graph.store import Dataset
    from kg.graph.subjects import Subjects

POOL_FROM = 20
"""Documents from which on several processes read them: below, starting the processes takes longer."""

_PACKAGE = str(Path(__file__).parent)
_log = logging.getLogger(__name__)

Watch = Callable[[int, int], None]
"""Told how many of how many documents are done."""


class Failure(msgspec.Struct, frozen=True):
    """A file that gave no facts, and why, as a sentence."""

    source: str
    reason: str


class Input(msgspec.Struct, frozen=True):
    """A file that was read: its name in the graph and the SHA-256 of its bytes."""

    source: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a build was made of and what came out (`manifest.json`); the same input gives the same bytes."""

    version: str
    inputs: tuple[Input, ...]
    counts: dict[str, int]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build: where it is, its manifest, and how many documents were taken up from before."""

    folder: Path
    manifest: Manifest
    taken_up: int
    seconds: float


def build(
    paths: Sequence[Path],
    out: Path,
    *,
    fresh: bool = False,
    jobs: int | None = None,
    store: bool = False,
    watch: Watch | None = None,
) -> Build:
    """Make the graph of all files at or below `paths` and put it at `out`, in place of an earlier build.

    The result is `graph.nq`, `facts.jsonl`, `issues.jsonl`, `questions.jsonl` and `manifest.json`. Files that
    cannot be read are in the manifest's `failures`; KgError where none can be. Until the very end an earlier
    build at `out` stays as it is. The facts of each document are kept in a hidden folder beside `out`, by the bytes they
    come from and the code that found them, so that a stopped or repeated build takes up what is done;
    `fresh` reads everything again. `jobs` is the number of processes, by default one a core where there are
    many documents. With `store`, and always where the graph is large, an Oxigraph store is made from `graph.nq`.
    """
    begun = time.monotonic()
    out = Path(os.path.abspath(out))  # noqa: PTH100 - resolve() would follow a link that `out` may be
    _check_place(out)
    files = read.find(paths, leave_out=[out])
    if not files:
        raise KgError(f"There are no files in {', '.join(map(str, paths))}.")
    kept = out.with_name(f".{out.name}.facts") / _code()
    outcomes = list(_outcomes(files, None if fresh else kept, jobs, watch))
    facts, repeats, failures = _sort_out(outcomes)
    if not facts:
        reasons = "\n".join(f"  {failure.reason}" for failure in failures)
        raise KgError(f"Nothing could be read:\n{reasons}")
    with _in_place_of(out) as partial:
        manifest = _write(partial, facts, repeats, failures, review.read(review.place(out)))
        _put_store(partial, manifest, asked=store)
    _forget(kept)
    return Build(out, manifest, sum(outcome.taken_up for outcome in outcomes), time.monotonic() - begun)


def facts_of(folder: Path) -> Iterator[Facts]:
    """The facts of each document of a build, in the order of their sources."""
    with _open(folder, "facts.jsonl") as lines:
        for line in lines:
            yield _facts_decoder().decode(line)


def questions_of(folder: Path) -> list[Question]:
    """What a person should decide about a build, in the order of kinds."""
    with _open(folder, "questions.jsonl") as lines:
        found = [msgspec.json.decode(line, type=Question) for line in lines]
    return sorted(found, key=lambda one: (one.kind, one.words))


def manifest_of(folder: Path) -> Manifest:
    """What a build was made of."""
    with _open(folder, "manifest.json") as file:
        return msgspec.json.decode(file.read(), type=Manifest)


# --- one document


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    source: str
    kept: Path | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    source: str
    facts: Facts | None = None
    reason: str = ""
    taken_up: bool = False


def _outcomes(
    files: Sequence[tuple[Path, str]], kept: Path | None, jobs: int | None, watch: Watch | None
) -> Iterator[_Outcome]:
    """One outcome a file, in their order, by this process or by several."""
    tasks = [_Task(path, source, kept) for path, source in files]
    processes = min(jobs or ((os.cpu_count() or 1) if len(tasks) > POOL_FROM else 1), len(tasks))
    for done, outcome in enumerate(_mapped(tasks, processes), start=1):
        if watch:
            watch(done, len(tasks))
        yield outcome


def _mapped(tasks: Sequence[_Task], processes: int) -> Iterator[_Outcome]:
    if processes == 1:
        yield from map(_do, tasks)
        return
    # Where processes are forked, what the first letter made this one load is there for all of them, and a user's
    # script needs no `if __name__ == "__main__"` around it.
    yield _do(tasks[0])
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(
        processes, context, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)
    )
    try:
        with _stoppable() as asked:
            with _uninterrupted():
                found = pool.map(_do, tasks[1:], chunksize=4)
            for outcome in found:
                if asked.is_set():
                    raise KeyboardInterrupt
                yield outcome
    except BrokenProcessPool as error:
        raise KgError(
            "A process was ended from outside; run the same build again, what is done is kept."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Whether Ctrl-C was pressed: Python drops its exception where it falls into a callback of the garbage collector."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: FrameType | None) -> None:
        asked.set()
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until processes are started: Python drops it where it falls into what runs around a fork."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _do(task: _Task) -> _Outcome:
    """The facts of one file, from an earlier run where bytes and code are still the same."""
    try:
        data = read.load(task.path, task.source)
        place = _place(task, data)
        if place is not None and place.is_file():
            facts = _facts_decoder().decode(place.read_bytes())
            named = replace(facts, document=replace(facts.document, source=task.source))
            return _Outcome(task.source, named, taken_up=True)
        document = read.decode(data, task.source)
    except KgError as error:
        return _Outcome(task.source, reason=str(error))
    from kg.extract import extract  # outside of try: a broken installation is no fault of the letter

    try:
        facts = extract(document)
    except KgError as error:
        return _Outcome(task.source, reason=str(error))
    except Exception as error:  # noqa: BLE001 - one letter that breaks a rule must not cost all the others
        _log.info("%s", task.source, exc_info=True)
        own = [frame for frame in traceback.extract_tb(error.__traceback__) if _PACKAGE in frame.filename]
        rule = f"{type(error).__name__} in {own[-1].name}, {Path(own[-1].filename).name}:{own[-1].lineno}"
        return _Outcome(task.source, reason=f"Cannot read {task.source}: a rule failed ({rule}).")
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_suffix(f".{os.getpid()}")
        beside.write_bytes(msgspec.json.encode(facts))
        beside.replace(place)
    return _Outcome(task.source, facts)


def _place(task: _Task, data: bytes) -> Path | None:
    if task.kept is None:
        return None
    suffix = Path(task.source).suffix.lower()
    return task.kept / f"{hashlib.sha256(data).hexdigest()}{suffix}.json"


@cache
def _facts_decoder() -> msgspec.json.Decoder[Facts]:
    return msgspec.json.Decoder(Facts)


_MATTERS = (".py", ".csv", ".tsv", ".json")


@cache
def _code() -> str:
    """A name for the code and tables that turn bytes into facts: any change of them gives another."""
    package = Path(__file__).parent
    parts = [package / "models.py", package / "resources.py"]
    tables = [folder for folder in resources.SEEDS.iterdir() if folder.name != "documents"]
    for folder in (package / "read", package / "text", package / "extract", *sorted(tables)):
        parts.extend(sorted(path for path in folder.rglob("*") if path.suffix in _MATTERS))
    digest = hashlib.sha256(__version__.encode())
    for part in parts:
        digest.update(f"{part.parent.name}/{part.name}\0".encode() + part.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _forget(kept: Path) -> None:
    """Drop the facts that other code left."""
    for other in kept.parent.glob("*") if kept.is_dir() else ():
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)


# --- all documents


def _sort_out(outcomes: Iterable[_Outcome]) -> tuple[list[Facts], list[tuple[str, str]], list[Failure]]:
    """Facts to build from, files that repeat another's bytes (name, name of the other), and failures."""
    facts: dict[str, Facts] = {}
    repeats, failures = [], []
    for outcome in outcomes:
        if outcome.facts is None:
            failures.append(Failure(outcome.source, outcome.reason))
        elif outcome.facts.document.sha256 in facts:
            repeats.append((outcome.source, facts[outcome.facts.document.sha256].document.source))
        else:
            facts[outcome.facts.document.sha256] = outcome.facts
    return list(facts.values()), repeats, failures


def _write(
    folder: Path,
    facts: Sequence[Facts],
    repeats: Sequence[tuple[str, str]],
    failures: Sequence[Failure],
    decided: Sequence[review.Decided],
) -> Manifest:
    from kg.graph.ledger import ledger
    from kg.graph.quads import Run, quads
    from kg.graph.store import write
    from kg.ledger import account
    from kg.link import Decision, link, seeded

    inputs = tuple(Input(one.document.source, one.document.sha256) for one in facts)
    names = [
        Decision(one.one, one.other, one.decision == review.ACCEPTED, "decided by a person")
        for one in decided
        if one.kind == "merge"
    ]
    collection = link(facts, decisions=(*seeded(), *names))
    found = account(collection, {one.id: one.decision == review.ACCEPTED for one in decided})
    run = Run(version=__version__, inputs=tuple((one.source, one.sha256) for one in inputs))
    written = write(chain(quads(collection, run), ledger(found, collection, run.base)), folder / "graph.nq")
    encoder = msgspec.json.Encoder()
    with (folder / "questions.jsonl").open("wb") as file:
        for question in found.questions:
            file.write(encoder.encode(question) + b"\n")
    with (folder / "facts.jsonl").open("wb") as file:
        for one in facts:
            file.write(encoder.encode(one) + b"\n")
    issues = list(_issues(facts, repeats, failures))
    with (folder / "issues.jsonl").open("wb") as file:
        for issue in issues:
            file.write(encoder.encode(issue) + b"\n")
    counts = _counts(collection) | {"issues": len(issues), "quads": written}
    manifest = Manifest(__version__, inputs, counts, tuple(failures))
    (folder / "manifest.json").write_bytes(msgspec.json.format(encoder.encode(manifest), indent=1) + b"\n")
    return manifest


def _put_store(folder: Path, manifest: Manifest, *, asked: bool) -> None:
    from kg.graph.store import STORE_FROM, put_store

    if asked or manifest.counts["quads"] > STORE_FROM:
        put_store(folder)


def _counts(collection: Collection) -> dict[str, int]:
    """Facts by kind, in the order in which a summary tells them."""
    facts = [linked.facts for linked in collection.documents]
    status = Counter(statement.status.value for one in facts for statement in one.statements)
    return {
        "documents": len(facts),
        "header": sum(_header_facts(one.header) for one in facts),
        "entities": len({iri for linked in collection.documents for iri in linked.entities}),
        "mentions": sum(len(entity.mentions) for one in facts for entity in one.entities),
        "planned": status["planned"],
        "ongoing": status["ongoing"],
        "delivered": status["delivered"],
        "declined": status["declined"],
        "figures": sum(len(one.figures) for one in facts),
        "relations": sum(len(one.relations) for one in facts),
    }


def _header_facts(header: Header) -> int:
    values = (getattr(header, name) for name in header.__dataclass_fields__)
    return sum(
        len(value) if isinstance(value, tuple) else isinstance(value, Field | EntityField) for value in values
    )


def _issues(
    facts: Sequence[Facts], repeats: Sequence[tuple[str, str]], failures: Sequence[Failure]
) -> Iterator[dict[str, object]]:
    """Everything that a person should look at: what the text leaves unclear, what was not read."""
    for one in facts:
        for doubt in one.doubts:
            yield {
                "document": one.document.source,
                "section": _section(one, doubt),
                "begin": doubt.span.begin,
                "end": doubt.span.end,
                "rule": doubt.rule,
                "words": doubt.words,
                "message": doubt.message,
            }
    for source, first in repeats:
        yield {
            "document": source,
            "rule": "repeated-file",
            "message": f"the same bytes as {first}; read once",
        }
    for failure in failures:
        yield {"document": failure.source, "rule": "unreadable-file", "message": failure.reason}


def _section(facts: Facts, doubt: Doubt) -> str:
    inside = (s.section for s in facts.sections if s.span.begin <= doubt.span.begin < s.span.end)
    return next(inside, "")


# --- places on disk


def _check_place(out: Path) -> None:
    """Refuse to replace a folder that holds something else than a build."""
    _restore(out)
    if out.is_dir() and any(out.iterdir()) and not (out / "manifest.json").is_file():
        raise UsageError(f"{out} has other files in it; name a new or empty folder for the build.")
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a folder for the build.")


@contextmanager
def _in_place_of(out: Path) -> Iterator[Path]:
    """A folder to write into, which then takes the place of `out`; an error leaves `out` as it is."""
    partial = out.with_name(f".{out.name}.{os.getpid()}.partial")
    old = _old(out)
    for left in out.parent.glob(f".{out.name}.*.partial"):  # by builds that were killed
        if left == partial or time.time() - left.stat().st_mtime > 86_400:
            shutil.rmtree(left, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
    except OSError as error:
        raise KgError(f"Cannot write beside {out}: {error.strerror}.") from error
    try:
        yield partial
        shutil.rmtree(old, ignore_errors=True)
        if out.exists():
            out.rename(old)
        partial.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        _restore(out)


def _old(out: Path) -> Path:
    place = Path(os.path.abspath(out))  # noqa: PTH100 - as in build
    return place.with_name(f".{place.name}.old") if place.name else place


def _restore(out: Path) -> None:
    """Put the earlier build back, if a build was killed just before the new one took its place."""
    old = _old(out)
    if not out.exists() and old.is_dir():
        old.rename(out)


@contextmanager
def _open(folder: Path, name: str) -> Iterator[BinaryIO]:
    _restore(folder)
    try:
        with (folder / name).open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise KgError(f"{folder} is not a build: it has no {name}; make one with `kg build`.") from error


# --- asking


def ask(
    place: Path | str,
    question: str,
    values: Mapping[str, str],
    *,
    timeout: float = 60,
    limit: int | None = None,
) -> Result:
    """The answer to SPARQL text, or to a named question with values for its parameters.

    `place` is a build or the http(s) address of a SPARQL endpoint. What is one word is a name. `timeout` is
    in seconds. UsageError for what does not exist or may not be asked.
    """
    from kg.graph import query, questions

    if not query.is_address(place):
        _restore(Path(place))
    if not set(question) & set("{ \t\n"):
        text, terms = questions.bind(questions.question(question), values)
        return query.run(place, text, terms, timeout=timeout, limit=limit)
    return query.run(place, question, values, timeout=timeout, limit=limit)


def dataset(folder: Path) -> Dataset:
    """The RDF of a build, loaded; KgError where there is none."""
    from kg.graph.store import Dataset

    _restore(folder)
    return Dataset.load(folder)


def subjects(folder: Path) -> Subjects:
    """What the RDF of a build says, subject by subject; KgError where there is none."""
    from kg.graph.store import dataset_file
    from kg.graph.subjects import subjects

    _restore(folder)
    return partial(subjects, dataset_file(folder))
