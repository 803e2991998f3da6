"""Answers as bytes: the SPARQL result formats, JSON lines, and RDF for triples."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple
from pyoxigraph import serialize as serialize_rdf

from kg.errors import UsageError
from kg.graph.terms import PREFIXES, XSD

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]

ROWS = ("csv", "tsv", "json", "jsonl", "xml")
"""Formats of rows and truth values."""
TRIPLES: Mapping[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
"""Formats of triples; triples can be had as rows too."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML = "http://www.w3.org/2005/sparql-results#"


def serialize(kind: str, variables: Sequence[str], rows: Sequence[Row], form: str) -> bytes:
    """The answer in a format; UsageError for one that does not exist or does not fit."""
    if form in TRIPLES:
        if kind != "construct":
            raise UsageError(
                f"{form} is a format of triples: ask with CONSTRUCT, or take one of {', '.join(ROWS)}."
            )
        triples = [Triple(*row) for row in rows]  # type: ignore[arg-type]
        return serialize_rdf(triples, format=TRIPLES[form], prefixes=dict(PREFIXES)) or b""
    writers: Mapping[str, Callable[[str, Sequence[str], Sequence[Row]], str]] = {
        "csv": _csv,
        "tsv": _tsv,
        "json": _json,
        "jsonl": _json_lines,
        "xml": _xml,
    }
    if form not in writers:
        raise UsageError(f"There is no format {form}; choose one of {', '.join((*ROWS, *TRIPLES))}.")
    return writers[form](kind, variables, rows).encode("utf-8")


def plain(term: Term | None) -> str:
    """A term as a person reads it: the string of a literal, the IRI of a node, nothing for None."""
    if term is None:
        return ""
    return str(term) if isinstance(term, BlankNode | Triple) else term.value


def _csv(_: str, variables: Sequence[str], rows: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(variables)
    writer.writerows([plain(term) for term in row] for row in rows)
    return out.getvalue()


def _tsv(_: str, variables: Sequence[str], rows: Sequence[Row]) -> str:
    lines = ["\t".join(f"?{name}" for name in variables)]
    lines += [
        "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in rows
    ]
    return "\n".join(lines) + "\n"


def _json(kind: str, variables: Sequence[str], rows: Sequence[Row]) -> str:
    answer: dict[str, object]
    if kind == "ask":
        answer = {"head": {}, "boolean": _is_true(rows)}
    else:
        bindings = [
            {name: _json_term(term) for name, term in zip(variables, row, strict=True) if term is not None}
            for row in rows
        ]
        answer = {"head": {"vars": list(variables)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _json_lines(_: str, variables: Sequence[str], rows: Sequence[Row]) -> str:
    return "".join(
        json.dumps(
            {name: None if term is None else plain(term) for name, term in zip(variables, row, strict=True)},
            ensure_ascii=False,
        )
        + "\n"
        for row in rows
    )


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    found: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype != XSD("string"):
        found["datatype"] = term.datatype.value
    return found


def _xml(kind: str, variables: Sequence[str], rows: Sequence[Row]) -> str:
    out = ['<?xml version="1.0" encoding="UTF-8"?>', f'<sparql xmlns="{_XML}">']
    if kind == "ask":
        out += ["<head/>", f"<boolean>{str(_is_true(rows)).lower()}</boolean>"]
    else:
        out.append(
            "<head>" + "".join(f"<variable name={quoteattr(name)}/>" for name in variables) + "</head>"
        )
        out.append("<results>")
        for row in rows:
            cells = [
                f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
                for name, term in zip(variables, row, strict=True)
                if term is not None
            ]
            out.append(f"<result>{''.join(cells)}</result>")
        out.append("</results>")
    return "\n".join([*out, "</sparql>"]) + "\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        inner = "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts.items())
        return f"<triple>{inner}</triple>"
    mark = ""
    if term.language:
        mark = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype != XSD("string"):
        mark = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{mark}>{_xml_text(term.value)}</literal>"


def _xml_text(value: str) -> str:
    """Characters that XML 1.0 cannot hold are replaced, so that the answer stays readable as a whole."""
    return escape(_NOT_IN_XML.sub("\ufffd", value))


def _is_true(rows: Sequence[Row]) -> bool:
    return bool(rows) and plain(rows[0][0]) == "true"
