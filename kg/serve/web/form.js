// The parameters of a question as fields, with suggestions from the graph.
import { by, fill, make } from './dom.js';
import * as server from './server.js';
import { lang, say } from './words.js';

const NAMES = new Set(['body', 'organisation', 'person', 'place', 'policy', 'programme', 'platform', 'letter', 'suggestion', 'session', 'thing', 'unit', 'indicator', 'category']);
const INPUT = { date: 'date', integer: 'number', decimal: 'number' };

function field(parameter, value) {
  const id = `parameter-${parameter.name}`;
  const input = make('input', { id, name: parameter.name, type: INPUT[parameter.type] || 'text', value: value ?? parameter.default ?? '', required: parameter.required, autocomplete: 'off' });
  if (parameter.type === 'decimal') input.step = 'any';
  const label = make('label', { htmlFor: id }, parameter.title[lang] + (parameter.required ? ' *' : ''), input);
  if (NAMES.has(parameter.type)) {
    const list = make('datalist', { id: `${id}-names` });
    input.setAttribute('list', list.id);
    let last = null;
    const look = async () => {
      const typed = input.value;
      if (typed === last) return;
      last = typed;
      const names = await server.suggest(parameter.type, typed).catch(() => []);
      if (typed === input.value) fill(list, ...names.map((name) => make('option', { value: name })));
    };
    input.addEventListener('input', look);
    input.addEventListener('focus', look);
    label.append(list);
  }
  return label;
}

export function show(question, values, submit) {
  const form = by('form');
  fill(form, ...question.parameters.map((one) => field(one, values[one.name])));
  if (question.parameters.length) form.append(make('button', { type: 'submit' }, say('写入并运行', 'Fill in and run')));
  form.onsubmit = (event) => {
    event.preventDefault();
    submit(read(question));
  };
  form.querySelector('input:required')?.focus();
}
export function read(question) {
  const said = Object.fromEntries(new FormData(by('form')));
  return Object.fromEntries(Object.entries(said).filter(([name, value]) => value !== '' && question.parameters.some((one) => one.name === name)));
}
export const complete = (question, values) => question.parameters.every((one) => !one.required || values[one.name]);
