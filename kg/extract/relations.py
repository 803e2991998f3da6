"""Relations between the entities of a letter, from how they stand to each other in a sentence.

Every pair of fitting kinds that stands close in one sentence is a candidate. What lies before, between and behind
its two names, and the names themselves, decide by a table of weights which relation holds, if any. What a document number, a
title or a name itself says is read by rule.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from kg.extract import bodies, linear
from kg.extract.letter import Letter
from kg.extract.linear import Linear
from kg.extract.names import Names
from kg.extract.places import core
from kg.models import Kind, Predicate, Relation
from kg.resources import SEEDS
from kg.text.fold import key

WEIGHTS = SEEDS / "weights" / "relations.tsv"
LABELS = ("none", *(predicate.value for predicate in Predicate))
_REACH = 90
"""How far apart, in characters, two names of one relation may stand."""
_BETWEEN = 6
"""How many other names may stand between them."""
_WORKS = (Kind.PROGRAMME, Kind.PROJECT, Kind.PLATFORM)
_GROUP = {
    Kind.BODY: "B",
    Kind.ORGANIZATION: "O",
    Kind.PERSON: "P",
    Kind.PLACE: "L",
    Kind.POLICY: "D",
    Kind.PROGRAMME: "W",
    Kind.PROJECT: "J",
    Kind.PLATFORM: "T",
}
_CUE = re.compile(
    "牵头|负责|主办|承办|承建|运营|开发|建设|打造|推出|搭建|组建|成立|设立|组织|开展|实施|制定|出台|印发|起草|编制|由|与|和|同|联合|会同|合作|共建|签订|签署|协作|对接|"
    "参与|加入|入驻|依托|根据|按照|贯彻|落实|基础上|框架|围绕|作为|纳入|列入|包括|其中|等|所属|下设|位于|在|落户|至|的|及|、|（|）|“|”|《|》|接入|联通|打通|试点|支持|指导|委托|"
    "办公室|配合|协同|互认|互通|结对|对口|赴|从|把|将|为|是|以|通过|利用|上线|升级|整合|启动|创建|获批|入选|建成|投用|开通|新建|改造|发布|举办"
)
_MARKS = "，；：。"
_SELF = re.compile("我[局厅委办院会部处所中队集公校]|本[局厅委院]")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two named entities in one sentence: indices of the entities and the ranges of their names."""

    subject: int
    object: int
    subject_range: tuple[int, int]
    object_range: tuple[int, int]
    between: int


@cache
def shipped() -> Linear:
    """The weights that come with the project."""
    return linear.read(WEIGHTS)


def pairs(letter: Letter, names: Names) -> Iterator[Pair]:
    """Candidates: ordered pairs of fitting kinds, each pair once a sentence, where its names stand closest.

    我局 and its like stand for the issuer. A name inside another name is a candidate too.
    """
    low, high = letter.head.body
    text = letter.text
    inside = [m for m in names.mentions if low <= m[0] < high]
    issuer = _issuer(letter, names)
    if issuer is not None:
        inside = sorted([*inside, *((*hit.span(), issuer) for hit in _SELF.finditer(text, low, high))])
    best: dict[tuple[int, int, int], Pair] = {}
    for at, (begin, end, one) in enumerate(inside):
        passed = 0
        for begin2, end2, two in inside[at + 1 :]:
            if begin2 - end > _REACH or passed > _BETWEEN:
                break
            if begin2 >= end:
                if re.search("[。\n]", text[end:begin2]):
                    break
                passed += 1
            if one == two:
                continue
            sentence = text.rfind("。", 0, begin)
            for s, o, sr, orr in (
                (one, two, (begin, end), (begin2, end2)),
                (two, one, (begin2, end2), (begin, end)),
            ):
                if _fits(names, s, o):
                    pair = Pair(s, o, sr, orr, passed)
                    old = best.get((s, o, sentence))
                    if old is None or _gap(pair) < _gap(old):
                        best[s, o, sentence] = pair
    yield from best.values()
    met = {(s, o) for s, o, _ in best}
    for s, o, begin, end in _nested(names, inside):
        if (s, o) not in met and _fits(names, s, o):
            yield Pair(s, o, (begin, end), (begin, begin + 1), 0)


def _issuer(letter: Letter, names: Names) -> int | None:
    head = letter.head.issuers
    return names.of_header.get((head[0].begin, head[0].end)) if head else None


def _nested(names: Names, mentions: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Entities whose name holds the name of another: 正阳国家现代农业产业园 and 正阳县."""
    forms: dict[str, int] = {}
    for number, entity in enumerate(names.entities):
        for form in (entity.name, *entity.aliases):
            plain = key(core(form) if entity.kinds[0] is Kind.PLACE else form)
            if len(plain) > 1:
                forms.setdefault(plain, number)
    if not forms:
        return
    finder = ahocorasick_rs.AhoCorasick(list(forms))
    owners = list(forms.values())
    place = {entity: (begin, end) for begin, end, entity in reversed(mentions)}
    for number, entity in enumerate(names.entities):
        if number in place:
            name = key(entity.name)
            inner = {
                owners[hit]
                for hit, begin, end in finder.find_matches_as_indexes(name, overlapping=True)
                if end - begin < len(name)
            }
            for other in sorted(inner - {number}):
                yield number, other, *place[number]


def _gap(pair: Pair) -> int:
    return max(pair.subject_range[0], pair.object_range[0]) - min(pair.subject_range[1], pair.object_range[1])


def _fits(names: Names, subject: int, target: int) -> bool:
    """Whether some relation can hold between the kinds of two entities."""
    s, o = names.entities[subject].kinds[0], names.entities[target].kinds[0]
    if Kind.PERSON in (s, o):
        return False
    if o is Kind.PLACE:
        return True
    if s is Kind.PLACE:
        return o in (Kind.ORGANIZATION, Kind.BODY)
    if o in (Kind.BODY, Kind.ORGANIZATION):
        return True
    return s in (*_WORKS, Kind.POLICY) or (s is Kind.ORGANIZATION and o in _WORKS)


def features(letter: Letter, names: Names, pair: Pair) -> list[str]:
    """How two names stand to each other."""
    text = letter.text
    s, o = names.entities[pair.subject], names.entities[pair.object]
    (sb, se), (ob, oe) = pair.subject_range, pair.object_range
    kinds = _GROUP[s.kinds[0]] + _GROUP[o.kinds[0]]
    forward = sb < ob
    left, right = (se, ob) if forward else (oe, sb)
    nested = left > right
    between = "" if nested else text[left:right].replace("\n", "¶")
    first, last = min(sb, ob), max(se, oe)
    order = f"{kinds}{'>' if forward else '<'}"
    row = [
        order,
        f"{order}gap={min(_gap(pair) // 4, 12) if not nested else 'in'}",
        f"{order}n={pair.between}",
    ]
    cues = _CUE.findall(between)
    row += [f"{order}b={cue}" for cue in dict.fromkeys(cues)]
    row += [f"{order}bb={one}{two}" for one, two in itertools.pairwise(cues)]
    if len(between) <= 8:
        row.append(f"{order}all={between}")
        row.append(f"all={between}")
    row += [f"{order}b1={between[:2]}", f"{order}b-1={between[-2:]}", f"b-1={between[-1:]}"]
    marks = sum(between.count(mark) for mark in _MARKS)
    row.append(f"{order}marks={min(marks, 3)}")
    before, behind = (
        words.replace("\n", "¶") for words in (text[max(0, first - 6) : first], text[last : last + 8])
    )
    row += [f"{order}p={before[-1:]}", f"{order}pp={before[-2:]}", f"{order}f={behind[:2]}"]
    row += [f"{order}pc={cue}" for cue in dict.fromkeys(_CUE.findall(before))]
    row += [f"{order}fc={cue}" for cue in dict.fromkeys(_CUE.findall(behind))]
    row += [f"{order}st={s.name[-2:]}", f"{order}ot={o.name[-2:]}", f"sk={s.name[-2:]}", f"ok={o.name[-2:]}"]
    skey, okey = key(s.name), key(o.name)
    if okey in skey or any(len(a) > 1 and key(a) in skey for a in o.aliases):
        row += [order + "o-in-s", "o-in-s"]
        row.append(f"{order}o-in-s-at={'begin' if skey.startswith(okey[:2]) else 'mid'}")
    if o.kinds[0] is Kind.PLACE and key(core(o.name)) in skey:
        row += [order + "core-in-s", "core-in-s", f"core-in-s-{_GROUP[s.kinds[0]]}-{skey[-2:]}"]
    if text[ob:oe].startswith(("我", "本")) or text[sb:se].startswith(("我", "本")):
        row += [order + "self"] + [f"self-b={cue}" for cue in dict.fromkeys(cues)]
    if skey in okey:
        row += [order + "s-in-o", "s-in-o"]
    if nested:
        row += [order + "nested", f"{order}nested-{'s' if sb <= ob and se >= oe else 'o'}"]
    own = letter.setting.own
    if own and o.name == own.name:
        row.append(order + "own")
    if any((ob, oe) == (f.begin, f.end) for f in letter.head.issuers):
        row.append(order + "issuer")
    if pair.between > 0 and re.fullmatch(r"(?:[^，；：]*、)+[^，；：]*", between):
        row.append(order + "list")
    return row


def read(letter: Letter, names: Names, model: Linear) -> list[Relation]:
    """The relations of a letter, each once, with the words between sentence marks as evidence."""
    found: dict[tuple[int, Predicate, int], tuple[float, Relation]] = {}
    candidates = list(pairs(letter, names))
    table = model.scores([features(letter, names, pair) for pair in candidates])
    if not len(table):
        return list(_by_rule(letter, names))
    table = table - table[:, [model.labels.index("none")]]
    chosen = table.argmax(axis=1)
    for pair, scores, best in zip(candidates, table.tolist(), chosen.tolist(), strict=True):
        if model.labels[best] == "none":
            continue
        predicate = Predicate(model.labels[best])
        if not _allowed(names, pair.subject, predicate, pair.object):
            continue
        first = min(pair.subject_range[0], pair.object_range[0])
        last = max(pair.subject_range[1], pair.object_range[1])
        relation = Relation(
            pair.subject, predicate, pair.object, letter.flow.span(*_clause(letter.text, first, last)), "pair"
        )
        old = found.get((pair.subject, predicate, pair.object))
        if old is None or scores[best] > old[0]:
            found[pair.subject, predicate, pair.object] = (scores[best], relation)
    relations = _acyclic(found)
    for relation in _by_rule(letter, names):
        if all(
            (r.subject, r.predicate, r.object) != (relation.subject, relation.predicate, relation.object)
            for r in relations
        ):
            relations.append(relation)
    return relations


def _acyclic(found: dict[tuple[int, Predicate, int], tuple[float, Relation]]) -> list[Relation]:
    """Of two relations that say the same both ways round, the surer one."""
    kept = []
    for (subject, predicate, target), (score, relation) in found.items():
        back = found.get((target, predicate, subject))
        if back is None or back[0] < score or (back[0] == score and subject < target):
            kept.append(relation)
    return kept


def _allowed(names: Names, subject: int, predicate: Predicate, target: int) -> bool:
    """What a relation may join, by the vocabulary."""
    s, o = names.entities[subject].kinds[0], names.entities[target].kinds[0]
    body = o in (Kind.BODY, Kind.ORGANIZATION)
    if predicate is Predicate.ISSUED_BY:
        return s is Kind.POLICY and body
    if predicate is Predicate.RESPONSIBLE_BODY:
        return s in (*_WORKS, Kind.POLICY) and (body or o is Kind.PLATFORM)
    if predicate is Predicate.PARTNER:
        return body or o is Kind.PLACE or o in _WORKS
    if predicate is Predicate.LOCATED_IN:
        return o is Kind.PLACE
    if predicate is Predicate.IMPLEMENTS:
        return s in (*_WORKS, Kind.POLICY) and o in (*_WORKS, Kind.POLICY)
    return s is not Kind.PLACE


def _clause(text: str, begin: int, end: int) -> tuple[int, int]:
    """The stretch between sentence or clause marks that holds both names."""
    low = max(text.rfind(mark, max(0, begin - 60), begin) for mark in "，。；\n") + 1
    ends = [at for mark in "，。；\n" if (at := text.find(mark, end, end + 60)) >= 0]
    return low, min(ends, default=end)


def _by_rule(letter: Letter, names: Names) -> Iterator[Relation]:
    """What numbers and titles say by themselves."""
    index = {
        key(entity.name): number
        for number, entity in enumerate(names.entities)
        if entity.kinds[0] is Kind.BODY
    }
    for number, entity in enumerate(names.entities):
        if entity.kinds[0] is not Kind.POLICY or not entity.mentions:
            continue
        place = entity.mentions[0].span
        if entity.number:
            issuer = bodies.issuer_of_number(entity.number, letter.setting)
            body = index.get(key(issuer)) if issuer else None
            if body is not None:
                yield Relation(number, Predicate.ISSUED_BY, body, place, "number-prefix")
        title = re.match(r"([\u4e00-\u9fa5、]{3,24}?)关于", entity.name)
        if title:
            for part in title[1].split("、"):
                body = index.get(key(bodies.official(part, letter.setting)))
                if body is not None:
                    yield Relation(number, Predicate.ISSUED_BY, body, place, "title-issuer")
