"""Relations between the entities of a letter, from how they stand to each other in a sentence.

Every pair of fitting kinds that stands close in one sentence is a candidate. What lies before, between and behind
its two names, and the names themselves, decide by a table of weights which relation holds, if any. What a document number, a
title or a name itself says is read by rule.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from kg.extract import anaphora, bodies, linear
from kg.extract.letter import Letter
from kg.extract.linear import Linear
from kg.extract.names import Names
from kg.extract.places import core
from kg.extract.sentence import SYMBOLS, Sentences
from kg.models import Doubt, Entity, Kind, Predicate, Relation
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
_SIDE = 24
"""How many characters before and behind two names are looked at."""
_LEAST = -0.5
"""A relation may be so far behind saying nothing and is still taken: on new letters, before they were learnt from, that
won more recall than it cost precision. It is told as unsure."""
_SURE = 2.0
"""A relation that is less ahead of saying nothing is told as unsure. In letters that the weights had not seen 44 of 100
such relations were right, of the others 73."""
_MARKS = "，；：（("
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


def mentions(letter: Letter, names: Names) -> list[tuple[int, int, int]]:
    """Where entities are named or pointed at in the body of a letter, in order; 我局 and its like name the issuer."""
    low, high = letter.head.body
    found = [mention for mention in names.mentions if low <= mention[0] < high]
    found += list(anaphora.pointers(letter.text, low, high, names, found))
    issuer = _issuer(letter, names)
    if issuer is not None:
        found += [(*hit.span(), issuer) for hit in _SELF.finditer(letter.text, low, high)]
    return sorted(found)


def rows(letter: Letter, names: Names, candidates: Iterable[Pair]) -> list[list[str]]:
    """The features of each candidate."""
    sentences = Sentences(letter, names, mentions(letter, names))
    return [features(letter, names, sentences, pair) for pair in candidates]


def pairs(letter: Letter, names: Names) -> Iterator[Pair]:
    """Candidates: ordered pairs of fitting kinds, each pair once a sentence, where its names stand closest.

    A name inside another name is a candidate too.
    """
    text = letter.text
    inside = mentions(letter, names)
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


def features(letter: Letter, names: Names, sentences: Sentences, pair: Pair) -> list[str]:
    """How two names stand to each other: what they are, what is between and around them and around their lists."""
    s, o = names.entities[pair.subject], names.entities[pair.object]
    at = pair.subject_range, pair.object_range
    forward = at[0][0] < at[1][0]
    order = SYMBOLS[s.kinds[0]] + SYMBOLS[o.kinds[0]] + (">" if forward else "<")
    left, right = at if forward else at[::-1]
    nested = left[1] > right[0]
    kinds = f"kinds={_GROUP[s.kinds[0]]}{_GROUP[o.kinds[0]]}{forward}"
    row = [order, f"{order}in={nested}", kinds]
    row += _names(letter, names, pair, order)
    if nested:
        return row
    lists = sentences.extent(left), sentences.extent(right)
    (low, low_count), (high, high_count) = lists
    if low == high:
        return [*row, f"{order}mates", f"{order}mates={s.name[-1]}{o.name[-1]}"]
    row += [
        f"{order}gap={min((right[0] - left[1]) // 4, 12)}",
        f"{order}n={pair.between}",
        f"{order}lists={min(low_count, 3)}{min(high_count, 3)}",
    ]
    gap = low[1], max(high[0], low[1])
    row += _between(sentences, gap, order)
    row += _around(sentences, (low[0], high[1]), sentences.words(*gap), order)
    row += _near(sentences, low, order + "l") + _near(sentences, high, order + "r")
    if low_count + high_count > 2:
        row += _near(sentences, left, order + "ll") + _near(sentences, right, order + "rr")
    row += [f"{kinds}{word}" for word in sentences.words(left[1], right[0])]
    return row


def _names(letter: Letter, names: Names, pair: Pair, order: str) -> list[str]:
    """What the two names themselves say: their heads, whether one holds the other, whether one is the letter's own."""
    s, o = names.entities[pair.subject], names.entities[pair.object]
    row = [f"{order}st={s.name[-2:]}", f"{order}ot={o.name[-2:]}", f"st={s.name[-2:]}", f"ot={o.name[-2:]}"]
    row += [
        f"{order}heads={s.name[-2:]}|{o.name[-2:]}",
        f"{order}st1={s.name[-1]}",
        f"{order}ot1={o.name[-1]}",
    ]
    whole, part = key(s.name), key(o.name)
    for form in (part, *(key(alias) for alias in o.aliases)):
        if len(form) > 1 and form in whole and form != whole:
            begins = whole.startswith(form)
            row += [f"{order}holds", f"{order}holds={'begin' if begins else 'inside'}"]
            if begins:
                rest = whole[len(form) :]
                row += [f"{order}rest={rest}", f"{order}rest={rest[-2:]}", f"rest={rest[-4:]}"]
            break
    if o.kinds[0] is Kind.PLACE and len(short := key(core(o.name))) > 1 and (at := whole.find(short)) >= 0:
        where = "begin" if at == 0 else "inside"
        row += [
            f"{order}core={where}",
            f"{order}core={where}{whole[-2:]}",
            f"{order}core>{whole[at + len(short) :][:1]}",
        ]
        row += [f"{order}core={o.name[-1]}", f"{order}core={o.name[-1]}{whole[-2:]}"]
    if whole in part:
        row.append(f"{order}held")
    if whole == part:
        row.append("same")
    for which, (begin, end) in (("s", pair.subject_range), ("o", pair.object_range)):
        if _SELF.match(letter.text, begin, end):
            row += [f"{order}self-{which}"]
    own = letter.setting.own
    if own and o.name == own.name:
        row.append(f"{order}own")
    return row


def _between(sentences: Sentences, gap: tuple[int, int], order: str) -> list[str]:
    """The words between two names, the other names and the marks there."""
    words = sentences.words(*gap)
    row = [f"{order}b={word}" for word in words]
    row += [f"{order}bb={one}{two}" for one, two in itertools.pairwise(["^", *words, "$"])]
    row += [
        f"{order}bbb={one}{two}{three}"
        for one, two, three in zip(["^", *words], words, [*words[1:], "$"], strict=False)
    ]
    if len(words) <= 6:
        whole = "".join(words)
        row += [f"{order}all={whole}", f"all={whole}"]
    plain = [word for word in words if word[0] not in "<，；："]
    if len(plain) <= 4:
        row.append(f"{order}plain={''.join(plain)}")
    others = sentences.names(*gap)
    subject, target = order[0], order[1]
    row += [f"{order}others={others[:4]}", f"{order}rivals={subject in others}{target in others}"]
    row.append(f"{order}marks={''.join(c for c in sentences.text[slice(*gap)] if c in _MARKS)[:4]}")
    return row


def _around(sentences: Sentences, pair: tuple[int, int], between: list[str], order: str) -> list[str]:
    """The words of the clause before and behind two names, with the nearest of those between."""
    before, behind = sentences.sides(pair, _SIDE, _SIDE)
    row = [f"{order}p{at}={word}" for at, word in enumerate(reversed(before[-3:]))]
    row += [f"{order}p={word}" for word in before[-6:]]
    row += [f"{order}f{at}={word}" for at, word in enumerate(behind[:3])]
    row += [f"{order}f={word}" for word in behind[:8]]
    last, first = before[-1] if before else "^", behind[0] if behind else "$"
    row += [f"{order}pf={last}|{first}", f"{order}pbf={last}|{''.join(between)[:12]}|{first}"]
    for word in between[:1] + between[-1:]:
        row += [f"{order}pb={last}|{word}", f"{order}bf={word}|{first}"]
    return row


def _near(sentences: Sentences, name: tuple[int, int], order: str) -> list[str]:
    """The words of its clause next to a name."""
    before, behind = sentences.sides(name, _SIDE // 2, _SIDE // 2)
    last, first = before[-1] if before else "^", behind[0] if behind else "$"
    row = [f"{order}-={last}", f"{order}+={first}", f"{order}-+={last}|{first}"]
    row += [f"{order}+b={word}" for word in behind[:5]]
    return row + [f"{order}-b={word}" for word in before[-3:]]


def read(letter: Letter, names: Names, model: Linear) -> tuple[list[Relation], list[Doubt]]:
    """The relations of a letter, each once, with the words between sentence marks as evidence, and which are unsure."""
    found: dict[tuple[int, Predicate, int], tuple[float, Relation]] = {}
    candidates = list(pairs(letter, names))
    table = model.scores(rows(letter, names, candidates))
    none = model.labels.index("none")
    table = table - table[:, [none]]
    table[:, none] = _LEAST
    chosen = table.argmax(axis=1)
    for pair, scores, best in zip(candidates, table.tolist(), chosen.tolist(), strict=True):
        if best == none:
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
    kept = _acyclic(found)
    relations = {_said(one): one for _, one in kept}
    by_rule = list(_by_rule(letter, names))
    stated = set(map(_said, by_rule))
    unsure = [
        _unsure(letter, names, one) for score, one in kept if score < _SURE and _said(one) not in stated
    ]
    for relation in by_rule:
        if (relation.object, relation.predicate, relation.subject) not in relations:
            relations.setdefault(_said(relation), relation)
    return list(relations.values()), unsure


def _said(relation: Relation) -> tuple[int, Predicate, int]:
    return relation.subject, relation.predicate, relation.object


def _unsure(letter: Letter, names: Names, relation: Relation) -> Doubt:
    subject, target = names.entities[relation.subject].name, names.entities[relation.object].name
    words = letter.document.text[relation.span.begin : relation.span.end]
    message = f"{subject} {relation.predicate.value} {target} is read, but not surely"
    return Doubt("unsure-relation", relation.span, words, message)


def _acyclic(
    found: dict[tuple[int, Predicate, int], tuple[float, Relation]],
) -> list[tuple[float, Relation]]:
    """Of two relations that say the same both ways round, the surer one, each with its score."""
    kept = []
    for (subject, predicate, target), (score, relation) in found.items():
        back = found.get((target, predicate, subject))
        if back is None or back[0] < score or (back[0] == score and subject < target):
            kept.append((score, relation))
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
        for part in bodies.of_title(entity.name):
            body = index.get(key(bodies.official(part, letter.setting)))
            if body is not None:
                yield Relation(number, Predicate.ISSUED_BY, body, place, "title-issuer")
        for other in _in_title(entity, names):
            if other != number:
                yield Relation(number, Predicate.IMPLEMENTS, other, place, "title")


def _in_title(policy: Entity, names: Names) -> Iterator[int]:
    """What a title names as its matter: the work whose name it holds, and a policy in marks that it carries out."""
    title, inner = key(policy.name), set(map(key, re.findall("[《〈]([^《》〈〉]{4,})[》〉]", policy.name)))
    handed_out = re.search("关于(?:印发|转发|公布|发布|下发)", policy.name)
    for number, entity in enumerate(names.entities):
        forms = [key(form) for form in (entity.name, *entity.aliases)]
        matter = entity.kinds[0] in _WORKS and any(len(form) >= 4 and form in title for form in forms)
        carried_out = entity.kinds[0] is Kind.POLICY and not handed_out and inner.intersection(forms)
        if matter or carried_out:
            yield number
