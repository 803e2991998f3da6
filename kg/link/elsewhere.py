"""Names that other letters of a place know: found in each letter, alone or inside a longer name.

A letter that says “X”微信公众号 speaks of X, and a name that one letter makes plain (“X”工程) is the same name where
another letter drops it in passing. What is found goes to what is written out; the kept facts stay as they are.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick

from kg.identity import place_of
from kg.link import cores
from kg.link.things import ACTS
from kg.models import Entity, Facts, Kind, Linked, Mention, Span

RULE = "named elsewhere"
SHORTEST = 4
"""Characters from which a name is looked for in letters that do not mark it as one."""
_OFTEN = 3
"""Mentions in one letter from which a name without quotes and kind is a name for sure."""

_JOINT = re.compile(r"暨|[（(]")
_REST = re.compile(r"[”」』]?(?:" + "|".join(cores.CHANNELS) + r"|“[^”]*”.{0,4})")
"""What may follow a name inside a longer one that still speaks of the same thing's own."""
_VAGUE = ("工作", "服务", "改革", "应用")
_KIND = re.compile("|".join(word for word in cores.CLASS_WORDS if len(word) > 1 and word not in _VAGUE))
"""The word for what a thing is; the longest first."""
_INSIDE = tuple("我本全各该乡外邻周城都门超社园小街校片辖新老景厂库山矿林牧灌港特地")
"""Characters with which a level makes another word: 我县, 城市, 社区."""
_PARTS = frozenset((Kind.PLACE, Kind.BODY, Kind.ORGANIZATION, *ACTS))


def with_parts(linked: Linked) -> Linked:
    """The letter with the names that its joint names print: A and B of A暨B and A（B）."""
    return _with_aliases(linked, _parts)


def with_surroundings(linked: Linked) -> Linked:
    """The letter with each name as it stands between its place and its kind: 县“X”试点 of “X”."""
    text, place = linked.facts.document.text, place_of(linked.facts)
    return _with_aliases(
        linked, lambda entity: {wide for one in entity.mentions for wide in _wider(text, one.span, place)}
    )


def _with_aliases(linked: Linked, found: Callable[[Entity], set[str]]) -> Linked:
    entities = []
    for entity in linked.facts.entities:
        fresh = found(entity) - {entity.name, *entity.aliases} if ACTS.intersection(entity.kinds) else set()
        entities.append(replace(entity, aliases=(*entity.aliases, *sorted(fresh))) if fresh else entity)
    return replace(linked, facts=replace(linked.facts, entities=tuple(entities)))


def _parts(entity: Entity) -> set[str]:
    joint = (form for form in (entity.name, *entity.aliases) if _JOINT.search(form))
    return {part for form in joint for part in cores.printed_parts(form)}


def _wider(text: str, span: Span, place: str) -> Iterator[str]:
    """The name as it stands between the place before it and the word for what it is behind it."""
    begin, end = span.begin, span.end
    if text[max(begin - 1, 0) : begin] == "“" and text[end : end + 1] == "”":
        begin, end = begin - 1, end + 1
    behind = _KIND.match(text, end)
    before = _place_before(text, begin, place)
    for left in {begin, begin - len(before)}:
        for right in {end, behind.end() if behind else end}:
            if (left, right) != (span.begin, span.end):
                yield "".join(text[left:right].split())


def _place_before(text: str, begin: int, place: str) -> str:
    """The place or its level (县) just before a name; not where the level belongs to another word (我县, 乡县)."""
    for own in (place, place[:-1] if len(place) > 2 else "", place[-1:]):
        if own and text.endswith(own, 0, begin):
            ahead = text[max(begin - len(own) - 1, 0) : begin - len(own)]
            return own if len(own) > 1 or ahead not in _INSIDE else ""
    return ""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a name means in a place."""

    iri: str
    entity: Entity


def found_elsewhere(documents: Sequence[Linked]) -> list[Linked]:
    """The letters with the mentions that the names of their place show; the same in whatever order they come."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, linked in enumerate(documents):
        groups[place_of(linked.facts)].append(number)
    found = list(documents)
    for place, members in groups.items():
        if place and len(members) > 1:
            names = _names([documents[number] for number in members])
            if names:
                forms = sorted(names)
                finder = AhoCorasick(forms)
                for number in members:
                    found[number] = _marked(documents[number], finder, forms, names)
    return found


def _names(group: Iterable[Linked]) -> dict[str, _Known]:
    """The names worth looking for, each of one thing only."""
    bearers: dict[str, dict[str, Entity]] = defaultdict(dict)
    for linked in group:
        place = place_of(linked.facts)
        for entity, iri in zip(linked.facts.entities, linked.entities, strict=True):
            if entity.kinds[0] in ACTS:
                channel = cores.channel(entity.name)
                for form in (entity.name, *entity.aliases):
                    if cores.channel(form) != channel:
                        continue  # “X” alone is not the channel of X
                    bare = cores.unquoted(form)
                    marked = form != bare or "“" in form or len(entity.mentions) >= _OFTEN
                    if _is_findable(bare, place, marked=marked):
                        known = bearers[bare].get(iri)
                        if known is None or _order(entity) < _order(known):
                            bearers[bare][iri] = entity
    return {form: _Known(*next(iter(one.items()))) for form, one in bearers.items() if len(one) == 1}


def _order(entity: Entity) -> tuple[int, str, tuple[str, ...]]:
    return -len(entity.name), entity.name, tuple(kind.value for kind in entity.kinds)


def _is_findable(form: str, place: str, *, marked: bool) -> bool:
    """Whether a name stands for one thing wherever it is met: set apart by the letter, or by its kind."""
    core, said = cores.core(form, place)
    if len(form) < SHORTEST or "关于" in form or not cores.is_telling(core) or cores.is_phase(core):
        return False
    return marked or bool(said)


def _marked(linked: Linked, finder: AhoCorasick, forms: Sequence[str], names: dict[str, _Known]) -> Linked:
    facts = linked.facts
    text = facts.document.text
    places = [at for at, character in enumerate(text) if not character.isspace()]
    tight = "".join(text[at] for at in places)
    taken = sorted(
        (mention.span, entity.kinds[0]) for entity in facts.entities for mention in entity.mentions
    )
    read = [span for span, _ in taken]
    own = {iri: at for at, iri in reversed(list(enumerate(linked.entities)))}
    fresh: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    source: dict[str, Entity] = {}
    found = [
        (Span(places[begin], places[end - 1] + 1), forms[at], names[forms[at]])
        for at, begin, end in _longest_first(finder.find_matches_as_indexes(tight, overlapping=True))
    ]
    for span, form, known in (*_owners_of_channels(facts, names), *found):
        if _is_free(text, span, taken):
            fresh[known.iri].append((span, form))
            source[known.iri] = known.entity
            insort(taken, (span, known.entity.kinds[0]))
    if not fresh:
        return linked
    entities, iris = list(facts.entities), list(linked.entities)
    index: dict[int, list[Span]] = {}
    for iri in sorted(fresh):
        marks = sorted(fresh[iri])
        said = sorted({form for _, form in marks}, key=lambda form: (-len(form), form))
        at = own.get(iri, len(entities))
        if at == len(entities):
            entities.append(Entity(source[iri].kinds, said[0], scope=source[iri].scope))
            iris.append(iri)
        one = entities[at]
        aliases = tuple(dict.fromkeys((*one.aliases, *(form for form in said if form != one.name))))
        mentions = (*one.mentions, *(Mention(span, RULE) for span, _ in marks))
        ordered = tuple(sorted(mentions, key=lambda mention: mention.span))
        entities[at] = replace(one, aliases=aliases, mentions=ordered)
        # Who speaks of “X”平台公众号 names the platform, but the statement is about its channel.
        index[at] = [span for span, _ in marks if not any(_holds(other, span) for other in read)]
    statements = tuple(
        replace(one, about=tuple(dict.fromkeys((*one.about, *_inside(one.span, index)))))
        for one in facts.statements
    )
    marked = replace(facts, entities=tuple(entities), statements=statements)
    return replace(linked, facts=marked, entities=tuple(iris))


def _owners_of_channels(facts: Facts, names: dict[str, _Known]) -> Iterator[tuple[Span, str, _Known]]:
    """What a channel's name says of its owner, where the joint name is new and a part of it known."""
    for entity in facts.entities:
        for mention in entity.mentions if cores.channel(entity.name) else ():
            printed = facts.document.text[mention.span.begin : mention.span.end]
            word = next((word for word in cores.CHANNELS if printed.endswith(word)), "")
            owner = printed[: len(printed) - len(word)]
            known = {names[part] for part in cores.printed_parts("".join(owner.split())) if part in names}
            if word and len(known) == 1:
                span = Span(mention.span.begin, mention.span.begin + len(owner))
                yield span, "".join(owner.split()), known.pop()


def _longest_first(matches: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    return sorted(matches, key=lambda one: (one[1] - one[2], one[1]))


def _holds(other: Span, span: Span) -> bool:
    return other != span and other.begin <= span.begin and span.end <= other.end


def _inside(span: Span, index: dict[int, list[Span]]) -> Iterator[int]:
    for at, spans in index.items():
        if any(span == one or _holds(span, one) for one in spans):
            yield at


def _is_free(text: str, span: Span, taken: Sequence[tuple[Span, Kind]]) -> bool:
    """Whether no name is read there yet, or only a longer one that says of whom it is (“X”微信公众号)."""
    for other, kind in taken:
        if other.begin >= span.end:
            break
        if other.end <= span.begin:
            continue
        if span.begin <= other.begin and other.end <= span.end and other != span and kind in _PARTS:
            continue  # the longer name was read as a place or body and some words
        if kind is Kind.POLICY and _holds(other, span):
            continue  # the title of a policy names what it is for
        before, after = text[other.begin : span.begin], text[span.end : other.end]
        if (
            other == span
            or before.strip("“ \n")
            or other.end <= span.end
            or not _REST.fullmatch("".join(after.split()))
        ):
            return False
    return True
