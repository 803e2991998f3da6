"""What the reader takes but is not sure of is told: names, statuses, relations that could as well be read otherwise."""

from dataclasses import replace

import numpy as np

from kg.extract import chain, doubts, tags
from kg.extract.frame import annotate
from kg.models import Document

TEXT = (
    "关于市十六届人大三次会议第21号建议的答复\n李明代表：\n"
    "您提出的建议收悉，现答复如下：\n"
    "2022年，市经信局牵头建设“云企通”平台，平台由宏图数据有限公司运营，已服务企业1200家。\n"
    "下一步，我局将于2023年6月底前上线二期。\n"
    "某市经济和信息化局\n2022年8月1日\n"
)


def _path_score(
    emissions: chain.Floats, transitions: chain.Floats, path: list[int], starts: list[int]
) -> float:
    total = 0.0
    for at, label in enumerate(path):
        total += emissions[at, label] + transitions[0 if at in starts else path[at - 1] + 1, label]
    return float(total)


def test_a_margin_is_what_the_path_loses_with_the_next_best_label_at_one_place() -> None:
    random = np.random.default_rng(3)
    emissions = random.normal(size=(9, 4)).astype(np.float32)
    transitions = random.normal(size=(5, 4)).astype(np.float32)
    starts = [0, 4, 5]
    best = chain.viterbi(emissions, transitions, np.array(starts))
    found = chain.margins(emissions, transitions, best, np.array(starts))
    whole = _path_score(emissions, transitions, best.tolist(), starts)
    for at in range(9):
        others = []
        for label in set(range(4)) - {int(best[at])}:
            path = best.tolist()
            path[at] = label
            others.append(_path_score(emissions, transitions, path, starts))
        assert np.isclose(found[at], whole - max(others), atol=1e-4)
        assert found[at] >= 0


def test_a_name_is_told_as_unsure_only_where_no_mention_of_it_is_sure() -> None:
    work = annotate(Document("x", TEXT, ""))._.kg
    assert not list(doubts.names(work.letter, work.names, []))
    low = [replace(tag, margin=0.1) for tag in work.tags]
    told = [doubt.words for doubt in doubts.names(work.letter, work.names, low)]
    assert "宏图数据有限公司" in told
    assert len(told) == len(set(told))
    name = "市经信局"
    sure = [replace(tag, margin=9.0) if work.letter.text[tag.begin : tag.end] == name else tag for tag in low]
    assert name not in [doubt.words for doubt in doubts.names(work.letter, work.names, sure)]


def test_clauses_are_told_as_unsure_by_their_margin() -> None:
    work = annotate(Document("x", TEXT, ""))._.kg
    near = [0.2] * len(work.parts)
    told = list(doubts.statuses(work.letter, work.parts, work.labels, near))
    assert len(told) == sum(not part.heading for part in work.parts)
    far = [5.0] * len(work.parts)
    assert not list(doubts.statuses(work.letter, work.parts, work.labels, far))


def test_every_name_of_the_chain_is_weighed() -> None:
    work = annotate(Document("x", TEXT, ""))._.kg
    assert work.tags
    assert all(0 <= tag.margin < 100 for tag in tags.tags(work.letter))
