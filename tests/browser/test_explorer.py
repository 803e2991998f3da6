"""The explorer as a reader meets it: read, find, choose, go back, take away, with any names, at any size."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx
import pytest
from playwright.sync_api import Locator, Page, expect

from kg import pipeline
from kg.graph.query import run
from kg.views.values import Discrepancy, Graph, Letter, Link, Place, Statement, Thing

pytestmark = pytest.mark.browser
EXPECTED = 71
"""Browser tests in this folder; one that is lost is noticed."""

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
Open = Callable[..., Page]


def test_none_is_missing(request: pytest.FixtureRequest) -> None:
    options = request.config.option
    whole = [one for one in request.session.items if Path(one.path).parent == Path(__file__).parent]
    chosen = options.keyword or any("::" in one or one.endswith(".py") for one in request.config.args)
    assert chosen or len(whole) == EXPECTED


COVERED = """() => {
  const c = explorer.canvas, found = [];
  const paths = new DOMParser().parseFromString(c.svg(), 'image/svg+xml').querySelectorAll('path');
  c.points.forEach((one, i) => {
    const corners = paths[i].getAttribute('d').slice(1, -1).split('L').map(o => o.split(',').map(Number));
    const middle = [0, 1].map(k => corners.reduce((sum, o) => sum + o[k], 0) / corners.length);
    for (const label of c.labels) {
      if (one.id === label.id) continue;
      const within = (at, begin, size) => at > begin + 0.1 && at < begin + size - 0.1;
      const inside = ([x, y]) => within(x, label.left, label.w) && within(y, label.top, label.h);
      if ([middle, ...corners].some(inside)) found.push([label.text, one.name]);
    }
  });
  return found;
}"""
"""Names that lie over a point which is not their own."""


def boxes(page: Page) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.evaluate(
        "explorer.canvas.labels.map(o => ({x: o.left, y: o.top, w: o.w, h: o.h}))"
    )
    return found


def assert_apart(labels: list[dict[str, float]]) -> None:
    for a, b in combinations(labels, 2):
        apart = (
            a["x"] + a["w"] <= b["x"] or b["x"] + b["w"] <= a["x"]
            or a["y"] + a["h"] <= b["y"] or b["y"] + b["h"] <= a["y"]
        )  # fmt: skip
        assert apart, (a, b)


def drawn(page: Page) -> None:
    """Two frames after the first names: what was asked to be drawn has been, and names lie where a pointer meets them."""
    page.wait_for_function("explorer.canvas.labels.length > 0")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def find(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)


def view(page: Page, name: str) -> None:
    page.locator(f'.tab[data-view="{name}"]').click()


def side(page: Page) -> Locator:
    return page.locator(".side")


def taken(page: Page, form: str) -> bytes:
    page.get_by_text("导出", exact=True).click()
    with page.expect_download() as download:
        page.locator(f'[data-export="{form}"]').click()
    return Path(download.value.path()).read_bytes()


# --- read


def test_opens_with_an_answer(five: Path, demo: Path, open_page: Open) -> None:
    page = open_page(five)
    planned = pipeline.manifest_of(demo).counts["planned"]
    expect(page.locator(".answer strong").first).to_have_text(str(planned))
    expect(side(page)).to_contain_text("项已过期，这些文件中没有报告")
    total = page.evaluate("explorer.graph.things.length")
    expect(page.locator(".counter")).to_have_text(f"显示 {total} / {total}")


def test_source_opens_the_letter_at_the_words(five: Path, open_page: Open) -> None:
    page = open_page(five)
    card = side(page).locator(".card").first
    words = card.locator(".said bdi").inner_text()
    card.locator(".source").click()
    expect(page.locator(".letter mark.target").first).to_be_in_viewport()
    marked = "".join(page.locator(".letter mark.target").all_inner_texts())
    assert "".join(marked.split()) == "".join(words.split())
    page.locator(".letter .note").first.click()
    expect(side(page).locator(".card")).to_have_count(1)


def test_a_click_on_a_point_tells_of_it(five: Path, open_page: Open) -> None:
    page = open_page(five)
    at = page.evaluate("""() => {
      const c = explorer.canvas, one = c.points[0], p = c.network.canvasToDOM(one), box = c.box.getBoundingClientRect();
      return {x: p.x + box.left, y: p.y + box.top, name: one.name};
    }""")
    page.mouse.click(at["x"], at["y"])
    expect(side(page).locator("h1")).to_have_text(at["name"])
    expect(side(page).get_by_role("button", name="看原文")).to_be_visible()


def test_hover_on_a_line_says_its_word_and_quote(five: Path, open_page: Open) -> None:
    page = open_page(five)
    drawn(page)
    at = page.evaluate("""() => {
      const c = explorer.canvas, t = explorer.graph.things, box = c.box.getBoundingClientRect();
      // The middle of the line that is farthest from every point: a pointer has a size.
      let best = null;
      for (const l of c.links) {
        if (!l.places.length) continue;
        const m = {x: (t[l.from].x + t[l.to].x) / 2, y: (t[l.from].y + t[l.to].y) / 2};
        if (c.at({canvas: m}) >= 0 || c.linkAt({canvas: m}) !== l) continue;
        const free = Math.min(...c.points.map((o) => Math.hypot(o.x - m.x, o.y - m.y)));
        const p = c.network.canvasToDOM(m);
        const seen = p.x > 0 && p.y > 0 && p.x < box.width && p.y < box.height;
        if (seen && (!best || free > best.free)) best = {free, x: p.x + box.left, y: p.y + box.top};
      }
      return best;
    }""")
    page.mouse.move(at["x"], at["y"])
    expect(page.locator(".hint")).to_contain_text("“")


def test_scorecard_numbers_open_their_sentences(five: Path, open_page: Open) -> None:
    page = open_page(five)
    find(page, "慈溪市经济和信息化局")
    page.keyboard.press("Enter")
    cell = side(page).locator(".scorecard .planned button")
    count = cell.locator("strong").inner_text()
    cell.click()
    expect(page.locator("tbody tr")).to_have_count(int(count))


# --- graph


@pytest.mark.parametrize("phone", [False, True])
def test_no_label_is_on_another(five: Path, open_page: Open, phone: bool) -> None:
    page = open_page(five, phone=phone)
    if phone:
        view(page, "graph")
    drawn(page)
    labels = boxes(page)
    print(f"labels at {390 if phone else 1440} px: {len(labels)}")
    assert len(labels) >= (20 if phone else 100)
    assert_apart(labels)
    assert page.evaluate(COVERED) == []
    for key in "++--":
        page.keyboard.press(key)
        drawn(page)
        assert_apart(boxes(page))
        assert page.evaluate(COVERED) == []


@pytest.mark.parametrize("phone", [False, True])
def test_what_has_no_room_for_its_name_is_named_when_chosen(
    made: ModuleType, page_of: Callable[..., Path], open_page: Open, phone: bool
) -> None:
    page = open_page(page_of(made.made(30, 900, 12)), "#v=graph", phone=phone)
    drawn(page)
    assert_apart(boxes(page))
    assert page.evaluate(COVERED) == []
    nameless = page.evaluate("""() => {
      const named = new Set(explorer.canvas.labels.map(o => o.id));
      return explorer.canvas.points.filter(o => !named.has(o.id) && o.links.length < 30).map(o => o.id);
    }""")
    assert nameless
    page.evaluate(f"explorer.hovered({nameless[0]}, null)")
    name = page.evaluate(f"explorer.graph.things[{nameless[0]}].name")
    expect(page.locator(".hint")).to_contain_text(name)
    page.evaluate(f"explorer.go({{thing: {nameless[0]}, view: 'graph'}})")
    expect(page.locator("body")).to_have_attribute("data-view", "graph")
    page.wait_for_timeout(500)  # the view has moved there
    assert nameless[0] in page.evaluate("explorer.canvas.labels.map(o => o.id)")


def test_unfold_and_fold(large: Path, open_page: Open) -> None:
    page = open_page(large)
    before = page.evaluate("explorer.seen.size")
    assert before == 420
    expect(page.locator(".counter")).to_have_text("显示 420 / 12,000")
    page.evaluate("explorer.go({thing: explorer.graph.letters[0].thing})")
    chip = side(page).locator(".unfold .chip").first
    chip.click()
    expect(side(page).locator(".unfold .chip").first).to_have_attribute("aria-pressed", "true")
    after = page.evaluate("explorer.seen.size")
    assert after > before
    side(page).locator(".unfold .chip").first.click()
    expect(side(page).locator(".unfold .chip").first).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("explorer.seen.size") < after


def test_what_is_found_outside_of_the_picture_comes_with_some_company(large: Path, open_page: Open) -> None:
    page = open_page(large)
    thing = page.evaluate("""() => {
      const {opening, things} = explorer.graph, away = l => Math.min(l.from, l.to) >= opening && l.name !== 'mentions';
      return things.find(o => o.id >= opening && o.links.length > 3 && o.links.some(away)).id;
    }""")
    page.evaluate(f"explorer.go({{thing: {thing}}})")
    assert page.evaluate("[...explorer.canvas.near].filter(id => explorer.seen.has(id)).length") > 3
    before = page.evaluate("explorer.seen.size")
    assert before > page.evaluate("explorer.graph.opening") + 1
    page.evaluate(f"""() => {{
      const keys = ['mentions|o', 'mentions|i', 'responsibleBody|o', 'responsibleBody|i', 'isPartOf|o', 'isPartOf|i'];
      const more = ['implements|o', 'implements|i', 'partner|o', 'partner|i'];
      explorer.go({{folded: [...keys, ...more].map(key => [{thing}, key])}});
    }}""")
    assert page.evaluate("explorer.company()") == []
    assert page.evaluate("explorer.seen.size") < before


def test_a_kind_is_hidden_by_the_legend(five: Path, open_page: Open) -> None:
    page = open_page(five)
    kind = page.locator('.kind[data-kind="Place"]')
    count = int(kind.inner_text().split()[-1])
    total = page.evaluate("explorer.seen.size")
    kind.click()
    expect(kind).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("explorer.seen.size") == total - count


# --- ledger and time


def test_ledger_sorts_and_narrows(five: Path, open_page: Open) -> None:
    page = open_page(five, "#v=ledger")
    days = [one for one in page.locator("tbody .day").all_inner_texts() if one]
    assert days == sorted(days)
    page.get_by_role("button", name="期限", exact=True).click()
    expect(page.locator('th[data-key="dueDate"]')).to_have_attribute("aria-sort", "descending")
    rows = page.locator("tbody tr")
    total = rows.count()
    page.get_by_role("searchbox", name="在台账里找").fill("2025")
    expect(rows).not_to_have_count(total)
    assert all("2025" in one for one in page.locator("tbody tr").all_inner_texts())


def test_filters_narrow_graph_and_rows_together(five: Path, open_page: Open) -> None:
    page = open_page(five, "#v=ledger")
    total = page.evaluate("explorer.seen.size")
    rows = page.locator("tbody tr").count()
    page.locator("#filters summary").click()
    page.locator('[data-filter="letter"]').select_option(index=2)
    assert 0 < page.locator("tbody tr").count() < rows
    assert 0 < page.evaluate("explorer.seen.size") < total
    page.locator(".chips .chip").click()
    expect(page.locator("tbody tr")).to_have_count(rows)


def test_time_tells_of_all_letters_where_the_page_holds_some(folder: Path, open_page: Open) -> None:
    page = open_page(folder, beside=True)
    counts = """() => [...document.querySelectorAll('.time .tick')]
      .map(o => [o.classList[1], Number(o.textContent.split(' ').at(-1))])"""
    told = page.evaluate(counts)
    assert sum(count for kind, count in told if kind == "letter") == 5
    dated = int(page.locator(".answer strong").nth(1).inner_text())
    assert sum(count for kind, count in told if kind != "letter") == dated
    page.locator(".answer").nth(2).click()
    assert page.evaluate(counts) == told


def test_many_marks_on_one_day_are_a_bar(
    made: ModuleType, page_of: Callable[..., Path], open_page: Open
) -> None:
    graph: Graph = made.made(60, 100, 3)
    same = tuple(
        replace(one, issued="2024-06-01", first="2024-06-01", last="2024-06-01") for one in graph.letters
    )
    page = open_page(page_of(replace(graph, letters=same)))
    expect(page.locator(".time .tick.letter")).to_have_count(1)
    expect(page.locator(".time .tick.letter title")).to_contain_text("60")


def test_dragging_over_time_filters(five: Path, open_page: Open) -> None:
    page = open_page(five)
    total = page.evaluate("explorer.seen.size")
    box = page.locator(".time svg").bounding_box()
    assert box
    page.mouse.move(box["x"] + 50, box["y"] + 70)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 70, steps=4)
    page.mouse.up()
    expect(page.locator(".unbrush")).to_be_visible()
    assert "f=2021-01" in page.url
    assert page.evaluate("explorer.seen.size") < total
    page.locator(".unbrush").click()
    assert page.evaluate("explorer.seen.size") == total


def test_time_is_chosen_by_keys(five: Path, open_page: Open) -> None:
    page = open_page(five)
    total = page.evaluate("explorer.seen.size")
    page.keyboard.press("t")
    expect(page.locator(".time")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    assert "f=2025&t=2025" in page.url
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    assert "f=2023&t=2024" in page.url
    expect(page.locator(".time")).to_be_focused()
    assert 0 < page.evaluate("explorer.seen.size") < total
    page.keyboard.press("Escape")
    assert "f=" not in page.url
    assert page.evaluate("explorer.seen.size") == total


def test_contradictions_are_told_with_both_sides(five: Path, open_page: Open) -> None:
    page = open_page(five)
    count = page.evaluate("explorer.graph.discrepancies.length")
    assert count > 0
    page.get_by_role("button", name="处说法不一").click()
    cards = page.locator(".differences .card")
    expect(cards).to_have_count(count)
    both = cards.filter(has_text="3524.33万元").first
    expect(both.locator("q")).to_have_count(2)
    rows = list(csv.DictReader(io.StringIO(taken(page, "csv").decode("utf-8-sig"))))
    assert len(rows) == page.locator(".differences q").count()
    words = both.locator("q").last.inner_text()
    both.locator(".source").last.click()
    expect(page.locator(".letter mark.target").first).to_be_in_viewport()
    assert "".join("".join(page.locator(".letter mark.target").all_inner_texts()).split()) in "".join(
        words.split()
    )
    # and beside the things and the sentences that they are about
    page.evaluate("explorer.go({thing: explorer.graph.discrepancies[0].about[0]})")
    expect(side(page).locator(".card.differ").first).to_be_visible()
    holder = page.evaluate("explorer.graph.statements.find(o => o.differs.length).id")
    page.evaluate(f"explorer.go({{statement: {holder}}})")
    expect(side(page).locator(".card.differ q")).not_to_have_count(0)


def test_a_name_in_a_letter_opens_its_thing(five: Path, open_page: Open) -> None:
    page = open_page(five)
    side(page).locator(".source").first.click()
    name = page.locator(".letter mark.name").first
    words = name.inner_text()
    name.click()
    expect(side(page).locator(".kindline")).to_be_visible()
    told = side(page).inner_text()
    assert words.strip("《》") in told


# --- what one file does not hold


@pytest.fixture(scope="session")
def folder(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the five letters as if one file held only some of them: the others are beside it."""
    from click.testing import CliRunner

    from kg.commands.view import view as command
    from kg.views import part

    out = tmp_path_factory.mktemp("page") / "五 封.html"
    with pytest.MonkeyPatch.context() as small:
        small.setattr(part, "MOST_THINGS", 150)
        small.setattr(part, "GROUP", 1)
        CliRunner().invoke(command, [str(demo), "--out", str(out)], catch_exceptions=False)
    return out


SUM = """() => {
  const g = explorer.graph, reports = g.statements.flatMap(o => o.reports);
  return [g.things.length, g.letters.length, g.links.length, g.statements.length, g.figures.length,
    g.discrepancies.length, reports.length, reports.filter(o => o.later.away).length];
}"""


def test_parts_beside_the_page_join_to_the_whole(five: Path, folder: Path, open_page: Open) -> None:
    page = open_page(folder, beside=True)
    held, whole = page.evaluate("[explorer.graph.letters.length, explorer.graph.whole.letters]")
    assert held < whole == 5
    planned = side(page).locator(".answer strong").first.inner_text()
    expect(side(page)).to_contain_text(f"已载入 {held} / 5 份文件")
    while page.evaluate("explorer.partly"):
        side(page).get_by_role("button", name="再载入").first.click()
        expect(page.locator(".hint")).to_have_text("")
    single = open_page(five)
    assert page.evaluate(SUM) == single.evaluate(SUM)
    expect(side(page).locator(".answer strong").first).to_have_text(planned)
    assert planned == side(single).locator(".answer strong").first.inner_text()


def test_what_is_beside_the_page_is_found_and_shared(folder: Path, open_page: Open) -> None:
    page = open_page(folder, beside=True)
    expect(page.locator("#app")).to_have_attribute("data-names", "1")
    number = page.evaluate("[...explorer.known.values()].find(o => o.k === 0).no")
    find(page, number)
    page.keyboard.press("Enter")
    expect(side(page).locator(".kindline")).to_contain_text(number)
    expect(side(page).locator(".scorecard")).to_be_visible()
    other = open_page(folder, page.evaluate("location.hash"), beside=True)
    expect(side(other).locator(".kindline")).to_contain_text(number)


def test_without_a_folder_the_page_says_what_it_holds(
    demo: Path, open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.views import explorer, part

    monkeypatch.setattr(part, "MOST_THINGS", 150)
    out = tmp_path / "page.html"
    out.write_text(explorer.page(pipeline.subjects(demo)).text, encoding="utf-8")
    page = open_page(out)
    held = page.evaluate("explorer.graph.letters.length")
    expect(side(page)).to_contain_text(f"已载入 {held} / 5 份文件")
    expect(side(page).get_by_role("button", name="再载入")).to_have_count(0)
    planned = pipeline.manifest_of(demo).counts["planned"]
    expect(page.locator(".answer strong").first).to_have_text(str(planned))
    find(page, "没有这样的话")
    expect(page.locator("#results")).to_contain_text(f"没有找到（已载入 {held} / 5 份文件）")


def test_a_missing_folder_is_said(folder: Path, open_page: Open, tmp_path: Path) -> None:
    alone = tmp_path / folder.name
    alone.write_bytes(folder.read_bytes())
    page = open_page(alone, beside=True, missing=True)
    expect(page.locator(".hint")).to_contain_text("找不到本页旁边的文件夹")
    expect(page.locator(".answer").first).to_be_visible()


# --- reports


def test_a_promise_leads_to_its_report(
    made: ModuleType, page_of: Callable[..., Path], open_page: Open
) -> None:
    page = open_page(page_of(made.made(9, 40, 10)))
    assert page.locator(".time .reported").count() > 0
    page.locator(".answer").last.click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.locator("tbody tr .plain").first.click()
    expect(side(page).get_by_text("后来的说法")).to_be_visible()
    expect(side(page).locator(".report")).to_contain_text("同一事项")


# --- find, path, address


@pytest.mark.parametrize("query", ["cxsjxj", "cixishijingjihexinxihuaju", "市经信局", "CXSJJHXXHJ"])
def test_found_by_sound_and_short_form(five: Path, open_page: Open, query: str) -> None:
    page = open_page(five)
    find(page, query)
    expect(page.locator("#results")).to_contain_text("慈溪市经济和信息化局")
    options = page.locator("#results [role=option]").all_inner_texts()
    wanted = next(n for n, one in enumerate(options) if one.startswith("慈溪市经济和信息化局"))
    assert wanted <= 2, options
    for _ in range(wanted):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(side(page).locator("h1")).to_have_text("慈溪市经济和信息化局")
    page.keyboard.press("Escape")
    expect(side(page).locator("h1")).to_have_text("这些文件说了什么")


def test_path_with_the_quote_of_each_step(five: Path, open_page: Open) -> None:
    page = open_page(five)
    find(page, "慈经信建〔2021〕1号")
    page.keyboard.press("Enter")
    side(page).get_by_role("button", name="从这里找路径").click()
    page.keyboard.type("慈经信建〔2023〕3号")
    page.keyboard.press("Enter")
    expect(side(page).locator("h1")).to_have_text("路径")
    steps = side(page).locator(".path > li")
    assert steps.count() >= 2
    assert side(page).locator(".path q").count() >= steps.count()
    assert "path=" in page.url


def test_the_address_holds_what_is_seen(five: Path, open_page: Open) -> None:
    page = open_page(five)
    find(page, "cxsjjhxxhj")
    page.keyboard.press("Enter")
    page.locator('.kind[data-kind="Place"]').click()
    view(page, "ledger")
    page.locator(".bar select").select_option("overdue")
    hash_ = page.evaluate("location.hash")
    seen = page.evaluate("[...explorer.seen]")
    rows = page.locator("tbody tr").count()
    other = open_page(five, hash_)
    assert other.evaluate("[...explorer.seen]") == seen
    expect(other.locator("tbody tr")).to_have_count(rows)
    expect(side(other).locator("h1")).to_have_text("慈溪市经济和信息化局")
    assert other.evaluate("location.hash") == hash_


def test_back_goes_back(five: Path, open_page: Open) -> None:
    page = open_page(five)
    side(page).locator(".links .thing").first.click()
    first = side(page).locator("h1").inner_text()
    view(page, "ledger")
    page.go_back()
    expect(page.locator(".pane.graph")).to_be_visible()
    expect(side(page).locator("h1")).to_have_text(first)
    page.go_back()
    expect(side(page).locator("h1")).to_have_text("这些文件说了什么")
    page.go_forward()
    expect(side(page).locator("h1")).to_have_text(first)


def test_the_graph_is_in_view_after_the_ledger(five: Path, open_page: Open) -> None:
    page = open_page(five, "#v=ledger")
    page.evaluate("location.hash = '#v=graph'")
    expect(page.locator(".pane.graph")).to_be_visible()
    drawn(page)
    outside = page.evaluate("""() => {
      const c = explorer.canvas, {clientWidth: w, clientHeight: h} = c.box;
      return c.points.map(o => c.network.canvasToDOM(o)).filter(p => p.x < 0 || p.y < 0 || p.x > w || p.y > h).length;
    }""")
    assert outside == 0


# --- take away


def test_exports_hold_what_is_shown(five: Path, demo: Path, open_page: Open) -> None:
    page = open_page(five)
    shown = page.evaluate("[...explorer.seen].length")
    links = page.evaluate("explorer.canvas.links.length")
    graph = networkx.parse_graphml(taken(page, "graphml").decode(), force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (shown, links)
    assert any("quote" in data for _, _, data in graph.edges(data=True))
    rows = list(csv.DictReader(io.StringIO(taken(page, "csv").decode("utf-8-sig"))))
    assert len(rows) == pipeline.manifest_of(demo).counts["planned"]
    texts = {one.document.source: one.document.text for one in pipeline.facts_of(demo)}
    for row in rows:
        words = texts[row["file"]][int(row["begin"]) : int(row["end"])]
        assert "".join(words.split()) == "".join(row["words"].removeprefix("'").split())
    svg = taken(page, "svg").decode()
    assert svg.count("<path ") == shown
    assert svg.count("<text ") == page.evaluate("explorer.canvas.labels.length")
    assert taken(page, "png").startswith(b"\x89PNG")


ADDRESSES: tuple[str, ...] = ("", "#show=overdue", "#show=progress", "#show=restated", "#show=all")
ADDRESSES += ("#f=2023-01&t=2023-12", "#st=delivered,ongoing", "#show=differ")


@pytest.mark.parametrize("hash_", ADDRESSES)
def test_the_query_gives_the_rows(five: Path, demo: Path, open_page: Open, hash_: str) -> None:
    page = open_page(five, hash_)
    if hash_ == "":
        find(page, "cxsjjhxxhj")
        page.keyboard.press("Enter")
    query = taken(page, "sparql").decode()
    rows = list(csv.DictReader(io.StringIO(taken(page, "csv").decode("utf-8-sig"))))
    found = {row[0].value for row in run(demo, query).rows if row[0] is not None}  # type: ignore[union-attr]
    assert found == {row["iri"] for row in rows}
    assert found or hash_ in ("#show=progress", "#show=restated")


# --- safe


MARKS = (
    "</script><script>window.ran=1</script>", "<img src=x onerror=window.ran=1>", "href=javascript:window.ran=1",
    "{{7*7}}", "\u202egnp.txt", "a\u200bb", "&lt;b&gt;", "${window.ran=1}",
    "]]><svg onload=window.ran=1>", "'\"`--><iframe src=//x>",
)  # fmt: skip


def hostile() -> Graph:
    """40 things and a letter that try to be read as something else than text."""
    words = [f"{mark}{n}" for n in range(4) for mark in MARKS]
    letter = "https://example.org/id/document/" + "x"
    text = "\n".join(f"我局将{one}。" for one in words)
    things = [
        Thing(f"https://example.org/id/thing/{n}/{one}", "Policy", one, one, (one,))
        for n, one in enumerate(words)
    ]
    places, at = [], 0
    for one in words:
        places.append(Place(letter, at, at + len(one) + 3))
        at += len(one) + 5
    return Graph(
        "https://example.org/id/",
        (Thing(letter, "Reply", words[0], words[1]), *things),
        (Letter(letter, words[0], text, "2024-01-01", "2024-01-01", "2024-01-01"),),
        tuple(Link(letter, "references", one.iri, (places[n],)) for n, one in enumerate(things)),
        tuple(
            Statement(f"{letter}#statement={n}", place, "planned", words[n], "firm", "2025-12-31", words[n], words[n],
                      things[n].iri, "stated", (things[n].iri,))
            for n, place in enumerate(places)
        ),
        mentions=tuple((one.iri, places[n]) for n, one in enumerate(things)),
        discrepancies=tuple(
            Discrepancy(f"{letter}/{words[n]}", words[n], words[n + 1], (things[n].iri,), (places[n], places[n + 1]))
            for n in range(len(MARKS))
        ),
    )  # fmt: skip


def test_nothing_that_a_document_says_runs(page_of: Callable[..., Path], open_page: Open) -> None:
    page = open_page(page_of(hostile()))
    for name in ("ledger", "letter", "graph"):
        view(page, name)
    page.evaluate("explorer.go({view: 'ledger', show: 'differ'})")
    expect(page.locator(".differences .card")).to_have_count(len(MARKS))
    view(page, "graph")
    for thing in range(0, 41, 8):
        page.evaluate(f"explorer.go({{thing: {thing}}})")
        expect(side(page).locator("h1")).to_be_visible()
    page.evaluate("explorer.go({statement: 3})")
    find(page, "window.ran")
    expect(page.locator("#results")).to_contain_text("onerror")
    for form in ("csv", "graphml", "svg"):
        taken(page, form)
    assert page.evaluate("window.ran") is None
    assert page.locator("img, iframe, a, object, form").count() == 0
    assert page.locator("script").count() == 6
    assert "49" not in page.title()
    assert not any(
        mark in one
        for one in page.evaluate("explorer.canvas.labels.map(o => o.text)")
        for mark in "\u202e\u200b"
    )


def test_the_policy_forbids_network_and_foreign_script(five: Path, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(five.as_uri())
    page.locator("#app[data-ready]").wait_for(state="attached")
    refused = page.evaluate("fetch('https://example.org/').then(() => 'loaded', () => 'refused')")
    page.evaluate("""() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = 1';
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'https://example.org/x.png';
      document.body.append(image);
    }""")
    assert refused == "refused"
    assert page.evaluate("window.ran") is None
    context.close()


# --- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(five: Path, open_page: Open, scheme: str) -> None:
    page = open_page(five, color_scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))

    def look(what: str) -> None:
        found = page.evaluate(
            "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)]))"
        )
        assert found == [], f"{what}: {json.dumps(found, ensure_ascii=False)}"

    look("opening")
    find(page, "cxsjjhxxhj")
    look("searching")
    page.keyboard.press("Enter")
    look("selection")
    view(page, "ledger")
    look("ledger")
    page.evaluate("explorer.go({show: 'differ', thing: -1})")
    look("contradictions")
    view(page, "letter")
    look("letter")
    page.keyboard.press("?")
    look("help")


def test_paper_is_white(five: Path, open_page: Open) -> None:
    page = open_page(five, color_scheme="dark")
    ground = "() => [document.documentElement.dataset.theme, explorer.canvas.palette.ground]"
    dark = page.evaluate(ground)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(ground) == ["light", "#ffffff"]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(ground) == dark
    assert dark[0] == "dark"


def test_english(five: Path, open_page: Open) -> None:
    page = open_page(five)
    page.locator('[data-do="lang"]').click()
    expect(page.locator(".tab[data-view=ledger]")).to_have_text("Ledger")
    expect(side(page)).to_contain_text("overdue with no report in these letters")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_phone_opens_on_search_and_answer(five: Path, open_page: Open) -> None:
    page = open_page(five, phone=True)
    expect(page.locator("#search")).to_be_in_viewport()
    expect(page.locator(".answer").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    side(page).locator(".source").first.click()
    expect(page.locator(".letter mark.target").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


# --- any graph


def test_long_names(made: ModuleType, page_of: Callable[..., Path], open_page: Open) -> None:
    long = "全方位接轨上海融入长三角一体化发展工作领导小组办公室关于进一步优化营商环境"
    long += "促进民营经济高质量发展若干政策意见实施细则"
    page = open_page(page_of(made.made(4, 60, 12, name=lambda n: f"{long}第{n}号")))
    drawn(page)
    labels = page.evaluate("explorer.canvas.labels.map(o => o.text)")
    assert len(set(labels)) == len(labels) > 20
    assert_apart(boxes(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


@pytest.mark.parametrize("letters", [0, 1])
def test_one_letter_and_none(
    made: ModuleType, page_of: Callable[..., Path], open_page: Open, letters: int
) -> None:
    page = open_page(page_of(made.made(letters, 12 * letters, 5)))
    expect(side(page)).to_contain_text("项承诺" if letters else "这里没有文件")
    for name in ("ledger", "letter", "graph"):
        view(page, name)
    expect(page.locator(".counter")).to_have_text(f"显示 {13 * letters} / {13 * letters}")
