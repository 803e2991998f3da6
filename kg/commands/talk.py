"""How much a command says beside what it is asked for, and how far it is: all of that on stderr."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click


def loudness_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options -v and -q, before or after the name of a command; the choice is the context's object."""

    def choose(ctx: click.Context, parameter: click.Parameter, chosen: bool) -> None:
        root = ctx.find_root()
        root.obj = root.obj or 0
        if chosen:
            root.obj = 1 if parameter.name == "verbose" else -1
            logging.basicConfig(level=logging.INFO if root.obj > 0 else logging.ERROR, format="%(message)s")
        ctx.obj = root.obj

    quiet = click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, callback=choose, help="Say only what went wrong."
    )
    verbose = click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, callback=choose, help="Say more on stderr."
    )
    return verbose(quiet(command))


@contextmanager
def progress(*, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr, if somebody is there to see it."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown_at = 0.0
    # Without a thread of its own: the pipeline may fork.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bars:
        bar = bars.add_task("", total=None)

        def watch(done: int, total: int) -> None:
            nonlocal shown_at
            due = done == total or time.monotonic() - shown_at > 0.1
            bars.update(bar, completed=done, total=total, refresh=due)
            shown_at = time.monotonic() if due else shown_at

        yield watch
