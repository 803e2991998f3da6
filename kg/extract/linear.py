"""A linear decision: features to a score for each label, the best one wins. Weights are a table of `seeds/weights/`."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice, takewhile
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kg.errors import KgError

Floats = npt.NDArray[np.float32]
F = TypeVar("F")


class Templates(dict[str, Callable[[str], F]]):
    """What makes features of values, by template: `["w="]("建成")` is `w=建成`, as a word or as a row of weights."""

    def __init__(self, make: Callable[[str], Callable[[str], F]]) -> None:
        super().__init__()
        self._make = make
        self._behind: dict[str, Templates[F]] = {}

    def __missing__(self, template: str) -> Callable[[str], F]:
        found = self[template] = self._make(template)
        return found

    def behind(self, words: str) -> Templates[F]:
        """The templates that begin with these words."""
        if words not in self._behind:
            self._behind[words] = Templates(lambda template: self._make(words + template))
        return self._behind[words]


def spelt() -> Templates[str]:
    """Features as words, to learn their weights; each word is held once, however often it stands in the rows."""
    return Templates(lambda template: lambda value: sys.intern(template + value))


class Linear:
    """Labels and the weights of features for them; unknown features weigh nothing. `*` is counted for every row."""

    def __init__(self, labels: Sequence[str], weights: Mapping[str, tuple[float, ...]]) -> None:
        self.labels = tuple(labels)
        self.weights = weights
        self._index = {feature: at for at, feature in enumerate(weights, 1)}
        self._sorted = sorted(self._index)
        self.known: Templates[int | None] = Templates(self._find)
        """Features as rows of weights, None where they have none; nothing is spelt to find them."""
        self._table = np.zeros((len(weights) + 1, len(self.labels)), dtype=np.float32)
        for feature, at in self._index.items():
            self._table[at] = weights[feature]

    def _find(self, template: str) -> Callable[[str], int | None]:
        if not template:
            return self._index.get
        first, size = bisect_left(self._sorted, template), len(template)
        alike = takewhile(lambda feature: feature.startswith(template), islice(self._sorted, first, None))
        return {feature[size:]: self._index[feature] for feature in alike}.get

    def scores(self, rows: Sequence[Iterable[int | None]]) -> Floats:
        """The score of each label for each row of features, as `known` gives them: rows × labels."""
        if not rows:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        every = self._index.get("*", 0)
        flat: list[int] = []
        starts: list[int] = []
        for row in rows:
            starts.append(len(flat))
            flat.append(every)
            flat += filter(None, row)
        return np.add.reduceat(self._table.take(flat, axis=0), starts, axis=0)

    def best(self, rows: Sequence[Iterable[int | None]]) -> list[str]:
        """The label with the highest score of each row; the first of equals."""
        return [self.labels[at] for at in self.scores(rows).argmax(axis=1)] if rows else []


_TAB = "\u2409"
"""How a tab within a feature (cells of a table stand between tabs) is written."""


def read(path: Path) -> Linear:
    """Read a table of weights: a line of labels, then a feature and one whole number of hundredths a label."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise KgError(
            f"{path}: the weights cannot be read ({error.strerror}); train them with `kg train`."
        ) from error
    labels: list[str] = []
    weights: dict[str, tuple[float, ...]] = {}
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("# "):
            continue
        name, _, rest = line.partition("\t")
        try:
            if name == "labels":
                labels = rest.split("\t")
            else:
                weights[name.replace(_TAB, "\t")] = tuple(int(word) / 100 for word in rest.split(" "))
        except ValueError as error:
            raise KgError(
                f"{path}, line {number}: not a row of weights ({error}); train them with `kg train`."
            ) from error
    return Linear(labels, weights)


def write(model: Linear, path: Path, note: str) -> None:
    """Write the table, sorted by feature."""
    lines = [f"# {note}", "\t".join(["labels", *model.labels])]
    for name in sorted(model.weights):
        numbers = [round(weight * 100) for weight in model.weights[name]]
        if any(numbers):
            lines.append("\t".join([name.replace("\t", _TAB), " ".join(map(str, numbers))]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
