// The graph of the page: columns as they were packed, and the indexes that every view asks.

export const MENTIONS = "mentions";
export const STATUSES = ["planned", "ongoing", "delivered", "declined"];
export const OUTCOMES = ["fulfils", "advances", "restates", "reportsOn"];
export const STRENGTHS = ["firm", "intended", "aimed", "explored"];
export const COMPARATORS = ["eq", "ge", "gt", "approx", "le", "lt"];

/** JSON out of a compressed block. */
export async function unpack(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** Things, links, letters, statements, figures, reports, each an array, joined by number. */
export function model(nodes, edges, facts) {
  const things = nodes.map((n) => ({
    id: n.id, iri: n.iri, kind: facts.kinds[n.k], k: n.k, short: n.label, name: n.name ?? n.label,
    number: n.no ?? "", also: n.also ?? [], sound: n.s ?? "", degree: n.d, x: n.x, y: n.y,
    links: [], said: [], letter: -1, radius: 0,
  }));
  for (const one of things) one.radius = Math.min(4 + 1.5 * Math.sqrt(one.degree), one.kind === "Reply" ? 11 : 15);
  const links = edges.map((e, id) => ({ id, from: e.from, to: e.to, name: e.p, places: places(e.e) }));
  for (const link of links) {
    things[link.from].links.push(link);
    things[link.to].links.push(link);
  }
  const letters = facts.letters.map(([thing, file, issued, first, last], id) => {
    if (thing >= 0) things[thing].letter = id;
    return { id, thing, file, issued, first, last, said: [], text: "", mentions: [] };
  });
  const statements = facts.statements.map((c, id) => ({
    id, letter: c[0], begin: c[1], end: c[2], status: STATUSES[c[3]] ?? "ongoing", section: c[4],
    strength: STRENGTHS[c[5]] ?? "", deadline: c[6], deadlineText: c[7], condition: c[8], actor: c[9],
    stated: c[10] === 1, about: c[11], figures: c[12], key: c[13], reports: [], reportsOn: [],
  }));
  for (const one of statements) {
    letters[one.letter].said.push(one.id);
    for (const thing of new Set([one.actor, ...one.about, letters[one.letter].thing])) {
      if (thing >= 0) things[thing].said.push(one.id);
    }
  }
  const figures = facts.figures.map((c, id) => ({
    id, letter: c[0], begin: c[1], end: c[2], label: c[3], indicator: c[4], value: c[5], unit: c[6],
    comparator: COMPARATORS[c[7]], role: c[8], about: c[9], first: c[10], last: c[11], series: c[12],
  }));
  const reports = facts.reports.map(([later, earlier, outcome, reason, confidence]) => (
    { later, earlier, outcome: OUTCOMES[outcome], reason, confidence }));
  for (const one of reports) {
    statements[one.earlier].reports.push(one);
    statements[one.later].reportsOn.push(one);
  }
  const byIri = new Map(things.map((one) => [one.iri, one.id]));
  return { things, links, letters, statements, figures, reports, byIri, base: facts.base,
    opening: facts.opening, whole: facts.whole, ledger: facts.ledger };
}

/** Puts the letters' texts, which arrive later, where they belong. */
export function addLetters(graph, { texts, mentions }) {
  graph.letters.forEach((letter, i) => {
    letter.text = texts[i];
    letter.mentions = [];
    for (let at = 0; at < mentions[i].length; at += 3) {
      letter.mentions.push({ thing: mentions[i][at], begin: mentions[i][at + 1], end: mentions[i][at + 2] });
    }
  });
}

function places(flat) {
  const found = [];
  for (let at = 0; at < flat.length; at += 3) found.push({ letter: flat[at], begin: flat[at + 1], end: flat[at + 2] });
  return found;
}

/** The words of a statement, a figure or a place, on one line. */
export function words(graph, one) {
  return graph.letters[one.letter].text.slice(one.begin, one.end).replace(/\s+/g, (gap) => (/[^\x00-\x7f]/.test(gap) || gap.includes("\n") ? "" : " "));
}

/** A figure's number as the letter prints it (近50场, 200余家): the words of its exactness stay. */
export function printed(figure) {
  const { label, indicator, value, unit } = figure;
  return (label.startsWith(indicator) ? label.slice(indicator.length).trim() : "") || `${value}${unit}`;
}

/** What a letter is called in a line: its number, else its short name. */
export function letterName(graph, id) {
  const letter = graph.letters[id];
  const thing = graph.things[letter.thing];
  return thing ? thing.number || thing.short : letter.file;
}

/** The day on which a letter stands in time: as printed, else the year that its number tells, else none. */
export function letterDay(letter) {
  return letter.issued || (letter.first ? letter.first.slice(0, 4) : "");
}

/** What became of a promise, seen from a day: only what these letters say. */
export function outcome(statement, day) {
  const found = new Set(statement.reports.map((one) => one.outcome));
  if (found.has("fulfils")) return "fulfilled";
  if (found.has("advances") || found.has("reportsOn")) return "progress";
  if (found.has("restates")) return "restated";
  if (!statement.deadline) return "undated";
  return statement.deadline < day ? "overdue" : "due";
}
