"""Finished answers that are kept to be given again: the graph does not change under them, only a new build does."""

from __future__ import annotations

from collections.abc import Hashable

from cachetools import LRUCache

from kg.serve.pool import Answer

_BESIDE = 500
"""Bytes that an answer takes beside its own, roughly."""


class Kept:
    """Whole answers by what was asked, the last used ones, up to `most` bytes of questions and answers."""

    def __init__(self, most: int) -> None:
        self._answers: LRUCache[Hashable, tuple[Answer, int]] = LRUCache(most, getsizeof=lambda one: one[1])

    @property
    def size(self) -> float:
        """Bytes kept now."""
        return self._answers.currsize

    def get(self, asked: Hashable) -> Answer | None:
        """The answer, if it is kept."""
        found = self._answers.get(asked)
        return found[0] if found else None

    def put(self, asked: Hashable, answer: Answer, length: int) -> None:
        """Keeps an answer to a question of `length` characters; one in parts, or one too large, is not kept."""
        size = 4 * length + len(answer.body) + _BESIDE
        if answer.rest is None and size <= self._answers.maxsize:
            self._answers[asked] = answer, size
