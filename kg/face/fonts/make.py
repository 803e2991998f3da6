"""Makes the font that plots draw Chinese with: `make font` (needs fonttools and Debian's fonts-noto-cjk).

It is Noto Sans CJK SC cut down to the 6,763 characters of GB 2312, those of the example letters and tables, and
the signs that axes need. What lies outside is drawn by a font of the machine, where it has one. The SIL Open
Font License allows this; the name is another, so that nobody takes the part for the whole.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
HERE = Path(__file__).parent
SEEDS = HERE.parents[2] / "seeds"
FILE = HERE / "CommitmentGraphSans.otf"
FAMILY = "Commitment Graph Sans"
_SIGNS = "≥≤≈±×÷−–—…·•○●△▲□■◇◆→←↑↓％‰℃²³₀₁₂①②③④⑤⑥⑦⑧⑨⑩〔〕【】《》〈〉「」『』“”‘’、。，；：？！（）～￥"


def characters() -> set[str]:
    """What the font can draw."""
    found = set(map(chr, range(0x20, 0x7F))) | set(_SIGNS)
    for high, low in product(range(0xA1, 0xF8), range(0xA1, 0xFF)):
        found.update(bytes((high, low)).decode("gb2312", "ignore"))
    for path in (*SEEDS.glob("documents/*.txt"), *SEEDS.glob("names/*.csv")):
        found.update(path.read_text(encoding="utf-8"))
    return {one for one in found if one.isprintable()}


def main() -> None:
    """Writes the font beside this file."""
    font = next(
        font
        for number in range(10)
        if (font := TTFont(SOURCE, fontNumber=number))["name"].getDebugName(1) == "Noto Sans CJK SC"
    )
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True,
        drop_tables=["BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "DSIG"],
    )  # fmt: skip
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(one) for one in characters()])
    cutter.subset(font)
    plain = FAMILY.replace(" ", "")
    for record in font["name"].names:
        said = {1: FAMILY, 3: f"{plain}-Regular", 4: FAMILY, 6: f"{plain}-Regular", 16: FAMILY}.get(
            record.nameID
        )
        if said:
            record.string = said
    top = font["CFF "].cff
    top.fontNames = [f"{plain}-Regular"]
    top[0].FullName = top[0].FamilyName = FAMILY
    font["head"].modified = font["head"].created  # the same characters give the same bytes
    font.recalcTimestamp = False
    font.save(FILE)


if __name__ == "__main__":
    main()
