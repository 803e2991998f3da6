"""Figures fit for print: Chinese on any machine, colours that all can tell apart, sources below."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from typing import TYPE_CHECKING, Any

from kg.face.evidence import Passage
from kg.face.table import needed
from kg.face.things import Document, Said

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from kg.face.things import Thing

FONT = "CommitmentGraphSans.otf"
FAMILY = "Commitment Graph Sans"
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000")
"""Of Okabe and Ito: told apart with any kind of colour vision."""


def plot_style() -> None:
    """Sets up matplotlib: a font that has Chinese (6,763 characters of GB 2312; a machine's own for the others),
    colours that all can tell apart, thin axes, 120 dots an inch on screen, 300 in a file.

    Call it once, before drawing. KgError where matplotlib is not installed.
    """
    matplotlib: Any = needed("matplotlib")
    fonts: Any = needed("matplotlib.font_manager")
    known = {one.name for one in fonts.fontManager.ttflist}
    if FAMILY not in known:
        with resources.as_file(resources.files("kg.face").joinpath("fonts", FONT)) as file:
            fonts.fontManager.addfont(file)
    others = [one for one in ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei") if one in known]
    matplotlib.rcParams.update(
        {
            "font.family": [FAMILY, *others, "DejaVu Sans"],
            "axes.prop_cycle": matplotlib.cycler(color=COLOURS),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlelocation": "left",
            "axes.unicode_minus": False,
            "figure.constrained_layout.use": True,  # so that nothing reaches into the sources below
            "figure.dpi": 120,
            "savefig.dpi": 300,
            "savefig.bbox": "tight",
            "pdf.fonttype": 3,
            "svg.fonttype": "path",
        }
    )


def cite(figure: Drawing, things: Iterable[Thing | Passage]) -> str:
    """Writes the letters that things or passages stand in below a matplotlib figure; also returns them.

    In the order of time where the things say it, else of numbers.
    """
    letters: dict[str, str] = {}
    for one in things:
        if isinstance(one, Document):
            letters[one.name] = str(one.issued_to or "")
        elif isinstance(one, Passage):
            letters.setdefault(one.document, "")
        elif isinstance(one, Said):
            letters[one.document] = str(one.written or "")
        else:
            for passage in one.evidence:
                letters.setdefault(passage.document, "")
    names = sorted(letters, key=lambda name: (letters[name], name))
    lines = ["来源 Sources："]
    for name in names:
        if len(lines[-1]) + len(name) > figure.get_figwidth() * 9:
            lines.append("")
        lines[-1] += f"{name}；"
    said = "\n".join(lines).removesuffix("；")
    figure.text(0.01, -0.02, said, ha="left", va="top", fontsize=8, color="#444444")
    return said.replace("\n", "")
