"""Conflicts: what letters tell differently of one thing, or alike of two; a question with both quotations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from kg import identity
from kg.findings import Conflict, Discrepancy, Quote, Ref, SameFact, Told
from kg.ledger.letters import Letter, written
from kg.ledger.measures import NOISE, Measure, Span, indicator, likeness
from kg.ledger.repeats import apart
from kg.ledger.words import Weights, pairs
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


def two_values_within(found: Sequence[Measure], weights: Weights) -> Iterator[Discrepancy]:
    """Values of one indicator and period that cannot both hold, told in two places of one letter."""
    index: dict[tuple[int, str, tuple[str, str]], list[Measure]] = defaultdict(list)
    for one in found:
        exact = (
            one.figure.comparator == "eq" and one.figure.role == "result" and one.figure.range_with is None
        )
        if one.period and exact and one.span is not Span.OPEN:
            index[one.letter.index, f"{one.unit} {one.figure.measure}", one.period].append(one)
    for key, values in sorted(index.items()):
        for one, other in combinations(values, 2):
            told_apart = one.figure.span.end <= other.figure.span.begin and one.text != other.text
            if told_apart and _contradict(one, other) and _one_indicator(one, other, weights):
                reason = f"{key[2][1][:4]}年“{one.figure.indicator}”：{_said(one)}与{_said(other)}"
                yield _of_figures(Conflict.TWO_VALUES, (one, other), reason)


def _one_indicator(one: Measure, other: Measure, weights: Weights) -> bool:
    """Whether a letter surely means one thing: the same words but for a few, no part of it, no other thing named."""
    if one.new != other.new or one.named != other.named or _PART.search(one.text) or _PART.search(other.text):
        return False
    # Its own words: 办结35处 after 异常37处 says nothing of what was found.
    ours, theirs = (pairs(NOISE.sub("，", indicator(side.figure.indicator))) for side in (one, other))
    both = weights.of_all(ours & theirs)
    return both >= 1.5 and both >= 0.9 * max(weights.of_all(ours), weights.of_all(theirs))


_PART = re.compile(r"其中|分别|平均|每|首批|第[一二三四五六七八九十]|新增|另")


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
            if quote.document == its_quote.document:
                continue  # a letter may give a title and a short form of it
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


_YEAR = re.compile(r"〔(\d{4})〕")
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

_NAMED_AFTER = re.compile(
    r"[一-鿿“”]{0,12}(?:，?(?:分别(?:是|为|在)?|即|包括|依次为?)：?|：|（)([^，。；：（）\d]{4,120})[。；）\n]"
)
_LISTED = r"(?:主要)?(?:是|为|有|包括|分别[是为]|：)([^。；]*)"


def wrong_counts(collection: Collection, letter: Letter) -> Iterator[Discrepancy]:
    """A number of things, and then another number of them named: 落后指标1个, and two are listed."""
    text = collection.documents[letter.index].facts.document.text
    # A list belongs to the number whose noun it repeats most fully (落后指标, not 标杆指标).
    lists: dict[Place, tuple[int, int, list[str]]] = {}
    for index, figure in enumerate(collection.documents[letter.index].facts.figures):
        if not (figure.value == int(figure.value) and 1 <= figure.value <= 30):
            continue
        if after := _listed_after(figure, text):
            place = Place(figure.number.end + after[1], figure.number.end + after[2])
            lists.setdefault(place, (0, index, after[0]))
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
            parts = []
            end = place.end
            for number, part in told[position + 1 :]:
                if _ANEW.search(facts.document.text[end : number.begin]):
                    break  # what follows is no part any more
                end = number.end
                if _is_part(facts.figures[part], whole):
                    parts.append(part)
            total = sum(facts.figures[part].base_value for part in parts)
            if parts and total > whole.base_value:
                ends = [Ref(letter.index, Told.FIGURE, one) for one in (at, *parts)]
                quotes = [Quote(letter.index, facts.figures[one].span) for one in (at, *parts)]
                said = "+".join(f"{_value(facts.figures[part])}" for part in parts)
                reason = f"其中各项{said}多于总数{_value(whole)}{whole.unit}"
                yield Discrepancy(Conflict.SUM, tuple(ends), tuple(dict.fromkeys(quotes)), reason)


_TOTAL = re.compile(r"[^\d。；]{0,4}(?:共计|合计|总计|共)[^\d，。；、]{0,6}")


def wrong_totals(collection: Collection, letter: Letter) -> Iterator[Discrepancy]:
    """Parts that do not add up to the total told after them: 线上12场、线下18场，共计35场."""
    facts = collection.documents[letter.index].facts
    told = sorted((figure.number, at) for at, figure in enumerate(facts.figures))
    for position, (place, at) in enumerate(told):
        whole = facts.figures[at]
        parts: list[int] = []
        end = place.begin
        for number, part in reversed(told[:position]):
            between = facts.document.text[number.end : end]
            first = not parts
            if not (_TOTAL.fullmatch(between) if first else re.fullmatch(r"、[^\d，。；、]{1,16}", between)):
                break
            if not _of_one_sort(facts.figures[part], whole):
                break
            parts.insert(0, part)
            end = number.begin
        total = sum(facts.figures[part].base_value for part in parts)
        if len(parts) > 1 and whole.comparator == "eq" and total != whole.base_value:
            refs = [Ref(letter.index, Told.FIGURE, one) for one in (*parts, at)]
            quotes = [Quote(letter.index, facts.figures[one].span) for one in (*parts, at)]
            said = "+".join(_value(facts.figures[part]) for part in parts)
            reason = f"各项{said}与总数{_value(whole)}{whole.unit}不符"
            yield Discrepancy(Conflict.SUM, tuple(refs), tuple(dict.fromkeys(quotes)), reason)


_ANEW = re.compile(r"累计|共计|合计|同时|此外|[。；;]")


def _is_part(part: Figure, whole: Figure) -> bool:
    said = part.indicator.removeprefix("其中")
    if len(said) >= 4 and said[-2:] not in whole.indicator:
        return False  # 基地7个，其中入驻项目21个
    return _of_one_sort(part, whole)


def _of_one_sort(part: Figure, whole: Figure) -> bool:
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


_KINDS_OF_PLACE = frozenset(("街道", "园区", "乡镇", "社区", "开发区", "高新区", "农村", "城区"))
_COUNTED_UNITS = ("个", "所", "家", "项", "条", "座", "处", "类", "种")


def _listed_after(figure: Figure, text: str) -> tuple[list[str], int, int] | None:
    """The items that follow a count and its noun (3所幼儿园：甲、乙), and where they stand; None where it lists none."""
    after = text[figure.number.end : figure.number.end + 140]
    found = _NAMED_AFTER.match(after)
    if not found or figure.unit not in _COUNTED_UNITS or figure.comparator != "eq":
        return None
    if "等" in found[1] or "、" not in found[1]:
        return None
    items = [item.strip("“”《》") for item in re.split(r"、|和|及|与", found[1])]
    if found[1].startswith(("含", "如", "以", "其中")) or not all(2 <= len(item) <= 16 for item in items):
        return None
    if any(item in _KINDS_OF_PLACE for item in items):
        return None  # 8个镇（街道、园区）
    return items, found.start(1), found.end(1)


def _overlapping(collection: Collection, letter: Letter, place: Place) -> Ref | str:
    linked = collection.documents[letter.index]
    for index, statement in enumerate(linked.facts.statements):
        if statement.span.begin < place.end and place.begin < statement.span.end:
            return Ref(letter.index, Told.STATEMENT, index)
    return linked.document


_ISSUED_IN = re.compile(
    r"((?:19|20)\d\d)年[^。；，]{0,6}月?[^。；]{0,40}?(?:出台|印发|发布)[^。；]{0,60}?〔((?:19|20)\d\d)〕\d+号"
)


_IN_TITLE = re.compile(r"《[^《》]*》(?:[和、及与]?《[^《》]*》)*")
_DONE_IN = re.compile(r"已(?:经|于|在)?((?:19|20)\d\d)年(\d{1,2})月(?!底前|前)")


def wrong_dates(collection: Collection, letter: Letter) -> Iterator[Discrepancy]:
    """Promises due before the letter was written, acts done after it, documents numbered in another year."""
    linked = collection.documents[letter.index]
    first, last = written(linked.facts)
    number, issued = linked.facts.header.number, linked.facts.header.issued
    year = _YEAR.search(identity.number_key(number.value)) if number else None
    if number and issued and year and year[1] > issued.value[:4]:
        quotes = (Quote(letter.index, number.span), Quote(letter.index, issued.span))
        reason = f"文号{number.value}是后一年的，落款却是{issued.value}"
        yield Discrepancy(Conflict.DATES, (linked.document,), quotes, reason)
    for index, statement in enumerate(linked.facts.statements):
        ref = Ref(letter.index, Told.STATEMENT, index)
        quote = Quote(letter.index, statement.span)
        text = "".join(linked.facts.document.text[statement.span.begin : statement.span.end].split())
        due = statement.deadline if statement.status is Status.PLANNED and first == last else None
        if due and first and due < first.isoformat():
            reason = f"写信日期{first.isoformat()}，期限却在此前（{due}）"
            yield Discrepancy(Conflict.DATES, (ref, linked.document), (quote,), reason)
        done = _DONE_IN.search(text) if statement.status is Status.DELIVERED else None
        if done and last and f"{done[1]}-{int(done[2]):02d}" > last.isoformat()[:7]:
            reason = f"说是{done[1]}年{done[2]}月已办，答复却写于{last.isoformat()}"
            yield Discrepancy(Conflict.DATES, (ref, linked.document), (quote,), reason)
        found = _ISSUED_IN.search(_IN_TITLE.sub("", text))
        if found and found[1] != found[2] and statement.status is Status.DELIVERED:
            reason = f"说是{found[1]}年出台，文号却是〔{found[2]}〕"
            yield Discrepancy(Conflict.DATES, (ref, linked.document), (quote,), reason)
