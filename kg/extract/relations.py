"""Relations between the entities of a letter, from how they stand to each other in a sentence.

Every pair of fitting kinds that stands close in one sentence is a candidate. What lies before, between and behind
its two names, and the names themselves, decide by a table of weights which relation holds, if any. What a document number, a
title, a name or a table says by itself is read by rule, in `kg.extract.stated`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Generic, NamedTuple

from kg.extract import anaphora, linear, stated
from kg.extract.entities import WORKS, Names
from kg.extract.letter import Letter
from kg.extract.linear import F, Linear, Templates
from kg.extract.places import core
from kg.extract.sentence import SYMBOLS, Sentences
from kg.extract.streams import quick_finder
from kg.models import Doubt, Kind, Predicate, Relation
from kg.resources import SEEDS
from kg.text.fold import key

WEIGHTS = SEEDS / "weights" / "relations.tsv"
LABELS = ("none", *(predicate.value for predicate in Predicate))
_REACH = 90
"""How far apart, in characters, two names of one relation may stand."""
_BETWEEN = 6
"""How many other names may stand between them."""
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
"""A relation that is less ahead of saying nothing is told as unsure. In letters that the weights had not seen 64 of 100
such relations were right, of the others 90."""
_MARKS = re.compile("[，；：（(]")
_STOP = re.compile("[。\n]")
_SELF = re.compile("我[局厅委办院会部处所中队集公校]|本[局厅委院]")


class Pair(NamedTuple):
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
    issuer = stated.issuer(letter, names)
    if issuer is not None:
        found += [(*hit.span(), issuer) for hit in _SELF.finditer(letter.text, low, high)]
    return sorted(found)


def rows(letter: Letter, names: Names, candidates: Iterable[Pair], of: Templates[F]) -> list[list[F]]:
    """The features of each candidate."""
    view = _View(letter, names, Sentences(letter, names, mentions(letter, names)), of)
    return [features(view, pair) for pair in candidates]


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
                if _STOP.search(text, end, begin2):
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


def _nested(names: Names, mentions: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Entities whose name holds the name of another: 正阳国家现代农业产业园 and 正阳县."""
    forms: dict[str, int] = {}
    for number, entity in enumerate(names.entities):
        for form in (entity.name, *entity.aliases):
            plain = key(core(form) if entity.kinds[0] is Kind.PLACE else form)
            if len(plain) > 1:
                forms.setdefault(plain, number)
    inner = quick_finder(forms)
    owners = list(forms.values())
    place = {entity: (begin, end) for begin, end, entity in reversed(mentions)}
    for number, entity in enumerate(names.entities):
        if number in place:
            name = key(entity.name)
            inside = {
                owners[hit]
                for hit, begin, end in inner.find_matches_as_indexes(name, overlapping=True)
                if end - begin < len(name)
            }
            for other in sorted(inside - {number}):
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
    return s in (*WORKS, Kind.POLICY) or (s is Kind.ORGANIZATION and o in WORKS)


class _Gap:
    """What stands between two names and around them, the same both ways round."""

    def __init__(self, sentences: Sentences, low: tuple[int, int], high: tuple[int, int]) -> None:
        """`low` and `high` are the ranges of the names, or of the lists that they stand in."""
        gap = low[1], max(high[0], low[1])
        words = sentences.words(*gap)
        first, last = ["^", *words], [*words, "$"]
        self.words = words
        self.twos = list(map(str.__add__, first, last))
        self.threes = list(map(str.__add__, self.twos, last[1:]))
        self.plain = [word for word in words if word[0] not in "<，；："]
        self.names = sentences.names(*gap)
        self.marks = "".join(_MARKS.findall(sentences.text, *gap)[:4])
        self.before, self.behind = sentences.sides((low[0], high[1]), _SIDE, _SIDE)


class _View(Generic[F]):
    """One letter while the features of its pairs are made: its sentences, and what many pairs have in common."""

    def __init__(self, letter: Letter, names: Names, sentences: Sentences, of: Templates[F]) -> None:
        self.names, self.sentences, self.of = names, sentences, of
        self.own = letter.setting.own
        self._folded: dict[int, tuple[str, list[str], str]] = {}
        self._gaps: dict[tuple[tuple[int, int], tuple[int, int]], _Gap] = {}
        self._near: dict[tuple[tuple[int, int], str], list[F]] = {}

    def folded(self, entity: int) -> tuple[str, list[str], str]:
        """The name of an entity, all its names that say something, and the name of a place without its level; folded."""
        if entity not in self._folded:
            one = self.names.entities[entity]
            forms = [form for form in map(key, (one.name, *one.aliases)) if len(form) > 1]
            short = key(core(one.name)) if one.kinds[0] is Kind.PLACE else ""
            self._folded[entity] = key(one.name), forms, short if len(short) > 1 else ""
        return self._folded[entity]

    def gap(self, low: tuple[int, int], high: tuple[int, int]) -> _Gap:
        """What stands between and around two ranges."""
        if (low, high) not in self._gaps:
            self._gaps[low, high] = _Gap(self.sentences, low, high)
        return self._gaps[low, high]

    def near(self, name: tuple[int, int], order: str) -> list[F]:
        """The words of its clause next to a name."""
        if (name, order) not in self._near:
            self._near[name, order] = _near(self.sentences, name, self.of.behind(order))
        return self._near[name, order]


def features(view: _View[F], pair: Pair) -> list[F]:
    """How two names stand to each other: what they are, what is between and around them and around their lists."""
    names, sentences = view.names, view.sentences
    s, o = names.entities[pair.subject], names.entities[pair.object]
    at = pair.subject_range, pair.object_range
    forward = at[0][0] < at[1][0]
    order = SYMBOLS[s.kinds[0]] + SYMBOLS[o.kinds[0]] + (">" if forward else "<")
    left, right = at if forward else at[::-1]
    nested = left[1] > right[0]
    kinds = f"kinds={_GROUP[s.kinds[0]]}{_GROUP[o.kinds[0]]}{forward}"
    bare, of = view.of[""], view.of.behind(order)
    row = [bare(order), of["in="](str(nested)), bare(kinds)]
    row += _names(view, pair, of)
    if nested:
        return row
    lists = sentences.extent(left), sentences.extent(right)
    (low, low_count), (high, high_count) = lists
    if low == high:
        return [*row, of["mates"](""), of["mates="](s.name[-1] + o.name[-1])]
    row += [
        of["gap="](str(min((right[0] - left[1]) // 4, 12))),
        of["n="](str(pair.between)),
        of["lists="](f"{min(low_count, 3)}{min(high_count, 3)}"),
    ]
    gap = view.gap(low, high)
    row += _between(view, gap, order)
    row += _around(gap, of)
    row += view.near(low, order + "l") + view.near(high, order + "r")
    if low_count + high_count > 2:
        row += view.near(left, order + "ll") + view.near(right, order + "rr")
    row += map(
        view.of[kinds], gap.words if (low, high) == (left, right) else sentences.words(left[1], right[0])
    )
    return row


def _names(view: _View[F], pair: Pair, of: Templates[F]) -> list[F]:
    """What the two names themselves say: their heads, whether one holds the other, whether one is the letter's own."""
    s, o = view.names.entities[pair.subject], view.names.entities[pair.object]
    s_end, o_end = s.name[-2:], o.name[-2:]
    row = [of["st="](s_end), of["ot="](o_end), view.of["st="](s_end), view.of["ot="](o_end)]
    row += [of["heads="](f"{s_end}|{o_end}"), of["st1="](s.name[-1]), of["ot1="](o.name[-1])]
    whole, (part, forms, short) = view.folded(pair.subject)[0], view.folded(pair.object)
    for form in forms:
        if form in whole and form != whole:
            begins = whole.startswith(form)
            row += [of["holds"](""), of["holds="]("begin" if begins else "inside")]
            if begins:
                rest = whole[len(form) :]
                row += [of["rest="](rest), of["rest="](rest[-2:]), view.of["rest="](rest[-4:])]
            break
    if short and (at := whole.find(short)) >= 0:
        where = "begin" if at == 0 else "inside"
        row += [
            of["core="](where),
            of["core="](where + whole[-2:]),
            of["core>"](whole[at + len(short) :][:1]),
        ]
        row += [of["core="](o.name[-1]), of["core="](o.name[-1] + whole[-2:])]
    if whole in part:
        row.append(of["held"](""))
    if whole == part:
        row.append(view.of[""]("same"))
    for which, (begin, end) in (("s", pair.subject_range), ("o", pair.object_range)):
        if view.sentences.text[begin] in "我本" and _SELF.match(view.sentences.text, begin, end):
            row.append(of["self-"](which))
    if view.own and o.name == view.own.name:
        row.append(of["own"](""))
    return row


def _between(view: _View[F], gap: _Gap, order: str) -> list[F]:
    """The words between two names, the other names and the marks there."""
    of = view.of.behind(order)
    row = [*map(of["b="], gap.words), *map(of["bb="], gap.twos), *map(of["bbb="], gap.threes)]
    if len(gap.words) <= 6:
        whole = "".join(gap.words)
        row += [of["all="](whole), view.of["all="](whole)]
    if len(gap.plain) <= 4:
        row.append(of["plain="]("".join(gap.plain)))
    others = gap.names
    subject, target = order[0], order[1]
    row += [of["others="](others[:4]), of["rivals="](f"{subject in others}{target in others}")]
    row.append(of["marks="](gap.marks))
    return row


def _around(gap: _Gap, of: Templates[F]) -> list[F]:
    """The words of the clause before and behind two names, with the nearest of those between."""
    before, behind, between = gap.before, gap.behind, gap.words
    row = [of[template](word) for template, word in zip(("p0=", "p1=", "p2="), before[::-1], strict=False)]
    row += map(of["p="], before[-6:])
    row += [of[template](word) for template, word in zip(("f0=", "f1=", "f2="), behind, strict=False)]
    row += map(of["f="], behind[:8])
    last, first = before[-1] if before else "^", behind[0] if behind else "$"
    row += [of["pf="](f"{last}|{first}"), of["pbf="](f"{last}|{''.join(between)[:12]}|{first}")]
    for word in between[:1] + between[-1:]:
        row += [of["pb="](f"{last}|{word}"), of["bf="](f"{word}|{first}")]
    return row


def _near(sentences: Sentences, name: tuple[int, int], of: Templates[F]) -> list[F]:
    """The words of its clause next to a name."""
    before, behind = sentences.sides(name, _SIDE // 2, _SIDE // 2)
    last, first = before[-1] if before else "^", behind[0] if behind else "$"
    row = [of["-="](last), of["+="](first), of["-+="](f"{last}|{first}")]
    row += map(of["+b="], behind[:5])
    return [*row, *map(of["-b="], before[-3:])]


def read(letter: Letter, names: Names, model: Linear) -> tuple[list[Relation], list[Doubt]]:
    """The relations of a letter, each once, with the words between sentence marks as evidence, and which are unsure."""
    found: dict[tuple[int, Predicate, int], tuple[float, Relation]] = {}
    candidates = list(pairs(letter, names))
    table = model.scores(rows(letter, names, candidates, model.known))
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
    by_rule = list(stated.read(letter, names))
    certain = set(map(_said, by_rule))
    unsure = [
        _unsure(letter, names, one) for score, one in kept if score < _SURE and _said(one) not in certain
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
        return s in (*WORKS, Kind.POLICY) and (body or o is Kind.PLATFORM)
    if predicate is Predicate.PARTNER:
        return body or o is Kind.PLACE or o in WORKS
    if predicate is Predicate.LOCATED_IN:
        return o is Kind.PLACE
    if predicate is Predicate.IMPLEMENTS:
        return s in (*WORKS, Kind.POLICY) and o in (*WORKS, Kind.POLICY)
    return s is not Kind.PLACE


def _clause(text: str, begin: int, end: int) -> tuple[int, int]:
    """The stretch between sentence or clause marks that holds both names."""
    low = max(text.rfind(mark, max(0, begin - 60), begin) for mark in "，。；\n") + 1
    ends = [at for mark in "，。；\n" if (at := text.find(mark, end, end + 60)) >= 0]
    return low, min(ends, default=end)
