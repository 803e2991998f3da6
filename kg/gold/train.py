"""Learn every table of weights from annotated letters, in minutes; nothing of this runs when letters are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from pathlib import Path

from kg.extract import chain, clauses, figures, kinds, letter, linear, relations
from kg.extract import names as naming
from kg.extract.chain import Chain
from kg.extract.clauses import ClauseModel
from kg.extract.entities import Names
from kg.extract.letter import Letter
from kg.extract.linear import Linear
from kg.extract.models import Models
from kg.extract.tags import Tag, tags
from kg.gold import clauses as gold_clauses
from kg.gold import figures as gold_figures
from kg.gold import names as gold_names
from kg.gold import relations as gold_relations
from kg.gold.annotation import Annotation
from kg.gold.learn import Progress, Settings, decide, train, train_words
from kg.models import Document

NAMES = Settings(epochs=18, margin=1.5, rate=0.1, sparse=2.0, drop=0.2, keep=0.22, faint=0.11)
"""Learnt once, with little cut away: cut to 1.5 MB letters not seen fell from .911 to .902, learnt a second time on what is
left they did not rise again."""
CLAUSES = Settings(epochs=20, margin=0.5, rate=0.05, sparse=1.0, decay=1.0, drop=0.35, keep=0.2, again=10)
DECISIONS = Settings(
    epochs=10, margin=0.0, rate=0.05, sparse=1.0, decay=1.0, drop=0.3, keep=0.12, again=10, faint=0.03
)
"""The kinds of names, the roles of figures, relations."""
Say = Callable[[str], None]


def _silent(_: str) -> None:
    """Say nothing of the progress."""


def _rounds(what: str, settings: Settings, say: Say) -> Progress:
    """Tells each round of learning, those of the second time too."""
    rounds = count(1)
    total = settings.epochs + settings.again
    return lambda loss: say(f"{what}, round {next(rounds)} of {total}: loss {loss:.0f}")


def read(annotation: Annotation) -> Letter:
    """The letter of an annotation, laid out and with its head read."""
    return letter.read(Document(annotation.name, annotation.text, ""))


def models(annotations: Sequence[Annotation], say: Say = _silent) -> Models:
    """All weights from annotated letters."""
    letters = [read(annotation) for annotation in annotations]
    return Models(
        names(annotations, letters, say),
        kinds_of(annotations, letters, say),
        *statements_and_figures(annotations, letters, say),
        related(annotations, letters, unseen(annotations, letters, say), say),
    )


def names(annotations: Sequence[Annotation], letters: Sequence[Letter], say: Say = _silent) -> Chain:
    """The chain of names."""
    examples = [
        gold_names.example(annotation, one) for annotation, one in zip(annotations, letters, strict=True)
    ]
    return train(
        examples,
        gold_names.TEMPLATES,
        gold_names.LABELS,
        gold_names.may_follow,
        NAMES,
        _rounds("names", NAMES, say),
    )


def kinds_of(annotations: Sequence[Annotation], letters: Sequence[Letter], say: Say = _silent) -> Linear:
    """The kinds of names, learnt from the annotated ones."""
    rows, answers = [], []
    for annotation, one in zip(annotations, letters, strict=True):
        groups = list(kinds.grouped(one, annotated_tags(annotation, one)).values())
        rows.append(kinds.rows(one, groups, linear.spelt()))
        answers.append([group[0].kind for group in groups])
    return decide(rows, answers, DECISIONS, _rounds("kinds", DECISIONS, say))


def statements_and_figures(
    annotations: Sequence[Annotation], letters: Sequence[Letter], say: Say = _silent
) -> tuple[ClauseModel, Linear]:
    """The chain of clauses, and the roles of figures, which look at the status of their clause."""
    parts = [clauses.clauses(one) for one in letters]
    found = [figures.candidates(one) for one in letters]
    rows = [
        clauses.features(one, part, [candidate.quantity for candidate in candidates], linear.spelt())
        for one, part, candidates in zip(letters, parts, found, strict=True)
    ]
    stretches = [
        gold_clauses.allowed(annotation, part) for annotation, part in zip(annotations, parts, strict=True)
    ]
    table, steps = train_words(
        rows,
        stretches,
        clauses.LABELS,
        gold_clauses.may_follow,
        CLAUSES,
        _rounds("clauses", CLAUSES, say),
    )
    figure_rows, roles = [], []
    for annotation, one, part, candidates, (_, allowed) in zip(
        annotations, letters, parts, found, stretches, strict=True
    ):
        labels = [clauses.LABELS[row.argmax()] if not row.all() else "none" for row in allowed]
        figure_rows.append(figures.features(one, candidates, labels, part, linear.spelt()))
        roles.append(gold_figures.roles(annotation, candidates))
    return ClauseModel(table, steps), decide(
        figure_rows, roles, DECISIONS, _rounds("figures", DECISIONS, say)
    )


def related(
    annotations: Sequence[Annotation],
    letters: Sequence[Letter],
    found: Sequence[Sequence[Tag]],
    say: Say = _silent,
) -> Linear:
    """The choice of relations, learnt with the annotated names and with those that were found.

    From names as they are found it learns what to leave alone: a name that is none, or half of one, relates to nothing.
    """
    rows, answers = [], []
    for annotation, one, loose in zip(annotations, letters, found, strict=True):
        for which, otherwise in ((annotated_tags(annotation, one), None), (loose, "none")):
            named = naming.read(one, which)
            pairs = list(relations.pairs(one, named))
            rows.append(relations.rows(one, named, pairs, linear.spelt()))
            answers.append(gold_relations.labels(annotation, named, pairs, otherwise))
    return decide(rows, answers, DECISIONS, _rounds("relations", DECISIONS, say))


def unseen(
    annotations: Sequence[Annotation], letters: Sequence[Letter], say: Say = _silent
) -> list[list[Tag]]:
    """The names that are found in each letter by weights that have not seen it: those of the other half of the letters."""
    half = {name: at % 2 for at, name in enumerate(sorted({annotation.name for annotation in annotations}))}
    seen = [half[annotation.name] for annotation in annotations]
    found: list[list[Tag]] = [[] for _ in letters]
    for which in (0, 1):
        mine = [at for at, one in enumerate(seen) if one != which]
        known, learnt = [annotations[at] for at in mine], [letters[at] for at in mine]
        chain_of_half, kinds_of_half = names(known, learnt, say), kinds_of(known, learnt, say)
        for at in (at for at, one in enumerate(seen) if one == which):
            found[at] = kinds.judged(letters[at], tags(letters[at], chain_of_half), kinds_of_half)
    return found


def annotated_tags(annotation: Annotation, one: Letter) -> list[Tag]:
    """The annotated names, optional ones too, as the chain would give them: longest first, none over another."""
    text = one.text
    places = []
    for entity in annotation.entities:
        label = gold_names.LABEL[entity["type"]]
        for form in {entity["name"], *entity.get("aliases", [])}:
            for begin, end in annotation.find(form):
                if label == "POLICY" and gold_names.titled(text, begin, end):
                    continue
                places.append((begin - end, begin, end, label))
    taken = [False] * len(text)
    found = []
    for _, begin, end, label in sorted(places):
        if not any(taken[begin:end]):
            taken[begin:end] = [True] * (end - begin)
            found.append(Tag(begin, end, label))
    return sorted(found, key=lambda tag: tag.begin)


def save(trained: Models, folder: Path, note: str, words: dict[int, str]) -> None:
    """Write the tables into a folder such as `seeds/weights`."""
    folder.mkdir(parents=True, exist_ok=True)
    chain.write(trained.names, folder / "names.tsv", words, note)
    linear.write(trained.kinds, folder / "kinds.tsv", note)
    linear.write(clauses.joined(trained.clauses), folder / "clauses.tsv", note)
    linear.write(trained.figures, folder / "figures.tsv", note)
    linear.write(trained.relations, folder / "relations.tsv", note)


def vocabulary(letters: Iterable[Letter]) -> dict[int, str]:
    """The words and tags behind the symbols of the streams, to spell them in the table."""
    found: dict[int, str] = {}
    for one in letters:
        for word, tag in one.tagged:
            if not any(c.isspace() for c in word):
                found[chain.word_symbol(word)] = word
            found[chain.word_symbol(tag)] = tag
    return found


__all__ = ["Names", "models", "read", "save", "vocabulary"]
