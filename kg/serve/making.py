"""`python -m kg.serve.making FILE OUT VERSION`: makes the explorer of a graph, and says how far it is.

A process of its own, since it takes minutes and gigabytes for a large graph, and the server has requests to
answer meanwhile. On stdout stands how much is done, of 1, a line each time.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from kg.graph.subjects import subjects
from kg.views.shelf import make


def main(file: str, out: str, version: str) -> None:
    """Makes it; ends with a trace where it cannot."""

    def tell(done: int, total: int) -> None:
        sys.stdout.write(f"{done / total}\n")
        sys.stdout.flush()

    make(Path(out), partial(subjects, Path(file)), version, tell)


if __name__ == "__main__":
    main(*sys.argv[1:])
