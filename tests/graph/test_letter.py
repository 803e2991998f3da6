"""Single terms of the vocabulary that a letter's graph must write."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kg.graph.check import check
from kg.graph.letter import Sections
from kg.graph.store import Dataset
from kg.graph.terms import CG, PREFIXES
from kg.models import Facts, Field, Passage, Span

Built = Callable[[Iterable[Facts]], Dataset]


def holds(dataset: Dataset, pattern: str) -> bool:
    return bool(
        dataset.store.query(f"ASK {{ {pattern} }}", use_default_graph_as_union=True, prefixes=PREFIXES)
    )


def test_a_promise_has_strength_deadline_condition_and_figures(promise: Facts, built: Built) -> None:
    dataset = built([promise])
    assert holds(
        dataset,
        """?s a cg:Commitment, cg:Statement, schema:Claim ; cg:strength cg:aimed ; cg:deadline "2025-12-31"^^xsd:date ;
        cg:deadlineText "2025年底前" ; cg:condition "资金落实" ; cg:hasFigure ?f, ?g ; cg:rule "cue" .
        ?f cg:rangeWith ?g ; cg:comparator "ge" . ?g cg:rangeWith ?f ;
        cg:comparator "le" ; cg:periodText "2025年底前" .""",
    )


def test_who_acts_is_the_issuer_where_the_text_says_nothing(promise: Facts, built: Built) -> None:
    said = '?s a cg:Commitment ; cg:actor/skos:prefLabel "甲市水利局" ; cg:actorBasis "implied" .'
    assert holds(built([promise]), said)


def test_a_refusal_is_a_class_of_its_own(promise: Facts, built: Built) -> None:
    assert holds(built([promise]), "?s a cg:Refusal ; cg:status cg:declined .")


def test_a_proposal_is_a_suggestion_too(promise: Facts, built: Built) -> None:
    assert holds(
        built([promise]),
        "?d cg:repliesTo ?s ; cito:repliesTo ?s ; dcterms:references ?s . ?s a cg:CppccProposal, cg:Suggestion .",
    )


def test_what_is_two_at_once_bears_both_classes(promise: Facts, built: Built) -> None:
    assert holds(built([promise]), '?x skos:prefLabel "泵站" ; a cg:NonStateOrganization, cg:Platform .')


def test_validity_of_a_policy_is_written_as_days_and_proved(promise: Facts, built: Built) -> None:
    assert holds(
        built([promise]),
        """?p a cg:Policy ; cg:validFrom "2022-01-01"^^xsd:date ; cg:validTo "2025-12-31"^^xsd:date .
        ?a rdf:subject ?p ; rdf:predicate cg:validTo ; cg:evidence ?e .""",
    )


def test_the_section_of_a_passage_is_the_innermost_that_holds_it(promise: Facts, built: Built) -> None:
    assert holds(built([promise]), '?f a cg:Figure ; cg:evidence/cg:section "一/1" .')
    sections = Sections(
        [Passage(Span(0, 100), "一"), Passage(Span(10, 20), "一/1"), Passage(Span(30, 40), "一/2")]
    )
    assert sections.of(Span(12, 20)) == "一/1"
    assert sections.of(Span(12, 21)) == "一"
    assert sections.of(Span(25, 26)) == "一"
    assert sections.of(Span(99, 101)) is None


def test_the_year_in_a_number_dates_a_letter_that_bears_no_date(promise: Facts, built: Built) -> None:
    number = Field("甲水函〔2024〕7号", Span(0, 3), "head")
    dataset = built([replace(promise, header=replace(promise.header, number=number))])
    assert holds(
        dataset,
        '?d a cg:Reply ; cg:issuedFrom "2024-01-01"^^xsd:date ; cg:issuedTo "2024-12-31"^^xsd:date .'
        " FILTER NOT EXISTS { ?d dcterms:issued ?when }",
    )


def test_a_date_is_typed_by_what_the_text_says(promise: Facts, built: Built) -> None:
    issued = Field("2024-02", Span(0, 3), "foot")
    dataset = built([replace(promise, header=replace(promise.header, issued=issued))])
    assert holds(
        dataset,
        """?d dcterms:issued "2024-02"^^xsd:gYearMonth ;
        cg:issuedFrom "2024-02-01"^^xsd:date ; cg:issuedTo "2024-02-29"^^xsd:date .""",
    )


def test_equal_words_make_two_statements(promise: Facts, built: Built) -> None:
    again = replace(promise, statements=promise.statements + promise.statements)
    dataset = built([again])
    assert len(dataset.instances(CG("Statement"))) == 4


def test_a_letter_of_odd_parts_keeps_all_shapes(promise: Facts, built: Built) -> None:
    report = check(built([promise]))
    assert report.conforms, report.violations
