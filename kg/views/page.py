"""The graph as one HTML file that opens offline: things by class, their links, and the words behind both.

pyvis holds nodes and edges and renders; the template is ours, because pyvis's own loads files from the
network and lets documents run script. Nothing in the page comes from elsewhere and nothing that a document
says is read as HTML: data stands in JSON blocks, the page shows it with `textContent`, and its content
security policy allows exactly the two scripts that it was written with.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import Any

MOST = 480
"""Things shown at once; beyond, a picture of points says less than its most linked part. (networkx lays out fewer
than 500 without SciPy.)"""

SHAPES: dict[str, tuple[str, str, str, str]] = {
    "Document": ("#000000", "square", "■", "文件 Documents"),
    "GovernmentBody": ("#0072b2", "dot", "●", "机关 Government bodies"),
    "NonStateOrganization": ("#2f8fc4", "triangle", "▲", "组织 Other organisations"),
    "Person": ("#b85f91", "dot", "●", "人员 People"),
    "Place": ("#009e73", "triangleDown", "▼", "地点 Places"),
    "Policy": ("#d55e00", "diamond", "◆", "政策文件 Policies"),
    "Programme": ("#d99000", "star", "★", "行动与机制 Programmes"),
    "Platform": ("#8c6d1f", "hexagon", "⬢", "平台 Platforms"),
    "Suggestion": ("#767676", "square", "■", "建议提案 Suggestions"),
}
"""Colour (after Okabe and Ito), shape, its sign in the legend, and name of each class: colour alone is lost on some."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a document says: its words, what kind of saying it is, and where it stands."""

    kind: str
    words: str
    where: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A document or an entity. `kind` is a key of `SHAPES`."""

    iri: str
    label: str
    kind: str
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What joins two things: their IRIs and the name of the property; a mention is only a mention."""

    subject: str
    name: str
    object: str
    mention: bool = False


def write(
    things: Sequence[Thing], links: Sequence[Link], out: Path, *, title: str = "commitment-graph"
) -> int:
    """Write the page to `out`; the number of things shown, which are the most linked of `things`."""
    out.write_text(html(things, links, title=title), encoding="utf-8")
    return min(len(things), MOST)


def html(things: Sequence[Thing], links: Sequence[Link], *, title: str) -> str:
    """The page as text."""
    from markupsafe import Markup
    from pyvis.network import Network

    shown, joined = _most_linked(things, links)
    degree = Counter(end for link in joined for end in (link.subject, link.object))
    number = {thing.iri: index for index, thing in enumerate(shown)}
    places = _layout(shown, joined)
    network = Network(directed=True)
    network.nodes = [_node(number[thing.iri], thing, degree[thing.iri], places[thing.iri]) for thing in shown]
    network.edges = [
        {"from": number[link.subject], "to": number[link.object], "name": link.name, "mention": link.mention}
        for link in joined
    ]
    network.options = {"physics": {"enabled": False}}
    folder = resources.files("kg.views")
    script = folder.joinpath("page.js").read_text(encoding="utf-8")
    library = _library()
    network.set_template_dir(f"{folder}/", "page.html")
    network.templateEnv.autoescape = True
    network.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    network.templateEnv.globals.update(
        title=title,
        library=Markup(library),  # noqa: S704 - the two scripts are the project's and pyvis's own
        script=Markup(script),  # noqa: S704
        policy=_policy(library, script),
        details=[{"iri": thing.iri, "said": [asdict(said) for said in thing.said]} for thing in shown],
        classes=_classes(shown),
        total=len(things),
    )
    return str(network.generate_html())


def _most_linked(things: Sequence[Thing], links: Sequence[Link]) -> tuple[list[Thing], list[Link]]:
    """Documents first, then what has most links; and the links among them, each once."""
    degree = Counter(end for link in links for end in (link.subject, link.object))
    order = sorted(things, key=lambda thing: (thing.kind != "Document", -degree[thing.iri], thing.iri))[:MOST]
    iris = {thing.iri for thing in order}
    related = {(link.subject, link.object) for link in links if not link.mention}
    joined = [
        link
        for link in dict.fromkeys(links)
        if link.subject in iris
        and link.object in iris
        and not (link.mention and (link.subject, link.object) in related)
    ]
    return order, joined


def _layout(things: Sequence[Thing], links: Sequence[Link]) -> Mapping[str, tuple[float, float]]:
    """Where each thing stands, in pixels around the middle: the same for the same graph."""
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(thing.iri for thing in things)
    for link in links:
        graph.add_edge(link.subject, link.object, weight=0.3 if link.mention else 1.0)
    size = max(240, 32 * len(things) ** 0.5)
    spacing = 2.2 / max(len(things), 1) ** 0.5
    places = networkx.spring_layout(graph, k=spacing, seed=1, scale=size, iterations=80, method="force")
    return {iri: (round(float(x), 1), round(float(y) * 0.62, 1)) for iri, (x, y) in places.items()}


def _node(number: int, thing: Thing, degree: int, place: tuple[float, float]) -> dict[str, Any]:
    colour, shape, _, _ = SHAPES[thing.kind]
    return {
        "id": number,
        "label": thing.label,
        "kind": thing.kind,
        "color": colour,
        "shape": shape,
        "degree": degree,
        "size": round(min(3.5 + 1.3 * degree**0.5, 11), 1),
        "x": place[0],
        "y": place[1],
    }


def _classes(things: Sequence[Thing]) -> list[dict[str, str | int]]:
    count = Counter(thing.kind for thing in things)
    return [
        {"kind": kind, "color": colour, "sign": sign, "name": name, "count": count[kind]}
        for kind, (colour, _, sign, name) in SHAPES.items()
        if count[kind]
    ]


def _library() -> str:
    """vis-network as pyvis brings it, so that the page needs nothing from the network."""
    file = resources.files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js")
    text = file.read_text(encoding="utf-8").replace("</script", "<\\/script")
    return text.rpartition("//# sourceMappingURL")[0] or text


def _policy(*scripts: str) -> str:
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    hashes = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {hashes}; "
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )
