"""The page of the explorer: its data, names and places, and that its bundle is what its sources make."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.commands.view import view
from kg.errors import KgError, UsageError
from kg.pipeline import manifest_of, subjects
from kg.views import explorer, layout, part
from kg.views.labels import readable, short_names
from kg.views.packing import Packer
from kg.views.reading import place, read
from kg.views.sounds import sounds
from kg.views.values import Graph, Place, Thing

WEB = Path(explorer.__file__).parent / "web"
NODE = "The explorer's tests need node and npm: sudo apt-get install -y --no-install-recommends nodejs npm"


def blocks(page: str) -> dict[str, Any]:
    found = re.findall(r'<script type="text/plain" id="data-(\w+)">([A-Za-z0-9+/=]*)</script>', page)
    return {name: json.loads(gzip.decompress(base64.b64decode(text))) for name, text in found}


# --- reading


def test_reads_what_the_build_counted(demo: Path) -> None:
    graph = read(subjects(demo))
    counts = manifest_of(demo).counts
    assert len(graph.letters) == counts["documents"]
    assert len(graph.figures) == counts["figures"]
    for status in ("planned", "ongoing", "delivered", "declined"):
        assert sum(one.status == status for one in graph.statements) == counts[status]
    texts = {one.iri: one.text for one in graph.letters}
    assert all(one.place.end <= len(texts[one.place.letter]) for one in graph.statements)
    assert all(link.places for link in graph.links if link.name in ("responsibleBody", "publisher"))


def test_reading_tells_how_far_it_is(demo: Path) -> None:
    told: list[tuple[int, int]] = []
    for _ in explorer.page(subjects(demo), beside="x", watch=lambda *one: told.append(one)).files:
        pass
    assert told == sorted(told)
    assert {total for _, total in told} == {explorer.STEPS}
    assert told[-1][0] == explorer.STEPS


def test_contradictions_are_read_with_both_sides(demo: Path) -> None:
    graph = read(subjects(demo))
    found = [one for one in graph.discrepancies if one.kind == "same figure for two things"]
    texts = {one.iri: one.text for one in graph.letters}
    for one in found:
        quotes = [texts[place.letter][place.begin : place.end] for place in one.places]
        assert len(quotes) == 2
        assert all("3524.33万元" in quote for quote in quotes)
    assert found


def test_a_passage_is_taken_apart() -> None:
    assert place("https://e.org/d#char=1,2") == Place("https://e.org/d", 1, 2)
    assert place("https://e.org/d#char=1,x") is None
    assert place("https://e.org/d") is None


# --- names


def named(*names: tuple[str, str]) -> list[str]:
    return short_names(
        [Thing(f"https://e.org/{n}/{name}", kind, name) for n, (kind, name) in enumerate(names)]
    )


def test_two_things_never_read_the_same() -> None:
    long = "全方位接轨上海融入长三角一体化发展"
    found = named(
        ("GovernmentBody", f"{long}工作领导小组"), ("Programme", f"{long}工作专班"), ("Programme", f"{long}工作专班"),
        ("Person", "王强"), ("Person", "王强"), ("Person", "王 强"),
        ("Policy", "关于印发甲的通知"), ("Policy", "关于转发甲的通知"),
    )  # fmt: skip
    assert len({one.replace(" ", "") for one in found}) == len(found)
    assert "…" in found[0]
    assert found[0].endswith("领导小组")


def test_what_all_bodies_begin_with_is_left_out() -> None:
    bodies = [("GovernmentBody", f"慈溪市{one}局") for one in ("财政", "水利", "科学技术")]
    assert named(*bodies, ("Place", "慈溪市"))[:3] == ["财政局", "水利局", "科学技术局"]
    mixed = [("GovernmentBody", f"{one}财政局") for one in ("慈溪市", "余姚市", "海曙区")]
    assert named(*mixed) == ["慈溪市财政局", "余姚市财政局", "海曙区财政局"]


def test_quotes_go_only_where_they_enclose_the_whole() -> None:
    assert named(("Programme", "“一件事”"), ("Programme", "“1+N”政策体系")) == ["一件事", "“1+N”政策体系"]


def test_nothing_in_a_name_steers_what_stands_around_it() -> None:
    assert readable("a\u202eb\u200bc\nd\x00\ufeff") == "abc d"
    assert named(("Policy", "\u200b")) == ["?"]


def test_names_sound() -> None:
    assert (
        sounds(["慈溪市经济和信息化局", "8718平台", "ABC"])
        == "cixishijingjihexinxihuaju|cxsjjhxxhj 8718pingtai|8718pt"
    )


# --- places


def test_places_are_the_same_each_time_and_apart() -> None:
    edges = [(0, n, 0.25) for n in range(1, 60)] + [(n, n + 1, 1.0) for n in range(1, 79)]
    found = layout.places(60, 80, edges)
    assert found == layout.places(60, 80, edges)
    near = [(a, b) for a, b in combinations(found, 2) if abs(a[0] - b[0]) < 8 and abs(a[1] - b[1]) < 8]
    assert near == []


def test_beside_a_hub_there_is_room_for_its_name() -> None:
    edges = [(0, n, 0.25) for n in range(2, 100)] + [(1, n, 0.25) for n in range(50, 160)]
    found = layout.places(160, 160, edges, {0: 160.0, 1: 120.0})
    for hub, width in ((0, 160), (1, 120)):
        x, y = found[hub]
        over = [
            at for n, at in enumerate(found) if n > 1 and 0 < at[0] - x < width - 10 and abs(at[1] - y) < 12
        ]
        assert over == []


@pytest.mark.parametrize(("core", "total"), [(0, 0), (1, 1), (0, 3), (2, 2), (1, 5)])
def test_places_of_few_points(core: int, total: int) -> None:
    assert len(set(layout.places(core, total, []))) == total


# --- part


def test_opens_on_all_or_on_letters_and_what_is_most_linked(make: Any) -> None:
    assert len(part.opening(make(3, 20, 4))) == 23
    graph = make(40, 1500, 4)
    opening = part.opening(graph)
    assert len(opening) == part.OPEN
    assert {one.iri for one in graph.letters} <= set(opening)


def test_opens_around_a_focus(make: Any) -> None:
    graph = make(5, 60, 6)
    letter = graph.letters[0].iri
    near = part.around(graph, letter, 1)
    assert near[0] == letter
    linked = {link.object for link in graph.links if link.subject == letter}
    assert set(near) >= linked
    assert len(part.around(graph, letter, 3)) > len(near)


def test_of_too_much_whole_letters_are_taken(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    graph: Graph = make(30, 300, 5)
    assert part.holdable(graph) is graph
    monkeypatch.setattr(part, "MOST_THINGS", 150)
    held = part.holdable(graph)
    assert 0 < len(held.letters) < 30
    assert min(one.last for one in held.letters) >= max(
        one.last for one in graph.letters if one not in held.letters
    )
    iris = {one.iri for one in held.things}
    assert all(link.subject in iris and link.object in iris for link in held.links)
    first = graph.letters[0].iri
    assert first in {one.iri for one in part.holdable(graph, first).letters}
    assert len(blocks(explorer.html(held))["nodes"]) == len(held.things)


def test_parts_hold_all_letters_once_and_what_joins_them(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    graph: Graph = make(30, 300, 5)
    assert part.parts(graph) == [graph]
    monkeypatch.setattr(part, "MOST_THINGS", 150)
    monkeypatch.setattr(part, "GROUP", 400)
    parts = part.parts(graph)
    assert len(parts) > 3
    assert parts[0] == part.holdable(graph)
    for name in ("letters", "statements", "figures", "mentions"):
        found = [one for each in parts for one in getattr(each, name)]
        assert sorted(found, key=repr) == sorted(getattr(graph, name), key=repr), name
    for name in ("links", "reports"):
        assert {one for each in parts for one in getattr(each, name)} == set(getattr(graph, name)), name
    for each in parts:
        iris = {one.iri for one in each.things}
        assert all({one.subject, one.object} <= iris for one in each.links)
        assert all({*one.about, one.actor} <= iris | {""} for one in each.statements)
    home = {one.iri: number for number, each in enumerate(parts) for one in each.statements}
    for report in graph.reports:
        for end in (report.later, report.earlier):
            assert report in parts[home[end]].reports


def test_a_report_in_another_part_is_quoted(make: Any) -> None:
    graph: Graph = make(6, 40, 5)
    report = graph.reports[0]
    earlier = next(one for one in graph.statements if one.iri == report.earlier)
    later = next(one for one in graph.statements if one.iri == report.later)
    (alone,) = part.split(graph, [[earlier.place.letter]])
    packed = Packer(graph, [alone], []).pack(alone)
    text = next(one.text for one in graph.letters if one.iri == later.place.letter)
    quoted = packed.facts["reports"][0][0]
    assert quoted[0] == later.iri.removeprefix(graph.base)
    assert quoted[2:] == ["甲发〔2001〕1号", "2001-06-01", text[later.place.begin : later.place.end]]


def test_a_thing_is_found_by_any_name_or_a_sentence_says_why_not() -> None:
    things = (
        Thing("x:1", "GovernmentBody", "慈溪市财政局", "", ("市财政局",)),
        Thing("x:2", "GovernmentBody", "慈溪市财政局东分局"),
    )
    assert part.find(things, "市财政局").iri == "x:1"
    assert part.find(things, "东分局").iri == "x:2"
    assert part.find(things, "x:2").iri == "x:2"
    with pytest.raises(KgError, match="Nothing is called"):
        part.find(things, "水利局")
    with pytest.raises(KgError, match="2 things are called"):
        part.find(things, "财政")


# --- page


def test_same_graph_same_bytes(make: Any) -> None:
    assert explorer.html(make(3, 30, 6)) == explorer.html(make(3, 30, 6))


def test_words_of_documents_stand_nowhere_but_in_data(make: Any) -> None:
    mark = "</script><img src=x onerror=alert(1)> href {{7*7}}"
    page = explorer.html(make(2, 40, 6, name=lambda n: f"{mark}{n}"))
    assert "onerror=alert" not in page
    assert page.count("<script") == page.count("</script>") == 6
    assert any(node["name"].startswith(mark) for node in blocks(page)["nodes"] if "name" in node)
    assert re.search(r"default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'", page)


def test_offsets_are_those_of_javascript() -> None:
    from kg.views.values import Letter, Statement

    text = "𠀀甲𠀀乙"
    graph = Graph(
        "x:", (Thing("x:a", "Reply", "a"),), (Letter("x:a", "a.txt", text),), (),
        (Statement("x:a#statement=1", Place("x:a", 1, 4), "planned"),),
    )  # fmt: skip
    assert blocks(explorer.html(graph))["facts"]["statements"][0][:3] == [0, 2, 6]


def test_scripts_write_no_markup() -> None:
    for file in WEB.glob("*.js"):
        text = file.read_text(encoding="utf-8")
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            "XMLHttp",
        ):
            assert forbidden not in text, file.name
        assert text.count("fetch(") == (file.name == "server.js"), file.name


# --- command


def test_the_command_writes_a_page(demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "a" / "page.html"
    result = CliRunner().invoke(
        view,
        [str(demo), "--out", str(out), "--focus", "慈溪市经济和信息化局", "--depth", "1", "--lang", "en"],
    )
    assert result.exit_code == 0, result.output
    page = out.read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    found = blocks(page)
    assert json.loads(found["options"])["focus"].endswith("慈溪市经济和信息化局")
    assert 1 < found["facts"]["opening"] < len(found["nodes"])
    assert found["nodes"][0]["label"].endswith("经济和信息化局")
    assert not list(out.parent.glob(".*"))


def test_what_no_file_holds_stands_beside_it(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, beside = tmp_path / "甲 乙.html", tmp_path / "甲 乙.parts"
    with monkeypatch.context() as small:
        small.setattr(part, "MOST_THINGS", 100)
        small.setattr(part, "GROUP", 1)
        result = CliRunner().invoke(view, [str(demo), "--out", str(out)], catch_exceptions=False)
    assert str(beside) in result.stderr
    page = out.read_text(encoding="utf-8")
    held = blocks(page)
    letters = json.loads(held["options"])["letters"]
    assert sum(letters) == 5 == held["facts"]["whole"]["letters"]
    assert sorted(one.name for one in beside.iterdir()) == sorted(
        [*(f"{n}.css" for n in range(1, len(letters))), "names-0.css"]
    )
    assert re.search(r"style-src 'sha256-[^']+' 'self';", page)
    sheet = (beside / "1.css").read_text(encoding="ascii")
    assert re.fullmatch(r'#part\{--count:\d+;(--\d+:"[A-Za-z0-9+/=]*";)+\}\n', sheet)
    # a page that needs no folder leaves none behind
    CliRunner().invoke(view, [str(demo), "--out", str(out)], catch_exceptions=False)
    assert [one.name for one in tmp_path.iterdir()] == [out.name]
    assert "'self'" not in out.read_text(encoding="utf-8").split("<style>")[0]


def test_a_folder_with_other_files_is_left_alone(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "x.parts").mkdir()
    (tmp_path / "x.parts" / "letter.docx").touch()
    result = CliRunner().invoke(view, [str(demo), "--out", str(tmp_path / "x.html")])
    assert isinstance(result.exception, UsageError)
    assert (tmp_path / "x.parts" / "letter.docx").exists()


def test_quiet_is_quiet(demo: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        view, [str(demo), "-q", "--out", str(tmp_path / "x.html")], catch_exceptions=False
    )
    assert (result.stdout, result.stderr) == ("", "")


def test_the_command_says_what_is_wrong(demo: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        view, [str(demo), "--out", str(tmp_path / "x.html"), "--focus", "火星人民政府"]
    )
    assert isinstance(result.exception, KgError)
    assert "火星人民政府" in str(result.exception)


# --- bundle


def test_the_bundle_names_its_sources() -> None:
    first = (WEB / explorer.BUNDLE).read_text(encoding="utf-8").split("\n", 1)[0]
    assert explorer.sources() in first, "run `npm ci && npm run build` in kg/views/web"
    licences = (WEB / "bundle" / "LICENSES.txt").read_text(encoding="utf-8")
    for name in (
        "vis-network",
        "vis-data",
        "vis-util",
        "@egjs/hammerjs",
        "component-emitter",
        "keycharm",
        "uuid",
    ):
        assert re.search(rf"^{name} \d", licences, re.M)


@pytest.fixture(scope="session")
def web(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with what they are built with."""
    if not shutil.which("npm"):
        pytest.fail(NODE, pytrace=False)
    place_ = tmp_path_factory.mktemp("web")
    for file in (*WEB.glob("*.js"), *WEB.glob("*.mjs"), *WEB.glob("package*.json")):
        shutil.copy(file, place_)
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"],
        cwd=place_, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return place_


def test_the_bundle_is_what_its_sources_make(web: Path) -> None:
    done = subprocess.run(["node", "build.mjs"], cwd=web, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    for name in ("explorer.js", "LICENSES.txt"):
        assert (web / "bundle" / name).read_bytes() == (WEB / "bundle" / name).read_bytes(), name


def test_modules() -> None:
    """node's own runner over the modules; how many tests there are is said, so that none is lost."""
    if not shutil.which("node"):
        pytest.fail(NODE, pytrace=False)
    tests = sorted(Path(__file__).with_name("web").glob("*.test.mjs"))
    done = subprocess.run(
        ["node", "--test", "--test-reporter=tap", *map(str, tests)],
        capture_output=True, text=True, timeout=120, env=os.environ | {"NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "# pass 17" in done.stdout
