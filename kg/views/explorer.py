"""The explorer: a graph as one HTML file that opens offline and in which each point leads to its sentence.

pyvis holds points and edges and renders; the template is ours, because pyvis's own loads files from the
network and lets documents run script. What a document says stands in the page only as compressed data, is
shown as text only, and the page's content security policy allows nothing but its one script and one style.
What one file cannot hold stands in a folder beside it, as style sheets: a page on a disk may read those, and
they cannot run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from kg.views import part
from kg.views.packing import Packed, Packer, block, sheet, totals
from kg.views.reading import Subjects, Watch, read, uncollected
from kg.views.values import Graph

WEB = resources.files("kg.views").joinpath("web")
BUNDLE = "bundle/explorer.js"
"""What esbuild makes of the modules in `web/` and of vis-network; its licences stand at its end."""


NAMES = 20_000
"""Names in one file of those that stand beside a page."""
STEPS = 1_000
"""Of how many steps a page is made."""
_READ, _PLACED = 500, 650
"""How many of them are done when all is read, and when all has its place."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Tells whoever watches how many of the `STEPS` are done."""

    watch: Watch | None

    def _tell(self, done: int) -> None:
        if self.watch:
            self.watch(done, STEPS)

    def read(self, done: int, total: int) -> None:
        """So much of the dataset is read."""
        self._tell(_READ * done // max(total, 1))

    def placed(self) -> None:
        """Every point has its place."""
        self._tell(_PLACED)

    def packed(self, done: int, total: int) -> None:
        """So many of the parts are packed; with the last of them all is done."""
        self._tell(_PLACED + (STEPS - _PLACED) * done // total)


@dataclass(frozen=True, slots=True)
class Page:
    """A page and how much it shows: things it opens with, letters and things it holds, those of the dataset."""

    text: str
    opened: int
    held: int
    whole: int
    letters: int
    all_letters: int
    files: Iterator[tuple[str, str]]
    """Name and text of what stands beside the page, made one after the other."""


def page(
    subjects: Subjects,
    *,
    focus: str | None = None,
    depth: int = 2,
    lang: str = "zh",
    beside: str = "",
    watch: Watch | None = None,
) -> Page:
    """The page of what a dataset says of its subjects.

    `watch` is told of `STEPS` steps, the last of them with the last of the page's files. `focus` is a name of
    the thing to open on, with what is at most `depth` links away. `beside` is the name of a folder next to the
    page for what one file cannot hold; without it, that is left out. KgError where nothing or more than one
    thing is called like the focus.
    """
    progress = Progress(watch)
    whole = read(subjects, progress.read)
    iri = part.find(whole.things, focus).iri if focus else None
    with uncollected():
        groups = part.parts(whole, iri) if beside else [part.holdable(whole, iri)]
        first = groups[0]
        packer = Packer(whole, groups, part.opening(first, iri, depth))
    progress.placed()
    options: dict[str, object] = {"lang": lang, "focus": iri.removeprefix(whole.base) if iri else ""}
    held = {one.iri for one in first.things}
    others = [one for one in whole.things if one.iri not in held] if len(groups) > 1 else []
    names = [others[at : at + NAMES] for at in range(0, len(others), NAMES)]
    if len(groups) > 1:
        options |= {"beside": beside, "letters": [len(one.letters) for one in groups], "names": len(names)}

    def files() -> Iterator[tuple[str, str]]:
        for number, several in enumerate(names):
            yield f"names-{number}.css", sheet([packer.entry(one) for one in several])
        for number, group in enumerate(groups[1:], start=1):
            packed = packer.pack(group)
            progress.packed(number, len(groups))
            yield f"{number}.css", sheet([packed.nodes, packed.edges, packed.facts, packed.letters])
        progress.packed(1, 1)

    text = rendered(packer.pack(first), totals(whole) if first is not whole else {}, options)
    sizes = len(first.things), len(whole.things), len(first.letters), len(whole.letters)
    return Page(text, packer.opening, *sizes, files())


def html(graph: Graph, opening: Sequence[str] | None = None, *, lang: str = "zh") -> str:
    """The page of a graph as text: the same graph gives the same text."""
    shown = part.opening(graph) if opening is None else opening
    return rendered(Packer(graph, [graph], shown).pack(graph), {}, {"lang": lang, "focus": ""})


def rendered(packed: Packed, whole: Mapping[str, object], options: Mapping[str, object]) -> str:
    """The text of a page; `whole` are the totals of what it holds a part of, `options` what its script is told."""
    from markupsafe import Markup
    from pyvis.network import Network

    script = WEB.joinpath(BUNDLE).read_text(encoding="utf-8")
    style = WEB.joinpath("explorer.css").read_text(encoding="utf-8")
    network = Network(directed=True)
    network.nodes, network.edges = packed.nodes, packed.edges
    network.options = dict(options)
    network.set_template_dir(f"{WEB}/", "page.html")
    network.templateEnv.autoescape = True
    network.templateEnv.filters["block"] = block
    network.templateEnv.globals.update(
        lang=options["lang"],
        beside="beside" in options,
        server="server" in options,
        facts={**packed.facts, "whole": whole},
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


__all__ = ["BUNDLE", "STEPS", "WEB", "Page", "Progress", "html", "page", "rendered", "sources"]
