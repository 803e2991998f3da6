"""The interactive page inside a notebook: no request, its state kept, also under the policy of VS Code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.face.graph import Graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VS_CODE = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline';"
    " img-src https: http: data:; connect-src https:; child-src https: data:"
)
"""What VS Code allows the output of a notebook, its own addresses left out."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.fail(
            "The browser tests need Chromium: sudo apt-get install -y chromium fonts-noto-cjk", pytrace=False
        )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.browser
@pytest.mark.parametrize("policy", ["", VS_CODE], ids=["jupyter", "vs-code"])
def test_the_page_works_in_a_frame_without_network(
    graph: Graph, browser: Browser, tmp_path: Path, policy: str
) -> None:
    notebook = tmp_path / "notebook.html"
    shown = graph.view("8718" if len(graph.find("8718")) == 1 else graph.find("8718")[0])._repr_html_()
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
    notebook.write_text(f"<!doctype html>{head if policy else head[:22]}<body>{shown}", encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on(
        "request", lambda one: asked.append(one.url) if not one.url.startswith(("blob:", "data:")) else None
    )
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.goto(notebook.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#app[data-ready]").wait_for(state="attached")
    frame.locator("#search").fill("经信局")
    frame.locator("#search").press("Enter")
    inner = page.frames[1]
    inner.wait_for_function("location.hash.includes('n=')")
    assert inner.evaluate("location.href").startswith("about:srcdoc#")
    inner.evaluate("history.back()")
    inner.wait_for_function("location.hash === ''")
    context.close()
    assert said == []
    assert [one for one in asked if one.startswith("http")] == []


def test_the_frame_cannot_reach_the_notebook_around_it(graph: Graph) -> None:
    shown = graph.view()._repr_html_()
    assert 'sandbox="allow-scripts allow-downloads allow-modals"' in shown
    assert shown.count("<iframe") == 1
    assert "<script" not in shown  # all of the page stands escaped in srcdoc


def test_the_page_can_be_kept_as_a_file(graph: Graph, tmp_path: Path) -> None:
    view = graph.view(height=300)
    assert view.save(tmp_path / "page.html").read_text(encoding="utf-8") == view.html
    assert "height:300px" in view._repr_html_()


def test_what_cannot_be_shown_is_said(graph: Graph) -> None:
    with pytest.raises(UsageError, match="Nothing is called"):
        graph.view("没有这个东西")
    with pytest.raises(UsageError, match="zh or en"):
        graph.view(lang="de")
