"""The explorer is made by a process of its own, of the graph that is served, and goes with the server."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.errors import KgError
from kg.serve import drawing
from kg.serve.drawing import Explorer


def done(work: Coroutine[Any, Any, Any]) -> Any:
    """Its result, from a thread of its own: a browser of other tests may hold the loop of this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def test_the_server_makes_it_when_asked(client: httpx.Client) -> None:
    page = client.get("/explorer")
    assert page.status_code == 200
    assert 'id="data-nodes"' in page.text
    assert client.get("/explorer", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    version = client.get("/health").json()["build"]
    assert client.get("/explorer/find", params={"version": version, "text": "局"}).json() == {
        "things": [],
        "statements": [],
    }  # five letters are all in the page: there is nothing else to ask for
    assert client.get("/explorer/find", params={"version": "old", "text": "局"}).status_code == 409
    assert client.get("/explorer/else", params={"version": version}).status_code == 404
    for offset in ("-1", "1e3", "9" * 30, "二"):
        assert client.get("/explorer/rows", params={"version": version, "offset": offset}).status_code == 200
        assert client.get("/explorer/parts", params={"version": version, "numbers": offset}).json() in (
            [],
            [None],
        )


def test_a_reader_is_told_how_far_it_is(five: Path) -> None:
    async def told() -> tuple[bool, float, bool]:
        explorer = Explorer(five / "graph.nq", "v")
        early = await explorer.shelf(0)
        late = await explorer.shelf(60)
        told_at_last = explorer.done
        await explorer.close()
        return early is None, told_at_last, late is not None

    before = set(Path(tempfile.gettempdir()).glob("kg-explorer.*"))
    assert done(told()) == (True, 1.0, True)
    assert set(Path(tempfile.gettempdir()).glob("kg-explorer.*")) <= before


def test_of_a_graph_that_is_replaced_meanwhile_none_is_shown(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = iter([(1, 1, 1), (2, 1, 1)])
    monkeypatch.setattr(drawing, "_mark", lambda _: next(marks))

    async def asked() -> None:
        explorer = Explorer(five / "graph.nq", "v")
        try:
            await explorer.shelf(60)
        finally:
            await explorer.close()

    with pytest.raises(KgError, match="replaced"):
        done(asked())
