"""Clauses of a letter and what each of them says of an act: promised, under way, done, or nothing of the kind.

A clause ends at ，；。！？, outside quotes and brackets. Its status is read with that of its neighbours by a linear
chain over features that a person can check: its words, its cues and theirs, the heading above it, the times and
figures in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from kg.extract import linear
from kg.extract.chain import Floats, margins, viterbi
from kg.extract.letter import Letter
from kg.extract.linear import F, Linear, Templates
from kg.resources import SEEDS, read_table
from kg.text.layout import is_ordinal_mark, mark_of
from kg.text.quantities import Quantity
from kg.text.times import Bound

STATUSES = ("planned", "ongoing", "delivered")
LABELS = ("none", *(f"{part}-{status}" for status in STATUSES for part in "BI"))
WEIGHTS = SEEDS / "weights" / "clauses.tsv"
_MARK = re.compile(r"[，；。！？：\n“”《》（）]")
_OPENING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、](?!\d)|第?[一二三四五六七八九十]{1,2}(?:是|要|方面)(?=[^一二三四五六七八九十])"
    r"|(?:首先|其次|再次|另一方面|一方面|同时|此外|另外|其中|一是|二是)(?=，)|[■●◆◇▲★※·]|-{1,2})，?"
)
_FUTURE_HEAD = re.compile(r"下一?步|下阶段|今后|打算|计划|思路|努力方向|工作安排|下一阶段|未来")
_PAST_HEAD = re.compile(
    r"(?:已|开展|采取|落实|进展|基本|工作)(?:的)?(?:工作|情况|措施|成效|做法)|主要做法|成效|现状"
)


_BEFORE_VERB = re.compile("[dp](?=v)")
"""An adverb or preposition right before a verb, among the first letters of parts of speech."""
_ASPECTS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "every",
            "每(?:年|月|周|天|日|季|学期|半年|次|人|个?月|逢|户|公里|平方米|亩|所|处|家|名)|逐年|常年|长期|日均|平时|一律|凡",
        ),
        ("now", "正(?:在|会同|与|委托|对|按|由|同|抓紧|积极|加紧|组织)|目前|现(?!场|代|有|金|状|象|实|行)"),
        ("since", "起(?:推行|实施|执行|开展|开始|实行|施行|试行)?"),
        ("done", "已|了(?!解)|完成|完工|建成|竣工|到位|通过|获批|投用|结束|达到|实现"),
        ("rest", "其余|剩余|余下|剩下|尚余|另外|后续|随后|届时|建成后|之后|以后|再"),
        (
            "rule",
            "标准|不超过|不低于|不少于|按(?!照|时|期)|须|应当?|可(?!持|行|靠|能|以?看)|由.{2,16}(?:承担|负责|落实|保障|解决)",
        ),
        ("rate", "率|占|同比|比.{1,6}(?:增|减|降)"),
        ("from-to", "由.{1,12}(?:到|至|为|降|增|提|扩)"),
        ("stock", "(?:现有|共有|拥有|设有|现已|全[市县区省]有)"),
        ("past-year", r"(?:20[0-2]\d|去|前)年(?:底|末|以来|度)?"),
    )
)


class Clause(NamedTuple):
    """A clause: its range in the flow without list marks and closing punctuation, and where it stands."""

    begin: int
    end: int
    stop: str
    """The mark that closes it."""
    sentence: int
    paragraph: int
    first: bool
    """Whether it opens its sentence."""
    heading: bool
    mark: str
    """The list mark before it: 一是, （一）."""


def clauses(letter: Letter) -> list[Clause]:
    """The clauses of the body of a letter, in order."""
    low, high = letter.head.body
    found: list[Clause] = []
    sentence = 0
    for number, paragraph in enumerate(letter.flow.paragraphs):
        if paragraph.begin < low or paragraph.begin >= high:
            continue
        end = min(paragraph.end, high)
        text = letter.text
        heading = bool(paragraph.level) and end - paragraph.begin < 42 and text[end - 1] not in "。；！"
        begin, first, depth = paragraph.begin, True, 0
        for hit in _MARK.finditer(text, paragraph.begin, end):
            sign = hit[0]
            if sign in "“《（":
                depth += 1
            elif sign in "”》）":
                depth = max(0, depth - 1)
            elif depth == 0 or (sign in "。！？；" and depth < 2):
                first = _close(found, letter, begin, hit.start(), sign, sentence, number, first, heading)
                begin, depth = hit.end(), 0
                if sign in "。！？；":
                    sentence += 1
                    first = True
        if begin < end:
            _close(found, letter, begin, end, "", sentence, number, first, heading)
        sentence += 1
    return found


def _close(
    found: list[Clause],
    letter: Letter,
    begin: int,
    end: int,
    stop: str,
    sentence: int,
    paragraph: int,
    first: bool,
    heading: bool,
) -> bool:
    """Add a clause; returns whether the next one still opens the sentence."""
    text = letter.text
    mark = ""
    while hit := _OPENING.match(text, begin, end):
        mark = mark or hit[0].rstrip("，")
        begin = hit.end()
    while begin < end and text[begin] in "，、；：”） ":
        begin += 1
    if end - begin >= 2:
        found.append(Clause(begin, end, stop, sentence, paragraph, first, heading, mark))
        return False
    return first


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = read_table(SEEDS / "names" / "cues.csv", ("cue", "kind", "strength"))
    kinds = {row["cue"]: row["kind"] for row in rows}
    longest = sorted(kinds, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), kinds


@cache
def strengths() -> dict[str, str]:
    """The strength that each cue gives a promise."""
    return {
        row["cue"]: row["strength"]
        for row in read_table(SEEDS / "names" / "cues.csv", ("cue", "kind", "strength"))
        if row["strength"]
    }


def features(
    letter: Letter, parts: Sequence[Clause], quantities: Sequence[Quantity], of: Templates[F]
) -> list[list[F]]:
    """The features of each clause."""
    text = letter.text
    pattern, kinds = _cues()
    starts = [q.begin for q in quantities]
    times = letter.periods
    time_starts = [period.begin for period in times]
    base = letter.base
    bare = of[""]
    own: list[list[F]] = []
    seen: list[list[str]] = []
    cue_lists: list[list[str]] = []
    for clause in parts:
        words = text[clause.begin : clause.end]
        row: list[F] = []
        tagged = letter.tagged_in(clause.begin, clause.end)
        tokens = [token for token, _ in tagged]
        speech = "".join([tag[0] for _, tag in tagged])
        if "v" in speech:
            row += [of["v1="](tokens[speech.find("v")]), of["v-1="](tokens[speech.rfind("v")])]
            row += [of["vd="](tokens[hit.start()]) for hit in _BEFORE_VERB.finditer(speech)]
        row.append(of["pos="](speech[:3]))
        aspects = [aspect for aspect, pattern in _ASPECTS if pattern.search(words)]
        row += map(of["r="], aspects)
        row += map(of["w="], dict.fromkeys(tokens))
        row += [of["a="](tokens[0]), of["ab="]("".join(tokens[:2])), of["z="](tokens[-1])]
        row += map(of["wb="], map(str.__add__, tokens, tokens[1:]))
        cues = pattern.findall(words)
        cue_lists.append(cues)
        cue_kinds = dict.fromkeys(kinds[cue] for cue in cues)
        row += map(of["c="], dict.fromkeys(cues))
        row += map(of["k="], cue_kinds)
        figures = bisect_left(starts, clause.end) - bisect_left(starts, clause.begin)
        row.append(of["n="](str(min(figures, 3))))
        whens = []
        for period in times[bisect_left(time_starts, clause.begin) : bisect_left(time_starts, clause.end)]:
            when = "?"
            if base and period.last:
                when = (
                    "future"
                    if period.last > base and (not period.first or period.first > base)
                    else "past"
                    if period.last <= base
                    else "now"
                )
            whens.append(f"{period.bound.value}-{when}")
            row.append(of["t="](whens[-1]))
            if period.bound is Bound.UNTIL and when == "future":
                row.append(bare("due"))
        seen.append(
            [
                *(f"r={aspect}" for aspect in aspects),
                f"a={tokens[0]}",
                *(f"c={cue}" for cue in dict.fromkeys(cues)),
                *(f"k={kind}" for kind in cue_kinds),
                f"n={min(figures, 3)}",
                *(f"t={when}" for when in whens),
            ]
        )
        row.append(of["s="](clause.stop))
        if clause.heading:
            row.append(bare("heading"))
        if clause.first:
            row.append(bare("first"))
        if clause.mark:
            row.append(
                of["mark="]("ordinal" if is_ordinal_mark(clause.mark) else str(mark_of(clause.mark)[0]))
            )
        if "《" in words:
            row.append(bare("title"))
        if "“" in words:
            row.append(bare("quote"))
        row.append(of["len="](str(min(len(words) // 6, 5))))
        own.append(row)
    heads = _heads(letter, parts)
    total = len(parts) or 1
    shared = [
        of["size="](str(min(total // 50, 4))),
        of["dense="](str(min(len(quantities) * 4 // total, 4))),
    ]
    openings = _paragraph_openings(parts)
    before = _in_sentence(parts, cue_lists)
    after = _in_sentence(parts[::-1], [[kinds[cue] for cue in cues] for cues in reversed(cue_lists)])[::-1]
    result = []
    for at, clause in enumerate(parts):
        row = own[at]
        row += [of["place="](str(at * 6 // total)), *shared]
        row += map(of["head="], heads[at])
        for shift, place in ((-2, "p2"), (-1, "p"), (1, "f"), (2, "f2")):
            near = at + shift
            if 0 <= near < len(parts):
                same = "" if parts[near].sentence == clause.sentence else "'"
                row += map(of[f"{place}{same}:"], seen[near])
            else:
                row.append(of[place](":edge"))
        row += map(of["sc="], before[at])
        row += map(of["sf="], after[at])
        row += map(of["po="], dict.fromkeys(cue_lists[openings[at]]))
        result.append(row)
    return result


def _in_sentence(parts: Sequence[Clause], words: Sequence[Sequence[str]]) -> list[list[str]]:
    """For each clause the words of those before it in its sentence, the nearest first, each once."""
    result: list[list[str]] = []
    for at, clause in enumerate(parts):
        goes_on = at > 0 and parts[at - 1].sentence == clause.sentence
        result.append(list(dict.fromkeys([*words[at - 1], *result[-1]])) if goes_on else [])
    return result


def _paragraph_openings(parts: Sequence[Clause]) -> list[int]:
    """For each clause the first one of its paragraph."""
    result: list[int] = []
    for at, clause in enumerate(parts):
        result.append(result[-1] if at and parts[at - 1].paragraph == clause.paragraph else at)
    return result


def _heads(letter: Letter, parts: Sequence[Clause]) -> list[list[str]]:
    """For each clause, what the headings above it say of time."""
    result: list[list[str]] = []
    path: dict[int, str] = {}
    seen, row = -1, ["none"]
    for clause in parts:
        if clause.paragraph != seen:
            seen = clause.paragraph
            paragraph = letter.flow.paragraphs[seen]
            if paragraph.level:
                path = {level: words for level, words in path.items() if level < paragraph.level}
                path[paragraph.level] = letter.text[
                    paragraph.begin : min(paragraph.end, paragraph.begin + 40)
                ].split("。")[0]
            elif paragraph.end - paragraph.begin < 26:
                path[9] = letter.text[paragraph.begin : paragraph.end]
            row = [] if path else ["none"]
            for words in path.values():
                if _FUTURE_HEAD.search(words):
                    row.append("future")
                if _PAST_HEAD.search(words):
                    row.append("past")
        result.append(row)
    return result


@dataclass(frozen=True)
class ClauseModel:
    """Weights of features for labels, and of pairs of labels (first row: beginning of a paragraph)."""

    linear: Linear
    transitions: Floats


@cache
def shipped() -> ClauseModel:
    """The weights that come with the project."""
    return split(linear.read(WEIGHTS))


def split(table: Linear) -> ClauseModel:
    """Transitions are kept in the same table, under names that begin with `after `."""
    rows = [
        table.weights.get(f"after {label}", (0.0,) * len(table.labels)) for label in ("begin", *table.labels)
    ]
    return ClauseModel(table, np.array(rows, dtype=np.float32))


def joined(model: ClauseModel) -> Linear:
    """Weights and transitions in one table, as `split` reads them."""
    rows = {
        f"after {label}": tuple(float(x) for x in row)
        for label, row in zip(("begin", *model.linear.labels), model.transitions, strict=True)
    }
    return Linear(model.linear.labels, {**model.linear.weights, **rows})


def statuses(
    parts: Sequence[Clause], rows: Sequence[Iterable[int | None]], model: ClauseModel
) -> tuple[list[str], list[float]]:
    """The label of each clause, and how far it is ahead of the next best one."""
    if not parts:
        return [], []
    emissions = model.linear.scores(rows)
    starts = np.array(paragraph_starts(parts))
    best = viterbi(emissions, model.transitions, starts)
    ahead = margins(emissions, model.transitions, best, starts)
    return [model.linear.labels[number] for number in best], ahead.tolist()


_PROMISE = re.compile(
    r"(?:下一?步，?|今后，?|同时，?|(?:今|明)年，?)?(?:我[\u4e00-\u9fa5]{1,3}|我们|[省市县区镇乡]政府)(?:还|也|仍|都)?"
    r"(?:(?P<firm>将(?=为|在|会同|于|继续|进一步|加强|加快|积极)|力争|打算)|将(?!其|此|该|原)|拟|争取|计划(?=[\u4e00-\u9fa5]))(?![^，]*了)"
)
_PLAN = re.compile("(?:预计|计划|拟)[于在到至]?$")
_PLAN_BEHIND = re.compile("(?:预计|计划|拟)(?=[\u4e00-\u9fa5]{2})(?!投资)")


def promised(letter: Letter, parts: Sequence[Clause], labels: Sequence[str]) -> list[str]:
    """The labels, with 我局将… and 计划明年6月… read as promises also where the clauses around say nothing of the kind."""

    def promises(clause: Clause, label: str) -> bool:
        hit = _PROMISE.match(letter.text, clause.begin, clause.end)
        return bool(hit and (label == "none" or hit["firm"])) or _plans_for_a_day(letter, clause)

    return [
        "B-planned"
        if not label.endswith("planned") and not clause.heading and promises(clause, label)
        else label
        for clause, label in zip(parts, labels, strict=True)
    ]


def _plans_for_a_day(letter: Letter, clause: Clause) -> bool:
    """Whether a clause plans or expects something for a time that ends after the letter's day."""
    return any(
        _PLAN.search(letter.text, max(clause.begin, period.begin - 3), period.begin)
        or _PLAN_BEHIND.match(letter.text, period.end, clause.end)
        for period in letter.ahead(clause.begin, clause.end)
    )


def paragraph_starts(parts: Sequence[Clause]) -> list[int]:
    """Where the stretches of the chain begin."""
    return [at for at, clause in enumerate(parts) if at == 0 or parts[at - 1].paragraph != clause.paragraph]


def containing(parts: Sequence[Clause], at: int) -> Clause | None:
    """The clause that holds a place of the flow."""
    index = bisect_right([clause.begin for clause in parts], at) - 1
    return parts[index] if index >= 0 else None
