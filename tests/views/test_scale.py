"""How long `kg view` takes and what it needs for many letters: copies of the five, most names their own.

KG_BENCH_LETTERS=10000 pytest tests/views/test_scale.py -s
"""

from __future__ import annotations

import os
import re
import resource
import sys
import time
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.commands.view import view
from kg.graph.store import FILE

LETTERS = int(os.environ.get("KG_BENCH_LETTERS", "0"))
pytestmark = pytest.mark.skipif(not LETTERS, reason="KG_BENCH_LETTERS is not set: nothing was measured")

MARK = "\x00"
IRI = re.compile(r"(/id/)(?!graph/)([a-z]+)/([^>#]*)")
NAME = re.compile(r'((?:prefLabel|altLabel|label|identifier)> ")')
OF_A_LETTER = ("document", "suggestion", "assessment", "series", "discrepancy")


def multiply(source: Path, out: Path, copies: int) -> int:
    """Writes the quads `copies` times, sorted by subject; each copy's letters and half of its other things are
    its own."""

    def own(found: re.Match[str]) -> str:
        above, kind, rest = found.groups()
        shared = kind not in OF_A_LETTER and zlib.crc32(f"{kind}/{rest}".encode()) % 2
        return f"{above}{kind}/{'' if shared else MARK}{rest}"

    lines = [IRI.sub(own, line) for line in source.open(encoding="utf-8")]
    lines = [NAME.sub(rf"\1{MARK}", line) if MARK in line.split(" ", 1)[0] else line for line in lines]
    marks = [f"{chr(0x4E00 + copy * 37 % 3000)}{copy}" for copy in range(copies)]
    by_subject: dict[str, list[str]] = {}
    for line in sorted(lines):
        # what bears a mark stands together in each copy: all such subjects of a kind are one block
        subject = line.split(" ", 1)[0]
        by_subject.setdefault(subject.partition(MARK)[0] + MARK * (MARK in subject), []).append(line)
    blocks = [
        (begin.replace(MARK, mark).encode(), mark, block)
        for begin, block in by_subject.items()
        for mark in (marks if MARK in begin else [""])
    ]
    written = 0
    with out.open("w", encoding="utf-8") as file:
        for _, mark, block in sorted(blocks, key=lambda one: one[0]):
            for line in block:
                each = [mark] if mark or MARK not in line else marks
                file.writelines(line.replace(MARK, one) for one in each)
                written += len(each)
    return written


def test_many_letters(demo: Path, tmp_path: Path) -> None:
    quads = multiply(demo / FILE, tmp_path / FILE, LETTERS // 5)
    out = tmp_path / "page.html"
    begun, worked = time.monotonic(), time.process_time()
    result = CliRunner().invoke(view, [str(tmp_path), "--out", str(out)], catch_exceptions=False)
    taken, worked = time.monotonic() - begun, time.process_time() - worked
    assert result.exit_code == 0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1024 if sys.platform == "linux" else 1) / 1e9
    parts = list(tmp_path.glob("page.parts/*.css"))
    beside = sum(one.stat().st_size for one in parts) / 1e6
    print(
        f"\n{LETTERS} letters, {quads} quads: {taken:.0f} s ({worked:.0f} s of one core), {used:.1f} GB at most;"
        f" page {out.stat().st_size / 1e6:.1f} MB, {len(parts)} files of {beside:.0f} MB beside it"
    )
    print(result.output)
    assert out.stat().st_size < 12_000_000
    assert LETTERS < 1_000 or parts
