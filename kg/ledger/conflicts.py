"""Conflicts: what letters tell differently of one thing, or alike of two; a question with both quotations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from kg import identity
from kg.findings import Conflict, Discrepancy, Quote, Ref, SameFact, Told
from kg.ledger.letters import Letter, written
from kg.ledger.measures import Measure, Span, likeness
from kg.ledger.repeats import apart
from kg.ledger.words import Weights
from kg.models import Collection, Entity, Figure, Kind, Linked, Status
from kg.models import Span as Place

_BOUNDS = frozenset(("ge", "gt", "le", "lt", "approx"))
_ALIKE = 0.65
"""Likeness from which two indicators of one period are one."""
_DIGITS = 4
"""Digits from which a number is too exact to be told of two things by chance."""


def two_values(groups: Sequence[Sequence[Measure]], weights: Weights) -> Iterator[Discrepancy]:
    """Values of one indicator and period that cannot both hold, from two letters."""
    for group in groups:
        by_period: dict[tuple[str, str], list[Measure]] = defaultdict(list)
        for one in group:
            if one.period and one.span is not Span.OPEN:
                by_period[one.period].append(one)
        for period, values in sorted(by_period.items()):
            for one, other in combinations(values, 2):
                across = one.letter.index != other.letter.index
                if across and _contradict(one, other) and likeness(one, other, weights) >= _ALIKE:
                    reason = f"{period[1][:4]}年“{one.figure.indicator}”：{_said(one)}与{_said(other)}"
                    yield _of_figures(Conflict.TWO_VALUES, (one, other), reason)


def _contradict(one: Measure, other: Measure) -> bool:
    mine, its = one.figure, other.figure
    if mine.base_value == its.base_value:
        return False
    if mine.comparator in _BOUNDS or its.comparator in _BOUNDS:
        low, high = sorted((mine.base_value, its.base_value))
        return low > 0 and high / low > 2
    return True


def one_figure(
    found: Sequence[Measure], repeats: Sequence[SameFact], weights: Weights
) -> Iterator[Discrepancy]:
    """One exact number told of two things, in one letter or in two."""
    known = _clusters(repeats)
    index: dict[tuple[object, str], list[Measure]] = defaultdict(list)
    for one in found:
        if _digits(one) >= _DIGITS and one.figure.comparator == "eq" and one.figure.measure == "level":
            index[one.figure.base_value, one.unit].append(one)
    for group in index.values():
        told: set[frozenset[object]] = set()
        within = [pair for pair in combinations(group, 2) if pair[0].letter.index == pair[1].letter.index]
        across = [pair for pair in combinations(group, 2) if pair[0].letter.index != pair[1].letter.index]
        for pairs_, inside in ((within, True), (across, False)):
            for one, other in pairs_:
                ends = frozenset((known.get(one.ref, one.ref), known.get(other.ref, other.ref)))
                if len(ends) < 2 or (inside and one.figure.number == other.figure.number):
                    continue
                if (inside or ends not in told) and (
                    apart(one, other) or likeness(one, other, weights) < 0.7
                ):
                    told.add(ends)
                    reason = f"{_said(one)}既是“{one.figure.indicator}”，又是“{other.figure.indicator}”"
                    yield _of_figures(Conflict.ONE_FIGURE, (one, other), reason)


def _clusters(repeats: Sequence[SameFact]) -> dict[Ref, Ref]:
    """From a figure to the first figure that tells the same fact."""
    known: dict[Ref, Ref] = {}
    for one in sorted(repeats, key=lambda one: (one.one, one.other)):
        known[one.other] = known.get(one.one, one.one)
    return known


def _digits(one: Measure) -> int:
    return len(format(one.figure.value, "f").replace(".", "").strip("0"))


def _said(one: Measure) -> str:
    return _value(one.figure) + one.figure.unit


def _of_figures(kind: Conflict, ends: Sequence[Measure], reason: str) -> Discrepancy:
    return Discrepancy(
        kind,
        tuple(one.ref for one in ends),
        tuple(Quote(one.letter.index, one.figure.span) for one in ends),
        reason,
    )


# --- names ------------------------------------------------------------------------------------------------


def two_names(collection: Collection, group: Sequence[Letter]) -> Iterator[Discrepancy]:
    """Documents under two titles that a careful editor would not both print."""
    titles: dict[str, dict[str, tuple[str, Quote]]] = defaultdict(dict)
    numbered: dict[str, set[int]] = defaultdict(set)
    for letter in group:
        linked = collection.documents[letter.index]
        for entity, iri in zip(linked.facts.entities, linked.entities, strict=True):
            if Kind.POLICY in entity.kinds:
                for title, quote in _titles(linked, letter, entity):
                    # Words beside the number show better that one document is meant.
                    if entity.number or _title_key(title) not in titles[iri]:
                        known = titles[iri].get(_title_key(title))
                        if not known or known[1].document not in numbered[iri]:
                            titles[iri][_title_key(title)] = (title, quote)
                        if entity.number:
                            numbered[iri].add(letter.index)
    for iri, found in sorted(titles.items()):
        for one, other in combinations(sorted(found), 2):
            if (one in other or other in one) and not _is_variant(one, other):
                continue
            (first, quote), (second, its_quote) = found[one], found[other]
            ends = [iri, _holder(collection, quote), _holder(collection, its_quote)]
            reason = f"同一文件有两个名称：《{first}》与《{second}》"
            yield Discrepancy(Conflict.TWO_NAMES, tuple(dict.fromkeys(ends)), (quote, its_quote), reason)


def two_numbers(collection: Collection, group: Sequence[Letter]) -> Iterator[Discrepancy]:
    """One title under two numbers that differ in one part, as a slip would make them."""
    bearers: dict[str, dict[str, tuple[str, Quote]]] = defaultdict(dict)
    for letter in group:
        linked = collection.documents[letter.index]
        for entity, iri in zip(linked.facts.entities, linked.entities, strict=True):
            for title, quote in _titles(linked, letter, entity) if entity.number else ():
                if len(_title_key(title)) >= _TELLING_TITLE:
                    bearers[_title_key(title)].setdefault(entity.number or "", (iri, quote))
    for _, found in sorted(bearers.items()):
        for one, other in combinations(sorted(found), 2):
            (first, quote), (second, its_quote) = found[one], found[other]
            if identity.is_slip(one, other):
                ends = (first, second, _holder(collection, quote), _holder(collection, its_quote))
                reason = f"同一标题有两个文号：{one}与{other}"
                yield Discrepancy(Conflict.TWO_NAMES, tuple(dict.fromkeys(ends)), (quote, its_quote), reason)


_TELLING_TITLE = 10
"""Characters from which a title is no generic one (实施意见)."""
_BRACKETS = re.compile(r"〔[^〔〕]*〕")
_NOTICE = re.compile(r"^.*?(?:关于)?印发|的通知$")


def _titles(linked: Linked, letter: Letter, entity: Entity) -> Iterator[tuple[str, Quote]]:
    """The titles in 《》 that the letter prints for the document, with their places."""
    text = linked.facts.document.text
    for mention in entity.mentions:
        begin, end = mention.span.begin, mention.span.end
        said = "".join(text[begin:end].split())
        marked = said.startswith("《") or text[max(begin - 1, 0) : begin] == "《"
        if marked and "》" in said + text[end : end + 1]:
            yield said.strip("《").split("》")[0], Quote(letter.index, mention.span)


def _title_key(title: str) -> str:
    """The title without place, notice and bracketed years: what an editor may leave out."""
    return _NOTICE.sub("", _BRACKETS.sub("", identity.key(title)))


def _is_variant(one: str, other: str) -> bool:
    """Whether one title only has a word more at its end: 若干政策, 若干政策举措."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and 0 < len(long) - len(short) <= 4


def _holder(collection: Collection, quote: Quote) -> Ref | str:
    """The statement that holds the words, else the letter."""
    facts = collection.documents[quote.document].facts
    for index, statement in enumerate(facts.statements):
        if statement.span.begin <= quote.span.begin and quote.span.end <= statement.span.end:
            return Ref(quote.document, Told.STATEMENT, index)
    return collection.documents[quote.document].document


# --- within one letter ------------------------------------------------------------------------------------

_LISTED = r"(?:主要)?(?:是|为|有|包括|分别[是为]|：)([^。；]*)"


def wrong_counts(collection: Collection, letter: Letter) -> Iterator[Discrepancy]:
    """A number of things, and then another number of them named: 落后指标1个, and two are listed."""
    text = collection.documents[letter.index].facts.document.text
    # A list belongs to the number whose noun it repeats most fully (落后指标, not 标杆指标).
    lists: dict[Place, tuple[int, int, list[str]]] = {}
    for index, figure in enumerate(collection.documents[letter.index].facts.figures):
        if not (figure.value == int(figure.value) and 1 <= figure.value <= 30):
            continue
        noun = re.search(r"([一-鿿]{2,6})$", text[max(0, figure.number.begin - 6) : figure.number.begin])
        named = _listed(noun[1], text[figure.number.end : figure.number.end + 120]) if noun else None
        if named:
            items, size, begin, end = named
            place = Place(figure.number.end + begin, figure.number.end + end)
            if size > lists.get(place, (0, 0, []))[0]:
                lists[place] = size, index, items
    for place, (_, index, items) in sorted(lists.items()):
        figure = collection.documents[letter.index].facts.figures[index]
        if len(items) >= 2 and len(items) != int(figure.value):
            own, holder = Ref(letter.index, Told.FIGURE, index), _overlapping(collection, letter, place)
            quotes = [Quote(letter.index, figure.span), Quote(letter.index, place)]
            reason = f"说是{figure.value}{figure.unit}，列出的是{len(items)}个：{'、'.join(items)}"
            yield Discrepancy(Conflict.SUM, (own, holder), tuple(quotes), reason)


def wrong_sums(collection: Collection, letter: Letter) -> Iterator[Discrepancy]:
    """Parts that are more than their whole: 共30场，其中线上20场、线下15场."""
    facts = collection.documents[letter.index].facts
    for statement in facts.statements:
        told = sorted((facts.figures[at].number, at) for at in statement.figures)
        for position, (place, at) in enumerate(told[:-1]):
            whole = facts.figures[at]
            between = facts.document.text[place.end : told[position + 1][0].begin]
            if "其中" not in between or "。" in between or whole.comparator != "eq":
                continue
            parts = [part for _, part in told[position + 1 :] if _is_part(facts.figures[part], whole)]
            total = sum(facts.figures[part].base_value for part in parts)
            if parts and total > whole.base_value:
                ends = [Ref(letter.index, Told.FIGURE, one) for one in (at, *parts)]
                quotes = [Quote(letter.index, facts.figures[one].span) for one in (at, *parts)]
                said = "+".join(f"{_value(facts.figures[part])}" for part in parts)
                reason = f"其中各项{said}多于总数{_value(whole)}{whole.unit}"
                yield Discrepancy(Conflict.SUM, tuple(ends), tuple(dict.fromkeys(quotes)), reason)


def _is_part(part: Figure, whole: Figure) -> bool:
    return (
        part.base_unit == whole.base_unit
        and part.measure == whole.measure == "level"
        and part.comparator == "eq"
    )


def _value(figure: Figure) -> str:
    value = format(figure.value, "f")
    return value.rstrip("0").rstrip(".") if "." in value else value


def _listed(noun: str, after: str) -> tuple[list[str], int, int, int] | None:
    """The items that the following text lists under the noun, how much of the noun it repeats, and where."""
    for size in range(len(noun), 1, -1):
        found = re.search(re.escape(noun[-size:]) + _LISTED, after)
        if found and "等" not in found[1] and not re.search(r"\d", found[1]) and "，" not in found[1]:
            items = [item.strip("“”《》") for item in re.split(r"、|和|及", found[1]) if item]
            return items, size, found.start(1), found.end(1)
    return None


def _overlapping(collection: Collection, letter: Letter, place: Place) -> Ref | str:
    linked = collection.documents[letter.index]
    for index, statement in enumerate(linked.facts.statements):
        if statement.span.begin < place.end and place.begin < statement.span.end:
            return Ref(letter.index, Told.STATEMENT, index)
    return linked.document


_ISSUED_IN = re.compile(
    r"((?:19|20)\d\d)年[^。；，]{0,6}月?[^。；]{0,40}?(?:出台|印发|发布)[^。；]{0,60}?〔((?:19|20)\d\d)〕\d+号"
)


def wrong_dates(collection: Collection, letter: Letter) -> Iterator[Discrepancy]:
    """Promises due before the letter was written, acts done after it, documents numbered in another year."""
    linked = collection.documents[letter.index]
    first, last = written(linked.facts)
    for index, statement in enumerate(linked.facts.statements):
        ref = Ref(letter.index, Told.STATEMENT, index)
        quote = Quote(letter.index, statement.span)
        text = "".join(linked.facts.document.text[statement.span.begin : statement.span.end].split())
        due = statement.deadline if statement.status is Status.PLANNED and first == last else None
        if due and first and due < first.isoformat():
            reason = f"写信日期{first.isoformat()}，期限却在此前（{due}）"
            yield Discrepancy(Conflict.DATES, (ref, linked.document), (quote,), reason)
        found = _ISSUED_IN.search(text)
        if found and found[1] != found[2] and statement.status is Status.DELIVERED:
            reason = f"说是{found[1]}年出台，文号却是〔{found[2]}〕"
            yield Discrepancy(Conflict.DATES, (ref, linked.document), (quote,), reason)
