"""One document's facts: who answers whom, what is named, counted, promised and related, each with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.models import Document, Facts

if TYPE_CHECKING:
    from kg.extract.models import Models


def extract(document: Document, models: Models | None = None) -> Facts:
    """All facts of one document. Needs no other document; the same text gives the same facts on any machine.

    `models` replaces the weights that come with the project, to measure or to compare.
    """
    from kg.extract import frame  # spaCy takes most of a second to import: only who extracts pays for it

    work: frame.Work = frame.annotate(document, models)._.kg
    return work.facts()
