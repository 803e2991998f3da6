"""Pages in Debian's Chromium: opened from disk without network, and closed only if nothing was asked or logged."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

Open = Callable[..., "Page"]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
MISSING = (
    "The browser tests need Chromium and Chinese fonts:"
    " sudo apt-get install -y --no-install-recommends chromium fonts-noto-cjk"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests; a missing one is a failure, never a skip."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.fail("The browser tests need playwright: pip install -e '.[test]'", pytrace=False)
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens a file: offline, on the day 2026-11-21. At the end: one request each, and nothing in the console.

    A page with a folder `beside` it may also read style sheets in that folder, or find them `missing`.
    """
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    logged: list[str] = []

    def opened(file: Path, hash_: str = "", **options: Any) -> Page:
        phone = PHONE if options.pop("phone", False) else {}
        beside, missing = options.pop("beside", False), options.pop("missing", False)
        given: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, **phone, **options}
        context = browser.new_context(offline=True, accept_downloads=True, **given)
        contexts.append(context)
        parts = f"{file.with_suffix('.parts').as_uri()}/" if beside else "blob:"
        own = ("blob:", "data:", parts)
        context.on("request", lambda one: asked.append(one.url) if not one.url.startswith(own) else None)
        page = context.new_page()
        page.clock.set_fixed_time("2026-11-21T08:00:00")
        if not missing:
            page.on("console", lambda one: logged.append(one.text))
        page.on("pageerror", lambda one: logged.append(str(one)))
        page.goto(f"{file.as_uri()}{hash_}")
        page.locator("#app[data-ready]").wait_for(state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert logged == []
    assert len(asked) == len(contexts), asked
    assert all(one.startswith("file:") for one in asked)


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """The graphs that `tests/views` makes up."""
    spec = importlib.util.spec_from_file_location(
        "graphs", Path(__file__).parents[1] / "views" / "conftest.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def five(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the five letters."""
    from click.testing import CliRunner

    from kg.commands.view import view

    out = tmp_path_factory.mktemp("page") / "five.html"
    result = CliRunner().invoke(view, [str(demo), "--out", str(out)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture(scope="session")
def page_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes the page of a graph of values."""
    from kg.views import explorer

    def written(graph: Any, **options: Any) -> Path:
        out = tmp_path_factory.mktemp("page") / "page.html"
        out.write_bytes(explorer.html(graph, **options).encode())
        return out

    return written


@pytest.fixture(scope="session")
def large(made: ModuleType, page_of: Callable[..., Path]) -> Path:
    """The page of 12,000 things and 60,000 statements."""
    return page_of(made.made(600, 11_400, 100))
