"""One letter's named graph: what it says, each fact with the words that say it.

The graph's IRI is the letter's. Nothing here depends on another document except the IRIs of things, so a
letter's graph can be replaced alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg import identity
from kg.graph import dates
from kg.graph.terms import (
    ASSERTION,
    CG,
    CITO,
    DCTERMS,
    FIGURE,
    ITSRDF,
    LABEL,
    NIF,
    ORG,
    PASSAGE,
    PROPERTIES,
    PROV,
    RDF,
    REPLY,
    SCHEMA,
    STATEMENT,
    TYPE,
    day,
    decimal,
    node,
    offset,
    text,
)
from kg.models import EntityField, Facts, Field, Figure, Kind, Linked, Passage, Predicate, Span, Statement

_ORGANIZATIONS = (Kind.BODY, Kind.ORGANIZATION)


def letter(linked: Linked, base: str) -> Iterator[Quad]:
    """All quads of the letter's graph, in no particular order; some may come twice."""
    return _Letter(linked, base).quads()


class Sections:
    """Which section a place of the letter is in: the innermost one that holds it."""

    def __init__(self, sections: Iterable[Passage]) -> None:
        # By begin, the wider first: the last that reaches over a place is then the innermost.
        self._sections = sorted(sections, key=lambda one: (one.span.begin, -one.span.end))
        self._begins = [one.span.begin for one in self._sections]

    def of(self, span: Span) -> str | None:
        """The heads above the span ("二/（一）/2"); None before the first section."""
        for index in range(bisect_right(self._begins, span.begin) - 1, -1, -1):
            if self._sections[index].span.end >= span.end:
                return self._sections[index].section
        return None


class _Letter:
    """Collects the quads of one letter."""

    def __init__(self, linked: Linked, base: str) -> None:
        self.linked = linked
        self.facts: Facts = linked.facts
        self.text = linked.facts.document.text
        self.iri = linked.document
        self.document = node(linked.document)
        self.entities = [node(iri) for iri in linked.entities]
        self.base = base
        self.sections = Sections(linked.facts.sections)
        self.out: list[Quad] = []
        self.passages: dict[Span, NamedNode] = {}
        self.proofs: dict[tuple[NamedNode, NamedNode, NamedNode | Literal], set[tuple[Span, str]]]
        self.proofs = defaultdict(set)
        self.words: dict[NamedNode, str] = {}

    def quads(self) -> Iterator[Quad]:
        self._letter()
        self._header()
        self._mentions()
        self._relations()
        figures = self._figures()
        self._statements(figures)
        self._assertions()
        yield from self.out

    def add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal | None) -> None:
        if value is not None:
            self.out.append(Quad(subject, predicate, value, self.document))

    def say(self, subject: NamedNode, classes: Iterable[NamedNode], label: str) -> None:
        for one in classes:
            self.add(subject, TYPE, one)
        self.add(subject, LABEL, text(label))
        self.words[subject] = label

    def prove(
        self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal, span: Span, rule: str
    ) -> None:
        """Writes the triple and keeps the words that say it; one triple may be said in several places."""
        self.add(subject, predicate, value)
        self.proofs[subject, predicate, value].add((span, rule))

    def evidence(self, subject: NamedNode, span: Span) -> None:
        passage = self.passage(span)
        self.add(subject, CG("evidence"), passage)
        self.add(subject, PROV("wasDerivedFrom"), passage)

    def passage(self, span: Span) -> NamedNode:
        known = self.passages.get(span)
        if known is not None:
            return known
        passage = self.passages[span] = passage_node(self.iri, span)
        words = self.text[span.begin : span.end]
        self.say(passage, PASSAGE, words)
        self.add(passage, NIF("anchorOf"), text(words))
        self.add(passage, NIF("beginIndex"), offset(span.begin))
        self.add(passage, NIF("endIndex"), offset(span.end))
        self.add(passage, NIF("referenceContext"), self.document)
        section = self.sections.of(span)
        self.add(passage, CG("section"), text(section) if section else None)
        return passage

    # --- the letter and its head --------------------------------------------------------------------------

    def _letter(self) -> None:
        facts, header = self.facts, self.facts.header
        for one in REPLY:
            self.add(self.document, TYPE, one)
        self.add(self.document, CG("sourceFile"), text(facts.document.source))
        self.add(self.document, NIF("isString"), text(self.text))
        known = (
            header.issued.value
            if header.issued
            else dates.year_of_number(header.number.value if header.number else None)
        )
        if known:
            self.add(self.document, CG("issuedFrom"), day(dates.first_day(known)))
            self.add(self.document, CG("issuedTo"), day(dates.last_day(known)))
        self.words[self.document] = letter_name(facts)
        for entity, iri in zip(facts.entities, self.entities, strict=True):
            self.words.setdefault(iri, entity.name)

    def _header(self) -> None:
        header = self.facts.header
        letter = self.document
        self._field(letter, DCTERMS("identifier"), header.number)
        self._field(letter, DCTERMS("title"), header.title)
        self._field(letter, CG("handlingCategory"), header.category)
        if header.issued:
            value = dates.typed(header.issued.value)
            self.prove(letter, DCTERMS("issued"), value, header.issued.span, header.issued.rule)
        self._things(letter, DCTERMS("publisher"), header.issuers)
        self._things(letter, CG("signedBy"), (header.signer,) if header.signer else ())
        self._things(letter, CG("addressedTo"), header.addressees)
        self._things(letter, CG("consulted"), header.consulted)
        self._things(letter, CG("copiedTo"), header.copied_to)
        self._suggestion()

    def _suggestion(self) -> None:
        """The suggestion that the letter answers, as far as the letter tells of it."""
        header = self.facts.header
        iri = identity.suggestion(self.facts, self.iri, self.base)
        if iri is None:
            return
        suggestion = node(iri)
        self.words[suggestion] = suggestion_name(self.facts)
        named = [one for one in (header.suggestion_number, header.suggestion_title) if one]
        others = [one for one in (header.session, *header.proposers) if one]
        for said in named or others:
            for predicate in (CG("repliesTo"), DCTERMS("references")):
                self.prove(self.document, predicate, suggestion, said.span, said.rule)
        self.add(self.document, CITO("repliesTo"), suggestion)
        self._field(suggestion, DCTERMS("identifier"), header.suggestion_number)
        self._field(suggestion, DCTERMS("title"), header.suggestion_title)
        self._things(suggestion, CG("proposedBy"), header.proposers)
        session = identity.session(self.facts, self.base)
        if session and header.session:
            self.words[node(session)] = header.session_name or header.session.value
            span, rule = header.session.span, header.session.rule
            self.prove(suggestion, CG("session"), node(session), span, rule)

    def _field(self, subject: NamedNode, predicate: NamedNode, field: Field | None) -> None:
        if field:
            self.prove(subject, predicate, text(field.value), field.span, field.rule)

    def _things(self, subject: NamedNode, predicate: NamedNode, fields: Iterable[EntityField]) -> None:
        for field in fields:
            entity = self.entities[field.entity]
            self.prove(subject, predicate, entity, field.span, field.rule)
            self._names(entity)

    # --- entities and relations ---------------------------------------------------------------------------

    def _mentions(self) -> None:
        for index, entity in enumerate(self.facts.entities):
            for mention in entity.mentions:
                passage = self.passage(mention.span)
                self.add(passage, ITSRDF("taIdentRef"), self.entities[index])
                self.add(passage, CG("rule"), text(mention.rule))
                self._names(self.entities[index])
            if Kind.POLICY in entity.kinds and entity.mentions and self.entities[index] != self.document:
                for mention in entity.mentions:
                    self.prove(
                        self.document,
                        DCTERMS("references"),
                        self.entities[index],
                        mention.span,
                        mention.rule,
                    )
            self._validity(index)

    def _names(self, entity: NamedNode) -> None:
        if entity != self.document:
            self.add(self.document, SCHEMA("mentions"), entity)

    def _validity(self, index: int) -> None:
        entity = self.facts.entities[index]
        for mention in entity.mentions:
            if entity.valid_from:
                value = day(dates.first_day(entity.valid_from))
                self.prove(self.entities[index], CG("validFrom"), value, mention.span, mention.rule)
            if entity.valid_to:
                value = day(dates.last_day(entity.valid_to))
                self.prove(self.entities[index], CG("validTo"), value, mention.span, mention.rule)

    def _relations(self) -> None:
        for relation in self.facts.relations:
            subject, value = self.entities[relation.subject], self.entities[relation.object]
            if subject == value:
                continue  # two names in the letter that another letter shows to be one thing
            self.prove(subject, PROPERTIES[relation.predicate], value, relation.span, relation.rule)
            ends = (self.facts.entities[relation.subject], self.facts.entities[relation.object])
            if relation.predicate is Predicate.PART_OF and all(
                any(kind in _ORGANIZATIONS for kind in end.kinds) for end in ends
            ):
                self.prove(subject, ORG("subOrganizationOf"), value, relation.span, relation.rule)

    def _assertions(self) -> None:
        for (subject, predicate, value), proofs in self.proofs.items():
            end = value.value
            name = identity.digest(f"{subject.value} {predicate.value} {value}")
            assertion = node(f"{self.iri}#assertion={name}")
            property_ = predicate.value.replace("#", "/").rsplit("/", 1)[-1]
            shown = self.words.get(value, end) if isinstance(value, NamedNode) else end
            self.say(
                assertion, ASSERTION, f"{self.words.get(subject, subject.value)} · {property_} · {shown}"
            )
            self.add(assertion, RDF("subject"), subject)
            self.add(assertion, RDF("predicate"), predicate)
            self.add(assertion, RDF("object"), value)
            self.add(assertion, CG("statedIn"), self.document)
            for span, rule in proofs:
                self.evidence(assertion, span)
                self.add(assertion, CG("rule"), text(rule))

    # --- what the government says -------------------------------------------------------------------------

    def _figures(self) -> list[NamedNode]:
        figures = self.facts.figures
        nodes = figure_nodes(self.linked)
        for iri, figure in zip(nodes, figures, strict=True):
            self._figure(iri, figure, nodes)
        return nodes

    def _figure(self, iri: NamedNode, figure: Figure, nodes: list[NamedNode]) -> None:
        number = self.text[figure.number.begin : figure.number.end]
        self.say(iri, FIGURE, f"{figure.indicator} {number}".strip())
        self.add(iri, CG("statedIn"), self.document)
        self.evidence(iri, figure.span)
        self.add(iri, CG("rule"), text(figure.rule))
        self.add(iri, CG("indicator"), text(figure.indicator))
        self.add(iri, CG("value"), decimal(figure.value))
        self.add(iri, CG("unit"), text(figure.unit))
        self.add(iri, CG("baseValue"), decimal(figure.base_value))
        self.add(iri, CG("baseUnit"), text(figure.base_unit))
        self.add(iri, CG("comparator"), text(figure.comparator))
        self.add(iri, CG("role"), text(figure.role))
        self.add(iri, CG("measure"), text(figure.measure))
        self.add(iri, CG("periodStart"), day(figure.period_start) if figure.period_start else None)
        self.add(iri, CG("periodEnd"), day(figure.period_end) if figure.period_end else None)
        self.add(iri, CG("periodText"), text(figure.period_text) if figure.period_text else None)
        self._about(iri, figure.about)
        if figure.range_with is not None:
            self.add(iri, CG("rangeWith"), nodes[figure.range_with])
            self.add(nodes[figure.range_with], CG("rangeWith"), iri)

    def _statements(self, figures: list[NamedNode]) -> None:
        statements = self.facts.statements
        nodes = statement_nodes(self.linked)
        for iri, statement in zip(nodes, statements, strict=True):
            self._statement(iri, statement, figures)

    def _statement(self, iri: NamedNode, statement: Statement, figures: list[NamedNode]) -> None:
        classes = (STATEMENT[statement.status], CG("Statement"), SCHEMA("Claim"))
        self.say(iri, classes, self.text[statement.span.begin : statement.span.end])
        self.add(iri, CG("statedIn"), self.document)
        self.evidence(iri, statement.span)
        self.add(iri, CG("rule"), text(statement.rule))
        self.add(iri, CG("status"), CG(statement.status.value))
        self.add(iri, CG("strength"), CG(statement.strength.value) if statement.strength else None)
        self.add(iri, CG("condition"), text(statement.condition) if statement.condition else None)
        self.add(iri, CG("deadline"), day(statement.deadline) if statement.deadline else None)
        self.add(iri, CG("deadlineText"), text(statement.deadline_text) if statement.deadline_text else None)
        self._actor(iri, statement)
        self._about(iri, statement.about)
        for figure in statement.figures:
            self.add(iri, CG("hasFigure"), figures[figure])

    def _actor(self, iri: NamedNode, statement: Statement) -> None:
        issuers = self.facts.header.issuers
        if statement.actor is not None:
            self.add(iri, CG("actor"), self.entities[statement.actor])
            self.add(iri, CG("actorBasis"), text(statement.actor_basis))
        elif issuers:
            self.add(iri, CG("actor"), self.entities[issuers[0].entity])
            self.add(iri, CG("actorBasis"), text("implied"))

    def _about(self, iri: NamedNode, indices: Iterable[int]) -> None:
        for index in indices:
            self.add(iri, CG("about"), self.entities[index])
            self.add(iri, DCTERMS("subject"), self.entities[index])


def figure_nodes(linked: Linked) -> list[NamedNode]:
    """The IRIs of the letter's figures, in the order of `Facts.figures`."""
    figures, letter = linked.facts.figures, linked.facts.document.text
    names = [
        "\n".join((_words(letter, one.span), _words(letter, one.number), str(decimal(one.value)), one.unit))
        for one in figures
    ]
    return _minted(linked.document, "figure", names, [one.number for one in figures])


def statement_nodes(linked: Linked) -> list[NamedNode]:
    """The IRIs of the letter's statements, in the order of `Facts.statements`."""
    spans = [one.span for one in linked.facts.statements]
    names = [_words(linked.facts.document.text, span) for span in spans]
    return _minted(linked.document, "statement", names, spans)


def passage_node(document: str, span: Span) -> NamedNode:
    """The IRI of a passage of the letter."""
    return node(f"{document}#char={span.begin},{span.end}")


def _words(letter: str, span: Span) -> str:
    """The words without white space: a line break in a web copy makes no other statement."""
    return "".join(letter[span.begin : span.end].split())


def _minted(document: str, kind: str, names: list[str], spans: list[Span]) -> list[NamedNode]:
    """IRIs from words; equal words are numbered in the order of the text."""
    nodes: dict[int, NamedNode] = {}
    met: Counter[str] = Counter()
    for index in sorted(range(len(names)), key=lambda i: (spans[i], i)):
        name = identity.digest(names[index])
        met[name] += 1
        ordinal = f"-{met[name]}" if met[name] > 1 else ""
        nodes[index] = node(f"{document}#{kind}={name}{ordinal}")
    return [nodes[index] for index in range(len(names))]


def letter_name(facts: Facts) -> str:
    """What a letter is called: its title, else its number, else the name of its file."""
    header = facts.header
    field = header.title or header.number
    return field.value if field else facts.document.source


def suggestion_name(facts: Facts) -> str:
    """What a suggestion is called: its title, else its number and session."""
    header = facts.header
    return header.suggestion_title.value if header.suggestion_title else suggestion_number_name(facts)


def suggestion_number_name(facts: Facts) -> str:
    """慈溪市第十八届人民代表大会第二次会议第151号建议, as far as it is known."""
    header = facts.header
    session = header.session_name or (header.session.value if header.session else "")
    number = f"第{header.suggestion_number.value}号" if header.suggestion_number else ""
    return f"{session}{number}{'提案' if header.proposal else '建议'}"
