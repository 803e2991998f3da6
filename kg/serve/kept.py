"""Finished answers that are kept to be given again: the graph does not change under them, only a new build does."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from kg.serve.pool import Answer

_BESIDE = 500
"""Bytes that an answer takes beside its own, roughly."""


class Kept:
    """Whole answers by what was asked, the last used ones, up to `most` bytes of questions and answers."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._answers: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()

    def get(self, asked: Hashable) -> Answer | None:
        """The answer, if it is kept."""
        found = self._answers.get(asked)
        if found is None:
            return None
        self._answers.move_to_end(asked)
        return found[0]

    def put(self, asked: Hashable, answer: Answer, length: int) -> None:
        """Keeps an answer to a question of `length` characters; one in parts, or one too large, is not kept."""
        size = 4 * length + len(answer.body) + _BESIDE
        if answer.rest is not None or size > self.most or asked in self._answers:
            return
        self._answers[asked] = answer, size
        self.size += size
        while self.size > self.most:
            self.size -= self._answers.popitem(last=False)[1][1]
