// Everything that is asked of the server.
const wrong = async (answer) => new Error((await answer.text()).trim() || `HTTP ${answer.status}`);

async function get(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw await wrong(answer);
  return answer;
}
export const questions = async () => (await get('/questions.json')).json();
export const vocabulary = async () => (await get('/vocabulary.json')).json();
export const bound = async (name, values) => (await get(`/questions/${name}?${new URLSearchParams(values)}`)).text();
export const suggest = async (kind, q) => (await get(`/suggest?${new URLSearchParams({ kind, q })}`)).json();
export const evidence = async (iri) => (await get(`/evidence?${new URLSearchParams({ iri })}`)).json();

// The answer to a query: rows of terms, a truth value, or triples as text; `more` where rows were left out.
export async function ask(query, limit, signal) {
  const answer = await fetch('/sparql', {
    method: 'POST',
    body: new URLSearchParams({ query, limit }),
    headers: { Accept: 'application/sparql-results+json, text/turtle;q=0.9' },
    signal,
  });
  if (!answer.ok) throw await wrong(answer);
  const more = answer.headers.has('KG-More');
  if (answer.headers.get('Content-Type').startsWith('text/turtle')) return { text: await answer.text(), more };
  const said = await answer.json();
  if ('boolean' in said) return { truth: said.boolean, more };
  return { names: said.head.vars, rows: said.results.bindings, more };
}
export async function download(query, accept) {
  const answer = await fetch('/sparql', { method: 'POST', body: new URLSearchParams({ query }), headers: { Accept: accept } });
  if (!answer.ok) throw await wrong(answer);
  return answer.blob();
}
