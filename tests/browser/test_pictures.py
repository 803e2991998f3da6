"""Pictures of every view, to be looked at: `KG_PICTURES=folder pytest tests/browser/test_pictures.py`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

COLOURS = """(canvas) => {
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  return seen.size;
}"""

VIEWS: dict[str, tuple[str, dict[str, Any]]] = {
    "light": ("#v=graph", {}),
    "dark": ("#v=graph", {"color_scheme": "dark"}),
    "phone": ("", {"phone": True}),
    "phone-graph": ("#v=graph", {"phone": True}),
    "ledger": ("#v=ledger", {}),
    "letter": ("", {}),
    "deuteranopia": ("#v=graph", {}),
    "achromatopsia": ("#v=graph", {}),
}


@pytest.mark.parametrize("name", VIEWS)
def test_picture(five: Path, open_page: Open, tmp_path: Path, name: str) -> None:
    hash_, options = VIEWS[name]
    page = open_page(five, hash_, **options)
    if name in ("deuteranopia", "achromatopsia"):
        devtools = page.context.new_cdp_session(page)
        devtools.send("Emulation.setEmulatedVisionDeficiency", {"type": name})
    if name == "letter":
        page.locator(".side .source").first.click()
        expect(page.locator("mark.target").first).to_be_in_viewport()
    keep(page, name, tmp_path)
    if "v=graph" in hash_:
        assert page.locator(".canvas canvas").evaluate(COLOURS) > 50


def test_picture_of_twelve_thousand(large: Path, open_page: Open, tmp_path: Path) -> None:
    page = open_page(large)
    expect(page.locator(".counter")).to_have_text("显示 420 / 12,000")
    keep(page, "twelve-thousand", tmp_path)
    assert page.locator(".canvas canvas").evaluate(COLOURS) > 50


def keep(page: Page, name: str, otherwise: Path) -> None:
    """After two frames, as a file; a reader of the suite looks at each."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    folder = Path(os.environ.get("KG_PICTURES", otherwise))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
