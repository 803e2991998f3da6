"""One annotated letter: what a careful reader says that it states, found again in the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.text.fold import fold
from kg.text.layout import Flow, flow

_SPACE = re.compile(r"\s")
_EDTF = re.compile(r"(?:\.\.|[\d-]+[~?]?)?(?:/(?:\.\.|[\d-]+[~?]?)?)?")


@dataclass(frozen=True)
class Annotation:
    """The annotation of one document beside its text."""

    path: Path
    text: str
    flow: Flow
    header: dict[str, Any]
    entities: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    statements: list[dict[str, Any]]
    relations: list[dict[str, Any]]

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def _tight(self) -> tuple[str, list[int]]:
        """The flow without white space, and where each character stands in the flow."""
        places = [at for at, c in enumerate(self.flow.text) if not c.isspace()]
        return "".join(self.flow.text[at] for at in places), places

    def find(self, quote: str) -> list[tuple[int, int]]:
        """Every place of a quote in the flow; white space and equivalent characters do not count."""
        tight, places = self._tight
        wanted = _SPACE.sub("", fold(quote))
        found, at = [], tight.find(wanted) if wanted else -1
        while at >= 0:
            found.append((places[at], places[at + len(wanted) - 1] + 1))
            at = tight.find(wanted, at + 1)
        return found


def read(path: Path) -> Annotation:
    """Read NAME.json and the text that it names, beside it or in `../documents`."""
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = next(
            folder / gold["doc"]
            for folder in (
                path.parent,
                path.parent.parent / "documents",
                path.parent.parent / "seeds",
                path.parents[2] / "seeds" / "documents" if len(path.parents) > 2 else path.parent,
                path.parents[3] / "seeds" / "documents" if len(path.parents) > 3 else path.parent,
            )
            if (folder / gold["doc"]).exists()
        )
        text = source.read_text(encoding="utf-8").replace("\r\n", "\n")
        _check_dates(gold)
        return Annotation(
            path,
            text,
            flow(text),
            gold["header"],
            gold["entities"],
            gold["figures"],
            gold["statements"],
            gold["relations"],
        )
    except StopIteration as error:
        raise KgError(f"{path}: its text is neither beside it nor in a folder `documents`.") from error
    except (OSError, ValueError, KeyError) as error:
        raise KgError(f"{path}: not an annotation ({error}); see tests/gold/GUIDELINES.md.") from error


def _check_dates(gold: dict[str, Any]) -> None:
    """ValueError where a deadline or a period is no date in EDTF."""
    for kind, name in (("statements", "deadline"), ("figures", "period")):
        for record in gold[kind]:
            if record.get(name) and not _EDTF.fullmatch(record[name]):
                raise ValueError(f"{name} {record[name]!r} of {record['quote'][:20]!r} is no date in EDTF")


def read_all(paths: list[Path]) -> Iterator[Annotation]:
    """Annotations of files and folders, in order of name."""
    for path in paths:
        files = sorted(path.glob("*.json")) if path.is_dir() else [path]
        for file in files:
            yield read(file)
