// The selection as rows: what was promised, by whom, until when, and what these letters say became of it.

import { fill, h } from "./dom.js";
import { keyed, letterDay, letterName, outcome, words } from "./model.js";
import { discrepancyCard, sourceButton, stateBadge, thingButton } from "./parts.js";
import { fold } from "./search.js";
import { discrepancies, rows } from "./select.js";

const STATES = ["overdue", "due", "restated", "progress", "fulfilled", "undated"];
const SHOWN = 200;
/** Rows that are taken away at once where they come from the server. */
const MOST = 1000;

/** The statements of the ledger: of the chosen thing or of all, narrowed by filters and by what is shown. */
export function ledgerRows(app) {
  const { state } = app;
  const chosen = app.filters();
  let found = rows(app.graph, chosen, state.thing);
  if (["ongoing", "delivered", "declined"].includes(state.show)) found = found.filter((one) => one.status === state.show);
  else if (state.show !== "all" && !chosen.status.size) found = found.filter((one) => one.status === "planned");
  if (state.show === "dated") found = found.filter((one) => one.deadline);
  if (state.show === "reported") found = found.filter((one) => one.reports.length);
  if (STATES.includes(state.show)) found = found.filter((one) => outcome(one, app.day) === state.show);
  const query = fold(state.ask);
  if (query) {
    found = found.filter((one) => [words(app.graph, one), letterName(app.graph, one.letter), one.deadline, ...[one.actor, ...one.about].filter((id) => id >= 0).map((id) => app.graph.things[id].name)].some((text) => fold(text).includes(query)));
  }
  return sorted(app, found);
}

/** What of the ledger the server has given for what is chosen: {total, rows, at, end}; null if nothing yet. */
function given(app) {
  return app.pages.get(asked(app)) ?? null;
}

function asked(app) {
  return JSON.stringify({ ...app.chosen(), show: app.state.show, ask: app.state.ask, sort: app.sort[0], way: app.sort[1] });
}

/** The same with the next rows that the server finds in all letters, their letters taken from it. */
function further(app) {
  const key = asked(app);
  if (!app.pages.has(key)) app.pages.set(key, { total: 0, at: 0, rows: [], end: false, coming: null });
  const page = app.pages.get(key);
  page.coming ??= next(app, page, JSON.parse(key)).finally(() => {
    page.coming = null;
  });
  return page.coming;
}

async function next(app, page, chosen) {
  const { total, rows: found } = await app.server.rows(chosen, page.at);
  if (!(await app.take(found.map(([part]) => part)))) return page;
  const said = keyed(app.graph);
  page.total = total;
  page.at += found.length;
  page.end = found.length === 0 || page.at >= total;
  page.rows.push(...found.map(([, letter, one]) => said.get(`${letter}#${one}`)).filter(Boolean));
  return page;
}

/** All rows of the ledger; of those that the server finds as many as can be taken away at once. */
export async function ledgerAll(app) {
  if (!(app.server && app.partly)) return ledgerRows(app);
  let page = given(app);
  try {
    page ??= await further(app);
    while (!page.end && page.rows.length < MOST) page = await further(app);
  } catch (error) {
    app.sorry(error);
    return page?.rows ?? [];
  }
  if (!page.end) app.note(`${app.t("csv")}: ${app.t.count(page.rows.length)} / ${app.t.count(page.total)} ${app.t("rowsOf")}`);
  return page.rows;
}

/** The contradictions of the selection, narrowed by the words that are looked for. */
export function ledgerDifferences(app) {
  const query = fold(app.state.ask);
  return discrepancies(app.graph, app.filters(), app.state.thing).filter((one) => [one.reason, ...one.places.map((place) => words(app.graph, place))].some((text) => fold(text).includes(query)));
}

function sorted(app, found) {
  const { graph } = app;
  const keys = {
    promise: (one) => words(graph, one),
    by: (one) => (one.actor >= 0 ? graph.things[one.actor].name : "\uffff"),
    dueDate: (one) => one.deadline || "9999",
    state: (one) => String(STATES.indexOf(one.status === "planned" ? outcome(one, app.day) : "undated")),
    latest: (one) => latest(graph, one)?.day || "9999",
    inLetter: (one) => `${letterDay(graph.letters[one.letter]) || "9999"} ${letterName(graph, one.letter)}`,
  };
  const [key, way] = app.sort;
  const of = new Map(found.map((one) => [one, keys[key](one)]));
  return [...found].sort((a, b) => way * of.get(a).localeCompare(of.get(b), "zh") || a.id - b.id);
}

/** The latest later statement that speaks of this one, with its day. */
export function latest(graph, one) {
  return one.reports.map((report) => ({ report, later: report.later, day: report.later.away ? report.later.day : graph.letters[report.later.letter].last }))
    .sort((a, b) => (a.day < b.day ? 1 : -1))[0];
}

/** Puts the table into `box`. */
export function ledger(app, box) {
  const { graph, t, state } = app;
  const differ = state.show === "differ";
  const body = h(differ ? "div" : "tbody", differ ? { class: "differences" } : {});
  const count = h("span", { role: "status", class: "quiet" });
  const more = h("button", { type: "button", class: "more", onclick: () => add() }, t("more"));
  const remote = () => app.server && app.partly && !differ;
  let found = [];
  let shown = 0;
  let turn = 0;
  let typed = null;
  function say(total) {
    count.textContent = `${t.count(shown)} / ${t.count(total)} ${t("rowsOf")}${app.partly && !remote() ? `（${app.partly}）` : ""}`;
    more.hidden = shown >= total;
  }
  function put(some) {
    body.append(...some.map((one) => (differ ? discrepancyCard(app, one.id) : row(app, one))));
    shown += some.length;
  }
  function add() {
    if (remote()) return ask();
    put(found.slice(shown, shown + SHOWN));
    return say(found.length);
  }
  /** The next rows from the server, if nothing else was asked meanwhile. */
  async function ask() {
    const mine = ++turn;
    more.disabled = true;
    count.textContent = t("asking");
    try {
      const page = await further(app);
      if (mine !== turn) return;
      put(page.rows.slice(shown));
      say(page.end ? shown : page.total);
    } catch (error) {
      app.sorry(error);
      count.textContent = "";
    }
    more.disabled = false;
  }
  function refresh() {
    shown = 0;
    body.replaceChildren();
    const page = remote() ? given(app) : null;
    if (page && !page.coming) {
      turn += 1;
      put(page.rows);
      say(page.end ? shown : page.total);
    } else {
      found = remote() ? [] : differ ? ledgerDifferences(app) : ledgerRows(app);
      add();
    }
    if (differ) return;
    for (const one of head.children) {
      const on = one.dataset.key === app.sort[0];
      one.setAttribute("aria-sort", on ? (app.sort[1] > 0 ? "ascending" : "descending") : "none");
    }
  }
  const column = (key) => h("th", { scope: "col", "data-key": key }, h("button", { type: "button", onclick: () => {
    app.sort = [key, app.sort[0] === key ? -app.sort[1] : 1];
    refresh();
  } }, t(key)));
  const head = h("tr", {}, ["promise", "by", "dueDate", "state", "latest", "inLetter"].map(column));
  const which = h("select", { "aria-label": t("state"), onchange: (event) => app.go({ show: event.target.value }) },
    ["", "dated", ...STATES, "reported", "ongoing", "delivered", "declined", "all", "differ"].map((one) => h("option", { value: one, selected: one === state.show || (one === "" && state.show === "planned") },
      one === "" ? t("planned") : one === "all" ? t("allStatuses") : one === "dated" ? t("withDeadline") : one === "reported" ? t("reportOf") : t(one))));
  const input = h("input", { type: "search", placeholder: t("filterRows"), "aria-label": t("filterRows"), value: state.ask, oninput: (event) => {
    app.quietly({ ask: event.target.value });
    clearTimeout(typed);
    typed = setTimeout(refresh, remote() ? 250 : 0);
  } });
  fill(box, h("div", { class: "bar" }, h("h1", {}, state.thing >= 0 ? h("bdi", {}, graph.things[state.thing].name) : t("ledger")), state.thing >= 0 && h("button", { type: "button", class: "chip", onclick: () => app.go({ thing: -1 }) }, `× ${t("clear")}`), which, input, h("button", { type: "button", onclick: () => app.export("csv") }, "CSV"), count),
    h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t("ledger") }, differ ? body : h("table", {}, h("thead", {}, head), body), more));
  refresh();
}

function row(app, one) {
  const { graph, t } = app;
  const report = latest(graph, one);
  return h("tr", { "data-statement": one.id, class: app.state.statement === one.id ? "chosen" : null },
    h("td", { class: "wide" }, one.status !== "planned" && [h("span", { class: `badge ${one.status}` }, t(one.status)), " "], h("button", { type: "button", class: "plain", onclick: () => app.go({ statement: one.id }) }, h("bdi", {}, words(graph, one)))),
    h("td", { class: "by" }, one.actor >= 0 && thingButton(app, one.actor, graph.things[one.actor].short)),
    h("td", { class: "day" }, one.deadline),
    h("td", {}, one.status === "planned" && stateBadge(app, one, true)),
    h("td", {}, report ? h("button", { type: "button", class: "plain", onclick: () => (report.later.away ? app.openAway(report.later) : app.go({ statement: report.later.id })) }, `${t(report.report.outcome)} · ${report.day}`) : one.status === "planned" && h("span", { class: "quiet wrap" }, t("noReport"))),
    h("td", { class: "from" }, h("bdi", {}, letterName(graph, one.letter)), h("br"), sourceButton(app, one), h("span", { class: "quiet" }, ` ${letterDay(graph.letters[one.letter]) || t("noDate")}`)));
}
