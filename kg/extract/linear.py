"""A linear decision: features to a score for each label, the best one wins. Weights are a table of `seeds/weights/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.errors import KgError

Floats = npt.NDArray[np.float32]


class Linear:
    """Labels and the weights of features for them; unknown features weigh nothing. `*` is counted for every row."""

    def __init__(self, labels: Sequence[str], weights: Mapping[str, tuple[float, ...]]) -> None:
        self.labels = tuple(labels)
        self.weights = weights
        self._index = {feature: at for at, feature in enumerate(weights, 1)}
        self._table = np.zeros((len(weights) + 1, len(self.labels)), dtype=np.float32)
        for feature, at in self._index.items():
            self._table[at] = weights[feature]

    def scores(self, rows: Sequence[Sequence[str]]) -> Floats:
        """The score of each label for each row of features: rows × labels."""
        index, every = self._index.get, self._index.get("*", 0)
        if not rows:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        flat: list[int] = []
        starts: list[int] = []
        for row in rows:
            starts.append(len(flat))
            flat.append(every)
            flat += [at for feature in row if (at := index(feature))]
        return np.add.reduceat(self._table[flat], starts, axis=0)

    def best(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """The label with the highest score of each row; the first of equals."""
        return [self.labels[at] for at in self.scores(rows).argmax(axis=1)] if rows else []


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
                weights[name] = tuple(int(word) / 100 for word in rest.split(" "))
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
            lines.append(f"{name}\t{' '.join(map(str, numbers))}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
