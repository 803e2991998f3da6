"""Processes that answer queries, for a server that waits for none of them.

A query that takes longer than a second moves to a slow lane: its process yields the processor to others and
a fresh one takes its place, so that long queries do not keep short ones waiting. Where the slow lane is full
and others wait, a long query is ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.graph.query import Request, command, environment, raise_wrong
from kg.graph.worker import CHUNK, FRAME
from kg.serve.settings import Settings

SLOW = 1.0
"""Seconds after which a query is a long one; half its limit, where that is less: whoever comes when it is ended
finds a fresh process."""
_NICE = 10


class LimitError(KgError):
    """The server cannot answer this query now, or not within its limits: 503."""


class BrokenOffError(LimitError):
    """The answer ended in the middle."""


@dataclass(slots=True)
class Answer:
    """An answer: all of it, or its beginning and what follows."""

    form: str
    variables: tuple[str, ...]
    body: bytes
    """All bytes where `rest` is None, else the first ones."""
    rest: AsyncIterator[bytes] | None = None
    more: bool = False
    """Whether rows were left out."""


class _Process:
    """One process and the pipes to it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.slow = False
        self.why = ""
        """Why it was killed, as a sentence."""
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        self.requests = process.stdin
        self.frames = process.stdout

    @classmethod
    async def start(cls, place: Path, memory: int) -> _Process:
        process = cls(
            await asyncio.create_subprocess_exec(
                *command(place, memory),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                limit=4 * CHUNK,
                env=environment(),
            )
        )
        try:
            await process.frame()
        except BaseException:
            process.kill("it could not open the dataset")
            raise
        return process

    async def frame(self) -> tuple[bytes, bytes]:
        """The next frame; raises what the process says is wrong, LimitError where it has ended."""
        try:
            letter, length = FRAME.unpack(await self.frames.readexactly(FRAME.size))
            data = await self.frames.readexactly(length)
        except asyncio.IncompleteReadError as error:
            self.why = self.why or "it needed more memory than it may have, or broke the engine"
            raise LimitError(f"The query was ended: {self.why}.") from error
        if letter == b"X":
            kind, message = pickle.loads(data)  # noqa: S301 - our own process wrote it
            if kind in ("TooLargeError", "MemoryError"):
                raise LimitError(f"The query was ended: {message or 'it needed too much memory'}.")
            raise_wrong(kind, message)
        return letter, data

    def kill(self, why: str) -> None:
        """Ends it. Who waits for its answer is told at once: with much memory to give back it may die slowly."""
        self.why = self.why or why
        self.frames.set_exception(LimitError(f"The query was ended: {self.why}."))
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()


class Pool:
    """The processes of one build."""

    def __init__(self, place: Path, settings: Settings) -> None:
        self.place = place
        self.settings = settings
        self.idle: list[_Process] = []
        self.waiting: deque[asyncio.Future[_Process]] = deque()
        self.all: set[_Process] = set()
        self.slow = 0
        self.tasks: set[asyncio.Task[None]] = set()
        self.closed = False

    async def start(self) -> None:
        """Starts the processes; KgError where they cannot open the dataset."""
        await asyncio.gather(*(self._add() for _ in range(self.settings.workers)))

    async def _add(self) -> None:
        process = await _Process.start(self.place, self.settings.memory)
        self.all.add(process)
        self._offer(process)

    def _offer(self, process: _Process) -> None:
        if self.closed:
            self._drop(process, "the server stops")
            return
        while self.waiting:
            one = self.waiting.popleft()
            if not one.done():
                one.set_result(process)
                return
        self.idle.append(process)

    def _drop(self, process: _Process, why: str) -> None:
        process.kill(why)
        self.all.discard(process)
        self._later(process.process.wait())

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and isinstance(task.exception(), KgError) and not self.closed:
            # The dataset may be about to be replaced: the next one is tried in a moment.
            asyncio.get_running_loop().call_later(1, self._try_again)

    def _try_again(self) -> None:
        if not self.closed:
            self._later(self._add())

    async def _take(self) -> _Process:
        while self.idle:
            process = self.idle.pop()
            if process.process.returncode is None:
                return process
            self.all.discard(process)
            self._later(self._add())
        if len(self.waiting) >= self.settings.queue:
            raise LimitError("The server has more queries than it can answer; try again in a moment.")
        turn: asyncio.Future[_Process] = asyncio.get_running_loop().create_future()
        self.waiting.append(turn)
        try:
            return await asyncio.wait_for(turn, self.settings.wait)
        except TimeoutError as error:
            raise LimitError("The server is busy with other queries; try again in a moment.") from error
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._offer(turn.result())
            raise

    async def ask(self, request: Request) -> Answer:
        """The answer, or its beginning as soon as it is there. UsageError where the query is to blame.

        LimitError where it meets a limit before the first byte, BrokenOffError behind it.
        """
        process = await self._take()
        frames = self._frames(process, request)
        try:
            head: Mapping[str, Any] = pickle.loads(await anext(frames))  # noqa: S301 - our own process wrote it
            body = await anext(frames)
            answer = Answer(head["form"], head["variables"], body)
            if len(body) < CHUNK or request.cut:  # no more data comes
                answer.more = pickle.loads(await anext(frames))["more"]  # noqa: S301
                await frames.aclose()
            else:
                answer.rest = self._rest(frames)
        except BaseException:
            await frames.aclose()
            raise
        return answer

    async def _rest(self, frames: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        kept: bytes | None = None
        try:
            async for data in frames:  # the last one is the end, no data
                if kept is not None:
                    yield kept
                kept = data
        except KgError as error:
            raise BrokenOffError(str(error)) from error
        finally:
            await frames.aclose()  # type: ignore[attr-defined]

    async def _frames(self, process: _Process, request: Request) -> Any:
        """The frames of an answer up to its end; gives the process back, or ends it, whatever happens."""
        loop = asyncio.get_running_loop()
        limit = f"it took longer than {request.seconds:g} seconds"
        timers = [loop.call_later(request.seconds, process.kill, limit)]
        slow = min(SLOW, request.seconds / 2)
        timers.append(loop.call_later(slow, self._to_slow_lane, process, timers, slow >= SLOW))
        usable = False
        try:
            process.requests.write(request.pickled())
            letter = b""
            while letter != b"E":
                letter, data = await process.frame()
                if letter == b"E":
                    usable = not pickle.loads(data)["tired"]  # noqa: S301
                yield data
        except LimitError:
            usable = process.process.returncode is None and not process.why
            raise
        except KgError:
            usable = True
            raise
        finally:
            for timer in timers:
                timer.cancel()
            self._give_back(process, usable=usable and not process.why and not process.slow)

    def _give_back(self, process: _Process, *, usable: bool) -> None:
        if usable:
            self._offer(process)
            return
        self._drop(process, "the client has left")
        if process.slow:
            self.slow -= 1
        elif not self.closed:
            self._later(self._add())

    def _to_slow_lane(self, process: _Process, timers: list[asyncio.TimerHandle], may_end: bool) -> None:
        if self.slow < self.settings.workers:
            self.slow += 1
            process.slow = True
            if sys.platform != "win32":
                with contextlib.suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, process.process.pid, _NICE)
            if not self.closed:
                self._later(self._add())
        elif may_end and any(not one.done() for one in self.waiting):
            process.kill("too many long queries are being answered; try again later, or ask for less")
        else:
            timers.append(
                asyncio.get_running_loop().call_later(SLOW, self._to_slow_lane, process, timers, True)
            )

    async def close(self) -> None:
        """Ends all processes."""
        self.closed = True
        for process in list(self.all):
            self._drop(process, "the server stops")
        self.idle.clear()
        await asyncio.gather(*self.tasks, return_exceptions=True)
