// The query page: a question or SPARQL in the address, its answer below.
import * as chart from './chart.js';
import { by, make } from './dom.js';
import { editor } from './editor.js';
import * as form from './form.js';
import * as past from './past.js';
import * as server from './server.js';
import * as table from './table.js';
import { lang, say } from './words.js';

const LIMIT = 1000;
const EXAMPLE = 'SELECT ?letter ?number ?title WHERE {\n  ?letter a cg:Reply .\n  OPTIONAL { ?letter dcterms:identifier ?number }\n  OPTIONAL { ?letter dcterms:title ?title }\n}';
const [known, words] = await Promise.all([server.questions(), server.vocabulary()]);
const byName = new Map(known.questions.map((one) => [one.name, one]));
table.setBase(words.base);
let question = null;
let asked = '';
let running = null;
let setting = false;

const edit = editor(by('editor'), words, by('ask').dataset.nonce, () => run(), () => {
  if (!setting && question) setHash({ sparql: edit.get() });
});

function put(text) {
  setting = true;
  edit.set(text);
  setting = false;
}
function setHash(fields) {
  const hash = `#${new URLSearchParams(fields)}`;
  if (location.hash !== hash) window.history.replaceState(null, '', hash);
}
function status(message, wrong = false) {
  by('status').textContent = message;
  by('status').classList.toggle('wrong', wrong);
}

async function run() {
  running?.abort();
  const mine = (running = new AbortController());
  const text = edit.get();
  edit.clear();
  status(say('正在问…', 'Asking…'));
  const begun = performance.now();
  try {
    const answer = await server.ask(text, LIMIT, mine.signal);
    if (mine !== running) return;
    asked = text;
    chart.none();
    by('csv').disabled = by('json').disabled = false;
    const seconds = ((performance.now() - begun) / 1000).toFixed(2);
    if ('truth' in answer) {
      table.none();
      status(`${answer.truth ? say('是', 'yes') : say('否', 'no')} · ${seconds} s`);
    } else if ('text' in answer) {
      table.text(answer.text);
      status(`${seconds} s`);
    } else {
      table.show(answer.names, answer.rows);
      const number = answer.rows.length;
      const more = answer.more ? say(`，只列前 ${LIMIT} 行`, `, only the first ${LIMIT}`) : '';
      status(`${number} ${say('行', number === 1 ? 'row' : 'rows')}${more} · ${seconds} s`);
      if (question?.chart) chart.show(question.chart, answer.rows);
    }
    past.add(question ? question.title[lang] : text.replace(/\s+/g, ' ').slice(0, 60), location.hash || `#${new URLSearchParams({ sparql: text })}`);
  } catch (error) {
    if (error.name === 'AbortError') return;
    table.none();
    chart.none();
    status(edit.point(error.message), true);
  }
}

async function choose(name, values) {
  question = byName.get(name);
  by('title').textContent = question.title[lang];
  by('description').textContent = question.description[lang];
  for (const link of document.querySelectorAll('#topics a[data-name]')) {
    if (link.dataset.name === name) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  form.show(question, values, (said) => {
    setHash({ q: name, ...said });
    answer(said);
  });
  const said = { ...Object.fromEntries(question.parameters.filter((one) => one.default).map((one) => [one.name, one.default])), ...values };
  if (form.complete(question, said)) await answer(said);
  else {
    put(question.text);
    table.none();
    chart.none();
    status(say('请填写带 * 的项。', 'Fill in what is marked *.'));
  }
}
async function answer(values) {
  try {
    put(await server.bound(question.name, values));
    await run();
  } catch (error) {
    status(error.message, true);
  }
}

function read() {
  const fields = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (fields.q && byName.has(fields.q)) {
    const { q, ...values } = fields;
    choose(q, values);
  } else if (fields.sparql) {
    question = null;
    put(fields.sparql);
    run();
  } else {
    put(EXAMPLE);
  }
}

async function save(accept, name) {
  try {
    const data = await server.download(asked, accept);
    const link = make('a', { href: URL.createObjectURL(data), download: name });
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (error) {
    status(error.message, true);
  }
}

by('run').addEventListener('click', () => {
  if (!question || location.hash.startsWith('#sparql')) setHash({ sparql: edit.get() });
  run();
});
by('csv').addEventListener('click', () => save('text/csv, application/n-triples', 'answer.csv'));
by('json').addEventListener('click', () => save('application/sparql-results+json, application/ld+json', 'answer.json'));
by('link').addEventListener('click', async () => {
  if (!location.hash) setHash({ sparql: edit.get() });
  await navigator.clipboard.writeText(location.href).then(() => status(say('链接已复制。', 'The link is copied.')), () => status(location.href));
});
by('forget').addEventListener('click', past.forget);
by('filter').addEventListener('input', () => {
  const wanted = by('filter').value.trim().toLowerCase();
  for (const link of document.querySelectorAll('#topics a[data-name]')) {
    const { title, description } = byName.get(link.dataset.name);
    link.parentElement.hidden = !`${title.zh} ${title.en} ${description[lang]}`.toLowerCase().includes(wanted);
  }
});
addEventListener('hashchange', read);
past.show();
read();
document.documentElement.dataset.ready = 'true';
