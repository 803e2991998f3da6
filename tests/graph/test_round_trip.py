"""What hand-made annotations state comes out of the graph whole: nothing is lost on the way to RDF, nothing added."""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode

from kg.graph.store import Dataset
from kg.graph.terms import PREFIXES, PROPERTIES
from kg.identity import key, number_key
from kg.models import Predicate


def ask(dataset: Dataset, text: str) -> set[tuple[str, ...]]:
    """The rows of a query over the union of the graphs, as strings; unbound is empty."""
    found = dataset.store.query(text, use_default_graph_as_union=True, prefixes=PREFIXES)
    return {tuple("" if term is None else term.value for term in row) for row in found}  # type: ignore[union-attr]


def letter(dataset: Dataset, gold: dict[str, Any]) -> str:
    """The IRI of the annotated letter."""
    ((iri,),) = ask(dataset, f"SELECT ?d {{ ?d cg:sourceFile '{gold['doc']}' }}")
    return iri


def tight(text: str) -> str:
    return "".join(text.split())


def folded(names: list[str]) -> set[str]:
    return {key(name) for name in names}


def test_every_head_comes_back_whole(dataset: Dataset, golds: list[dict[str, Any]]) -> None:
    for gold in golds:
        said, iri = gold["header"], letter(dataset, gold)
        for field, path in {
            "number": "dcterms:identifier",
            "title": "dcterms:title",
            "issued": "dcterms:issued",
            "category": "cg:handlingCategory",
            "signer": "cg:signedBy/skos:prefLabel",
            "suggestion_number": "cg:repliesTo/dcterms:identifier",
            "suggestion_title": "cg:repliesTo/dcterms:title",
        }.items():
            found = {value for (value,) in ask(dataset, f"SELECT ?v {{ <{iri}> {path} ?v }}")}
            assert found == ({said[field]} if said[field] else set()), (gold["doc"], field)
        for field, path in {
            "issuers": "dcterms:publisher",
            "addressees": "cg:addressedTo",
            "proposers": "cg:repliesTo/cg:proposedBy",
            "consulted": "cg:consulted",
            "copied_to": "cg:copiedTo",
        }.items():
            found = {name for (name,) in ask(dataset, f"SELECT ?n {{ <{iri}> {path}/skos:prefLabel ?n }}")}
            assert folded(sorted(found)) == folded(said[field]), (gold["doc"], field)
        sessions = ask(dataset, f"SELECT ?n {{ <{iri}> cg:repliesTo/cg:session/skos:altLabel ?n }}")
        assert sessions == {(said["session"],)}


def test_every_entity_is_mentioned_under_all_its_names(dataset: Dataset, golds: list[dict[str, Any]]) -> None:
    for gold in golds:
        names: dict[str, set[str]] = {}
        for thing, name in ask(
            dataset,
            f"SELECT ?e ?n {{ <{letter(dataset, gold)}> schema:mentions ?e ."
            " ?e skos:prefLabel|skos:altLabel|dcterms:identifier ?n }",
        ):
            names.setdefault(thing, set()).add(number_key(name))
        for entity in gold["entities"]:
            number = [entity["number"]] if entity.get("number") else []
            forms = {number_key(form) for form in [entity["name"], *entity.get("aliases", []), *number]}
            assert any(forms <= known for known in names.values()), (gold["doc"], entity["name"])


def test_every_figure_keeps_its_terms(dataset: Dataset, golds: list[dict[str, Any]]) -> None:
    for gold in golds:
        found = ask(
            dataset,
            f"""SELECT ?q ?v ?u ?c ?r {{ ?f cg:statedIn <{letter(dataset, gold)}> ; a cg:Figure ; cg:value ?v ;
            cg:unit ?u ; cg:comparator ?c ; cg:role ?r ; cg:evidence/nif:anchorOf ?q }}""",
        )
        wanted = {
            (tight(f["quote"]), float(f["value"]), f["unit"], f["comparator"], f["role"])
            for f in gold["figures"]
        }
        assert {(tight(q), float(v), u, c, r) for q, v, u, c, r in found} == wanted


def test_every_statement_keeps_status_and_words(dataset: Dataset, golds: list[dict[str, Any]]) -> None:
    for gold in golds:
        found = ask(
            dataset,
            f"""SELECT ?s ?status ?q ?class {{ ?s cg:statedIn <{letter(dataset, gold)}> ; cg:status ?status ;
            cg:evidence/nif:anchorOf ?q ; a ?class FILTER(?class IN (cg:Commitment, cg:Practice, cg:Achievement)) }}""",
        )
        classes = {"planned": "Commitment", "ongoing": "Practice", "delivered": "Achievement"}
        came = sorted((status.split("#")[1], tight(q), c.split("#")[1]) for _, status, q, c in found)
        assert came == sorted(
            (s["status"], tight(s["quote"]), classes[s["status"]]) for s in gold["statements"]
        )


def test_every_relation_stands_in_the_letters_own_graph(
    dataset: Dataset, golds: list[dict[str, Any]]
) -> None:
    for gold in golds:
        index = {
            form: number
            for number, entity in reversed(list(enumerate(gold["entities"])))
            for form in (entity["name"], *entity.get("aliases", []))
        }
        iri = letter(dataset, gold)
        for relation in gold["relations"]:
            ends = [gold["entities"][index[relation[end]]] for end in ("s", "o")]
            names = [sorted({end["name"], *end.get("aliases", [])}) for end in ends]
            values = [" ".join(f'"{name}"' for name in forms) for forms in names]
            property_ = PROPERTIES[Predicate(relation["p"])].value
            assert ask(
                dataset,
                f"""SELECT ?q {{ VALUES ?sn {{ {values[0]} }} VALUES ?on {{ {values[1]} }}
                ?s skos:prefLabel|skos:altLabel ?sn . ?o skos:prefLabel|skos:altLabel ?on .
                GRAPH <{iri}> {{ ?s <{property_}> ?o }}
                ?a rdf:subject ?s ; rdf:predicate <{property_}> ; rdf:object ?o ; cg:evidence/nif:anchorOf ?q }}""",
            ), relation


def test_each_header_triple_has_an_assertion_with_words(
    dataset: Dataset, golds: list[dict[str, Any]]
) -> None:
    properties = (
        "dcterms:identifier dcterms:title dcterms:issued dcterms:publisher cg:signedBy cg:addressedTo cg:consulted"
        " cg:copiedTo cg:repliesTo cg:handlingCategory cg:proposedBy cg:session"
    )
    bare = ask(
        dataset,
        f"""SELECT ?s ?p ?o {{ VALUES ?p {{ {properties} }} VALUES ?c {{ cg:Reply cg:Suggestion }}
        ?s a ?c ; ?p ?o
        FILTER NOT EXISTS {{ ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; cg:evidence ?e }} }}""",
    )
    assert bare == set()
    assert len(ask(dataset, "SELECT ?a { ?a a cg:Assertion }")) > 20 * len(golds)


def test_documents_have_graphs_of_their_own(dataset: Dataset, golds: list[dict[str, Any]]) -> None:
    letters = {letter(dataset, gold) for gold in golds}
    base = dataset.base
    ontology = PREFIXES["cg"].removesuffix("#")
    assert dataset.graphs == letters | {f"{base}graph/registry", f"{base}graph/dataset", ontology}
    for iri in letters:
        graph = NamedNode(iri)
        assert any(True for _ in dataset.store.quads_for_pattern(graph, None, None, graph))
