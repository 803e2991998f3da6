"""What a page shows, as questions to whatever answers SPARQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kg.views.page import Link, Said, Thing

Ask = Callable[[str], Sequence[Mapping[str, str]]]
"""SPARQL to rows by variable name; what is unbound is an empty string."""

_MENTION = "提及"

_THINGS = """
SELECT ?thing ?kind (MIN(?name) AS ?label) (MIN(?number) AS ?identifier) WHERE {
  VALUES (?class ?kind) {
    (cg:Reply "Document") (cg:Suggestion "Suggestion") (cg:Policy "Policy") (foaf:Person "Person")
    (cg:GovernmentBody "GovernmentBody") (cg:NonStateOrganization "NonStateOrganization") (cg:Place "Place")
    (cg:Programme "Programme") (cg:Platform "Platform")
  }
  ?thing a ?class ; rdfs:label ?name .
  OPTIONAL { ?thing dcterms:identifier ?number }
} GROUP BY ?thing ?kind ORDER BY ?thing ?kind
"""

_LINKS = f"""
SELECT DISTINCT ?subject ?name ?object WHERE {{
  VALUES (?property ?name) {{
    (dcterms:publisher "发文") (cg:signedBy "签发") (cg:addressedTo "致") (cg:repliesTo "答复")
    (cg:proposedBy "提出") (cg:consulted "会同") (cg:copiedTo "抄送") (dcterms:references "引用")
    (cg:responsibleBody "负责")
    (cg:partner "参与") (dcterms:isPartOf "属于") (cg:implements "落实") (cg:locatedIn "位于")
    (dcterms:isReplacedBy "后为") (schema:mentions "{_MENTION}")
  }}
  ?subject ?property ?object .
}} ORDER BY ?subject ?name ?object
"""

_SAID = """
SELECT DISTINCT ?thing ?status ?words ?letter ?section ?deadline WHERE {
  ?statement cg:status ?status ; rdfs:label ?words ; cg:statedIn ?document ; cg:evidence ?passage .
  ?statement cg:statedIn|cg:actor|cg:about ?thing .
  OPTIONAL { ?document dcterms:identifier ?number }
  OPTIONAL { ?document cg:sourceFile ?file }
  OPTIONAL { ?passage cg:section ?section }
  OPTIONAL { ?statement cg:deadlineText ?deadline }
  BIND(COALESCE(?number, ?file, "") AS ?letter)
} ORDER BY ?thing ?letter ?section ?words
"""

_STATUS = {
    "planned": "计划 planned",
    "ongoing": "进行 ongoing",
    "delivered": "完成 delivered",
    "declined": "不予 declined",
}


def everything(ask: Ask) -> tuple[list[Thing], list[Link]]:
    """All documents and entities with what is said of them, and all that joins them."""
    said: dict[str, list[Said]] = {}
    for row in ask(_SAID):
        status = _STATUS.get(row["status"].rpartition("#")[2], row["status"])
        kind = " · ".join(filter(None, (status, row["deadline"])))
        where = " · ".join(filter(None, (row["letter"], row["section"])))
        said.setdefault(row["thing"], []).append(Said(kind, row["words"], where))
    things: dict[str, Thing] = {}
    for row in ask(_THINGS):  # what is two at once is drawn as the first
        iri = row["thing"]
        label = row["identifier"] if row["kind"] == "Document" and row["identifier"] else row["label"]
        things.setdefault(iri, Thing(iri, label, row["kind"], tuple(said.get(iri, ()))))
    links = [
        Link(row["subject"], row["name"], row["object"], mention=row["name"] == _MENTION)
        for row in ask(_LINKS)
    ]
    return list(things.values()), links
