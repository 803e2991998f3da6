"""Web pages: the text of the article, without menus and scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.read import plain

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CONTAINERS = (
    "#UCAP-CONTENT, .trs_editor_view, .TRS_UEDITOR, .TRS_Editor, #zoom, #Zoom, .pages_content,"
    " .article-content, .zfxxgk_zw_content, #ivs_content, .detail-content, .arc_cont,"
    " .bt_content, #printArea, article, main"
)
"""Where the content systems of government sites put the article; the first with text is taken."""

_NO_CONTENT = "script, style, noscript, template, svg, iframe, form, nav, header, footer"
_BLOCKS = "p, div, tr, li, h1, h2, h3, h4, h5, h6, table, section, article, blockquote, dt, dd, center"
_BLANKS = re.compile(r"[ \t\r\n]+")
_CELL = 80
"""Characters above which a cell holds a text and not an entry."""
_LEAST = 80
"""Characters below which a container is a frame and not an article."""


def text(data: bytes) -> str:
    """The article of a page as lines, one a block; the whole body where no known container holds it.

    The bytes decide the encoding: the one that a page declares is wrong too often.
    """
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(plain.text(data))
    for node in page.css(_NO_CONTENT):
        node.decompose()
    for row in page.css("tr"):
        _tabbed(row)
    for line_break in page.css("br"):
        line_break.replace_with("\ue00a")
    for block in page.css(_BLOCKS):
        block.insert_before("\ue00a")
        block.insert_after("\ue00a")
    candidates = [*page.css(_CONTAINERS), *page.css("body")]
    for node in candidates:
        lines = _lines(node.text(deep=True))
        if len(lines) >= _LEAST or node is candidates[-1]:
            return lines
    raise KgError("the page has no body.")


def _tabbed(row: LexborNode) -> None:
    """Put the cells of a row of short words into one line between tabs; tables that lay out a page stay as they are."""
    if row.css_first("table"):
        return
    words = [
        _BLANKS.sub(" ", cell.text(deep=True)).strip() for cell in row.iter() if cell.tag in ("td", "th")
    ]
    if len(words) > 1 and max(map(len, words)) <= _CELL:
        row.replace_with("\ue00a" + "\ue009".join(words) + "\ue00a")


def _lines(marked: str) -> str:
    """Blanks as a browser shows them, `\\ue00a` and `\\ue009` as the line ends and tabs that the page's elements make."""
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in marked.split("\ue00a"))
    return "\n".join(line.replace("\ue009", "\t") for line in lines if line) + "\n"
