// A letter to be read: its own text, what is stated in it marked and named in the margin.

import { fill, h } from "./dom.js";
import { letterDay, letterName } from "./model.js";
import { stateBadge, thingButton } from "./parts.js";

/** Cuts a stretch of text where marks begin and end: [{begin, end, marks}] without gaps. */
export function segments(begin, end, marks) {
  const cuts = new Set([begin, end]);
  for (const one of marks) {
    for (const at of [one.begin, one.end]) if (at > begin && at < end) cuts.add(at);
  }
  const ordered = [...cuts].sort((a, b) => a - b);
  return ordered.slice(1).map((to, i) => ({ begin: ordered[i], end: to, marks: marks.filter((one) => one.begin < to && one.end > ordered[i]) }));
}

/** Puts letter `id` into `box`, the passage {begin, end} marked and in view. */
export function letterView(app, box, id, passage) {
  const { graph, t } = app;
  const letter = graph.letters[id];
  if (!letter?.text) return fill(box, h("p", {}, t("noText")));
  const statements = letter.said.map((one) => graph.statements[one]);
  let target = null;
  const paragraphs = [];
  let at = 0;
  for (const line of letter.text.split("\n")) {
    const [begin, end] = [at, at + line.length];
    at = end + 1;
    if (!line.trim()) continue;
    const here = statements.filter((one) => one.begin < end && one.end > begin);
    const marks = [...here.map((one) => ({ kind: "statement", begin: one.begin, end: one.end, one })), ...letter.mentions.filter((one) => one.begin < end && one.end > begin).map((one) => ({ kind: "name", ...one }))];
    if (passage && passage.begin < end && passage.end > begin) marks.push({ kind: "target", ...passage });
    const text = h("p", { dir: "auto" }, segments(begin, end, marks).map((part) => {
      const words = letter.text.slice(part.begin, part.end);
      const statement = part.marks.find((one) => one.kind === "statement")?.one;
      const thing = part.marks.filter((one) => one.kind === "name").sort((a, b) => a.end - a.begin - b.end + b.begin)[0]?.thing ?? -1;
      const classes = [statement && `said ${statement.status}`, thing >= 0 && "name", thing >= 0 && thing === app.state.thing && "chosen", part.marks.some((one) => one.kind === "target") && "target"].filter(Boolean).join(" ");
      if (!classes) return words;
      const change = thing >= 0 ? { thing } : statement ? { statement: statement.id } : null;
      const mark = h("mark", { class: classes, "data-statement": statement?.id, onclick: change ? () => app.go(change) : null }, words);
      if (!target && classes.includes("target")) target = mark;
      return mark;
    }));
    const begun = here.filter((one) => one.begin >= begin);
    paragraphs.push(h("div", { class: "paragraph" }, text, h("div", { class: "margin" }, begun.map((one) => h("button", { type: "button", class: `note ${one.status}`, "aria-pressed": String(app.state.statement === one.id), onclick: () => app.go({ statement: one.id }) },
      t(one.status), one.deadline && ` ${one.deadline}`, one.actor >= 0 && one.stated && h("bdi", {}, ` ${graph.things[one.actor].short}`))))));
  }
  const thing = letter.thing;
  const promises = statements.filter((one) => one.status === "planned");
  fill(box, h("div", { class: "bar" }, h("button", { type: "button", onclick: () => app.go({ view: "graph", passage: "" }) }, `‹ ${t("graph")}`), h("h1", {}, h("bdi", {}, letterName(graph, id))), h("span", { class: "quiet" }, letterDay(letter) || t("noDate"))),
    h("div", { class: "scroll letter", tabindex: 0, role: "group", "aria-label": t("letterView") },
      thing >= 0 && h("div", { class: "head" }, h("p", { class: "lead" }, h("bdi", {}, graph.things[thing].name)), graph.things[thing].links.filter((link) => link.from === thing && ["repliesTo", "publisher", "addressedTo"].includes(link.name)).slice(0, 6).map((link) => h("p", { class: "small" }, `${t.link(link.name)} `, thingButton(app, link.to))), promises.length > 0 && h("p", { class: "small" }, `${promises.length} ${t("promises")} `, promises.slice(0, 3).map((one) => [stateBadge(app, one), " "]))),
      paragraphs));
  target?.scrollIntoView({ block: "center" });
  return target;
}
