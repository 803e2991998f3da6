// Rows as a table: things open, statements and figures show the paragraph that says them.
import { column } from './columns.js';
import { by, fill, make } from './dom.js';
import * as server from './server.js';
import { say } from './words.js';

const NUMBER = /^-?[\d.]+(E-?\d+)?$/i;
const DAY = /^\d{4}-\d\d(-\d\d)?$/;
const SAID = /#(statement|figure|assertion|char)=/;
let base = '';
export const setBase = (iri) => { base = iri; };

export function address(iri) {
  // An IRI's own escapes stay as they are: encodeURI would escape them twice.
  if (base && iri.startsWith(base)) return `/id/${encodeURI(iri.slice(base.length)).replace(/%25/g, '%')}`;
  return `/thing?iri=${encodeURIComponent(iri)}`;
}
const short = (iri) => (base && iri.startsWith(base) ? `…/${iri.slice(base.length)}` : iri);

async function source(iri) {
  const told = await server.evidence(iri);
  fill(by('paragraphs'), ...told.map((one) => make('p', { lang: 'zh-CN' }, one.before, make('mark', {}, one.words), one.after,
    make('br'), make('a', { href: one.url }, `${one.document} ${one.section}`))));
  if (!told.length) fill(by('paragraphs'), make('p', {}, say('图中没有这一条的原文。', 'The graph has no words for this.')));
  by('source').showModal();
}

function cell(term) {
  if (!term) return make('td');
  if (term.type !== 'uri') {
    const name = NUMBER.test(term.value) ? 'number' : DAY.test(term.value) ? 'day' : '';
    return make('td', { className: name }, term.value);
  }
  if (!/^https?:/.test(term.value)) return make('td', {}, term.value);
  if (SAID.test(term.value)) {
    const button = make('button', { type: 'button' }, say('出处', 'source'));
    button.addEventListener('click', () => source(term.value));
    return make('td', {}, button);
  }
  return make('td', {}, make('a', { href: address(term.value) }, short(term.value)));
}

export function show(names, rows) {
  let order = null;
  const body = make('tbody');
  const draw = (list) => fill(body, ...list.map((row) => make('tr', {}, ...names.map((name) => cell(row[name])))));
  const heads = names.map((name) => {
    const button = make('button', { type: 'button', title: `?${name}` }, column(name));
    const head = make('th', { scope: 'col' }, button);
    button.addEventListener('click', () => {
      const down = order === name;
      order = down ? null : name;
      for (const one of heads) one.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const value = (row) => row[name]?.value ?? '';
      const compare = (a, b) => (NUMBER.test(value(a)) && NUMBER.test(value(b)) ? value(a) - value(b) : value(a).localeCompare(value(b), 'zh'));
      draw([...rows].sort((a, b) => (down ? -compare(a, b) : compare(a, b))));
    });
    return head;
  });
  draw(rows);
  fill(by('rows'), make('table', {}, make('thead', {}, make('tr', {}, ...heads)), body));
}
export const text = (words) => fill(by('rows'), make('pre', {}, words));
export const none = () => fill(by('rows'));
