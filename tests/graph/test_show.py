"""A thing is found by any of its names and told with the words that say each fact."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import UsageError
from kg.graph.show import describe, find
from kg.graph.store import Dataset

POLICY = "https://w3id.org/commitment-graph/id/document/慈溪市人民政府/慈政发〔2022〕30号"


@pytest.mark.parametrize(
    "name",
    [
        "慈政发〔2022〕30号",
        "慈政发[2022]30号",
        "慈政发（2022） 30 号",
        "慈溪市人民政府关于进一步促进经济稳进提质的产业政策意见",
        "《慈溪市人民政府关于进一步促进经济稳进提质的产业政策意见》",
        "进一步促进经济稳进提质",
        POLICY,
    ],
)
def test_a_policy_is_found_however_it_is_written(dataset: Dataset, name: str) -> None:
    assert [one.iri for one in find(dataset, name)] == [POLICY]


def test_a_part_of_many_names_gives_a_list_to_choose_from(dataset: Dataset) -> None:
    found = find(dataset, "平台")
    assert len(found) > 5
    assert found == sorted(found, key=lambda one: (one.label, one.iri))


@pytest.mark.parametrize(
    "name", ["没有这个东西", "", "planned", "https://w3id.org/commitment-graph/id/body/无"]
)
def test_what_is_not_there_is_not_found(dataset: Dataset, name: str) -> None:
    assert find(dataset, name) == []


def test_each_fact_bears_the_words_that_say_it(dataset: Dataset) -> None:
    told = describe(dataset, POLICY)
    assert told.thing.kinds == ("文件", "政策文件")
    groups = {(group.title["zh"], group.inverse): group for group in told.groups}
    (issuer,) = groups["发文机关", False].facts
    assert issuer.value == "慈溪市人民政府"
    assert "慈政发〔2022〕30号" in issuer.evidence[0].words
    assert issuer.evidence[0].document_name == "慈经信建〔2023〕19号"
    (citing,) = groups["引用", True].facts
    assert citing.evidence[0].section == "（二）"


def test_a_body_is_told_with_its_statements(dataset: Dataset) -> None:
    (body,) = find(dataset, "市市场监管局")
    told = describe(dataset, body.iri)
    titles = {group.title["en"] for group in told.groups}
    assert "statement · actor" in titles
    assert set(told.names) >= {"市市场监管局", "市场监管局"}


def test_a_description_comes_as_json_and_as_rdf(dataset: Dataset) -> None:
    told = describe(dataset, POLICY)
    assert json.loads(told.serialize("json"))["thing"]["iri"] == POLICY
    assert len(list(parse(told.serialize("turtle"), format=RdfFormat.TURTLE))) == len(told.triples)
    with pytest.raises(UsageError, match="no format docx"):
        told.serialize("docx")


def test_nothing_to_describe_is_said(dataset: Dataset) -> None:
    with pytest.raises(UsageError, match="nothing of the IRI"):
        describe(dataset, POLICY + "0")
