"""Figures: Chinese is drawn by the bundled font where a machine has none, and the letters stand below."""

import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

import kg
from kg.face import plots
from kg.face.graph import Graph

DRAW = """
import warnings; warnings.simplefilter("error")
import matplotlib; matplotlib.use("agg")
from matplotlib import font_manager
font_manager.fontManager.ttflist = [f for f in font_manager.fontManager.ttflist if "DejaVu" in f.name]
import kg; kg.plot_style()
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.set_title("慈溪市经济和信息化局 ≥3000亩 〔2022〕30号"); axes.set_ylabel("投资额（亿元）")
for end in ("png", "pdf", "svg"):
    figure.savefig(f"{sys.argv[1]}/figure.{end}")
""".replace("import warnings;", "import sys, warnings;")


def test_chinese_is_drawn_without_any_font_of_the_machine(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", DRAW, str(tmp_path)], check=True, timeout=120
    )  # a missing glyph warns
    assert {path.suffix for path in tmp_path.iterdir()} == {".png", ".pdf", ".svg"}


def test_the_font_has_its_licence_and_is_small() -> None:
    folder = resources.files("kg.face").joinpath("fonts")
    assert "SIL OPEN FONT LICENSE Version 1.1" in folder.joinpath("OFL.txt").read_text(encoding="utf-8")
    assert len(folder.joinpath(plots.FONT).read_bytes()) < 2_000_000


def test_sources_are_the_letters_in_the_order_of_time(graph: Graph) -> None:
    pyplot = pytest.importorskip("matplotlib.figure")
    figure = pyplot.Figure()
    said = kg.cite(figure, graph.figures())
    assert said == "来源 Sources：" + "；".join(one.number for one in graph.documents)
    assert figure.texts[0].get_text().replace("\n", "") == said
