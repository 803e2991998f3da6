"""Real servers for tests: a process each, a port that the system chooses, ended by the test."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

START = """
import sys
from kg.commands.serve import serve
from kg.errors import KgError
try:
    serve()
except KgError as error:
    sys.exit(f"kg: {error}")
"""


class Server:
    """A running `kg serve`."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address
        self.said: list[str] = []
        """The lines of its log."""
        self._new = threading.Condition()

    def read(self) -> None:
        """Collects what it says until it ends."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._new:
                self.said.append(line.rstrip())
                self._new.notify_all()

    def wait_for(self, pattern: str, seconds: float = 30) -> str:
        """The first line of the log, said already or within `seconds`, in which the pattern is found."""

        def found() -> str | None:
            return next((line for line in self.said if re.search(pattern, line)), None)

        with self._new:
            assert self._new.wait_for(lambda: found() is not None, seconds), self.said
        return found() or ""


Serving = Callable[..., AbstractContextManager[Server]]


@contextmanager
def _serving(build: Path, *options: str) -> Iterator[Server]:
    """Serves a build on 127.0.0.1 until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(build), "--port", "0", *options], stderr=subprocess.PIPE, text=True
    )
    server = Server(process, "")
    reader = threading.Thread(target=server.read, daemon=True)
    reader.start()
    try:
        line = server.wait_for(r"at http://|^kg: (?!listening)|Error:")
        found = re.search(r"http://[\d.]+:\d+", line)
        assert found, server.said
        server.address = found[0]
        yield server
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join(10)


@pytest.fixture(scope="session")
def serving() -> Serving:
    """Serves a build, with options as on the command line, until a block ends."""
    return _serving


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the five letters from their annotations, so that the server is tested without the extractor."""
    place = Path(__file__).parents[1] / "graph" / "conftest.py"
    spec = importlib.util.spec_from_file_location("annotated_letters", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("served") / "five"
    folder.mkdir()
    module.build([module.facts_of(path) for path in sorted(module.ANNOTATIONS.glob("*.json"))], folder)
    return folder


@pytest.fixture(scope="session")
def server(five: Path, serving: Serving) -> Iterator[Server]:
    """A server of the five letters for tests that change nothing and break nothing."""
    with serving(five, "--rate", "0", "--timeout", "10") as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=server.address, timeout=30) as one:
        yield one
