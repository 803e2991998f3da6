"""How linking and the ledger grow: time a document among 100,000 against 10,000, and one name pass against another tool.

Not part of the test suite: `pytest tests/bench/test_linking.py -s`. KG_BENCH_DOCUMENTS sets the larger number.
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections.abc import Iterator, Set
from decimal import Decimal
from hashlib import sha256
from itertools import combinations

import pytest

from kg.ledger import account
from kg.link import cores, link
from kg.link.names import candidates
from kg.link.things import Thing
from kg.models import (
    Document,
    Entity,
    EntityField,
    Facts,
    Field,
    Figure,
    Header,
    Kind,
    Mention,
    Span,
    Statement,
    Status,
)

LARGE = int(os.environ.get("KG_BENCH_DOCUMENTS", "100000"))
SMALL = LARGE // 10
LETTERS_A_PLACE = 40
"""A county answers some dozens of suggestions on related matters: more places, not larger ones, as the number grows."""

SYLLABLES = "安宁和平永昌兴隆长青东明新华文山清水金沙白云红石江海林湖南北西中天玉龙凤城川峰泉溪"
TOPICS = ("校车", "养老", "河道", "厂房", "公交", "绿地", "助餐", "电梯", "学位", "医联", "农房", "物流")
DEEDS = ("改造", "新增", "建成", "完成", "整治", "培训")
CLASSES = ("平台", "工程", "行动", "体系", "机制", "专线")
UNITS = ("个", "辆", "家", "公里", "户", "万元")


def generated(count: int, seed: int = 1) -> Iterator[Facts]:
    """Letters of many counties: names come back, some almost (“安和”平台, “安和”智慧平台, “安华”平台)."""
    for number in range(count):
        draw = random.Random(seed * 1_000_003 + number)  # noqa: S311 - no secret
        county = random.Random(seed + number // LETTERS_A_PLACE)  # noqa: S311
        place = "".join(county.choices(SYLLABLES, k=2)) + str(number // LETTERS_A_PLACE) + "县"
        brands = ["".join(county.choices(SYLLABLES, k=2)) for _ in range(12)]
        yield _letter(number, draw, place, brands)


def _letter(number: int, draw: random.Random, place: str, brands: list[str]) -> Facts:
    year = 2015 + number % 10
    body = f"{place}教育局"
    text, statements, figures = f"{body}\n", [], []
    entities = [Entity((Kind.BODY,), body, mentions=(Mention(Span(0, len(body)), "name"),))]
    for status in (Status.PLANNED, Status.ONGOING, Status.DELIVERED, Status.DELIVERED):
        brand, topic, deed = draw.choice(brands), draw.choice(TOPICS), draw.choice(DEEDS)
        smart = draw.choice(("", "", "智慧"))
        name = f"“{brand}”{smart}{topic}{draw.choice(CLASSES)}"
        unit, value = draw.choice(UNITS), draw.randint(2, 900)
        words = f"{year}年依托{name}{deed}{topic}{value}{unit}"
        begin = len(text)
        text += words + "。\n"
        at = begin + words.index("“")
        entities.append(
            Entity((Kind.PLATFORM,), name, mentions=(Mention(Span(at, at + len(name)), "name"),), scope=place)
        )
        planned = status is Status.PLANNED
        figures.append(
            Figure(
                span=Span(begin, begin + len(words)),
                number=Span(begin + len(words) - len(f"{value}{unit}"), begin + len(words)),
                value=Decimal(value), unit=unit, base_value=Decimal(value), base_unit=unit, comparator="eq",
                role="target" if planned else "result", measure="level", indicator=f"{deed}{topic}", rule="bench",
                about=(len(entities) - 1,), period_start=f"{year}-01-01", period_end=f"{year}-12-31",
            )
        )  # fmt: skip
        statements.append(
            Statement(
                Span(begin, begin + len(words)), status, "bench", about=(len(entities) - 1,),
                deadline=f"{year}-12-31" if planned else None, figures=(len(figures) - 1,),
            )
        )  # fmt: skip
    return Facts(
        document=Document(f"{number}.txt", text, sha256(text.encode()).hexdigest()),
        header=Header(
            number=Field(f"{place[:1]}教复〔{year}〕{number}号", Span(0, 1), "bench"),
            issuers=(EntityField(0, Span(0, len(body)), "bench"),),
            issued=Field(f"{year}-06-{number % 28 + 1:02d}", Span(0, 1), "bench"),
        ),
        entities=tuple(entities),
        figures=tuple(figures),
        statements=tuple(statements),
    )


def _time(count: int) -> tuple[float, float, int]:
    """Seconds a document for linking and for the ledger, and how many follow-ups there are."""
    facts = list(generated(count))
    begun = time.perf_counter()
    collection = link(facts, decisions=())
    linked = time.perf_counter()
    found = account(collection)
    done = time.perf_counter()
    return (linked - begun) / count, (done - linked) / count, len(found.follow_ups)


def test_time_a_document_does_not_grow() -> None:
    small = _time(SMALL)
    large = _time(LARGE)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for name, one, other in (("link", small[0], large[0]), ("ledger", small[1], large[1])):
        print(
            f"{name}: {one * 1e3:.2f} ms a document of {SMALL}, {other * 1e3:.2f} of {LARGE}: {other / one:.2f}"
        )
    ratio = sum(large[:2]) / sum(small[:2])
    print(f"both: ratio {ratio:.2f}; {large[2]} follow-ups; peak memory {peak:.0f} MB")
    assert ratio < 1.3


def test_names_against_recordlinkage() -> None:
    """The same names given to both: time and F1 of pairs of one county that share brand and topic."""
    recordlinkage = pytest.importorskip("recordlinkage")
    import pandas as pd

    found: list[Thing] = []
    wanted: dict[str, tuple[str, str, str]] = {}
    for facts in generated(2_000):
        for entity in facts.entities[1:]:
            iri = f"{entity.scope}/{entity.name}"
            if iri not in wanted:
                core = cores.core(entity.name, entity.scope or "")[0].replace("智慧", "")
                wanted[iri] = (entity.scope or "", core, entity.name)
                found.append(
                    Thing(iri, entity.scope or "", {Kind.PLATFORM}, {entity.name}, {entity.name}, documents={len(found)})
                )  # fmt: skip
    groups: dict[tuple[str, str], list[str]] = {}
    for iri, (scope, core, _) in wanted.items():
        groups.setdefault((scope, core), []).append(iri)
    truth = {pair for group in groups.values() for pair in combinations(sorted(group), 2)}

    begun = time.perf_counter()
    ours = {(one.one, one.other) for one in candidates(found) if one.likeness >= 0.7}
    our_time = time.perf_counter() - begun

    table = pd.DataFrame(
        {"place": [wanted[one.iri][0] for one in found], "name": [wanted[one.iri][2] for one in found]},
        index=[one.iri for one in found],
    )
    begun = time.perf_counter()
    indexer = recordlinkage.Index()
    indexer.block("place")
    compare = recordlinkage.Compare()
    compare.string("name", "name", method="jarowinkler", threshold=0.85)
    scored = compare.compute(indexer.index(table), table)
    theirs = {tuple(sorted(pair)) for pair in scored[scored[0] > 0].index}
    their_time = time.perf_counter() - begun
    print(f"{len(found)} names; ours {our_time:.2f} s, F1 {_f1(ours, truth):.3f}")
    print(
        f"recordlinkage {their_time:.2f} s, F1 {_f1(theirs, truth):.3f}; speed ratio {their_time / our_time:.1f}"
    )


def _f1(found: Set[tuple[str, ...]], truth: Set[tuple[str, ...]]) -> float:
    both = len(found & truth)
    return 2 * both / (len(found) + len(truth)) if both else 0.0
