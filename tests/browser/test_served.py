"""The explorer of `kg serve`, where the page holds a part: everything else is reached by asking the server."""

from __future__ import annotations

import asyncio
import csv
import io
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from kg import pipeline
from kg.graph.subjects import subjects
from kg.serve.app import make
from kg.serve.drawing import Explorer
from kg.serve.settings import Settings
from kg.views import part, shelf

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def address(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the five letters whose page holds two of them."""
    import uvicorn

    async def made(explorer: Explorer) -> shelf.Shelf:
        out = tmp_path_factory.mktemp("shelf") / "explorer.sqlite"
        with pytest.MonkeyPatch.context() as small:
            small.setattr(part, "MOST_THINGS", 150)
            await asyncio.to_thread(shelf.make, out, partial(subjects, explorer.file), explorer.version)
        return shelf.Shelf(out)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Explorer, "_make", made)
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(make(demo, Settings(workers=1)), log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def open_served(address: str, browser: Any) -> Iterator[Open]:
    """Opens the server's explorer; at the end: only the server was asked, and nothing is in the console.

    What is `refused` there stands in the console.
    """
    pages: list[Page] = []
    wrong: list[str] = []

    def opened(hash_: str = "", *, refused: bool = False, **options: Any) -> Page:
        page: Page = browser.new_page(
            viewport={"width": 1440, "height": 900}, accept_downloads=True, **options
        )
        pages.append(page)
        own = (f"{address}/explorer", "blob:", "data:")
        page.on("requestfinished", lambda one: None if one.url.startswith(own) else wrong.append(one.url))
        if not refused:
            page.on("console", lambda one: wrong.append(one.text))
        page.on("pageerror", lambda one: wrong.append(str(one)))
        page.clock.set_fixed_time("2026-11-21T08:00:00")
        page.goto(f"{address}/explorer{hash_}")
        page.locator("#app[data-names]").wait_for(state="attached")
        return page

    yield opened
    for page in pages:
        page.close()
    assert wrong == []


def side(page: Page) -> Locator:
    return page.locator(".side")


def away(page: Page) -> int:
    found: int = page.evaluate("explorer.graph.whole.letters - explorer.graph.letters.length")
    return found


def test_the_page_may_ask_its_server_and_nobody_else(open_served: Open) -> None:
    page = open_served(refused=True)
    assert "connect-src 'self'" in (page.locator("meta[http-equiv]").get_attribute("content") or "")
    assert away(page) > 0
    assert page.evaluate("fetch('https://example.org/').then(() => 'loaded', () => 'refused')") == "refused"


def test_the_ledger_has_the_rows_of_all_letters(open_served: Open, demo: Path) -> None:
    page = open_served("#v=ledger")
    planned = pipeline.manifest_of(demo).counts["planned"]
    expect(page.locator("tbody tr")).to_have_count(min(planned, shelf.ROWS))
    expect(page.locator(".bar [role=status]")).to_contain_text(f"/ {planned} 行")
    days = [one for one in page.locator("tbody .day").all_inner_texts() if one]
    assert days == sorted(days)
    page.locator(".bar select").select_option("all")
    expect(page.locator("tbody tr")).to_have_count(shelf.ROWS)
    page.locator(".pane.ledger .more").click()
    expect(page.locator("tbody tr")).to_have_count(2 * shelf.ROWS)


def test_rows_and_numbers_are_those_of_a_page_with_all_letters(
    open_served: Open, five: Path, open_page: Open
) -> None:
    for hash_ in (
        "#show=overdue&v=ledger",
        "#f=2023&t=2023&v=ledger",
        "#q=平台&v=ledger",
        "#st=ongoing&v=ledger&q=宁波",
    ):
        whole, served = open_page(five, hash_), open_served(hash_)
        total = whole.locator("tbody tr").count()
        expect(served.locator(".bar [role=status]")).to_contain_text(f"/ {total} 行")
        if total <= shelf.ROWS:
            expect(served.locator("tbody tr")).to_have_count(total)
            assert set(served.locator("tbody .wide").all_inner_texts()) == set(
                whole.locator("tbody .wide").all_inner_texts()
            )
        expect(served.locator(".answer strong").first).to_have_text(
            whole.locator(".answer strong").first.inner_text()
        )


def test_names_and_words_of_all_letters_are_found(open_served: Open) -> None:
    page = open_served()
    there, letter, words = page.evaluate("""async () => {
      const part = (await explorer.server.parts([1]))[0];
      const fresh = part[0].find(o => !explorer.graph.byIri.has(o.iri) && o.k === 0);
      const said = part[2].statements[0], text = part[3].texts[said[0]].slice(said[1], said[2]);
      return [explorer.graph.letters.length, fresh.no, text.replace(/\\s+/g, '').slice(0, 12)];
    }""")
    page.keyboard.press("/")
    page.keyboard.type(letter)
    expect(page.locator("#results li").first).to_contain_text(letter)
    page.keyboard.press("Enter")
    expect(side(page).locator(".kindline")).to_contain_text(letter)
    assert page.evaluate("explorer.graph.letters.length") > there
    other = open_served()
    other.keyboard.press("/")
    other.keyboard.type(words)
    expect(other.locator("#results li .badge").first).to_be_visible()
    other.keyboard.press("Enter")
    expect(side(other).locator(".card").first).to_contain_text(words)
    side(other).locator(".source").first.click()
    expect(other.locator(".letter mark.target").first).to_be_in_viewport()


def test_a_thing_is_told_of_by_all_letters(open_served: Open, five: Path, open_page: Open) -> None:
    hash_ = "#n=body/慈溪市经济和信息化局"
    whole, served = open_page(five, hash_), open_served(hash_)
    expect(side(served).locator("h1")).to_have_text("慈溪市经济和信息化局")
    for status in ("planned", "ongoing", "delivered"):
        cell = f".scorecard .{status} strong"
        expect(side(served).locator(cell)).to_have_text(side(whole).locator(cell).inner_text())
    chips = side(whole).locator(".unfold .chip").all_inner_texts()
    counts = [one.split(" · ")[0] for one in chips]
    expect(side(served).locator(".unfold .chip")).to_contain_text(counts)


def test_a_way_may_lead_over_letters_that_are_not_loaded(
    open_served: Open, five: Path, open_page: Open
) -> None:
    whole = open_page(five)
    ends = whole.evaluate("""() => {
      const letters = explorer.graph.letters.map(o => explorer.graph.things[o.thing].iri);
      return [letters[0], letters.at(-1)];
    }""")
    hash_ = "#path=" + "~".join(one.replace("%", "%25") for one in ends)
    whole, served = open_page(five, hash_), open_served(hash_)
    expect(side(served).locator("h1")).to_have_text("路径")
    steps = side(whole).locator(".path > li").count()
    expect(side(served).locator(".path > li")).to_have_count(steps)


def test_the_rows_that_are_taken_away_are_those_of_all_letters(open_served: Open, demo: Path) -> None:
    page = open_served("#v=ledger")
    page.get_by_text("导出", exact=True).click()
    with page.expect_download() as download:
        page.locator('[data-export="csv"]').click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_bytes().decode("utf-8-sig"))))
    assert len(rows) == pipeline.manifest_of(demo).counts["planned"]


def test_a_page_of_another_build_says_so(open_served: Open) -> None:
    page = open_served(refused=True)
    page.evaluate("explorer.server.version = 'old'")
    page.evaluate("explorer.loadMore()")
    expect(page.locator(".hint")).to_have_text("图已更新，请刷新本页。")
