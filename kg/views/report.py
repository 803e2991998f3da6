"""A page fit to print: the ledger of one body or programme, with its figures drawn, quotations and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from kg.views.lines import Line, svg

_TEMPLATE = Path(__file__).with_name("report.html")

STATE_WORDS = {
    "kept": "已兑现",
    "partly": "部分兑现",
    "restated": "再次提出",
    "overdue": "逾期无下文",
    "open": "未到期或无期限",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A promise on the page: its words and place, and the reports on it as (outcome, words, place, reason)."""

    words: str
    place: str
    who: str
    due: str
    state: str
    reports: tuple[tuple[str, str, str, str], ...]
    looked_at: int
    """How many later letters could have reported."""


@dataclass(frozen=True, slots=True)
class Page:
    """All that a report shows."""

    title: str
    as_of: str
    letters: int
    entries: tuple[Entry, ...]
    counts: tuple[tuple[str, str], ...]
    story: tuple[tuple[str, str, str, str], ...]
    """All that was said, in the order of time: day, status, words, place."""
    lines: tuple[Line, ...]
    conflicts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Each question with its quotations (words, place)."""


def html(page: Page) -> str:
    """The page as one HTML file without scripts or requests; every word of a letter is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    drawing = Markup(svg(page.lines)) if page.lines else ""  # noqa: S704 - our own drawing, its words escaped
    font = Markup("'Noto Serif CJK SC','Source Han Serif SC','Songti SC','SimSun',serif")
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(
        page=page, states=STATE_WORDS, drawing=drawing, font=font
    )


def markdown(page: Page) -> str:
    """The page as Markdown, the series as tables."""
    lines = [f"# {_plain(page.title)}", "", f"截至 {page.as_of}，据所收 {page.letters} 件答复。", ""]
    lines += [f"- {name}：{number}" for name, number in page.counts]
    lines += ["", "## 承诺", ""]
    for one in page.entries:
        due = f"，期限 {one.due}" if one.due else ""
        lines += [f"**{STATE_WORDS[one.state]}** “{_plain(one.words)}”（{_plain(one.place)}{due}）", ""]
        lines += _reports(one)
        lines.append("")
    lines += ["## 经过", ""]
    lines += [
        f"- {day} {status}：“{_plain(words)}”（{_plain(place)}）" for day, status, words, place in page.story
    ]
    lines.append("")
    for line in page.lines:
        lines += [f"### {_plain(line.title)}", "", "| 时间 | 数值 | 原文 |", "| --- | --- | --- |"]
        lines += [f"| {dot.when} | {_plain(dot.shown)} | {_plain(dot.words)} |" for dot in line.dots]
        lines.append("")
    if page.conflicts:
        lines += ["## 说法不一", ""]
    for question, quotes in page.conflicts:
        lines.append(f"- {_plain(question)}？")
        lines += [f"  - “{_plain(words)}”（{_plain(place)}）" for words, place in quotes]
    return "\n".join(lines) + "\n"


def _reports(one: Entry) -> Sequence[str]:
    if not one.reports:
        return (f"> 此后所收 {one.looked_at} 件答复没有说到。",)
    return [
        f"> “{_plain(words)}”（{_plain(place)}）{_plain(reason)}" for _, words, place, reason in one.reports
    ]


def _plain(words: str) -> str:
    """Words of a letter that Markdown must not read as marks."""
    escaped = "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in words)
    return " ".join(escaped.split())
