"""Bytes to `Document`: one small module a format, chosen by the end of the file's name.

Nothing here interprets a letter. What leaves this room is text with line ends LF, without control characters,
and with personal data already hidden, so that no later room can give it away.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from kg.errors import KgError
from kg.models import Document
from kg.read import docx, html, plain
from kg.read.personal import mask

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes. A letter is a few pages; what is larger is something else."""

LARGEST_TEXT = 5_000_000
"""Characters that a letter may hold once unpacked and decoded."""

READERS: dict[str, Callable[[bytes], str]] = {
    ".txt": plain.text,
    ".text": plain.text,
    ".html": html.text,
    ".htm": html.text,
    ".docx": docx.text,
}
"""The reader of each kind of file, by the end of its name in lower case. Each takes bytes, gives text, and
raises KgError with a reason that completes “Cannot read NAME: …”."""

_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}
_LINE_ENDS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


def read(path: Path, name: str) -> Document:
    """The document in the file at `path`, to be known as `name`; KgError says why it cannot be read."""
    return decode(load(path, name), name)


def load(path: Path, name: str) -> bytes:
    """The bytes of the file, if there are not too many of them."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise KgError(
                f"Cannot read {name}: it has {size / 1_048_576:.0f} MB, "
                f"more than the {LARGEST_FILE // 1_048_576} MB that a letter may have."
            )
        return path.read_bytes()
    except OSError as error:
        raise KgError(f"Cannot read {name}: {error.strerror}.") from error


def decode(data: bytes, name: str) -> Document:
    """The document in these bytes; `name` also says by its end which format they are in."""
    suffix = Path(name).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise KgError(f"Cannot read {name}: only {', '.join(READERS)} can be read.")
    try:
        text = reader(data)
    except KgError as error:
        raise KgError(f"Cannot read {name}: {error}") from error
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(_LINE_ENDS).translate(_CONTROLS)
    if len(text) > LARGEST_TEXT:
        raise KgError(f"Cannot read {name}: its text is longer than {LARGEST_TEXT:,} characters.")
    if not text.strip():
        raise KgError(f"Cannot read {name}: there is no text in it.")
    return Document(source=name, text=mask(text), sha256=hashlib.sha256(data).hexdigest())


def find(paths: Sequence[Path], leave_out: Collection[Path] = ()) -> list[tuple[Path, str]]:
    """Every file at or below `paths` with the name that it gets in the graph, sorted by name.

    A name is relative to the folder that was given and has `/` between its parts. Hidden files and folders
    (also those of `leave_out`) are passed over; everything else is listed, readable or not, so that nothing
    falls under the table in silence. A file reached twice is listed once.
    """
    closed = {path.resolve() for path in leave_out}
    found: dict[Path, str] = {}
    for given in paths:
        if given.is_dir():
            for path in _walk(given, closed):
                found.setdefault(path.resolve(), path.relative_to(given).as_posix())
        elif given.exists():
            found.setdefault(given.resolve(), given.name)
        else:
            raise KgError(f"There is no file or folder {given}.")
    named = [(path, _printable(name)) for path, name in found.items()]
    return sorted(named, key=lambda pair: (pair[1], str(pair[0])))


def _walk(folder: Path, closed: Collection[Path]) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        inside = (Path(here) / name for name in folders if not name.startswith("."))
        folders[:] = [path.name for path in inside if path.resolve() not in closed]
        yield from (Path(here) / name for name in files if not name.startswith("."))


def _printable(name: str) -> str:
    """A name as text: composed as Unicode has it, bytes that are no text shown as �."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
