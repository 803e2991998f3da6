"""Where each point stands: computed once, here, the same for the same graph; a page never moves points.

A small force layout for what a page opens with (spring edges, exact repulsion, then points pushed apart so
that names fit), and a near free place beside its neighbours for every other point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import cos, sin

import numpy as np
from numpy.typing import NDArray

SPACING = 46.0
"""Mean distance between neighbours, in pixels at zoom 1."""
ROOM = 21.0
"""How far from the middle of a name points are kept, in the same pixels."""
WIDE = 1.6
"""Width over height of the whole: that of the part of a screen that a graph gets."""
_TURN = 2.399963229728653  # the golden angle: points on a spiral that are never in line
_CHUNK = 256

Edge = tuple[int, int, float]
"""Two points by number, and how strongly they belong together (0 to 1)."""
_Points = NDArray[np.float64]


def places(
    core: int, total: int, edges: Sequence[Edge], named: Mapping[int, float] | None = None
) -> list[tuple[float, float]]:
    """x and y of each of `total` points; the first `core` are laid out together, the rest beside them.

    On the right of those that are `named` room is left for a name, as wide as is said, in pixels at zoom 1.
    """
    inner = [edge for edge in edges if edge[0] < core and edge[1] < core]
    names = {one: width for one, width in (named or {}).items() if one < core}
    points = _roomy(_force(core, inner), names)
    return _beside(points, total, edges)


def _force(count: int, edges: Sequence[Edge]) -> _Points:
    if count == 0:
        return np.zeros((0, 2))
    size = SPACING * max(count, 1) ** 0.5
    points = _start(count, edges) * size
    if count == 1:
        return np.zeros((1, 2))
    ends = np.array([(a, b) for a, b, _ in edges], dtype=np.int64).reshape(-1, 2)
    weight = np.array([one for _, _, one in edges])
    degree = np.bincount(ends.ravel(), minlength=count).astype(float)
    # A hub must not pull all its points into one clump: each of many links pulls less.
    pull = weight / np.maximum(1.0, np.minimum(degree[ends[:, 0]], degree[ends[:, 1]])) ** 0.5
    pull /= np.maximum(1.0, np.maximum(degree[ends[:, 0]], degree[ends[:, 1]]) / 12) ** 0.5
    steps = 160
    for step in range(steps):
        heat = SPACING * 1.6 * (1 - step / steps) ** 1.4 + 0.5
        force = _repulsion(points, SPACING)
        reach = points[ends[:, 1]] - points[ends[:, 0]]
        length = np.hypot(reach[:, 0], reach[:, 1])
        drawn = reach * (pull * np.maximum(length - SPACING, 0) / SPACING / np.maximum(length, 1e-9))[:, None]
        drawn *= SPACING * 0.2
        np.add.at(force, ends[:, 0], drawn)
        np.add.at(force, ends[:, 1], -drawn)
        force -= points * (0.9 * SPACING / size)
        strength = np.hypot(force[:, 0], force[:, 1])
        points += force * (np.minimum(strength, heat) / np.maximum(strength, 1e-9))[:, None]
    points -= points.mean(axis=0)
    spread = np.sort(np.abs(points), axis=0)[int(0.98 * (count - 1))]  # a few far points do not count
    points *= size / 2 / np.maximum(spread, 1e-9) * np.array([WIDE**0.5, WIDE**-0.5])
    return _apart(points)


def _start(count: int, edges: Sequence[Edge]) -> _Points:
    """Random points, each then moved towards the mean of its neighbours: related things begin near."""
    points = np.random.default_rng(1).normal(size=(count, 2))
    ends = np.array([(a, b) for a, b, _ in edges], dtype=np.int64).reshape(-1, 2)
    weight = np.array([one for _, _, one in edges])
    if len(ends):
        for _ in range(12):
            total, mean = np.zeros(count), np.zeros((count, 2))
            for one, other in ((0, 1), (1, 0)):
                np.add.at(mean, ends[:, one], points[ends[:, other]] * weight[:, None])
                np.add.at(total, ends[:, one], weight)
            linked = total > 0
            points[linked] = 0.4 * points[linked] + 0.6 * mean[linked] / total[linked, None]
            points /= max(float(points.std()), 1e-9)
    return points * 0.35


def _repulsion(points: _Points, spacing: float) -> _Points:
    """Every point from every other, by the inverse of the distance, strongest below the mean distance."""
    force = np.empty_like(points)
    for begin in range(0, len(points), _CHUNK):
        apart = points[begin : begin + _CHUNK, None, :] - points[None, :, :]
        square = np.einsum("ijk,ijk->ij", apart, apart) + 1.0
        push = spacing**2 / square
        push += 4.0 * (square < spacing**2) * push
        force[begin : begin + _CHUNK] = np.einsum("ij,ijk->ik", push, apart) * 0.28
    return force


def _apart(points: _Points, fixed: Sequence[int] = ()) -> _Points:
    """Points nearer than a label's height are pushed apart until all have room; the fixed ones stay."""
    near = SPACING * 0.75
    for _ in range(8 if fixed else 60):
        moved = 0.0
        shift = np.zeros_like(points)
        for begin in range(0, len(points), _CHUNK):
            away = points[begin : begin + _CHUNK, None, :] - points[None, :, :]
            distance = np.hypot(away[..., 0], away[..., 1])
            rows = np.arange(len(distance))
            distance[rows, rows + begin] = np.inf
            close = np.maximum(near - distance, 0)
            moved += float(close.sum())
            shift[begin : begin + _CHUNK] = np.einsum("ij,ijk->ik", close / np.maximum(distance, 1.0), away)
        shift[list(fixed)] = 0
        points = points + 0.35 * shift
        if moved < near:
            break
    return points


def _roomy(points: _Points, named: Mapping[int, float]) -> _Points:
    """What stands where a name will be goes above or below it."""
    for _ in range(12 if named else 0):
        for one, width in named.items():
            x, y = points[one]
            over = (points[:, 0] > x) & (points[:, 0] < x + width) & (np.abs(points[:, 1] - y) < ROOM)
            over[list(named)] = False
            points[over, 1] = np.where(points[over, 1] < y, y - ROOM, y + ROOM)
        points = _apart(points, list(named))
    return points


def _beside(core: _Points, total: int, edges: Sequence[Edge]) -> list[tuple[float, float]]:
    """The core as it is; each further point on the first free place of a spiral around its neighbours."""
    neighbours: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for first, second, weight in edges:
        neighbours[first].append((-weight, second))
        neighbours[second].append((-weight, first))
    found: list[tuple[float, float] | None] = [(float(x), float(y)) for x, y in core]
    found += [None] * (total - len(core))
    taken = {_cell(*place) for place in found if place}
    reached: dict[tuple[int, int], int] = {}
    waiting = list(range(len(core), total))
    while waiting:
        later: list[int] = []
        for number in waiting:
            near = [other for _, other in sorted(neighbours[number]) if found[other] is not None][:3]
            if near or not neighbours[number] or len(later) == len(waiting):
                found[number] = _free([found[other] for other in near], taken, reached)
            else:
                later.append(number)
        if len(later) == len(waiting):  # none of them leads to what is placed
            found[later[0]] = _free([], taken, reached)
            later = later[1:]
        waiting = later
    return [(round(x, 1), round(y, 1)) for x, y in (place or (0.0, 0.0) for place in found)]


def _free(
    near: Sequence[tuple[float, float] | None],
    taken: set[tuple[int, int]],
    reached: dict[tuple[int, int], int],
) -> tuple[float, float]:
    at = [place for place in near if place]
    x = sum(place[0] for place in at) / len(at) if at else 0.0
    y = sum(place[1] for place in at) / len(at) if at else 0.0
    column, row = _cell(x, y)
    begin = column // 5, row // 5
    step = reached.get(begin, 1)  # where the last search from hereabouts ended: no walk is walked twice
    while True:
        radius = SPACING * 0.75 * step**0.5
        place = (x + radius * cos(step * _TURN), y + radius * sin(step * _TURN))
        step += 1 + step // 200  # far out in strides: where thousands crowd, a gap is better than a long walk
        if _cell(*place) not in taken:
            taken.add(_cell(*place))
            reached[begin] = step
            return place


def _cell(x: float, y: float) -> tuple[int, int]:
    return round(x / (SPACING * 0.8)), round(y / (SPACING * 0.8))
