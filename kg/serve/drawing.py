"""The explorer of a build: made by a process of its own, when it is first asked for."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from kg.errors import KgError
from kg.views.shelf import Shelf

_NICE = 10
_AT_ONCE = 2


class Explorer:
    """The page of one build and what it asks for."""

    def __init__(self, file: Path, version: str) -> None:
        self.file = file
        """The N-Quads file of the build."""
        self.version = version
        self.done = 0.0
        """How much of it is made, of 1."""
        self.at_once = asyncio.Semaphore(_AT_ONCE)
        """Held by each question of a page while it is looked up."""
        self._folder: Path | None = None
        self._making: asyncio.Task[Shelf] | None = None

    async def shelf(self, patience: float) -> Shelf | None:
        """What answers; None where it is not made within `patience` seconds. KgError where it cannot be."""
        if self._making is None:
            self._making = asyncio.create_task(self._make())
        making = self._making
        done, _ = await asyncio.wait({making}, timeout=patience)
        if done and making.exception():
            self._making = None  # the next reader has it tried again
        return making.result() if done else None

    async def _make(self) -> Shelf:
        before = _mark(self.file)
        self._folder = Path(tempfile.mkdtemp(prefix="kg-explorer."))
        out = self._folder / "explorer.sqlite"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.serve.making", str(self.file), str(out), self.version,
            stdin=DEVNULL, stdout=PIPE, stderr=None,
        )  # fmt: skip
        try:
            if sys.platform != "win32":
                with contextlib.suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            async for line in process.stdout:
                self.done = float(line)
            if await process.wait():
                raise KgError("The explorer could not be made; the server's log says why.")
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        if _mark(self.file) != before:
            raise KgError("The graph was replaced while its explorer was made; reload the page.")
        return Shelf(out)

    async def close(self) -> None:
        """Ends the making and removes what was made."""
        if self._making is not None:
            self._making.cancel()
            await asyncio.gather(self._making, return_exceptions=True)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _mark(file: Path) -> tuple[int, int, int]:
    known = file.stat()
    return known.st_ino, known.st_mtime_ns, known.st_size
