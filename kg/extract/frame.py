"""The frame of extraction: a spaCy pipeline over a Doc with one token a character.

Token i is character i of the document, so every offset is a token index and `Span(doc, begin, end)` cannot miss. Each
step is a registered component that reads what earlier steps left on the Doc and adds its own: named span groups
(`doc.spans["names"]`, `"figures"`, `"statements"`, `"relations"`) for other components to read or change, and the
values behind them in `doc._.kg`. A user can put a component of his own between them or replace one:

    nlp = kg.extract.frame.pipeline()
    nlp.replace_pipe("kg_names", "my_names")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.extract import (
    assemble,
    clauses,
    doubts,
    figures,
    kinds,
    letter,
    names,
    relations,
    statements,
    tables,
    tags,
)
from kg.extract.clauses import Clause
from kg.extract.entities import Names
from kg.extract.figures import Candidate
from kg.extract.letter import Letter
from kg.extract.models import Models, shipped
from kg.extract.tags import Tag
from kg.models import Document, Doubt, Entity, Facts, Figure, Relation, Statement

STEPS = ("kg_letter", "kg_names", "kg_clauses", "kg_figures", "kg_statements", "kg_relations")


@dataclass
class Work:
    """What the steps have found so far about one document."""

    document: Document
    models: Models
    letter: Letter | None = None
    tags: list[Tag] = field(default_factory=list)
    names: Names | None = None
    parts: list[Clause] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    margins: list[float] = field(default_factory=list)
    """How far the label of each clause is ahead of the next best one."""
    candidates: list[Candidate] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def facts(self) -> Facts:
        """Everything that was found, as values."""
        text, named = _read(self)
        return assemble.facts(text, named, self.figures, self.statements, self.relations, self.doubts)


Doc.set_extension("kg", default=None, force=True)


def characters(vocab: Vocab) -> Callable[[str], Doc]:
    """A tokenizer that makes each character a token, white space too."""

    def tokenize(text: str) -> Doc:
        return Doc(vocab, words=list(text), spaces=[False] * len(text))

    return tokenize


def _read(work: Work) -> tuple[Letter, Names]:
    """Letter and names of a document whose first steps have run."""
    if work.letter is None or work.names is None:
        raise ValueError("kg_letter and kg_names must run before the other steps")
    return work.letter, work.names


def _group(doc: Doc, name: str, spans: Iterable[tuple[int, int, str]]) -> None:
    doc.spans[name] = [Span(doc, begin, end, label) for begin, end, label in spans if begin < end]


@Language.component("kg_letter")
def kg_letter(doc: Doc) -> Doc:
    """Layout and head."""
    work: Work = doc._.kg
    work.letter = letter.read(work.document)
    return doc


@Language.component("kg_names")
def kg_names(doc: Doc) -> Doc:
    """Entities and their mentions."""
    work: Work = doc._.kg
    if work.letter is None:
        raise ValueError("kg_letter must run before kg_names")
    found = tags.tags(work.letter, work.models.names)
    work.tags = kinds.judged(work.letter, found, work.models.kinds)
    work.names = names.read(work.letter, work.tags)
    _group(
        doc,
        "names",
        ((m.span.begin, m.span.end, str(e.kinds[0].value)) for e in work.names.entities for m in e.mentions),
    )
    return doc


@Language.component("kg_clauses")
def kg_clauses(doc: Doc) -> Doc:
    """Clauses with their status, and the quantities in them."""
    work: Work = doc._.kg
    text, _ = _read(work)
    work.candidates = figures.candidates(text)
    work.parts = clauses.clauses(text)
    quantities = [candidate.quantity for candidate in work.candidates]
    rows = clauses.features(text, work.parts, quantities, work.models.clauses.linear.known)
    labels, work.margins = clauses.statuses(work.parts, rows, work.models.clauses)
    work.labels = clauses.promised(text, work.parts, labels)
    return doc


@Language.component("kg_figures")
def kg_figures(doc: Doc) -> Doc:
    """Figures among the quantities, and in tables."""
    work: Work = doc._.kg
    text, named = _read(work)
    known = work.models.figures.known
    rows = figures.features(text, work.candidates, work.labels, work.parts, known)
    tabled, unclear = tables.read(text, named)
    work.figures = figures.read(text, work.candidates, rows, named, work.models.figures) + tabled
    work.doubts += unclear
    _group(doc, "figures", ((f.number.begin, f.number.end, f.role) for f in work.figures))
    return doc


@Language.component("kg_statements")
def kg_statements(doc: Doc) -> Doc:
    """Statements from clauses; refusals among the rest."""
    work: Work = doc._.kg
    text, named = _read(work)
    work.statements = statements.read(text, named, work.parts, work.labels, work.figures)
    _group(doc, "statements", ((s.span.begin, s.span.end, s.status.value) for s in work.statements))
    return doc


@Language.component("kg_relations")
def kg_relations(doc: Doc) -> Doc:
    """Relations between entities, and what is left unclear."""
    work: Work = doc._.kg
    text, named = _read(work)
    work.relations, unsure = relations.read(text, named, work.models.relations)
    work.doubts += doubts.read(text, named, work.parts, work.statements)
    work.doubts += doubts.names(text, named, work.tags)
    work.doubts += doubts.statuses(text, work.parts, work.labels, work.margins)
    work.doubts += unsure
    _group(doc, "relations", ((r.span.begin, r.span.end, r.predicate.value) for r in work.relations))
    return doc


@cache
def pipeline() -> Language:
    """The pipeline with all steps."""
    nlp = Language(Vocab())
    nlp.tokenizer = characters(nlp.vocab)
    nlp.max_length = 1 << 31
    for step in STEPS:
        nlp.add_pipe(step)
    return nlp


def annotate(document: Document, models: Models | None = None) -> Doc:
    """The Doc of a document after all steps; `doc._.kg.facts()` gives the values."""
    nlp = pipeline()
    doc = nlp.make_doc(document.text)
    doc._.kg = Work(document, models or shipped())
    return nlp(doc)


def stream(documents: Iterable[Document], models: Models | None = None) -> Iterator[Facts]:
    """Facts of many documents, one after the other."""
    for document in documents:
        work: Work = annotate(document, models)._.kg
        yield work.facts()


__all__ = ["STEPS", "Entity", "Work", "annotate", "characters", "pipeline", "stream"]
