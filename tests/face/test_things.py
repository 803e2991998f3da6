"""Objects of the graph: fields as the letters say them, each with its words."""

import dataclasses
import pickle
from datetime import date
from decimal import Decimal

import pytest

import kg
from kg.errors import KgError, UsageError
from kg.face.graph import Graph

BUREAU = "慈溪市经济和信息化局"


def test_documents_are_the_letters_in_the_order_of_time(graph: Graph) -> None:
    days = [one.issued_to for one in graph.documents]
    assert days == sorted(day for day in days if day)
    assert (graph.documents[0].number, graph.documents[-1].number) == (
        "慈经信建〔2021〕1号",
        "慈党改办建〔2024〕3号",
    )
    letter = graph.documents["慈经信建〔2023〕19号"]
    assert letter.title == "对市十八届人大二次会议第151号建议的答复"
    assert (letter.issued, letter.issued_to) == ("2023-06-07", date(2023, 6, 7))
    assert letter.issuers == (BUREAU,)
    assert letter.signer == ("龚激红",)
    assert letter.proposers == ("袁郭竣",)
    assert letter.suggestion == ("关于加快制造业恢复发展的建议",)
    assert "中共慈溪市委宣传部" in letter.consulted
    assert letter.text.strip().startswith(BUREAU)


def test_a_name_is_text_that_remembers_its_thing(graph: Graph) -> None:
    (issuer,) = graph.documents["慈经信建〔2023〕19号"].issuers
    assert issuer == BUREAU
    assert issuer.iri == graph.bodies[BUREAU].iri
    assert pickle.loads(pickle.dumps(issuer)).iri == issuer.iri  # noqa: S301 - made here


def test_things_are_immutable_and_equal_by_value(graph: Graph, folder: object) -> None:
    body = graph.bodies[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        body.name = "另一个"  # type: ignore[misc]
    assert kg.open(str(folder)).bodies[body.name] == body
    assert len({body, body}) == 1


def test_things_are_found_by_number_name_and_alias_and_a_wrong_name_is_said(graph: Graph) -> None:
    policy = graph.policies["慈政发[2022]30号"]
    assert policy.name == "慈溪市人民政府关于进一步促进经济稳进提质的产业政策意见"
    assert policy.issuers == ("慈溪市人民政府",)
    assert policy.cited_by == ("慈经信建〔2023〕19号",)
    assert graph.policies[policy.name] is policy
    with pytest.raises(KgError, match="None of these"):
        _ = graph.policies["没有这个文件"]
    assert isinstance(graph.policies[:2], kg.Things)
    assert graph.find("8718")[0].iri in {one.iri for one in (*graph.platforms, *graph.programmes)}


def test_evidence_is_the_words_with_letter_section_and_offsets(graph: Graph) -> None:
    (figure,) = [one for one in graph.figures() if one.value == Decimal("18867.81")]
    evidence = figure.evidence
    assert evidence.document == "慈经信建〔2023〕19号"
    assert "18867.81万元" in evidence.words
    assert evidence.section == "（二）"
    text = graph.documents[evidence.document].text
    assert text[evidence.begin : evidence.end] == evidence.words
    first = evidence[0]
    assert first.words in first.paragraph
    assert text.startswith(first.paragraph, first.paragraph_begin)
    shown = evidence._repr_html_()
    assert f"{first.words}</mark>" in shown
    assert "针对我市制造业企业占民营企业比重较大的现状" in shown


def test_every_thing_has_words(graph: Graph) -> None:
    groups = (graph.documents, graph.bodies, graph.policies, graph.platforms, graph.programmes)
    for group in (*groups, graph.figures(), graph.statements(), graph.conflicts()):
        assert len(group) > 0
        for one in group:
            for passage in one.evidence:
                text = graph.documents[passage.document].text
                assert text[passage.begin : passage.end] == passage.words
            assert one.evidence, one


def test_figures_hold_exact_decimals_units_and_bounds(graph: Graph) -> None:
    by_value = {(one.value, one.unit): one for one in graph.figures()}
    returned = by_value[Decimal("1.45"), "亿元"]
    assert (returned.base_value, returned.base_unit) == (Decimal(145_000_000), "元")
    assert (returned.low, returned.high) == (Decimal(145_000_000), Decimal(145_000_000))
    for printed, bounds in (("70余场", (70, None)), ("近70场", (None, 70)), ("约70场", (None, None))):
        about = dataclasses.replace(
            returned, name=f"活动 {printed}", indicator="活动", comparator="approx", base_value=Decimal(70)
        )
        assert (about.printed, about.low, about.high) == (printed, *bounds)
    over = next(one for one in graph.figures() if (one.comparator, one.value) == ("gt", Decimal(40)))
    assert (over.low, over.high) == (Decimal("0.4"), None)  # no less than 40%; how much more is not said


def test_figures_of_a_thing_are_about_it(graph: Graph) -> None:
    thing = next(one.about[0] for one in graph.figures() if one.about)
    found = graph.figures(about=thing)
    assert all(thing.iri in {name.iri for name in one.about} for one in found)
    assert found == graph.figures().where(lambda one: thing in one.about)
    assert len(found) < len(graph.figures())
    with pytest.raises(UsageError, match="Nothing is called"):
        graph.figures(about="没有这个东西")


def test_statements_by_status_and_actor(graph: Graph) -> None:
    for status in ("planned", "ongoing", "delivered"):
        found = graph.statements(status)
        assert found
        assert {one.status for one in found} == {status}
    by_bureau = graph.statements("delivered", actor=BUREAU)
    assert all(BUREAU in one.actors for one in by_bureau)
    with pytest.raises(UsageError, match="planned, ongoing, delivered, declined"):
        graph.statements("done")


def test_commitments_by_deadline_and_state(graph: Graph) -> None:
    every = graph.commitments()
    assert {one.status for one in every} == {"planned"}
    due = graph.commitments(due_before="2026-01-01")
    assert due
    assert all(one.deadline is not None and one.deadline < date(2026, 1, 1) for one in due)
    parks = next(one for one in due if "新增小微企业园15个" in one.words)  # 到2025年
    assert parks.deadline == date(2025, 12, 31)
    assert {one.unit for one in parks.figures} >= {"个"}
    assert parks.actors == (BUREAU,) or parks.actor_basis == "implied"


def test_what_is_overdue_depends_on_the_day(graph: Graph) -> None:
    due = graph.commitments(due_before="2026-01-01")
    assert not graph.commitments("overdue", as_of="2020-01-01")
    late = graph.commitments("overdue", as_of=date(2026, 1, 1))
    assert late
    assert {one.iri for one in late} <= {one.iri for one in due}
    assert all(one.as_of == date(2026, 1, 1) and not one.reports for one in late)
    with pytest.raises(UsageError, match=r"graph\.statements"):
        graph.commitments("delivered")
    with pytest.raises(UsageError, match="2024-12-31"):
        graph.commitments(due_before="next year")


def test_ledger_counts_every_commitment_once_by_year(graph: Graph) -> None:
    rows = graph.ledger("year", as_of="2026-11-21").to_dicts()
    assert sum(row["promises"] for row in rows) == len(graph.commitments())
    for row in rows:
        assert row["promises"] == sum(
            row[state] for state in ("kept", "partly", "restated", "overdue", "open")
        )
    with pytest.raises(UsageError, match="body, programme, year"):
        graph.ledger("colour")


def test_conflicts_quote_both_sides(graph: Graph) -> None:
    found = [one for one in graph.conflicts() if "3524.33" in one.name]
    assert found  # one sum stands for two things in one letter
    for one in found:
        assert len(one.quotes) >= 2
        assert all("3524.33万元" in quote.words for quote in one.quotes)


def test_series_points_are_figures_in_the_order_of_time(graph: Graph) -> None:
    for one in graph.series():
        assert len(one.points) > 1
        assert all(isinstance(point, kg.Figure) for point in one.points)
        assert {point.base_unit for point in one.points} == {one.unit}
        assert len(one.to_things()) == len(one.points)
    assert len(graph.series(about="8718")) <= len(graph.series())


def test_reprs_are_short_and_name_what_it_is(graph: Graph) -> None:
    assert repr(graph.policies["慈政发〔2022〕30号"]).startswith(
        "<Policy 慈政发〔2022〕30号 慈溪市人民政府关于"
    )
    for one in (*graph.documents, *graph.commitments(), *graph.figures(), *graph.conflicts()):
        assert len(repr(one)) < 140
        assert "http" not in repr(one)
    assert repr(graph.documents).startswith("<5 × Document: ")


def test_collections_are_tables(graph: Graph) -> None:
    frame = graph.commitments().to_pandas()
    assert len(frame) == len(graph.commitments())
    assert {"words", "document", "deadline", "state", "actors"} <= set(frame.columns)
    assert type(next(day for day in frame["deadline"] if day is not None)) is date
    assert type(frame["actors"].explode().dropna().iloc[0]) is str
    figures = graph.figures()
    shown = figures._repr_html_()
    assert f"the first 20 of {len(figures)} rows" in shown
    assert "href" not in figures[:3]._repr_html_()
    assert figures.to_polars()["base_value"].dtype.is_decimal()


def test_columns_can_be_chosen(graph: Graph) -> None:
    chosen = graph.figures().select("value", "unit")
    assert chosen.columns == ("value", "unit")
    assert chosen.to_dicts() == [{"value": one.value, "unit": one.unit} for one in graph.figures()]
    assert "<th" in chosen._repr_html_()
    with pytest.raises(UsageError, match="no column colour; there are words"):
        graph.figures().select("colour")
