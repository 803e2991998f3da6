"""The explorer's page inside a notebook: an iframe that holds the whole page and asks the network for nothing."""

from __future__ import annotations

from html import escape
from os import PathLike
from pathlib import Path

from kg.errors import KgError

SANDBOX = "allow-scripts allow-downloads allow-modals"
"""What the page may do: run its own script and save files. It cannot reach the notebook around it."""


class View:
    """An interactive page; Jupyter shows it as the last value of a cell. `height` is in pixels."""

    __slots__ = ("height", "html")

    def __init__(self, html: str, height: int) -> None:
        self.html = html
        """The whole page."""
        self.height = height

    def __repr__(self) -> str:
        return f"<View of {len(self.html) // 1024} KB; save(path) writes it as a file>"

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="{SANDBOX}" title="commitment-graph"'
            f' style="width:100%;height:{self.height}px;border:1px solid #ccc"></iframe>'
        )

    def save(self, path: str | PathLike[str]) -> Path:
        """Writes the page as one HTML file, which opens offline in any browser; KgError where it cannot."""
        file = Path(path)
        try:
            file.write_text(self.html, encoding="utf-8")
        except OSError as error:
            raise KgError(f"Cannot write {file}: {error.strerror}.") from error
        return file
