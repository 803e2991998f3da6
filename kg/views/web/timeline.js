// Letters above, deadlines below, a line from a promise to its report; dragging chooses a time.

import { fill, h, s } from "./dom.js";
import { letterDay, letterName, outcome, sourceOf, words } from "./model.js";
import { inTime, rows } from "./select.js";

const HEIGHT = 102;
const SIDE = 62;
const UNDATED = 48;
const SINGLE = 300;
const BIN = 10;
/** Marks that stand at one place before bars say it better. */
const STACK = 12;
/** In which states the dataset counts promises with a report. */
const REPORTED = ["fulfilled", "progress", "restated"];

const known = new Map();

/** A day as a number of years: 2024-07-01 is 2024.5; a year alone stands in its middle. */
export function years(day) {
  if (!known.has(day)) known.set(day, counted(day));
  return known.get(day);
}

function counted(day) {
  const [year, month, date] = day.split("-").map(Number);
  if (!month) return year + 0.5;
  return year + (month - 1) / 12 + ((date ?? 15) - 1) / 372;
}

/** Puts the time line into `box`. */
export function timeline(app, box) {
  const { graph, t } = app;
  const width = Math.max(box.clientWidth, 280);
  const promises = graph.statements.filter((one) => one.status === "planned" && one.deadline);
  const whole = ofAll(app);
  const days = (whole ? [...Object.keys(whole.days), ...Object.keys(whole.due)] : [...graph.letters.map(letterDay), ...promises.map((one) => one.deadline)]).filter(Boolean).map(years).sort((a, b) => a - b);
  if (!days.length) return fill(box);
  const first = Math.floor(days[0]);
  const last = Math.max(Math.floor(days[Math.min(days.length - 1, Math.ceil(days.length * 0.995))]) + 1, first + 1);
  const x = (day) => SIDE + (Math.min(Math.max(typeof day === "number" ? day : years(day), first), last) - first) / (last - first) * (width - SIDE - 12);
  const chosen = new Set(rows(graph, app.filters(), app.state.thing).map((one) => one.id));
  const many = promises.length > SINGLE || graph.letters.length > SINGLE || crowded(graph.letters.map((one) => x(letterDay(one) || UNDATED))) || crowded(promises.map((one) => x(one.deadline)));
  const { marks, lines } = whole || many ? bars(app, x, promises, chosen, whole) : single(app, x, promises, chosen);
  const step = Math.ceil(((last - first) * 36) / (width - SIDE));
  const grid = [];
  for (let year = first; year <= last; year++) {
    const at = x(`${year}-01-01`);
    grid.push(s("line", { x1: at, x2: at, y1: 4, y2: HEIGHT - 16, class: "grid" }));
    if ((year - first) % step === 0 && at < width - 20) grid.push(s("text", { x: at + 3, y: HEIGHT - 4 }, String(year)));
  }
  const brush = s("rect", { y: 0, height: HEIGHT - 14, class: "brush", ...extent(app, x, first, last) });
  const undated = (whole ? whole.days[""] : graph.letters.some((one) => !letterDay(one))) && s("text", { x: UNDATED, y: HEIGHT - 4, "text-anchor": "middle" }, t("noDate"));
  const now = app.day && years(app.day) >= first && years(app.day) <= last && s("line", { x1: x(app.day), x2: x(app.day), y1: 2, y2: HEIGHT - 14, class: "now" });
  const picture = s("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": `${t("timeline")}：${whole ? graph.whole.letters : graph.letters.length} ${t("lettersAxis")}，${whole ? graph.whole.dated : promises.length} ${t("deadlinesAxis")}。${t("brush")}` },
    grid, brush, now, undated, s("text", { x: 2, y: 34 }, t("lettersAxis")), s("text", { x: 2, y: 60 }, t("deadlinesAxis")), lines, marks);
  drag(app, picture, brush, (at) => first + Math.min(Math.max((at - SIDE) / (width - SIDE - 12), 0), 1) * (last - first));
  box.onkeydown = (event) => brushed(app, event, first, last);
  fill(box, picture, (app.state.from || app.state.to) && h("button", { type: "button", class: "chip unbrush", onclick: () => app.go({ from: "", to: "" }) }, `× ${app.state.from || "…"} – ${app.state.to || "…"}`));
  return picture;
}

/** Letters and promises of the whole dataset by day, where the page holds a part of it and only time is chosen. */
function ofAll(app) {
  const { state, graph } = app;
  const chosen = state.thing >= 0 || state.body >= 0 || state.place >= 0 || state.letter >= 0 || state.status.length;
  return app.partly && !chosen ? graph.whole : null;
}

/** Whether so much stands at one place that marks would run into each other. */
function crowded(places) {
  const at = new Map();
  for (const one of places) at.set(Math.round(one / 8), (at.get(Math.round(one / 8)) ?? 0) + 1);
  return Math.max(0, ...at.values()) > STACK;
}

function extent(app, x, first, last) {
  if (!app.state.from && !app.state.to) return { x: 0, width: 0 };
  const begin = years(firstDay(app.state.from || String(first)));
  const end = app.state.to ? years(firstDay(app.state.to)) + { 4: 1, 7: 1 / 12, 10: 1 / 372 }[app.state.to.length] : last;
  return { x: x(begin), width: Math.max(x(end) - x(begin), 2) };
}

/** The first day of a year or month. */
function firstDay(day) {
  return `${day}-01-01`.slice(0, 10);
}

function drag(app, picture, brush, year) {
  let begin = null;
  const at = (event) => event.clientX - picture.getBoundingClientRect().left;
  picture.addEventListener("pointerdown", (event) => {
    begin = at(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (begin === null || Math.abs(at(event) - begin) < 6) return;
    if (!picture.hasPointerCapture(event.pointerId)) picture.setPointerCapture(event.pointerId);
    brush.setAttribute("x", Math.min(begin, at(event)));
    brush.setAttribute("width", Math.abs(at(event) - begin));
  });
  picture.addEventListener("pointerup", (event) => {
    const end = at(event);
    if (begin !== null && Math.abs(end - begin) >= 6) {
      const [from, to] = [year(Math.min(begin, end)), year(Math.max(begin, end))].map(iso);
      app.go({ from, to });
    }
    begin = null;
  });
}

/** The arrows move the chosen years, with Shift they change the last of them. */
function brushed(app, event, first, last) {
  const { from, to } = app.state;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey || !(step || (event.key === "Escape" && (from || to)))) return;
  event.preventDefault();
  event.stopPropagation();
  if (!step) return app.go({ from: "", to: "" });
  const [begin, end] = shifted(from, to, step, event.shiftKey, first, last);
  app.go({ from: String(begin), to: String(end) });
}

/** The years that follow from a step: at first the first or last year of all. */
export function shifted(from, to, step, widen, first, last) {
  if (!from && !to) return step > 0 ? [first, first] : [last - 1, last - 1];
  const begin = Number((from || String(first)).slice(0, 4));
  const end = Number((to || String(last - 1)).slice(0, 4));
  if (widen) return [begin, Math.min(Math.max(end + step, begin), last - 1)];
  const moved = Math.min(Math.max(begin + step, first), last - 1 - (end - begin));
  return [moved, moved + end - begin];
}

function iso(year) {
  const whole = Math.floor(year);
  const month = Math.min(12, Math.max(1, Math.floor((year - whole) * 12) + 1));
  return `${whole}-${String(month).padStart(2, "0")}`;
}

/** A mark for each letter and each promise with a date; what stands on one day stands in threes beside it. */
function single(app, x, promises, chosen) {
  const { graph, t } = app;
  const stacks = new Map();
  const level = (side, at) => {
    const key = `${side}${Math.round(at / 8)}`;
    stacks.set(key, (stacks.get(key) ?? 0) + 1);
    const height = stacks.get(key) - 1;
    return [Math.floor(height / 3) * BIN, height % 3];
  };
  const marks = [];
  const lines = [];
  const top = new Map();
  for (const letter of graph.letters) {
    const day = letterDay(letter);
    const on = day ? x(day) : UNDATED;
    const [aside, height] = level("l", on);
    const at = Math.max(on - aside, 4);
    const y = 32 - height * 10;
    top.set(letter.id, [at, y]);
    const dim = app.state.thing >= 0 && letter.thing !== app.state.thing && !letter.said.some((id) => chosen.has(id));
    marks.push(s("rect", { x: at - 3.5, y: y - 3.5, width: 7, height: 7, rx: 1, class: `tick letter${letter.issued ? "" : " vague"}${dim ? " dim" : ""}`, onclick: () => app.go({ thing: letter.thing }) },
      s("title", {}, `${letterName(graph, letter.id)} ${day || t("noDate")}`)));
  }
  for (const one of promises) {
    const state = outcome(one, app.day);
    const [aside, height] = level("d", x(one.deadline));
    const at = Math.max(x(one.deadline) - aside, SIDE);
    const y = 54 + height * 12;
    const dim = chosen.has(one.id) ? "" : " dim";
    marks.push(s("path", { d: `M${at},${y - 4.5}L${at + 4.5},${y}L${at},${y + 4.5}L${at - 4.5},${y}Z`, class: `tick ${state}${dim}`, onclick: () => app.go({ statement: one.id }) },
      s("title", {}, `${one.deadline} ${t(state)}：${words(graph, one).slice(0, 60)}`)));
    for (const report of one.reports) {
      const [rx, ry] = top.get(report.later.letter) ?? [x(report.later.day || one.deadline), 32];
      lines.push(s("line", { x1: at, y1: y - 4, x2: rx, y2: ry + 4, class: `reported${dim}` }));
    }
  }
  return { marks, lines };
}

/** Of many, bars: how many letters, and promises by what became of them; lines only for a chosen thing. */
function bars(app, x, promises, chosen, whole) {
  const { graph, t } = app;
  const bins = new Map();
  const add = (side, day, state, dim, count = 1) => {
    const at = Math.floor((day ? x(day) : UNDATED - BIN / 2) / BIN) * BIN;
    const key = `${side}|${at}`;
    if (!bins.has(key)) bins.set(key, { side, at, first: day, last: day, states: new Map(), size: 0 });
    const bin = bins.get(key);
    bin.first = day < bin.first ? day : bin.first;
    bin.last = day > bin.last ? day : bin.last;
    const name = dim ? `${state} dim` : state;
    bin.states.set(name, (bin.states.get(name) ?? 0) + count);
    bin.size += count;
  };
  if (whole) {
    const outside = (day) => !inTime(app.state, day, day);
    for (const [day, count] of Object.entries(whole.days)) add("l", day, "letter", outside(day), count);
    for (const [day, counts] of Object.entries(whole.due)) counts.forEach((count, i) => count && add("d", day, REPORTED[i] ?? (day < app.day ? "overdue" : "due"), outside(day), count));
    promises = [];
  }
  for (const one of whole ? [] : graph.letters) add("l", letterDay(one), "letter", app.state.thing >= 0 && one.thing !== app.state.thing && !one.said.some((id) => chosen.has(id)));
  for (const one of promises) add("d", one.deadline, outcome(one, app.day), !chosen.has(one.id));
  const most = { l: 1, d: 1 };
  for (const one of bins.values()) most[one.side] = Math.max(most[one.side], one.size);
  const marks = [...bins.values()].flatMap((bin) => {
    const full = bin.side === "l" ? 32 : 38;
    let y = bin.side === "l" ? 38 : 46;
    const pick = () => bin.first && app.go({ from: bin.first.slice(0, 7), to: bin.last.slice(0, 7) });
    return [...bin.states].sort(([a], [b]) => (a < b ? -1 : 1)).map(([state, count]) => {
      const height = Math.max((count / most[bin.side]) * full, 1.5);
      if (bin.side === "l") y -= height;
      const bar = s("rect", { x: bin.at + 1, y, width: BIN - 2.5, height, class: `tick ${state}`, onclick: pick }, s("title", {}, `${bin.first}${bin.last > bin.first ? ` – ${bin.last}` : ""} ${bin.side === "l" ? t("lettersAxis") : t(state.split(" ")[0])} ${count}`));
      if (bin.side === "d") y += height;
      return bar;
    });
  });
  const own = app.state.thing >= 0 ? promises.filter((one) => chosen.has(one.id)).slice(0, SINGLE) : [];
  const lines = own.flatMap((one) => one.reports.map((report) => s("line", { x1: x(one.deadline), y1: 46, x2: x(sourceOf(graph, report.later).day || one.deadline), y2: 38, class: "reported" })));
  return { marks, lines };
}
