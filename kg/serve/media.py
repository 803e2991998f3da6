"""Which form of an answer a client takes, and which it has already, from the headers of its request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

ROWS: Mapping[str, Sequence[str]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
TRIPLES: Mapping[str, Sequence[str]] = {
    "turtle": ("text/turtle", "application/x-turtle"),
    "ntriples": ("application/n-triples", "text/plain"),
    "nquads": ("application/n-quads",),
    "jsonld": ("application/ld+json", "application/json"),
    "rdfxml": ("application/rdf+xml", "application/xml"),
}
PAGES: Mapping[str, Sequence[str]] = {"html": ("text/html", "application/xhtml+xml")}
"""For each form its media types; what we send is called by the first."""


def media_type(form: str) -> str:
    """The Content-Type of a form."""
    known = {**PAGES, **TRIPLES, **ROWS}[form][0]
    return f"{known}; charset=utf-8" if known.startswith("text/") else known


def is_known(tag: str, if_none_match: str) -> bool:
    """Whether the client has what bears this weak tag already, by the If-None-Match of its request."""
    known = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return "*" in known or tag.removeprefix("W/") in known


def choose(accept: str, forms: Mapping[str, Sequence[str]]) -> str | None:
    """The form that the client likes best; of equals the first in `forms`. None where it takes none."""
    ranges = _ranges(accept) or [("*/*", 1.0)]
    best: tuple[float, str] | None = None
    for form, types in forms.items():
        liked = max(_quality(one, ranges) for one in types)
        if liked > 0 and (best is None or liked > best[0]):
            best = (liked, form)
    return best[1] if best else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        media, *parameters = (one.strip() for one in part.split(";"))
        if not media:
            continue
        quality = 1.0
        for one in parameters:
            name, _, value = one.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
        found.append((media.lower(), quality))
    return found


def _quality(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """What the most specific range says of a media type."""
    group = media.partition("/")[0]
    for pattern in (media, f"{group}/*", "*/*", "*"):
        said = [quality for one, quality in ranges if one == pattern]
        if said:
            return max(said)
    return 0.0
