"""Statements: clause groups with one status, who is to act, by when, under which condition, about what."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.clauses import Clause, strengths
from kg.extract.entities import Names
from kg.extract.letter import Letter
from kg.models import Figure, Kind, Statement, Status, Strength
from kg.text.times import Bound, Period, month_end

_REFUSED = re.compile(
    r"暂不(?:具备|能|予|宜|调整|考虑|安排|新建|实施|纳入|支持|同意|扩大|增加)|(?:尚|还|目前|现阶段)不(?:具备|成熟|能|宜)|不具备.{0,8}条件|近期(?:不再|没有|暂无|不)|"
    r"难以(?:采纳|实施|实现|落实|解决|安排|满足|支持)|不能安排|无法(?:实施|安排|解决|采纳|满足|纳入|自行|提高|增加|扩大)|暂无(?:法|计划|条件)|不予|不宜|条件(?:尚)?不(?:够)?成熟|暂缓|无权|没有资金来源|暂难|不再(?:新建|新增|调整|扩大|安排)"
)
_CONDITION_OPEN = re.compile(
    r"^(?:如果?(?!何|下|期|实|数|今|上|图)|若(?!干)|倘若|一旦|只要|待(?!遇|业|岗|办|建|机)|俟)[^，。；]{3,40}|条件(?:成熟|允许|具备)[^，。；]{0,4}|视[^，。；]{2,12}情况"
)
_STRENGTH_ORDER = (Strength.FIRM, Strength.INTENDED, Strength.AIMED, Strength.EXPLORED)


def read(
    letter: Letter, names: Names, parts: Sequence[Clause], labels: Sequence[str], figures: Sequence[Figure]
) -> list[Statement]:
    """The statements of a letter from its clauses and their labels."""
    groups = _groups(parts, labels)
    found: list[Statement] = []
    figure_begins = [figure.number.begin for figure in figures]
    pieces = [
        (status, *piece) for status, members in groups for piece in _pieces(letter, parts, status, members)
    ]
    for status, first, begin, end in pieces:
        span = letter.flow.span(begin, end)
        inside = range(bisect_left(figure_begins, span.begin), bisect_left(figure_begins, span.end))
        actor, basis = _actor(letter, names, begin, end)
        about = tuple(entity for entity in names.within(begin, end) if entity != actor or basis == "stated")
        rule = "clause-chain" if status is not Status.DECLINED else "refusal"
        statement = Statement(
            span,
            status,
            rule,
            actor,
            basis,
            about=about,
            figures=tuple(inside),
            condition=_condition(letter, begin, end),
        )
        if status is Status.PLANNED:
            statement = replace(statement, strength=_strength(letter.text[begin:end], letter, parts, first))
            statement = _deadline(letter, statement, begin, end)
            if statement.deadline is None and (goal := _goal(letter, begin)):
                statement = replace(
                    statement, deadline=_iso_last(goal), deadline_text=letter.flow.words(goal.begin, goal.end)
                )
            if statement.deadline is None and (heir := _inherited(letter, begin, found, inside)):
                statement = replace(statement, deadline=heir.deadline, deadline_text=heir.deadline_text)
        found.append(statement)
    found += declined(letter, names, parts, labels)
    return sorted(found, key=lambda one: one.span)


def _groups(parts: Sequence[Clause], labels: Sequence[str]) -> list[tuple[Status, list[int]]]:
    """Neighbouring clauses that the chain reads as one statement, and refusals among the rest."""
    groups: list[tuple[Status, list[int]]] = []
    for at, label in enumerate(labels):
        if label == "none":
            continue
        part, _, name = label.partition("-")
        status = Status(name)
        joined = part == "I" and groups and groups[-1][0] is status and groups[-1][1][-1] == at - 1
        if joined and parts[at - 1].paragraph == parts[at].paragraph:
            groups[-1][1].append(at)
        else:
            groups.append((status, [at]))
    return groups


def refusals(
    letter: Letter, parts: Sequence[Clause], labels: Sequence[str]
) -> list[tuple[Status, list[int]]]:
    """Clauses that say that something is not done, among those that say nothing else."""
    return [
        (Status.DECLINED, [at])
        for at, label in enumerate(labels)
        if label == "none" and _REFUSED.search(letter.text, parts[at].begin, parts[at].end)
    ]


def declined(letter: Letter, names: Names, parts: Sequence[Clause], labels: Sequence[str]) -> list[Statement]:
    """Refusals as statements."""
    found = []
    for status, (at,) in ((s, tuple(m)) for s, m in refusals(letter, parts, labels)):
        begin, end = parts[at].begin, parts[at].end
        actor, basis = _actor(letter, names, begin, end)
        found.append(
            Statement(
                letter.flow.span(begin, end),
                status,
                "refusal",
                actor,
                basis,
                about=tuple(names.within(begin, end)),
                condition=_condition(letter, begin, end),
            )
        )
    return found


_ACTS = re.compile(
    r"(?:[、和与][^，。]{2,30}?)?(?:将|已|于|也|还|正在|正|要|在|与|联合|会同|牵头|负责|组织|开展|推进|推动|实施|"
    r"印发|出台|制定|发布|启动|对|把|按|安排|计划|拟|先后|共|累计|定期|每|建立|完成|投入|承担|承办|主办|配合|通过|积极|进一步|持续|提供|设|派|选)"
)


def _actor(letter: Letter, names: Names, begin: int, end: int) -> tuple[int | None, str]:
    """A body that opens the clause acts itself; else the issuer does, unsaid."""
    text = letter.text
    start = begin
    while text.startswith(("由", "其中", "同时", "目前", "近年来", "去年", "今年"), start) and start < end:
        start += 1 if text[start] == "由" else 2
    for a, b, entity in names.mentions[bisect_left(names.mentions, (begin, 0, 0)) :]:
        if a > start + 2:
            break
        acts = names.entities[entity].kinds[0] in (Kind.BODY, Kind.ORGANIZATION)
        if acts and _ACTS.match(text, b, b + 34):
            return entity, "stated"
    head = letter.head.issuers
    issuer = names.of_header.get((head[0].begin, head[0].end)) if head else None
    return issuer, "implied"


def _condition(letter: Letter, begin: int, end: int) -> str | None:
    """The words of a condition within the statement, or in the clause just before it."""
    found = _CONDITION_OPEN.search(letter.text[begin:end])
    if found:
        return letter.flow.words(begin + found.start(), begin + found.end())
    before = re.search(r"[^，。；：\n]{3,40}，$", letter.text[max(0, begin - 42) : begin])
    if before and (hit := _CONDITION_OPEN.match(before[0])):
        at = max(0, begin - 42) + before.start()
        return letter.flow.words(at, at + hit.end())
    return None


def _strength(words: str, letter: Letter, parts: Sequence[Clause], first: int) -> Strength:
    """The weakest cue of the statement itself, else of its sentence before it; a bare plan is firm."""
    table = strengths()
    found = {Strength(value) for cue, value in table.items() if cue in words and not _noun(cue, words)}
    at = first - 1
    while not found and at >= 0 and parts[at].sentence == parts[first].sentence:
        clause = letter.text[parts[at].begin : parts[at].end]
        found = {Strength(value) for cue, value in table.items() if cue in clause and not _noun(cue, clause)}
        at -= 1
    return max(found, key=_STRENGTH_ORDER.index) if found else Strength.FIRM


def _noun(cue: str, words: str) -> bool:
    """研究院, 计划 at the end of a name and 探索出 are no cues."""
    if cue == "研究":
        return bool(re.search(r"研究(?:院|所|中心|生|机构|开发)", words)) and not re.search(
            r"研究(?!院|所|中心|生|机构|开发)", words
        )
    if cue == "计划":
        return not re.search(
            r"计划(?:在|于|到|年|今|明|投|新|建|开|总|改|安排|引|培|用|每|实|[\d一二三])|^计划|，计划", words
        )
    return cue in ("安排", "目标", "准备")


def _deadline(letter: Letter, statement: Statement, begin: int, end: int) -> Statement:
    """The last day by which the statement promises; the last expression that lies ahead of the letter's day counts."""
    best: Period | None = None
    for period in _ahead(letter, begin, end):
        if best is None or _rank(period) >= _rank(best):
            best = _in_year_of(period, best)
    if best is None or best.last is None:
        return statement
    words = letter.flow.words(best.begin, best.end)
    return replace(statement, deadline=best.last.isoformat(), deadline_text=words)


def _ahead(letter: Letter, begin: int, end: int) -> Iterator[Period]:
    """The times in a range by which something can be promised: they end after the letter's day."""
    for period in letter.ahead(begin, end):
        if period.bound in (Bound.NOW, Bound.SINCE) or _inside_name(letter, period):
            continue
        behind = letter.text[period.end : period.end + 6]
        if _PAST.match(behind) or letter.text[period.begin - 1 : period.begin] == "自":
            continue
        words = letter.text[period.begin : period.end]
        after = re.search(r"后[^，。]{0,3}$", letter.text[max(0, period.begin - 5) : period.begin])
        if not _FROM.search(words) and not (words.endswith("内") and after):
            yield period


def _pieces(
    letter: Letter, parts: Sequence[Clause], status: Status, members: Sequence[int]
) -> list[tuple[int, int, int]]:
    """A statement as first clause, begin and end; of a promise what has a day of its own stands by itself.

    计划7月征求意见、10月发布 are two promises.
    """
    cuts, day = [(members[0], parts[members[0]].begin)], None
    end = parts[members[-1]].end
    for period in _ahead(letter, cuts[0][1], end) if status is Status.PLANNED else ():
        at = next(at for at in members if period.begin < parts[at].end)
        last = cuts[-1][1]
        opens = parts[at].begin if parts[at].begin > last else _behind_comma(letter.text, last, period.begin)
        if day is not None and period.last != day and opens is not None:
            cuts.append((at, opens))
        day = period.last
    ends = [*(begin for _, begin in cuts[1:]), end]
    return [(first, begin, stop) for (first, begin), stop in zip(cuts, ends, strict=True)]


def _behind_comma(text: str, begin: int, at: int) -> int | None:
    """Where the part of an enumeration begins that opens with a time, or with a word of intent and the time."""
    found = re.search("、(?:力争|计划|预计|争取|拟|确保|将)?$", text[begin:at])
    return begin + found.start() + 1 if found else None


_GOAL = re.compile(r"(?:到|至)(?P<when>20\d\d年(?:底|末)?)[^。；\n]{0,30}(?:目标|任务)”?[，：:]")


def _goal(letter: Letter, begin: int) -> Period | None:
    """The date of a list of goals that the statement belongs to: 到2025年实现的“四个目标”，一是…；二是…"""
    text = letter.text
    low = max(text.rfind("。", 0, begin), text.rfind("\n", 0, begin)) + 1
    hits = list(_GOAL.finditer(text, low, begin))
    if not hits:
        return None
    hit = hits[-1]
    return next((p for p in letter.ahead(low, begin) if p.begin <= hit.start("when") < p.end), None)


def _iso_last(period: Period) -> str | None:
    return period.last.isoformat() if period.last else None


_TARGET = re.compile(
    "(?:再|力争|全[市县省区])?(?:新增|建成|培育|完成|实现|新建|创建|引进|盘活|改造|累计|打造|达到|引育)"
)


def _inherited(letter: Letter, begin: int, found: Sequence[Statement], figures: range) -> Statement | None:
    """The date of the sentence, where a target follows one that is dated: 到2025年，…达到85%，建成6家."""
    if not figures or not found:
        return None
    last = found[-1]
    if last.status is not Status.PLANNED or last.deadline is None:
        return None
    text = letter.document.text
    between = text[last.span.end : letter.flow.origin[begin]]
    if not _TARGET.match(letter.text, begin):
        return None
    return last if len(between) < 4 and not re.search("[。；\n]", between) and "." not in between else None


_PAST = re.compile(
    r"(?:以来|起|开始(?!施工)|以前(?:建|投|出))|(?:规划|方案|行动|版|(?:部门)?预算编制|工作要点|要点|(?:政策)?评估|.{0,8}大赛|.{0,6}精神|省级|建设标准)"
)
_FROM = re.compile(r"(?:年|学期|度)起$")


def _in_year_of(period: Period, before: Period | None) -> Period:
    """A month without a year behind one of a later year is of that year: 明年上半年到位，则9月底前完工."""
    if before is None or period.dated or not before.dated or not before.last or not period.last:
        return period
    if period.last >= before.last:
        return period
    return replace(period, last=month_end(before.last.year, period.last.month))


def _rank(period: Period) -> int:
    """A bound (9月底前) says more of a deadline than a time (今年)."""
    return 2 if period.bound is Bound.UNTIL else 1


def _inside_name(letter: Letter, period: Period) -> bool:
    """Whether the expression stands in a title: 《…行动计划（2022-2025年）》 promises nothing."""
    mark = letter.marked[period.begin]
    return bool(mark & 2) or (bool(mark) and letter.text[period.begin] != "“")
