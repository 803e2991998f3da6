// The explorer's modules without a browser: finding, choosing, ways, addresses, labels, exports.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cell, csv, graphml, sparql } from "../../../kg/views/web/exports.js";
import { segments } from "../../../kg/views/web/letter.js";
import { extend, keyed, model, outcome, words } from "../../../kg/views/web/model.js";
import { path } from "../../../kg/views/web/path.js";
import { overlap, place } from "../../../kg/views/web/place.js";
import { fold, indexed, inOrder, search } from "../../../kg/views/web/search.js";
import { neighbours, open, points, rows, spread } from "../../../kg/views/web/select.js";
import { corners, extent } from "../../../kg/views/web/shapes.js";
import { blank, fromHash, toHash } from "../../../kg/views/web/state.js";
import { years } from "../../../kg/views/web/timeline.js";
import { sayings } from "../../../kg/views/web/words.js";

const KINDS = ["Reply", "Suggestion", "Policy", "GovernmentBody", "NonStateOrganization", "Person", "Place", "Platform", "Project", "Programme"];
const node = (id, k, label, more = {}) => ({ id, iri: `x/${id}`, k, label, d: 1, x: id * 10, y: 0, ...more });

function graph() {
  const nodes = [
    node(0, 0, "慈经信建〔2023〕3号", { no: "慈经信建〔2023〕3号", name: "对第211号建议的答复" }),
    node(1, 3, "经济和信息化局", { name: "慈溪市经济和信息化局", also: ["市经信局"], s: "cixishijingjihexinxihuaju|cxsjjhxxhj shijingxinju|sjxj" }),
    node(2, 9, "一件事", {}), node(3, 9, "孤岛", {}), node(4, 6, "慈溪市", {}), node(5, 0, "乙〔2024〕1号", { no: "乙〔2024〕1号" }),
  ];
  const edges = [
    { from: 0, to: 1, p: "publisher", e: [0, 0, 2] }, { from: 0, to: 3, p: "mentions", e: [] }, { from: 2, to: 1, p: "responsibleBody", e: [0, 2, 6] },
    { from: 5, to: 4, p: "mentions", e: [] }, { from: 0, to: 4, p: "mentions", e: [] },
  ];
  const facts = {
    base: "https://e.org/id/", kinds: KINDS, opening: 6, whole: {}, ledger: true, series: [],
    letters: [[0, "a.txt", "2023-06-01", "2023-06-01", "2023-06-01"], [5, "b.txt", "", "2024-01-01", "2024-12-31"]],
    statements: [
      [0, 0, 4, 0, "一", 0, "2023-12-31", "年底前", "", 1, 1, [2], [], "statement=a"],
      [0, 4, 8, 2, "", -1, "", "", "", 1, 0, [2, 4], [], "statement=b"],
      [1, 0, 4, 2, "", -1, "", "", "", -1, 0, [2], [], "statement=c"],
      [1, 0, 4, 0, "", -1, "", "", "", -1, 0, [], [], "statement=d"],
    ],
    figures: [], reports: [[2, 0, 0, "同一事项", "0.9"]], discrepancies: [],
  };
  return model(nodes, edges, facts, { texts: ["=年底完成一件事𠀀。", "已经完成"], mentions: [[3, 0, 2, 4, 2, 4], [4, 0, 2]] });
}

const app = (state = {}) => ({ graph: graph(), day: "2026-01-01", state: { thing: -1, show: "", ask: "", ...state }, filters: () => open() });

test("a body is found by its name, short form, pinyin and initials, also of the words that people leave out", () => {
  const one = graph();
  const index = indexed(one);
  for (const query of ["慈溪市经济和信息化局", "市经信局", "经济", "cixishijing", "cxsjjhxxhj", "cxsjxj", "SJXJ", "jjhxx"]) {
    assert.equal(search(one, index, query)[0]?.thing, 1, query);
  }
});

test("a letter is found by its number with any brackets", () => {
  const one = graph();
  for (const query of ["慈经信建[2023]3号", "慈经信建（2023）3号", "〔2023〕3号"]) assert.equal(search(one, indexed(one), query)[0].thing, 0, query);
});

test("statements are found by their words, after the things", () => {
  const one = graph();
  assert.deepEqual(search(one, indexed(one), "已经完成"), [{ statement: 2 }, { statement: 3 }]);
  assert.deepEqual(search(one, indexed(one), "  "), []);
});

test("initials must come in order and begin alike", () => {
  assert.ok(inOrder("cxsjxj", "cxsjjhxxhj"));
  assert.ok(!inOrder("xsj", "cxsjjhxxhj"));
  assert.equal(fold("“１＋Ｎ” （2022）"), "1+n〔2022〕");
});

test("what became of a promise depends on later words first, then on the day", () => {
  const one = graph();
  assert.equal(outcome(one.statements[0], "2026-01-01"), "fulfilled");
  one.statements[0].reports = [];
  assert.equal(outcome(one.statements[0], "2026-01-01"), "overdue");
  assert.equal(outcome(one.statements[0], "2023-12-31"), "due");
  assert.equal(outcome(one.statements[3], "2026-01-01"), "undated");
});

test("filters choose rows and the points that belong to them", () => {
  const one = graph();
  assert.equal(rows(one, open()).length, 4);
  assert.deepEqual(rows(one, { ...open(), body: 1 }).map((row) => row.id), [0, 1]);
  assert.deepEqual(rows(one, { ...open(), letter: 5 }).map((row) => row.id), [2, 3]);
  assert.deepEqual(rows(one, { ...open(), from: "2024", to: "2024" }).map((row) => row.id), [2, 3]);
  assert.deepEqual(rows(one, { ...open(), to: "2023" }).map((row) => row.id), [0, 1]);
  const all = new Set([0, 1, 2, 3, 4, 5]);
  assert.deepEqual([...points(one, { ...open(), hide: new Set(["Place"]) }, all)], [0, 1, 2, 3, 5]);
  assert.deepEqual([...points(one, { ...open(), status: new Set(["planned"]) }, all)], [0, 1, 2, 5]);
  assert.deepEqual([...points(one, { ...open(), letter: 5 }, all)].sort(), [2, 4, 5].sort());
});

test("a point is unfolded by relation and folded again, and what else leads to stays", () => {
  const one = graph();
  one.opening = 1;
  const groups = neighbours(one, 1);
  assert.deepEqual(groups.map((group) => [group.name, group.out, group.links.length]), [["publisher", false, 1], ["responsibleBody", false, 1]]);
  assert.deepEqual([...spread(one, [[1, "responsibleBody|i"]], [], [])].sort(), [0, 1, 2]);
  one.opening = 6;
  assert.ok(!spread(one, [], [[1, "responsibleBody|i"]], []).has(2));
});

test("a path goes over what is stated, and over mere naming only if nothing else leads there", () => {
  const one = graph();
  assert.deepEqual(path(one, 0, 2).steps.map((step) => step.link.name), ["publisher", "responsibleBody"]);
  assert.equal(path(one, 0, 2).weak, false);
  assert.equal(path(one, 2, 3).weak, true);
  assert.deepEqual(path(one, 4, 4), { steps: [], weak: false });
  one.things.push({ id: 6, links: [] });
  assert.equal(path(one, 0, 6), null);
});

test("a state survives its address, whatever is in names", () => {
  const state = { ...blank(), view: "ledger", thing: "body/甲,乙&丙=丁#戊~己|庚/100%", statement: "document/x#statement=1", passage: "d#char=1,2", hide: ["Place", "Person"], body: "b", from: "2021-03", to: "2024",
    status: ["planned"], path: ["a~b", "c/d"], unfolded: [["x|y", "partner|o"]], folded: [["z", "mentions|i"]], lang: "en", ask: "=1+1", show: "overdue", day: "2026-01-01" };
  assert.deepEqual(fromHash(toHash(state)), state);
  assert.equal(toHash(blank()), "");
  assert.deepEqual(fromHash("#%E0%A4&n=%&v=evil&f=yesterday&lang=xx"), { ...blank(), thing: "%" });
});

test("no label is ever on another or on a point that is not its own, and all are inside", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (const [count, width, height] of [[1, 800, 600], [60, 800, 600], [900, 800, 600], [600, 390, 500], [4000, 390, 500]]) {
    const dots = Array.from({ length: count }, (_, id) => ({ id, x: random() * width, y: random() * height, r: 4 + (id % 3) * 3 }));
    const points = dots.map(({ id, x, y, r }) => ({ id, box: extent(KINDS[id % KINDS.length], x, y, r) }));
    const labels = place(dots.map((one) => ({ ...one, w: 20 + random() * 160, h: 16, bold: one.id % 50 === 0, must: one.id % 50 === 0 })), points, width, height)
      .map((one) => ({ id: one.id, x: one.left, y: one.top, w: one.w, h: one.h }));
    assert.ok(count > 1000 || labels.length > 0);
    labels.forEach((a, i) => {
      assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.w <= width && a.y + a.h <= height);
      labels.slice(i + 1).forEach((b) => assert.ok(!overlap(a, b)));
      for (const { id, x, y, r } of dots) {
        if (id === a.id) continue;
        const shape = corners(KINDS[id % KINDS.length], x, y, r) ?? Array.from({ length: 36 }, (_, n) => [x + r * Math.cos(n), y + r * Math.sin(n)]);
        assert.ok(!shape.some(([px, py]) => px > a.x && px < a.x + a.w && py > a.y && py < a.y + a.h), KINDS[id % KINDS.length]);
      }
    });
  }
});

test("a letter is cut where marks begin and end, and nothing is lost", () => {
  const cut = segments(10, 30, [{ begin: 5, end: 15 }, { begin: 12, end: 20 }, { begin: 28, end: 40 }]);
  assert.deepEqual(cut.map((one) => [one.begin, one.end, one.marks.length]), [[10, 12, 1], [12, 15, 2], [15, 20, 1], [20, 28, 0], [28, 30, 1]]);
});

test("no cell of an export is a formula", () => {
  for (const text of ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\u200b=1", "＝1", "\r=1"]) assert.ok(cell(text).replace(/^"/, "").startsWith("'"), JSON.stringify(text));
  assert.equal(cell('a "b", c'), '"a ""b"", c"');
  const table = csv(app(), graph().statements);
  assert.ok(table.startsWith("\ufeffstatus,words"));
  assert.ok(table.includes("'=年底完"));
  assert.match(table.split("\r\n")[1], /,fulfilled,fulfils,已经完成,/);
});

test("offsets leave in code points", () => {
  const one = app();
  one.graph.letters[0].text = "𠀀𠀀完成一件事";
  assert.match(csv(one, [one.graph.statements[1]]).split("\r\n")[1], /,2,6,https/);
});

test("GraphML and SPARQL hold what is chosen, escaped", () => {
  const one = app({ thing: 1, show: "overdue", ask: '"} #' });
  one.graph.things[1].name = "<b>&\u0000";
  const xml = graphml(one, new Set([0, 1, 2]));
  assert.equal((xml.match(/<edge /g) ?? []).length, 2);
  assert.ok(xml.includes("&#60;b&#62;&#38;<"));
  one.graph.things[1].iri = "x/> } DROP ALL #";
  const query = sparql(one);
  assert.ok(query.includes("<https://e.org/id/x/%3e%20%7d%20DROP%20ALL%20#>"));
  assert.ok(query.includes('CONTAINS(LCASE(?words), "\\"} #")'));
});

test("a part from beside the page joins what is there, and what was only quoted becomes what it is", () => {
  const one = graph();
  const before = one.things.length;
  const away = ["x/9#statement=z", "x/9", "丙〔2025〕9号", "2025-01-01", "又一次说到"];
  keyed(one).get("x/5#statement=d").reports = [];
  const facts = (more) => ({ base: one.base, kinds: KINDS, opening: 0, letters: [], statements: [], figures: [], series: [], reports: [], discrepancies: [], ...more });
  extend(one, [], [], facts({ reports: [] }), { texts: [], mentions: [] });
  const promise = keyed(one).get("x/5#statement=d");
  extend(one, [node(0, 3, "经济和信息化局", { iri: "x/1" })], [], facts({ letters: [[-1, "q.txt", "", "", ""]], statements: [[0, 0, 2, 0, "", -1, "", "", "", 0, 1, [], [], "statement=q"]], reports: [[away, 0, 1, "", ""]],
    discrepancies: [["discrepancy/1", "sum", "几个", [0], [0], [], [[0, 0, 2], away]]] }), { texts: ["原话"], mentions: [[0, 0, 2]] });
  assert.equal(one.things.length, before);
  const early = one.statements.at(-1);
  assert.deepEqual([early.actor, early.reports.length, early.reports[0].later.said], [1, 1, "又一次说到"]);
  assert.equal(outcome(early, "2026-01-01"), "progress");
  assert.deepEqual([one.things[1].differs, early.differs, one.discrepancies[0].places[1].away], [[0], [0], true]);
  assert.ok(one.things[1].said.includes(early.id) && one.letters.at(-1).mentions[0].thing === 1);
  extend(one, [node(0, 0, "丙〔2025〕9号", { iri: "x/9" }), node(1, 3, "经济和信息化局", { iri: "x/1" })], [{ from: 0, to: 1, p: "publisher", e: [0, 0, 2] }],
    facts({ letters: [[0, "r.txt", "2025-01-01", "2025-01-01", "2025-01-01"]], statements: [[0, 0, 5, 2, "", -1, "", "", "", 1, 1, [], [], "statement=z"]], reports: [[0, ["#statement=q", "", "", "", ""], 1, "", ""]],
      discrepancies: [["discrepancy/1", "sum", "几个", [1], [], [], [["", "", "", "", ""], [0, 0, 5]]]] }), { texts: ["又一次说到"], mentions: [[]] });
  assert.deepEqual([early.reports.length, early.reports[0].later.key, words(one, early.reports[0].later)], [1, "statement=z", "又一次说到"]);
  assert.deepEqual(one.discrepancies.map((differ) => differ.places.map((place) => words(one, place))), [["原话", "又一次说到"]]);
  assert.equal(one.things[one.byIri.get("x/9")].links[0].to, 1);
  assert.equal(promise.reports.length, 0);
});

test("a year alone stands in its middle", () => {
  assert.equal(years("2024"), 2024.5);
  assert.equal(years("2024-07-01"), 2024.5);
});

test("each word is said in both languages", () => {
  const [zh, en] = [sayings("zh"), sayings("en")];
  assert.equal(zh("ledger"), "台账");
  assert.equal(en("ledger"), "Ledger");
  assert.equal(zh.help.length, en.help.length);
  assert.equal(words(graph(), graph().statements[2]), "已经完成");
});
