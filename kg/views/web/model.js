// The graph of the page: columns as they were packed, and the indexes that every view asks.

export const MENTIONS = "mentions";
export const STATUSES = ["planned", "ongoing", "delivered", "declined"];
export const OUTCOMES = ["fulfils", "advances", "restates", "reportsOn"];
export const STRENGTHS = ["firm", "intended", "aimed", "explored"];
export const COMPARATORS = ["eq", "ge", "gt", "approx", "le", "lt"];

/** JSON out of a compressed block. */
export async function unpack(text) {
  const bytes = Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** Things, links, letters, statements, figures, discrepancies, each an array, joined by number. */
export function model(nodes, edges, facts, letters) {
  const graph = { things: [], links: [], letters: [], statements: [], figures: [], discrepancies: [], byIri: new Map(), byEnds: null, byKey: new Map(), keyed: 0, series: new Map(),
    base: facts.base, opening: facts.opening, ledger: facts.ledger, whole: facts.whole ?? {}, kinds: facts.kinds };
  extend(graph, nodes, edges, facts, letters);
  return graph;
}

/** Adds a part: its things and links join those that are there, its letters are new. */
export function extend(graph, nodes, edges, facts, { texts, mentions }) {
  const { things, links, letters, statements, figures } = graph;
  const own = nodes.map((n) => {
    if (!graph.byIri.has(n.iri)) {
      graph.byIri.set(n.iri, things.length);
      const kind = facts.kinds[n.k];
      things.push({
        id: things.length, iri: n.iri, kind, k: n.k, short: n.label, name: n.name ?? n.label, number: n.no ?? "", also: n.also ?? [], sound: n.s ?? "",
        degree: n.d, x: n.x, y: n.y, groups: n.g ?? [], links: [], said: [], differs: [], letter: -1, radius: Math.min(4 + 1.5 * Math.sqrt(n.d), kind === "Reply" ? 11 : 15),
      });
    }
    return graph.byIri.get(n.iri);
  });
  const [letter0, statement0, figure0] = [letters.length, statements.length, figures.length];
  const at = (thing) => (thing >= 0 ? own[thing] : -1);
  const place = (c) => ({ letter: letter0 + c[0], begin: c[1], end: c[2] });
  // The links of one part are all different; only the next part has to look for those that are there.
  if (links.length) graph.byEnds ??= new Map(links.map((link) => [`${link.from} ${link.name} ${link.to}`, link]));
  for (const e of edges) {
    const [from, to, name] = [own[e.from], own[e.to], e.p];
    let link = graph.byEnds?.get(`${from} ${name} ${to}`);
    if (!link) {
      link = { id: links.length, from, to, name, places: [] };
      graph.byEnds?.set(`${from} ${name} ${to}`, link);
      links.push(link);
      things[from].links.push(link);
      things[to].links.push(link);
    }
    for (let i = 0; i < e.e.length; i += 3) link.places.push(place(e.e.slice(i, i + 3)));
  }
  facts.letters.forEach(([thing, file, issued, first, last], i) => {
    if (thing >= 0) things[own[thing]].letter = letters.length;
    const named = [];
    for (let j = 0; j < mentions[i].length; j += 3) named.push({ thing: own[mentions[i][j]], begin: mentions[i][j + 1], end: mentions[i][j + 2] });
    letters.push({ id: letters.length, thing: at(thing), file, issued, first, last, said: [], text: texts[i], mentions: named });
  });
  for (const c of facts.statements) {
    const one = {
      id: statements.length, letter: letter0 + c[0], begin: c[1], end: c[2], status: STATUSES[c[3]] ?? "ongoing", section: c[4], strength: STRENGTHS[c[5]] ?? "", deadline: c[6], deadlineText: c[7], condition: c[8],
      actor: at(c[9]), stated: c[10] === 1, about: c[11].map(at), figures: figure0 ? c[12].map((id) => figure0 + id) : c[12], key: c[13], reports: [], reportsOn: [], differs: [],
    };
    statements.push(one);
    const letter = letters[one.letter];
    letter.said.push(one.id);
    for (const thing of [one.actor, ...one.about, letter.thing]) if (thing >= 0 && things[thing].said.at(-1) !== one.id) things[thing].said.push(one.id);
  }
  const series = facts.series.map((iri) => {
    if (!graph.series.has(iri)) graph.series.set(iri, graph.series.size);
    return graph.series.get(iri);
  });
  for (const c of facts.figures) {
    figures.push({ id: figures.length, letter: letter0 + c[0], begin: c[1], end: c[2], label: c[3], indicator: c[4], value: c[5], unit: c[6], comparator: COMPARATORS[c[7]], role: c[8], about: c[9].map(at),
      first: c[10], last: c[11], series: series[c[12]] ?? -1 });
  }
  const said = (end) => (typeof end === "number" ? statements[statement0 + end] : keyed(graph).get(end[0]) ?? away(end));
  for (const [later, earlier, outcome, reason, confidence] of facts.reports) report(graph, said(later), said(earlier), { outcome: OUTCOMES[outcome], reason, confidence });
  const holder = new Map(facts.discrepancies.length ? statements.slice(statement0).flatMap((one) => one.figures.map((id) => [id, one])) : []);
  for (const [iri, kind, reason, ends, claims, numbers, quotes] of facts.discrepancies) {
    const counted = numbers.map((id) => figures[figure0 + id]);
    const claimed = [...claims.map((id) => statements[statement0 + id]), ...counted.map((one) => holder.get(one.id)).filter(Boolean)];
    const found = quotes.map((one) => (typeof one[0] === "number" ? place(one) : away(one)));
    const about = [...ends.map(at), ...[...counted, ...claimed].flatMap((one) => one.about), ...found.filter((one) => !one.away).map((one) => letters[one.letter].thing)];
    differ(graph, { iri, kind, reason, places: found, about }, claimed);
  }
}

/** Statements by letter and key, which is how other parts speak of them. */
export function keyed(graph) {
  for (; graph.keyed < graph.statements.length; graph.keyed++) {
    const one = graph.statements[graph.keyed];
    graph.byKey.set(`${graph.things[graph.letters[one.letter].thing]?.iri ?? ""}#${one.key}`, one);
  }
  return graph.byKey;
}

/** A quotation of a letter that is not loaded. */
function away([key, letter, name, day, said]) {
  return { away: true, key, letter, name, day, said };
}

/** Joins what is said later to what was said before; what was known of an end that was not loaded goes. */
function report(graph, later, earlier, judged) {
  const found = { later, earlier, ...judged };
  const put = (list, side) => {
    const left = list.findIndex((one) => one[side].away && keyed(graph).get(one[side].key) === found[side]);
    if (left >= 0) list.splice(left, 1);
    if (!list.some((one) => one[side] === found[side])) list.push(found);
  };
  if (!earlier.away) put(earlier.reports, "later");
  if (!later.away) put(later.reportsOn, "earlier");
}

/** A contradiction, or more of one that another part has told of. */
function differ(graph, found, statements) {
  let one = graph.discrepancies.find(({ iri }) => iri === found.iri);
  if (!one) {
    one = { ...found, id: graph.discrepancies.length };
    graph.discrepancies.push(one);
  }
  one.places = one.places.map((place, i) => (found.places[i].away ? place : found.places[i]));
  one.about = [...new Set([...one.about, ...found.about])].filter((id) => id >= 0);
  for (const holder of [...one.about.map((id) => graph.things[id]), ...statements]) if (!holder.differs.includes(one.id)) holder.differs.push(one.id);
}

/** The words of a statement, a figure or a place, on one line. */
export function words(graph, one) {
  if (one.away) return one.said;
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

/** Name and day of the letter in which something is said. */
export function sourceOf(graph, one) {
  return one.away ? { name: one.name, day: one.day } : { name: letterName(graph, one.letter), day: letterDay(graph.letters[one.letter]) };
}

/** What became of a promise, seen from a day: only what these letters say. */
export function outcome(statement, day) {
  const told = (name) => statement.reports.some((one) => one.outcome === name);
  if (statement.reports.length) return told("fulfils") ? "fulfilled" : told("advances") || told("reportsOn") ? "progress" : "restated";
  if (!statement.deadline) return "undated";
  return statement.deadline < day ? "overdue" : "due";
}
