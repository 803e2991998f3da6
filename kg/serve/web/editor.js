// The SPARQL editor: colours, completion of our prefixes and terms, and errors at their line.
import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { sparql } from 'codemirror-lang-sparql';
import { lang, say } from './words.js';

const KEYWORDS = ('SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS VALUES BIND GRAPH FROM CONSTRUCT ASK DESCRIBE ' +
  'PREFIX GROUP ORDER BY DESC ASC HAVING LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR ' +
  'BOUND COALESCE CONTAINS EXISTS LANG NOT REGEX STR STRSTARTS STRLEN SUBSTR YEAR AS IN').split(' ');

const style = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--link)', fontWeight: 'bold' },
  { tag: [tags.string, tags.literal, tags.number], color: 'var(--figure)' },
  { tag: tags.comment, color: 'var(--dim)', fontStyle: 'italic' },
]);
const theme = EditorView.theme({
  '&': { fontSize: '14px', maxHeight: '22em', backgroundColor: 'var(--ground)', color: 'var(--ink)' },
  '.cm-scroller': { fontFamily: 'ui-monospace, "Noto Sans Mono CJK SC", monospace', overflow: 'auto', minHeight: '9em' },
  '.cm-gutters': { backgroundColor: 'var(--soft)', color: 'var(--dim)', border: 'none' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--ongoing) !important' },
  '.cm-tooltip': { backgroundColor: 'var(--ground)', color: 'var(--ink)', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--link)', color: 'var(--ground)' },
});

function completing(words) {
  const terms = Object.entries(words.terms).map(([label, title]) => ({ label, detail: title[lang] || title.en, type: 'property' }));
  const prefixes = Object.entries(words.prefixes).map(([name, iri]) => ({ label: `${name}:`, detail: iri, type: 'namespace' }));
  const keywords = KEYWORDS.map((label) => ({ label, type: 'keyword' }));
  return (context) => {
    const word = context.matchBefore(/[?$]?[\w:-]+/);
    if (!word && !context.explicit) return null;
    const variables = [...new Set(context.state.doc.toString().match(/[?$]\w+/g) || [])].map((label) => ({ label, type: 'variable' }));
    return { from: word ? word.from : context.pos, options: [...terms, ...prefixes, ...variables, ...keywords], validFor: /^[?$]?[\w:-]*$/ };
  };
}

export function editor(parent, words, nonce, run, changed) {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: '',
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': say('SPARQL 查询', 'SPARQL query') }),
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => (run(), true) }])),
        lineNumbers(), lintGutter(), history(), drawSelection(), bracketMatching(), closeBrackets(), EditorView.lineWrapping,
        sparql(), syntaxHighlighting(style), theme,
        autocompletion({ override: [completing(words)] }),
        keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => update.docChanged && changed()),
      ],
    }),
  });
  return {
    view,
    get: () => view.state.doc.toString(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    clear: () => view.dispatch(setDiagnostics(view.state, [])),
    // An error of the engine says "at 3:14": line and column. Marks the place and says where it is instead.
    point(message) {
      const found = /(\d+):(\d+)/.exec(message);
      if (!found || Number(found[1]) > view.state.doc.lines) return message;
      const line = view.state.doc.line(Number(found[1]));
      const from = Math.min(line.from + Math.max(0, Number(found[2]) - 1), line.to);
      view.dispatch(setDiagnostics(view.state, [{ from, to: Math.max(from, line.to), severity: 'error', message }]));
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      const where = say(`第 ${found[1]} 行第 ${found[2]} 列：`, `Line ${found[1]}, column ${found[2]}: `);
      return where + message.replace(/ error at \d+:\d+:/, '');
    },
  };
}
