"""The bundle of the query page is of the sources that stand beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path

SERVE = Path(__file__).parents[2] / "kg" / "serve"


def test_the_bundle_is_of_its_sources() -> None:
    digest = hashlib.sha256()
    web = SERVE / "web"
    for path in sorted([*web.glob("*.js"), web / "package.json"], key=lambda one: one.name):
        digest.update(path.read_bytes())
    bundle = (SERVE / "static" / "query.js").read_text(encoding="utf-8")
    assert digest.hexdigest() in bundle[:200], "run npm ci && npm run build in kg/serve/web"


def test_the_bundle_brings_its_licences() -> None:
    licences = (SERVE / "static" / "LICENSES.txt").read_text(encoding="utf-8")
    assert "codemirror-lang-sparql" in licences
    assert "No licence text" not in licences
