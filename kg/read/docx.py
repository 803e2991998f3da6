"""Word files (.docx), with the standard library alone: the text as a reader of the printed letter sees it.

Libraries lose what matters in official letters: the automatic numbers of headings (一、 and （一）), accepted
insertions, text boxes. Deleted and hidden text stays out, and so do page headers and footers.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kg.errors import KgError
from kg.text.numerals import spell

LARGEST_PART = 64 * 1024 * 1024
"""Bytes that a part of the file may unpack to: more is a bomb and no letter."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = {
    _FALLBACK,
    *(_W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr")),
}
_SIGNS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_CHINESE = ("chinese", "japaneseCounting", "taiwanese", "ideograph")


def text(data: bytes) -> str:
    """One line a paragraph; the cells of a table's row stand in one line between tabs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = _part(archive, "word/document.xml")
            if body is None:
                raise KgError("it is no Word file.")
            numbers = _Numbers(_part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml"))
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        ElementTree.ParseError,
    ) as error:
        raise KgError("it is no Word file, or it is damaged or encrypted.") from error
    return "\n".join(_lines(body, numbers)) + "\n"


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """A part of the file as XML; None where it has none of this name."""
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise KgError("its text unpacks to more than a letter can have.")
    content = archive.read(name)
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", content):
        raise KgError("it declares entities, which Word files do not.")
    return ElementTree.fromstring(content)  # noqa: S314 - entities are refused above


def _lines(element: Element, numbers: _Numbers) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "p":
            yield numbers.before(child) + "".join(_pieces(child))
            for box in _boxes(child):
                yield from _lines(box, numbers)
        elif child.tag == _W + "tr":
            yield "\t".join(" ".join(_lines(cell, numbers)) for cell in child.findall(f"{_W}tc"))
        elif child.tag not in _UNSEEN:
            yield from _lines(child, numbers)


def _pieces(element: Element) -> Iterator[str]:
    """What the runs of a paragraph say, without its text boxes."""
    for child in element:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _UNSEEN and child.tag != _W + "txbxContent" and not _is_hidden(child):
            yield from _pieces(child)


def _is_hidden(run: Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(_W + "val") not in ("0", "false")


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes in a paragraph; each is written twice, the second time for old programs."""
    for child in element:
        if child.tag == _W + "txbxContent":
            yield child
        elif child.tag not in _UNSEEN:
            yield from _boxes(child)


@dataclass
class _Numbers:
    """Counts the paragraphs that Word numbers by itself."""

    numbering: Element | None
    styles: Element | None
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    """The last number given, by list and level."""

    def before(self, paragraph: Element) -> str:
        """The number that Word prints before the paragraph, as “（一）”; nothing for bullets."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        key, levels, level = found
        if level not in levels:
            return ""
        for deeper in [one for one in self.counts if one[0] == key and one[1] > level]:
            del self.counts[deeper]
        self.counts[key, level] = self.counts.get((key, level), _start(levels[level]) - 1) + 1
        form = _value(levels[level], "lvlText") or ""
        if _value(levels[level], "numFmt") == "bullet":
            return ""
        return re.sub(r"%([1-9])", lambda one: self._shown(key, levels, int(one[1]) - 1), form)

    def _shown(self, key: str, levels: dict[int, Element], level: int) -> str:
        if level not in levels:
            return ""
        number = self.counts.get((key, level), _start(levels[level]))
        form = _value(levels[level], "numFmt") or "decimal"
        if form.startswith(_CHINESE):
            return spell(number)
        if form == "decimalEnclosedCircle" and 1 <= number <= 20:
            return chr(0x245F + number)
        if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
            return chr((0x40 if form == "upperLetter" else 0x60) + number)
        return str(number)

    def _list_of(self, paragraph: Element) -> tuple[str, dict[int, Element], int] | None:
        """The list that a paragraph (or its style) belongs to: key, levels, level."""
        own = paragraph.find(f"{_W}pPr")
        given = own.find(f"{_W}numPr") if own is not None else None
        style = _value(own, "pStyle")
        for _ in range(10):  # styles rest on styles
            if given is not None or style is None or self.styles is None:
                break
            defined = self.styles.find(f"{_W}style[@{_W}styleId='{style}']")
            if defined is None:
                break
            given = defined.find(f"{_W}pPr/{_W}numPr")
            style = _value(defined, "basedOn")
        number = _value(given, "numId")
        if number in (None, "0") or self.numbering is None:
            return None
        instance = self.numbering.find(f"{_W}num[@{_W}numId='{number}']")
        key = _value(instance, "abstractNumId")
        abstract = self.numbering.find(f"{_W}abstractNum[@{_W}abstractNumId='{key}']")
        if key is None or abstract is None:
            return None
        levels = {int(one.get(f"{_W}ilvl", "0")): one for one in abstract.findall(f"{_W}lvl")}
        return key, levels, int(_value(given, "ilvl") or 0)


def _start(level: Element) -> int:
    return int(_value(level, "start") or 1)


def _value(element: Element | None, name: str) -> str | None:
    """The `w:val` of a child of this name."""
    child = element.find(_W + name) if element is not None else None
    return child.get(_W + "val") if child is not None else None
