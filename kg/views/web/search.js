// Finding things by name, number, short form, pinyin and initials, and statements by their words.

const BRACKETS = { "(": "〔", "[": "〔", "{": "〔", "【": "〔", "（": "〔", ")": "〕", "]": "〕", "}": "〕", "】": "〕", "）": "〕" };

/** What all writings of a name share. */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s“”‘’"'《》「」\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, "").replace(/[([{【（)\]}】）]/gu, (one) => BRACKETS[one]);
}

/** Whether the letters come in this order, the first at the beginning: sjxj in sjjhxxhj. */
export function inOrder(letters, initials) {
  if (letters[0] !== initials[0]) return false;
  let at = 0;
  for (const one of letters) {
    at = initials.indexOf(one, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** An index of names, of the things that are there and of those that are only `known`. */
export function indexed(graph, known = []) {
  const away = known.map((one) => ({ known: one, name: one.name ?? one.label, number: one.no ?? "", short: one.label, also: one.also ?? [], sound: one.s ?? "", degree: 0 }));
  return [...graph.things, ...away].map((thing, id) => ({
    id,
    known: thing.known,
    name: fold(thing.name),
    number: fold(thing.number),
    also: [fold(thing.short), ...thing.also.map(fold)],
    sounds: thing.sound ? thing.sound.split(" ").map((one) => one.split("|")) : [],
    weight: Math.min(thing.degree, 200) / 400,
  }));
}

function score(entry, query, latin) {
  if (entry.name === query || entry.number === query) return 10;
  if (entry.also.includes(query)) return 9;
  if (entry.number && entry.number.endsWith(query)) return 8;
  if (entry.name.startsWith(query)) return 7;
  if (entry.name.includes(query)) return 6;
  if (entry.number.includes(query)) return 5.5;
  if (entry.also.some((one) => one.includes(query))) return 5;
  if (!latin) return 0;
  let best = 0;
  for (const [full, initials] of entry.sounds) {
    if (full === query || initials === query) best = Math.max(best, 4.5);
    else if (full.startsWith(query) || initials.startsWith(query)) best = Math.max(best, 4);
    else if (query.length > 1 && initials.includes(query)) best = Math.max(best, 3);
    else if (query.length > 2 && full.includes(query)) best = Math.max(best, 2.5);
    else if (query.length > 3 && inOrder(query, initials)) best = Math.max(best, 2.2 - (initials.length - query.length) / 20);
  }
  return best;
}

/** The best things, then statements that have the words, as [{thing}] and [{statement}]. */
export function search(graph, index, text, most = 12) {
  const query = fold(text);
  if (!query) return [];
  const latin = /^[a-z0-9]+$/.test(query);
  const found = [];
  for (const entry of index) {
    const points = score(entry, query, latin);
    if (points > 0) found.push([points + entry.weight, entry.id, entry.known]);
  }
  found.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  const results = found.slice(0, most).map(([, id, known]) => (known ? { known } : { thing: id }));
  if (query.length > 1) {
    let left = Math.max(4, most - results.length);
    graph.folded ??= graph.statements.map((one) => fold(graph.letters[one.letter].text.slice(one.begin, one.end)));
    for (let id = 0; id < graph.folded.length && left > 0; id++) {
      if (!graph.folded[id].includes(query)) continue;
      results.push({ statement: id });
      left -= 1;
    }
  }
  return results;
}
