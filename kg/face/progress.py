"""How far a build is, where somebody is there to see it: on a terminal and in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def watching(*, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr (in a notebook as output of the cell); nothing where it is not wanted."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # Without a thread of its own: the pipeline may fork.
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False) as progress:
        bar = progress.add_task("letters", total=None)

        def watch(done: int, total: int) -> None:
            progress.update(bar, completed=done, total=total, refresh=done == total or done % 10 == 1)

        yield watch
