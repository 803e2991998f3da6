// Pieces that several views are built from: badges, statements, links to things and to the source.

import { h, s } from "./dom.js";
import { outcome, printed, sourceOf, words } from "./model.js";
import { outline } from "./shapes.js";

/** The shape of a kind, as a small picture beside its name. */
export function sign(kind, palette, size = 14) {
  return s("svg", { width: size, height: size, viewBox: "-8 -8 16 16", "aria-hidden": "true", class: "sign" },
    s("path", { d: outline(kind, 0, 0, 6), fill: palette.kinds[kind] }));
}

/** A button that opens a thing; a letter is called by its number, since its title says little. */
export function thingButton(app, id, text = null) {
  const thing = app.graph.things[id];
  return h("button", { type: "button", class: "thing", onclick: () => app.go({ thing: id }) },
    sign(thing.kind, app.palette, 12), h("bdi", {}, text ?? ((thing.kind === "Reply" && thing.number) || thing.name)));
}

/** Letter and date of what is said, as one line. */
export function origin(app, one) {
  const { name, day } = sourceOf(app.graph, one);
  return [h("bdi", {}, name), ` · ${day || app.t("noDate")}`];
}

/** “出处”: opens the letter at the words, taking it from beside the page if need be. */
export function sourceButton(app, one) {
  return h("button", { type: "button", class: "source", onclick: () => (one.away ? app.openAway(one) : app.openPassage(one)) }, app.t("source"));
}

/** Words in quotation marks with their source. */
export function quotation(app, one) {
  return h("p", { class: "quote" }, h("q", {}, h("bdi", {}, clip(words(app.graph, one)))), " ", sourceButton(app, one), " ", h("span", { class: "quiet" }, origin(app, one)));
}

function clip(text) {
  return text.length > 90 ? `${text.slice(0, 88)}…` : text;
}

/** A contradiction as a question, with the words of each side. */
export function discrepancyCard(app, id) {
  const one = app.graph.discrepancies[id];
  return h("article", { class: "card differ", "data-discrepancy": id }, h("p", { class: "said" }, h("span", { class: "badge differ" }, `≠ ${app.t(one.kind)}`), " ", h("bdi", {}, `${one.reason}？`)),
    one.places.map((place) => quotation(app, place)));
}

/** The state of a promise as a word with a mark that needs no colour. */
export function stateBadge(app, statement, short = false) {
  const state = outcome(statement, app.day);
  return h("span", { class: `state ${state}` }, `${{ fulfilled: "●", progress: "◐", restated: "↻", overdue: "○", due: "◷", undated: "–" }[state]} ${app.t(short ? `${state}Short` : state)}`);
}

/** A statement with all that is said of it. */
export function statementCard(app, id, { full = false } = {}) {
  const { graph, t } = app;
  const one = graph.statements[id];
  const facts = [
    one.deadline && [t("dueDate"), one.deadlineText ? `${one.deadline}（${one.deadlineText}）` : one.deadline],
    one.strength && [t("strength"), t(one.strength)],
    one.condition && [t("condition"), one.condition],
  ].filter(Boolean);
  const text = words(graph, one);
  return h("article", { class: `card ${one.status}`, "data-statement": id },
    h("p", { class: "said" }, h("span", { class: `badge ${one.status}` }, t(one.status)), " ",
      full ? h("bdi", {}, text) : h("button", { type: "button", class: "plain", onclick: () => app.go({ statement: id }) }, h("bdi", {}, text))),
    facts.length > 0 && h("dl", { class: "facts" }, facts.map(([key, value]) => [h("dt", {}, key), h("dd", {}, h("bdi", {}, value))])),
    one.status === "planned" && h("p", { class: "small" }, stateBadge(app, one)),
    one.actor >= 0 && h("p", { class: "small" }, `${t("by")} `, thingButton(app, one.actor), !one.stated && h("span", { class: "quiet" }, `（${t("implied")}）`)),
    full && one.about.length > 0 && h("p", { class: "small" }, `${t("concerns")} `, one.about.map((about) => [thingButton(app, about), " "])),
    full && one.figures.length > 0 && h("ul", { class: "figures" }, one.figures.map((figure) => h("li", {}, figureLine(app, graph.figures[figure])))),
    h("p", { class: "origin" }, sourceButton(app, one), " ", origin(app, one), /[\p{L}\p{N}]/u.test(one.section) && h("span", { class: "section" }, ` · ${one.section}`)),
    one.differs.length > 0 && (full ? one.differs.map((differ) => discrepancyCard(app, differ)) : h("p", { class: "small" }, h("button", { type: "button", class: "plain differ", onclick: () => app.go({ statement: id }) }, `≠ ${t("differ")}`))),
    full && reportsOf(app, one));
}

function reportsOf(app, one) {
  const { t } = app;
  const lines = (title, reports, side) => reports.length > 0 && [h("h3", {}, title),
    reports.map((report) => h("div", { class: "report" }, h("p", { class: "small" }, h("strong", {}, t(report.outcome)), report.reason && `：${report.reason}`, report.confidence && h("span", { class: "quiet" }, ` ${t("confidence")} ${report.confidence}`)), report[side].away ? quotation(app, report[side]) : statementCard(app, report[side].id)))];
  return [lines(t("reportOf"), one.reports, "later"), lines(t("reportsBack"), one.reportsOn, "earlier"),
    one.status === "planned" && one.reports.length === 0 && h("p", { class: "quiet" }, t("noReport"))];
}

/** A figure in one line: what is counted, how much as compared, when, and its words. */
export function figureLine(app, figure) {
  const when = figure.last || figure.first;
  return [h("bdi", {}, figure.indicator), " ", h("strong", {}, h("bdi", {}, printed(figure))),
    figure.role === "target" && h("span", { class: "quiet" }, ` ${app.t("target")}`), when && h("span", { class: "quiet" }, ` ${when}`), " ", sourceButton(app, figure)];
}

/** A title with a count. */
export function heading(text, count) {
  return h("h2", {}, text, count !== undefined && h("span", { class: "count" }, ` ${count}`));
}

/** A list that shows some and offers the rest. */
export function some(app, items, make, most = 12) {
  const list = h("div", {});
  let shown = 0;
  const more = h("button", { type: "button", class: "more", onclick: () => add(50) });
  function add(count) {
    list.append(...items.slice(shown, shown + count).map(make));
    shown = Math.min(items.length, shown + count);
    more.textContent = `${app.t("more")}（${shown} / ${items.length}）`;
    more.hidden = shown >= items.length;
  }
  add(most);
  return [list, more];
}
