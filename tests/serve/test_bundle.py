"""The bundle of the query page is of the sources that stand beside it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from kg.graph.questions import questions

SERVE = Path(__file__).parents[2] / "kg" / "serve"


def test_the_bundle_is_of_its_sources() -> None:
    digest = hashlib.sha256()
    web = SERVE / "web"
    for path in sorted([*web.glob("*.js"), web / "package.json"], key=lambda one: one.name):
        digest.update(path.read_bytes())
    bundle = (SERVE / "static" / "query.js").read_text(encoding="utf-8")
    assert digest.hexdigest() in bundle[:200], "run npm ci && npm run build in kg/serve/web"


def test_every_column_of_a_question_has_a_chinese_name() -> None:
    told = set(re.findall(r"(\w+): '", (SERVE / "web" / "columns.js").read_text(encoding="utf-8")))
    columns: set[str] = set()
    for one in questions().values():
        head = re.search(r"^SELECT(.*?)^WHERE", one.body, re.DOTALL | re.MULTILINE)
        if head is None:  # CONSTRUCT
            continue
        columns.update(re.findall(r"AS \?(\w+)\)", head[1]))
        columns.update(re.findall(r"\?(\w+)", re.sub(r"\((?:[^()]|\([^()]*\))*\)", "", head[1])))
    assert columns - told == set()


def test_the_bundle_brings_its_licences() -> None:
    licences = (SERVE / "static" / "LICENSES.txt").read_text(encoding="utf-8")
    assert "codemirror-lang-sparql" in licences
    assert "No licence text" not in licences
