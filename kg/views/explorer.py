"""The explorer: a graph as one HTML file that opens offline and in which each point leads to its sentence.

pyvis holds points and edges and renders; the template is ours, because pyvis's own loads files from the
network and lets documents run script. What a document says stands in the page only as compressed data, is
shown as text only, and the page's content security policy allows nothing but its one script and one style.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib import resources

from kg.views import part
from kg.views.packing import block, pack
from kg.views.reading import Ask, Watch, read
from kg.views.values import Graph

WEB = resources.files("kg.views").joinpath("web")
BUNDLE = "bundle/explorer.js"
"""What esbuild makes of the modules in `web/` and of vis-network; its licences stand at its end."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page and how much it shows: things it opens with, things it holds, things of the dataset."""

    text: str
    opened: int
    held: int
    whole: int


def page(
    ask: Ask, *, focus: str | None = None, depth: int = 2, lang: str = "zh", watch: Watch | None = None
) -> Page:
    """The page of a dataset that answers questions.

    `focus` is a name of the thing to open on, with what is at most `depth` links away. KgError where nothing
    or more than one thing is called so.
    """
    graph = read(ask, watch)
    iri = part.find(graph.things, focus).iri if focus else None
    held = part.holdable(graph, iri)
    opening = part.opening(held, iri, depth)
    text = html(held, opening, whole=len(graph.things), focus=iri, lang=lang)
    return Page(text, len(opening), len(held.things), len(graph.things))


def html(
    graph: Graph,
    opening: list[str] | None = None,
    *,
    whole: int | None = None,
    focus: str | None = None,
    lang: str = "zh",
) -> str:
    """The page of a graph as text: the same graph gives the same text."""
    from markupsafe import Markup
    from pyvis.network import Network

    shown = part.opening(graph) if opening is None else opening
    packed = pack(graph, shown, len(graph.things) if whole is None else whole)
    script = WEB.joinpath(BUNDLE).read_text(encoding="utf-8")
    style = WEB.joinpath("explorer.css").read_text(encoding="utf-8")
    network = Network(directed=True)
    network.nodes, network.edges = packed.nodes, packed.edges
    network.options = {"lang": lang, "focus": focus.removeprefix(graph.base) if focus else ""}
    network.set_template_dir(f"{WEB}/", "page.html")
    network.templateEnv.autoescape = True
    network.templateEnv.filters["block"] = block
    network.templateEnv.globals.update(
        lang=lang,
        facts=packed.facts,
        letters=packed.letters,
        script=Markup(script),  # noqa: S704 - the project's own, as is the style
        style=Markup(style),  # noqa: S704
        script_hash=_hash(script),
        style_hash=_hash(style),
    )
    return str(network.generate_html())


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def sources() -> str:
    """One hash over all that the bundle is made of: what `build.mjs` writes into the bundle's first line."""
    digest = hashlib.sha256()
    names = sorted(one.name for one in WEB.iterdir() if _is_source(one.name))
    for name in names:
        digest.update(f"{name}\n".encode() + WEB.joinpath(name).read_bytes())
    return digest.hexdigest()


def _is_source(name: str) -> bool:
    return name.endswith((".js", ".mjs")) or name == "package-lock.json"


__all__ = ["BUNDLE", "WEB", "Page", "html", "page", "sources"]
