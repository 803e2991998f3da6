"""The pages in a browser: a person who has never written SPARQL gets an answer with the sentence behind it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or ""
AXE = Path(__file__).parents[1] / "browser" / "vendor" / "axe.min.js"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium: pages were not opened"),
]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is missing: pages were not opened")

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def _own(said: Any) -> bool:
    """Whether Chromium speaks of itself: it styles what is typed over a selection, which the policy refuses."""
    return said.text.startswith("Applying inline style") and not said.location["lineNumber"]


@pytest.fixture
def open_page(browser, server) -> Iterator[Open]:  # type: ignore[no-untyped-def]
    """Opens a page of the server; in the end nothing may have been logged or asked elsewhere."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def open_(path: str, *, quiet: bool = True, **options: Any) -> Any:
        context = browser.new_context(accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if quiet:
            page.on("console", lambda said: None if _own(said) else wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((server.address, "data:", "blob:")) else wrong.append(asked.url)
            ),
        )
        page.goto(server.address + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def ready(page: Any) -> Any:
    page.locator("html[data-ready]").wait_for()
    return page


def test_from_a_question_to_the_sentence_behind_its_answer(open_page: Open) -> None:
    page = open_page("/?lang=zh")
    page.get_by_role("link", name="某单位的承诺", exact=True).click()
    ready(page)
    field = page.get_by_label("单位名称")
    field.fill("人力社保")
    page.locator("datalist option[value='市人力社保局']").wait_for(state="attached")
    field.fill("市人力社保局")
    field.press("Enter")
    page.locator("#status", has_text="9 行").wait_for()
    assert page.locator("#rows tbody tr").count() == 9
    assert "市人力社保局" in page.locator(".cm-content").inner_text()
    page.locator("#rows tbody tr").first.get_by_role("button", name="出处").click()
    words = page.locator("#source mark").first
    words.wait_for()
    told = words.inner_text()
    page.locator("#paragraphs a").first.click()
    page.locator("article.text .on").first.wait_for()
    shown = "".join(page.locator("article.text .on").all_inner_texts())
    assert "".join(told.split()) == "".join(shown.split())


def test_the_question_is_in_the_address(open_page: Open) -> None:
    page = ready(open_page("/query?lang=en#q=deadlines&since=2023-01-01&until=2023-12-31"))
    page.locator("#status", has_text="5 rows").wait_for()
    assert page.get_by_label("first day").input_value() == "2023-01-01"


def test_sparql_can_be_written_and_shared(open_page: Open) -> None:
    page = ready(open_page("/query?lang=en"))
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?l { ?l a cg:Reply ")
    page.keyboard.press("Control+Enter")
    page.locator("#status", has_text="5 rows").wait_for()
    page.locator("#run").click()
    page.locator("#status", has_text="5 rows").wait_for()
    assert "sparql=" in page.url
    page.reload()
    ready(page)
    page.locator("#status", has_text="5 rows").wait_for()
    page.locator("#rows tbody a").first.click()
    page.locator("article.text").wait_for()


def test_terms_are_completed(open_page: Open) -> None:
    page = ready(open_page("/query?lang=en"))
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * { ?s cg:dead")
    option = page.locator(".cm-tooltip-autocomplete li", has_text="cg:deadline").first
    option.wait_for()
    option.click()
    assert "cg:deadline" in page.locator(".cm-content").inner_text()


def test_an_error_points_at_its_line(open_page: Open) -> None:
    page = ready(open_page("/query?lang=en#sparql=SELECT+*+%7B%0A%3Fs+%3Fp%0A%7D", quiet=False))
    page.locator("#status.wrong").wait_for()
    assert "SPARQL" in page.locator("#status").inner_text()
    assert page.locator("#status").inner_text().startswith("Line 3, column 2: ")
    page.locator(".cm-lintRange-error, .cm-lintPoint").first.wait_for(state="attached")
    mark = page.locator(".cm-gutter-lint .cm-lint-marker-error").bounding_box()
    third = page.locator(".cm-lineNumbers .cm-gutterElement", has_text="3").bounding_box()
    assert abs(mark["y"] - third["y"]) < third["height"]


def test_counts_are_drawn(open_page: Open) -> None:
    page = ready(open_page("/query?lang=zh#q=bodies-by-commitments"))
    page.locator("#chart svg rect").first.wait_for()
    assert page.locator("#chart svg rect").count() == 2
    line = ready(open_page("/query?lang=zh#q=letters-by-year"))
    line.locator("#chart svg polyline").wait_for()


def test_what_is_not_comparable_shares_no_line(open_page: Open) -> None:
    """Pushes were counted in 次, 条次 and 万条次: no line leads from one to the other."""
    page = ready(open_page("/query?lang=zh#q=indicator-over-time&word=推送"))
    page.locator("#status", has_text="3 行").wait_for()
    assert page.locator("#chart svg").count() == 0
    years = ready(open_page("/query?lang=zh#q=letters-by-year"))
    years.locator("#chart svg polyline").wait_for()
    marks = years.locator("#chart svg circle")
    at = [float(marks.nth(i).get_attribute("cx")) for i in range(marks.count())]
    assert at == sorted(at)


def test_columns_are_called_in_the_language_of_the_page(open_page: Open) -> None:
    page = ready(open_page("/query?lang=zh#q=deadlines"))
    page.locator("#rows table").wait_for()
    assert page.locator("#rows th").all_inner_texts() == ["期限", "期限原文", "原话", "单位", "编号", "出处"]
    page = ready(open_page("/query?lang=en#q=delivery-by-body&day=2026-11-21"))
    page.locator("#rows table").wait_for()
    assert "past deadline" in page.locator("#rows th").all_inner_texts()


def test_answers_are_saved(open_page: Open) -> None:
    page = ready(open_page("/query?lang=en#q=letters"))
    page.locator("#status", has_text="5 rows").wait_for()
    with page.expect_download() as saved:
        page.locator("#csv").click()
    assert Path(saved.value.path()).read_text(encoding="utf-8").startswith("letter,number")


def test_what_was_asked_stays_in_the_browser(open_page: Open) -> None:
    page = ready(open_page("/query?lang=en#q=letters"))
    page.locator("#status", has_text="5 rows").wait_for()
    page.reload()
    ready(page)
    assert page.locator("#history li").count() == 1
    page.locator("summary", has_text="Asked before").click()
    page.locator("#forget").click()
    assert page.locator("#history li").count() == 0


def test_script_of_others_does_not_run(open_page: Open) -> None:
    page = ready(open_page("/query?lang=en", quiet=False))
    ran = page.evaluate(
        """() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';
        document.body.append(s); return window.ran === 1; }"""
    )
    assert not ran
    with pytest.raises(playwright.Error):
        page.evaluate("fetch('https://example.org/')")


PAGES = (
    "/?lang=zh",
    "/query?lang=en",
    "/query?lang=zh#q=open-commitments&body=市人力社保局",
    "/query?lang=zh#q=bodies-by-commitments",
    "/id/body/慈溪市经济和信息化局?lang=en",
    "/id/document/慈溪市经济和信息化局/慈经信建〔2023〕3号?lang=zh",
    "/search?q=平台&lang=zh",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_violation_of_accessibility(open_page: Open, path: str, scheme: str) -> None:
    page = open_page(path, color_scheme=scheme)
    if path.startswith("/query"):
        ready(page)
    if "#q=" in path:
        page.locator("#rows table").wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes[0].html]))")
    assert found == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_phone(open_page: Open, path: str) -> None:
    page = open_page(path, viewport={"width": 390, "height": 800}, is_mobile=True)
    if path.startswith("/query"):
        ready(page)
    if "#q=" in path:
        page.locator("#rows table").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
