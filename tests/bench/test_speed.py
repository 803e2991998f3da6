"""How fast a letter is read, against segmenting the same text with jieba in the same run."""

import time
from collections.abc import Callable
from pathlib import Path

import jieba

from kg.extract import extract
from kg.models import Document

LETTERS = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[2] / "seeds" / "documents").glob("*.txt"))
]


def best(work: Callable[[], object], rounds: int = 5) -> float:
    """Processor seconds of the fastest round."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def test_print_the_ratio() -> None:
    jieba.initialize()
    extract(Document("warm", LETTERS[0], ""))
    ours = best(lambda: [extract(Document("letter", text, "")) for text in LETTERS])
    rival = best(lambda: [jieba.lcut(text) for text in LETTERS])
    size = sum(map(len, LETTERS))
    speeds = f"{size / ours / 1000:.0f}k characters a second, jieba.lcut {size / rival / 1000:.0f}k"
    print(f"\nreading {speeds}: ratio {ours / rival:.2f} (goal 1.0)")
    assert ours > 0
