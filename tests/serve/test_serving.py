"""A server runs on: over new builds, over a stop, over a store."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.commands.serve import reach
from kg.graph.query import Request
from kg.graph.store import FILE, put_store
from kg.serve.kept import Kept
from kg.serve.pool import Answer, LimitError, Pool
from kg.serve.settings import Settings

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a a cg:Statement . ?b a cg:Statement . ?c a cg:Reply . ?d a cg:Reply }"


def number(address: str) -> int:
    answer = httpx.post(f"{address}/sparql", data={"query": COUNT}, timeout=30)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def small(folder: Path, facts: int) -> None:
    """A build put in place as `kg build` does: a folder beside, then renames."""
    beside = folder.with_name("beside")
    beside.mkdir()
    lines = (f'<a:a> <a:b> "{i}" <a:g> .\n' for i in range(facts))
    (beside / FILE).write_text("".join(lines), encoding="utf-8")
    if folder.exists():
        folder.rename(folder.with_name("old"))
    beside.rename(folder)
    shutil.rmtree(folder.with_name("old"), ignore_errors=True)


@contextmanager
def asking(address: str):  # type: ignore[no-untyped-def]
    """Asks without a pause while the block runs; yields the answers."""
    answers: list[int] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            answers.append(number(address))

    asker = threading.Thread(target=ask)
    asker.start()
    try:
        yield answers
    finally:
        over.set()
        asker.join()


def test_a_new_build_is_taken_over_without_losing_a_request(tmp_path: Path, serving) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "build"
    small(folder, 3)
    with serving(folder, "--rate", "0") as server:
        tag = httpx.get(f"{server.address}/sparql", params={"query": COUNT}).headers["ETag"]
        with asking(server.address) as answers:
            for facts in (4, 5):
                small(folder, facts)
                server.process.send_signal(signal.SIGHUP)
                while facts not in answers[-1:]:
                    assert server.process.poll() is None
        assert set(answers) == {3, 4, 5}
        assert answers == sorted(answers)
        again = httpx.get(f"{server.address}/sparql", params={"query": COUNT}, headers={"If-None-Match": tag})
        assert again.status_code == 200


def test_a_broken_build_leaves_the_old_one_in_place(tmp_path: Path, serving) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "build"
    small(folder, 3)
    with serving(folder, "--rate", "0") as server:
        (folder / "new").write_text("no quads", encoding="utf-8")
        (folder / "new").replace(folder / FILE)
        server.process.send_signal(signal.SIGHUP)
        server.wait_for("the old one goes on")
        assert number(server.address) == 3


def test_a_store_is_served_and_replaced(five: Path, tmp_path: Path, serving) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "build"
    folder.mkdir()
    shutil.copy(five / FILE, folder / FILE)
    with serving(folder, "--rate", "0", "--keep", "0", "--store") as server:
        before = number(server.address)
        assert list(tmp_path.glob(".kg-reading.*"))
        with asking(server.address) as answers:
            put_store(folder)
            server.process.send_signal(signal.SIGHUP)
            server.wait_for("a new build is served")
        assert set(answers) == {before}
        assert number(server.address) == before
        page = httpx.get(f"{server.address}/id/body/慈溪市经济和信息化局", headers={"Accept": "text/html"})
        assert page.status_code == 200
    assert not list(tmp_path.glob(".kg-reading.*"))


def test_a_stop_lets_running_requests_finish(five: Path, serving) -> None:  # type: ignore[no-untyped-def]
    with serving(five, "--rate", "0", "--timeout", "20") as server:
        outcome: list[int] = []
        asker = threading.Thread(
            target=lambda: outcome.append(
                httpx.post(f"{server.address}/sparql", data={"query": SLOW}, timeout=60).status_code
            )
        )
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        if not children.exists():
            pytest.skip("only Linux shows the processes of a server")
        begun = {pid: _seconds(pid) for pid in children.read_text().split()}
        asker.start()
        while not any(_seconds(pid) > begun[pid] + 0.2 for pid in begun):
            assert asker.is_alive()
        server.process.terminate()
        asker.join()
        assert outcome == [200]
        assert server.process.wait(20) in (0, -signal.SIGTERM)
        assert not [pid for pid in Path("/proc").glob("[0-9]*") if _parent(pid) == server.process.pid]


def _seconds(pid: str) -> float:
    """Processor time of a process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _parent(place: Path) -> int:
    try:
        return int((place / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_only_so_many_queries_wait(five: Path) -> None:
    """One is answered, one waits, the third is told at once that there are too many."""

    async def three() -> list[object]:
        pool = Pool(five / FILE, Settings(workers=1, queue=1, wait=5))
        await pool.start()
        try:
            forms = dict.fromkeys(("select", "ask", "construct"), "json")
            endless = Request(
                "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", {}, seconds=2, forms=forms
            )
            asked = [
                asyncio.ensure_future(pool.ask(one)) for one in (endless, Request("ASK {}", {}, forms=forms))
            ]
            await asyncio.sleep(0.1)
            with pytest.raises(LimitError, match="more queries than it can answer"):
                await pool.ask(Request("ASK {}", {}, forms=forms))
            return await asyncio.gather(*asked, return_exceptions=True)
        finally:
            await pool.close()

    late, patient = asyncio.run(three())
    assert isinstance(late, LimitError)
    assert isinstance(patient, Answer)
    assert b"true" in patient.body


def test_who_waits_is_told_at_the_limit_however_slowly_a_process_dies(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def late() -> float:
        pool = Pool(five / FILE, Settings(workers=1))
        await pool.start()
        try:
            (process,) = pool.all
            with monkeypatch.context() as patch:
                patch.setattr(process.process, "kill", lambda: None)
                endless = Request("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", {}, seconds=1)
                begun = asyncio.get_running_loop().time()
                with pytest.raises(LimitError, match="longer than 1 seconds"):
                    await pool.ask(endless)
                taken = asyncio.get_running_loop().time() - begun
                assert process.process.returncode is None
            process.process.kill()
            await process.process.wait()
            return taken
        finally:
            await pool.close()

    assert 1 <= asyncio.run(late()) < 2


def answer(body: bytes, rest: AsyncIterator[bytes] | None = None) -> Answer:
    return Answer("csv", ("n",), body, rest)


def test_kept_answers_have_a_bound_and_the_last_used_stay() -> None:
    kept = Kept(10_000)
    for name in ("one", "two", "three"):
        kept.put(name, answer(name.encode() * 600), 3)
    assert kept.get("one")
    kept.put("four", answer(b"4" * 3000), 4)
    assert kept.get("two") is None
    assert all(kept.get(name) for name in ("one", "three", "four"))
    kept.put("large", answer(b"x" * 10_001), 5)
    kept.put("a long question", answer(b""), 10_001)
    assert kept.get("large") is kept.get("a long question") is None
    assert kept.size <= 10_000
    none = Kept(0)
    none.put("one", answer(b"1"), 3)
    assert none.get("one") is None


def test_an_answer_in_parts_is_not_kept() -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b""

    kept = Kept(10_000)
    kept.put("long", answer(b"1", parts()), 4)
    assert kept.get("long") is None


def test_what_was_answered_is_given_again_without_a_process(tmp_path: Path, serving) -> None:  # type: ignore[no-untyped-def]
    """The processes are stopped: only what is kept can be answered, by the form that was asked for, and not
    what changes by itself."""
    folder = tmp_path / "build"
    small(folder, 3)
    changing = "SELECT (NOW() AS ?t) {}"
    with serving(folder, "--rate", "0", "--timeout", "1") as server:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        if not children.exists():
            pytest.skip("only Linux shows the processes of a server")

        def status(query: str, kind: str = "application/json") -> int:
            said = {"data": {"query": query}, "headers": {"Accept": kind}, "timeout": 30}
            return httpx.post(f"{server.address}/sparql", **said).status_code  # type: ignore[arg-type]

        def stop() -> None:
            for pid in children.read_text().split():
                os.kill(int(pid), signal.SIGSTOP)

        assert status(COUNT) == status(changing) == 200
        stop()
        assert status(COUNT) == 200
        assert status(changing) == 503
        stop()  # others have taken the place of those that did not answer
        assert status(COUNT, "text/csv") == 503
        assert status(COUNT) == 200


def test_another_address_is_warned_of() -> None:
    assert "anybody who reaches this machine" in str(reach("0.0.0.0"))  # noqa: S104 - the warning is what is tested
    assert reach("192.0.2.1")
    assert reach("example.org")
    assert reach("127.0.0.1") is reach("::1") is reach("localhost") is None


def test_two_servers_cannot_share_a_port(five: Path, server, serving) -> None:  # type: ignore[no-untyped-def]
    port = server.address.rpartition(":")[2]
    with pytest.raises(AssertionError, match="cannot be listened on"), serving(five, "--port", port):
        pass
