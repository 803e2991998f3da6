"""The build that is being served, and how a new one takes its place without a request being lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kg.errors import KgError
from kg.graph.names import Names
from kg.graph.store import Dataset, Reading, read_place
from kg.graph.terms import CG, DCTERMS, LABEL
from kg.identity import digest
from kg.serve.drawing import Explorer
from kg.serve.kept import Kept
from kg.serve.pool import Pool
from kg.serve.settings import Settings

_log = logging.getLogger(__name__)


class Build:
    """An opened build: its dataset in this process, and the processes that answer queries about it."""

    def __init__(self, path: Path, reading: Reading, dataset: Dataset, settings: Settings) -> None:
        self.path = path
        self.reading = reading
        self.dataset = dataset
        self.version = digest(repr(reading.key), 16)
        """Changes with the build: what was got from one version is not of another."""
        self.pool = Pool(reading.place, settings)
        self.kept = Kept(settings.kept)
        self.explorer = Explorer(dataset.path, self.version)
        self.names = Names(dataset)
        self.number = 0
        """How many quads there are."""
        self.letters: list[tuple[str, str, str, str]] = []
        """IRI, number, title and date of the latest letters."""
        self.users = 0
        self.retired = False

    @classmethod
    async def open(cls, path: Path, settings: Settings) -> Build:
        """Opens the build at a path and starts its processes. KgError where that cannot be."""
        reading = await asyncio.to_thread(read_place, path)
        dataset = await asyncio.to_thread(Dataset.load, path)
        build = cls(path, reading, dataset, settings)
        await asyncio.to_thread(build.collect)
        try:
            await build.pool.start()
        except KgError:
            await build.close()
            raise
        return build

    def collect(self) -> None:
        """Reads once what pages show again and again."""
        self.names.collect()
        self.number = len(self.dataset.store)
        self.letters = _letters(self.dataset)

    async def close(self) -> None:
        """Ends the processes and gives the files free."""
        await self.explorer.close()
        await self.pool.close()
        self.dataset.close()
        self.reading.close()


_LETTERS_SHOWN = 50


def _letters(dataset: Dataset) -> list[tuple[str, str, str, str]]:
    replies = set(dataset.instances(CG("Reply")))
    last = {quad.subject: str(quad.object) for quad in dataset.quads_of(CG("issuedTo"))}
    latest = sorted(replies, key=lambda one: (last.get(one, ""), one.value), reverse=True)[:_LETTERS_SHOWN]
    found = []
    for one in latest:
        number = dataset.text(one, DCTERMS("identifier")) or dataset.text(one, LABEL) or one.value
        title = dataset.text(one, DCTERMS("title")) or ""
        day = dataset.text(one, DCTERMS("issued")) or (dataset.text(one, CG("issuedTo")) or "")[:4]
        found.append((one.value, number, title, day))
    return sorted(found, key=lambda row: (row[3], row[1]), reverse=True)


class Current:
    """The build that new requests get. One that has been replaced lives until its last request is done."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self.build: Build | None = None
        self.asked = asyncio.Event()
        """Set to look for a new build at once."""
        self.watcher: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Opens the build and begins to watch for a new one."""
        self.build = await Build.open(self.path, self.settings)
        self.watcher = asyncio.create_task(self._watch())

    @asynccontextmanager
    async def use(self) -> AsyncIterator[Build]:
        """The build of now, kept open for as long as it is used."""
        build = self.hold()
        try:
            yield build
        finally:
            await self.release(build)

    def hold(self) -> Build:
        """The build of now, until it is released."""
        assert self.build is not None  # noqa: S101 - the server starts after its build
        self.build.users += 1
        return self.build

    async def release(self, build: Build) -> None:
        """Gives back what `hold` gave."""
        build.users -= 1
        if build.retired and not build.users:
            await build.close()

    async def reload(self) -> bool:
        """Takes a new build, if there is one; an error leaves the old one in its place."""
        old = self.build
        try:
            reading = await asyncio.to_thread(read_place, self.path)
            if old is not None and reading.key == old.reading.key:
                return False
            new = await Build.open(self.path, self.settings)
        except (KgError, OSError) as error:
            _log.warning("the new build cannot be served, the old one goes on: %s", error)
            return False
        self.build = new
        if old is not None:
            old.retired = True
            if not old.users:
                await old.close()
        _log.info("a new build is served")
        return True

    async def _watch(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.asked.wait(), self.settings.watch)
            self.asked.clear()
            await self.reload()

    async def close(self) -> None:
        """Stops watching and closes the build."""
        if self.watcher is not None:
            self.watcher.cancel()
            await asyncio.gather(self.watcher, return_exceptions=True)
        if self.build is not None:
            await self.build.close()
