"""Series drawn as small line charts in SVG: no script, no fonts to fetch, every point with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from kg.errors import UsageError

WIDTH, HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 44, 40
_BOUNDS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈", "eq": ""}
FONT = (
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif"
)


@dataclass(frozen=True, slots=True)
class Dot:
    """One value: its day (ISO), height, what is written at it, and the words that it rests on."""

    when: str
    value: float
    shown: str
    bound: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series."""

    title: str
    dots: tuple[Dot, ...]


def svg(lines: Sequence[Line]) -> str:
    """All series in one picture, one below the other. Bounds (超, 近, 余) are hollow, values are filled."""
    height = HEIGHT * max(len(lines), 1)
    body = "".join(_one(line, HEIGHT * at) for at, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="{FONT}" font-size="12" role="img">'
        f'<rect width="100%" height="100%" fill="#fff"/>{body}</svg>\n'
    )


def _one(line: Line, top: int) -> str:
    days = [_day(dot.when) for dot in line.dots]
    values = [dot.value for dot in line.dots]
    first, last = min(days), max(days)
    high = max(*values, 0.0) or 1.0
    spots = []
    for dot, day in zip(line.dots, days, strict=True):
        x = _LEFT + (WIDTH - _LEFT - _RIGHT) * ((day - first) / (last - first) if last > first else 0.5)
        y = top + _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - max(dot.value, 0.0) / high)
        spots.append((x, y, dot))
    base = top + HEIGHT - _BOTTOM
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in spots)
    parts = [
        f'<text x="{_LEFT}" y="{top + 20}" font-size="14" font-weight="bold">{escape(line.title)}</text>',
        f'<line x1="{_LEFT}" y1="{base}" x2="{WIDTH - _RIGHT}" y2="{base}" stroke="#999"/>',
        f'<polyline points="{path}" fill="none" stroke="#1f5fa8" stroke-width="1.5"/>',
    ]
    for x, y, dot in spots:
        fill = "#1f5fa8" if not _BOUNDS.get(dot.bound) else "#fff"
        shown = f"{_BOUNDS.get(dot.bound, '')}{dot.shown}"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="#1f5fa8">'
            f"<title>{escape(dot.words)}</title></circle>"
            f'<text x="{x:.1f}" y="{y - 9:.1f}" text-anchor="middle">{escape(shown)}</text>'
            f'<text x="{x:.1f}" y="{base + 16}" text-anchor="middle" fill="#555">{escape(dot.when[:7])}</text>'
        )
    return "".join(parts)


def _day(iso: str) -> float:
    try:
        return float(date.fromisoformat(iso[:10]).toordinal())
    except ValueError:
        return 0.0


def write(lines: Sequence[Line], out: Path) -> None:
    """Writes the picture; PNG needs CairoSVG. UsageError for another ending."""
    suffix = out.suffix.lower()
    if suffix == ".svg":
        out.write_text(svg(lines), encoding="utf-8")
    elif suffix == ".png":
        try:
            import cairosvg  # type: ignore[import-not-found, import-untyped, unused-ignore]
        except ImportError as error:
            raise UsageError(
                "A PNG needs CairoSVG: pip install 'commitment-graph[plot]', or name an .svg."
            ) from error
        cairosvg.svg2png(bytestring=svg(lines).encode(), write_to=str(out), scale=2)
    else:
        raise UsageError(f"{out}: name a file that ends in .svg or .png.")
