"""Weights of a linear chain from annotated letters, by stochastic gradient of the conditional likelihood.

What an annotation leaves open (an optional name) is left open here too: the likelihood is summed over every label that
the annotation allows, so that optional names are neither learnt nor unlearnt. A decision that looks at no neighbour (the
kind of a name, the role of a figure, a relation) is a chain of one.

Weights may be learnt twice: of all features those that turn out to weigh something are chosen, and these are learnt once
more by themselves, hardly held down (the relaxed lasso: Meinshausen 2007). So the tables stay small enough to be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kg.extract.chain import SCALE, Chain, Floats, Ints, Table, Template
from kg.extract.linear import Linear

Doubles = npt.NDArray[np.float64]
Allowed = npt.NDArray[np.bool_]
MayFollow = Callable[[str | None, str], bool]
Progress = Callable[[float], None]
"""Told the loss of each round."""
_FORBIDDEN = -1000.0


def _silent(*_: object) -> None:
    """Say nothing of the progress."""


@dataclass(frozen=True)
class Example:
    """One letter: its streams, where its stretches begin, and which labels each position may bear."""

    streams: Mapping[str, Ints]
    starts: Ints
    allowed: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Settings:
    """How to learn. `margin` is added to the score of what the annotation does not allow."""

    epochs: int = 12
    rate: float = 0.3
    margin: float = 0.5
    sparse: float = 0.5
    """Weights whose evidence stays below this are nothing (L1), the first time."""
    decay: float = 0.5
    """How strongly weights are held down (L2)."""
    least: int = 2
    """A feature must occur this often to get a weight."""
    drop: float = 0.0
    """The share of features that is hidden at each visit, others each time: then none may rely on another that a new letter
    lacks (Wang, S. and others 2013, "Feature noising for log-linear structured prediction")."""
    keep: float = 0.05
    """A feature whose weights all stay below this is left out."""
    again: int = 0
    """Epochs of the second time, when those that are left are learnt by themselves, held down a third as strongly."""
    faint: float = 0.05
    """A single weight below this is nothing in the end."""
    seed: int = 0


def train(
    examples: Sequence[Example],
    templates: Sequence[Template],
    labels: Sequence[str],
    may_follow: MayFollow,
    settings: Settings = Settings(),
    progress: Progress = _silent,
) -> Chain:
    """Learn a chain over streams. `may_follow(None, label)` says whether a stretch may begin with a label."""
    features = []
    for template in templates:
        keys, counts = np.unique(
            np.concatenate([template.keys(example.streams) for example in examples]), return_counts=True
        )
        features.append(keys[counts >= settings.least])
    tables = [Table(keys) for keys in features]
    offsets = np.cumsum([0, *(len(keys) + 1 for keys in features)])
    rows = [
        np.stack(
            [
                t.rows(template.keys(example.streams)) + at
                for template, t, at in zip(templates, tables, offsets, strict=False)
            ],
            1,
        )
        for example in examples
    ]
    forbidden = _forbidden(labels, may_follow)
    stretches = [(example.starts, example.allowed) for example in examples]
    data = _Data(rows, stretches, int(offsets[-1]), offsets[:-1], forbidden)
    weights, steps = _twice(data, settings, progress)
    kept_features, kept_weights = [], []
    for number, keys in enumerate(features):
        table = weights[offsets[number] + 1 : offsets[number + 1]]
        keep = table.any(axis=1)
        kept_features.append(keys[keep])
        kept_weights.append((np.rint(table[keep] * SCALE) / SCALE).astype(np.float32))
    return Chain(labels, templates, kept_features, kept_weights, (steps + forbidden).astype(np.float32))


def train_words(
    rows: Sequence[Sequence[Sequence[str]]],
    stretches: Sequence[tuple[Ints, Allowed]],
    labels: Sequence[str],
    may_follow: MayFollow,
    settings: Settings = Settings(),
    progress: Progress = _silent,
) -> tuple[Linear, Floats]:
    """Learn a chain over features in words: for each letter, for each position, its features."""
    counts = Counter(feature for letter in rows for row in letter for feature in row)
    number = {
        feature: at
        for at, feature in enumerate((f for f, n in sorted(counts.items()) if n >= settings.least), 1)
    }
    indices = []
    for letter in rows:
        index = np.zeros((len(letter), max(map(len, letter), default=0)), dtype=np.int64)
        for at, row in enumerate(letter):
            known = [number[feature] for feature in dict.fromkeys(row) if feature in number]
            index[at, : len(known)] = known
        indices.append(index)
    forbidden = _forbidden(labels, may_follow)
    data = _Data(indices, stretches, len(number) + 1, np.zeros(1, dtype=np.int64), forbidden)
    weights, steps = _twice(data, settings, progress)
    table = {feature: _rounded(weights[at]) for feature, at in number.items() if weights[at].any()}
    return Linear(labels, table), (steps + forbidden).astype(np.float32)


def decide(
    rows: Sequence[Sequence[Sequence[str]]],
    answers: Sequence[Sequence[str | None]],
    settings: Settings = Settings(),
    progress: Progress = _silent,
) -> Linear:
    """Learn a decision: for each letter the features of each case, and its answer; None leaves it open."""
    labels = sorted({answer for letter in answers for answer in letter if answer is not None})
    cases = [
        (
            np.arange(len(letter)),
            np.array([answer in (None, label) for answer in letter for label in labels]).reshape(
                -1, len(labels)
            ),
        )
        for letter in answers
    ]
    model, steps = train_words(rows, cases, labels, lambda *_: True, settings, progress)
    return Linear(labels, {"*": _rounded(steps[0]), **model.weights})


def _rounded(weights: Floats | Doubles) -> tuple[float, ...]:
    return tuple(round(float(weight), 2) for weight in weights)


def _forbidden(labels: Sequence[str], may_follow: MayFollow) -> Doubles:
    return np.array(
        [[0.0 if may_follow(before, label) else _FORBIDDEN for label in labels] for before in (None, *labels)]
    )


@dataclass(frozen=True)
class _Data:
    """Letters in numbers."""

    features: Sequence[Ints]
    """For each letter: positions × their features, as rows of the weights."""
    stretches: Sequence[tuple[Ints, Allowed]]
    """For each letter: where its stretches begin, and which labels each position may bear."""
    size: int
    """How many rows of weights there are."""
    zero: Ints
    """The row that stands for an unknown feature, for each column or for all: it stays without weight."""
    forbidden: Doubles
    """What is added to a step between two labels; the first row is for beginning."""


def _twice(data: _Data, settings: Settings, progress: Progress) -> tuple[Doubles, Doubles]:
    """Weights of the features worth keeping, learnt once more without the others; the others and faint ones are nothing."""
    weights, steps = _fit(data, settings, progress)
    kept = np.abs(weights).max(axis=1) >= settings.keep
    if settings.again:
        features = [np.where(kept[row], row, data.zero) for row in data.features]
        loose = replace(
            settings, epochs=settings.again, sparse=0.0, decay=settings.decay / 3, drop=settings.drop / 3
        )
        weights, steps = _fit(replace(data, features=features), loose, progress)
    return np.where(kept[:, None] & (np.abs(weights) >= settings.faint), weights, 0.0), steps


def _fit(data: _Data, settings: Settings, progress: Progress) -> tuple[Doubles, Doubles]:
    """Weights of rows and of steps between labels."""
    random = np.random.default_rng(settings.seed)
    width = data.forbidden.shape[1]
    weights = np.zeros((data.size, width))
    squares = np.zeros_like(weights)
    pull = np.zeros_like(weights)
    steps = np.zeros_like(data.forbidden)
    step_squares = np.full_like(steps, 1.0)
    for _ in range(settings.epochs):
        loss = 0.0
        for number in random.permutation(len(data.features)):
            row, (starts, allowed) = data.features[number], data.stretches[number]
            row = np.where(random.random(row.shape) < settings.drop, data.zero, row)
            if not len(row):
                continue
            scores = weights[row].sum(axis=1) / (1.0 - settings.drop)
            total = steps + data.forbidden
            free = forward_backward(scores + np.where(allowed, 0.0, settings.margin), total, starts)
            true = forward_backward(np.where(allowed, scores, -1e4), total, starts)
            loss += free.partition - true.partition
            difference = true.marginals - free.marginals
            at = np.flatnonzero(np.abs(difference).max(axis=1) > 1e-3)
            if not len(at):
                continue
            used, index = np.unique(row[at], return_inverse=True)
            index = index.ravel()
            gradient = np.empty((len(used), width))
            for label in range(width):
                spread = np.repeat(difference[at, label], row.shape[1])
                gradient[:, label] = np.bincount(index, spread, minlength=len(used))
            # Follow-the-regularised-leader (McMahan 2013): rare features must earn their weight.
            before = squares[used]
            after = before + gradient * gradient
            pull[used] += gradient + (np.sqrt(after) - np.sqrt(before)) / settings.rate * weights[used]
            squares[used] = after
            strength = np.maximum(np.abs(pull[used]) - settings.sparse, 0.0)
            weights[used] = (
                np.sign(pull[used]) * strength / ((1.0 + np.sqrt(after)) / settings.rate + settings.decay)
            )
            weights[data.zero] = 0.0
            step = true.transitions - free.transitions
            step_squares += step * step
            steps += settings.rate * step / np.sqrt(step_squares)
        progress(loss)
    return weights, steps


@dataclass(frozen=True)
class Expectation:
    """Log partition function, marginals (positions × labels), expected transitions (1 + labels × labels)."""

    partition: float
    marginals: Doubles
    transitions: Doubles


def forward_backward(scores: Floats | Doubles, steps: Doubles, starts: Ints) -> Expectation:
    """Expectations over all paths of all stretches at once, in probability space with a scale for each position."""
    size, width = scores.shape
    lengths = np.diff(np.append(starts, size))
    order = np.argsort(-lengths, kind="stable")
    first, lengths = starts[order], lengths[order]
    highest = scores.max(axis=1, keepdims=True)
    emission = np.exp(scores - highest)
    begin, step = np.exp(steps[0]), np.exp(steps[1:])
    ahead, scale = np.zeros((size, width)), np.zeros(size)
    current = emission[first] * begin
    for t in range(int(lengths[0])):
        still = int(np.searchsorted(-lengths, -t, side="left"))
        at = first[:still] + t
        if t:
            current = (current[:still] @ step) * emission[at]
        norm = current.sum(axis=1, keepdims=True) + 1e-300
        current = current / norm
        ahead[at] = current
        scale[at] = np.log(norm[:, 0])
    behind = np.zeros((size, width))
    ends = first + lengths - 1
    behind[ends] = 1.0
    expected = np.zeros_like(steps)
    for t in range(1, int(lengths[0])):
        still = int(np.searchsorted(-lengths, -t, side="left"))
        at = ends[:still] - t
        following = behind[at + 1] * emission[at + 1]
        values = following @ step.T
        behind[at] = values / (values.sum(axis=1, keepdims=True) + 1e-300)
        norm = ((ahead[at] @ step) * following).sum(axis=1, keepdims=True) + 1e-300
        expected[1:] += (ahead[at].T @ (following / norm)) * step
    marginals = ahead * behind
    marginals /= marginals.sum(axis=1, keepdims=True) + 1e-300
    expected[0] += marginals[first].sum(axis=0)
    return Expectation(float((scale + highest[:, 0]).sum()), marginals, expected)
