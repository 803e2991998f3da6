"""Networks: what joins what, how strongly, and the words that say so."""

from pathlib import Path

import networkx as nx
import pytest
import rdflib

from kg.errors import UsageError
from kg.face.graph import Graph
from kg.face.networks import KINDS

BUREAU = "慈溪市经济和信息化局"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_network_has_labels_classes_weights_and_evidence(graph: Graph, kind: str) -> None:
    made = graph.to_networkx(kind)
    assert made.number_of_edges() > 0
    for _, node in made.nodes(data=True):
        assert node["label"]
        assert node["kind"] in node["classes"].split(", ")
    for _, _, edge in made.edges(data=True):
        assert edge["relation"]
        assert edge["weight"] >= 1
    said = [edge for _, _, edge in made.edges(data=True) if edge["passages"]]
    assert len(said) > made.number_of_edges() * 0.9
    passages = graph.evidence(said[0]["passages"])
    assert f"“{' '.join(passages[0].words.split())}” {passages[0].document}" in said[0]["evidence"]


def test_who_is_consulted_and_copied_is_joined_to_the_issuer(graph: Graph) -> None:
    made = graph.to_networkx("bodies")
    edge = made.edges[graph.bodies[BUREAU].iri, graph.bodies["慈溪市发展和改革局"].iri]
    assert {"consulted", "copied"} <= set(edge["relation"].split(", "))
    assert edge["weight"] >= 5  # consulted in three letters of the bureau, copied in two
    assert all(node["kind"] == "GovernmentBody" for _, node in made.nodes(data=True))


def test_a_letter_cites_what_it_names_by_number(graph: Graph) -> None:
    made = graph.to_networkx("citations")
    letter = graph.documents["慈经信建〔2023〕19号"].iri
    assert graph.policies["慈政发〔2022〕30号"].iri in made[letter]
    assert graph.policies["慈政发〔2022〕30号"].iri not in made[graph.documents["慈经信建〔2021〕1号"].iri]


def test_light_edges_and_the_nodes_they_leave_are_left_out(graph: Graph) -> None:
    every, heavy = graph.to_networkx("mentions"), graph.to_networkx("mentions", min_weight=3)
    assert 0 < heavy.number_of_edges() < every.number_of_edges()
    assert min(edge["weight"] for _, _, edge in heavy.edges(data=True)) >= 3
    assert all(degree > 0 for _, degree in heavy.degree())


def test_an_unknown_kind_is_answered_with_the_kinds(graph: Graph) -> None:
    with pytest.raises(UsageError, match=", ".join(KINDS)):
        graph.to_networkx("friends")


def test_every_format_of_networkx_holds_it(graph: Graph, tmp_path: Path) -> None:
    made = graph.to_networkx("bodies")
    nx.write_graphml(made, tmp_path / "bodies.graphml")
    assert nx.read_graphml(tmp_path / "bodies.graphml").nodes.keys() == made.nodes.keys()
    nx.write_gexf(made, tmp_path / "bodies.gexf")


def test_a_subgraph_is_what_is_near(graph: Graph) -> None:
    near, nearer = graph.subgraph(graph.bodies[BUREAU], 2), graph.subgraph(BUREAU, depth=1)
    assert set(nearer) < set(near) < set(graph.to_networkx())
    iri = graph.bodies[BUREAU].iri
    assert all(iri in edge for edge in nearer.edges if iri in edge)
    assert set(nearer) == {iri, *nx.all_neighbors(graph.to_networkx(), iri)}
    with pytest.raises(UsageError, match="Nothing is called"):
        graph.subgraph("没有这个单位")


def test_rdflib_reads_the_same_store_and_cannot_change_it(graph: Graph) -> None:
    live = graph.to_rdflib()
    assert isinstance(live, rdflib.Dataset)
    assert live.store._inner is graph._dataset.store  # type: ignore[attr-defined]  # noqa: SLF001 - nothing copied
    rows = list(live.query("SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a cg:Commitment }"))
    assert int(rows[0][0]) == len(graph.commitments())  # type: ignore[index, arg-type]
    letter = rdflib.URIRef(graph.documents[0].iri)
    assert (letter, rdflib.DCTERMS.identifier, rdflib.Literal("慈经信建〔2021〕1号")) in live
    before = len(live)
    for change in (
        lambda: live.add((letter, rdflib.RDFS.label, rdflib.Literal("x"))),
        lambda: live.remove((letter, None, None)),  # type: ignore[arg-type]
        lambda: live.update("DELETE WHERE { ?s ?p ?o }"),
    ):
        with pytest.raises(UsageError, match="read only"):
            change()
    assert len(live) == before
