"""How far a build is, where somebody is there to see it: on a terminal and in a notebook."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def watching(*, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A count on stderr (in a notebook below the cell), in one line; nothing where it is not wanted."""
    if not shown:
        yield None
        return
    begun = time.monotonic()

    def watch(done: int, total: int) -> None:
        seconds = time.monotonic() - begun
        sys.stderr.write(f"\r{done}/{total} · {seconds:.0f} s ")
        if done == total:
            sys.stderr.write("\n")
        sys.stderr.flush()

    yield watch
