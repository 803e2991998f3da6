// What is shown, to be taken away: rows with their words, the graph, and the query that gives the same.

import { latest, ledgerDifferences } from "./ledger.js";
import { letterDay, letterName, outcome, sourceOf, STATUSES, words } from "./model.js";
import { escape } from "./xml.js";

/** A cell that no spreadsheet takes for a formula. */
export function cell(value) {
  const text = String(value ?? "");
  const safe = /^[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text;
  return /[",\n\r;]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV with a byte order mark, so that spreadsheets read Chinese. */
export function csv(app, rows) {
  const { graph } = app;
  const header = ["status", "words", "body", "body_basis", "strength", "deadline", "deadline_words", "state", "latest_report", "latest_report_words", "letter", "letter_date", "section", "about", "file", "begin", "end", "iri"];
  const lines = rows.map((one) => {
    const letter = graph.letters[one.letter];
    const last = latest(graph, one);
    return [one.status, words(graph, one), one.actor >= 0 ? graph.things[one.actor].name : "", one.actor >= 0 ? (one.stated ? "stated" : "implied") : "", one.strength, one.deadline, one.deadlineText,
      one.status === "planned" ? outcome(one, app.day) : "", last ? last.report.outcome : "", last ? words(graph, last.later) : "", letterName(graph, one.letter), letterDay(letter), one.section,
      one.about.map((id) => graph.things[id].name).join("；"), letter.file, codePoints(letter.text, one.begin), codePoints(letter.text, one.end), iri(graph, letter.thing) + "#" + one.key];
  });
  return table(header, lines);
}

/** Contradictions as CSV: a row for each side. */
export function differencesCsv(app, found) {
  const { graph } = app;
  const header = ["question", "kind", "words", "letter", "letter_date", "file", "begin", "end", "iri"];
  const lines = found.flatMap((one) => one.places.map((place) => {
    const { name, day } = sourceOf(graph, place);
    const letter = graph.letters[place.letter];
    return [one.reason, one.kind, words(graph, place), name, day, letter?.file, letter && codePoints(letter.text, place.begin), letter && codePoints(letter.text, place.end), whole(graph, one.iri)];
  }));
  return table(header, lines);
}

function table(header, lines) {
  return `\ufeff${[header, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

function codePoints(text, units) {
  let count = 0;
  for (let at = 0; at < units; at += text.codePointAt(at) > 0xffff ? 2 : 1) count += 1;
  return count;
}

/** The whole IRI of a thing. */
export function iri(graph, id) {
  return whole(graph, graph.things[id]?.iri ?? "");
}

function whole(graph, own) {
  return /^[a-z][a-z0-9+.-]*:/i.test(own) && own.includes("//") ? own : graph.base + own;
}

/** Points and links as GraphML. */
export function graphml(app, ids) {
  const { graph } = app;
  const data = (key, value) => (value === "" || value === undefined ? "" : `<data key="${key}">${escape(String(value))}</data>`);
  const nodes = [...ids].sort((a, b) => a - b).map((id) => {
    const one = graph.things[id];
    return `<node id="n${id}">${data("label", one.name)}${data("kind", one.kind)}${data("iri", iri(graph, id))}${data("number", one.number)}${data("x", one.x)}${data("y", -one.y)}</node>`;
  });
  const edges = graph.links.filter((link) => ids.has(link.from) && ids.has(link.to)).map((link) => {
    const place = link.places[0];
    return `<edge id="e${link.id}" source="n${link.from}" target="n${link.to}">${data("relation", link.name)}${place ? data("quote", words(graph, place)) + data("letter", letterName(graph, place.letter)) : ""}</edge>`;
  });
  const key = (name, scope, type = "string") => `<key id="${name}" for="${scope}" attr.name="${name}" attr.type="${type}"/>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n${[key("label", "node"), key("kind", "node"), key("iri", "node"), key("number", "node"), key("x", "node", "double"), key("y", "node", "double"), key("relation", "edge"), key("quote", "edge"), key("letter", "edge")].join("\n")}\n<graph id="G" edgedefault="directed">\n${nodes.join("\n")}\n${edges.join("\n")}\n</graph>\n</graphml>\n`;
}

/** An IRI as SPARQL writes it; nothing in it can end it. */
function term(graph, id) {
  return written(iri(graph, id));
}

function written(own) {
  return `<${own.replace(/[\x00-\x20<>"{}|^`\\]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, "0")}`)}>`;
}

/** The SPARQL query whose rows are the ledger's, for the filters and the thing chosen. */
export function sparql(app) {
  const { graph, state } = app;
  const filters = app.filters();
  if (state.show === "differ") return differencesQuery(graph, ledgerDifferences(app));
  const lines = ["  ?statement a cg:Statement ; cg:status ?status ; rdfs:label ?words ; cg:statedIn ?letter ."];
  const show = state.show;
  const status = filters.status.size ? [...filters.status] : show === "all" ? [] : ["ongoing", "delivered", "declined"].includes(show) ? [show] : ["planned"];
  if (status.length && status.length < STATUSES.length) lines.push(`  VALUES ?status { ${status.filter((one) => STATUSES.includes(one)).map((one) => `cg:${one}`).join(" ")} }`);
  if (filters.letter >= 0) lines.push(`  VALUES ?letter { ${term(graph, filters.letter)} }`);
  if (filters.body >= 0) lines.push(`  ?statement cg:actor ${term(graph, filters.body)} .`);
  if (filters.place >= 0) lines.push(`  FILTER (EXISTS { ?statement cg:about ${term(graph, filters.place)} } || EXISTS { ?letter ?names ${term(graph, filters.place)} })`);
  if (state.thing >= 0) {
    const thing = term(graph, state.thing);
    lines.push(`  FILTER (EXISTS { ?statement cg:actor|cg:about ${thing} } || ?letter = ${thing})`);
  }
  lines.push("  OPTIONAL { ?statement cg:deadline ?deadline }", "  OPTIONAL { ?statement cg:actor ?body }", "  OPTIONAL { ?letter cg:issuedFrom ?first ; cg:issuedTo ?last }");
  if (filters.from || filters.to) {
    const within = (first, last) => [filters.from && `${last} >= "${full(filters.from, false)}"^^xsd:date`, filters.to && `${first} <= "${full(filters.to, true)}"^^xsd:date`].filter(Boolean).join(" && ");
    lines.push(`  FILTER (COALESCE(${within("?first", "?last")}, false) || COALESCE(${within("?deadline", "?deadline")}, false))`);
  }
  const reported = (names) => `EXISTS { ?later ${names.map((one) => `cg:${one}`).join("|")} ?statement }`;
  const every = ["fulfils", "advances", "restates", "reportsOn"];
  // cg:reportsOn stands beside each of the others, too: alone it says that there is progress of some kind.
  const moved = `(${reported(["advances"])} || EXISTS { ?other cg:reportsOn ?statement FILTER NOT EXISTS { ?other cg:fulfils|cg:advances|cg:restates ?statement } })`;
  const today = `"${app.day}"^^xsd:date`;
  const states = {
    dated: "  FILTER (BOUND(?deadline))", reported: `  FILTER ${reported(every)}`, fulfilled: `  FILTER ${reported(["fulfils"])}`,
    progress: `  FILTER ${moved}\n  FILTER NOT ${reported(["fulfils"])}`,
    restated: `  FILTER ${reported(["restates"])}\n  FILTER NOT ${reported(["fulfils"])}\n  FILTER (!${moved})`,
    overdue: `  FILTER (BOUND(?deadline) && ?deadline < ${today})\n  FILTER NOT ${reported(every)}`, due: `  FILTER (BOUND(?deadline) && ?deadline >= ${today})\n  FILTER NOT ${reported(every)}`, undated: `  FILTER (!BOUND(?deadline))\n  FILTER NOT ${reported(every)}`,
  };
  if (states[show]) lines.push(states[show]);
  if (state.ask) lines.push(`  FILTER (CONTAINS(LCASE(?words), ${JSON.stringify(state.ask.toLowerCase())}))`);
  return `PREFIX cg: <https://w3id.org/commitment-graph/ontology#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n\nSELECT DISTINCT ?statement ?words ?status ?body ?deadline ?letter\nWHERE {\n${lines.join("\n")}\n}\nORDER BY ?deadline ?statement\n`;
}

/** The query that gives the contradictions of the ledger, with the words of each side. */
function differencesQuery(graph, found) {
  const chosen = found.map((one) => written(whole(graph, one.iri))).join(" ");
  return `PREFIX cg: <https://w3id.org/commitment-graph/ontology#>\nPREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>\n\nSELECT DISTINCT ?discrepancy ?kind ?reason ?words ?letter\nWHERE {\n  VALUES ?discrepancy { ${chosen} }\n  ?discrepancy cg:discrepancyKind ?kind ; cg:reason ?reason ; cg:evidence ?passage .\n  ?passage nif:anchorOf ?words ; nif:referenceContext ?letter .\n}\nORDER BY ?discrepancy ?passage\n`;
}

function full(day, end) {
  if (day.length === 10) return day;
  const [year, month] = day.split("-").map(Number);
  if (!end) return month ? `${day}-01` : `${day}-01-01`;
  const last = new Date(Date.UTC(year, month || 12, 0)).getUTCDate();
  return `${year}-${String(month || 12).padStart(2, "0")}-${last}`;
}
