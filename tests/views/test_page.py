"""The page is one file that asks for nothing and runs nothing that a document says."""

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from kg.views.page import MOST, Link, Said, Thing, html, write

HOSTILE = "</script><img src=x onerror=alert(1)> href {{7*7}} ${1}"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def page(count: int = 3) -> str:
    things = [
        Thing(f"https://example.org/{n}", f"{HOSTILE}{n}", "Policy", (Said("planned", HOSTILE, "一/（二）"),))
        for n in range(count)
    ]
    links = [
        Link(things[0].iri, "发布", thing.iri, mention=bool(n % 2)) for n, thing in enumerate(things) if n
    ]
    return html(things, links, title=HOSTILE)


def test_asks_for_nothing() -> None:
    own = unescape(re.sub(r"<script>.*?</script>", "", page(), flags=re.S))
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:|//)|@import|url\(|cdn""", own)
    assert "default-src 'none'; script-src 'sha256-" in own


def test_words_of_documents_are_data_only() -> None:
    text = page()
    assert "<img" not in text
    assert "49" not in re.findall(r"<title>(.*?)</title>", text, flags=re.S)[0]
    assert len(re.findall(r"^<script", text, flags=re.M)) == len(re.findall(r"</script>", text)) == 6
    nodes = json.loads(re.findall(r'id="nodes">(.*?)</script>', text, flags=re.S)[0])
    assert nodes[0]["label"].startswith(HOSTILE)


def test_page_writes_no_html_by_itself() -> None:
    own = (Path(__file__).parents[2] / "kg" / "views" / "page.js").read_text(encoding="utf-8")
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
        "title:",
    ):
        assert forbidden not in own


def test_same_graph_same_bytes() -> None:
    assert page() == page()


def test_a_large_graph_says_how_much_is_shown(tmp_path: Path) -> None:
    things = [Thing(f"https://example.org/{n}", str(n), "Place") for n in range(MOST + 5)]
    assert write(things, [], tmp_path / "page.html") == MOST
    assert f"{MOST} / {MOST + 5}" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_opens_offline_and_runs_only_its_own_scripts(tmp_path: Path) -> None:
    assert CHROMIUM
    (tmp_path / "page.html").write_text(page(), encoding="utf-8")
    shown = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu",
         f"--user-data-dir={tmp_path / 'profile'}",
         "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--virtual-time-budget=3000",
         "--dump-dom", (tmp_path / "page.html").as_uri()],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert "<canvas" in shown.stdout
    assert '<input type="checkbox" id="class-Policy">' in shown.stdout
    assert "<img" not in shown.stdout
    assert "CONSOLE" not in shown.stderr
