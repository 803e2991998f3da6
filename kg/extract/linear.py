"""A linear decision: features to a score for each label, the best one wins. Weights are a table of `seeds/weights/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.errors import KgError


class Linear:
    """Labels and the weights of features for them; unknown features weigh nothing."""

    def __init__(self, labels: Sequence[str], weights: Mapping[str, tuple[float, ...]]) -> None:
        self.labels = tuple(labels)
        self.weights = weights
        self._zero = (0.0,) * len(self.labels)

    def scores(self, features: Iterable[str]) -> list[float]:
        """The score of each label, in their order."""
        weights = self.weights
        total = list(weights.get("*", self._zero))
        for feature in features:
            row = weights.get(feature)
            if row is not None:
                for at, weight in enumerate(row):
                    total[at] += weight
        return total

    def best(self, features: Iterable[str]) -> str:
        """The label with the highest score; the first of equals."""
        scores = self.scores(features)
        return self.labels[scores.index(max(scores))]


def read(path: Path) -> Linear:
    """Read a table of weights: a line of labels, then a feature and one whole number of hundredths a label."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise KgError(f"{path}: the weights cannot be read ({error.strerror}); train them with `kg train`.") from error
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
                if len(weights[name]) != len(labels):
                    raise ValueError("as many numbers as labels are needed")
        except ValueError as error:
            raise KgError(f"{path}, line {number}: not a row of weights ({error}); train them with `kg train`.") from error
    return Linear(labels, weights)


def write(model: Linear, path: Path, note: str) -> None:
    """Write the table, sorted by feature."""
    lines = [f"# {note}", "\t".join(["labels", *model.labels])]
    for name in sorted(model.weights):
        numbers = [round(weight * 100) for weight in model.weights[name]]
        if any(numbers):
            lines.append(f"{name}\t{' '.join(map(str, numbers))}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
