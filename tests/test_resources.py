"""The one reader of tables says exactly what is wrong and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import KgError
from kg.resources import ONTOLOGY, SEEDS, read_table

COLUMNS = ("code", "name")


def table(folder: Path, content: str | bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_data_folders_exist() -> None:
    assert ONTOLOGY.is_dir()
    assert (SEEDS / "documents").is_dir()


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        pytest.param("code,name\n1,慈溪市\n", [("1", "慈溪市")], id="a plain row"),
        pytest.param("code,name\n1,慈溪市", [("1", "慈溪市")], id="no line end at the end"),
        pytest.param('# source\ncode,name\n\n# note, "\n1,a\n', [("1", "a")], id="comments and empty lines"),
        pytest.param('code,name\n1,"a,b"\n', [("1", "a,b")], id="a quoted comma"),
        pytest.param('code,name\n1,"a#"\n', [("1", "a#")], id="a hash inside a cell is no comment"),
        pytest.param("code,name\n1,\n", [("1", "")], id="an empty cell"),
        pytest.param("code,name\r\n1,a\r\n", [("1", "a")], id="line ends of Windows"),
        pytest.param("\ufeffcode,name\n1,a\n", [("1", "a")], id="a byte order mark"),
        pytest.param("code,name\n", [], id="a header alone"),
    ],
)
def test_rows_are_read_as_they_stand(tmp_path: Path, content: str, rows: list[tuple[str, str]]) -> None:
    assert read_table(table(tmp_path, content), COLUMNS) == [
        dict(zip(COLUMNS, row, strict=True)) for row in rows
    ]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        pytest.param("", "the table is empty", id="nothing in the file"),
        pytest.param(
            "code,names\n", "line 1, column 2: the header says 'names', not 'name'", id="another header"
        ),
        pytest.param("code\n", "line 1, column 2 (name): the cell is missing", id="a header cut short"),
        pytest.param(
            "code,name\n# note\n1\n", "line 3, column 2 (name): the cell is missing", id="a short row"
        ),
        pytest.param("code,name\n1,a,b\n", "line 2, column 3: 'b' is one cell too many", id="a long row"),
        pytest.param('code,name\n1,"a"b\n', "line 2: ", id="a broken quote"),
        pytest.param('code,name\n1,"a\n', "line 2: ", id="a quote left open"),
        pytest.param('code,name\n1,"a\n2,b"\n', "line 2: ", id="a quote closed on the next line"),
        pytest.param("code,name\n1,市".encode("gb18030"), "line 2, byte 3: not UTF-8", id="another encoding"),
    ],
)
def test_a_bad_table_is_refused_with_its_place(tmp_path: Path, content: str | bytes, where: str) -> None:
    path = table(tmp_path, content)
    with pytest.raises(KgError) as caught:
        read_table(path, COLUMNS)
    assert str(caught.value).startswith(str(path))
    assert where in str(caught.value)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"nowhere\.csv: the table cannot be read"):
        read_table(tmp_path / "nowhere.csv", COLUMNS)
