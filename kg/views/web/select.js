// What passes the filters: rows of statements, and the points that belong to them.

import { MENTIONS } from "./model.js";

/** Filters that let everything through. */
export function open() {
  return { hide: new Set(), body: -1, place: -1, letter: -1, from: "", to: "", status: new Set() };
}

/** Whether a filter is set that chooses statements (not only kinds of points). */
export function chooses(filters) {
  return filters.body >= 0 || filters.place >= 0 || filters.status.size > 0 || narrowsLetters(filters);
}

function narrowsLetters(filters) {
  return filters.letter >= 0 || Boolean(filters.from || filters.to);
}

/** Whether a span of days (ISO, also shortened) touches the chosen time. */
export function inTime(filters, first, last) {
  if (!filters.from && !filters.to) return true;
  if (!first && !last) return false;
  return (!filters.from || (last || first) >= filters.from) && (!filters.to || (first || last).slice(0, filters.to.length) <= filters.to);
}

/** The statements that pass; with `thing` only those of a thing. */
export function rows(graph, filters, thing = -1) {
  const from = thing >= 0 ? graph.things[thing].said.map((id) => graph.statements[id]) : graph.statements;
  return from.filter((one) => {
    const letter = graph.letters[one.letter];
    if (filters.letter >= 0 && letter.thing !== filters.letter) return false;
    if (filters.status.size && !filters.status.has(one.status)) return false;
    if (filters.body >= 0 && one.actor !== filters.body) return false;
    if (filters.place >= 0 && !one.about.includes(filters.place) && !names(graph, letter, filters.place)) return false;
    return inTime(filters, letter.first, letter.last) || (one.deadline && inTime(filters, one.deadline, one.deadline));
  });
}

/** The contradictions that pass: of a thing, or of all. */
export function discrepancies(graph, filters, thing = -1) {
  const from = thing >= 0 ? graph.things[thing].differs.map((id) => graph.discrepancies[id]) : graph.discrepancies;
  return from.filter((one) => {
    const letters = one.places.filter((place) => !place.away).map((place) => graph.letters[place.letter]);
    return [filters.body, filters.place].every((id) => id < 0 || one.about.includes(id)) && (filters.letter < 0 || letters.some((letter) => letter.thing === filters.letter))
      && letters.some((letter) => inTime(filters, letter.first, letter.last));
  });
}

function names(graph, letter, place) {
  return letter.thing >= 0 && graph.things[letter.thing].links.some((link) => link.to === place && link.from === letter.thing);
}

/** The numbers of the points that may be seen, out of those that are spread out. */
export function points(graph, filters, spread) {
  let allowed = null;
  if (chooses(filters)) {
    allowed = new Set([filters.body, filters.place, filters.letter]);
    for (const one of rows(graph, filters)) {
      allowed.add(graph.letters[one.letter].thing);
      if (one.actor >= 0) allowed.add(one.actor);
      for (const about of one.about) allowed.add(about);
    }
    if (narrowsLetters(filters) && filters.body < 0 && filters.place < 0 && !filters.status.size) {
      for (const letter of graph.letters) {
        if (letter.thing < 0 || (filters.letter >= 0 && letter.thing !== filters.letter)) continue;
        if (!inTime(filters, letter.first, letter.last)) continue;
        allowed.add(letter.thing);
        for (const link of graph.things[letter.thing].links) allowed.add(link.to === letter.thing ? link.from : link.to);
      }
    }
  }
  const seen = new Set();
  for (const id of spread) {
    if (filters.hide.has(graph.things[id].kind)) continue;
    if (allowed === null || allowed.has(id)) seen.add(id);
  }
  return seen;
}

/** Links of a thing by property and direction: [{name, out, ids}], the stated ones first, most first. */
export function neighbours(graph, id) {
  const groups = new Map();
  for (const link of graph.things[id].links) {
    const out = link.from === id;
    const key = `${link.name}|${out ? "o" : "i"}`;
    if (!groups.has(key)) groups.set(key, { key, name: link.name, out, links: [] });
    groups.get(key).links.push(link);
  }
  return [...groups.values()].sort((a, b) => (a.name === MENTIONS) - (b.name === MENTIONS) || b.links.length - a.links.length || (a.key < b.key ? -1 : 1));
}

/** The points that are spread out: those of the opening, what was unfolded, without what was folded. */
export function spread(graph, unfolded, folded, always) {
  const found = new Set();
  for (let id = 0; id < graph.opening; id++) found.add(id);
  const ends = ([id, key]) => neighbours(graph, id).find((one) => one.key === key)?.links.map((link) => (link.from === id ? link.to : link.from)) ?? [];
  for (const one of unfolded) {
    found.add(one[0]);
    for (const id of ends(one)) found.add(id);
  }
  for (const one of folded) {
    for (const id of ends(one)) {
      const others = graph.things[id].links.some((link) => link.name !== MENTIONS && link.from !== one[0] && link.to !== one[0] && found.has(link.from === id ? link.to : link.from));
      if (!others) found.delete(id);
    }
  }
  for (const id of always) if (id >= 0) found.add(id);
  return found;
}
