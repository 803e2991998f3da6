// The answer beside the graph: of all letters, of a thing, of a statement, of a link, of a path.

import { fill, h, s } from "./dom.js";
import { letterDay, letterName, MENTIONS, outcome, printed } from "./model.js";
import { discrepancyCard, figureLine, heading, origin, quotation, sign, some, sourceButton, statementCard, thingButton } from "./parts.js";
import { discrepancies, neighbours, rows } from "./select.js";

const ORDER = { planned: 0, declined: 1, ongoing: 2, delivered: 3 };

/** Puts the panel for the state of the app into `box`. */
export function panel(app, box) {
  const { state } = app;
  const content = app.link ? ofLink(app, app.link)
    : state.path.length === 2 ? ofPath(app)
    : state.statement >= 0 ? ofStatement(app, state.statement)
    : state.thing >= 0 ? ofThing(app, state.thing)
    : overview(app);
  fill(box, content);
  box.scrollTop = 0;
}

/** Promises of the selection by what became of them. */
export function tally(app, statements) {
  const found = { planned: 0, dated: 0, overdue: 0, due: 0, undated: 0, reported: 0, fulfilled: 0, progress: 0, restated: 0, ongoing: 0, delivered: 0, declined: 0 };
  for (const one of statements) {
    found[one.status] += 1;
    if (one.status !== "planned") continue;
    const state = outcome(one, app.day);
    found[state] += 1;
    if (one.deadline) found.dated += 1;
    if (one.reports.length) found.reported += 1;
  }
  return found;
}

function overview(app) {
  const { graph, t } = app;
  if (!graph.letters.length) return [h("h1", {}, t("said")), h("p", {}, t("empty"))];
  const said = rows(graph, app.filters());
  // Of all letters the server counts statements only: contradictions of some of them are no number to be told.
  const own = () => ({ ...tally(app, said), differ: discrepancies(graph, app.filters()).length, ...(app.server && app.partly && { ...app.counted(-1), differ: 0 }) });
  const count = app.filtered() || !graph.whole.letters ? own() : ofWhole(app);
  const answer = (number, text, show) => h("li", {}, h("button", { type: "button", class: "answer", onclick: () => app.go({ view: "ledger", show, thing: -1 }) }, h("strong", {}, t.count(number)), ` ${text}`));
  const promised = said.filter((one) => one.status === "planned" && one.deadline);
  const overdue = new Set(promised.filter((one) => outcome(one, app.day) === "overdue"));
  const dated = promised.sort((a, b) => overdue.has(b) - overdue.has(a) || (a.deadline < b.deadline) - (a.deadline > b.deadline) || a.id - b.id);
  const linked = [...app.seen].filter((id) => graph.things[id].kind !== "Reply").map((id) => graph.things[id]).sort((a, b) => b.degree - a.degree || a.id - b.id).slice(0, 12);
  return [
    h("h1", {}, t("said")),
    h("ul", { class: "answers" }, answer(count.planned, t("promises"), ""), answer(count.dated, t("withDate"), "dated"), answer(count.overdue, t("overdueSilent"), "overdue"), answer(count.reported, t("reported"), "reported"), count.differ > 0 && answer(count.differ, t("differing"), "differ")),
    app.partly && h("p", { class: "quiet" }, app.partly, " ", app.source && h("button", { type: "button", onclick: () => app.loadMore() }, t("loadMore"))),
    h("p", { class: "quiet" }, `${t("asOf")} ${app.day}${t("stop")}`, !graph.ledger && t("notAsked"), graph.opening < graph.things.length && ` ${t("page")}`),
    dated.length > 0 && [heading(t("withDeadline"), dated.length), some(app, dated, (one) => statementCard(app, one.id), 10)],
    heading(t("mostLinked")), h("ul", { class: "links" }, linked.map((one) => h("li", {}, thingButton(app, one.id), h("span", { class: "quiet" }, ` ${one.degree}`)))),
    heading(t("lettersList"), graph.letters.length),
    some(app, [...graph.letters].filter((one) => one.thing >= 0).sort((a, b) => (a.last < b.last ? 1 : -1)), (one) => h("p", { class: "line" }, thingButton(app, one.thing, letterName(graph, one.id)), h("span", { class: "quiet" }, ` ${letterDay(one) || t("noDate")}`)), 20),
  ];
}

/** The same of all letters, where the page holds only some. */
function ofWhole({ graph, day }) {
  const { planned, dated, reported, differ, due } = graph.whole;
  return { planned, dated, reported, differ, overdue: Object.entries(due).reduce((sum, [until, counts]) => sum + (until < day ? counts.at(-1) : 0), 0) };
}

function ofStatement(app, id) {
  return [h("h1", { class: "kindline" }, app.t(app.graph.statements[id].status)), statementCard(app, id, { full: true })];
}

function ofThing(app, id) {
  const { graph, t } = app;
  const thing = graph.things[id];
  const said = rows(graph, app.filters(), id);
  const due = (one) => one.deadline || "9999";
  const ordered = said.sort((a, b) => ORDER[a.status] - ORDER[b.status] || due(a).localeCompare(due(b)) || a.id - b.id);
  const groups = neighbours(graph, id);
  const stated = groups.filter((one) => one.name !== MENTIONS);
  const namedIn = groups.find((one) => one.name === MENTIONS && !one.out);
  const figures = graph.figures.filter((one) => one.about.includes(id));
  const letter = thing.letter;
  return [
    h("p", { class: "kindline" }, sign(thing.kind, app.palette), ` ${t.kind(thing.kind)}`, thing.number && h("bdi", {}, ` · ${thing.number}`), letter >= 0 && ` · ${letterDay(graph.letters[letter]) || t("noDate")}`),
    h("h1", {}, h("bdi", {}, thing.name)),
    thing.also.length > 0 && h("p", { class: "quiet" }, `${t("also")} `, thing.also.slice(0, 8).map((one, i) => [i > 0 && "、", h("bdi", {}, one)])),
    h("p", { class: "tools" },
      letter >= 0 && h("button", { type: "button", onclick: () => app.go({ view: "letter", passage: app.key(id) }) }, t("openLetter")),
      h("button", { type: "button", onclick: () => app.pickPath(id) }, t("findPath")),
      ["GovernmentBody", "Place", "Reply"].includes(thing.kind) && h("button", { type: "button", onclick: () => app.only(id) }, t("onlyThis")),
      h("button", { type: "button", onclick: () => app.centre(id) }, t("focus"))),
    same(app, thing),
    missing(app, thing),
    said.length > 0 && scorecard(app, thing, said),
    thing.differs.length > 0 && [heading(t("differ"), thing.differs.length), some(app, thing.differs, (one) => discrepancyCard(app, one), 3)],
    ordered.length > 0 && [heading(t("statements"), ordered.length), some(app, ordered, (one) => statementCard(app, one.id), 10)],
    stated.length > 0 && [heading(t("relations"), stated.reduce((sum, one) => sum + one.links.length, 0)), stated.map((group) => relation(app, id, group))],
    figures.length > 0 && [heading(t("figures"), figures.length), chart(app, figures), h("ul", { class: "figures" }, figures.slice(0, 40).map((one) => h("li", {}, figureLine(app, one), " ", h("span", { class: "quiet" }, origin(app, one)))))],
    namedIn && [heading(t("mentionedIn"), namedIn.links.length), some(app, namedIn.links, (link) => mention(app, link.from, id), 8)],
    unfold(app, id, groups),
  ];
}

/** What letters that are not loaded say of a thing is not in its numbers: said, and to be had. */
function missing(app, thing) {
  const left = app.missing(thing.groups);
  return left.letters > 0 && h("p", { class: "notice" }, `${app.t("notLoaded")} ${app.t.count(left.letters)} `, h("button", { type: "button", onclick: () => app.load(left.groups.slice(0, app.server ? app.server.batch : left.groups.length)) }, app.t("load")));
}

function same(app, thing) {
  const others = thing.links.filter((link) => link.name === "repliesTo" && link.from === thing.id)
    .flatMap((link) => app.graph.things[link.to].links.filter((one) => one.name === "repliesTo" && one.to === link.to && one.from !== thing.id)).map((link) => link.from);
  return others.length > 0 && h("p", { class: "small" }, `${app.t("sameSuggestion")}：`, others.map((id) => [thingButton(app, id), " "]));
}

/** Counts of what was promised and what these letters say became of it; each opens its sentences. */
function scorecard(app, thing, said) {
  const { t } = app;
  const count = app.counted(thing.id) ?? tally(app, said);
  const cell = (key, show) => h("li", { class: key }, h("button", { type: "button", onclick: () => app.go({ view: "ledger", show }) }, h("strong", {}, t.count(count[key])), h("span", {}, t(key))));
  return h("section", { class: "scorecard", "aria-label": t("scorecard") }, h("h2", {}, t("scorecard")),
    h("ul", { class: "cells" }, cell("planned", "planned"), cell("ongoing", "ongoing"), cell("delivered", "delivered"), cell("declined", "declined")),
    count.planned > 0 && h("ul", { class: "cells fine" }, ["fulfilled", "progress", "restated", "due", "overdue", "undated"].map((key) => count[key] > 0 && cell(key, key))));
}

function relation(app, id, group) {
  return h("div", { class: "relation" }, h("h3", {}, app.t.link(group.name, group.out)),
    some(app, group.links, (link) => {
      const other = group.out ? link.to : link.from;
      return h("div", { class: "line" }, thingButton(app, other), quotes(app, link));
    }, 8));
}

function quotes(app, link) {
  return link.places.slice(0, 2).map((one) => quotation(app, one));
}

function mention(app, from, id) {
  const letter = app.graph.letters[app.graph.things[from].letter];
  const place = letter?.mentions.find((one) => one.thing === id);
  return h("p", { class: "line" }, thingButton(app, from, app.graph.things[from].number || null), place && [" ", sourceButton(app, { letter: letter.id, begin: place.begin, end: place.end })]);
}

function unfold(app, id, groups) {
  const { t } = app;
  return groups.length > 0 && h("section", { class: "unfold" }, heading(t("expand")), h("p", { class: "quiet" }, t("expandHint")),
    h("p", {}, groups.map((group) => {
      const hidden = group.links.filter((link) => !app.spread.has(group.out ? link.to : link.from)).length;
      return [h("button", { type: "button", class: "chip", "aria-pressed": String(hidden === 0), onclick: () => app.unfold(id, group.key, hidden > 0) },
        `${t.link(group.name, group.out)} ${group.links.length}`, hidden > 0 && ` · ${t("hidden")} ${hidden}`), " "];
    })));
}

function ofLink(app, link) {
  return [h("p", { class: "kindline" }, app.t("relations")), h("h1", {}, app.t.link(link.name)),
    h("p", { class: "line" }, thingButton(app, link.from)), h("p", { class: "line" }, `${app.t.link(link.name)} → `, thingButton(app, link.to)),
    link.name === MENTIONS ? mention(app, link.from, link.to) : quotes(app, link)];
}

function ofPath(app) {
  const { t, way } = app;
  const [from, to] = app.state.path;
  const head = [h("h1", {}, t("pathTitle")), h("p", { class: "line" }, thingButton(app, from), " → ", thingButton(app, to))];
  if (from === to) return [...head, h("p", {}, t("pathSame"))];
  const partly = app.partly && (!way || way.weak) && h("p", { class: "quiet" }, `${t("pathPartly")} ${app.partly}`);
  if (!way) return [...head, h("p", {}, t("pathNone")), partly];
  return [...head, partly, way.weak && h("p", { class: "notice" }, t("pathWeak")), h("p", { class: "quiet" }, `${way.steps.length} ${t("step")}`),
    h("ol", { class: "path" }, way.steps.map(({ link, from: a, to: b }) => h("li", {}, h("p", { class: "line" }, thingButton(app, a), ` ${t.link(link.name, link.from === a)} `, thingButton(app, b)),
      link.name === MENTIONS ? mention(app, link.from, link.to) : quotes(app, link))))];
}

/** Figures of one indicator and unit over time, drawn with what the letter said of their exactness. */
function chart(app, figures) {
  const groups = new Map();
  for (const one of figures) {
    const when = one.last || one.first;
    if (!when || Number.isNaN(Number(one.value))) continue;
    const key = one.series >= 0 ? `#${one.series}` : `${one.indicator}|${one.unit}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push({ ...one, when, number: Number(one.value) });
  }
  return [...groups.values()].filter((one) => new Set(one.map((point) => point.when)).size > 1).slice(0, 4).map((points) => {
    points.sort((a, b) => (a.when < b.when ? -1 : 1));
    const most = Math.max(...points.map((one) => one.number), 0);
    const least = Math.min(...points.map((one) => one.number), 0);
    const y = (value) => 86 - ((value - least) / (most - least || 1)) * 62;
    const x = (i) => 34 + (i * 260) / Math.max(points.length - 1, 1);
    const label = `${points[0].indicator}（${points[0].unit}）`;
    const text = printed;
    return h("figure", { class: "chart" }, h("figcaption", {}, h("bdi", {}, label)),
      s("svg", { viewBox: "0 0 330 116", role: "img", "aria-label": `${label}: ${points.map((one) => `${one.when} ${text(one)}`).join("; ")}` },
        s("line", { x1: 10, x2: 320, y1: y(0), y2: y(0), class: "axis" }),
        points.map((one, i) => [
          s("line", { x1: x(i), x2: x(i), y1: y(0), y2: y(one.number), class: "stem" }),
          // exact is full; near, about, over and below are hollow, with the way in which the truth lies
          s("circle", { cx: x(i), cy: y(one.number), r: 4.5, class: one.comparator === "eq" ? "exact" : "open" }),
          (one.comparator === "ge" || one.comparator === "gt") && s("path", { d: `M${x(i) - 4},${y(one.number) - 7}L${x(i)},${y(one.number) - 12}L${x(i) + 4},${y(one.number) - 7}`, class: "tip" }),
          (one.comparator === "le" || one.comparator === "lt") && s("path", { d: `M${x(i) - 4},${y(one.number) + 7}L${x(i)},${y(one.number) + 12}L${x(i) + 4},${y(one.number) + 7}`, class: "tip" }),
          s("text", { x: x(i), y: y(one.number) - 14, "text-anchor": "middle" }, text(one)),
          s("text", { x: x(i), y: 108, "text-anchor": "middle", class: "when" }, one.when.slice(0, 7)),
        ])));
  });
}
