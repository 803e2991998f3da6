"""Columns line up where characters are two wide, and no document steers the terminal."""

from rich.cells import cell_len

from kg.views.table import table


def test_columns_of_chinese_line_up() -> None:
    lines = table(("body", "n"), [("慈溪市经济和信息化局", "12"), ("abc", "3")]).splitlines()
    assert {cell_len(line) for line in lines} == {cell_len(lines[0])}
    assert lines[2].endswith("12")
    assert lines[3].endswith(" 3")


def test_wraps_to_the_terminal_and_loses_nothing() -> None:
    words = "在慈溪日报重要版面进行报道" * 8
    lines = table(("words",), [(words,)], width=40).splitlines()
    assert max(map(cell_len, lines)) <= 40
    assert "".join(line.strip() for line in lines[2:]) == words


def test_words_are_neither_markup_nor_control_codes() -> None:
    shown = table(("a",), [("[red]x[/red] :smile: \x1b[31m\x07",)])
    assert "[red]x[/red] :smile: �[31m�" in shown
